//! `pizzeria ladder HAND-INS…`: whose plan is good on evenings that nobody has seen.

mod page;

use super::hand_ins::{Format, Given, HandIns, code_in, first_of};
use super::output::Output;
use super::run::load;
use super::{Done, EXAMPLES, progress};
use crate::report::text::{aligned, dollars};
use crate::scenario::replay::{decode, read_plan};
use crate::scenario::{CommandsFile, Reach, Scenario};
use crate::session::ladder::{Axis, Bar, Rung, bars, evening, place, ranked, rung, unseen_seeds};
use crate::session::replicate::in_order;
use crate::text::numbers::{counted, judged};
use anyhow::{anyhow, bail};
use serde_json::{Value, json};
use std::ffi::OsString;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.ladder)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// The scenario that all play (default: the one that most hand-ins are about)
    #[arg(long = "scenario", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    own: Option<OsString>,
    /// Mark where this hand-in stands, by its name in the table
    #[arg(long, value_name = "NAME")]
    mine: Option<String>,
    /// End with exit code 1 if a hand-in has no rank
    #[arg(long)]
    require_proof: bool,
}

/// A hand-in with a rank.
struct Place {
    name: String,
    rank: usize,
    rung: Rung,
    /// The name of the first hand-in with an equal list of commands.
    same_as: Option<String>,
    is_mine: bool,
}

/// All that a ladder shows.
struct Ladder {
    scenario: Scenario,
    /// The evenings that nobody has seen.
    seeds: Vec<u64>,
    /// From the best to the worst.
    places: Vec<Place>,
    /// Hand-ins without a rank, and why.
    left_out: Vec<(String, String)>,
}

/// A histogram of an axis.
struct Histogram {
    axis: Axis,
    bars: Vec<Bar>,
    /// The bar of the hand-in that is to be marked.
    mine: Option<usize>,
}

pub fn ladder(args: &Args) -> anyhow::Result<Done> {
    let mut out = Output::open(args.given.out.as_deref())?;
    let reach = args.given.reach();
    // A mistake in the file is told once, not of every hand-in.
    let own = args.own.as_ref().map(|own| load(own, &[], reach)).transpose()?;
    let hand_ins = args.given.collected()?;
    if let Some(mine) = args.mine.as_ref().filter(|mine| !hand_ins.iter().any(|(name, _)| name == *mine)) {
        let names: Vec<&str> = hand_ins.iter().map(|(name, _)| name.as_str()).collect();
        bail!("--mine: there is no hand-in named {mine}; there are {}", names.join(", "));
    }
    let ladder = Ladder::of(args, own, hand_ins, reach)?;
    out.write(&match args.given.format {
        Format::Text => ladder.text(),
        Format::Json => format!("{:#}\n", ladder.json()),
        Format::Csv => ladder.csv(),
        Format::Html => page::html(&ladder),
    })?;
    out.finish()?;
    Ok(if args.require_proof && !ladder.left_out.is_empty() { Done::Missed } else { Done::Well })
}

/// What could be read: the name, the scenario that it is about, and the plan.
type Plan = (String, Scenario, CommandsFile);

/// The scenario that most plans are about; of equally many the first.
fn shared(plans: &[Plan]) -> Option<&Scenario> {
    let count = |hash: &str| plans.iter().filter(|(_, scenario, _)| scenario.sha256 == hash).count();
    plans.iter().rev().map(|(_, scenario, _)| scenario).max_by_key(|scenario| count(&scenario.sha256))
}

