//! Numbers of the pages around the lessons: the web-shop questions, the glossary, README, the authors' guide.

use crate::lessons::measured::{self, lessons};
use pizzeria::scenario::{self, builtin};
use pizzeria::text::concepts::{Concept, concept};
use pizzeria::text::glossary;
use pizzeria::theory::priority::{self, Class};
use pizzeria::theory::{Service, Station, faults, quorum, sharding};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Milliseconds that a request stays with a queue for `hands`, each so busy.
fn stay(busy: f64, work: f64, hands: u32) -> f64 {
    let station = Station { rate: busy * f64::from(hands) / work, work, hands };
    work + station.wait().unwrap().mean
}

/// The same where the work varies otherwise, by Allen and Cunneen.
fn varied(busy: f64, work: f64, hands: u32, squared_cv: f64) -> f64 {
    let station = Station { rate: busy * f64::from(hands) / work, work, hands };
    work + station.approximate_wait(1.0, squared_cv).unwrap().mean
}

fn waiting(busy: f64) -> f64 {
    stay(busy, 1.0, 1) - 1.0
}

#[expect(clippy::disallowed_methods, reason = "formulas worked out beside the program's own")]
fn power(base: f64, exponent: i32) -> f64 {
    base.powi(exponent)
}

/// Mitzenmacher's limit of many servers with two choices: the sum of load^(2^i - 2), i from 1.
fn two_choices(load: f64) -> f64 {
    (1..=12).map(|i| power(load, (1 << i) - 2)).sum()
}

/// Seconds that requests of 10 ms and reports of 1 s wait at one worker, 40 % busy with each, requests first; and both,
/// the oldest first.
fn requests_first() -> (f64, f64, f64) {
    let class = |rate: f64, mean: f64| Class { rate, service: Service::exponential(mean) };
    let classes = [class(40.0, 0.01), class(0.4, 1.0)];
    let waits = priority::waits(&classes).unwrap();
    (waits[0], waits[1], priority::conserved(&classes).unwrap() / 0.8)
}

/// Per cent of the time without so many of three replicas, each down one per cent of it.
fn down(needed: u32) -> f64 {
    100.0 * (1.0 - quorum::available(3, needed, 0.01))
}

