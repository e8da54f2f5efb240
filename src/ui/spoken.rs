//! The dashboard's sentences as plain text, for `play --plain`.

use crate::app::ending::{Ending, Question};
use crate::app::story::Ask;
use crate::app::{App, Game};
use crate::session::{Entry, What};
use crate::text::{log, why};
use crate::ui::text::surprise;

/// `19:11:52 #141 walked out after 19 min. One bread, Station.`
pub fn entry(app: &App, game: &Game, entry: &Entry) -> String {
    let scene = super::scene(app, game);
    let sentence = match entry.what {
        // There are no keys here.
        What::HintReady { .. } => format!("{} Type hint to hear it.", log::headline(&scene, entry).text()),
        _ => log::line(&scene, entry).into_iter().next().unwrap_or_default().text(),
    };
    format!("{} {sentence}", scene.log_time(entry.at))
}

/// Where orders are stuck, one sentence per line.
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

/// The debrief: predictions beside the truth, the surprise, and other right answers.
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

/// The question about a web shop, with the letters of its choices.
pub fn question(question: &Question) -> Vec<String> {
    let mut said = vec![format!("In a web shop: {}", question.asks.ask)];
    let choices = question.asks.choices.iter().enumerate();
    said.extend(choices.map(|(i, choice)| format!("  {}  {choice}", Ask::key(i))));
    said
}

/// The explanation of the question, after any answer or none.
pub fn explained(question: &Question) -> String {
    let word = match question.is_right() {
        Some(true) => "Yes: ",
        Some(false) => "No: ",
        None => "",
    };
    format!("{word}{}. {}", question.asks.answer, question.asks.because)
}
