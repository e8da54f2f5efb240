//! One order's trace as a waterfall: when each span began, how long it took, and who or what it was.

use crate::session::{Fate, Trace};
use crate::sim::order::{Loss, SPAN_KINDS, SpanKind};
use crate::text::cards;
use crate::text::doubts;
use crate::text::ink::Ink;
use crate::text::log::order as order_name;
use crate::text::numbers;
use crate::text::order_books;
use crate::text::parties;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::spans as span_words;
use crate::text::words::{Word, article, capital};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;
use crate::units::{ChefRef, RiderRef, Span, Time};

pub fn trace(pen: &mut Pen, pane: Pane, scene: &Scene, trace: &Trace, small: bool, focused: bool) {
    let name = order_name(scene.words, trace.serial);
    title(pen, pane.row(0), &name, focused, &[head(scene, trace, true), head(scene, trace, false)]);
    let fall = Fall::new(pane, scene, trace, small);
    let pizzas = scene.session.pizzas(trace.serial);
    if !pizzas.is_empty() {
        return pen.within(pane, |pen| fall.party(pen, pane, scene, &pizzas, trace));
    }
    let mut y = 1;
    let mut from = trace.placed;
    pen.within(pane, |pen| {
        for (kind, span) in SPAN_KINDS.into_iter().zip(trace.spans()) {
            let begins = from;
            from = Time(from.0 + span.0);
            if !span.is_zero() {
                fall.row(pen, pane.row(y), scene, trace, kind, (begins, from));
                y += 1;
            }
        }
        if small && y >= pane.h {
            return;
        }
        y += ended(pen, pane.row(y), scene, trace, CLOCK - i32::from(small));
        if !small && y + 1 < pane.h {
            paragraph(pen, pane.below(y + 1), &story(scene, trace));
        }
    });
}

/// `a pizza for Docks, 35.2 min, 5.2 late`
fn head(scene: &Scene, trace: &Trace, long: bool) -> Rich {
    let item = scene.names.item(trace.item);
    let late = trace.latency().0.saturating_sub(scene.promise_of(trace.item).0);
    let figure = if late > 0 { Ink::WarnFigure } else { Ink::Strong };
    let lead = match long {
        true => match scene.session.pizzas(trace.serial).len() {
            0 => format!("{} {item} for {}, ", article(&item), scene.names.zone(trace.zone)),
            pizzas => format!("{pizzas} times {item} for {}, ", scene.names.zone(trace.zone)),
        },
        false => String::new(),
    };
    let mut rich = Rich::muted(lead).and(format!("{} min", numbers::minutes(trace.latency())), figure);
    if late > 0 {
        rich.push(format!(", {} late", numbers::minutes(Span(late))), Ink::Muted);
    }
    rich
}

/// Width of the clock.
const CLOCK: i32 = 10;

/// The waterfall's columns in its pane.
struct Fall {
    small: bool,
    bars: i32,
    cells: i32,
    per_cell: f64,
    promise_at: i32,
}

impl Fall {
    fn new(pane: Pane, scene: &Scene, trace: &Trace, small: bool) -> Fall {
        let promise = scene.promise_of(trace.item);
        let longest = trace.latency().max(promise).minutes().max(1.0);
        let before = CLOCK + if small { 8 } else { 1 };
        let notes = (pane.w - before) * 2 / 5;
        let cells = (pane.w - before - 7 - notes).max(8);
        let (bars, per_cell) = (pane.x + before, longest / cells as f64);
        let promise_at = bars + (promise.minutes() / per_cell).round() as i32;
        Fall { small, bars, cells, per_cell, promise_at }
    }

