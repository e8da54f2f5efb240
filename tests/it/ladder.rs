//! `pizzeria ladder`: plans are compared on evenings that nobody has seen, in one order whoever collects them.

use crate::codes::{program, solved};
use pizzeria::scenario::replay::{self, encode};
use pizzeria::scenario::{self, CommandsFile, Scenario, builtin};
use pizzeria::session::ladder::{UNSEEN, rung};
use pizzeria::session::replicate::run_lesson;
use pizzeria::sim::setup::Scheduled;
use serde_json::Value;
use std::sync::Arc;

const LESSON: &str = "vertical-scaling";

/// An honest hand-in with these commands, as a code.
fn played(lesson: &Scenario, source: &str, commands: Vec<Scheduled>, whole: bool) -> String {
    let setup = Arc::new(lesson.setup.clone());
    let digest = Some(run_lesson(lesson, &setup, &commands, None, &mut ()).world.digest());
    encode(&CommandsFile { digest, commands, ..replay::about(lesson, source, whole) }, &setup)
}

/// A folder of texts with codes in them; a pupil's name each.
fn folder(codes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, code) in codes {
        std::fs::write(folder.path().join(name), format!("My plan:\n{code}\n")).unwrap();
    }
    folder
}

fn climbed(words: &[&str]) -> Value {
    let (code, out, err) = program(&[&["ladder", "--format", "json"], words].concat());
    assert_eq!(code, 0, "{out}{err}");
    serde_json::from_str(&out).unwrap()
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

#[test]
fn the_better_plan_stands_above_whoever_hands_in_first() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let solution = played(&lesson, LESSON, lesson.solution.clone(), false);
    let nothing = played(&lesson, LESSON, Vec::new(), false);
    let ladder = climbed(&[&nothing, &solution]);
    assert_eq!(names(&ladder["ranked"]), ["code 2", "code 1"]);
    let (best, worst) = (&ladder["ranked"][0], &ladder["ranked"][1]);
    // A solution wins on nine of ten evenings; which ones are drawn depends on every byte of the lesson.
    assert!(best["won"].as_u64().unwrap() >= UNSEEN as u64 * 9 / 10, "{best}");
    assert_eq!(worst["won"].as_u64(), Some(0));
    assert_eq!((best["acts"].as_u64(), worst["acts"].as_u64()), (Some(lesson.solution.len() as u64), Some(0)));
    assert_eq!((best["rank"].as_u64(), worst["rank"].as_u64()), (Some(1), Some(2)));
    // What stands in the table is what stands in the evenings.
    let evenings = best["unseen"].as_array().unwrap();
    let mean = evenings.iter().map(|evening| evening["on_time"].as_f64().unwrap()).sum::<f64>() / UNSEEN as f64;
    assert!((best["on_time"].as_f64().unwrap() - mean).abs() < 1e-12);
    assert_eq!(best["own"]["seed"].as_u64(), Some(lesson.setup.seed));
    // The other way round, and with a copy of one, the evenings are the same.
    let again = climbed(&[&solution, &nothing, &solution]);
    assert_eq!(again["seeds"], ladder["seeds"]);
    assert_eq!(again["ranked"][2]["unseen"], worst["unseen"]);
}

/// The evenings are the same for all, differ from the plan's own, and are others as soon as a plan is another.
#[test]
fn who_tunes_a_plan_changes_the_evenings() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let mut later = lesson.solution.clone();
    later[0].at += pizzeria::units::Span(1);
    let codes = [lesson.solution.clone(), later].map(|commands| played(&lesson, LESSON, commands, false));
    let [one, other] = codes.map(|code| climbed(&[&code]));
    let seeds = |ladder: &Value| -> Vec<u64> {
        ladder["seeds"].as_array().unwrap().iter().map(|seed| seed.as_u64().unwrap()).collect()
    };
    let (mut all, more) = (seeds(&one), seeds(&other));
    assert!(all.iter().all(|seed| !more.contains(seed) && *seed != lesson.setup.seed));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), UNSEEN);
}