/// A concept, a piece of its texts, and for each number in it (in its order) what it comes to.
#[rustfmt::skip]
fn asked() -> Vec<(&'static str, &'static str, Vec<f64>)> {
    let backlog = 60.0 * 200.0;
    vec![
        ("the-whole-story", "700 a second", vec![900.0_f64.min(2.0 * 400.0).min(700.0)]),
        ("vertical-scaling", "80 ms against 107 ms", vec![stay(0.5, 40.0, 1), stay(0.5, 80.0, 2)]),
        ("vertical-scaling", "waits 27 ms on top", vec![stay(0.5, 80.0, 2) - 80.0]),
        ("horizontal-scaling", "120 ms", vec![stay(0.8, 100.0, 10)]),
        ("horizontal-scaling", "100 / (1 − 0.8) = 500 ms", vec![100.0, 1.0, 0.8, stay(0.8, 100.0, 1)]),
        ("horizontal-scaling", "happens to 41 in 100", vec![100.0 * Station { rate: 8.0, work: 1.0, hands: 10 }.erlang_c().unwrap(), 100.0]),
        ("horizontal-scaling", "20 ms on average", vec![stay(0.8, 100.0, 10) - 100.0]),
        ("cron-preprocessing", "0.16 s", vec![(stay(0.57, 120.0, 1) - 120.0) / 1000.0]),
        ("cron-preprocessing", "waits 3.8 s on average", vec![(stay(0.95, 200.0, 1) - 200.0) / 1000.0]),
        ("cron-preprocessing", "the database 57 % busy", vec![0.6 * 95.0]),
        ("single-point-of-failure", "18 minutes", vec![faults::drain(2.0, 0.9).unwrap()]),
        ("single-point-of-failure", "leave 108,000 requests", vec![900.0 * 120.0]),
        ("single-point-of-failure", "only 100 a second are spare: 1,080 s", vec![100.0, 60.0 * faults::drain(2.0, 0.9).unwrap()]),
        ("microservices", "180 ms", vec![stay(0.85, 50.0, 2)]),
        ("microservices", "85 % busy: 107 ms a request", vec![85.0, stay(0.85, 50.0, 4)]),
        ("distribution", "60 s", vec![200.0 * 300.0 / 1_000.0]),
        ("distribution", "60,000 after five minutes", vec![200.0 * 300.0]),
        ("load-balancing", "820 ms against 170 ms", vec![20.0 + stay(0.95, 40.0, 1), 90.0 + stay(0.5, 40.0, 1)]),
        ("decoupling", "5 minutes", vec![50.0 * 600.0 / 100.0 / 60.0]),
        ("decoupling", "30,000 mails", vec![50.0 * 600.0]),
        ("capstone", "5", vec![(4.0_f64 * 0.7 / 0.75).ceil() + 1.0]),
        ("capstone", "at 56 % on a good day, 70 % on the bad one", vec![100.0 * 2.8 / 5.0, 100.0 * 2.8 / 4.0]),
        ("utilization", "200 ms", vec![stay(0.95, 10.0, 1)]),
        ("utilization", "20 ms at 50 %, 50 at 80, 100 at 90, 200 at 95, 1,000 at 99",
            vec![stay(0.5, 10.0, 1), 50.0, stay(0.8, 10.0, 1), 80.0, stay(0.9, 10.0, 1), 90.0, stay(0.95, 10.0, 1), 95.0, stay(0.99, 10.0, 1), 99.0]),
        ("survivorship", "never", vec![]),
        ("survivorship", "30 in 100 have no answer at all", vec![30.0, 100.0]),
        ("bounded-queue", "0", vec![if backlog / 1_000.0 > 2.0 { 0.0 } else { 1_000.0 }]),
        ("bounded-queue", "12,000 waiting after a minute", vec![backlog]),
        ("bounded-queue", "room for at most 1,500 to wait, nobody served would have waited more than 1.5 s", vec![1_500.0, 1_500.0 / 1_000.0]),
        ("retry-storm", "2,800", vec![700.0 * 4.0]),
        ("retry-storm", "would cap it at 770", vec![700.0 * 1.1]),
        ("jitter", "600", vec![6.0 * 100.0]),
        ("power-of-two-choices", "52 ms", vec![20.0 * two_choices(0.9)]),
        ("power-of-two-choices", "20 / 0.1 = 200 ms", vec![20.0, 0.1, stay(0.9, 20.0, 1)]),
        ("rate-limiting", "29 % and 80 %", vec![100.0 * 100.0 / 340.0, 20.0 + 20.0 + 40.0]),
        ("rate-limiting", "340 a second want 100 places: 100 / 340 = 29 %", vec![20.0 + 20.0 + 300.0, 100.0, 100.0, 340.0, 100.0 * 100.0 / 340.0]),
        ("rate-limiting", "20 + 20 + 40 = 80 of 100", vec![20.0, 20.0, 40.0, 80.0, 100.0]),
        ("autoscaling", "40", vec![300.0 / 30.0 * 200.0 / 50.0]),
        ("autoscaling", "starts 200 / 50 = 4. In 5 minutes it looks 10 times: 40 machines where 4 would do", vec![200.0, 50.0, 200.0 / 50.0, 5.0, 300.0 / 30.0, 300.0 / 30.0 * 200.0 / 50.0, 200.0 / 50.0]),
        ("black-hole", "10 %", vec![100.0 / 10.0]),
        ("deep-health-checks", "8", vec![20.0 * (1.0 - 0.6)]),
        ("black-hole", "1 of 10 requests: 10 % fail", vec![1.0, 10.0, 100.0 * 1.0 / 10.0]),
        ("black-hole", "done a hundred times as quickly, 100 ms against 1 ms", vec![100.0, 1.0]),
        ("deep-health-checks", "60 % of 20 is the work of 12 servers: 8 may go", vec![60.0, 20.0, 0.6 * 20.0, 20.0 * (1.0 - 0.6)]),
        ("deep-health-checks", "the ninth leaves 11 for the work of 12, which is 109 %", vec![20.0 - 9.0, 0.6 * 20.0, 100.0 * 0.6 * 20.0 / 11.0]),
        ("cache-stampede", "600, and 1", vec![2.0 * 300.0, 1.0]),
        ("cache-stampede", "2 × 300 = 600", vec![2.0, 300.0, 2.0 * 300.0]),
        ("cache-stampede", "599 wait", vec![2.0 * 300.0 - 1.0]),
        ("useful-work", "2, whichever", vec![[135.0_f64, 135.0 - 20.0, 90.0].into_iter().position(|sum| sum <= 95.0).unwrap() as f64]),
        ("useful-work", "come to 135 %", vec![60.0 + 20.0 + 25.0 + 30.0]),
        ("useful-work", "it is 105 %", vec![60.0 + 20.0 + 25.0]),
        ("useful-work", "80, 85 or 90 %", vec![60.0 + 20.0, 60.0 + 25.0, 60.0 + 30.0]),
        ("idempotency", "1.11, and 556", vec![1.0 / 0.9, 5_000.0 * (1.0 / 0.9 - 1.0)]),
        ("idempotency", "1 ÷ 0.9 = 1.11 calls", vec![1.0, 0.9, 1.0 / 0.9]),
        ("bulkheads", "1.9 s, and never", vec![(200.0 - 2.0 * 100.0 * 0.05) / 100.0]),
        ("bulkheads", "2 × 100 × 0.05 = 10 threads", vec![2.0, 100.0, 0.05, 2.0 * 100.0 * 0.05]),
        ("bulkheads", "190 / 100 = 1.9 s", vec![200.0 - 10.0, 100.0, (200.0 - 10.0) / 100.0]),
        ("bulkheads", "60 after 0.6 s", vec![60.0, 60.0 / 100.0]),
        ("bulkheads", "140 are left for those who need 10", vec![200.0 - 60.0, 2.0 * 100.0 * 0.05]),
        ("consistent-hashing", "10,000 × (1 − 0.95 ÷ 9) = 8,944", vec![10_000.0, 1.0, 0.95, 9.0, 10_000.0 * (1.0 - 0.95 / 9.0)]),
        ("consistent-hashing", "10,000 × (1 − 0.95 × 8 ÷ 9) = 1,556", vec![10_000.0, 1.0, 0.95, 8.0, 9.0, 10_000.0 * (1.0 - 0.95 * 8.0 / 9.0)]),
        ("consistent-hashing", "8,944 and 1,556", vec![10_000.0 * (1.0 - 0.95 * (1.0 - sharding::moved_by_modulo(8, 9))), 10_000.0 * (1.0 - 0.95 * (1.0 - sharding::moved_on_ring(8, 9)))]),
        ("hot-key", "16 × 0.4 = 6.4", vec![16.0, 0.4, 16.0 * 0.4]),
        ("hot-key", "100 % and 82 %", vec![100.0 * sharding::hot_shard(0.4, 16, 0.1, 1), 100.0 * sharding::hot_shard(0.2, 32, 0.1, 1)]),
        ("hot-key", "buys 18 points, splitting that one key in two 32", vec![100.0 * (1.0 - sharding::hot_shard(0.2, 32, 0.1, 1)), 100.0 * (1.0 - sharding::hot_shard(0.4, 16, 0.1, 2))]),
        ("quorum", "5, 40, 90 ms; 0.0001 %, 0.03 %, 3 %", vec![5.0, 40.0, 90.0, down(1), down(2), down(3)]),
        ("quorum", "each of five away 3 % of the time, all five are there 86 %", vec![3.0, 100.0 * quorum::available(5, 5, 0.03)]),
        ("scheduling", "each waits 2.02 s", vec![requests_first().2]),
        ("scheduling", "0.67 s and 3.37 s", vec![requests_first().0, requests_first().1]),
        ("scheduling", "0.404 s in hand", vec![requests_first().0 * 0.6]),
        ("scheduling", "0.4 × 0.67 + 0.4 × 3.37 is 0.8 × 2.02", vec![0.4, requests_first().0, 0.4, requests_first().1, 0.8, requests_first().2]),
        ("error-budget", "208 %", vec![100.0 * 60.0 * 30.0 * 0.05 / 43.2]),
        ("error-budget", "43 minutes of full outage", vec![30.0 * 24.0 * 60.0 * 0.001]),
    ]
}

