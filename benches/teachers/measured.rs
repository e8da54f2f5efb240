//! What the lessons come to, measured: the effects that the tests hold the model to, and the numbers of the teachers'
//! pages.
//!
//! Shared by the program that writes both and by the tests that hold them.

use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::prove::{Line, Must, Proof, gathered, trial};
use pizzeria::session::replicate::side_by_side;
use pizzeria::text::goals;
use pizzeria::ui::text::surprise;
use std::fmt::Write;

/// The effects are measured on seeds 1 to this one.
pub const SEEDS: u64 = 200;

/// A number of a lesson over many seeds: the n-th goal's value in a history, a prediction's (`?n`, from 1) or a number
/// of the surprise (`!name`).
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    pub lesson: String,
    pub line: String,
    pub which: usize,
    pub mean: f64,
    /// From seed to seed.
    pub spread: f64,
}

pub fn lessons() -> Vec<Scenario> {
    builtin::list().map(|(name, _)| scenario::load(name, &[]).expect("it is built in")).collect()
}

pub fn proof(lesson: &Scenario, seeds: impl Iterator<Item = u64>) -> Proof {
    let seeds: Vec<u64> = seeds.collect();
    gathered(lesson, &side_by_side(&seeds, |&seed| trial(lesson, seed)))
}

/// Every line of a proof under the name that effects have for it. A guess about the player's own run has many values.
pub fn named<'p>(lesson: &Scenario, proof: &'p Proof) -> Vec<(String, &'p Line)> {
    let histories = proof.histories.iter().chain(&proof.hints).map(|line| (line.name.clone(), line));
    let asked = proof.predictions.iter().map(|line| (format!("?{}", line.index + 1), line));
    let about_others = |(_, line): &(String, &Line)| {
        let measure = lesson.predictions[line.index].measure();
        measure.is_some_and(|measure| !measure.needs(scenario::RunKind::Run))
    };
    let numbers = proof.numbers.iter().map(|line| (format!("!{}", line.name), line));
    histories.chain(asked.filter(about_others)).chain(numbers).collect()
}

/// A line's n-th number on every seed that has it.
pub fn values(line: &Line, which: usize) -> Vec<f64> {
    line.values.iter().filter_map(|values| values.get(which).copied().flatten()).collect()
}

pub fn effects(lesson: &Scenario, proof: &Proof) -> Vec<Effect> {
    let mut all = Vec::new();
    for (name, line) in named(lesson, proof) {
        let goals = if line.must == Must::Hold { 1 } else { lesson.goals.len() };
        for which in 0..goals {
            let values = values(line, which);
            let n = values.len() as f64;
            if values.is_empty() {
                continue;
            }
            let mean = values.iter().sum::<f64>() / n;
            let spread = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
            all.push(Effect { lesson: lesson.name.clone(), line: name.clone(), which, mean, spread });
        }
    }
    all
}

/// A line an effect: `lesson | line | goal | mean | spread`.
pub fn written(effects: &[Effect]) -> String {
    let mut text = format!(
        "# lesson | line | goal | mean | spread from seed to seed, on seeds 1 to {SEEDS}; written by `cargo run --release --example teachers`\n"
    );
    for Effect { lesson, line, which, mean, spread } in effects {
        let _ = writeln!(text, "{lesson} | {line} | {which} | {mean:.4} | {spread:.4}");
    }
    text
}

pub fn read(text: &str) -> Vec<Effect> {
    let effect = |line: &str| {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [lesson, name, which, mean, spread] = parts[..] else { panic!("no effect: {line}") };
        Effect {
            lesson: lesson.into(),
            line: name.into(),
            which: which.parse().expect("a goal"),
            mean: mean.parse().expect("a mean"),
            spread: spread.parse().expect("a spread"),
        }
    };
    text.lines().filter(|line| !line.starts_with('#')).map(effect).collect()
}

/// The pages: the template with its numbers. `{name}` is a number of the surprise on the shipped seed, `{name~}` its
/// mean over many; `{=history}` and `{=history~}` what a history's first goal came to; `{minutes}` how long the lesson
/// plays at ×60. A lesson's page begins at the line `<!-- lesson NAME -->`.
pub fn pages(template: &str, effects: &[Effect]) -> String {
    let lessons = lessons();
    let mut text =
        String::from("<!-- Written by `cargo run --release --example teachers` out of teachers.template.md. -->\n");
    let mut page: Option<(&Scenario, Proof)> = None;
    for line in template.lines() {
        if let Some(name) = line.strip_prefix("<!-- lesson ").and_then(|rest| rest.strip_suffix(" -->")) {
            let lesson =
                lessons.iter().find(|lesson| lesson.name == name).unwrap_or_else(|| panic!("no lesson {name}"));
            page = Some((lesson, proof(lesson, [lesson.setup.seed].into_iter())));
            continue;
        }
        let filled = match &page {
            Some((lesson, proof)) => filled(line, lesson, proof, effects),
            None => line.to_string(),
        };
        text += &filled;
        text.push('\n');
    }
    text
}

fn filled(line: &str, lesson: &Scenario, proof: &Proof, effects: &[Effect]) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((words, (name, after))) = rest.split_once('{').and_then(|(w, r)| Some((w, r.split_once('}')?))) {
        text += words;
        text += &number(name, lesson, proof, effects);
        rest = after;
    }
    text + rest
}

fn number(name: &str, lesson: &Scenario, proof: &Proof, effects: &[Effect]) -> String {
    if name == "minutes" {
        return format!("{:.0}", (lesson.setup.duration.seconds() / 3_600.0).ceil());
    }
    let (name, many) = name.strip_suffix('~').map_or((name, false), |name| (name, true));
    let line = name.strip_prefix('=').map_or_else(|| format!("!{name}"), str::to_string);
    let value = match many {
        true => effects.iter().find(|e| e.lesson == lesson.name && e.line == line && e.which == 0).map(|e| e.mean),
        false => {
            let found = named(lesson, proof).into_iter().find(|(known, _)| *known == line);
            found.and_then(|(_, line)| values(line, 0).first().copied())
        }
    };
    let value = value.unwrap_or_else(|| panic!("{}: nothing measures {name}", lesson.name));
    let numbers = lesson.surprise.iter().flat_map(|surprise| &surprise.numbers);
    match numbers.into_iter().find(|number| line == format!("!{}", number.name)) {
        Some(number) => surprise::value(&number.measure, Some(value)),
        None => goals::value(Some(value), lesson.goals[0].metric.row().unit),
    }
}
