//! What runs through the streets: the front desk's links, up to where one is cut, and riders with their ways.

use super::NAMED;
use super::orders::{address, delivered};
use super::walker::walker;
use crate::session::{Kinds, What};
use crate::sim::chef::Task;
use crate::sim::delivery::RiderTask;
use crate::sim::order::{Order, Stage, TicketKind};
use crate::sim::setup::DeliveryMode;
use crate::text::ink::Ink;
use crate::text::place::{self, State};
use crate::text::scene::Scene;
use crate::ui::canvas::Map;
use crate::ui::pen::Pen;
use crate::ui::projection::Projection;
use crate::ui::widgets::dots::Dots;
use crate::units::{ChefRef, OutletId, Place, Span, Time};

/// Upper bounds of what is drawn; more would merge into a blot.
const RIDERS: usize = 800;
const WAYS: usize = 150;
/// Upper bound of the outlets whose riders are drawn.
const OUTLETS: usize = 300;
/// How far along the link to an outlet it is cut.
pub const BREAK: f64 = 0.5;
/// A dash of a cut link with the gap after it, and the dash alone, in dots.
const DASH: (i64, i64) = (7, 4);
/// How far the dashes of a cut link run in a real second, in dots.
const DASH_SPEED: f64 = 14.0;

/// How long an order that is sent elsewhere is seen on its way, and how long after one the next leaves (real seconds).
const TURN: f64 = 1.0;
const APART: f64 = 0.12;
/// How many of them at once.
const TURNED: usize = 16;

/// Somebody on the road.
pub struct Trip {
    from: Place,
    to: Place,
    began: Time,
    arrives: Time,
    /// Whether there is a box on board.
    loaded: bool,
    /// Whether the outlet that the rider belongs to is without power.
    dark: bool,
}

/// Everything made of dots: river, links of the front desk, delivered orders, trips.
pub fn lines(dots: &mut Dots, scene: &Scene, map: &Map) {
    let atlas = &map.atlas;
    for &(x, y) in &map.river {
        dots.set(x, y, Ink::Track);
    }
    desk_lines(dots, scene, atlas);
    for (at, _) in delivered(scene, atlas) {
        let (x, y) = atlas.dot(at);
        dots.set(x.round() as i32, y.round() as i32, Ink::Served);
    }
    for trip in trips(scene).filter(|trip| trip.loaded).take(WAYS) {
        dots.line(atlas.dot(trip.from), atlas.dot(trip.to), 3.0, if trip.dark { Ink::Track } else { Ink::Route });
    }
    for (order, at) in driven(scene).take(WAYS) {
        dots.line(atlas.dot(at), atlas.dot(order.address), 3.0, Ink::Route);
    }
}

fn desk_lines(dots: &mut Dots, scene: &Scene, atlas: &Projection) {
    let Some(desk) = atlas.desk else { return };
    let world = scene.world();
    if world.outlets().len() > NAMED {
        return;
    }
    let newest = world.orders().iter().map(|(_, o)| o).filter(|o| o.kind == TicketKind::Order).max_by_key(|o| o.serial);
    // The latest routing stays lit long enough to be noticed.
    let chosen = newest.filter(|o| scene.moment.since(o.placed) < Span::from_secs(90) && o.stage != Stage::Held);
    for (i, outlet) in world.outlets().iter().enumerate() {
        if matches!(place::state(outlet), State::ToLet | State::Opening(_)) {
            continue;
        }
        let lit = chosen.is_some_and(|o| o.outlet.index() == i);
        let ink = if lit { Ink::Muted } else { Ink::Track };
        let (from, to) = (atlas.dot(desk), atlas.dot(scene.setup().outlets[i].at));
        if outlet.link.is_fine() {
            dots.line(from, to, 4.0, ink);
            continue;
        }
        let middle = (from.0 + (to.0 - from.0) * BREAK, from.1 + (to.1 - from.1) * BREAK);
        // Nothing gets through: beyond the break the road is only guessed at.
        dots.line(middle, to, 6.0, Ink::Track);
        // The dashes run while orders go into the line that will not arrive.
        let is_called = !outlet.hanging.is_empty();
        let ran = scene.second.filter(|_| is_called).map_or(0.0, |second| {
            let turn = second.0 * DASH.0 as u64 / DASH_SPEED as u64;
            (scene.moment.0 % turn.max(1)) as f64 / turn.max(1) as f64 * DASH.0 as f64
        });
        dashes(dots, from, middle, ran as i64, if is_called { Ink::Muted } else { Ink::Faint });
    }
}

/// Dashes from one point to another that have run so many dots.
fn dashes(dots: &mut Dots, from: (f64, f64), to: (f64, f64), ran: i64, ink: Ink) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.abs().max(dy.abs()).min(4_000.0);
    for i in 0..length as i64 {
        if (i - ran).rem_euclid(DASH.0) < DASH.1 {
            let share = i as f64 / length;
            dots.set((from.0 + dx * share).round() as i32, (from.1 + dy * share).round() as i32, ink);
        }
    }
}