fn prose(concept: &Concept) -> String {
    let asked = concept.transfer.iter().flat_map(|t| [&t.ask, &t.answer, &t.because]);
    asked.chain([&concept.surprise, &concept.elsewhere, &concept.leaves_out]).cloned().collect::<Vec<_>>().join("\n")
}

/// As precisely as it is written: `0.16` to a half of the last place.
fn is_written(value: f64, written: &str) -> bool {
    let places = written.split_once('.').map_or(0, |(_, after)| after.len()) as i32;
    let half = 0.5 * power(0.1, places);
    let known: f64 = written.replace(',', "").parse().unwrap();
    (value - known).abs() <= half + 1e-9 || (known >= 100.0 && (value / known - 1.0).abs() < 0.005)
}

fn figures(text: &str) -> Vec<String> {
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let parts = text.split(|c| !digits(c)).map(|part| part.trim_matches(['.', ',']).to_string());
    parts.filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).collect()
}

#[test]
fn the_web_shop_questions_are_computed() {
    let rows = asked();
    for (id, said, values) in &rows {
        let concept = concept(id).unwrap_or_else(|| panic!("no concept {id}"));
        let prose = prose(concept);
        assert!(prose.contains(said), "{id} says nowhere {said:?}");
        let figures = figures(said);
        assert_eq!(figures.len(), values.len(), "{id}: {said:?} has {figures:?}");
        for (written, value) in figures.iter().zip(values) {
            assert!(is_written(*value, written), "{id}: {said:?}: {value}, not {written}");
        }
    }
    for lesson in lessons() {
        let id = lesson.concept.as_deref().unwrap_or_default();
        let answer = &concept(id).and_then(|concept| concept.transfer.as_ref()).unwrap().answer;
        let covered = rows.iter().any(|(of, said, _)| *of == id && answer.starts_with(said));
        assert!(covered, "{id}: nothing computes the answer {answer:?}");
    }
    // What the answers say beside their figures.
    assert!(
        varied(0.5, 80.0, 2, 10.0) < varied(0.5, 40.0, 1, 10.0),
        "where work varies wildly, two slow ones are better"
    );
    assert!((0..100).all(|p| stay(f64::from(p) / 100.0, 1.0, 1) < stay(f64::from(p) / 100.0, 2.0, 2)), "else never");
    assert!((varied(0.5, 40.0, 1, 1.0) - stay(0.5, 40.0, 1)).abs() < 1e-9);
    let grown = |from: f64, to: f64| waiting(to) - waiting(from);
    assert!(grown(0.9, 0.95) > grown(0.0, 0.9) && (grown(0.95, 0.99) / grown(0.9, 0.95) - 8.0).abs() < 0.01);
    assert_eq!(4_u32.pow(3), 64, "four calls a layer, three layers deep");
    let fraction = (stay(0.8, 1.0, 10) - 1.0) / waiting(0.8);
    assert!((1.0 / fraction - 20.0).abs() < 1.0, "one twentieth: {fraction}");
}

