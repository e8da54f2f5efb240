//! `pizzeria check --prove FILE…`: the proofs as tables, with margins.
//!
//! ```text
//! vertical-scaling on 10 seeds from 1: proved
//!                        must  right     latency.mean ≤ 1m45s   cost_per_order ≤ $2.40
//!   doing nothing        lose  10 of 10  9m12s (6m01s … 15m08s)  $2.31 ($2.10 … $2.52)
//! ```

use super::output::{self, say};
use super::{Done, progress};
use crate::report::text::{aligned, form};
use crate::scenario::{Bound, Goal, Scenario};
use crate::session::prove::{Line, Must, Proof, SHARE, gathered, trial};
use crate::session::replicate::side_by_side;
use crate::sim::metric::{Metric, Scope, Unit};
use anyhow::Context;

/// So many failures of one line are told one by one.
const TOLD: usize = 5;

/// Proves all of them under `count` seeds from `first` on.
pub fn prove(lessons: &[Scenario], first: u64, count: u64) -> anyhow::Result<Done> {
    let last = first.checked_add(count - 1).context("the seeds go past the largest number: choose a smaller --seed")?;
    let tries: Vec<(usize, u64)> =
        (0..lessons.len()).flat_map(|lesson| (first..=last).map(move |seed| (lesson, seed))).collect();
    let bar = progress::bar(tries.len() as u64, "proving");
    let trials = side_by_side(&tries, |(lesson, seed)| {
        let trial = trial(&lessons[*lesson], *seed);
        bar.inc(1);
        trial
    });
    bar.finish_and_clear();
    let proofs: Vec<Proof> =
        lessons.iter().zip(trials.chunks(count as usize)).map(|(lesson, trials)| gathered(lesson, trials)).collect();
    let text: Vec<String> = lessons.iter().zip(&proofs).map(|(lesson, proof)| table(lesson, proof)).collect();
    output::print(&text.join("\n"))?;
    let failed: Vec<&str> = lessons
        .iter()
        .zip(&proofs)
        .filter(|(_, proof)| !proof.holds())
        .map(|(lesson, _)| lesson.name.as_str())
        .collect();
    if failed.is_empty() {
        return Ok(Done::Well);
    }
    say(&format!("pizzeria: not proved: {}", failed.join(", ")));
    Ok(Done::Missed)
}

fn table(lesson: &Scenario, proof: &Proof) -> String {
    let verdict = if proof.holds() { "proved" } else { "NOT PROVED" };
    let seeds = match proof.seeds[..] {
        [only] => format!("on seed {only}"),
        _ => format!("on {} seeds from {}", proof.seeds.len(), proof.seeds[0]),
    };
    let mut text = format!("{} {seeds}: {verdict}\n", lesson.name);
    for lack in &proof.lacking {
        text += &format!("  {lack}\n");
    }
    let mut head: Vec<String> = ["", "must", "right"].map(String::from).to_vec();
    head.extend(lesson.goals.iter().map(|goal| heading(lesson, goal)));
    let mut rows = vec![head];
    rows.extend(proof.histories.iter().map(|line| {
        let units: Vec<Unit> = lesson.goals.iter().map(|goal| goal.metric.row().unit).collect();
        row(line, &units)
    }));
    text += &aligned(&rows, |_| true);
    text.push('\n');
    let asked = proof.predictions.iter().filter_map(|line| {
        let prediction = lesson.predictions.iter().find(|prediction| prediction.ask == line.name)?;
        let unit = match prediction.against {
            Some(_) => Unit::PerHour,
            None => prediction.metric.map_or(Unit::PerHour, |metric| metric.row().unit),
        };
        let mut row = row(line, &[unit]);
        row[0] = format!("  ? {}", prediction.metric.map_or("", Metric::path));
        row[1] = prediction.answer.clone().unwrap_or_default();
        Some(row)
    });
    let rows: Vec<_> = asked.collect();
    if !rows.is_empty() {
        text += &aligned(&rows, |_| true);
        text.push('\n');
    }
    proof.histories.iter().for_each(|line| text += &failures(&line.name, line));
    for (i, line) in proof.predictions.iter().enumerate() {
        text += &failures(&format!("prediction {}", i + 1), line);
    }
    text
}

/// `on_time_ratio at least 95.0 %`.
fn heading(lesson: &Scenario, goal: &Goal) -> String {
    let form = form(goal.metric.row().unit);
    let of = match goal.scope {
        Scope::Shop => String::new(),
        Scope::Outlet(id) => format!(" of {}", lesson.setup.outlets[id.index()].name),
        Scope::Item(id) => format!(" of {}", lesson.setup.items[id.index()].name),
    };
    let (sign, bound) = match goal.bound {
        Bound::AtLeast(bound) => ("≥", bound),
        Bound::AtMost(bound) => ("≤", bound),
    };
    format!("{}{of} {sign} {}", goal.metric.path(), form(bound))
}

/// A line's name, what must come of it, on how many seeds it did, and each number's mean and range.
fn row(line: &Line, units: &[Unit]) -> Vec<String> {
    let must = match line.must {
        Must::Win => "win",
        Must::Lose => "lose",
        Must::Hold => "hold",
    };
    let mut row = vec![format!("  {}", line.name), must.into(), format!("{} of {}", line.right, line.values.len())];
    row.extend(units.iter().enumerate().map(|(i, unit)| {
        let values: Vec<f64> = line.values.iter().filter_map(|values| values.get(i).copied().flatten()).collect();
        range(&values, form(*unit))
    }));
    row
}

/// `mean (least … most)`.
fn range(values: &[f64], form: fn(f64) -> String) -> String {
    let Some(least) = values.iter().copied().reduce(f64::min) else { return "—".into() };
    let most = values.iter().copied().fold(least, f64::max);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    match form(least) == form(most) {
        true => form(mean),
        false => format!("{} ({} … {})", form(mean), form(least), form(most)),
    }
}

fn failures(name: &str, line: &Line) -> String {
    let mark = if line.holds() { "tolerated" } else { "fails" };
    let mut text: String =
        line.failures.iter().take(TOLD).map(|(seed, why)| format!("  {mark}: {name}, seed {seed}: {why}\n")).collect();
    if line.failures.len() > TOLD {
        text +=
            &format!("  … and on {} more seeds (at least {SHARE} of 100 must be right)\n", line.failures.len() - TOLD);
    }
    text
}
