//! Staff and queues as several panels draw them: marks of chefs and riders, who is shown, ages of waiting orders.

use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::order::{Customer, Order};
use crate::sim::outlet::{Outlet, Status};
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::text::width::{beginning, width};
use crate::ui::widgets::lane::Waiting;
use crate::units::{ChefRef, Span, Time};

/// Everybody employed there: at work, on the way, at home for now, or waiting for the place to open.
pub fn shown(outlet: &Outlet) -> impl Iterator<Item = (u32, &Chef)> {
    outlet
        .chefs
        .iter()
        .enumerate()
        .filter(|(_, c)| match c.duty {
            Duty::Gone => false,
            Duty::Off => opens(outlet).is_some(),
            Duty::Coming { .. } | Duty::Present | Duty::Home => true,
        })
        .map(|(i, c)| (i as u32, c))
}

/// When a rented site opens; `None`: it is no such site.
pub fn opens(outlet: &Outlet) -> Option<Time> {
    match outlet.status {
        Status::Opening { opens } => Some(opens),
        Status::Closed | Status::Open | Status::Closing => None,
    }
}

/// Why a chef has no order in hand; `None`: there is one.
pub fn absence(scene: &Scene, who: ChefRef, chef: &Chef) -> Option<String> {
    let w = scene.words;
    let back = |about: &str| match scene.session.chef_known_back(who) {
        Some(at) => format!(", back {about}{}", scene.clock(at)),
        None => String::new(),
    };
    match (chef.duty, chef.illness) {
        (Duty::Coming { starts }, _) => Some(format!("from {}", scene.by(starts))),
        (Duty::Off, _) => {
            let outlet = scene.world().outlets().get(who.outlet.index())?;
            opens(outlet).map(|at| format!("from {}", scene.by(at)))
        }
        (Duty::Home, _) => Some(w.say("waits at home", "idle").into()),
        (_, Illness::Ill { noticed: None, .. }) => Some(format!("{}{}", w.say("ill", "down"), back("about "))),
        _ => chef.away_until.map(|_| format!("{}{}", w.say("retraining", "patched"), back(""))),
    }
}

/// Progress of the order in hand (0–1); `None`: there is none, or nobody can know.
pub fn progress(scene: &Scene, chef: &Chef) -> Option<f64> {
    let share = |from: crate::units::Time, until: crate::units::Time| {
        let whole = until.since(from).0;
        (whole > 0).then(|| (scene.moment.since(from).0 as f64 / whole as f64).min(1.0))
    };
    match chef.task {
        Task::Cooking { order, until } => {
            let order = &scene.world().orders()[order];
            if until.is_never() { Some(0.5) } else { share(order.start, until) }
        }
        Task::Tray { began, until, .. } | Task::Driving { began, until, .. } => share(began, until),
        Task::Blocked { .. } => Some(1.0),
        Task::Idle { .. } => None,
    }
}

/// A chef's mark.
pub fn chef_mark(glyphs: &Glyphs, chef: &Chef) -> (char, Ink) {
    match (chef.duty, chef.illness, chef.task) {
        (Duty::Coming { .. } | Duty::Off, ..) => (glyphs.stop, Ink::Muted),
        (Duty::Home, ..) => (glyphs.backup_home, Ink::Muted),
        (_, Illness::Ill { noticed: None, .. }, _) => (glyphs.bad, Ink::Danger),
        _ if chef.away_until.is_some() => (glyphs.bad, Ink::Muted),
        // An illness that nobody has noticed looks like work.
        (_, Illness::Ill { .. }, Task::Idle { .. }) => (glyphs.free, Ink::Faint),
        (_, Illness::Ill { .. }, _) => (glyphs.busy, Ink::Cook),
        (_, _, Task::Driving { .. }) => (glyphs.right, Ink::Flow),
        _ if chef.leaving => (glyphs.busy, Ink::Muted),
        (_, _, Task::Blocked { .. }) => (glyphs.boxed, Ink::Warn),
        (_, _, Task::Idle { .. }) => (if chef.standby { glyphs.backup_home } else { glyphs.free }, Ink::Faint),
        _ if chef.standby => (glyphs.backup_cooks, Ink::Cook),
        _ => (glyphs.busy, Ink::Cook),
    }
}

/// An outlet's chefs counted by state, for a row of dots.
pub fn groups(glyphs: &Glyphs, outlet: &Outlet) -> Vec<(char, Ink, u32)> {
    let mut groups: Vec<(char, Ink, u32)> = Vec::new();
    let order = |c: &Chef| match chef_mark(glyphs, c).1 {
        Ink::Cook => 0,
        Ink::Flow => 1,
        Ink::Faint => 2,
        Ink::Muted => 3,
        _ => 4,
    };
    let mut all: Vec<(u8, char, Ink)> =
        shown(outlet).map(|(_, c)| (order(c), chef_mark(glyphs, c))).map(|(o, (g, i))| (o, g, i)).collect();
    all.sort_by_key(|(order, glyph, _)| (*order, *glyph));
    for (_, glyph, ink) in all {
        match groups.last_mut() {
            Some(last) if last.0 == glyph && last.1 == ink => last.2 += 1,
            _ => groups.push((glyph, ink, 1)),
        }
    }
    groups
}

/// An outlet's riders counted by state: out, here, away or coming.
pub fn rider_groups(glyphs: &Glyphs, outlet: &Outlet) -> Vec<(char, Ink, u32)> {
    let (mut out, mut here, mut away, mut coming) = (0, 0, 0, 0);
    for rider in &outlet.riders {
        match rider.duty {
            Duty::Coming { .. } => coming += 1,
            Duty::Present if rider.away_until.is_some() => away += 1,
            Duty::Present if rider.is_out() => out += 1,
            Duty::Present => here += 1,
            Duty::Off if opens(outlet).is_some() => coming += 1,
            Duty::Gone | Duty::Off | Duty::Home => {}
        }
    }
    vec![
        (glyphs.busy, Ink::Flow, out),
        (glyphs.free, Ink::Faint, here),
        (glyphs.bad, Ink::Muted, away),
        (glyphs.stop, Ink::Muted, coming),
    ]
}

/// How long each waiting order has waited, queue by queue, in the order of service.
pub fn ages(scene: &Scene, outlet: &Outlet) -> Vec<Span> {
    waits(scene, outlet).into_iter().map(|order| order.age).collect()
}

/// The waiting orders, queue by queue, in the order of service; of several queues the oldest first.
pub fn waits(scene: &Scene, outlet: &Outlet) -> Vec<Waiting> {
    let orders = scene.world().orders();
    let mut all: Vec<Waiting> = Vec::new();
    for line in &outlet.queues {
        all.extend(line.iter(orders).take(4_000).map(|key| waiting(scene, &orders[key])));
    }
    if outlet.queues.len() > 1 {
        all.sort_by_key(|order| std::cmp::Reverse(order.age));
    }
    all
}

/// A waiting order as it is drawn.
pub fn waiting(scene: &Scene, order: &Order) -> Waiting {
    Waiting { age: scene.now().since(order.placed), is_ghost: order.customer != Customer::Waiting && !order.is_house() }
}

/// As many words of a name as fit; a single word that is too long is cut and marked.
pub fn fitted(name: &str, room: i32) -> String {
    if width(name) <= room {
        return name.to_string();
    }
    let ends = name.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| &name[..i]);
    if let Some(words) = ends.take_while(|part| width(part) <= room).last() {
        return words.to_string();
    }
    beginning(name, (room - 1).max(0)).to_string() + "…"
}