impl Ladder {
    fn of(args: &Args, own: Option<Scenario>, hand_ins: HandIns, reach: Reach) -> anyhow::Result<Ladder> {
        let mut left_out = Vec::new();
        let mut plans: Vec<Plan> = Vec::new();
        for (name, text) in hand_ins {
            let read = text.and_then(|text| {
                let inside = code_in(&text).map(decode).transpose();
                let inside = inside.map_err(|why| format!("the code cannot be read: {why}"))?;
                let text = inside.as_deref().unwrap_or(&text);
                read_plan(&name, text, args.own.as_deref(), reach).map_err(|problems| first_of(&problems))
            });
            match read {
                Ok((scenario, file)) => plans.push((name, scenario, file)),
                Err(why) => left_out.push((name, why)),
            }
        }
        let Some(scenario) = own.or_else(|| shared(&plans).cloned()) else {
            let each: Vec<String> = left_out.iter().map(|(name, why)| format!("\n  {name}: {why}")).collect();
            return Err(anyhow!("no hand-in can be read{}", each.concat()));
        };
        let mut entered: Vec<(String, CommandsFile, Rung)> = Vec::new();
        for (name, other, file) in plans {
            if other.sha256 != scenario.sha256 {
                let why = match other.name == scenario.name {
                    true => format!("not comparable: it is about another version of {}", other.name),
                    false => format!("not comparable: it is about {}", other.name),
                };
                left_out.push((name, why));
                continue;
            }
            let rung = rung(&scenario, &file);
            match rung.breaches.as_slice() {
                [] => entered.push((name, file, rung)),
                breaches => left_out.push((name, format!("not by the rules: {}", breaches.join("; ")))),
            }
        }
        let seeds = unseen_seeds(&scenario, entered.iter().map(|(_, file, _)| file));
        climb(&scenario, &seeds, &mut entered)?;
        let rungs: Vec<Rung> = entered.iter().map(|(.., rung)| rung.clone()).collect();
        let place = |(rank, index): (usize, usize)| {
            let (name, file, rung) = &entered[index];
            let same = entered[..index].iter().find(|(_, other, _)| other.commands == file.commands);
            Place {
                name: name.clone(),
                rank,
                rung: rung.clone(),
                same_as: same.map(|(name, ..)| name.clone()),
                is_mine: args.mine.as_ref() == Some(name),
            }
        };
        let places = ranked(&rungs).into_iter().map(place).collect();
        Ok(Ladder { scenario, seeds, places, left_out })
    }

    fn histogram(&self, axis: Axis) -> Histogram {
        let values: Vec<f64> = self.places.iter().filter_map(|place| axis.of(&place.rung)).collect();
        let bars = bars(&values, axis == Axis::Acts);
        let mine = self.places.iter().find(|place| place.is_mine).and_then(|mine| axis.of(&mine.rung));
        let mine = mine.and_then(|value| place(&bars, value));
        Histogram { axis, bars, mine }
    }

    fn title(&self) -> String {
        let all = self.places.len() + self.left_out.len();
        let evenings = counted(self.seeds.len() as u64, "evening");
        format!("{}: {} on {evenings} that nobody has seen", self.scenario.title, counted(all as u64, "hand-in"))
    }

    fn text(&self) -> String {
        let mut rows = vec![HEAD.map(String::from).to_vec()];
        rows.extend(self.places.iter().map(|place| [place.cells().to_vec(), vec![place.remark()]].concat()));
        let mut out = format!("{}\n\n{}\n", self.title(), aligned(&rows, |column| column == 1 || column >= 6));
        if !self.left_out.is_empty() {
            let rows: Vec<Vec<String>> =
                self.left_out.iter().map(|(name, why)| vec!["  –".into(), name.clone(), why.clone()]).collect();
            out += &format!("\nWithout a rank\n{}\n", aligned(&rows, |_| true));
        }
        for axis in Axis::ALL {
            out += &self.histogram(axis).text();
        }
        out
    }

    fn json(&self) -> Value {
        let ranked = |place: &Place| {
            json!({
                "name": place.name, "rank": place.rank, "won": place.rung.won(), "on_time": place.rung.on_time(),
                "cost_per_order": place.rung.cost_per_order(), "acts": place.rung.acts,
                "fits_one_evening": place.rung.fits_one_evening(), "same_as": place.same_as,
                "own": place.rung.own, "unseen": place.rung.unseen,
            })
        };
        let left_out = |(name, why): &(String, String)| json!({ "name": name, "why": why });
        let axes: serde_json::Map<String, Value> =
            Axis::ALL.iter().map(|axis| (axis.name().to_string(), json!(self.histogram(*axis).bars))).collect();
        json!({
            "scenario": self.scenario.name, "sha256": self.scenario.sha256, "seeds": self.seeds,
            "ranked": self.places.iter().map(ranked).collect::<Vec<_>>(),
            "left_out": self.left_out.iter().map(left_out).collect::<Vec<_>>(), "histograms": axes,
        })
    }

