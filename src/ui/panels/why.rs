//! Why orders wait: the sentence, the numbers as its evidence, and who is left out of them.

use crate::app::Panel;
use crate::app::input::Target;
use crate::sim::order::SPAN_KINDS;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::{hiring, losses, spans as span_words, why as text};
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;

pub fn why(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene, focused: bool) {
    let phrases = if room == Room::Small { vec![] } else { vec![Rich::muted("last 10 min")] };
    title(pen, pane.row(0), "Why", focused, &phrases);
    pen.target(pane, Target::Panel(Panel::Why));
    let inside = pane.below(1);
    let Some(why) = scene.session.why() else {
        paragraph(pen, inside, &Rich::muted(scene.words.say("The door has just opened.", "Nothing was measured yet.")));
        return;
    };
    pen.within(pane, |pen| {
        // In a small room the sentence gets a second row rather than a shorter form.
        let rows = if room == Room::Small && inside.h >= 5 { 2 } else { 1 };
        let mut row = paragraph(pen, inside.top(2), &fitting(text::headlines(scene, why), inside.w, rows));
        // The sentence has five rows beside the composition of p95, or all without it.
        let moved = text::moved(scene, why).filter(|_| room != Room::Small && inside.h >= 8);
        // It never lies over the last words of what stands above it.
        let kept = if moved.is_some() { 6.min(inside.h - 5).max(5) } else { 0 };
        let evidence = fitting(text::evidence(scene, why), inside.w, inside.h - row - kept);
        row += paragraph(pen, inside.below(row), &evidence);
        let twice = hiring::called_twice(scene);
        if !twice.is_empty() && row + kept < inside.h {
            row += paragraph(pen, inside.below(row).top(1), &fitting(twice, inside.w, 1));
        }
        let losses = losses::lately(scene, why);
        if !losses.is_empty() && row + kept < inside.h {
            row += paragraph(pen, inside.below(row).top(1), &fitting(losses, inside.w, 1));
        }
        if let Some(moved) = moved {
            let at = (row + 1).max(inside.h - 6).min(inside.h - 5);
            composition(pen, inside.below(at), scene, why, moved);
        } else if row + 2 < inside.h {
            load(pen, inside.below(row + 1), scene, why);
        }
    });
}

/// `p95 rose from 22 to 35 min since 18:50. The extra minutes:`, a bar of its parts, their names, and who is not in it.
fn composition(pen: &mut Pen, pane: Pane, scene: &Scene, why: &crate::session::Why, moved: Vec<Rich>) {
    pen.rich(pane.x, pane.y, &fitting(moved, pane.w, 1));
    let Some(parts) = text::parts(why) else { return };
    let sum: f64 = parts.iter().sum();
    spans::bar(pen, pane.x, pane.y + 1, pane.right(), &parts, sum / pane.w as f64);
    let shares = crate::text::numbers::shares(&parts);
    let mut by_share: Vec<usize> = (0..shares.len()).filter(|i| shares[*i] > 0).collect();
    by_share.sort_by_key(|i| std::cmp::Reverse(shares[*i]));
    by_share.truncate(3);
    let mut x = pane.x;
    for i in by_share {
        let (glyph, ink) = spans::mark(pen.theme.glyphs, SPAN_KINDS[i]);
        let name = span_words::name(scene.words, scene.setup(), SPAN_KINDS[i]);
        let share = shares[i].to_string();
        if x + 4 + width(name) + width(&share) + 2 > pane.right() {
            break;
        }
        pen.glyph(x, pane.y + 2, glyph, ink);
        x = pen.put(x + 2, pane.y + 2, name, Ink::Muted);
        x = pen.put(x + 1, pane.y + 2, &share, Ink::Strong);
        x = pen.put(x, pane.y + 2, " %", Ink::Muted) + 2;
    }
    let left_out = text::left_out(scene, why);
    if !left_out.is_empty() {
        paragraph(pen, pane.below(3), &fitting(left_out, pane.w, (pane.h - 3).min(2)));
    }
}

/// The offered load, which a utilization of 100 % hides.
fn load(pen: &mut Pen, pane: Pane, scene: &Scene, why: &crate::session::Why) {
    let station = why.stuck().or_else(|| why.busiest());
    // If a backlog is the cause, the sentence has said so already.
    if matches!(why.verdict, crate::sim::explain::Verdict::Stuck { cause: crate::sim::explain::Cause::Backlog, .. }) {
        return;
    }
    let Some(station) = station.filter(|s| matches!(s.id, crate::sim::explain::StationId::Chefs(_))) else { return };
    // In the dark nothing comes that could be compared with the hands.
    if station.hands > 0.0 && station.work > 0.0 {
        let forms = text::load(scene, station.work, station.hands);
        let forms = forms.into_iter().map(|rich| rich.and(".", Ink::Muted)).collect();
        paragraph(pen, pane, &fitting(forms, pane.w, pane.h.min(2)));
    }
}
