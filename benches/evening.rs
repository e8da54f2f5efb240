//! What a player or an author waits for: a day of 50,000 orders, going back in it, a debrief, a proof, reading a file,
//! the first frame. Measured in one run on one machine; the goals are times that a player does not notice.
//!
//! `cargo bench --bench evening` (`-- --quick`: fewer rounds; `-- rewind`: only rows with that word in their names).
//! `-- --long 10000000` instead runs one shop until so many orders have arrived and prints its peak memory.

mod kit;
// Each bench uses some of the shops.
#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
mod shops;

use kit::{Table, microseconds, millis};
use pizzeria::app::{Ending, Game};
use pizzeria::report::{self, Report};
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::prove::{gathered, trial};
use pizzeria::session::replicate::{run, side_by_side};
use pizzeria::session::{Preview, Session, Stop};
use pizzeria::sim::command::Command;
use pizzeria::sim::world::World;
use pizzeria::units::{Span, Time};
use std::hint::black_box;
use std::sync::Arc;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let Some(at) = words.iter().position(|word| word == "--long") {
        let orders = words.get(at + 1).and_then(|word| word.parse().ok()).unwrap_or(10_000_000.0);
        return long(orders);
    }
    let quick = words.iter().any(|word| word == "--quick");
    let rounds = if quick { 3 } else { 11 };
    let mut table = Table::new(rounds, words.into_iter().find(|word| !word.starts_with('-')));
    day(&mut table);
    lessons(&mut table);
    files(&mut table);
    start_up(&mut table);
}

fn played(scenario: &Arc<Scenario>) -> Session {
    let mut session = Session::new(scenario.clone());
    session.finish();
    session
}

fn day(table: &mut Table) {
    let scenario = Arc::new(shops::day());
    let setup = Arc::new(scenario.setup.clone());
    if !table.wants(&["day", "rewind", "clone", "report", "digest"]) {
        return;
    }
    let world = run(&setup, &[], None, &mut ()).world;
    println!("the day has {} orders", world.measures(0).orders.arrived);
    table.time("day: headless", "", || run(&setup, &[], None, &mut ()).world.now());
    table.time("day: in ticks of 1 s", "", || {
        let mut world = World::new(setup.clone());
        let mut at = Time::ZERO;
        while !world.is_over() {
            at += Span::from_secs(1);
            world.advance(at, &mut ());
        }
        world.now()
    });
    table.time("day: watched, as a game, in ticks of 1 s", "", || {
        let mut session = Session::new(scenario.clone());
        while session.tick() != Stop::Over {}
        session.now()
    });
    let mut busy = World::new(setup.clone());
    busy.advance(Time::ZERO + Span::from_hours(8), &mut ());
    table.time("clone of the world at 19:00", "", || busy.clone().now());
    table.time("digest of the world at 19:00", "", || busy.digest());
    table.time("report: measured and written as JSON", "", || {
        report::json::print(&Report::of(&scenario, &world, Default::default(), Default::default()).sheet()).len()
    });
    let session = played(&scenario);
    // Moments spread by the golden ratio, none on a checkpoint.
    let moments: Vec<Time> = (1..=60u64).map(|n| Time((n * 26_699_287_411) % scenario.setup.duration.0)).collect();
    table.each("rewind to any moment of the day", "50 ms", &moments, |at| {
        let mut copy = session.clone();
        millis(|| {
            black_box(copy.rewind(*at));
        })
    });
}

