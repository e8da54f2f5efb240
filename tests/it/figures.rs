//! One number, one place: figures that name the same thing, on different panels, in the report and in the log, held
//! against each other over random moments of random shops. `PIZZERIA_FIGURES=10000 cargo test --test it figures` draws
//! more of them; a failure is one number to report.

use crate::shops::{Kind, shop};
use pizzeria::app::settings::{Depth, Ground, Settings};
use pizzeria::app::{App, Game, Screen, View};
use pizzeria::chance::{Draws, Source};
use pizzeria::scenario::{self, Scenario};
use pizzeria::session::Session;
use pizzeria::sim::chef::{Duty, Task};
use pizzeria::sim::explain::{Standstill, StationId};
use pizzeria::sim::metric::{Metric, Scope, resolve};
use pizzeria::sim::order::{Customer, Order, Stage};
use pizzeria::text::numbers;
use pizzeria::ui::{self, Canvas};
use pizzeria::units::{ChefRef, OutletId, Span, Time, ZoneId};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

const PLAIN: &str = "schema = 1\n[scenario]\ntitle = \"Drawn\"\n[menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n\
                     [[zone]]\nname = \"Z\"\norders_per_hour = 6.0\n[[outlet]]\nname = \"A\"\n";

/// A random shop at a random moment, its player's commands given. Measures begin at opening, so that what is counted
/// since then can be held against what is there.
fn drawn(number: u64) -> Game {
    let kind = if number.is_multiple_of(5) { Kind::Calm } else { Kind::Wild };
    let shop = shop(number, kind);
    let (plain, _) = scenario::read("drawn.toml", PLAIN, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut setup = shop.setup;
    setup.warmup = Span::ZERO;
    let mut draws = Draws::keyed(number, Source::Estimate, 1, 0);
    let at = Time(1 + draws.below(setup.duration.0));
    let scenario = Arc::new(Scenario { setup, ..plain });
    let mut game = Game::new(scenario, "drawn.toml".into(), None, Vec::new());
    for (when, command) in shop.player.into_iter().take_while(|(when, _)| *when <= at) {
        game.session.advance(when);
        let _ = game.session.give(command);
    }
    game.session.advance(at);
    game.session.refresh();
    game.session.judge();
    game.names.update(game.session.world());
    game.pace.paused = true;
    game
}

/// What names the same thing: a name, and all the figures that bear it.
struct Figures(Vec<(String, Vec<f64>)>);

impl Figures {
    fn same<const N: usize>(&mut self, name: &str, values: [f64; N]) {
        self.0.push((name.into(), values.to_vec()));
    }

    fn hold(&self, number: u64) {
        for (name, values) in &self.0 {
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert!(most - least <= 1e-6 * most.abs().max(1.0), "shop {number}: {name}: {values:?}");
        }
    }
}

fn metric(word: &str, live: bool) -> Metric {
    resolve(word, live).unwrap_or_else(|_| panic!("{word} is a metric"))
}

fn known(value: Option<f64>) -> f64 {
    value.unwrap_or(-1.0)
}

fn counts(session: &Session, figures: &mut Figures) {
    let (world, v) = (session.world(), session.vitals());
    let report = world.measures(0);
    let why = session.why().expect("it was refreshed");
    let tickets =
        || world.outlets().iter().flat_map(|outlet| outlet.queues.iter().flat_map(|q| q.iter(world.orders())));
    let live = world.orders().iter().filter(|(_, order)| order.is_live()).count() as f64;
    let (c, o, slo) = (&report.customers, &report.orders, &report.slo);
    let gauge = |word| known(session.reads(metric(word, true), Scope::Shop));
    figures.same(
        "in the shop",
        [
            v.in_system as f64,
            why.still_waiting as f64,
            o.in_system as f64,
            live,
            gauge("in_system"),
            (c.open - c.between_calls) as f64,
        ],
    );
    let lines: u64 = world.outlets().iter().map(|outlet| outlet.waiting.value()).sum();
    figures.same("tickets in line", [lines as f64, tickets().count() as f64, gauge("waiting")]);
    let at_desk = |order: &Order| matches!(order.stage, Stage::AtDesk | Stage::Writing);
    let at_desk = world.orders().iter().filter(|(_, order)| at_desk(order)).count() as u64;
    figures.same(
        "who waits for books, a clerk or a chef",
        [v.waiting as f64, world.waiting() as f64, (lines + at_desk) as f64],
    );
    let ghosts = tickets()
        .filter(|key| world.orders()[*key].customer != Customer::Waiting && !world.orders()[*key].is_house())
        .count();
    let shown: u64 = session.rates().iter().map(|rates| rates.ghosts).sum();
    figures.same("tickets of nobody", [v.ghosts as f64, shown as f64, ghosts as f64]);
    figures.same("between two calls", [v.later as f64, c.between_calls as f64, world.recalls().count() as f64]);
    figures.same("late calls", [v.errors.late as f64, o.late as f64]);
    figures.same("turned away", [v.errors.refused as f64, o.refused as f64]);
    figures.same("walked out", [v.errors.abandoned as f64, o.abandoned as f64]);
    figures.same("not reached", [v.errors.unreachable as f64, o.unreachable as f64]);
    figures.same("forgotten", [v.errors.forgotten as f64, o.forgotten as f64]);
    figures.same("made for nobody", [v.errors.wasted as f64, o.wasted as f64]);
    let archive = &session.recorder().history;
    figures.same("lost calls", [archive.lost as f64, o.lost() as f64]);
    figures.same("ended calls", [archive.finished as f64, (o.delivered + o.lost()) as f64]);
    figures.same("calls", [world.calls() as f64, o.arrived as f64, (o.delivered + o.lost() + o.in_system) as f64]);
    figures.same("customers", [c.called as f64, slo.customers as f64, (c.in_time + c.late + c.lost + c.open) as f64]);
    figures.same("served in time", [c.in_time as f64, slo.good as f64]);
    figures.same("bad customers", [v.budget.bad as f64, slo.bad as f64]);
    figures.same("overdue", [v.errors.overdue as f64, why.lately.overdue as f64, (slo.bad - c.late - c.lost) as f64]);
    figures.same("on time", [known(v.budget.on_time), known(slo.on_time_ratio), known(c.on_time_ratio)]);
    if session.setup().money.cash.is_none() {
        figures.same("profit", [v.till.dollars(), report.money.profit]);
    }
    figures.same("till", [v.till.0 as f64, world.till().balance(world.now()).0 as f64]);
    let busy = |word| known(session.reads(metric(word, false), Scope::Shop));
    figures.same("chefs busy", [known(v.saturation.chefs), busy("utilization.chefs")]);
    figures.same("riders busy", [known(v.saturation.riders), busy("utilization.riders")]);
}

fn flows(session: &Session, figures: &mut Figures) {
    let (world, t) = (session.world(), &session.vitals().traffic);
    let zones: f64 = (0..world.zones().len() as u32).map(|z| session.zone_rate(ZoneId(z))).sum();
    figures.same("calls an hour", [t.arriving_per_hour, zones]);
    let delivered: f64 = session.rates().iter().map(|rates| rates.delivered_per_hour).sum();
    figures.same("deliveries an hour", [t.delivered_per_hour, delivered]);
    let lately = session.why().expect("it was refreshed").lately;
    let refused: u64 = session.rates().iter().map(|rates| rates.passed.refused).sum();
    figures.same("turned away lately", [lately.refused as f64, refused as f64]);
    let d = &session.vitals().doors;
    let zone_calls: u64 = (0..world.zones().len() as u32).map(|z| session.zone_calls(ZoneId(z))).sum();
    figures.same("calls lately", [(d.first + d.again) as f64, zone_calls as f64]);
    figures.same("lost lately", [d.lost as f64, lately.lost() as f64]);
    figures.same(
        "orders to the desk and from it",
        [
            (d.held_then + d.first + d.again + d.in_doubt + d.parts) as f64,
            (d.sent + d.unreachable + d.limited + d.left + d.forgotten + d.held_now) as f64,
        ],
    );
    let phones = world.desk().phones.as_ref();
    let rung = phones.map_or(0, |phones| phones.waiting() + phones.calls().count());
    let rung = rung + world.order_books().map_or(0, |books| books.waiting());
    figures.same("kept at the desk", [d.held_now as f64, (world.desk().held.len() + rung) as f64]);
    let sent: u64 = session.rates().iter().map(|rates| rates.passed.arrived - rates.passed.moved_in).sum();
    figures.same("sent by the desk and come to outlets", [d.sent as f64, sent as f64]);
    if world.now() < world.setup().closing() {
        figures.same(
            "customers gone home, and those who called again",
            [(d.later_then + d.will_again) as f64, (d.again + d.later_now) as f64],
        );
    }
    let hours = session.rates()[0].over.hours();
    figures.same("lost an hour", [t.lost_per_hour, lately.lost() as f64 / hours]);
    for (o, rates) in session.rates().iter().enumerate() {
        let p = &rates.passed;
        figures.same(
            &format!("tickets into outlet {o} and out of it"),
            [
                (p.inside_then + p.arrived + p.trays_ordered) as f64,
                (p.cooked
                    + p.handed
                    + p.trays_baked
                    + p.refused
                    + p.walked
                    + p.moved
                    + p.dropped
                    + p.burnt
                    + p.inside_now) as f64,
            ],
        );
        figures.same(
            &format!("boxes out of the kitchen of outlet {o} and away"),
            [(p.after_then + p.cooked + p.handed) as f64, (p.delivered + p.ready + p.wasted + p.after_now) as f64],
        );
        let away = |order: &&Order| {
            order.outlet.index() == o && matches!(order.stage, Stage::Blocked | Stage::Shelf | Stage::Riding)
        };
        let there = world.orders().iter().map(|(_, order)| order).filter(away).count();
        figures.same(&format!("boxes after the kitchen of outlet {o}"), [p.after_now as f64, there as f64]);
        let outlet = &world.outlets()[o];
        // The chef's own row, and the sum over all chefs where there is one.
        if let [only] = &outlet.chefs[..]
            && only.duty == Duty::Present
            && !only.standby
        {
            let who = ChefRef { outlet: OutletId(o as u32), number: 0 };
            let busy = [known(session.chef_busy(who)), known(rates.chefs_busy)];
            figures.same(&format!("the only chef of outlet {o}, busy"), busy);
        }
        let cooking = outlet.chefs.iter().filter(|chef| matches!(chef.task, Task::Cooking { .. })).count();
        let inside = outlet.waiting.value() as usize + outlet.hanging.len() + cooking + outlet.at_lamps();
        figures.same(&format!("tickets at outlet {o}"), [p.inside_now as f64, inside as f64]);
        figures.same(&format!("to outlet {o}"), [session.edge_rate(OutletId(o as u32)), rates.arriving_per_hour]);
        let station = session.why().and_then(|why| {
            why.stations.iter().find(|station| station.id == StationId::Chefs(OutletId(o as u32))).copied()
        });
        let station = station.expect("every outlet has chefs");
        let hanging = if let Some(Standstill::LineCut { .. }) = station.standstill { outlet.hanging.len() } else { 0 };
        figures.same(
            &format!("in line at outlet {o}"),
            [station.waiting as f64, outlet.waiting.value() as f64 + hanging as f64],
        );
        figures.same(
            &format!("load of outlet {o}"),
            [
                known(station.load()),
                known(rates.load()),
                known(session.load_with(OutletId(o as u32), &pizzeria::session::rates::known::hands(outlet))),
            ],
        );
    }
}

fn letters(app: &App) -> String {
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    let row = |y: u16| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).map(|y| row(y) + "\n").collect()
}

