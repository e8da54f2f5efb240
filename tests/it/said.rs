//! What the lessons' texts say in numbers, and what computes it. A number in a text is one of the file's own (a price,
//! a moment, a count), or a row of `said/rows.rs` stands for it; a number for which neither is true fails here.

mod acts;
mod pages;
mod rows;
mod wordings;
mod words;

use crate::lessons::measured::{self, lessons};
use pizzeria::report::{PlayerStats, Readings};
use pizzeria::scenario::{self, Bound, Scenario, Trigger, builtin};
use pizzeria::session::Session;
use pizzeria::session::replicate::{reseeded, run_lesson, side_by_side};
use pizzeria::sim::metric::{Scope, Unit, resolve};
use pizzeria::sim::setup::{Scheduled, Window};
use pizzeria::units::{Span, Time, ZoneId};
use rows::SAID;
use std::ops::Range;
use std::sync::Arc;

/// What computes a number.
enum By {
    /// The mean of an effect over 200 seeds lies between.
    Effect(&'static str, f64, f64),
    /// It follows from the lesson's own shop, to within a hundredth.
    Worked(fn(&Scenario) -> f64, f64),
    /// The mean over 100 seeds of what a report says of the run in which nothing is done, between two moments (minutes
    /// after opening), lies between.
    Nothing(&'static str, Scope, Range<u64>, f64, f64),
    /// With one command, so many minutes after opening, what a report says between two moments is so many times what it
    /// says without: the means over 100 seeds.
    Beside(u64, &'static str, &'static str, Range<u64>, f64, f64),
    /// The share of 100 seeds on which one command, so many minutes after opening, wins.
    Wins(u64, &'static str, f64, f64),
}

fn minutes(after_opening: u64) -> Time {
    Time::ZERO + Span::from_mins(after_opening)
}

fn at(lesson: &Scenario, after_opening: u64) -> Session {
    let mut session = Session::new(Arc::new(lesson.clone()));
    while session.now() < minutes(after_opening) && !session.is_over() {
        session.advance(minutes(after_opening));
    }
    session.refresh();
    session
}

/// First calls an hour.
fn calls(lesson: &Scenario, after_opening: u64) -> f64 {
    let session = at(lesson, after_opening);
    (0..lesson.setup.zones.len()).map(|z| session.world().demand(ZoneId(z as u32))).sum()
}

/// Mean seconds of an order of the first dish.
fn work(lesson: &Scenario) -> f64 {
    lesson.setup.items[0].work.mean()
}

/// Known work ÷ hands, with nothing done.
fn load(lesson: &Scenario, after_opening: u64) -> f64 {
    let session = at(lesson, after_opening);
    let sum = |of: fn(&pizzeria::session::OutletRates) -> f64| session.rates().iter().map(of).sum::<f64>();
    sum(|rates| rates.work) / sum(|rates| rates.hands)
}

fn customers(lesson: &Scenario) -> f64 {
    let run = run_lesson(lesson, &Arc::new(lesson.setup.clone()), &lesson.solution, None, &mut ());
    run.world.measures(0).slo.customers as f64
}

/// The mean over seeds 1 to 100 of what a history comes to.
fn over_many(lesson: &Scenario, commands: &[Scheduled], of: impl Fn(&mut Readings<'_>) -> f64 + Sync) -> f64 {
    let seeds: Vec<u64> = (1..=100).collect();
    let values = side_by_side(&seeds, |&seed| {
        let setup = reseeded(&Arc::new(lesson.setup.clone()), seed);
        let run = run_lesson(lesson, &setup, commands, None, &mut ());
        of(&mut Readings::of(&run.world, PlayerStats::default()))
    });
    values.iter().sum::<f64>() / values.len() as f64
}

/// One command, so many minutes after opening.
fn given(lesson: &Scenario, after: u64, command: &str) -> Scheduled {
    let command = scenario::command_line(command, &lesson.setup).unwrap_or_else(|problems| panic!("{problems}"));
    Scheduled { at: minutes(after), command }
}

/// The mean over 100 seeds of what a report says between two moments.
fn mean(lesson: &Scenario, commands: &[Scheduled], path: &str, scope: Scope, between: &Range<u64>) -> f64 {
    let metric = resolve(path, false).unwrap_or_else(|_| panic!("no metric {path}"));
    let window = Window { from: minutes(between.start), to: minutes(between.end) };
    let mut asked = lesson.clone();
    // A report has the windows that were asked for before the run.
    if !asked.setup.windows.contains(&window) {
        asked.setup.windows.push(window);
    }
    asked.ends = scenario::Ends::Closing;
    asked.setup.duration = asked.setup.duration.min(Span::from_mins(between.end));
    over_many(&asked, commands, |readings| readings.value(metric, scope, Some(window)).expect("somebody was served"))
}

/// Whether what computes a number agrees with the text; if not, with what it disagrees.
fn disagrees(lesson: &Scenario, by: &By, effects: &[measured::Effect]) -> Option<String> {
    let outside = |value: f64, least: f64, most: f64| {
        (!(least..=most).contains(&value)).then(|| format!("{value:.3}, not between {least} and {most}"))
    };
    match by {
        By::Effect(line, least, most) => {
            let known = effects.iter().find(|e| e.lesson == lesson.name && e.line == *line && e.which == 0);
            known.map_or(Some(format!("nothing measures {line}")), |effect| outside(effect.mean, *least, *most))
        }
        By::Worked(of, said) => {
            let value = of(lesson);
            let far = (value - said).abs() > 0.01 * said.abs().max(0.1);
            far.then(|| format!("{value:.3}, not {said}"))
        }
        By::Nothing(path, scope, between, least, most) => {
            outside(mean(lesson, &[], path, *scope, between), *least, *most)
        }
        By::Beside(after, command, path, between, least, most) => {
            let with = mean(lesson, &[given(lesson, *after, command)], path, Scope::Shop, between);
            outside(with / mean(lesson, &[], path, Scope::Shop, between), *least, *most)
        }
        By::Wins(after, command, least, most) => {
            let share = over_many(lesson, &[given(lesson, *after, command)], |readings| {
                f64::from(lesson.goals.iter().all(|goal| readings.verdict(goal).met))
            });
            outside(share, *least, *most)
        }
    }
}

/// Words, one space apart, without marks.
fn plain(text: &str) -> String {
    text.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that a lesson says in prose, and what its file begins with.
fn texts(lesson: &Scenario, file: &str) -> Vec<String> {
    let head: Vec<&str> = file.lines().take_while(|line| line.starts_with('#')).skip(2).collect();
    let mut texts =
        vec![head.join(" ").replace("# ", ""), lesson.story.clone(), lesson.title.clone(), lesson.summary.clone()];
    texts.extend(lesson.cues.iter().map(|cue| cue.text.clone()));
    texts.extend(lesson.hints.iter().map(|hint| hint.text.clone()));
    texts.extend(lesson.predictions.iter().map(|prediction| prediction.ask.clone()));
    texts.extend(
        lesson.predictions.iter().filter_map(|prediction| prediction.answer.clone()).filter(|a| a.contains(':')),
    );
    texts.extend(lesson.also.iter().flat_map(|also| [also.name.clone(), also.text.clone()]));
    texts.extend(lesson.wrong.iter().map(|wrong| wrong.name.clone()));
    texts.extend(lesson.surprise.iter().map(|surprise| surprise.text.clone()));
    texts.iter().map(|text| plain(text)).collect()
}

const WORDS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const TENS: [&str; 8] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"];

/// The numbers of a text, in figures and in words, with where they stand. Of `one` nothing is learnt.
fn numbers(text: &str) -> Vec<(Range<usize>, f64)> {
    let mut found = Vec::new();
    let mut begin = 0;
    for part in text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == ',')) {
        let word = part.trim_matches(['.', ',']);
        let value = word.replace(',', "").parse::<f64>().ok().or_else(|| {
            let small = WORDS.iter().position(|known| *known == word.to_lowercase()).filter(|n| *n > 1);
            let tens = TENS.iter().position(|known| *known == word.to_lowercase()).map(|n| 10 * (n + 3));
            small.or(tens).map(|n| n as f64)
        });
        if let Some(value) = value.filter(|value| value.is_finite()) {
            found.push((begin..begin + part.len(), value));
        }
        begin += part.len() + text[begin + part.len()..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// `1h30m`, `200s`, `7m30s`.
fn length(text: &str) -> Option<Span> {
    let (mut seconds, mut rest) = (0, text);
    while let Some(end) = rest.find(['h', 'm', 's']) {
        let unit = match &rest[end..=end] {
            "h" => 3_600,
            "m" => 60,
            _ => 1,
        };
        seconds += unit * rest[..end].parse::<u64>().ok()?;
        rest = &rest[end + 1..];
    }
    (rest.is_empty() && !text.is_empty()).then(|| Span::from_secs(seconds))
}

/// The numbers of a file's own: as they stand, as shares, as lengths of time in every unit, as times of the day.
fn own(value: &toml::Value, found: &mut Vec<f64>) {
    match value {
        toml::Value::Table(table) => {
            let prose = ["text", "systems", "story", "summary", "title", "ask", "name", "choices", "answer"];
            table.iter().filter(|(key, _)| !prose.contains(&key.as_str())).for_each(|(_, value)| own(value, found));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| own(value, found)),
        toml::Value::Integer(n) => found.push(*n as f64),
        toml::Value::Float(x) => found.extend([*x, 100.0 * x, 100.0 * (1.0 - x)]),
        toml::Value::String(text) => {
            if let Some(span) = length(text) {
                let seconds = span.seconds();
                found.extend([seconds, seconds / 60.0, seconds / 3600.0]);
                found.extend(numbers(&text.replace(['h', 'm', 's'], " ")).into_iter().map(|(_, n)| n));
            } else if let Some((hours, minutes)) = text.split(' ').next_back().and_then(|clock| clock.split_once(':'))
                && let (Ok(h), Ok(m)) = (hours.parse::<f64>(), minutes.parse::<f64>())
            {
                // Half past three, a quarter to four.
                found.extend([h, m, 60.0 - m, (h + 11.0) % 12.0 + 1.0, h % 12.0 + 1.0]);
            }
        }
        _ => {}
    }
}

#[test]
fn every_number_of_a_lessons_texts_is_computed() {
    let effects = measured::read(include_str!("effects.txt"));
    let mut wrong = Vec::new();
    for (lesson, (_, file)) in lessons().iter().zip(builtin::list()) {
        let rows: Vec<_> = SAID.iter().filter(|(of, ..)| *of == lesson.name).collect();
        let texts = texts(lesson, file);
        for (_, said, by) in &rows {
            if !texts.iter().any(|text| text.contains(said)) {
                wrong.push(format!("{} says nowhere {said:?}", lesson.name));
            }
            wrong.extend(disagrees(lesson, by, &effects).map(|why| format!("{}: {said:?}: {why}", lesson.name)));
        }
        let mut known = Vec::new();
        own(&toml::Value::Table(file.parse().expect("it is built in")), &mut known);
        for text in &texts {
            let covered: Vec<Range<usize>> = rows
                .iter()
                .flat_map(|(_, said, _)| text.match_indices(said).map(|(at, found)| at..at + found.len()))
                .collect();
            for (place, number) in numbers(text) {
                let is_own = known.iter().any(|own| (own - number).abs() < 1e-6);
                let is_said = covered.iter().any(|range| range.start <= place.start && place.end <= range.end + 1);
                if !is_own && !is_said {
                    wrong.push(format!("{}: nothing computes {number} in {text:?}", lesson.name));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_number_that_nothing_computes_is_found() {
    let found = |text: &str| numbers(text).into_iter().map(|(_, n)| n).collect::<Vec<f64>>();
    assert_eq!(found("Forty-two of 1,000 wait 3.5 min, p99 $7."), [40.0, 2.0, 1000.0, 3.5, 7.0]);
    let mut known = Vec::new();
    own(
        &toml::Value::Table("at = \"15:45\"\nlasts = \"1h30m\"\nshare = 0.4\nname = \"77\"".parse().unwrap()),
        &mut known,
    );
    for number in [15.0, 45.0, 90.0, 40.0, 3.0, 4.0] {
        assert!(known.contains(&number), "{number} in {known:?}");
    }
    assert!(!known.contains(&77.0), "a name computes nothing");
}

/// Nothing that is read before a guess says its answer: neither the number nor the words beside it.
#[test]
fn no_guess_is_spoiled() {
    let mut asked = 0;
    for lesson in lessons() {
        for prediction in &lesson.predictions {
            let Some(answer) = &prediction.answer else { continue };
            let when = prediction.at.unwrap_or(Time::ZERO);
            let is_before = |trigger: &Trigger| matches!(trigger, Trigger::At(at) | Trigger::AtIf(at, _) if *at < when);
            let cues = lesson.cues.iter().filter(|cue| is_before(&cue.trigger)).map(|cue| &cue.text);
            let hints = lesson.hints.iter().filter(|hint| is_before(&hint.trigger)).map(|hint| &hint.text);
            let read = cues.chain(hints).chain([&lesson.title, &lesson.summary, &lesson.story]);
            let read = plain(&read.cloned().collect::<Vec<_>>().join(" ")).to_lowercase();
            let parts: Vec<&str> = answer.split(": ").collect();
            // A bare number stands in every text; with its unit, or with words, it tells.
            let telling = parts.iter().filter(|part| part.contains(' ') && part.chars().any(char::is_alphanumeric));
            for part in telling {
                asked += 1;
                assert!(!read.contains(&part.to_lowercase()), "{}: {part:?} is told beforehand", lesson.name);
            }
        }
    }
    assert!(asked > 10, "{asked}");
}

/// `9 of 10`, `1 in 25`, `$4.90`, `45 min`, `13:45 to 14:35`: what a goal says is its bound, the promise and its
/// window.
#[test]
fn what_a_goal_says_is_what_it_asks() {
    for lesson in lessons() {
        let opens = lesson.setup.opens;
        for goal in lesson.goals.iter().chain(&lesson.stars) {
            let text = goal.text.replace('*', "");
            let bound = goal.bound.value();
            let what = format!("{}: {text:?}", lesson.name);
            let words: Vec<&str> = text.split([' ', ',']).collect();
            let number = |word: &str| word.parse::<f64>().ok();
            for (i, word) in words.iter().enumerate() {
                let before = (1..=2).filter_map(|back| number(words.get(i.checked_sub(back)?)?)).next();
                if let ("of" | "in", Some(part), Some(whole)) =
                    (*word, before, words.get(i + 1).and_then(|w| number(w)))
                {
                    assert!((part / whole - bound).abs() < 0.015, "{what}: the bound is {bound}");
                    break;
                }
            }
            if let Some(dollars) = words.iter().find_map(|word| number(word.strip_prefix('$')?)) {
                assert!((dollars - bound).abs() < 1e-9 && goal.metric.row().unit == Unit::Dollars, "{what}");
            }
            if let Some(at) = text.find("within ") {
                let span =
                    text[at + 7..].replace("an hour and a half", "1h30m").replace(" min", "m").replace(" s", "s");
                let span = length(&span.replace(' ', ""));
                assert_eq!(span, Some(lesson.setup.slo.promise), "{what}");
            }
            let clocks: Vec<String> = words
                .iter()
                .filter(|w| w.contains(':') && w.starts_with(|c: char| c.is_ascii_digit()))
                .map(|w| w.trim_matches(':').into())
                .collect();
            let window = goal.window.map(|window| [window.from, window.to].map(|at| at.clock(opens).to_string()));
            for (i, clock) in clocks.iter().enumerate() {
                assert_eq!(window.as_ref().map(|window| window[i].as_str()), Some(clock.as_str()), "{what}");
            }
            if let (Bound::AtMost(most), Unit::Count) = (goal.bound, goal.metric.row().unit) {
                let said = numbers(&text).first().map_or(1.0, |(_, n)| *n);
                assert!(said == most || (most == 0.0 && text.starts_with("No ")), "{what}: {most}");
            }
        }
    }
}
