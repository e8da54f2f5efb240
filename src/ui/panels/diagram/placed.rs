//! What an order placed now would meet: an estimate from the work ahead of it, as a bar of spans against the promise.

use crate::session::Estimate;
use crate::sim::order::SpanKind;
use crate::ui::numbers;
use crate::ui::pane::Pane;
use crate::ui::pen::{Pen, width};
use crate::ui::rich::Rich;
use crate::ui::scene::Scene;
use crate::ui::text::spans as span_words;
use crate::ui::text::words::Word;
use crate::ui::theme::Ink;
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;
use crate::units::Span;

fn parts(estimate: &Estimate) -> [f64; 6] {
    let mut parts = [0.0; 6];
    // A line without end is drawn as three promises: past the edge anyway.
    parts[SpanKind::Queue as usize] = estimate.chef.unwrap_or(Span::from_hours(9)).minutes();
    parts[SpanKind::Cook as usize] = estimate.cook.minutes();
    parts[SpanKind::Shelf as usize] = estimate.shelf.minutes();
    parts[SpanKind::Ride as usize] = estimate.ride.minutes();
    parts
}

pub fn placed(pen: &mut Pen, pane: Pane, scene: &Scene, focused: bool, heavy: Option<f64>) {
    let w = scene.words;
    let head = w.say("An order placed now", "A request sent now");
    let at = scene.session.placed_now();
    let place = at.map_or(String::new(), |e| format!("at {}, ", scene.names.outlet(e.outlet)));
    title(
        pen,
        pane.row(0),
        head,
        focused,
        &[Rich::muted(format!("{place}estimate from the work ahead of it")), Rich::muted("estimate")],
    );
    let mut end = pane.right();
    let v = &scene.session.vitals;
    let inside = format!("in the {} ", w.one(Word::Shop));
    let out = numbers::rate(Some(v.traffic.delivered_per_hour));
    let rich = Rich::muted(inside)
        .and(numbers::count(v.in_system), Ink::Strong)
        .and(format!(", {} ", w.one(Word::Delivered)), Ink::Muted)
        .and(out, Ink::Strong)
        .and(" an hour", Ink::Muted);
    if pane.w >= 100 {
        end = pen.rich_right(pane.right(), pane.y + 1, &rich) - 3;
        if let Some(heavy) = heavy {
            let g = pen.theme.glyphs;
            let rich = Rich::muted("edges: ")
                .and(g.road.to_string(), Ink::Flow)
                .and(format!(" {} an hour or more  ", numbers::rate(Some(heavy))), Ink::Muted)
                .and(g.quiet.to_string(), Ink::Flow)
                .and(" less  ", Ink::Muted)
                .and(g.nothing.to_string(), Ink::Faint)
                .and(" none", Ink::Muted);
            pen.rich_right(pane.right(), pane.y + 2, &rich);
        }
    }
    bar(pen, Pane::new(pane.x, pane.y + 1, end - pane.x, 2), scene, at);
}

/// Both rows, the label before them: for small rooms.
pub fn line(pen: &mut Pen, pane: Pane, scene: &Scene) {
    let head = scene.words.say("An order placed now", "A request sent now");
    let x = pen.put(pane.x, pane.y, head, Ink::Muted) + 1;
    bar(pen, Pane::new(x, pane.y, pane.right() - x, 2), scene, scene.session.placed_now());
}

fn bar(pen: &mut Pen, pane: Pane, scene: &Scene, estimate: Option<Estimate>) {
    let w = scene.words;
    let Some(estimate) = estimate else {
        pen.put(pane.x, pane.y, w.say("nobody has ordered yet", "no request yet"), Ink::Muted);
        return;
    };
    let total = estimate.total();
    let promise = scene.promise();
    let figure = match total {
        Some(total) => numbers::duration(total),
        None => w.say("no end in sight", "without end").to_string(),
    };
    let room = pane.w - width(&figure) - 3;
    let most = total.unwrap_or(Span(promise.0 * 2)).max(promise).minutes().max(1.0) * 1.02;
    let per_cell = most / room.max(1) as f64;
    let late = total.is_none_or(|t| t > promise);
    let end = spans::bar(pen, pane.x, pane.y, pane.x + room, &parts(&estimate), per_cell);
    let at = pane.x + (promise.minutes() / per_cell).round() as i32;
    if at < pane.x + room {
        pen.glyph(at, pane.y, pen.theme.glyphs.bar, Ink::Plain);
    }
    pen.put(end.max(at + 1) + 1, pane.y, &figure, if late { Ink::WarnFigure } else { Ink::Strong });
    let promise_text =
        format!("{} {}", w.say("promise", "objective"), numbers::duration(promise).trim_end_matches(" min"));
    let mut x = pane.x;
    for (kind, span) in [
        (SpanKind::Queue, estimate.chef),
        (SpanKind::Cook, Some(estimate.cook)),
        (SpanKind::Shelf, Some(estimate.shelf)),
        (SpanKind::Ride, Some(estimate.ride)),
    ] {
        let minutes = span.map_or(f64::INFINITY, |s| s.minutes());
        if minutes < 0.5 {
            continue;
        }
        let (glyph, ink) = spans::mark(pen.theme.glyphs, kind);
        pen.glyph(x, pane.y + 1, glyph, ink);
        x = pen.put(x + 2, pane.y + 1, span_words::name(w, kind), Ink::Muted) + 1;
        x = pen.put(x, pane.y + 1, &numbers::whole(span.map(|s| s.minutes())), Ink::Strong) + 3;
    }
    let from = (at - 4).max(x + 1);
    if from + width(&promise_text) <= pane.right() {
        pen.put(from, pane.y + 1, &promise_text, Ink::Muted);
    }
}