    /// A party: a row for each pizza, from the call to when it was ready, and which of them they wait for.
    fn party(&self, pen: &mut Pen, pane: Pane, scene: &Scene, pizzas: &[Trace], trace: &Trace) {
        let rows = (pane.h - 2).max(1) as usize;
        let live = |pizza: &&Trace| matches!(pizza.fate, Fate::Live(_));
        let late = pizzas.iter().filter(live).count();
        // Of the last there is always a row; where not all fit, the first to be ready are left out.
        for (i, pizza) in pizzas[pizzas.len().saturating_sub(rows)..].iter().enumerate() {
            let row = pane.row(1 + i as i32);
            let is_last = pizza.serial == trace.serial
                && (late == 1 && live(&pizza) || late == 0 && pizza.end == trace.end && pizza.id == trace.id);
            let end = self.bars + self.cells;
            pen.put(row.x, row.y, &scene.clock_seconds(pizza.end), Ink::Muted);
            for x in (self.bars..end).step_by(2) {
                pen.glyph(x, row.y, pen.theme.glyphs.dots, Ink::Track);
            }
            if self.promise_at < end {
                pen.glyph(self.promise_at, row.y, pen.theme.glyphs.bar, Ink::Faint);
            }
            let spans = pizza.spans().map(|span| span.minutes());
            spans::bar(pen, self.bars, row.y, end, &spans, self.per_cell);
            pen.put_right(end + 6, row.y, &numbers::minutes(pizza.latency()), Ink::Strong);
            let place = pizza.outlet.map_or(String::new(), |o| scene.names.outlet(o).into_owned());
            let said = parties::part(scene, pizza, is_last);
            let ink = if is_last { Ink::WarnFigure } else { Ink::Muted };
            let forms = vec![Rich::of(said, ink).and(format!(", {place}"), Ink::Muted), Rich::of(said, ink)];
            pen.rich(end + 8, row.y, &fitting(forms, row.right() - end - 8, 1));
        }
        let y = pizzas.len().min(rows) as i32 + 1;
        if y < pane.h {
            ended(pen, pane.row(y), scene, trace, CLOCK - i32::from(self.small));
        }
    }

    fn row(&self, pen: &mut Pen, row: Pane, scene: &Scene, trace: &Trace, kind: SpanKind, (from, to): (Time, Time)) {
        let end = self.bars + self.cells;
        pen.put(row.x, row.y, &scene.clock_seconds(from), Ink::Muted);
        if self.small {
            pen.put(row.x + CLOCK - 1, row.y, short(scene, kind), Ink::Plain);
        }
        for x in (self.bars..end).step_by(2) {
            pen.glyph(x, row.y, pen.theme.glyphs.dots, Ink::Track);
        }
        if self.promise_at < end {
            pen.glyph(self.promise_at, row.y, pen.theme.glyphs.bar, Ink::Faint);
        }
        let (glyph, ink) = spans::mark(pen.theme.glyphs, kind);
        let column = |at: Time| self.bars + (at.since(trace.placed).minutes() / self.per_cell).round() as i32;
        pen.repeat(column(from).min(end - 1), row.y, (column(to) - column(from)).max(1), glyph, ink);
        pen.put_right(end + 6, row.y, &numbers::minutes(to.since(from)), Ink::Strong);
        let note = fitting(note(scene, trace, kind), row.right() - end - 8, 1);
        pen.rich(end + 8, row.y, &note);
    }
}

/// `19:08:28  late: refunded $14`; returns the rows used.
fn ended(pen: &mut Pen, row: Pane, scene: &Scene, trace: &Trace, indent: i32) -> i32 {
    let (text, ink) = end(scene, trace);
    if text.is_empty() {
        return 0;
    }
    pen.put(row.x, row.y, &scene.clock_seconds(trace.end), Ink::Muted);
    let x = pen.put(row.x + indent, row.y, &text, ink);
    let pizzas = scene.session.pizzas(trace.serial).len().max(1) as i64;
    let refund = (scene.setup().items[trace.item.index()].price * pizzas).share(scene.setup().money.refund);
    if trace.late && trace.fate == Fate::Delivered && refund.0 > 0 {
        pen.put(x, row.y, &format!(": refunded {refund}"), Ink::Muted);
    }
    1
}

fn short(scene: &Scene, kind: SpanKind) -> &'static str {
    let w = scene.words;
    match kind {
        SpanKind::Queue => w.say("waits", "queued"),
        SpanKind::Down => w.say("stands", "down"),
        SpanKind::Redo => w.say("in vain", "lost"),
        SpanKind::Cook => w.say("cooks", "served"),
        SpanKind::Blocked => "blocked",
        SpanKind::Shelf => w.say("shelf", "buffer"),
        SpanKind::Ride => w.say("rides", "moved"),
    }
}

