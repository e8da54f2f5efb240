//! The counters of a kitchen with a line for each chef: the pizzas that wait before everybody, the next at the bottom,
//! and the one in hand below the counter. When the lines become one, the pizzas slide to it.
//!
//! ```text
//!                  ▆▆▆▆▆▆ 3
//!  ▆▆▆▆▆▆ 8        ▆▆▆▆▆▆ 12     the next one at the bottom, with the minutes it has waited
//!  ▔▔▔▔▔▔▔▔ ▔▔▔▔▔▔▔▔ ▔▔▔▔▔▔▔▔
//!  ● Ana    ● Bo     ○ Ivo
//!  ━━━╸──   ━─────   the paper
//! ```

use super::crew::{absence, chef_mark, progress, shown, waiting};
use crate::app::merging::Merging;
use crate::sim::chef::{Chef, Task};
use crate::sim::order::OrderKey;
use crate::sim::outlet::Outlet;
use crate::text::doubts;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::{beginning, width};
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::lane::{Waiting, lane_of};
use crate::ui::widgets::meter::meter;
use crate::ui::widgets::paragraph::fitting;
use crate::units::{ChefRef, OutletId, Span};

/// A pizza on a counter is this wide, its age beside it two more with a gap.
const SLAB: i32 = 6;
/// The widest and the narrowest counter.
const COUNTER: (i32, i32) = (12, 7);

/// Who stands at a counter: a chef, or whoever comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Chef(u32),
    Anybody,
}

/// The counters of an outlet from left to right. Whoever is employed has one, so that none moves when a line empties.
pub fn all(outlet: &Outlet) -> Vec<Whose> {
    let mut all: Vec<Whose> = shown(outlet).map(|(number, _)| Whose::Chef(number)).collect();
    // Somebody may have left a line behind.
    let left = (0..outlet.chefs.len() as u32).filter(|n| {
        let line = outlet.queues.get(*n as usize + 1);
        !all.contains(&Whose::Chef(*n)) && line.is_some_and(|line| !line.is_empty())
    });
    let left: Vec<u32> = left.collect();
    all.extend(left.into_iter().map(Whose::Chef));
    if outlet.queues.first().is_some_and(|line| !line.is_empty()) {
        all.push(Whose::Anybody);
    }
    all
}

/// Where the counters stand, each so many columns wide; `None`: there is no room for so many.
#[derive(Clone, Copy)]
struct Stand {
    x: i32,
    wide: i32,
    /// The row of the counters' tops.
    base: i32,
    /// How many pizzas fit on one another.
    rows: i32,
}

impl Stand {
    fn new(pane: Pane, counters: usize, names: i32) -> Option<Stand> {
        let wide = ((pane.w - 1) / counters.max(1) as i32).min(COUNTER.0);
        let below = 3;
        let rows = pane.h - below - 1;
        let fits = wide >= COUNTER.1.max(names + 3) && rows >= 2;
        fits.then_some(Stand { x: pane.x + 1, wide, base: pane.bottom() - below, rows })
    }

    fn counter(&self, i: usize) -> i32 {
        self.x + i as i32 * self.wide
    }

    fn slab(&self) -> i32 {
        (self.wide - 5).clamp(2, SLAB)
    }
}

/// The orders of a counter's line, the next to be served first.
fn line(scene: &Scene, outlet: &Outlet, whose: Whose) -> Vec<Waiting> {
    let orders = scene.world().orders();
    let queue = match whose {
        Whose::Chef(number) => outlet.queues.get(number as usize + 1),
        Whose::Anybody => outlet.queues.first(),
    };
    let keys = queue.into_iter().flat_map(|queue| queue.iter(orders).take(4_000));
    keys.map(|key| waiting(scene, &orders[key])).collect()
}

fn name(scene: &Scene, id: OutletId, whose: Whose) -> String {
    match whose {
        Whose::Chef(number) => scene.names.chef(ChefRef { outlet: id, number }),
        Whose::Anybody => scene.words.say("anyone", "any").into(),
    }
}

/// Headline and counters.
pub fn counters(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, stuck: bool) {
    let outlet = &scene.world().outlets()[id.index()];
    let all = all(outlet);
    pen.within(pane, |pen| {
        headline(pen, pane.row(0), scene, id, stuck);
        let below = pane.below(1);
        let names = all.iter().map(|whose| width(&name(scene, id, *whose))).max().unwrap_or(0);
        match Stand::new(below, all.len(), names) {
            Some(stand) => {
                for (i, whose) in all.iter().enumerate() {
                    counter(pen, stand, stand.counter(i), scene, id, *whose);
                }
            }
            None => lanes(pen, below, scene, id, &all, names),
        }
    });
}

