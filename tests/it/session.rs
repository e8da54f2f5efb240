//! A session watches a shop and changes nothing in it.

use pizzeria::scenario;
use pizzeria::session::{Kinds, Session, Stop, Without};
use pizzeria::sim::world::World;
use pizzeria::units::{Span, Time};
use std::sync::Arc;

fn session(name: &str) -> Session {
    Session::new(Arc::new(scenario::load(name, &[]).unwrap()))
}

fn at(minutes: u64) -> Time {
    Time(minutes * 60_000_000)
}

#[test]
fn whoever_watches_changes_nothing() {
    for name in ["story", "friday-night", "retry-storm"] {
        let mut watched = session(name);
        while watched.tick() != Stop::Over {}
        let mut alone = World::new(watched.setup.clone());
        alone.finish(&mut ());
        assert_eq!(watched.world.digest(), alone.digest(), "{name}");
    }
}

#[test]
fn what_is_seen_does_not_depend_on_the_step() {
    let mut ticks = session("friday-night");
    let mut leap = session("friday-night");
    while ticks.tick() != Stop::Over {}
    leap.finish();
    assert_eq!(ticks.watch.gauges.p95, leap.watch.gauges.p95);
    assert_eq!(ticks.watch.gauges.bad, leap.watch.gauges.bad);
    let all = |session: &Session| session.watch.log.iter(Kinds::ALL).cloned().collect::<Vec<_>>();
    assert_eq!(all(&ticks), all(&leap));
}

#[test]
fn dump() {
    let mut s = session("friday-night");
    let mut t = 0;
    while !s.is_over() {
        t += 30;
        s.advance(at(t));
        s.refresh();
        let w = s.why.as_ref().unwrap();
        println!("{t} {:?}\n   {:?} {:?}", s.vitals, w.verdict, w.stuck());
        println!("   moved {:?}", w.moved);
    }
    for e in s.watch.log.iter(Kinds::NOTABLE).take(150) {
        println!("{:?} {:?} {:?} {:?} {:?}", e.at, e.letter, e.kind, e.cause, e.what);
    }
    println!("{:?} {:?}", s.composition(None), s.placed_now());
}

#[test]
fn a_twin_without_nothing_is_the_same() {
    let mut s = session("story");
    s.advance(at(60));
    assert!(s.start_twin(Without::WhatFollows));
    s.finish();
    let twin = s.twin.as_ref().unwrap();
    assert_eq!(twin.world.digest(), s.world.digest());
    let zero = s.differences().unwrap();
    assert_eq!((zero.bad, zero.waiting, zero.p95.unwrap_or(0.0), zero.till), (0, 0, 0.0, 0.0));
    let _ = Span::ZERO;
}