#[test]
fn equal_plans_share_a_rank_and_the_copy_is_marked() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let solution = played(&lesson, LESSON, lesson.solution.clone(), false);
    let nothing = played(&lesson, LESSON, Vec::new(), false);
    let place = folder(&[("anna.txt", &solution), ("ben.txt", &nothing), ("carl.txt", &solution)]);
    let place = place.path().to_str().unwrap();
    let ladder = climbed(&[place]);
    assert_eq!(names(&ladder["ranked"]), ["anna.txt", "carl.txt", "ben.txt"]);
    let ranks: Vec<u64> =
        ladder["ranked"].as_array().unwrap().iter().map(|row| row["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, [1, 1, 3]);
    assert_eq!(ladder["ranked"][0]["same_as"], Value::Null);
    assert_eq!(ladder["ranked"][1]["same_as"], "anna.txt");
    // Three bars at most are filled, and every plan is in one.
    for axis in ["in_time", "cost", "acts"] {
        let bars = ladder["histograms"][axis].as_array().unwrap();
        assert_eq!(bars.iter().map(|bar| bar["count"].as_u64().unwrap()).sum::<u64>(), 3, "{axis}");
    }
}

#[test]
fn a_cheat_has_no_rank_and_changes_nobody_elses_evenings() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let (solution, file) = solved(&lesson, LESSON, false, None);
    let nothing = played(&lesson, LESSON, Vec::new(), false);
    // Nothing was done, but the solution's history is claimed.
    let cheat = encode(&CommandsFile { commands: Vec::new(), ..file.clone() }, &lesson.setup);
    // The history is that of another seed.
    let seed = encode(&CommandsFile { seed: Some(4), ..file }, &lesson.setup);
    let honest = folder(&[("anna.txt", &solution), ("ben.txt", &nothing)]);
    let all = folder(&[("anna.txt", &solution), ("ben.txt", &nothing), ("eve.txt", &cheat), ("mal.txt", &seed)]);
    let (honest, place) = (honest.path().to_str().unwrap(), all.path().to_str().unwrap());
    let ladder = climbed(&[place]);
    assert_eq!(names(&ladder["ranked"]), ["anna.txt", "ben.txt"]);
    assert_eq!(names(&ladder["left_out"]), ["eve.txt", "mal.txt"]);
    for why in ladder["left_out"].as_array().unwrap() {
        assert!(why["why"].as_str().unwrap().starts_with("not by the rules: it "), "{why}");
    }
    assert_eq!(climbed(&[honest])["ranked"], ladder["ranked"]);
    let (code, ..) = program(&["ladder", place, "--require-proof"]);
    assert_eq!(code, 1);
    let (code, ..) = program(&["ladder", honest, "--require-proof"]);
    assert_eq!(code, 0);
}

#[test]
fn the_ladder_is_about_what_most_hand_ins_are_about() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let solution = played(&lesson, LESSON, lesson.solution.clone(), false);
    let nothing = played(&lesson, LESSON, Vec::new(), false);
    let jitter = scenario::load("jitter", &[]).unwrap();
    let other = played(&jitter, "jitter", jitter.solution.clone(), false);
    // The lesson with fewer customers, handed in as the lesson.
    let easy = builtin::text_of(LESSON).unwrap().replacen("seed", "# mine\nseed", 1);
    let (mut mine, _) = scenario::read(LESSON, &easy, None, &[]).unwrap();
    mine.text = Some(easy.into());
    let mine = played(&mine, LESSON, lesson.solution.clone(), true);
    let place = folder(&[
        ("1-other.txt", &other),
        ("2-mine.txt", &mine),
        ("3-solution.txt", &solution),
        ("4-nothing.txt", &nothing),
        ("5-torn.txt", &solution[..solution.len() - 9]),
    ]);
    let place = place.path().to_str().unwrap();
    let ladder = climbed(&[place]);
    assert_eq!(ladder["scenario"], LESSON);
    assert_eq!(names(&ladder["ranked"]), ["3-solution.txt", "4-nothing.txt"]);
    let why: Vec<&str> =
        ladder["left_out"].as_array().unwrap().iter().map(|row| row["why"].as_str().unwrap()).collect();
    assert_eq!(names(&ladder["left_out"]), ["5-torn.txt", "1-other.txt", "2-mine.txt"]);
    assert!(why[0].contains("not whole"), "{why:?}");
    assert_eq!(why[1], "not comparable: it is about jitter");
    assert_eq!(why[2], "not comparable: it is about vertical-scaling-of-a-code");
    // Another scenario may be asked for; then those of the first are named.
    let ladder = climbed(&[place, "--scenario", "jitter"]);
    assert_eq!((names(&ladder["ranked"]), names(&ladder["left_out"]).len()), (vec!["1-other.txt"], 4));
}

/// A shop whose goal is met by luck: about one evening in six has so few customers.
const LUCKY: &str = r#"schema = 1
[scenario]
title = "A quiet evening"
opens = "17:00"
duration = "4h"
[menu.pizza]
work = { dist = "fixed", mean = "1m" }
[[zone]]
name = "Old Town"
orders_per_hour = 25.0
[[outlet]]
name = "Main Street"
[[goal]]
text = "At most ninety customers"
metric = "orders.arrived"
at_most = 90
"#;