/// ` 15 waiting   while Ivo reads the paper   the oldest waits 12 min, for Di`
fn headline(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId, stuck: bool) {
    let (w, outlet) = (scene.words, &scene.world().outlets()[id.index()]);
    let lines = all(outlet).into_iter().map(|whose| (whose, line(scene, outlet, whose)));
    let lines: Vec<(Whose, Vec<Waiting>)> = lines.collect();
    let every = lines.iter().flat_map(|(whose, line)| line.iter().map(move |order| (*whose, *order)));
    let every: Vec<(Whose, Waiting)> = every.collect();
    let mut said = count(scene, every.iter().map(|(_, order)| *order), stuck);
    let Some((whose, oldest)) = every.iter().max_by_key(|(_, order)| order.age) else {
        pen.rich(row.x, row.y, &Rich::muted(w.say("nobody waits before anybody", "all queues are empty")));
        return;
    };
    let idle: Vec<u32> = shown(outlet).filter(|(_, chef)| chef.is_free()).map(|(number, _)| number).collect();
    let has_power = outlet.power.is_fine();
    let mut forms = vec![said.clone()];
    if let (Some(first), true) = (idle.first(), has_power) {
        let who = name(scene, id, Whose::Chef(*first));
        let others = match idle.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        said.push("   while ", Ink::Plain).push(format!("{who}{others}"), Ink::Strong);
        let does =
            if idle.len() == 1 { w.say(" reads the paper", " is idle") } else { w.say(" read the paper", " are idle") };
        said.push(does, Ink::Plain);
        forms.push(said.clone());
    }
    said.push(w.say("   the oldest waits ", "   oldest queued "), Ink::Muted)
        .push(numbers::duration(oldest.age), Ink::Strong);
    said.push(format!(", for {}", name(scene, id, *whose)), Ink::Muted);
    forms.push(said);
    forms.reverse();
    pen.rich(row.x, row.y, &fitting(forms, row.w, 1));
}

/// `15 waiting, 3 of them for nobody`: the number of orders, as a badge where they are stuck, and how many are ghosts.
pub fn count(scene: &Scene, orders: impl Iterator<Item = Waiting>, stuck: bool) -> Rich {
    let (mut n, mut ghosts) = (0u64, 0u64);
    for order in orders {
        n += 1;
        ghosts += u64::from(order.is_ghost);
    }
    let waiting = format!("{} {}", numbers::count(n), scene.words.one(Word::Waiting));
    let rich = match stuck {
        true => Rich::of(format!(" {waiting} "), Ink::Shout),
        false => Rich::of(waiting, if n > 5 { Ink::WarnFigure } else { Ink::Strong }),
    };
    if ghosts == 0 {
        return rich;
    }
    let nobody = doubts::for_nobody(scene);
    rich.and(if stuck { " " } else { ", " }, Ink::Plain)
        .and(format!("{} of them {nobody}", numbers::count(ghosts)), Ink::Cold)
}

/// One counter: pizzas, the top, who stands there, what is in hand.
fn counter(pen: &mut Pen, stand: Stand, x: i32, scene: &Scene, id: OutletId, whose: Whose) {
    let glyphs = pen.theme.glyphs;
    let outlet = &scene.world().outlets()[id.index()];
    let line = line(scene, outlet, whose);
    let shown = match line.len() as i32 > stand.rows {
        true => stand.rows - 1,
        false => line.len() as i32,
    };
    for (i, order) in line.iter().take(shown as usize).enumerate() {
        slab(pen, x, stand.base - 1 - i as i32, stand.slab(), *order, scene.promise());
        if stand.wide > stand.slab() + 3 {
            let minutes = numbers::whole(Some(order.age.minutes().floor()));
            pen.put_right(x + stand.slab() + 3, stand.base - 1 - i as i32, &minutes, Ink::Muted);
        }
    }
    if (line.len() as i32) > shown {
        // A stack must not look lower than it is.
        let more = format!("+{}", line.len() as i32 - shown);
        let said = format!("{more} more");
        let fits = width(&said) < stand.wide;
        pen.put(x, stand.base - 1 - shown, if fits { &said } else { &more }, Ink::Strong);
    }
    pen.repeat(x, stand.base, (stand.wide - 2).min(SLAB + 2), glyphs.base, Ink::Faint);
    let Whose::Chef(number) = whose else {
        pen.put(x, stand.base + 1, &name(scene, id, whose), Ink::Muted);
        return;
    };
    let chef = &outlet.chefs[number as usize];
    let (mark, ink) = chef_mark(glyphs, chef);
    pen.glyph(x, stand.base + 1, mark, ink);
    pen.put(
        x + 2,
        stand.base + 1,
        &name(scene, id, whose),
        if chef.order().is_some() { Ink::Strong } else { Ink::Muted },
    );
    let who = ChefRef { outlet: id, number };
    let room = stand.wide - 1;
    match hand(scene, outlet, who, chef, !line.is_empty()) {
        Some((text, ink)) => {
            let text =
                [text.as_str(), text.split(',').next().unwrap_or("")].into_iter().find(|text| width(text) <= room);
            pen.put(x, stand.base + 2, text.unwrap_or(""), ink);
        }
        None => meter(pen, x, stand.base + 2, (stand.wide - 3).clamp(3, SLAB), progress(scene, chef), Ink::Cook),
    }
}

