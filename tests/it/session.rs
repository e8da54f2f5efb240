//! A session watches a shop and changes nothing in it; what it shows adds up; it can go back, and run beside its twin.

mod board;
mod goals;

use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::*;
use pizzeria::sim::command::{Command, Decision, Fault};
use pizzeria::sim::setup::{Policy, Scheduled};
use pizzeria::sim::world::World;
use pizzeria::units::{ChefRef, OutletId, Span, Time};
use std::sync::Arc;

fn built_in(name: &str) -> Session {
    Session::new(Arc::new(scenario::load(name, &[]).unwrap()))
}

fn of(text: &str) -> Session {
    let (scenario, _) = scenario::read("test.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    Session::new(Arc::new(scenario))
}

fn at(minutes: f64) -> Time {
    Time((minutes * 60e6) as u64)
}

fn whole_log(session: &Session) -> Vec<Entry> {
    session.recorder().log.iter(Kinds::ALL).cloned().collect()
}

/// Runs past every cue.
fn play_to(session: &mut Session, to: Time) {
    while matches!(session.advance(to), Stop::Cue(_)) {}
}

/// One chef, an order every 10 minutes, each 12 minutes of work: 20 % too many.
const OVERRUN: &str = r#"
schema = 1
[scenario]
title = "Overrun"
opens = "12:00"
duration = "4h"
[menu.pizza]
work = { dist = "fixed", mean = "12m" }
[[zone]]
name = "Town"
orders_per_hour = 6.0
arrivals = "even"
[[outlet]]
name = "Main"
[slo]
promise = "30m"
target = 0.9
"#;

/// Time in the dark is no cooking. Orders were in chefs' hands in vain for as long as the log says that work was lost,
/// and who stood longest where nobody could cook did not cook meanwhile.
#[test]
fn an_order_in_the_dark_is_not_being_cooked() {
    let mut session = built_in("friday-night");
    session.finish();
    let lost = whole_log(&session).into_iter().map(|entry| match entry.what {
        What::PowerOut { lost, .. } | What::PutBack { lost, .. } => lost,
        What::IllnessNoticed { order: Some((_, lost)), .. } => lost,
        _ => Span::ZERO,
    });
    let lost = lost.fold(Span::ZERO, |sum, lost| sum + lost);
    let in_vain = session.recorder().history.done().fold(Span::ZERO, |sum, trace| sum + trace.redo);
    assert!(!lost.is_zero());
    assert_eq!(in_vain, lost);
    let trace = session.recorder().history.done().max_by_key(|trace| trace.down).unwrap();
    assert!(trace.down >= Span::from_mins(10) && trace.redo < trace.down, "{:?}, {:?}", trace.down, trace.redo);
    assert_eq!(trace.spans().into_iter().fold(Span::ZERO, |sum, span| sum + span), trace.latency());
}

#[test]
fn whoever_watches_changes_nothing() {
    for name in ["story", "friday-night", "retry-storm"] {
        let mut watched = built_in(name);
        while !watched.is_over() {
            watched.tick();
        }
        let mut alone = World::new(watched.setup().clone());
        // A lesson ends when it is decided, a shop when it closes.
        alone.advance(if watched.world().is_over() { Time::NEVER } else { watched.now() }, &mut ());
        assert_eq!(watched.world().digest(), alone.digest(), "{name}");
    }
}

#[test]
fn what_is_seen_does_not_depend_on_the_step() {
    let (mut ticks, mut leap) = (built_in("friday-night"), built_in("friday-night"));
    while !ticks.is_over() {
        ticks.tick();
        if ticks.now().0 % 7_000_000 == 0 {
            ticks.refresh();
            ticks.judge();
        }
    }
    leap.finish();
    assert_eq!(ticks.recorder().gauges.p95, leap.recorder().gauges.p95);
    assert_eq!(ticks.recorder().gauges.bad, leap.recorder().gauges.bad);
    assert_eq!(whole_log(&ticks), whole_log(&leap));
    assert_eq!(ticks.hints_ready(), leap.hints_ready());
}

#[test]
fn every_shipped_scenario_can_be_watched_and_is_judged_as_its_report_says() {
    for (name, _) in builtin::list() {
        let mut session = built_in(name);
        while !session.is_over() {
            let next = session.now() + Span::from_mins(7);
            play_to(&mut session, next);
            session.refresh();
            session.judge();
            let in_system = session.vitals().in_system;
            assert_eq!(
                session.world().orders().iter().filter(|(_, o)| o.is_live()).count() as u64,
                in_system,
                "{name}"
            );
        }
        for (goal, state) in session.scenario().goals.iter().zip(session.goals()) {
            let measures = session.world().measures(session.window_of(goal.window));
            let met = goal.metric.read(&measures, goal.scope).is_some_and(|value| goal.bound.holds(value));
            assert_eq!((state.standing == Standing::Met, state.is_final), (met, true), "{name}: {}", goal.text);
        }
    }
}

#[test]
fn spans_of_every_order_add_up() {
    let mut session = built_in("friday-night");
    for minutes in [90.0, 180.0, 250.0, 360.0] {
        play_to(&mut session, at(minutes));
        let orders = session.orders(Sort::Recent, &Filter::default(), usize::MAX);
        assert!(orders.windows(2).all(|pair| pair[0].serial > pair[1].serial));
        assert_eq!(orders.len() as u64, session.world().calls(), "all are still remembered");
        for trace in &orders {
            let sum = trace.spans().into_iter().fold(Span::ZERO, |sum, span| sum + span);
            assert_eq!(sum, trace.latency(), "#{}", trace.serial);
            assert_eq!(session.trace(trace.serial).as_ref(), Some(trace));
        }
        let slowest = session.orders(Sort::Slowest, &Filter::default(), 5);
        let most = orders.iter().map(Trace::latency).max().unwrap();
        assert_eq!(slowest[0].latency(), most);
        let lost = session.orders(Sort::Lost, &Filter::default(), usize::MAX);
        assert_eq!(lost.len() as u64, session.recorder().history.lost);
    }
}

#[test]
fn load_tells_what_utilization_hides() {
    // Six orders an hour, five an hour are the chef's best: load 120 %, busy all the time, one more in six minutes
    // waits for every hour's extra one. At 13:00 five orders have come since 12:10, work 12 min each; the sixth comes
    // at 13:00.
    let mut session = of(OVERRUN);
    play_to(&mut session, at(65.0));
    session.refresh();
    let rates = &session.rates()[0];
    assert_eq!(rates.chefs_busy, Some(1.0));
    let load = rates.load().unwrap();
    assert!((load - 1.2).abs() < 0.1, "{load}");
    assert_eq!((rates.cooking, rates.hands), (Span::from_mins(12), 1.0));
    // At 13:05: orders of 12:10 … 13:00; the fifth is being cooked since 12:58, the sixth waits. One that came now
    // waits for two of 12 minutes.
    assert_eq!(session.vitals().waiting, 1);
    assert_eq!(rates.wait, Some(Span::from_mins(24)));
}

#[test]
fn why_names_the_place_where_orders_are_stuck() {
    let mut session = of(OVERRUN);
    play_to(&mut session, at(20.0));
    session.refresh();
    assert!(session.why().unwrap().stuck().is_none(), "an hour has not made a line yet");
    play_to(&mut session, at(235.0));
    session.refresh();
    let why = session.why().unwrap();
    let stuck = why.stuck().unwrap();
    assert_eq!(stuck.id.outlet(), Some(OutletId(0)));
    assert_eq!(stuck.waiting, session.vitals().waiting);
    assert_eq!(why.still_waiting, session.vitals().in_system);
}

#[test]
fn the_budget_counts_in_orders() {
    // 23 customers are expected: 6 an hour for 4 h are 24. One in ten may be served badly: 2.
    let mut session = of(OVERRUN);
    play_to(&mut session, at(30.0));
    session.refresh();
    let budget = session.vitals().budget;
    assert_eq!((budget.expected, budget.allowed, budget.left()), (24.0, 2, 2));
    // Waits grow by 2 min an order: the n-th takes 12 + 2 (n − 1) min. Over 30 min are those from the 11th on, which is
    // placed at 1 h 50 and is overdue at 2 h 20.
    play_to(&mut session, at(139.0));
    session.refresh();
    assert_eq!(session.vitals().budget.bad, 0);
    play_to(&mut session, at(141.0));
    session.refresh();
    assert_eq!((session.vitals().budget.bad, session.vitals().errors.overdue, session.vitals().errors.late), (1, 1, 0));
    play_to(&mut session, at(143.0));
    session.refresh();
    assert_eq!((session.vitals().budget.bad, session.vitals().errors.overdue, session.vitals().errors.late), (1, 0, 1));
}

#[test]
fn hints_and_cues_come_when_their_moment_is_there() {
    let story = r#"
[[cue]]
at = "12:31"
text = "Lunch."
pause = true
[[cue]]
when = { metric = "waiting", at_least = 2 }
text = "They queue."
[[hint]]
at = "+10m"
text = "one"
[[hint]]
when = { metric = "delivered", at_least = 3 }
text = "two"
"#;
    let mut session = of(&format!("{OVERRUN}{story}"));
    assert_eq!(session.advance(at(60.0)), Stop::Cue(0));
    assert_eq!(session.now(), at(31.0));
    assert_eq!(session.hints_ready(), [0]);
    assert_eq!(session.advance(at(60.0)), Stop::Reached);
    // The third is out of the oven at 12:46.
    assert_eq!(session.hints_ready(), [0, 1]);
    // The n-th comes at 10 n and meets its chef at 10 + 12 (n − 1). At 13:20 the eighth has come and the sixth is being
    // cooked since 13:10: two wait.
    assert_eq!(session.advance(at(240.0)), Stop::Cue(1));
    assert_eq!(session.now(), at(80.0));
    assert_eq!(session.advance(at(240.0)), Stop::Over);
}

#[test]
fn a_cue_with_a_time_and_a_condition_is_told_then_or_never() {
    // At 12:45 (see above) one order waits, from 13:20 on two do.
    let story = r#"
[[cue]]
at = "12:45"
when = { metric = "waiting", at_least = 2 }
text = "They queue."
[[cue]]
at = "12:45"
when = { metric = "commands", at_most = 0 }
text = "You sit there."
[[hint]]
at = "+81m"
when = { metric = "waiting", at_least = 2 }
text = "Hire."
[[hint]]
at = "+81m"
when = { metric = "waiting", at_most = 1 }
text = "Dismiss."
"#;
    let mut session = of(&format!("{OVERRUN}{story}"));
    let start = session.clone();
    assert_eq!(session.advance(at(240.0)), Stop::Cue(1));
    assert_eq!(session.now(), at(45.0));
    assert_eq!(session.advance(at(240.0)), Stop::Over, "what was untrue at 12:45 is not told when it has become true");
    assert_eq!(session.hints_ready(), [0]);
    // The same evening, but the player has acted: what was said of one who had not is never said.
    assert!(session.rewind(at(40.0)));
    session.give(hire(0)).unwrap();
    assert_eq!(session.advance(at(240.0)), Stop::Over);
    assert_eq!(session.hints_ready(), [1], "with a second chef nobody waits");
    // Looked at in the same moments, however one gets there.
    let mut other = start;
    other.advance(at(44.9));
    assert_eq!(other.advance(at(45.2)), Stop::Cue(1));
    assert_eq!(other.now(), at(45.0));
}

#[test]
fn only_what_the_scenario_allows_is_taken() {
    let mut session = of(&OVERRUN.replace("duration = \"4h\"", "duration = \"4h\"\nallow = [\"set_policy\"]"));
    play_to(&mut session, at(5.0));
    let no = session.give(Decision::HireRider { outlet: OutletId(0), count: 1 }).unwrap_err();
    assert!(no.to_string().starts_with("No. "), "{no}");
    session.give(Decision::SetPolicy { policy: Policy::Random }).unwrap();
    assert_eq!(session.commands().len(), 1);
}

fn hire(outlet: u32) -> Command {
    Decision::HireChef { outlet: OutletId(outlet), skill: None, standby: false, count: 1 }.into()
}

/// Two outlets, ten orders waiting at the first when its power fails; the desk asks every 30 s.
const DARK: &str = r#"
schema = 1
[scenario]
title = "Dark"
opens = "12:00"
duration = "3h"
[menu.pizza]
work = { dist = "fixed", mean = "10m" }
[[zone]]
name = "Town"
at = [0.0, 0.0]
orders_per_hour = 30.0
arrivals = "even"
[[outlet]]
name = "Near"
at = [0.0, 0.0]
[[outlet]]
name = "Far"
at = [5.0, 0.0]
[[event]]
at = "12:30"
do = "power_outage"
outlet = "Near"
lasts = "20m"
"#;

#[test]
fn consequences_stand_under_their_cause() {
    let mut session = of(DARK);
    session.finish();
    let log = &session.recorder().log;
    let one = |what: fn(&What) -> bool| {
        let found: Vec<&Entry> = log.iter(Kinds::NOTABLE).filter(|entry| what(&entry.what)).collect();
        assert_eq!(found.len(), 1);
        found[0].clone()
    };
    let out = one(|what| matches!(what, What::PowerOut { .. }));
    // Orders of 12:02, 12:04 …; one takes 10 min. At 12:30 the 15 that came are 2 done, 1 in the oven since 12:22, 12
    // waiting.
    let What::PowerOut { in_ovens, lost, by, until, .. } = out.what else { unreachable!() };
    assert_eq!((in_ovens, lost, by, until), (1, Span::from_mins(8), Blame::Script(0), at(50.0)));
    assert_eq!((out.letter, out.kind, out.at), (Some(0), EntryKind::Fault, at(30.0)));
    let missed = one(|what| matches!(what, What::Learned { reachable: false, .. }));
    assert_eq!((missed.at, missed.cause), (at(30.5), Some(out.id)));
    let moved = one(|what| matches!(what, What::Rerouted { .. }));
    assert_eq!((moved.at, moved.cause), (at(30.5), Some(missed.id)));
    let What::Rerouted { to, count, line, .. } = moved.what else { unreachable!() };
    // Twelve waited, the one that was put back makes 13, and the order of 12:30 itself went in before the light did.
    assert_eq!((to, count, line), (Some(OutletId(1)), 13, (0, 12)));
    let back = one(|what| matches!(what, What::PowerBack { .. }));
    assert_eq!((back.cause, back.at), (Some(out.id), at(50.0)));
    assert_eq!((log.faults.len(), log.faults[0].over), (1, Some(at(50.0))));
    assert_eq!(log.consequences(out.id).count(), 2);
    assert_eq!(log.counts[EntryKind::Fault as usize], 1);
}

#[test]
fn what_the_player_did_is_the_players() {
    let mut session = of(DARK);
    play_to(&mut session, at(10.0));
    session.give(Fault::CutLine { outlet: OutletId(1), lasts: None }).unwrap();
    session.give(hire(0)).unwrap();
    play_to(&mut session, at(25.0));
    let log: Vec<Entry> = session.recorder().log.iter(Kinds::NOTABLE).cloned().collect();
    let cut = log.iter().find(|entry| matches!(entry.what, What::LineCut { .. })).unwrap();
    assert!(matches!(cut.what, What::LineCut { by: Blame::Player, .. }));
    let done = log.iter().find(|entry| entry.kind == EntryKind::Decision).unwrap();
    let starts = log.iter().find(|entry| matches!(entry.what, What::ChefStarts { .. })).unwrap();
    assert_eq!((starts.cause, starts.at), (Some(done.id), at(20.0)));
}

#[test]
fn a_chefs_hour_is_remembered() {
    let mut session = of(DARK);
    play_to(&mut session, at(35.0));
    let chef = pizzeria::units::ChefRef { outlet: OutletId(0), number: 0 };
    let stints = session.stints(chef);
    let shown: Vec<_> = stints.iter().map(|stint| (stint.from, stint.to, stint.what)).collect();
    let cooking = |serial, lost| Doing::Cooking { serial, item: Default::default(), lost };
    assert_eq!(
        shown,
        [
            (at(2.0), Some(at(12.0)), cooking(1, false)),
            (at(12.0), Some(at(22.0)), cooking(2, false)),
            (at(22.0), Some(at(30.0)), cooking(3, true)),
        ]
    );
    // The window of all rates begins at a half minute. Of 12:25:30 to 12:35 four and a half minutes had an order in
    // hand.
    assert_eq!(session.chef_busy(chef), Some(4.5 / 9.5));
}

#[test]
fn a_twin_without_nothing_is_the_same() {
    let mut session = built_in("story");
    play_to(&mut session, at(60.0));
    assert!(session.start_twin(Without::WhatFollows));
    session.finish();
    let twin = session.twin().unwrap();
    assert_eq!(twin.world.digest(), session.world().digest());
    let zero = session.differences().unwrap();
    assert_eq!((zero.bad, zero.waiting, zero.p95.unwrap_or(0.0), zero.till), (0, 0, 0.0, 0.0));
}

/// A run of its own: the setup's, with these commands.
fn run_of(scenario: &Scenario, commands: &[Scheduled]) -> World {
    let mut world = World::new(Arc::new(scenario.setup.clone()));
    for scheduled in commands {
        world.advance(scheduled.at, &mut ());
        let _ = world.give(&scheduled.command, &mut ());
    }
    world.finish(&mut ());
    world
}

#[test]
fn a_twin_ends_as_a_run_of_its_own_commands() {
    let mut session = of(DARK);
    play_to(&mut session, at(11.0));
    session.give(hire(0)).unwrap();
    play_to(&mut session, at(40.0));
    session.give(hire(1)).unwrap();
    play_to(&mut session, at(64.0));
    assert!(session.start_twin(Without::Command(0)));
    assert_eq!(session.twin_lags(), Span::ZERO);
    play_to(&mut session, at(90.0));
    session.give(hire(1)).unwrap();
    session.finish();
    let twin = session.twin().unwrap();
    let left: Vec<Scheduled> = session.commands()[1..].to_vec();
    assert_eq!(twin.world.digest(), run_of(session.scenario(), &left).digest());
    assert_ne!(twin.world.digest(), session.world().digest());
    assert_eq!(session.world().digest(), run_of(session.scenario(), session.commands()).digest());
    assert!(!session.start_twin(Without::Command(9)), "there is no such command");
}

#[test]
fn a_twin_without_the_fault_never_had_it() {
    let mut session = of(DARK);
    play_to(&mut session, at(60.0));
    assert!(session.start_twin(Without::Event(0)));
    session.finish();
    let calm = of(DARK.split("[[event]]").next().unwrap());
    let twin = session.twin().unwrap();
    assert_eq!(twin.world.digest(), run_of(calm.scenario(), &[]).digest());
    assert_eq!(twin.recorder.log.faults.len(), 0);
    // In the dark orders went to Far, where otherwise nobody has anything to do.
    assert!(session.differences().unwrap().delivered > 0);
}

#[test]
fn two_histories_are_compared_customer_by_customer() {
    // One chef alone serves the n-th order, placed at 10 n, at 12 n + 10. With a second from 12:10 on, who begins at
    // 12:20, each is served 12 min after its call but the first two: the second waits for nobody at 12:20.
    let mut session = of(OVERRUN);
    play_to(&mut session, at(9.0));
    assert!(session.start_twin(Without::WhatFollows));
    session.give(hire(0)).unwrap();
    assert_eq!(session.beside_twin(), Some(Comparison::default()));
    play_to(&mut session, at(59.0));
    // Done by 12:59: alone 22, 34, 46, 58; with two 22, 32, 42, 52 (of 13:02 nobody knows yet).
    let beside = session.beside_twin().unwrap();
    assert_eq!(beside.sooner, [6.0, 4.0, 2.0].map(|minutes| Span(at(minutes).0)));
    assert_eq!((beside.later.len(), beside.same, beside.only_first, beside.only_second), (0, 1, 0, 0));
    assert_eq!(beside.differing.first().map(|first| (first.zone, first.n)), Some((Default::default(), 1)));
}

/// The lost count. In the dark for the last hour and a half, with everybody's patience 20 min: whom the cut drove away
/// is worse off by it, and a percentile in which the lost are slower than everybody does not say that the cut made the
/// shop quick.
#[test]
fn side_by_side_the_lost_are_the_slowest() {
    let text = OVERRUN
        .replace("12m", "6m")
        .replace("arrivals = \"even\"", "arrivals = \"even\"\npatience = { dist = \"fixed\", mean = \"20m\" }");
    let dark = "[[event]]\nat = \"14:30\"\ndo = \"power_outage\"\noutlet = \"Main\"\nlasts = \"3h\"\n[dispatch]\nhealth_check = \"5h\"\n";
    let mut session = of(&format!("{text}{dark}"));
    assert!(session.start_twin(Without::Event(0)));
    session.finish();
    let beside = session.beside_twin().unwrap();
    // Served by 14:30: the calls of 12:10 … 14:20, 14. The next had been begun, and waits for ever. Those of 14:40 …
    // 15:40 are lost by 16:00; without the cut none is.
    assert_eq!((beside.same, beside.better(), beside.worse(), beside.only_second), (14, 0, 7, 7));
    assert_eq!(beside.customers(), 21);
    let twin = session.twin().unwrap();
    let waits = |history| comparison::waits(history, Time::NEVER);
    let (ours, theirs) = (waits(&session.recorder().history), waits(&twin.recorder.history));
    assert_eq!(ours.iter().filter(|wait| wait.is_none()).count(), 7);
    assert!(ours[..14].iter().all(|wait| *wait == Some(Span::from_mins(6))) && ours[14..].iter().all(Option::is_none));
    assert!(theirs.iter().all(Option::is_some));
}

#[test]
fn gone_back_it_is_as_it_was() {
    let mut session = built_in("friday-night");
    play_to(&mut session, at(100.0));
    session.give(hire(0)).unwrap();
    play_to(&mut session, at(143.0));
    let (digest, log, p95) = (session.world().digest(), whole_log(&session), session.recorder().gauges.p95.clone());
    let orders = session.orders(Sort::Recent, &Filter::default(), usize::MAX);
    let bad = session.recorder().gauges.bad.clone();
    let mut unbroken = session.clone();
    unbroken.finish();
    play_to(&mut session, at(180.0));
    session.give(hire(0)).unwrap();
    play_to(&mut session, at(200.0));
    assert!(!session.rewind(at(201.0)), "that is still to come");
    assert!(session.rewind(at(143.0)));
    assert_eq!(session.world().digest(), digest);
    assert_eq!(whole_log(&session), log);
    assert_eq!((session.recorder().gauges.p95.clone(), session.recorder().gauges.bad.clone()), (p95, bad));
    assert_eq!(session.orders(Sort::Recent, &Filter::default(), usize::MAX), orders);
    assert_eq!(session.commands().len(), 1);
    session.finish();
    assert_eq!(session.world().digest(), unbroken.world().digest());
    assert_eq!(whole_log(&session), whole_log(&unbroken));
    assert!(session.rewind(Time::ZERO));
    assert_eq!((session.now(), session.commands().len(), session.world().calls()), (Time::ZERO, 0, 0));
}

/// A tray of four bases, five minutes each, and then the window is gone, or another batch is set.
#[test]
fn a_tray_is_seen_as_long_as_it_took_whatever_was_decided_meanwhile() {
    let text = r#"
[scenario]
opens = "11:00"
duration = "4h"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
base_time = "5m"
[[zone]]
name = "Z"
arrivals = "even"
orders_per_hour = 0.1
[[outlet]]
name = "A"
prep = { item = "pizza", from = "11:00", to = "14:00", target = 4, batch = 4 }
[[event]]
at = "11:15"
do = "EVENT"
outlet = "A"
"#;
    for event in ["clear_prep", "upgrade_chefs", "slow_chef\"\nfactor = 0.5\nlasts = \"1m"] {
        let mut session = of(&text.replace("EVENT", event));
        session.advance(at(50.0));
        let stints = session.stints(ChefRef { outlet: OutletId(0), number: 0 });
        let trays: Vec<_> = stints.iter().filter(|stint| stint.what == (Doing::Tray { bases: 4 })).collect();
        assert_eq!(trays.len(), 1, "{event}: {stints:?}");
        assert_eq!(trays[0].from, at(0.0), "{event}");
        assert!(trays[0].to.unwrap() >= at(20.0), "{event}");
    }
}
