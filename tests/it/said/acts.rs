//! What a cue says of a command, or of what follows from one, done in the lesson itself.

use super::given;
use crate::lessons::measured::lessons;
use pizzeria::scenario::Scenario;
use pizzeria::session::replicate::run_lesson;
use pizzeria::sim::chef::Task;
use pizzeria::sim::command::{Command, Decision};
use pizzeria::sim::setup::Scheduled;
use pizzeria::units::{Span, Time};
use std::sync::Arc;

fn lesson(name: &str) -> Scenario {
    lessons().into_iter().find(|lesson| lesson.name == name).unwrap()
}

fn says(lesson: &Scenario, sentence: &str) {
    assert!(lesson.cues.iter().any(|cue| cue.text.contains(sentence)), "{}: {sentence:?}", lesson.name);
}

#[test]
fn who_waits_at_a_silent_outlet_is_moved_if_another_is_open() {
    let lesson = lesson("power-cut");
    says(&lesson, "With failover the desk moves its line to another open outlet, if any.");
    let moved = |commands: &[Scheduled]| {
        let run = run_lesson(&lesson, &Arc::new(lesson.setup.clone()), commands, None, &mut ());
        let orders = &run.world.measures(0).orders;
        orders.rerouted + orders.duplicated
    };
    let is_failover = |one: &Scheduled| matches!(one.command, Command::Decision(Decision::SetFailover { .. }));
    let (off, open): (Vec<_>, Vec<_>) = lesson.solution.iter().cloned().partition(is_failover);
    assert_eq!((off.len(), moved(&[])), (1, 0), "nobody else is open");
    assert!(moved(&open) > moved(&lesson.solution), "{} and {}", moved(&open), moved(&lesson.solution));
}

#[test]
fn riders_alone_change_nothing_until_they_drive() {
    let lesson = lesson("story");
    says(&lesson, "Hire riders *and* let them drive, and Ana would only bake.");
    let hire = || given(&lesson, 31, "hire_rider outlet=\"Main Street\" count=4");
    let let_drive = || given(&lesson, 31, "set_delivery mode=\"decoupled\"");
    // How often, looking once a minute from a quarter past five, a chef is out with a box.
    let out = |commands: &[Scheduled]| {
        let mut session = pizzeria::session::Session::new(Arc::new(lesson.clone()));
        let mut seen = 0;
        for minute in 31..110 {
            let now = Time::ZERO + Span::from_mins(minute);
            session.advance(now);
            for one in commands.iter().filter(|one| one.at == now) {
                session.give(one.command.clone()).unwrap();
            }
            let chefs = session.world().outlets().iter().flat_map(|outlet| &outlet.chefs);
            let driving = chefs.filter(|chef| matches!(chef.task, Task::Driving { .. })).count();
            seen += if minute >= 75 { driving } else { 0 };
        }
        seen
    };
    assert!(out(&[hire()]) > 0, "the chefs drive, whoever was hired");
    assert_eq!(out(&[hire(), let_drive()]), 0);
}
