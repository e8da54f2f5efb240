//! Instruction counts instead of times, which do not depend on how busy the machine is.
//!
//! `.ci/counts` runs every case under callgrind, which counts instructions and simulates two caches, and compares with
//! `benches/counts.txt`. Only what runs inside [`counted`] is counted. A case is named on the command line; without a
//! name all of the table are listed. What a case prints is by how many units (orders, ticks, frames) its counts are to
//! be divided.

#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
mod hand;
// Each bench uses some of the shops.
#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
mod shops;

use hand::{measured, plain};
use pizzeria::app::settings::{Depth, Ground, Settings};
use pizzeria::app::{App, Game, Input, Screen, View};
use pizzeria::report::{self, PlayerStats, Report};
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::prove::{gathered, trial};
use pizzeria::session::replicate::{reseeded, run, run_lesson};
use pizzeria::session::{Session, Stop};
use pizzeria::sim::setup::{Policy, Setup};
use pizzeria::sim::world::World;
use pizzeria::ui::{self, Canvas};
use pizzeria::units::{Span, Time};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::hint::black_box;
use std::sync::Arc;

/// A case: its name, the unit that its counts are divided by, and the work, which returns its number of units.
type Case = (&'static str, &'static str, fn() -> u64);

const CASES: &[Case] = &[
    ("w1", "order", || engine(shops::town(1, 8, 0, Policy::Nearest), 3_000)),
    ("w2", "order", || engine(w2(), 300)),
    ("w2-plain", "order", || counted(|| plain::run::<10>(1, hours(300), 20).orders)),
    ("w2-measured", "order", || counted(|| measured::run::<10>(1, hours(300), 20).orders)),
    ("large-jsq", "order", || engine(large(), 2)),
    ("large-digest", "order", large_digest),
    ("story", "run", || evening(false)),
    ("story-digest", "run", || evening(true)),
    ("day", "order", || day(false)),
    ("day-digest", "order", || day(true)),
    ("day-watched", "order", watched),
    ("settle-night", "tick", || settle(shops::night(), 7_920)),
    ("settle-chain", "tick", || settle(shops::chain(), 600)),
    ("estimate-night", "moment", estimate),
    ("city-night", "frame", || frame(shops::night(), 7_920, View::City, (120, 40))),
    ("city-chain", "frame", || frame(shops::chain(), 600, View::City, (300, 100))),
    ("orders-chain", "frame", || frame(shops::chain(), 600, View::Orders, (300, 100))),
];

/// Counted when asked for by name, but not held to a table: what it does changes with every lesson.
const BESIDE: &[Case] = &[("prove", "seed", prove)];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if wanted.is_empty() {
        CASES.iter().for_each(|(name, ..)| println!("{name}"));
    }
    for (name, unit, case) in CASES.iter().chain(BESIDE).filter(|(name, ..)| wanted.iter().any(|word| word == name)) {
        println!("{name} {} {unit}", case());
    }
}

/// The one function inside which callgrind counts.
#[inline(never)]
fn counted<T>(work: impl FnOnce() -> T) -> T {
    black_box(work())
}

fn hours(hours: u64) -> u64 {
    hours * 3_600_000_000
}

fn w2() -> Setup {
    shops::town(10, 8, 20, Policy::ShortestQueue)
}

fn large() -> Setup {
    shops::town(1_000, 20, 50, Policy::ShortestQueue)
}

/// The engine alone, in process, without observers and digest.
fn engine(setup: Setup, length: u64) -> u64 {
    let setup = Setup { seed: 1, duration: Span(hours(length)), ..setup };
    let mut world = World::new(Arc::new(setup));
    counted(|| world.finish(&mut ()));
    world.measures(0).orders.arrived
}

fn large_digest() -> u64 {
    let mut world = World::new(Arc::new(Setup { seed: 1, duration: Span(hours(2)), ..large() }));
    world.finish(&mut ());
    counted(|| world.digest());
    world.measures(0).orders.arrived
}