const USUAL: &str = "schema = 1\n[scenario]\ntitle = \"Usual\"\n[menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n\
                     [[zone]]\nname = \"Z\"\norders_per_hour = 6.0\n[[outlet]]\nname = \"A\"\n";

/// Two ways to a figure.
fn is(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

/// A word of the glossary, a sentence of it, and whether it is so.
fn told() -> Vec<(&'static str, &'static str, bool)> {
    // What a scenario has that says nothing of its promise, and the command beside the words.
    let (usual, _) = scenario::read("usual.toml", USUAL, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let pair = glossary::pairs().iter().find(|pair| pair.id == "slow-chef").unwrap();
    let factor = pair.command.as_deref().and_then(|line| line.split("factor=").nth(1)?.split(' ').next()).unwrap();
    let slow: f64 = factor.parse().unwrap();
    let one_in_twenty_asked = 1.0 - power(0.99, 20);
    let lines = waiting(0.8) / (stay(0.8, 1.0, 10) - 1.0);
    vec![
        (
            "busy",
            "going from 50 to 70 % adds 1.3 cookings of waiting",
            (waiting(0.7) - waiting(0.5) - 1.333).abs() < 0.01,
        ),
        ("busy", "going from 90 to 95 % adds ten", (waiting(0.95) - waiting(0.9) - 10.0).abs() < 1e-6),
        ("rush", "at nine tenths busy only a tenth is spare", is(1.0 - 0.9, 0.1)),
        ("load", "Six chefs' work and four chefs' hands is a load of 150 %", is(6.0 / 4.0, 1.5)),
        ("waiting", "thirty waiting at sixty an hour is half an hour", is(30.0 / 60.0, 0.5)),
        ("private-lines", "at four fifths busy wait about twenty times as long as one", (lines - 20.0).abs() < 1.0),
        ("call-again", "at seven tenths busy gets four times its orders", (1 + 3) as f64 * 0.7 > 1.0),
        (
            "from-stock",
            "between 90 and 80 % sounds like ten; for the oven it is twice the misses",
            is((100.0 - 80.0) / (100.0 - 90.0), 2.0),
        ),
        (
            "slowest",
            "asks twenty services meets one of their slowest hundredth every fifth time",
            (one_in_twenty_asked - 0.2).abs() < 0.03,
        ),
        ("bad-orders", "19 of 20 leaves one in twenty", is(1.0 - 19.0 / 20.0, 1.0 / 20.0)),
        ("slowest", "The time that 99 of 100 orders beat", is(100.0 - 1.0, 99.0)),
        (
            "promise",
            "within 30 minutes, 19 of 20",
            is(usual.setup.slo.promise.minutes(), 30.0) && is(usual.setup.slo.target, 19.0 / 20.0),
        ),
        ("retry-budget", "one for every ten pizzas that were delivered", is(1.0 / 10.0, 0.1)),
        ("slow-chef", "needs three times as long", (1.0 / slow - 3.0).abs() < 0.5),
    ]
}

#[test]
fn the_glossarys_numbers_are_computed() {
    let rows = told();
    for (id, said, is_so) in &rows {
        let pair = glossary::pairs().iter().find(|pair| pair.id == *id).unwrap_or_else(|| panic!("no word {id}"));
        assert!(pair.text.contains(said), "{id} says nowhere {said:?}");
        assert!(is_so, "{id}: {said:?} is not so");
    }
    for pair in glossary::pairs() {
        let mut text = pair.text.clone();
        rows.iter().filter(|(id, ..)| *id == pair.id).for_each(|(_, said, _)| text = text.replace(said, ""));
        let left: Vec<String> = figures(&text).into_iter().filter(|figure| figure != "100").collect();
        assert_eq!(left, [""; 0], "{}: nothing computes these", pair.id);
    }
}

/// One word for one thing: no two words of a language name different things, whatever the number.
#[test]
fn every_word_names_one_thing_in_both_languages() {
    for form in 0..2 {
        for words in [
            glossary::pairs().iter().map(|pair| (&pair.id, pair.pizza[form].clone())).collect::<Vec<_>>(),
            glossary::pairs().iter().map(|pair| (&pair.id, pair.system[form].clone())).collect(),
        ] {
            for (i, (id, word)) in words.iter().enumerate() {
                let twin = words[..i].iter().find(|(_, other)| other == word);
                assert_eq!(twin, None, "{id} is called {word:?}, too");
            }
        }
    }
}

/// Nothing of the pizza shop is left in the system designer's words.
#[test]
fn no_pizza_is_in_the_systems_words() {
    let kitchen = ["pizza", "oven", "bread", "stove", "rider", "chef", "shelf", "cook", "driver", "school", "rude"];
    for pair in glossary::pairs() {
        for word in pair.system.iter().flat_map(|form| form.split([' ', '-'])) {
            assert!(!kitchen.contains(&word), "{}: {word}", pair.id);
        }
    }
}

/// The figures of the teachers' pages are measured (in braces), the lesson's own, or computed by a row.
#[test]
fn the_teachers_figures_are_computed() {
    let lessons = lessons();
    let template = page("assets/docs/teachers.template.md");
    let mut pages = template.split("<!-- lesson ").collect::<Vec<_>>();
    let intro = pages.remove(0);
    assert_eq!(pages.len(), lessons.len() - 1, "the tour has no page");
    for text in pages {
        let (name, text) = text.split_once(" -->").unwrap();
        let mut known = Vec::new();
        super::own(&builtin::text_of(name).unwrap().parse::<toml::Table>().unwrap().into(), &mut known);
        let rows = super::SAID.iter().filter(|(of, ..)| *of == name);
        known.extend(rows.flat_map(|(_, said, _)| super::numbers(said)).map(|(_, number)| number));
        // p95 and p99 are names.
        known.extend([95.0, 99.0, 100.0, f64::from(measured::SEEDS as u32)]);
        // What people expect is wrong on purpose; the head has the lesson's number and the class's minutes.
        let parts =
            text.split("\n**").filter(|part| !part.starts_with("Expect") && !part.trim_start().starts_with("## "));
        for part in parts {
            let outside: Vec<&str> = part.split(['{', '}']).step_by(2).collect();
            for figure in
                outside.iter().flat_map(|text| figures(&text.replace("lesson 4", "").replace("lesson 15", "")))
            {
                let number: f64 = figure.replace(',', "").parse().unwrap();
                assert!(
                    known.iter().any(|k| (k - number).abs() < 1e-6),
                    "{name}: nothing computes {figure} in {part:?}"
                );
            }
        }
    }
    // "If everyone plays seed 1": it is the seed that a lesson ships with.
    assert!(intro.contains("plays seed 1") && lessons.iter().all(|lesson| lesson.setup.seed == 1));
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The blocks of a page that begin with these fences.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    let begin = format!("```{fence}\n");
    page.split(&begin).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

fn output(folder: &Path, words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pizzeria")).args(words).current_dir(folder).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Every value that a sample shows is in the real output, to the digits that it shows; `…` stands for anything.
fn is_sample(sample: &Value, real: &Value, place: &str) {
    match (sample, real) {
        (Value::Object(some), Value::Object(all)) => {
            for (key, value) in some {
                let there = all.get(key).unwrap_or_else(|| panic!("{place}: there is no {key}"));
                is_sample(value, there, &format!("{place}.{key}"));
            }
        }
        (Value::Array(some), Value::Array(all)) => {
            some.iter().zip(all).for_each(|(value, there)| is_sample(value, there, place));
            assert!(some.len() <= all.len(), "{place}");
        }
        (Value::String(text), Value::String(_)) if text == "…" => {}
        (Value::Number(shown), Value::Number(there)) => {
            let there = there.as_f64().unwrap();
            assert!(is_written(there, &shown.to_string()), "{place}: {there}, not {shown}");
        }
        _ => assert_eq!(sample, real, "{place}"),
    }
}

fn sample(block: &str) -> Value {
    let text = block.replace(", …", "");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn readmes_sample_is_the_commands_output() {
    let (readme, here) = (page("README.md"), TempDir::new().unwrap());
    let command = "pizzeria run story --solution --format json";
    assert!(readme.contains(command), "{command}");
    let real = output(here.path(), &["run", "story", "--solution", "--format", "json"]);
    let [block] = blocks(&readme, "json")[..] else { panic!("one sample") };
    is_sample(&sample(block), &serde_json::from_str(&real).unwrap(), "README");
}

#[test]
fn the_authors_samples_are_the_commands_output() {
    let (authors, here) = (page("assets/docs/authors.md"), TempDir::new().unwrap());
    output(here.path(), &["new", "long-night"]);
    let proof = output(here.path(), &["check", "--prove", "long-night.toml"]);
    let blocks = blocks(&authors, "text");
    let of = |word: &str| blocks.iter().find(|block| block.contains(word)).unwrap_or_else(|| panic!("no {word}"));
    let (proved, searched) = (of("long-night on"), of("searched"));
    assert_eq!(proof.trim_end(), proved.trim_end(), "`new` and `check --prove`");
    let file = here.path().join("long-night.toml");
    let whole = fs::read_to_string(&file).unwrap();
    let search = ["check", "--prove", "--search", "--seeds", "2", "long-night.toml"];
    let said = output(here.path(), &search);
    assert!(said.contains("nothing else wins"), "a new lesson is whole: {said}");
    let (at, count) = ("at = [\"17:01\", \"17:45\", \"18:21\"]", "count = [2, 2, 3]");
    assert!(whole.contains(at) && whole.contains(count), "{whole}");
    fs::write(&file, whole.replace(at, "at = \"17:45\"").replace(count, "count = 2")).unwrap();
    let said = output(here.path(), &search);
    for line in searched.lines() {
        assert!(said.lines().any(|known| known == line), "{line:?} is not in\n{said}");
    }
}

/// The command lines of the pages are understood.
#[test]
fn the_command_lines_of_the_pages_are_understood() {
    use clap::Parser;
    let mut seen = 0;
    for name in ["README.md", "assets/docs/authors.md"] {
        let text = page(name);
        let lines = text.lines().filter_map(|line| line.strip_prefix("pizzeria "));
        for line in lines {
            let words = line.split(['#', '>']).next().unwrap_or_default().split_whitespace();
            let parsed = pizzeria::cli::Cli::try_parse_from(["pizzeria"].into_iter().chain(words));
            assert!(parsed.is_ok(), "{name}: {line}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}
