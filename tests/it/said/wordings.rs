//! The second wording of what a lesson says while it is played: in the systems' words, it says the same.

use super::words::has;
use super::{numbers, own, plain};
use pizzeria::scenario::{self, Prediction, Scenario, builtin};
use pizzeria::text::glossary::Language;
use pizzeria::text::words::{Word, Words};

/// The shop's words that the systems' have others for, and that mean nothing else in a sentence.
const NAMED: [Word; 10] = [
    Word::Customer,
    Word::Outlet,
    Word::Chef,
    Word::Rider,
    Word::FrontDesk,
    Word::Base,
    Word::Shelf,
    Word::Line,
    Word::Ride,
    Word::Order,
];
/// More of them, which are no pairs of the glossary.
const MORE: [&str; 8] = ["oven", "ovens", "bake", "bakes", "baking", "kitchen", "kiosk", "kiosks"];

fn shop_words() -> Vec<&'static str> {
    let shop = Words(Language::Pizza);
    NAMED.iter().flat_map(|word| [shop.one(*word), shop.many(*word)]).chain(MORE).collect()
}

/// Each text that is shown in play, with its second wording.
fn told<'a>(lesson: &'a Scenario) -> Vec<(&'a str, Option<&'a str>)> {
    let goals = lesson.goals.iter().chain(&lesson.stars).map(|goal| (&goal.text, &goal.systems));
    let cues = lesson.cues.iter().map(|cue| (&cue.text, &cue.systems));
    let hints = lesson.hints.iter().map(|hint| (&hint.text, &hint.systems));
    let asked = lesson.predictions.iter().map(|asked| (&asked.ask, &asked.systems));
    let heads = [(&lesson.summary, &lesson.systems_summary), (&lesson.story, &lesson.systems_story)].into_iter();
    let all = goals.chain(cues).chain(hints).chain(asked).chain(heads);
    let said = |asked: &'a Prediction| asked.choices.iter().zip(asked.choices_said(true));
    let choices = lesson.predictions.iter().flat_map(said);
    let choices = choices.map(|(text, systems)| (text.as_str(), Some(systems.as_str())));
    all.map(|(text, systems)| (text.as_str(), systems.as_deref())).chain(choices).collect()
}

#[test]
fn whatever_speaks_of_the_shop_has_a_second_wording_that_does_not() {
    let mut wrong = Vec::new();
    let mut worded = 0;
    for (name, _) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        for (text, systems) in told(&lesson) {
            let heard = plain(systems.unwrap_or(text)).to_lowercase();
            let found: Vec<_> = shop_words().into_iter().filter(|word| has(&heard, word)).collect();
            if !found.is_empty() {
                wrong.push(format!("{name}: {found:?} in {heard:?}"));
            }
            worded += usize::from(systems.is_some_and(|systems| systems != text));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(worded > 150, "only {worded} texts have one");
}

/// A number of the second wording is one of the first, which is computed, or the file's own.
#[test]
fn both_wordings_say_the_same_numbers() {
    let mut wrong = Vec::new();
    for (name, file) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        let mut known = Vec::new();
        own(&toml::Value::Table(file.parse().expect("it is built in")), &mut known);
        for (text, systems) in told(&lesson) {
            let first: Vec<f64> = numbers(&plain(text)).into_iter().map(|(_, n)| n).collect();
            let second = numbers(&plain(systems.unwrap_or(text)));
            let is_said = |n: &f64| first.contains(n) || known.iter().any(|own| (own - n).abs() < 1e-9);
            let new: Vec<f64> = second.into_iter().map(|(_, n)| n).filter(|n| !is_said(n)).collect();
            if !new.is_empty() {
                wrong.push(format!("{name}: {new:?} in {:?}", systems.unwrap_or(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Which key to press is said in both.
#[test]
fn both_wordings_name_the_same_keys() {
    for (name, _) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        for (text, systems) in told(&lesson) {
            let Some(systems) = systems else { continue };
            for key in ["Press a", "Press 2", "Press 5", "Press f", "(w)", "(f)", "]", "Enter"] {
                assert_eq!(text.contains(key), systems.contains(key), "{name}: {key}: {systems}");
            }
        }
    }
}
