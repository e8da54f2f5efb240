//! What the lesson teaches: predictions beside the truth, the surprise, a question about a web shop, and the same thing
//! elsewhere.

use super::Page;
use crate::app::ending::{Ending, Truth};
use crate::app::{Action, Target};
use crate::scenario::Prediction;
use crate::text::concepts;
use crate::text::goals as goal_text;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::words::Words;
use crate::ui::overlays::cards;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::text::surprise;
use crate::ui::widgets::digits;

/// The predictions beside the truth, the first that is a number in digits.
pub(super) fn guess(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let predictions = &ending.game.scenario.predictions;
    if predictions.is_empty() {
        return;
    }
    page.title(pen, "Your guess", Rich::muted("beside the truth"));
    let large = in_digits(ending);
    for truth in &ending.guesses {
        let prediction = &predictions[truth.index];
        page.text(pen, &Rich::muted(page.words.told(&prediction.ask, &prediction.systems).replace('*', "")));
        if large.is_some_and(|large| large.index == truth.index) {
            digits_beside(pen, page, ending, prediction, truth);
        } else {
            page.text(pen, &beside(prediction, truth, page.words, ending.is_computing(), pen.theme.glyphs.good));
        }
    }
    page.gap();
}

/// The guess and the truth, four rows high.
fn digits_beside(pen: &mut Pen, page: &mut Page, ending: &Ending, prediction: &Prediction, truth: &Truth) {
    let said = |text| cards::choice_text(chosen(prediction, text, page.words));
    let thought = truth.guess.as_ref().map(|guess| said(&guess.text));
    let measured = measured(prediction, truth).unwrap_or_else(|| numbers::UNKNOWN.into());
    let hit = !ending.is_computing() && is_hit(prediction, truth);
    let pane = Pane::new(page.pane.x, page.pane.y + page.at + 1, page.pane.w, digits::ROWS + 1);
    let said = |thought: &str| match thought.contains(|c: char| c.is_ascii_digit()) {
        true => thought.split("  ").next().unwrap_or(thought).to_string(),
        false => thought.to_string(),
    };
    if !pane.intersection(page.pane).is_empty() {
        pen.within(page.pane, |pen| {
            let y = pane.y + digits::ROWS;
            let mut x = pane.x + 1;
            if let Some(thought) = &thought {
                x = digits::draw(pen, x, pane.y, &said(thought), Ink::Muted).max(x + 11) + 5;
                pen.put(pane.x + 1, y, "you thought", Ink::Muted);
            } else {
                x = pen.put(x, y, "no guess", Ink::Muted) + 5;
            }
            let ink = if hit { Ink::Flow } else { Ink::WarnFigure };
            digits::draw(pen, x, pane.y, if ending.is_computing() { "…" } else { &measured }, ink);
            let mut end = pen.put(x, y, "it was", Ink::Plain);
            if hit {
                pen.glyph(end + 1, y, pen.theme.glyphs.good, Ink::Flow);
                end += 2;
            }
            if let Some(right) = truth.right.filter(|_| !hit && !ending.is_computing()) {
                // Not its letter: in the dashboard and in plain lines the choices have others.
                let right = prediction.choices_said(!page.words.is_pizza()).get(right);
                let x = pen.put(end, y, ", answer ", Ink::Muted);
                pen.put(x, y, &right.map_or_else(String::new, |choice| amount(choice)), Ink::Accent);
            }
        });
    }
    page.at += digits::ROWS + 2;
}

/// The first question whose truth is a number.
fn in_digits(ending: &Ending) -> Option<&Truth> {
    let asked = |truth: &Truth| &ending.game.scenario.predictions[truth.index];
    let has_number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_number =
        |truth: &&Truth| asked(truth).metric.is_some() && asked(truth).choices.iter().all(|choice| has_number(choice));
    ending.guesses.iter().find(is_number)
}

fn is_hit(prediction: &Prediction, truth: &Truth) -> bool {
    let choice = truth.guess.as_ref().and_then(|guess| prediction.choices.iter().position(|c| *c == guess.text));
    truth.right.is_some_and(|right| right < prediction.choices.len()) && choice == truth.right
}

/// The same as plain lines.
pub fn guesses(ending: &Ending, words: Words) -> Vec<String> {
    let predictions = &ending.game.scenario.predictions;
    let line = |truth: &Truth| {
        let prediction = &predictions[truth.index];
        let beside = beside(prediction, truth, words, ending.is_computing(), ' ').text();
        let asked = words.told(&prediction.ask, &prediction.systems).replace('*', "");
        format!("{asked} {}.", beside.trim().replace("   it was", "; it was"))
    };
    ending.guesses.iter().map(line).collect()
}

/// The first question whose truth is a number: what was asked, guessed and measured.
pub fn first_guess(ending: &Ending, words: Words) -> Option<(String, Option<String>, Option<String>)> {
    let truth = in_digits(ending)?;
    let asked = &ending.game.scenario.predictions[truth.index];
    let thought = truth.guess.as_ref().map(|guess| cards::choice_text(chosen(asked, &guess.text, words)));
    Some((words.told(&asked.ask, &asked.systems).replace('*', ""), thought, measured(asked, truth)))
}

