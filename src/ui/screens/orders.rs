//! The Orders view: spans as bars against the promise, the chosen order's trace, and the slowest orders beside the
//! median.
//!
//! ```text
//! Orders ───────────────────────────────────────────── slowest first, 1-16 of 175
//!   order  what   for    cooked at  now          0        10        20   30 promise   min
//! ► #101   pizza  Docks  Mill Lane  ✓ delivered  ▌▌▌▌▌▌▌▌▌▌▌▆▆▆▆▆■■■■━━━━━━│━━━━     35.2
//! #101 ──────────────────── a pizza for the Docks …    Where the minutes go ──────────────
//! 18:33:18  ▌▌▌▌▌▌▌ · · · · ·  13.5  Mill Lane, 12 …   the middle tenth         9.1 min
//! ```

use crate::app::{Game, Panel, Target};
use crate::session::{Fate, Sort, Trace};
use crate::sim::order::{Loss, SpanKind, Stage};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::parties;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::spans as span_words;
use crate::text::width::width;
use crate::text::words::{Word, capital};
use crate::ui::canvas::Canvas;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::{breakdown, trace};
use crate::ui::pen::Pen;
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;

pub fn orders(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, canvas: &Canvas) {
    let body = screen.body;
    let small = screen.room == Room::Small;
    let focus = |panel| game.panel() == panel;
    let view = &game.orders;
    let below = match screen.room {
        _ if game.enlarged && focus(Panel::Orders) => -i32::from(!small),
        _ if game.enlarged => body.h - 7,
        Room::Small => 9,
        Room::Medium => 11,
        Room::Large => 16,
    };
    let list_h = (body.h - below - i32::from(!small)).max(4);
    let rows = (list_h - 2 - i32::from(!small)).max(1) as usize;
    let Some(ledger) = canvas.listed.as_ref().map(|listed| &listed.ledger) else { return };
    let (count, traces) = (ledger.count, &ledger.traces);
    let chosen = view.chosen.min(count.saturating_sub(1));
    let first = (chosen + 1).saturating_sub(rows).max(chosen.saturating_sub(rows / 2).min(count.saturating_sub(rows)));
    let shown = &traces[first.min(traces.len())..(first + rows).min(traces.len())];
    list(pen, body.top(list_h), scene, game, shown, (first, count, chosen), small, focus(Panel::Orders));
    let lower = Pane::new(body.x, body.bottom() - below, body.w, below);
    if below <= 0 && !traces.is_empty() {
        return;
    }
    let Some(chosen) = traces.get(chosen) else {
        let none = match view.sort {
            Sort::Lost if !view.find.is_empty() => scene
                .words
                .say("Nobody who was lost matches. Esc shows all.", "No lost request matches. Esc shows all."),
            Sort::Lost => scene.words.say("Nobody was lost in this time.", "No request was lost in this time."),
            _ if view.find.is_empty() => scene.words.say("No order yet.", "No request yet."),
            _ => "Nothing matches a number, an outlet, a zone or an item. Esc shows all.",
        };
        pen.put(body.x + 2, body.y + 2, none, Ink::Muted);
        return;
    };
    let composition = canvas.makeup.as_ref().and_then(|m| m.composition);
    if game.enlarged && focus(Panel::Makeup) {
        return breakdown::breakdown(pen, lower, scene, composition, true);
    }
    if game.enlarged {
        return trace::trace(pen, lower, scene, chosen, small, true);
    }
    if small {
        let trace_h = 6.min(below - 3);
        trace::trace(pen, lower.top(trace_h), scene, chosen, true, focus(Panel::Trace));
        breakdown::line(pen, lower.below(trace_h), scene, composition);
        return;
    }
    let right = (body.w * 37 / 100).max(43);
    let left = body.w - right - 4;
    pen.target(lower.left(left), Target::Panel(Panel::Trace));
    pen.target(lower.after(left + 4), Target::Panel(Panel::Makeup));
    trace::trace(pen, lower.left(left), scene, chosen, false, focus(Panel::Trace));
    breakdown::breakdown(pen, lower.after(left + 4), scene, composition, focus(Panel::Makeup));
}

/// Widths of the text columns.
struct Columns {
    order: i32,
    what: i32,
    zone: i32,
    place: i32,
    now: i32,
    bars: i32,
    end: i32,
}

