//! Evenings drawn from a date: what is accepted is worth playing, and is the same evening everywhere.

use jiff::Timestamp;
use jiff::civil::Date;
use pizzeria::app::{App, Screen};
use pizzeria::report::PlayerStats;
use pizzeria::report::verdict::Readings;
use pizzeria::scenario::tonight::{Evening, Topic};
use pizzeria::scenario::{self, Bound, Scenario};
use pizzeria::session::Session;
use pizzeria::session::replicate::run_lesson;
use pizzeria::session::tonight::{self, Accepted, Refusal, judge, scenario_of};
use pizzeria::units::Time;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

const FIRST: Date = Date::constant(2027, 1, 1);

/// So many dates, from the first of 2027 on. `DATES=1000` tries more of them.
#[expect(clippy::disallowed_methods, reason = "how long it took is told, and judged by nobody")]
static ACCEPTED: LazyLock<Vec<Accepted>> = LazyLock::new(|| {
    let many = std::env::var("DATES").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    let (mut refused, mut drafts) = (BTreeMap::new(), Vec::new());
    let mut times = Vec::new();
    let accept = |date: Date| {
        let began = Instant::now();
        let found = accepted(date, None);
        times.push((began.elapsed(), date));
        found.refused.iter().for_each(|why| *refused.entry(why.word()).or_insert(0) += 1);
        drafts.push(found.evening.draft);
        found
    };
    let all: Vec<Accepted> = FIRST.series(jiff::ToSpan::day(1)).take(many).map(accept).collect();
    times.sort_unstable();
    drafts.sort_unstable();
    let (slowest, day) = times[many - 1];
    eprintln!("{many} dates: median {:?}, slowest {slowest:?} ({day}); refused: {refused:?}", times[many / 2].0);
    eprintln!("the draft accepted: median {}, at most {}", drafts[many / 2], drafts[many - 1]);
    all
});

fn accepted(date: Date, about: Option<Topic>) -> Accepted {
    tonight::tonight(date, about).unwrap_or_else(|| panic!("{date}: no draft is accepted"))
}

/// Whether the goals are met at the end of the evening as a player meets it, with or without the plan.
fn wins(scenario: &Scenario, follow: bool) -> bool {
    let mut session = Session::new(Arc::new(scenario.clone()));
    let closing = Time::ZERO + scenario.setup.duration;
    for next in scenario.solution.iter().filter(|_| follow) {
        while session.now() < next.at && !session.is_over() {
            session.advance(next.at);
        }
        if !session.is_over() {
            session.give(next.command.clone()).unwrap();
        }
    }
    while !session.is_over() {
        session.advance(closing);
    }
    let taken = if follow { scenario.solution.len() as u64 } else { 0 };
    let mut readings = Readings::of(session.world(), PlayerStats { commands: taken, hints: 0 });
    scenario.goals.iter().all(|goal| readings.verdict(goal).met)
}

#[test]
fn every_date_has_an_evening_that_ends_as_promised() {
    let mut topics = BTreeSet::new();
    for found in &*ACCEPTED {
        let (name, scenario) = (found.evening.name(), &found.scenario);
        assert!((1..=5).contains(&scenario.solution.len()), "{name}: {} acts", scenario.solution.len());
        assert!(!wins(scenario, false), "{name} is won by doing nothing");
        assert!(wins(scenario, true), "{name} is lost by its own plan");
        // Two kinds of plan, neither of them a part of the other, within a few per cent.
        let best = found.kinds[0].1;
        assert!(found.kinds.len() >= 2, "{name}");
        for (i, (kind, share)) in found.kinds.iter().enumerate() {
            assert!((best - 0.03..=best).contains(share), "{name}: {kind:?} {share}");
            let kind: BTreeSet<_> = kind.iter().collect();
            let others = found.kinds.iter().enumerate().filter(|(j, _)| *j != i);
            for (_, (other, _)) in others {
                assert!(!kind.is_subset(&other.iter().collect()), "{name}: {kind:?} is a part of {other:?}");
            }
        }
        topics.insert(scenario.concept.clone());
    }
    assert!(topics.len() >= 4, "twenty days about {topics:?} only");
}

