//! `pizzeria check --prove FILE…`: the proofs as tables, with margins.
//!
//! ```text
//! vertical-scaling on 10 seeds from 1: proved
//!                        must  right     latency.mean ≤ 1m45s   cost_per_order ≤ $2.40
//!   doing nothing        lose  10 of 10  9m12s (6m01s … 15m08s)  $2.31 ($2.10 … $2.52)
//! ```

use super::output::{self, say};
use super::{Done, progress, searches};
use crate::report::text::{aligned, form};
use crate::scenario::{Bound, Goal, Measure, Scenario};
use crate::session::prove::{Line, Must, Proof, gathered, trial};
use crate::session::replicate::side_by_side;
use crate::session::search::{Search, search};
use crate::sim::metric::{Metric, Scope, Unit};
use anyhow::Context;

/// How many failures of a line are listed.
const TOLD: usize = 5;

/// Proves lessons under `count` seeds from `first` on and, if `searching`, looks for other winning commands.
pub fn prove(lessons: &[Scenario], first: u64, count: u64, searching: bool) -> anyhow::Result<Done> {
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
    let mut failed: Vec<&str> = Vec::new();
    for (i, (lesson, proof)) in lessons.iter().zip(&proofs).enumerate() {
        let search = searching.then(|| searched(lesson, first));
        let gap = if i == 0 { "" } else { "\n" };
        let found = search.as_ref().map(|search| searches::told(lesson, search)).unwrap_or_default();
        output::print(&format!("{gap}{}{found}", table(lesson, proof)))?;
        if !proof.holds() || search.is_some_and(|search| !search.holds()) {
            failed.push(&lesson.name);
        }
    }
    if failed.is_empty() {
        return Ok(Done::Well);
    }
    say(&format!("pizzeria: not proved: {}", failed.join(", ")));
    Ok(Done::Missed)
}

fn searched(lesson: &Scenario, seed: u64) -> Search {
    let bar = progress::spinner(&format!("searching {}", lesson.name));
    let search = search(lesson, seed, &|| bar.inc(1));
    bar.finish_and_clear();
    search
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
    rows.extend(proof.histories.iter().chain(&proof.hints).map(|line| {
        let units: Vec<Unit> = lesson.goals.iter().map(|goal| goal.metric.row().unit).collect();
        row(line, &units)
    }));
    text += &aligned(&rows, |_| true);
    text.push('\n');
    let asked = proof.predictions.iter().map(|line| asked(lesson, line));
    let unmeasured = proof.unmeasured.iter().map(|i| {
        let prediction = &lesson.predictions[*i];
        let answer = prediction.answer.clone().unwrap_or_default();
        [format!("  ? {}", prediction.metric.map_or("prediction", Metric::path)), answer, "not measured".into()]
            .to_vec()
    });
    let told = proof.numbers.iter().filter_map(|line| told(lesson, line));
    let rows: Vec<_> = asked.chain(unmeasured).chain(told).collect();
    if !rows.is_empty() {
        text += &aligned(&rows, |_| true);
        text.push('\n');
    }
    proof.histories.iter().chain(&proof.hints).for_each(|line| text += &failures(&line.name, line));
    for line in &proof.predictions {
        text += &failures(&format!("prediction {}", line.index + 1), line);
    }
    proof.numbers.iter().for_each(|line| text += &failures(&format!("surprise, {}", line.name), line));
    text
}

/// `? latency.mean  1.6  10 of 10  1.65 (1.57 … 1.69)`.
fn asked(lesson: &Scenario, line: &Line) -> Vec<String> {
    let prediction = &lesson.predictions[line.index];
    let mut row = row(line, &[unit_of(prediction.measure())]);
    row[0] = format!("  ? {}", prediction.metric.map_or("", Metric::path));
    row[1] = prediction.answer.clone().unwrap_or_default();
    row
}

/// `! times ≥ 1.2  hold  10 of 10  1.65 (1.57 … 1.69)`.
fn told(lesson: &Scenario, line: &Line) -> Option<Vec<String>> {
    let number = lesson.surprise.as_ref()?.numbers.get(line.index)?;
    let unit = unit_of(Some(number.measure));
    let mut row = row(line, &[unit]);
    row[0] = format!("  ! {}", number.name);
    for claim in &number.claims {
        row[0] += &bounded(*claim, unit);
    }
    Some(row)
}

fn unit_of(measure: Option<Measure>) -> Unit {
    // A ratio has no unit and is written like a rate.
    measure.filter(|measure| measure.against.is_none()).map_or(Unit::PerHour, |measure| measure.metric.row().unit)
}

/// `on_time_ratio at least 95.0 %`.
fn heading(lesson: &Scenario, goal: &Goal) -> String {
    let of = match goal.scope {
        Scope::Shop => String::new(),
        Scope::Outlet(id) => format!(" of {}", lesson.setup.outlets[id.index()].name),
        Scope::Item(id) => format!(" of {}", lesson.setup.items[id.index()].name),
        Scope::Zone(id) => format!(" of {}", lesson.setup.zones[id.index()].name),
    };
    format!("{}{of}{}", goal.metric.path(), bounded(goal.bound, goal.metric.row().unit))
}

/// ` ≥ 95.0 %`.
fn bounded(bound: Bound, unit: Unit) -> String {
    let form = form(unit);
    match bound {
        Bound::AtLeast(bound) => format!(" ≥ {}", form(bound)),
        Bound::AtMost(bound) => format!(" ≤ {}", form(bound)),
    }
}

/// A line's cells: name, required outcome, number of seeds that had it, and each number's mean and range.
fn row(line: &Line, units: &[Unit]) -> Vec<String> {
    let must = match line.must {
        Must::Win => "win",
        Must::Lose => "lose",
        Must::Hold => "hold",
    };
    let mut row = vec![format!("  {}", line.name), must.into(), format!("{} of {}", line.right, line.values.len())];
    row.extend(units.iter().enumerate().map(|(i, unit)| {
        // A prediction about the player's run is measured in several histories, which share the single column.
        let here = |values: &Vec<Option<f64>>| match units.len() {
            1 => values.iter().flatten().copied().collect::<Vec<_>>(),
            _ => values.get(i).copied().flatten().into_iter().collect(),
        };
        let values: Vec<f64> = line.values.iter().flat_map(here).collect();
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
        text += &format!(
            "  … and on {} more seeds (at least {} of 100 must be right)\n",
            line.failures.len() - TOLD,
            line.share
        );
    }
    if let (false, [_]) = (line.holds(), &line.failures[..]) {
        let (seeds, share) = (line.values.len(), line.share);
        text += &format!(
            "  … a single miss in {seeds} is too many where at least {share} of 100 must be right: more --seeds tell a fault \
             from luck\n"
        );
    }
    text
}