fn columns(pane: Pane, scene: &Scene, shown: &[Trace], small: bool) -> Columns {
    let longest =
        |of: &dyn Fn(&Trace) -> i32, least: i32, most: i32| shown.iter().map(of).max().unwrap_or(0).clamp(least, most);
    let order = pane.x + 2;
    // Room for a customer's second ticket.
    let more = if scene.setup().has_unsure() { 2 } else { 0 };
    let numbers = longest(&|t| width(&t.serial.to_string()) + 1 + more, width(scene.words.one(Word::Order)), 9);
    let what = order + numbers + 2;
    let item = longest(&|t| width(&scene.names.item(t.item)), 5, if small { 8 } else { 10 });
    let zone = what + item + 2;
    let zones = longest(&|t| width(&scene.names.zone(t.zone)), 4, if small { 9 } else { 12 });
    let place = zone + zones + 2;
    let outlets = longest(&|t| t.outlet.map_or(1, |o| width(&scene.names.outlet(o))), 9, 14);
    let now = if small { place - 1 } else { place + outlets + 2 };
    let state = if small { 9 } else { 14 };
    Columns { order, what, zone, place, now, bars: now + state, end: pane.right() - 7 }
}

#[expect(clippy::too_many_arguments, reason = "a list: its place, its rows, where they stand among all")]
fn list(
    pen: &mut Pen,
    pane: Pane,
    scene: &Scene,
    game: &Game,
    shown: &[Trace],
    (first, count, chosen): (usize, usize, usize),
    small: bool,
    focused: bool,
) {
    let w = scene.words;
    let how = match game.orders.sort {
        Sort::Slowest => "slowest first",
        Sort::Recent => "newest first",
        Sort::Lost => w.say("lost, newest first", "failed, newest first"),
    };
    let which = match game.orders.find.as_str() {
        "" => String::new(),
        find => format!("\"{find}\", "),
    };
    let phrase =
        format!("{which}{how}, {}-{} of {}", (first + 1).min(count), first + shown.len(), numbers::count(count as u64));
    title(pen, pane.row(0), &capital(w.many(Word::Order)), focused, &[Rich::muted(phrase)]);
    pen.target(pane, Target::Panel(Panel::Orders));
    let c = columns(pane, scene, shown, small);
    let promise = scene.promise().minutes();
    let longest = shown.iter().map(|t| t.latency().minutes()).fold(promise * 1.2, f64::max);
    let per_cell = longest / (c.end - c.bars - 1).max(8) as f64;
    let head = pane.row(1);
    pen.put(c.order, head.y, w.one(Word::Order), Ink::Muted);
    pen.put(c.what, head.y, "what", Ink::Muted);
    pen.put(c.zone, head.y, "for", Ink::Muted);
    if !small {
        pen.put(c.place, head.y, w.say("cooked at", "node"), Ink::Muted);
    }
    pen.put(c.now + i32::from(small), head.y, "now", Ink::Muted);
    let promise_at = scale(pen, head.y, &c, promise, per_cell, longest, w.say("promise", "objective"));
    pen.put_right(pane.right(), head.y, "min", Ink::Strong);
    for (i, trace) in shown.iter().enumerate() {
        let row = pane.row(2 + i as i32);
        let at = first + i;
        one(pen, row, scene, trace, &c, per_cell, promise_at, at == chosen, small);
        pen.target(row, Target::Order { serial: trace.serial, row: at });
    }
    if !small {
        legend(pen, pane.row(pane.h - 1), scene, c.bars);
    }
}

/// Draws `0        10        20        30 promise` and returns the promise's column.
fn scale(pen: &mut Pen, y: i32, c: &Columns, promise: f64, per_cell: f64, longest: f64, name: &str) -> i32 {
    let at = |minutes: f64| c.bars + (minutes / per_cell).round() as i32;
    let promise_at = at(promise);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1440.0]
        .into_iter()
        .find(|s| s / per_cell >= 7.0)
        .unwrap_or(longest.max(1.0));
    let text = numbers::whole(Some(promise));
    let free = |x: i32, w: i32| x + w < promise_at - 1 || x > promise_at + width(&text) + width(name) + 2;
    let mut minutes = 0.0;
    while minutes <= longest {
        let label = numbers::whole(Some(minutes));
        let x = at(minutes);
        if free(x, width(&label)) && x + width(&label) <= c.end {
            pen.put(x, y, &label, Ink::Muted);
        }
        minutes += step;
    }
    if promise_at + width(&text) <= c.end {
        let x = pen.put(promise_at, y, &text, Ink::Strong);
        if x + 1 + width(name) < c.end {
            pen.put(x + 1, y, name, Ink::Muted);
        }
    }
    promise_at
}

