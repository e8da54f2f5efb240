//! `pizzeria grade SCENARIO FILES|FOLDERS|CODES…`: a class's hand-ins in one table.

mod page;

use super::hand_ins::{self, Format, Given};
use super::output::Output;
use super::run::load;
use super::{Done, EXAMPLES, words};
use crate::scenario::prediction::Prediction;
use crate::scenario::replay::decode;
use crate::scenario::{Claims, CommandsFile, Scenario, read_commands_file};
use crate::session::grade::{Grade, grade};
use crate::session::replicate::in_order;
use crate::text::numbers::counted;
use clap_complete::engine::ArgValueCompleter;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.grade)]
pub struct Args {
    /// A built-in scenario's name or a file
    #[arg(add = ArgValueCompleter::new(words::scenarios))]
    scenario: OsString,
    #[command(flatten)]
    given: Given,
    /// End with exit code 1 if a hand-in is not proved
    #[arg(long)]
    require_proof: bool,
}

/// One hand-in: its name, and its grade or why it cannot be read.
struct Row {
    name: String,
    grade: Result<Grade, String>,
    /// The name of the first hand-in with an equal list of commands.
    same_as: Option<String>,
}

/// A question, and how often each answer was given.
struct Spread {
    ask: String,
    /// The scenario's choices, then what else was typed.
    answers: Vec<Answer>,
}

/// An answer, and how many gave it.
struct Answer {
    /// The answer; the right one is marked.
    text: String,
    /// When it was asked for the first time. Files of earlier versions do not say that.
    first: usize,
    /// In the game that was handed in.
    last: usize,
}

/// All hand-ins of a class.
struct Class<'c> {
    scenario: &'c Scenario,
    rows: Vec<Row>,
}

pub fn grade_all(args: &Args) -> anyhow::Result<Done> {
    let mut out = Output::open(args.given.out.as_deref())?;
    let reach = args.given.reach();
    let scenario = load(&args.scenario, &[], reach)?;
    let hand_ins = args.given.collected()?;
    let read: Vec<(String, Result<CommandsFile, String>)> = hand_ins
        .into_iter()
        .map(|(name, text)| {
            let file = text.and_then(|text| read(&name, &text, &scenario));
            (name, file)
        })
        .collect();
    let mut rows = Vec::new();
    let mut known: Vec<(&CommandsFile, &str)> = Vec::new();
    let graded = |(_, file): &(String, Result<CommandsFile, String>)| match file {
        Ok(file) => Ok(grade(&scenario, file)),
        Err(why) => Err(why.clone()),
    };
    let mut grades = Vec::new();
    in_order(&read, 100, graded, |grade| {
        grades.push(grade);
        Ok::<(), anyhow::Error>(())
    })?;
    for ((name, file), grade) in read.iter().zip(grades) {
        let same = file.as_ref().ok().filter(|file| !file.commands.is_empty()).and_then(|file| {
            let found = known.iter().find(|(other, _)| other.commands == file.commands).map(|(_, name)| *name);
            if found.is_none() {
                known.push((file, name.as_str()));
            }
            found.map(str::to_string)
        });
        rows.push(Row { name: name.clone(), grade, same_as: same });
    }
    let class = Class { scenario: &scenario, rows };
    out.write(&match args.given.format {
        Format::Text => class.text(),
        Format::Json => format!("{:#}\n", class.json()),
        Format::Csv => class.csv(),
        Format::Html => page::html(&class),
    })?;
    out.finish()?;
    let all_proved = class.rows.iter().all(|row| row.grade.as_ref().is_ok_and(Grade::is_proved));
    Ok(if args.require_proof && !all_proved { Done::Missed } else { Done::Well })
}

/// Parses a commands file, or a text with a code in it.
fn read(name: &str, text: &str, scenario: &Scenario) -> Result<CommandsFile, String> {
    let inside =
        hand_ins::code_in(text).map(decode).transpose().map_err(|why| format!("the code cannot be read: {why}"))?;
    let text = inside.as_deref().unwrap_or(text);
    read_commands_file(name, text, &scenario.setup).map_err(|problems| hand_ins::first_of(&problems))
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".into(), |share| format!("{:.1} %", (share * 1000.0).floor() / 10.0))
}

