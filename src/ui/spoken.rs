//! The same sentences without a picture: for `play --plain`.

use crate::app::ending::{Ending, Question};
use crate::app::story::Ask;
use crate::app::{App, Game};
use crate::session::Entry;
use crate::text::{log, why};
use crate::ui::text::surprise;

/// `19:11:52 #141 walked out after 19 min. One bread, Station.`
pub fn entry(app: &App, game: &Game, entry: &Entry) -> String {
    let scene = super::scene(app, game);
    let sentence = log::line(&scene, entry).into_iter().next().unwrap_or_default();
    format!("{} {}", scene.log_time(entry.at), sentence.text())
}

/// Where the orders are stuck, a sentence a line.
pub fn reasons(app: &App, game: &Game) -> Vec<String> {
    let scene = super::scene(app, game);
    let Some(found) = game.session.why() else { return vec!["Too early to say.".into()] };
    let first = |forms: Vec<crate::text::rich::Rich>| forms.into_iter().next().map(|rich| rich.text());
    let mut said: Vec<String> = first(why::headlines(&scene, found)).into_iter().collect();
    said.extend(first(why::evidence(&scene, found)));
    said.extend(why::moved(&scene, found).and_then(first));
    said.extend(first(why::left_out(&scene, found)));
    said.retain(|line| !line.is_empty());
    said
}

/// After the evening: the guesses beside the truth, the surprise, and what else was right.
pub fn debrief(ending: &Ending) -> Vec<String> {
    let mut said = crate::ui::screens::ending::guesses(ending);
    if let Some(sentence) = surprise::sentence(ending) {
        said.push(sentence.text().replace('\u{a0}', " "));
    }
    said.extend(
        crate::ui::screens::ending::other_answers(ending).into_iter().map(|line| format!("Also right: {line}")),
    );
    said
}

/// The same thing in a web shop, with the letters of its choices.
pub fn question(question: &Question) -> Vec<String> {
    let mut said = vec![format!("In a web shop: {}", question.asks.ask)];
    let choices = question.asks.choices.iter().enumerate();
    said.extend(choices.map(|(i, choice)| format!("  {}  {choice}", Ask::key(i))));
    said
}

/// Whatever was answered, and if nothing was.
pub fn explained(question: &Question) -> String {
    let word = match question.is_right() {
        Some(true) => "Yes: ",
        Some(false) => "No: ",
        None => "",
    };
    format!("{word}{}. {}", question.asks.answer, question.asks.because)
}
