//! A keeper that forgets everything when the program ends: for tests, and where no files can be stored.

use super::{Document, GameId, Keeper, Listed};
use crate::units::Span;
use std::collections::BTreeMap;

/// Documents in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Each with a counter that says when it was last written.
    documents: BTreeMap<Document, (u64, Vec<u8>)>,
    turn: u64,
}

impl Keeper for Memory {
    fn read(&self, document: &Document) -> Result<Option<Vec<u8>>, String> {
        Ok(self.documents.get(document).map(|(_, bytes)| bytes.clone()))
    }

    fn write(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        self.turn += 1;
        self.documents.insert(document.clone(), (self.turn, bytes.to_vec()));
        Ok(())
    }

    fn remove(&mut self, document: &Document) -> Result<(), String> {
        self.documents.remove(document);
        Ok(())
    }

    fn games(&self) -> Vec<Listed> {
        let mut games: Vec<(u64, &GameId)> = self
            .documents
            .iter()
            .filter_map(|(document, (turn, _))| match document {
                Document::Game(id) => Some((*turn, id)),
                Document::Settings | Document::Progress => None,
            })
            .collect();
        games.sort_by(|a, b| b.cmp(a));
        games.into_iter().map(|(_, id)| Listed { id: id.clone(), age: Span::ZERO, held: false }).collect()
    }

    fn new_game(&mut self) -> Result<GameId, String> {
        self.turn += 1;
        Ok(format!("{:08}", self.turn))
    }

    fn append(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        self.turn += 1;
        let (turn, whole) = self.documents.entry(document.clone()).or_default();
        *turn = self.turn;
        whole.extend_from_slice(bytes);
        Ok(())
    }
}