#[expect(clippy::too_many_arguments, reason = "one row: its place, its order, and what all rows share")]
fn one(
    pen: &mut Pen,
    row: Pane,
    scene: &Scene,
    trace: &Trace,
    c: &Columns,
    per_cell: f64,
    promise_at: i32,
    chosen: bool,
    small: bool,
) {
    if chosen {
        pen.ground(Pane::new(row.x, row.y, c.bars - 1 - row.x, 1), Ink::Chosen);
        pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    let cell = |pen: &mut Pen, from: i32, to: i32, text: &str, ink: Ink| {
        pen.within(Pane::new(from, row.y, to - from - 1, 1), |pen| {
            pen.put(from, row.y, text, ink);
        });
    };
    let more = match trace.fate {
        Fate::Live(_) if scene.setup().has_unsure() => scene.world().doubts().second_tickets(trace.id),
        _ => 0,
    };
    // Somebody who heard nothing has more than one ticket.
    let end = pen.put(c.order, row.y, &format!("#{}", trace.serial), Ink::Strong);
    if more > 0 {
        cell(pen, end, c.what, &format!("+{more}"), Ink::Warn);
    }
    cell(pen, c.what, c.zone, &scene.names.item(trace.item), Ink::Plain);
    cell(pen, c.zone, c.place, &scene.names.zone(trace.zone), Ink::Plain);
    if !small {
        let place = trace.outlet.map_or("nowhere".into(), |o| scene.names.outlet(o));
        cell(pen, c.place, c.now, &place, Ink::Muted);
    }
    let (glyph, ink, text) = state(pen, scene, trace, small);
    let progress = if small || !matches!(trace.fate, Fate::Live(_)) {
        String::new()
    } else {
        parties::progress(scene, trace.serial)
    };
    let text = if progress.is_empty() { text } else { progress.as_str() };
    pen.glyph(c.now, row.y, glyph, ink);
    let text_ink = if ink == Ink::Flow && trace.fate == Fate::Delivered { Ink::Muted } else { ink };
    cell(pen, c.now + 2, c.bars, text, if matches!(text_ink, Ink::Cook | Ink::Wait) { Ink::Plain } else { text_ink });
    // The promise's line is drawn across bars, too.
    pen.glyph(promise_at, row.y, pen.theme.glyphs.bar, Ink::Faint);
    let spans = trace.spans().map(|s| s.minutes());
    let end = spans::bar(pen, c.bars, row.y, c.end, &spans, per_cell);
    if promise_at < end {
        pen.glyph(promise_at, row.y, pen.theme.glyphs.bar, Ink::Plain);
    }
    if matches!(trace.fate, Fate::Lost(_)) {
        pen.glyph(end.min(c.end), row.y, pen.theme.glyphs.bad, Ink::Danger);
    }
    let late = trace.latency() > scene.promise_of(trace.item);
    let figure = if late { Ink::WarnFigure } else { Ink::Strong };
    pen.put_right(row.right(), row.y, &numbers::minutes(trace.latency()), figure);
}

/// An order's state: mark, colour, word.
fn state(pen: &Pen, scene: &Scene, trace: &Trace, small: bool) -> (char, Ink, &'static str) {
    let (g, w) = (pen.theme.glyphs, scene.words);
    match trace.fate {
        Fate::Delivered if small => (g.good, Ink::Flow, "done"),
        Fate::Delivered => (g.good, Ink::Flow, w.one(Word::Delivered)),
        Fate::Lost(Loss::Abandoned) => (g.bad, Ink::Danger, if small { "left" } else { w.one(Word::WalkedOut) }),
        Fate::Lost(Loss::Refused) => {
            (g.bad, Ink::Danger, if small { w.say("refused", "shed") } else { w.one(Word::TurnedAway) })
        }
        Fate::Lost(Loss::Unreachable) => {
            (g.bad, Ink::Danger, if small { "lost" } else { w.say("not reached", "unreachable") })
        }
        Fate::Lost(Loss::Limited) => {
            (g.bad, Ink::Danger, if small { w.say("quota", "429") } else { w.say("over quota", "throttled") })
        }
        Fate::Lost(Loss::Burnt) => (g.bad, Ink::Danger, w.say("burnt", "failed")),
        Fate::Lost(Loss::Forgotten) => (g.bad, Ink::Danger, if small { w.say("forgot", "lost") } else { "forgotten" }),
        Fate::Live(Stage::Writing) => {
            (g.desk, Ink::Wait, if small { w.say("writes", "writes") } else { w.say("written", "replicating") })
        }
        Fate::Live(Stage::Held) => (g.desk, Ink::Warn, if small { "held" } else { w.say("at the desk", "held") }),
        Fate::Live(Stage::AtDesk) => {
            (g.desk, Ink::Warn, if small { w.say("desk", "pool") } else { w.say("no clerk", "pending") })
        }
        Fate::Live(Stage::OnPhone) => {
            (g.desk, Ink::Wait, if small { "calls" } else { w.say("on the line", "calling") })
        }
        Fate::Live(Stage::Hanging) => (g.cut, Ink::Danger, if small { "hangs" } else { w.say("in the line", "hangs") }),
        Fate::Live(Stage::Waiting) => (g.waits, Ink::Wait, w.say("waits", "queued")),
        Fate::Live(Stage::AtTray) => {
            (g.waits, Ink::Wait, if small { w.say("at lamp", "miss") } else { w.say("at the lamp", "on refill") })
        }
        Fate::Live(Stage::Serving) => (g.busy, Ink::Cook, w.say("a slice", "cached")),
        Fate::Live(Stage::Cooking) => {
            (g.busy, Ink::Cook, if small { w.say("cooks", "runs") } else { w.say("cooking", "in service") })
        }
        Fate::Live(Stage::Blocked) => (g.boxed, Ink::Warn, "blocked"),
        Fate::Live(Stage::Shelf) => {
            (g.boxed, Ink::Shelf, if small { w.say("shelf", "buffer") } else { w.say("on shelf", "buffered") })
        }
        Fate::Live(Stage::Riding | Stage::Ended) => (g.right, Ink::Flow, w.say("riding", "moving")),
    }
}

fn legend(pen: &mut Pen, row: Pane, scene: &Scene, x: i32) {
    let mut x = x;
    for kind in [
        SpanKind::Queue,
        SpanKind::Cook,
        SpanKind::Shelf,
        SpanKind::Ride,
        SpanKind::Down,
        SpanKind::Redo,
        SpanKind::Blocked,
    ] {
        let (glyph, ink) = spans::mark(pen.theme.glyphs, kind);
        let text = span_words::long(scene, kind);
        if x + 2 + width(text) > row.right() {
            break;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, text, Ink::Muted) + 3;
    }
}

/// The news line while the list is open: how many orders there are.
pub fn news(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game) {
    let history = &scene.session.recorder().history;
    let w = scene.words;
    let by = match game.orders.sort {
        Sort::Slowest => "total time",
        Sort::Recent => "time of placing",
        Sort::Lost => "time of leaving",
    };
    let within = game.orders.filter.within.map_or(String::new(), |span| {
        format!(", still open or finished in the last {}", numbers::duration(span).replace("60 min", "hour"))
    });
    let lead = Rich::muted("Sorted by ").and(by, Ink::Plain).and(format!("{within}.   "), Ink::Muted);
    let counts = Rich::plain(numbers::count(scene.session.vitals().in_system))
        .and(format!(" in the {}, ", w.one(Word::Shop)), Ink::Muted)
        .and(numbers::count(history.finished), Ink::Plain)
        .and(" finished, ", Ink::Muted)
        .and(numbers::count(history.lost), Ink::Plain)
        .and(" of them lost", Ink::Muted);
    let whole = lead.joined(counts.clone());
    let text = if whole.width() <= row.w { whole } else { counts };
    pen.within(row, |pen| {
        pen.rich(row.x, row.y, &text);
    });
}
