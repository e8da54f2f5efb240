//! Going back, and the histories that were left behind for it.
//!
//! Time is the list: nothing is undone. Who goes back begins a new history at that moment, with the same customers, and the
//! one that he leaves is kept beside it, to go on with or to look at.

use super::game::{Game, Tone};
use super::live::NEWS;
use crate::session::Session;
use crate::units::{Span, Time};

/// Which history it is, and where it parted from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stem {
    /// From 1.
    pub number: u32,
    /// From which history, and when; `None`: the first of all.
    pub from: Option<(u32, Time)>,
}

impl Stem {
    /// Since when it is a history of its own.
    pub fn since(&self) -> Time {
        self.from.map_or(Time::ZERO, |(_, at)| at)
    }
}

/// A history that the player left for another.
#[derive(Debug)]
pub struct Left {
    pub stem: Stem,
    pub session: Session,
}

/// The history being played, and those that were left.
#[derive(Debug)]
pub struct Histories {
    pub present: Stem,
    pub left: Vec<Left>,
    next: u32,
}

impl Default for Histories {
    fn default() -> Histories {
        Histories { present: Stem { number: 1, from: None }, left: Vec::new(), next: 2 }
    }
}

/// Kept beside the present one; of large shops fewer, for each holds a whole shop.
const MOST: usize = 5;
const MOST_LARGE: usize = 1;
/// A shop of more outlets is large.
const LARGE: usize = 64;

impl Game {
    /// All histories, by number.
    pub fn histories(&self) -> Vec<(Stem, &Session)> {
        let left = self.histories.left.iter().map(|left| (left.stem, &left.session));
        let mut all: Vec<_> = left.chain([(self.histories.present, &self.session)]).collect();
        all.sort_by_key(|(stem, _)| stem.number);
        all
    }

    pub fn history(&self, number: u32) -> Option<(Stem, &Session)> {
        self.histories().into_iter().find(|(stem, _)| stem.number == number)
    }

    /// From a moment of a history on: a new one begins there, and the present one is kept. At the end of one that was left,
    /// that one goes on.
    ///
    /// # Errors
    /// Why not, as a sentence; nothing was changed.
    pub fn go_back(&mut self, number: u32, at: Time) -> Result<(), String> {
        let Some((stem, session)) = self.history(number) else { return Err("There is no such history.".into()) };
        let clock = at.clock(session.setup.opens).to_string();
        let is_present = stem == self.histories.present;
        if at >= session.now() {
            return match (is_present, session.is_over()) {
                (_, true) => Err(format!("No. History {number} ends here. Choose a moment before it.")),
                (true, _) => Err("No. This is now. Choose a moment before it.".into()),
                (false, _) => {
                    self.go_on_with(number);
                    self.say(Tone::Done, format!("On with history {number}."), NEWS);
                    Ok(())
                }
            };
        }
        let mut session = session.clone();
        if !session.rewind(at) {
            return Err(format!("No. {clock} is not remembered any more."));
        }
        let came_of = Stem { number: self.histories.next, from: Some((number, at)) };
        self.histories.next += 1;
        let left = self.histories.present.number;
        let kept = self.change_to(came_of, session);
        let text = if kept {
            format!("Back at {clock}, in history {}. What you left is kept as history {left}.", came_of.number)
        } else {
            format!("Back at {clock}, in history {}.", came_of.number)
        };
        self.say(Tone::Done, text, NEWS);
        Ok(())
    }

    fn go_on_with(&mut self, number: u32) {
        let Some(at) = self.histories.left.iter().position(|left| left.stem.number == number) else { return };
        let Left { stem, session } = self.histories.left.remove(at);
        self.change_to(stem, session);
    }

    /// Another session in the place of the present one, which is kept unless another history holds all of it.
    fn change_to(&mut self, stem: Stem, session: Session) -> bool {
        let mut before = std::mem::replace(&mut self.session, session);
        // What was heard was heard, and what was paid for it.
        (self.session.hints_read, self.session.hints_bought) = (before.hints_read, before.hints_bought);
        before.stop_twin();
        let left = Left { stem: std::mem::replace(&mut self.histories.present, stem), session: before };
        let others = self.histories.left.iter().map(|other| &other.session).chain([&self.session]);
        let kept = !others.into_iter().any(|other| holds(other, &left.session));
        // One that was passed by doing the same has nothing of its own any more.
        self.histories.left.retain(|other| !holds(&left.session, &other.session));
        if kept {
            self.histories.left.push(left);
        }
        let most = if self.session.setup.outlets.len() > LARGE { MOST_LARGE } else { MOST };
        if self.histories.left.len() > most {
            self.histories.left.remove(0);
        }
        self.pace.stop();
        self.played_anew();
        self.names.update(&self.session.world);
        self.session.refresh();
        self.session.judge();
        kept
    }

    /// The lists point at moments of the history that was left.
    fn played_anew(&mut self) {
        self.charts.cursor = None;
        (self.orders.chosen, self.log.chosen, self.log.follow) = (0, 0, true);
        self.news = None;
        self.news_left = Span::ZERO;
    }
}

/// Whether a history contains another: the same commands up to where that one ends, and no less time.
fn holds(history: &Session, other: &Session) -> bool {
    let until = other.now();
    let upto = |session: &Session| session.commands.partition_point(|command| command.at <= until);
    history.now() >= until && history.commands[..upto(history)] == other.commands[..]
}