#[test]
fn an_evening_is_the_same_wherever_its_name_is_read() {
    for found in &*ACCEPTED {
        let name = found.evening.name();
        assert_eq!(Evening::of_name(&name), Some(found.evening));
        let read = scenario::load(&name, &[]).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!((&read.setup, &read.goals), (&found.scenario.setup, &found.scenario.goals), "{name}");
    }
    let run = |name: &str, words: &[&str]| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_pizzeria"));
        run.args(["run", name, "--require-goals"]).args(words).output().unwrap().status.code()
    };
    for found in ACCEPTED.iter().take(2) {
        let name = found.evening.name();
        assert_eq!((run(&name, &[]), run(&name, &["--solution"])), (Some(1), Some(0)), "{name}");
    }
}

#[test]
fn every_topic_has_its_evening() {
    for (word, topic) in Topic::ALL {
        let found = accepted(FIRST, Some(topic));
        assert!(found.evening.name().contains(word));
        assert!(wins(&found.scenario, true), "{word}");
    }
}

/// The first drafts of many days can all be read, whether they are worth playing or not.
#[test]
fn every_draft_is_a_sound_scenario() {
    for date in FIRST.series(jiff::ToSpan::day(1)).take(60) {
        for draft in 1..=5 {
            let evening = Evening { date, about: None, draft };
            let (_, warnings) = scenario::read(&evening.name(), &evening.text(), None, &[])
                .unwrap_or_else(|problems| panic!("{}: {problems}", evening.name()));
            assert_eq!(warnings, [], "{}", evening.name());
        }
    }
}

/// Each of the four reasons is found where an accepted evening is spoilt in just that way.
#[test]
fn what_is_not_worth_playing_is_refused() {
    let found = &ACCEPTED[0];
    assert!(judge(&found.scenario).is_ok());
    let spoilt = |spoil: &dyn Fn(&mut Scenario)| {
        let mut scenario = scenario_of(&found.evening);
        spoil(&mut scenario);
        judge(&scenario).err()
    };
    assert_eq!(spoilt(&|s| s.goals[0].bound = Bound::AtLeast(0.01)), Some(Refusal::NothingToDo));
    assert_eq!(spoilt(&|s| s.solution.clear()), Some(Refusal::PlanLoses));
    assert_eq!(spoilt(&|s| s.goals[0].bound = Bound::AtLeast(1.01)), Some(Refusal::PlanLoses));
    // Hardly better than doing nothing, and no stars to win.
    let easy = |s: &mut Scenario| {
        let setup = Arc::new(s.setup.clone());
        let run = run_lesson(s, &setup, &[], None, &mut ());
        let mut readings = Readings::of(&run.world, PlayerStats { commands: 0, hints: 0 });
        s.goals[0].bound = Bound::AtLeast(readings.verdict(&s.goals[0]).value.unwrap() + 0.081);
        s.stars.clear();
    };
    assert_eq!(spoilt(&easy), Some(Refusal::TooEasy));
    // Where nothing is allowed, there is nothing to exchange the plan's acts for.
    let alone = |found: &Accepted| judge(&Scenario { allow: Vec::new(), ..scenario_of(&found.evening) }).err();
    assert!(ACCEPTED.iter().any(|found| alone(found) == Some(Refusal::OneWay)));
}

#[test]
fn the_picker_opens_the_shop_of_the_day() {
    let mut app = App::new((120, 36), None);
    let opens: Timestamp = format!("{FIRST}T20:00:00Z").parse().unwrap();
    app.opens_on(opens.as_second() as u64);
    let at = app.shelf().entries.iter().position(|entry| entry.day == Some(FIRST)).unwrap();
    // A newcomer begins with the story, and no chapter leads here.
    assert!(matches!(app.screen(), Screen::Picker(picker) if picker.chosen == 0));
    app.open_entry(at);
    assert!(matches!(app.screen(), Screen::Story(story) if story.scenario.setup == ACCEPTED[0].scenario.setup));
    assert_eq!(app.shelf().entries[at].source, ACCEPTED[0].evening.name());
    assert_ne!(app.shelf().after(0), Some(at));
    assert_eq!(app.shelf().entries[at].number, None);
}
