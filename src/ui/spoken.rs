//! The same sentences without a picture: for `play --plain`.

use super::text::{log, why};
use crate::app::{App, Game};
use crate::session::Entry;

/// `19:11:52 #141 walked out after 19 min. One bread, Station.`
pub fn entry(app: &App, game: &Game, entry: &Entry) -> String {
    let scene = super::scene(app, game);
    let sentence = log::line(&scene, entry).into_iter().next().unwrap_or_default();
    format!("{} {}", scene.clock_seconds(entry.at), sentence.text())
}

/// Where the orders are stuck, a sentence a line.
pub fn reasons(app: &App, game: &Game) -> Vec<String> {
    let scene = super::scene(app, game);
    let Some(found) = &game.session.why else { return vec!["Too early to say.".into()] };
    let first = |forms: Vec<super::rich::Rich>| forms.into_iter().next().map(|rich| rich.text());
    let mut said: Vec<String> = first(why::headlines(&scene, found)).into_iter().collect();
    said.extend(first(why::evidence(&scene, found)));
    said.extend(why::moved(&scene, found).and_then(first));
    said.extend(first(why::left_out(&scene, found)));
    said.retain(|line| !line.is_empty());
    said
}