/// The story as `pizzeria run` runs it, or only its digest.
fn evening(digest: bool) -> u64 {
    const SEEDS: u64 = 10;
    let scenario = scenario::load("story", &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let setup = Arc::new(scenario.setup.clone());
    for seed in 1..=SEEDS {
        let setup = reseeded(&setup, seed);
        if digest {
            let world = run_lesson(&scenario, &setup, &[], None, &mut ()).world;
            counted(|| world.digest());
        } else {
            counted(|| {
                let run = run_lesson(&scenario, &setup, &[], None, &mut ());
                report::json::print(&Report::of(&scenario, &run.world, run.commands(), PlayerStats::default()).sheet())
                    .len()
            });
        }
    }
    SEEDS
}

fn day(digest: bool) -> u64 {
    let setup = Arc::new(shops::day().setup);
    let world = match digest {
        false => counted(|| run(&setup, &[], None, &mut ()).world),
        true => {
            let world = run(&setup, &[], None, &mut ()).world;
            counted(|| world.digest());
            world
        }
    };
    world.measures(0).orders.arrived
}

/// The day as a game, tick by tick.
fn watched() -> u64 {
    let mut session = Session::new(Arc::new(shops::day()));
    counted(|| while session.tick() != Stop::Over {});
    session.world().measures(0).orders.arrived
}

/// All lessons, each on two seeds.
fn prove() -> u64 {
    let lessons: Vec<Scenario> = builtin::list()
        .map(|(name, _)| scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}")))
        .filter(|scenario| !scenario.goals.is_empty())
        .collect();
    counted(|| {
        for scenario in &lessons {
            let trials: Vec<_> = (1..=2).map(|seed| trial(scenario, seed)).collect();
            black_box(gathered(scenario, &trials).holds());
        }
    });
    2
}

/// A dashboard with a shop that has run for so many seconds.
fn dashboard(scenario: Scenario, seconds: u64) -> App {
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(Arc::new(scenario), "bench.toml".into(), None, guesses);
    while game.now() < Time::ZERO + Span::from_secs(seconds) {
        let next = Time(game.now().0 + 10_000_000);
        game.session.advance(next);
    }
    game.session.refresh();
    game.session.judge();
    let mut app = App::new((120, 40), None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Live(Box::new(game)));
    app
}

/// The work after a tick: updating vitals, rates and "why".
fn settle(scenario: Scenario, seconds: u64) -> u64 {
    const TICKS: u64 = 20;
    let mut app = dashboard(scenario, seconds);
    if let Some(game) = app.live_mut() {
        for _ in 0..TICKS {
            game.session.tick();
            counted(|| game.session.refresh());
        }
    }
    TICKS
}

/// What an order that came now would meet, as the panel "Why" shows it.
fn estimate() -> u64 {
    const MOMENTS: u64 = 5;
    let mut app = dashboard(shops::night(), 7_920);
    if let Some(game) = app.live_mut() {
        for _ in 0..MOMENTS {
            let next = Time(game.now().0 + 60_000_000);
            game.session.advance(next);
            game.session.refresh();
            counted(|| game.session.placed_now().sure);
        }
    }
    MOMENTS
}

/// A frame drawn into a buffer and compared with the one before.
fn frame(scenario: Scenario, seconds: u64, view: View, size: (u16, u16)) -> u64 {
    const FRAMES: u64 = 5;
    let mut app = dashboard(scenario, seconds);
    app.update(Input::Resize(size.0, size.1));
    if let Some(game) = app.live_mut() {
        game.view = view;
    }
    let area = Rect::new(0, 0, size.0, size.1);
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(&app);
    let mut before = Buffer::empty(area);
    let mut buffer = Buffer::empty(area);
    for _ in 0..FRAMES {
        if let Some(game) = app.live_mut() {
            game.session.tick();
            game.session.refresh();
            // Made every few seconds of the shop, and a case of its own.
            black_box(game.session.placed_now());
        }
        counted(|| {
            buffer.reset();
            canvas.prepare(&app);
            ui::paint(&app, &canvas, &mut buffer);
            black_box(ui::changes(&before, &buffer).count());
        });
        std::mem::swap(&mut before, &mut buffer);
    }
    FRAMES
}