/// The figure that stands behind a label.
fn behind<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let at = text.find(label)? + label.len();
    text[at..]
        .split_whitespace()
        .next()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit() || "$-–".contains(c)))
}

/// The letters on the screens say what the session knows.
fn seen(game: Game, number: u64) {
    let session = game.session.clone();
    let mut app = App::new((160, 45), None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Live(Box::new(game)));
    let (v, why) = (session.vitals(), session.why().expect("it was refreshed"));
    for view in [View::City, View::Kitchen, View::System, View::Charts] {
        if let Some(game) = app.live_mut() {
            game.view = view;
        }
        let text = letters(&app);
        let is = |label: &str, figure: String| {
            if let Some(shown) = behind(&text, label) {
                assert_eq!(shown.trim_end_matches([',', '.', ';']), figure, "shop {number}, {view:?}: {label}\n{text}");
            }
        };
        let till = numbers::dollars(v.till);
        is(if session.setup().money.cash.is_some() { "  till " } else { "  profit " }, till);
        is("in the shop ", numbers::count(v.in_system));
        let e = &v.errors;
        if view == View::City {
            is("Traffic", numbers::rate(Some(v.traffic.arriving_per_hour)));
            let lost = e.refused + e.abandoned + e.unreachable + e.limited + e.burnt + e.forgotten;
            is("Errors", numbers::count(e.late + lost));
        }
        is("In the last 10 min: ", {
            let lately = &why.lately;
            let all = [lately.refused, lately.abandoned, lately.unreachable, lately.limited, lately.burnt];
            let first = all.into_iter().find(|n| *n > 0);
            numbers::count(first.unwrap_or(0))
        });
        let lost = why.lately.lost() + why.lately.late + why.lately.overdue;
        assert!(!text.contains("Nothing is stuck") || lost == 0, "shop {number}, {view:?}: {:?}\n{text}", why.lately);
    }
}

#[test]
fn figures_that_name_the_same_thing_are_the_same() {
    let many = std::env::var("PIZZERIA_FIGURES").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let mut held = 0;
    for number in 0..many {
        let game = drawn(number);
        let mut figures = Figures(Vec::new());
        counts(&game.session, &mut figures);
        flows(&game.session, &mut figures);
        figures.hold(number);
        held += figures.0.len();
        seen(game, number);
    }
    assert!(held > 25 * many as usize, "{held} figures in {many} shops");
}
