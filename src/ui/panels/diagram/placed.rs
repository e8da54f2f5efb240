//! What an order placed now would meet, estimated from the work ahead of it: a bar of spans against the promise.

use crate::app::Target;
use crate::session::Estimate;
use crate::sim::order::{SPAN_KINDS, SpanKind};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::text::{estimate as text, place, spans as span_words};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;
use crate::units::{OutletId, Span};

fn parts(estimate: &Estimate) -> [f64; SPAN_KINDS.len()] {
    let mut parts = [0.0; SPAN_KINDS.len()];
    // An endless wait is drawn as nine hours, which is past the edge.
    parts[SpanKind::Queue as usize] = estimate.chef.unwrap_or(Span::from_hours(9)).minutes();
    parts[SpanKind::Cook as usize] = estimate.cook.minutes();
    parts[SpanKind::Shelf as usize] = estimate.shelf.minutes();
    parts[SpanKind::Ride as usize] = estimate.ride.minutes();
    parts
}

/// What an estimate is made of, and so how far it can be trusted.
fn how(is_rough: bool) -> &'static str {
    match is_rough {
        true => "rough, from mean times: too large to look ahead",
        false => "an estimate; 4 of 5 lie between",
    }
}

pub fn placed(pen: &mut Pen, pane: Pane, scene: &Scene, focused: bool, heavy: Option<u64>) {
    let w = scene.words;
    let head = w.say("An order placed now", "A request sent now");
    let at = scene.session.placed_now();
    let place = at.outlet.map_or(String::new(), |outlet| format!("at {}, ", scene.names.outlet(outlet)));
    title(
        pen,
        pane.row(0),
        head,
        focused,
        &[
            Rich::muted(format!("{place}{}", how(at.is_rough()))),
            Rich::muted(format!("{place}estimate")),
            Rich::muted("estimate"),
        ],
    );
    let mut end = pane.right();
    let v = scene.session.vitals();
    let inside = format!("in the {} ", w.one(Word::Shop));
    let out = numbers::rate(Some(v.traffic.delivered_per_hour));
    let rich = Rich::muted(inside)
        .and(numbers::count(v.in_system), Ink::Strong)
        .and(format!(", {} ", w.one(Word::Delivered)), Ink::Muted)
        .and(out, Ink::Strong)
        .and(" an hour", Ink::Muted);
    if pane.w >= 100 {
        end = pen.rich_right(pane.right(), pane.y + 1, &rich) - 3;
    }
    bar(pen, Pane::new(pane.x, pane.y + 1, end - pane.x, 2), scene, Some(at));
    if let Some(heavy) = heavy.filter(|_| pane.w >= 100) {
        let g = pen.theme.glyphs;
        let rich = Rich::muted("edges: ")
            .and(g.road.to_string(), Ink::Flow)
            .and(format!(" {} or more  ", numbers::count(heavy)), Ink::Muted)
            .and(g.quiet.to_string(), Ink::Flow)
            .and(" less  ", Ink::Muted)
            .and(g.nothing.to_string(), Ink::Faint)
            .and(" none", Ink::Muted);
        // If the sentence about the bar leaves room for it.
        let from = pane.right() - rich.width();
        if (from - 3..pane.right()).all(|x| pen.is_free(x, pane.y + 2)) {
            pen.rich(from, pane.y + 2, &rich);
        }
    }
}

/// Both rows, the label before them: for small rooms.
pub fn line(pen: &mut Pen, pane: Pane, scene: &Scene) {
    let head = scene.words.say("An order placed now", "A request sent now");
    let x = pen.put(pane.x, pane.y, head, Ink::Muted) + 1;
    bar(pen, Pane::new(x, pane.y, pane.right() - x, 2), scene, Some(scene.session.placed_now()));
}

/// The enlarged panel: the estimate at each outlet.
pub fn everywhere(pen: &mut Pen, pane: Pane, scene: &Scene) {
    let w = scene.words;
    let head = w.say("An order placed now, wherever it is sent", "A request sent now, at every node");
    let how = how(scene.session.placed_now().is_rough());
    title(pen, pane.row(0), head, true, &[Rich::muted(how), Rich::muted("estimate")]);
    let names = |id: OutletId| scene.names.outlet(id);
    let count = scene.world().outlets().len();
    // The selected outlet is always shown.
    let rows = ((pane.h - 2) / 3).max(1) as usize;
    let first = (scene.selected.index() + 1).saturating_sub(rows).min(count.saturating_sub(rows));
    let ids: Vec<OutletId> = (first..count).take(rows).map(|o| OutletId(o as u32)).collect();
    let left = ids.iter().map(|id| width(&names(*id))).max().unwrap_or(0).clamp(6, 20) + 4;
    for (i, id) in ids.into_iter().enumerate() {
        let row = pane.below(2 + 3 * i as i32).top(2);
        let outlet = &scene.world().outlets()[id.index()];
        let chosen = id == scene.selected;
        if chosen {
            pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
        }
        pen.within(Pane { w: left - 1, ..row }, |pen| {
            pen.put(row.x + 2, row.y, &names(id), if chosen { Ink::Strong } else { Ink::Plain });
        });
        pen.target(row, Target::Outlet(id));
        let at = row.after(left);
        if super::is_down(outlet) || scene.session.placed_at(id).is_none() {
            pen.rich(at.x, at.y, &fitting(place::sentences(scene, id), at.w, 1));
        } else {
            bar(pen, at, scene, scene.session.placed_at(id));
        }
    }
}

fn bar(pen: &mut Pen, pane: Pane, scene: &Scene, estimate: Option<&Estimate>) {
    let w = scene.words;
    let Some(estimate) = estimate else {
        pen.put(pane.x, pane.y, w.say("nothing can be sent there", "nothing can be sent there"), Ink::Muted);
        return;
    };
    if !estimate.has_time() {
        let forms =
            text::fate(w, scene.world(), estimate).into_iter().map(|form| Rich::of(form, Ink::WarnFigure)).collect();
        pen.rich(pane.x, pane.y, &fitting(forms, pane.w, 1));
        return;
    }
    let total = estimate.total();
    let promise = scene.promise();
    let forms = text::figure(w, scene.world(), estimate);
    let figure = forms.iter().find(|form| width(form) <= pane.w / 3).or(forms.last()).cloned().unwrap_or_default();
    let room = pane.w - width(&figure) - 3;
    let most = total.unwrap_or(Span(promise.0 * 2)).max(promise).minutes().max(1.0) * 1.02;
    let per_cell = most / room.max(1) as f64;
    let late = total.is_none_or(|t| t > promise);
    let end = spans::bar(pen, pane.x, pane.y, pane.x + room, &parts(estimate), per_cell);
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
        x = pen.put(x + 2, pane.y + 1, span_words::name(w, scene.setup(), kind), Ink::Muted) + 1;
        x = pen.put(x, pane.y + 1, &numbers::whole(span.map(|s| s.minutes())), Ink::Strong) + 3;
    }
    let from = (at - 4).max(x + 1);
    if from + width(&promise_text) <= pane.right() {
        pen.put(from, pane.y + 1, &promise_text, Ink::Muted);
    }
}