    fn csv(&self) -> String {
        let mut table = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = table.write_record([
            "rank",
            "name",
            "won",
            "evenings",
            "on_time_ratio",
            "cost_per_order",
            "acts",
            "own_won",
            "own_on_time_ratio",
            "own_cost_per_order",
            "same_as",
            "why_not",
        ]);
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        for Place { name, rank, rung, same_as, .. } in &self.places {
            let _ = table.write_record([
                rank.to_string(),
                name.clone(),
                rung.won().to_string(),
                rung.unseen.len().to_string(),
                number(rung.on_time()),
                number(rung.cost_per_order()),
                rung.acts.to_string(),
                if rung.own.won { "yes" } else { "no" }.into(),
                number(rung.own.on_time),
                number(rung.own.cost_per_order),
                same_as.clone().unwrap_or_default(),
                String::new(),
            ]);
        }
        for (name, why) in &self.left_out {
            let empty = String::new;
            let mut fields = vec![empty(), name.clone()];
            fields.resize(11, empty());
            fields.push(why.clone());
            let _ = table.write_record(fields);
        }
        String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Runs every plan on every evening.
fn climb(scenario: &Scenario, seeds: &[u64], entered: &mut [(String, CommandsFile, Rung)]) -> anyhow::Result<()> {
    let bar = progress::bar((entered.len() * seeds.len()) as u64, "running");
    let each: Vec<(usize, u64)> =
        (0..entered.len()).flat_map(|plan| seeds.iter().map(move |seed| (plan, *seed))).collect();
    let mut evenings = Vec::with_capacity(each.len());
    let work = |(plan, seed): &(usize, u64)| {
        let told = evening(scenario, &entered[*plan].1, *seed);
        bar.inc(1);
        (*plan, told)
    };
    in_order(&each, 10, work, |told| {
        evenings.push(told);
        Ok::<(), anyhow::Error>(())
    })?;
    bar.finish_and_clear();
    for (plan, told) in evenings {
        entered[plan].2.unseen.push(told);
    }
    Ok(())
}

const HEAD: [&str; 7] = ["rank", "name", "won", "in time", "cost", "acts", "own evening"];

const NONE: &str = "–";

impl Place {
    /// The table's cells below [`HEAD`] but the last.
    fn cells(&self) -> [String; 6] {
        let rung = &self.rung;
        [
            self.rank.to_string(),
            self.name.clone(),
            format!("{}/{}", rung.won(), rung.unseen.len()),
            rung.on_time().map_or(NONE.into(), |share| judged(Some(share))),
            rung.cost_per_order().map_or(NONE.into(), dollars),
            rung.acts.to_string(),
        ]
    }

    /// How the plan's own evening came out, and what else is to be told of it.
    fn remark(&self) -> String {
        let mut parts = vec![if self.rung.own.won { "won" } else { "not won" }.to_string()];
        if self.rung.fits_one_evening() {
            parts.push("fits little more than this one".into());
        }
        parts.extend(self.same_as.iter().map(|other| format!("the same commands as {other}")));
        if self.is_mine {
            parts.push("← yours".into());
        }
        parts.join(", ")
    }
}

impl Axis {
    /// Its key in a document.
    fn name(self) -> &'static str {
        match self {
            Axis::InTime => "in_time",
            Axis::Cost => "cost",
            Axis::Acts => "acts",
        }
    }

    /// What its histogram is about.
    fn heading(self) -> &'static str {
        match self {
            Axis::InTime => "In time (more is better)",
            Axis::Cost => "Cost of an order (less is better)",
            Axis::Acts => "Acts (fewer are better)",
        }
    }

    /// The range of a bar.
    fn range(self, bar: &Bar) -> String {
        match self {
            Axis::InTime => format!("{} to {}", judged(Some(bar.from)), judged(Some(bar.to))),
            Axis::Cost => format!("{} to {}", dollars(bar.from), dollars(bar.to)),
            // Of whole numbers the end belongs to the next bar.
            Axis::Acts if bar.to - bar.from <= 1.0 => format!("{:.0}", bar.from),
            Axis::Acts => format!("{:.0} to {:.0}", bar.from, bar.to - 1.0),
        }
    }
}

impl Histogram {
    /// The longest bar, in cells.
    const LONGEST: usize = 30;

    /// Each bar's range, count, length in parts of `longest`, and whether it is to be marked.
    fn rows(&self, longest: usize) -> impl Iterator<Item = (String, usize, usize, bool)> {
        // One hand-in is no whole bar.
        let most = self.bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(3);
        self.bars.iter().enumerate().map(move |(i, bar)| {
            let length = (bar.count * longest).div_ceil(most);
            (self.axis.range(bar), bar.count, length, self.mine == Some(i))
        })
    }

    fn text(&self) -> String {
        let row = |(range, count, length, is_mine): (String, usize, usize, bool)| {
            let mark = if is_mine { "← yours" } else { "" };
            vec![String::new(), range, count.to_string(), format!("{} {mark}", "█".repeat(length))]
        };
        let rows: Vec<Vec<String>> = self.rows(Self::LONGEST).map(row).collect();
        match rows.is_empty() {
            true => String::new(),
            false => format!("\n{}\n{}\n", self.axis.heading(), aligned(&rows, |column| column == 3)),
        }
    }
}