/// The plan is played on an evening on which luck wins; on others it falls, and that is said.
#[test]
fn a_plan_that_fits_one_evening_falls() {
    let on_seed = |seed: u64| {
        let text = LUCKY.replacen("duration", &format!("seed = {seed}\nduration"), 1);
        let (mut shop, _) = scenario::read("quiet", &text, None, &[]).unwrap();
        shop.text = Some(text.into());
        shop
    };
    let won = |shop: &Scenario| rung(shop, &CommandsFile::default()).own.won;
    let shop = (1..200).map(on_seed).find(won).expect("luck wins on some seed");
    let lucky = played(&shop, "quiet", Vec::new(), true);
    let ladder = climbed(&[&lucky]);
    let first = &ladder["ranked"][0];
    assert_eq!((&first["own"]["won"], &first["fits_one_evening"]), (&true.into(), &true.into()));
    assert!(first["won"].as_u64().unwrap() < UNSEEN as u64 / 2, "{first}");
    let (_, out, _) = program(&["ladder", &lucky]);
    assert!(out.contains("fits little more than this one"), "{out}");
}

#[test]
fn it_is_printed_as_a_table_a_page_and_lines() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let solution = played(&lesson, LESSON, lesson.solution.clone(), false);
    let nothing = played(&lesson, LESSON, Vec::new(), false);
    let place = folder(&[("<anna>.txt", &solution), ("ben.txt", &nothing), ("torn.txt", "pz1.AAAA")]);
    let place = place.path().to_str().unwrap();
    let (code, text, err) = program(&["ladder", place, "--mine", "ben.txt"]);
    assert_eq!(code, 0, "{err}");
    assert!(text.starts_with("Better tools for Ana: 3 hand-ins on 20 evenings that nobody has seen\n"), "{text}");
    let won = text.split_once("\n   1  <anna>.txt  ").and_then(|(_, row)| row.split_once("/20 ")).unwrap().0;
    assert!(won.parse::<u64>().unwrap() >= 18, "{text}");
    // Once in the table, and once in each histogram.
    assert_eq!(text.matches("← yours").count(), 4, "{text}");
    assert!(text.contains("\nWithout a rank\n  –  torn.txt  the code cannot be read: "), "{text}");
    let (_, html, _) = program(&["ladder", place, "--mine", "ben.txt", "--format", "html"]);
    assert!(html.contains("&lt;anna&gt;.txt") && html.contains("<tr class=mine>"), "{html}");
    assert!(!html.contains("<anna>") && !html.contains("<script") && !html.contains("http"), "{html}");
    let (_, csv, _) = program(&["ladder", place, "--format", "csv"]);
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let column = |name: &str, head: &csv::StringRecord| head.iter().position(|column| column == name).unwrap();
    let head = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let ranks: Vec<&str> = rows.iter().map(|row| &row[column("rank", &head)]).collect();
    assert_eq!(ranks, ["1", "2", ""]);
    assert!(
        rows[2][column("why_not", &head)].contains("cannot be read") && rows[0][column("why_not", &head)].is_empty()
    );
}

#[test]
fn what_makes_no_ladder_is_said() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let solution = played(&lesson, LESSON, lesson.solution.clone(), false);
    let (code, _, err) = program(&["ladder", "pz1.AAAA", "pz2.AAAA"]);
    assert!(code == 2 && err.contains("no hand-in can be read") && err.contains("code 2: "), "{err}");
    let (code, _, err) = program(&["ladder", &solution, "--mine", "anna"]);
    assert!(code == 2 && err.contains("there is no hand-in named anna; there are code 1"), "{err}");
    let (code, _, err) = program(&["ladder", &solution, "--scenario", "nothing-is-here.toml"]);
    assert!(code == 2 && err.contains("nothing-is-here.toml"), "{err}");
    let (code, ..) = program(&["ladder"]);
    assert_eq!(code, 2);
    // Commands that name no scenario are for the scenario that is given.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let setup = Arc::new(lesson.setup.clone());
    let digest = Some(run_lesson(&lesson, &setup, &[], None, &mut ()).world.digest());
    std::fs::write(&file, scenario::write_commands_file(&CommandsFile { digest, ..CommandsFile::default() }, &setup))
        .unwrap();
    let file = file.to_str().unwrap();
    let (code, _, err) = program(&["ladder", file]);
    assert!(code == 2 && err.contains("it names no scenario"), "{err}");
    assert_eq!(names(&climbed(&[file, "--scenario", LESSON])["ranked"]), ["mine.toml"]);
}

/// A shop that is drawn from its name is a scenario like any other.
#[test]
fn the_shop_of_a_day_has_a_ladder() {
    let name = "tonight-2027-01-01-1";
    let shop = scenario::load(name, &[]).unwrap();
    let solution = played(&shop, name, shop.solution.clone(), false);
    let nothing = played(&shop, name, Vec::new(), false);
    let ladder = climbed(&[&nothing, &solution]);
    assert_eq!(ladder["scenario"], name);
    assert_eq!(names(&ladder["ranked"]).len(), 2, "{ladder}");
}