pub fn riders(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    turned(pen, scene, atlas);
    for trip in trips(scene).take(RIDERS) {
        let at = between(trip.from, trip.to, trip.began, trip.arrives, scene.moment);
        let ink = match (trip.dark, trip.loaded) {
            (true, _) => Ink::Cold,
            (false, true) => Ink::Flow,
            (false, false) => Ink::Muted,
        };
        walker(pen, atlas, at, trip.to.x >= trip.from.x, ink);
    }
    if scene.world().delivery_mode() == DeliveryMode::Coupled {
        for (order, home) in driven(scene) {
            let arrives = at_the_door(scene, order);
            let at = between(home, order.address, order.left, arrives, scene.moment);
            walker(pen, atlas, at, order.address.x >= home.x, Ink::Flow);
        }
        for (from, home, began, until) in driving_home(scene) {
            let at = between(from, home, began, until, scene.moment);
            walker(pen, atlas, at, home.x >= from.x, Ink::Muted);
        }
    }
}

/// Orders that the desk has taken back from an outlet and sent to another, on their way over the desk.
fn turned(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    let (Some(second), Some(desk)) = (scene.second.filter(|second| !second.is_zero()), atlas.desk) else { return };
    let ago = |at: Time| scene.moment.since(at).0 as f64 / second.0 as f64;
    let last = TURN + TURNED as f64 * APART;
    let outlets = &scene.setup().outlets;
    let notable = scene.session.recorder().log.iter(Kinds::NOTABLE).rev();
    for entry in notable.take_while(|entry| ago(entry.at) < last) {
        let What::Rerouted { from, to, count, .. } = entry.what else { continue };
        let start = outlets[from.index()].at;
        for order in 0..(count as usize).min(TURNED) {
            let share = (ago(entry.at) - order as f64 * APART) / TURN;
            if !(0.0..1.0).contains(&share) {
                continue;
            }
            let (from, to, share) = match (share < 0.5, to) {
                (true, _) => (start, desk, share * 2.0),
                (false, Some(to)) => (desk, outlets[to.index()].at, share * 2.0 - 1.0),
                // They part at the desk.
                (false, None) => continue,
            };
            let at = Place::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            walker(pen, atlas, at, to.x >= from.x, Ink::Cook);
        }
    }
}

/// Riders on the road.
fn trips<'a>(scene: &'a Scene) -> impl Iterator<Item = Trip> + 'a {
    scene.world().outlets().iter().take(OUTLETS).flat_map(|outlet| {
        let dark = !outlet.power.is_fine();
        outlet.riders.iter().filter_map(move |rider| match rider.task {
            RiderTask::Trip { target, from, to, began, arrives, .. } => {
                Some(Trip { from, to, began, arrives, loaded: target.is_some(), dark })
            }
            RiderTask::Idle { .. } => None,
        })
    })
}

fn between(from: Place, to: Place, began: Time, arrives: Time, moment: Time) -> Place {
    let whole = arrives.since(began).0;
    let share = if whole == 0 { 1.0 } else { (moment.since(began).0 as f64 / whole as f64).min(1.0) };
    Place::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}

/// Orders on the road with the chef who cooked them, and where from.
fn driven<'a>(scene: &'a Scene) -> impl Iterator<Item = (&'a Order, Place)> + 'a {
    let world = scene.world();
    let coupled = world.delivery_mode() == DeliveryMode::Coupled;
    let chefs = world
        .outlets()
        .iter()
        .enumerate()
        .filter(move |_| coupled)
        .flat_map(|(i, o)| o.chefs.iter().map(move |c| (i, c)));
    chefs.filter_map(move |(i, chef)| match chef.task {
        Task::Driving { order: Some(key), .. } => Some((&world.orders()[key], scene.setup().outlets[i].at)),
        _ => None,
    })
}

/// When a driving chef stands at the door: the handover comes after that.
fn at_the_door(scene: &Scene, order: &Order) -> Time {
    let outlet = &scene.world().outlets()[order.outlet.index()];
    let chef = order.chef.get().and_then(|chef| outlet.chefs.get(chef as usize));
    let until = chef.map_or(order.left, |chef| match chef.task {
        Task::Driving { until, .. } => until,
        _ => order.left,
    });
    Time(until.0.saturating_sub(order.handover.0).max(order.left.0))
}

/// Chefs on the way back: from the last door, home.
fn driving_home<'a>(scene: &'a Scene) -> impl Iterator<Item = (Place, Place, Time, Time)> + 'a {
    let world = scene.world();
    let chefs =
        world.outlets().iter().enumerate().flat_map(|(i, o)| o.chefs.iter().enumerate().map(move |(n, c)| (i, n, c)));
    chefs.filter_map(move |(i, n, chef)| {
        let Task::Driving { order: None, began, until } = chef.task else { return None };
        let who = ChefRef { outlet: OutletId(i as u32), number: n as u32 };
        let last = scene.session.recorder().history.done().rev().take(60);
        let last = last.into_iter().find(|t| t.outlet == Some(who.outlet) && t.chef == Some(who.number))?;
        Some((address(scene, last.zone, last.id.n), scene.setup().outlets[i].at, began, until))
    })
}
