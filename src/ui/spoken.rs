//! The dashboard's sentences as plain text, for `play --plain`.

use crate::app::ending::{Ending, Question};
use crate::app::story::Ask;
use crate::app::{App, Game};
use crate::session::{Entry, Filter, Sort, Trace, What, Why};
use crate::sim::order::SPAN_KINDS;
use crate::text::scene::Scene;
use crate::text::words::Words;
use crate::text::{log, numbers, spans, why};
use crate::ui::text::surprise;
use crate::units::Span;

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
    let moved = why::moved(&scene, found).and_then(first);
    said.extend(moved.map(|moved| format!("{moved} {}.", parts(&scene, found))));
    said.extend(first(why::left_out(&scene, found)));
    said.retain(|line| !line.is_empty());
    said
}

/// Which spans changed the slowest orders, largest first, such as `chef 63 %, shelf 23 %`.
fn parts(scene: &Scene, found: &Why) -> String {
    let shares = numbers::shares(&why::parts(found).unwrap_or_default());
    let mut order: Vec<usize> = (0..shares.len()).filter(|i| shares[*i] > 0).collect();
    order.sort_by_key(|i| std::cmp::Reverse(shares[*i]));
    let said = order
        .into_iter()
        .map(|i| format!("{} {} %", spans::name(scene.words, scene.setup(), SPAN_KINDS[i]), shares[i]));
    said.collect::<Vec<_>>().join(", ")
}

/// The slowest orders of the last hour: `#141 pizza for Station, 34.2 min: chef 21.0, oven 3.0, …`.
pub fn orders(app: &App, game: &Game, most: usize) -> Vec<String> {
    let scene = super::scene(app, game);
    let filter = Filter { within: Some(Span::from_hours(1)), ..Filter::default() };
    let line = |trace: &Trace| {
        let spans = SPAN_KINDS.iter().zip(trace.spans()).filter(|(_, span)| !span.is_zero());
        let spans = spans.map(|(kind, span)| {
            format!("{} {}", spans::name(scene.words, scene.setup(), *kind), numbers::minutes(span))
        });
        format!(
            "  #{} {} for {}, {} min: {}",
            trace.serial,
            scene.names.item(trace.item),
            scene.names.zone(trace.zone),
            numbers::minutes(trace.latency()),
            spans.collect::<Vec<_>>().join(", ")
        )
    };
    game.session.orders(Sort::Slowest, &filter, most).iter().map(line).collect()
}

/// The debrief: predictions beside the truth, the surprise, and other right answers.
pub fn debrief(ending: &Ending, words: Words) -> Vec<String> {
    let mut said = crate::ui::screens::ending::guesses(ending, words);
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