impl Class<'_> {
    fn text(&self) -> String {
        let name_width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(4);
        let mut out = format!("{}: {}\n\n", self.scenario.title, counted(self.rows.len() as u64, "hand-in"));
        let pad = |name: &str| format!("{name}{}", " ".repeat(name_width.saturating_sub(name.chars().count())));
        out += &format!("{}  proved  goals  stars  in time  commands  claimed\n", pad("name"));
        for row in &self.rows {
            match &row.grade {
                Err(why) => out += &format!("{}  no      {why}\n", pad(&row.name)),
                Ok(Grade { proved, claimed }) => {
                    out += &format!(
                        "{}  {:6}  {:>5}  {:>5}  {:>7}  {:>8}  {}\n",
                        pad(&row.name),
                        if proved.breaches.is_empty() { "yes" } else { "no" },
                        format!("{}/{}", proved.goals_met, proved.goals),
                        format!("{}/{}", proved.stars_won, proved.stars),
                        percent(proved.on_time),
                        proved.commands,
                        told(claimed)
                    );
                    for breach in &proved.breaches {
                        out += &format!("{}  {breach}\n", pad(""));
                    }
                    if let Some(other) = &row.same_as {
                        out += &format!("{}  the same commands as {other}\n", pad(""));
                    }
                }
            }
        }
        for Spread { ask, answers } in self.spreads() {
            out += &format!("\n{ask}\nfirst  last\n");
            for Answer { text, first, last } in answers {
                out += &format!("{first:>5}  {last:>4}  {text}\n");
            }
        }
        out
    }

    /// How the guesses spread, by prediction.
    fn spreads(&self) -> Vec<Spread> {
        let of = |(index, prediction): (usize, &Prediction)| {
            let mut answers: BTreeMap<&str, (usize, usize)> =
                prediction.choices.iter().map(|choice| (choice.as_str(), (0, 0))).collect();
            for Grade { claimed, .. } in self.rows.iter().filter_map(|row| row.grade.as_ref().ok()) {
                if let Some(Some(guess)) = claimed.first_guesses.get(index) {
                    answers.entry(guess).or_default().0 += 1;
                }
                if let Some(Some(guess)) = claimed.guesses.get(index) {
                    answers.entry(guess).or_default().1 += 1;
                }
            }
            let place = |answer: &str| prediction.choices.iter().position(|choice| choice == answer);
            let mut answers: Vec<(&str, (usize, usize))> = answers.into_iter().collect();
            answers.sort_by_key(|(answer, _)| place(answer).unwrap_or(usize::MAX));
            let answer = |(answer, (first, last)): (&str, (usize, usize))| Answer {
                text: match prediction.answer.as_deref() == Some(answer) {
                    true => format!("{answer}  ← the answer"),
                    false => answer.to_string(),
                },
                first,
                last,
            };
            Spread { ask: prediction.ask.clone(), answers: answers.into_iter().map(answer).collect() }
        };
        self.scenario.predictions.iter().enumerate().map(of).collect()
    }

    fn json(&self) -> Value {
        let row = |row: &Row| match &row.grade {
            Ok(grade) => json!({
                "name": row.name, "is_proved": grade.is_proved(), "proved": grade.proved, "claimed": grade.claimed,
                "same_as": row.same_as,
            }),
            Err(why) => json!({ "name": row.name, "is_proved": false, "unreadable": why }),
        };
        json!({ "scenario": self.scenario.name, "hand_ins": self.rows.iter().map(row).collect::<Vec<_>>() })
    }

    fn csv(&self) -> String {
        let mut table = csv::Writer::from_writer(Vec::new());
        let head = [
            "name",
            "proved",
            "why_not",
            "goals_met",
            "goals",
            "stars_won",
            "stars",
            "on_time_ratio",
            "commands",
            "seed",
            "digest",
            "same_as",
            "claimed.guesses",
            "claimed.hints",
            "claimed.hints_bought",
            "claimed.answer",
            "claimed.played_s",
            "claimed.first_guesses",
        ];
        // Writing to memory cannot fail.
        let _ = table.write_record(head);
        let number = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
        for row in &self.rows {
            let mut fields = vec![row.name.clone()];
            match &row.grade {
                Err(why) => {
                    fields.extend(["no".into(), why.clone()]);
                    fields.resize(head.len(), String::new());
                }
                Ok(grade) => {
                    let Grade { proved, claimed } = grade;
                    fields.extend([
                        if grade.is_proved() { "yes" } else { "no" }.into(),
                        proved.breaches.join("; "),
                        proved.goals_met.to_string(),
                        proved.goals.to_string(),
                        proved.stars_won.to_string(),
                        proved.stars.to_string(),
                        proved.on_time.map_or(String::new(), |share| share.to_string()),
                        proved.commands.to_string(),
                        proved.seed.to_string(),
                        proved.digest.clone(),
                        row.same_as.clone().unwrap_or_default(),
                        listed(&claimed.guesses),
                        number(claimed.hints),
                        number(claimed.hints_bought),
                        claimed.answer.clone().unwrap_or_default(),
                        number(claimed.played_s),
                        listed(&claimed.first_guesses),
                    ]);
                }
            }
            let _ = table.write_record(fields);
        }
        String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Guesses by prediction.
fn listed(guesses: &[Option<String>]) -> String {
    guesses.iter().map(|guess| guess.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("; ")
}

/// What the file claims about the player, in a few words.
fn told(claimed: &Claims) -> String {
    let mut parts = Vec::new();
    let Claims { guesses, first_guesses: first, .. } = claimed;
    let is_guessed = guesses.iter().any(Option::is_some);
    match (first.iter().any(Option::is_some), is_guessed) {
        (_, true) if first == guesses || first.is_empty() => parts.push(format!("guessed {}", listed(guesses))),
        (true, false) => parts.push(format!("guessed {} at first", listed(first))),
        (true, true) => parts.push(format!("guessed {} at first, then {}", listed(first), listed(guesses))),
        // Whoever has played before may have seen the truth.
        (false, true) => parts.push(format!("guessed nothing at first, then {}", listed(guesses))),
        (false, false) => {}
    }
    if let Some(bought) = claimed.hints_bought.filter(|bought| *bought > 0) {
        parts.push(format!("{} before their time", counted(bought, "hint")));
    }
    if let Some(hints) = claimed.hints.filter(|hints| *hints > 0) {
        parts.push(counted(hints, "hint"));
    }
    if let Some(seconds) = claimed.played_s {
        parts.push(format!("{} min", seconds.div_ceil(60)));
    }
    parts.join(", ")
}