/// What was measured, as the prediction asks for it; `None`: not known yet.
fn measured(prediction: &Prediction, truth: &Truth) -> Option<String> {
    let unit = prediction.metric.map(|m| m.row().unit);
    match (truth.truth, unit) {
        (Some(value), Some(unit)) if prediction.against.is_none() => Some(goal_text::value(Some(value), unit)),
        // A prediction asked as a share of another run is written as one.
        (Some(value), _) if prediction.choices.iter().any(|choice| choice.contains('%')) => {
            Some(format!("{} %", surprise::times(value * 100.0)))
        }
        (Some(value), _) => Some(format!("{} times", surprise::times(value))),
        (None, _) => None,
    }
}

/// The number of a choice, without the words behind it.
fn amount(choice: &str) -> String {
    cards::choice_text(choice.split_once(": ").map_or(choice, |(amount, _)| amount))
}

/// What was chosen, in these words.
fn chosen<'a>(prediction: &'a Prediction, text: &'a str, words: Words) -> &'a str {
    let choice = prediction.choices.iter().position(|choice| choice == text);
    let said = prediction.choices_said(!words.is_pizza());
    choice.and_then(|choice| said.get(choice)).map_or(text, String::as_str)
}

fn beside(prediction: &Prediction, truth: &Truth, words: Words, computing: bool, good: char) -> Rich {
    let right = truth.right.and_then(|i| prediction.choices_said(!words.is_pizza()).get(i));
    let measured = measured(prediction, truth);
    let hit = !computing && is_hit(prediction, truth);
    let mut line = match &truth.guess {
        None => Rich::muted("no guess"),
        Some(guess) => {
            let thought = cards::choice_text(chosen(prediction, &guess.text, words));
            Rich::muted("you thought ").and(thought, if hit { Ink::Strong } else { Ink::Plain })
        }
    };
    line.push("   it was ", Ink::Muted);
    match (measured, right) {
        (Some(value), Some(choice)) => {
            line.push(value, Ink::WarnFigure)
                .push(" (answer ", Ink::Muted)
                .push(amount(choice), Ink::Accent)
                .push(")", Ink::Muted);
        }
        (Some(value), None) => {
            line.push(value, Ink::WarnFigure);
        }
        (None, Some(choice)) if !computing => {
            line.push(cards::choice_text(choice), Ink::WarnFigure);
        }
        (None, _) => {
            line.push(if computing { "…" } else { numbers::UNKNOWN }, Ink::Muted);
        }
    }
    if hit {
        line.push(format!(" {good}"), Ink::Flow);
    }
    Rich::muted("  ").joined(line)
}

/// The surprise: a sentence with this game's numbers, and what to remember.
pub(super) fn surprise(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let concept = ending.game.scenario.concept.as_deref().and_then(concepts::concept);
    let sentence = surprise::sentence(ending);
    if (concept.is_none() && sentence.is_none()) || ending.is_computing() {
        return;
    }
    page.title(pen, "The surprise", concept.map_or(Rich::new(), |concept| Rich::muted(concept.name.clone())));
    if let Some(sentence) = sentence {
        page.text(pen, &sentence);
    }
    if let Some(concept) = concept {
        page.text(pen, &Rich::muted(one_line(&concept.surprise)));
    }
    page.gap();
}

/// The question about a web shop; once answered, the answer and why.
pub(super) fn question(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let Some(question) = &ending.question else { return };
    let phrase = match question.is_right() {
        None => Rich::of("a", Ink::Accent).and(" answers", Ink::Muted),
        Some(true) => Rich::of(pen.theme.glyphs.good.to_string(), Ink::Flow).and(" answered rightly", Ink::Muted),
        Some(false) => Rich::muted("answered"),
    };
    let begin = page.at;
    page.title(pen, "The same thing in a web shop", phrase);
    page.text(pen, &Rich::plain(question.asks.ask.clone()));
    if let Some(answered) = question.answered {
        let right = &question.asks.answer;
        let mut said = Rich::of(right.clone(), Ink::Strong).and(". ", Ink::Plain);
        if answered != question.right() {
            said = Rich::muted("You said ")
                .and(question.asks.choices[answered].clone(), Ink::Plain)
                .and("; it is ", Ink::Muted)
                .joined(said);
        }
        page.text(pen, &said.and(question.asks.because.clone(), Ink::Muted));
    }
    let (top, bottom) = (begin.max(0), page.at.min(page.pane.h));
    if bottom > top {
        let pane = Pane::new(page.pane.x, page.pane.y + top, page.pane.w, bottom - top);
        pen.target(pane, Target::Action(Action::Question));
    }
    page.gap();
}

/// The concept's name in computer systems, what the model leaves out, what to read.
pub(super) fn elsewhere(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let Some(concept) = ending.game.scenario.concept.as_deref().and_then(concepts::concept) else { return };
    page.title(pen, "In other shops", Rich::muted(concept.name.clone()));
    page.text(pen, &Rich::plain(one_line(&concept.elsewhere)));
    page.gap();
    for (i, reading) in concept.read.iter().enumerate() {
        let lead = if i == 0 { "read  " } else { "      " };
        let year = reading.year.map_or(String::new(), |year| format!(", {year}"));
        let text = Rich::plain(format!("{}: {}", reading.author, reading.title)).and(year, Ink::Muted);
        for (j, line) in text.wrapped(page.pane.w - 6).into_iter().enumerate() {
            page.line(pen, &Rich::muted(if j == 0 { lead } else { "      " }).joined(line));
        }
    }
    page.gap();
    page.text(pen, &Rich::muted(format!("Not in this model: {}", one_line(&concept.leaves_out))));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