/// Who or what a span was, longest form first.
fn note(scene: &Scene, trace: &Trace, kind: SpanKind) -> Vec<Rich> {
    let w = scene.words;
    let place = trace.outlet.map_or(w.one(Word::FrontDesk).to_string(), |o| scene.names.outlet(o).into_owned());
    let forms = match kind {
        SpanKind::Queue if trace.ahead > 0 => {
            vec![format!("{place}, {} ahead of it", trace.ahead), format!("{} ahead of it", trace.ahead)]
        }
        SpanKind::Queue => vec![place],
        SpanKind::Down => {
            vec![
                w.say("no power, or nobody at the oven", "no node, or no worker up").to_string(),
                "nobody there".into(),
            ]
        }
        SpanKind::Redo => vec![w.say("work that was lost", "work that was lost").to_string(), "lost".into()],
        SpanKind::Cook => {
            let who = trace.outlet.zip(trace.chef);
            match who {
                Some((outlet, number)) => {
                    let name = scene.names.chef(ChefRef { outlet, number });
                    let chef = scene.world().outlets()[outlet.index()].chefs.get(number as usize);
                    let skill = chef.map_or(String::new(), |c| scene.setup().skill_name(c.skill).replace('*', "+"));
                    vec![format!("{name}, {skill}"), name]
                }
                None => Vec::new(),
            }
        }
        SpanKind::Blocked => vec![w.one(Word::ShelfFull).to_string()],
        SpanKind::Shelf => {
            vec![w.say("no rider was free", "no courier was free").to_string(), w.say("no rider", "no courier").into()]
        }
        SpanKind::Ride => match trace.outlet.zip(trace.rider) {
            Some((outlet, number)) => vec![scene.names.rider(RiderRef { outlet, number })],
            None => trace
                .outlet
                .zip(trace.chef)
                .map(|(outlet, number)| scene.names.chef(ChefRef { outlet, number }))
                .into_iter()
                .collect(),
        },
    };
    forms.into_iter().map(Rich::muted).collect()
}

/// How it ended, if it has.
fn end(scene: &Scene, trace: &Trace) -> (String, Ink) {
    let w = scene.words;
    match trace.fate {
        Fate::Delivered if trace.late => ("late".into(), Ink::Danger),
        Fate::Delivered => (w.say("on time", "within the SLO").into(), Ink::Flow),
        Fate::Lost(Loss::Abandoned) => (w.one(Word::WalkedOut).into(), Ink::Danger),
        Fate::Lost(Loss::Refused) => (w.one(Word::TurnedAway).into(), Ink::Danger),
        Fate::Lost(Loss::Unreachable) => (crate::text::phones::untaken(scene, trace.latency()).into(), Ink::Danger),
        Fate::Lost(Loss::Limited) => (w.say("over the quota", "throttled").into(), Ink::Danger),
        Fate::Lost(Loss::Burnt) => (w.say("burnt", "failed").into(), Ink::Danger),
        Fate::Lost(Loss::Forgotten) => (w.say("forgotten", "acknowledged and lost").into(), Ink::Danger),
        Fate::Live(_) => (String::new(), Ink::Plain),
    }
}

/// What was unusual about it, in a sentence or two.
fn story(scene: &Scene, trace: &Trace) -> Rich {
    let w = scene.words;
    let mut text = String::new();
    match trace.rerouted {
        0 => {}
        1 => {
            text += w.say(
                "It was routed anew once: its first outlet could not be reached. ",
                "It was rerouted once: its first node was unreachable. ",
            )
        }
        n => text += &format!("It was routed anew {n} times. "),
    }
    if trace.put_back {
        text +=
            w.say("Work on it was lost, and it was cooked from scratch. ", "A worker crashed, and it was run again. ");
    }
    if scene.setup().has_streets() {
        text += &cards::whence(scene, trace);
    }
    if scene.world().order_books().is_some() {
        text += &order_books::of_order(scene, trace.serial);
    }
    if scene.setup().has_unsure() {
        text += &doubts::more_tickets(scene, trace.id);
    }
    if trace.id.is_again() {
        let since = numbers::duration(trace.placed.since(trace.first_placed));
        text +=
            &format!("{} {} after the first. ", capital(w.say("This customer's call came", "This retry came")), since);
    }
    if text.is_empty() {
        let longest = SPAN_KINDS.into_iter().max_by_key(|k| (trace.spans()[*k as usize], std::cmp::Reverse(*k)));
        if let Some(kind) = longest.filter(|_| !trace.latency().is_zero()) {
            let share = trace.spans()[kind as usize].0 as f64 / trace.latency().0 as f64;
            text = format!("*{}* % of its time: {}.", numbers::percent(Some(share)), span_words::doing(scene, kind));
        }
    }

    Rich::marked(text.trim(), Ink::Muted, Ink::Plain)
}
