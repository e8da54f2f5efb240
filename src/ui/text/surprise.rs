//! What the game taught, in one sentence with its own numbers.

use crate::app::{Ending, OutcomeKind};
use crate::scenario::prediction::Measure;
use crate::scenario::surprise::{Piece, Surprise};
use crate::sim::metric::Unit;
use crate::text::goals;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;

/// The scenario's sentence if its claims hold in this game; else the solution beside the wrong answer that came nearest
/// to it. `None`: there is nothing to say, or not yet.
pub fn sentence(ending: &Ending) -> Option<Rich> {
    if ending.is_computing() {
        return None;
    }
    match &ending.game.scenario.surprise {
        Some(surprise) if surprise.holds(&ending.numbers) => Some(told(surprise, &ending.numbers)),
        _ => beside(ending),
    }
}

fn told(surprise: &Surprise, values: &[Option<f64>]) -> Rich {
    let mut rich = Rich::new();
    for piece in surprise.pieces() {
        match piece {
            Piece::Words(words) => rich.push(in_one_line(words), Ink::Plain),
            // A no-break space keeps figure and unit together.
            Piece::Number(i) => {
                let figure = value(&surprise.numbers[i].measure, values[i]);
                rich.push(figure.replace(' ', "\u{a0}"), Ink::Strong)
            }
        };
    }
    rich
}

/// Replaces line breaks by spaces, except at the ends.
fn in_one_line(words: &str) -> String {
    let mut line = String::new();
    for c in words.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

/// A measured value as it is written in a sentence.
pub fn value(measure: &Measure, value: Option<f64>) -> String {
    let Some(v) = value.filter(|v| v.is_finite()) else { return numbers::UNKNOWN.into() };
    match measure.metric.row().unit {
        _ if measure.against.is_some() => times(v),
        // A narrow miss must not be rounded to 100 %.
        Unit::Ratio => format!("{} %", numbers::whole(Some(if v < 1.0 { (v * 100.0).min(99.0) } else { v * 100.0 }))),
        unit => goals::value(Some(v), unit),
    }
}

/// `1.6`, from ten on `24`.
pub fn times(ratio: f64) -> String {
    if ratio.abs() < 9.95 { numbers::tenths(Some(ratio)) } else { numbers::whole(Some(ratio)) }
}

fn beside(ending: &Ending) -> Option<Rich> {
    let on_time = |other: &crate::app::ending::Outcome| other.measures.slo.on_time_ratio;
    let solution = on_time(ending.other(OutcomeKind::Solution)?)?;
    let wrong = ending.others.iter().filter(|other| matches!(other.kind, OutcomeKind::Wrong(_)));
    let wrong = wrong.max_by(|a, b| on_time(a).unwrap_or(-1.0).total_cmp(&on_time(b).unwrap_or(-1.0)))?;
    let of_100 = |share: f64| numbers::whole(Some((share * 100.0).floor()));
    let sentence = Rich::plain("The nearest of the wrong answers was ")
        .and(wrong.name.clone(), Ink::Strong)
        .and(": ", Ink::Plain)
        .and(of_100(on_time(wrong)?), Ink::Strong)
        .and(" of 100 served in time. The solution serves ", Ink::Plain)
        .and(of_100(solution), Ink::Strong)
        .and(".", Ink::Plain);
    Some(sentence)
}