/// What stands below the counter of somebody who has nothing in hand; `None`: there is something.
fn hand(scene: &Scene, outlet: &Outlet, who: ChefRef, chef: &Chef, has_line: bool) -> Option<(String, Ink)> {
    let w = scene.words;
    if let Some(absence) = absence(scene, who, chef) {
        return Some((absence, Ink::Muted));
    }
    match chef.task {
        Task::Idle { .. } if !outlet.power.is_fine() => Some((w.say("in the dark", "no power").into(), Ink::Cold)),
        Task::Idle { .. } if has_line => Some((String::new(), Ink::Muted)),
        Task::Idle { .. } => Some((w.say("the paper", "idle").into(), Ink::Muted)),
        _ => None,
    }
}

/// A pizza that waits; hollow, if nobody waits for it.
fn slab(pen: &mut Pen, x: i32, y: i32, wide: i32, order: Waiting, promise: Span) {
    let glyphs = pen.theme.glyphs;
    let glyph = if order.is_ghost { glyphs.ghost } else { glyphs.cooks };
    pen.repeat(x, y, wide, glyph, order.ink(promise));
}

/// With no room for counters: `● Ana  ▌▌▌ 3`, a lane for each.
fn lanes(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, all: &[Whose], names: i32) {
    let outlet = &scene.world().outlets()[id.index()];
    let rows = pane.h.max(1);
    let columns = (all.len() as i32 + rows - 1) / rows;
    let wide = pane.w / columns.max(1);
    for (i, whose) in all.iter().enumerate() {
        let (x, y) = (pane.x + i as i32 / rows * wide, pane.y + i as i32 % rows);
        if let Whose::Chef(number) = whose {
            let (mark, ink) = chef_mark(pen.theme.glyphs, &outlet.chefs[*number as usize]);
            pen.glyph(x, y, mark, ink);
        }
        let name = name(scene, id, *whose);
        pen.put(x + 2, y, beginning(&name, (wide - 5).max(1)), Ink::Plain);
        let line = line(scene, outlet, *whose);
        if !line.is_empty() {
            let lane = lane_of(pen.theme.glyphs, wide - names - 8, &line, |order| order.ink(scene.promise()));
            pen.rich(x + 3 + names, y, &lane);
        }
    }
}

/// The pizzas on their way from the counters to the one line, of which the `i`-th will stand at `to(i)`.
pub fn merge(
    pen: &mut Pen,
    pane: Pane,
    scene: &Scene,
    id: OutletId,
    merging: &Merging,
    to: impl Fn(usize) -> (i32, i32),
) {
    let outlet = &scene.world().outlets()[id.index()];
    let Some(queue) = outlet.queues.first() else { return };
    let names = merging.counters.iter().map(|n| width(&scene.names.chef(ChefRef { outlet: id, number: *n })));
    let stand = Stand::new(pane.below(1), merging.counters.len(), names.max().unwrap_or(0));
    let orders = scene.world().orders();
    let share = merging.share();
    let keys: Vec<OrderKey> = queue.iter(orders).take(4_000).collect();
    for (i, key) in keys.into_iter().enumerate() {
        let order = &orders[key];
        let to = to(i);
        let from = merging.stood(order.serial).and_then(|(counter, place)| {
            let stand = stand.as_ref()?;
            Some((stand.counter(counter), (stand.base - 1 - place as i32).max(pane.y + 1)))
        });
        let (fx, fy) = from.unwrap_or(to);
        let part = |from: i32, to: i32| from + (f64::from(to - from) * share).round() as i32;
        let wide = stand.map_or(2, |stand| stand.slab());
        slab(pen, part(fx, to.0), part(fy, to.1), part(wide, 2), waiting(scene, order), scene.promise());
    }
}