/// The lessons with a goal, each with its own solution played.
fn lessons(table: &mut Table) {
    let all: Vec<Arc<Scenario>> = builtin::list()
        .map(|(name, _)| Arc::new(scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"))))
        .filter(|scenario| !scenario.goals.is_empty())
        .collect();
    table.each("debrief: all other histories of a lesson", "100 ms", &all, |scenario| {
        let mut game = Game::new(scenario.clone(), scenario.name.clone(), None, vec![None; scenario.predictions.len()]);
        for scheduled in &scenario.solution {
            while game.session.now() < scheduled.at && !game.session.is_over() {
                game.session.advance(scheduled.at);
            }
            let _ = game.session.give(scheduled.command.clone());
        }
        game.session.finish();
        let mut ending = Ending::new(Box::new(game));
        millis(|| {
            while ending.is_computing() {
                ending.step();
            }
        })
    });
    previews(table, &all);
    let trials: Vec<(Arc<Scenario>, u64)> =
        all.iter().flat_map(|scenario| (1..=10).map(move |seed| (scenario.clone(), seed))).collect();
    table.time("prove: all lessons, 10 seeds, all cores", "10 s", || {
        side_by_side(&trials, |(scenario, seed)| trial(scenario, *seed)).len()
    });
    table.time("prove: all lessons, 10 seeds, one core", "", || {
        all.iter()
            .filter(|scenario| {
                let trials: Vec<_> = (1..=10).map(|seed| trial(scenario, seed)).collect();
                gathered(scenario, &trials).holds()
            })
            .count()
    });
}

/// The next hour with and without an act, at every tenth minute of every lesson; its worst moment is named.
fn previews(table: &mut Table, all: &[Arc<Scenario>]) {
    let name = "menu: the next hour of an act, five futures";
    if !table.wants(&["menu", "hour"]) {
        return;
    }
    let mut moments: Vec<(Session, Command)> = Vec::new();
    for scenario in all {
        let Some(first) = scenario.solution.first() else { continue };
        let mut session = Session::new(scenario.clone());
        let mut given = scenario.solution.iter().peekable();
        while !session.is_over() {
            moments.push((session.clone(), first.command.clone()));
            let to = session.now() + Span::from_mins(10);
            while session.now() < to && !session.is_over() {
                let due = given.peek().map_or(to, |next| next.at.min(to));
                session.advance(due);
                while let Some(next) = given.next_if(|next| next.at <= session.now()) {
                    let _ = session.give(next.command.clone());
                }
            }
        }
    }
    let mut worst = (0.0, String::new());
    table.each(name, "40 ms", &moments, |(session, command)| {
        let took = millis(|| {
            let mut preview = Preview::new(session);
            preview.ask(Some(command));
            while !preview.step(Span::from_hours(1)) {}
            black_box(preview.is_done());
        });
        if took > worst.0 {
            let clock = session.now().clock(session.setup().opens);
            worst = (took, format!("{} at {clock}", session.scenario().name));
        }
        took
    });
    println!("  the longest: {:.1} ms, {} ({} moments)", worst.0, worst.1, moments.len());
}

fn files(table: &mut Table) {
    let shelf: Vec<(&str, &str)> = builtin::list().collect();
    table.each("load: a scenario that comes with the program", "", &shelf, |(name, text)| {
        microseconds(|| {
            black_box(scenario::read(name, text, None, &[]).is_ok());
        }) / 1e3
    });
    let outlet =
        |n: u32| format!("[[outlet]]\nname = \"No. {n}\"\nat = [1.5, 2.5]\nriders = 5\n[[outlet.chef]]\ncount = 3\n");
    let large: String = (0..100_000).map(outlet).collect();
    let large = format!(
        "[menu.pizza]\nwork = {{ dist = \"fixed\", mean = \"4m\" }}\n[[zone]]\nname = \"Town\"\norders_per_hour = 10\n{large}"
    );
    table.time("load: 100,000 outlets", "", || scenario::read("large.toml", &large, None, &[]).is_ok());
}

fn start_up(table: &mut Table) {
    table.each("start-up: to the first picture, in a terminal that answers", "50 ms", &[(); 11], |()| {
        kit::first_picture()
    });
    let words = |words: &'static [&'static str]| move || kit::program(words);
    table.time("start-up: `pizzeria --version`", "", words(&["--version"]));
    table.time("start-up: `pizzeria run story`", "", words(&["run", "story"]));
}

/// One shop with kitchen and road 90 % busy, until so many orders have arrived.
fn long(orders: f64) {
    let per_hour = 432_000.0;
    let text = format!(
        "[scenario]\nduration = \"{}s\"\n[menu.pizza]\nwork = {{ dist = \"exponential\", mean = \"10s\" }}\n[[zone]]\nname = \"Town\"\n\
         orders_per_hour = {per_hour}\n[dispatch]\npolicy = \"shortest_queue\"\n[delivery]\nmode = \"decoupled\"\n\
         handover = {{ dist = \"exponential\", mean = \"25s\" }}\n",
        (orders / per_hour * 3_600.0).round()
    );
    let outlet = |n: u32| format!("[[outlet]]\nname = \"No. {n}\"\nriders = 334\n[[outlet.chef]]\ncount = 134\n");
    let text = (0..10).map(outlet).fold(text, |text, outlet| text + &outlet);
    let scenario = scenario::read("long.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0;
    let setup = Arc::new(scenario.setup.clone());
    let mut arrived = 0;
    let seconds = millis(|| arrived = run(&setup, &[], None, &mut ()).world.measures(0).orders.arrived) / 1e3;
    let nanos = seconds * 1e9 / arrived as f64;
    println!("{arrived} orders in {seconds:.1} s ({nanos:.0} ns an order); memory at most: {}", kit::most_memory());
}
