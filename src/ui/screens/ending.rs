//! The debrief after closing: the goals, predictions beside the truth, where the minutes went, and alternative
//! histories with the same customers. It gives no grade.

mod alternatives;
mod answers;
mod costs;
mod curve;
mod lesson;

pub use alternatives::who_called;
pub use answers::sentences as other_answers;
pub use curve::curve;
pub use lesson::{first_guess, guesses};

use crate::app::Ending;
use crate::app::{Action, App, Target};
use crate::report::Verdict;
use crate::scenario::{Bound, Goal};
use crate::sim::metric::Scope;
use crate::sim::order::SPAN_KINDS;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::Words;
use crate::text::{goals as goal_text, spans as span_words};
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::{footer, goals, header};
use crate::ui::pen::Pen;
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

/// How many faults the debrief lists, where there is room and where there is less.
const MANY_COSTS: usize = 16;
const FEW_COSTS: usize = 8;
/// Rows below a night's chart beside the faults: title, heads, what is left out, a gap or two.
const NIGHT_ROWS: i32 = 6;

pub fn ending(pen: &mut Pen, screen: &Screen, app: &App, ending: &Ending) {
    head(pen, screen, ending);
    let small = screen.room == Room::Small;
    let top = if small { 1 } else { 2 };
    let body = Pane::new(
        if small { 1 } else { 2 },
        top,
        screen.whole.w - if small { 2 } else { 4 },
        screen.footer.y - top - i32::from(!small),
    );
    let w = Words(app.language());
    scrolled(pen, body, ending.scroll as i32, w, &|pen, page| match screen.room {
        Room::Small => one_column(pen, page, ending, w),
        Room::Medium => two_columns(pen, page, ending, w, (8, body.h)),
        Room::Large => two_columns(pen, page, ending, w, (16, body.h)),
    });
    footer::footer(pen, screen, app);
    if let Some(saved) = &ending.saved {
        pen.clear(screen.news);
        pen.put(screen.news.x, screen.news.y, saved, Ink::Muted);
    }
}

/// How it ended, the guess beside the truth, the evening's line, the table, and what it was about.
fn one_column(pen: &mut Pen, page: &mut Page, ending: &Ending, w: Words) {
    verdict(pen, page, ending);
    stars(pen, page, ending);
    page.gap();
    lesson::guess(pen, page, ending);
    curve::chart(pen, page, ending, 8);
    costs::or_alternatives(pen, page, ending, FEW_COSTS);
    lesson::surprise(pen, page, ending);
    answers::later(pen, page, ending);
    answers::also(pen, page, ending);
    lesson::question(pen, page, ending);
    minutes(pen, page, ending, w);
    lesson::elsewhere(pen, page, ending);
}

/// The same with the verdict beside the stars, and below the line, `rows` high, the guess beside the table.
fn two_columns(pen: &mut Pen, page: &mut Page, ending: &Ending, w: Words, (rows, page_h): (i32, i32)) {
    let left_w = (page.pane.w * 45 / 100).clamp(46, 84);
    let columns = |page: &Page| {
        let column = |pane: Pane| Page { pane, ..*page };
        (column(page.pane.left(left_w)), column(page.pane.after(left_w + 4)))
    };
    let (mut left, mut right) = columns(page);
    verdict(pen, &mut left, ending);
    stars(pen, &mut right, ending);
    // Where nothing is judged there is no guess and no star, and the faults need room for their names.
    if ending.is_unjudged() {
        minutes(pen, &mut right, ending, w);
        page.at = left.at.max(right.at) + 1;
        let most = if rows > 8 { MANY_COSTS } else { FEW_COSTS + 3 };
        let below = ending.costs.len().min(most) as i32 + NIGHT_ROWS;
        curve::chart(pen, page, ending, (page_h - page.at - below).clamp(rows, 3 * rows));
        costs::or_alternatives(pen, page, ending, most);
        lesson::surprise(pen, page, ending);
        return lesson::elsewhere(pen, page, ending);
    }
    page.at = left.at.max(right.at) + 1;
    curve::chart(pen, page, ending, rows);
    let (mut left, mut right) = columns(page);
    lesson::guess(pen, &mut left, ending);
    minutes(pen, &mut left, ending, w);
    lesson::elsewhere(pen, &mut left, ending);
    costs::or_alternatives(pen, &mut right, ending, if rows > 8 { MANY_COSTS } else { FEW_COSTS });
    lesson::surprise(pen, &mut right, ending);
    answers::later(pen, &mut right, ending);
    answers::also(pen, &mut right, ending);
    lesson::question(pen, &mut right, ending);
    page.at = left.at.max(right.at);
}

/// Draws a scrolled column, not past its end, with a mark if it continues below.
fn scrolled(pen: &mut Pen, pane: Pane, scroll: i32, words: Words, write: &dyn Fn(&mut Pen, &mut Page)) {
    let mut measured = Page { pane: Pane::new(pane.x, pane.y, pane.w, 0), at: 0, words };
    write(pen, &mut measured);
    let most = (measured.at - pane.h).max(0);
    if most == 0 {
        return write(pen, &mut Page { pane, at: 0, words });
    }
    let pane = Pane::new(pane.x, pane.y, pane.w, pane.h - 1);
    let scroll = scroll.min(most + 1);
    write(pen, &mut Page { pane, at: -scroll, words });
    let (key, word) = if scroll <= most { ("PgDn", "more below") } else { ("PgUp", "more above") };
    let rim = Rich::of(key, Ink::Accent).and(format!(" {word}"), Ink::Muted);
    let x = pane.right() - rim.width();
    let action = if scroll <= most { Action::PageDown } else { Action::PageUp };
    pen.target(Pane::new(x, pane.bottom(), rim.width(), 1), Target::Action(action));
    pen.rich(x, pane.bottom(), &rim);
}

/// A column that is written from the top and may begin above its pane.
struct Page {
    pane: Pane,
    at: i32,
    words: Words,
}

impl Page {
    fn row(&mut self) -> Pane {
        let row = Pane::new(self.pane.x, self.pane.y + self.at, self.pane.w, i32::from(self.is_seen()));
        self.at += 1;
        row
    }

    fn is_seen(&self) -> bool {
        self.at >= 0 && self.at < self.pane.h
    }

    fn line(&mut self, pen: &mut Pen, rich: &Rich) {
        let pane = self.pane;
        let row = self.row();
        if !row.is_empty() {
            pen.within(pane, |pen| {
                pen.rich(row.x, row.y, rich);
            });
        }
    }

    fn text(&mut self, pen: &mut Pen, rich: &Rich) {
        for line in rich.wrapped(self.pane.w) {
            self.line(pen, &line);
        }
    }

    fn gap(&mut self) {
        self.at += 1;
    }

    fn title(&mut self, pen: &mut Pen, name: &str, phrase: Rich) {
        let row = self.row();
        title(pen, row, name, false, &[phrase]);
    }
}

pub fn head(pen: &mut Pen, screen: &Screen, ending: &Ending) {
    let row = screen.header;
    pen.ground(row, Ink::Band);
    let game = &ending.game;
    let mut x = pen.put(row.x + 1, row.y, header::NAME, Ink::Accent) + 2;
    if let Some(chapter) = game.chapter {
        x = pen.put(x, row.y, &chapter.to_string(), Ink::Muted) + 2;
    }
    x = pen.put(x, row.y, &game.scenario.title, Ink::Plain) + 3;
    let word = match (game.session.world().is_over(), ending.is_halfway()) {
        (true, _) => "closed",
        (false, true) => "so far, until",
        (false, false) => "decided",
    };
    let at = if ending.is_halfway() { "" } else { " at" };
    let closed = format!("{word}{at} {}", moment_of(ending, game.session.now()));
    x = pen.put(x, row.y, &closed, Ink::Muted) + 3;
    // The seed, in the longest form that fits.
    let seed = game.session.setup().seed;
    let forms = [format!("seed {seed}, replayable"), format!("seed {seed}")];
    if let Some(form) = forms.iter().find(|form| x + width(form) < row.right()) {
        pen.put_right(row.right() - 1, row.y, form, Ink::Muted);
    }
}

/// A moment of the evening; with its day, if there are several.
fn moment_of(ending: &Ending, at: Time) -> String {
    let setup = ending.game.session.setup();
    let clock = numbers::clock(at, setup.opens);
    let has_days = setup.duration > Span::from_hours(24);
    if has_days { format!("day {} {clock}", at.day()) } else { clock }
}

/// How the evening ended, and a word on it.
pub fn verdict_words(ending: &Ending) -> (&'static str, &'static str) {
    let met = ending.goals.iter().filter(|g| g.met).count();
    match (ending.game.scenario.goals.len(), met) {
        _ if ending.game.showing => ("Shown.", "That is one way to win. Now try it yourself."),
        (0, _) => costs::verdict(ending),
        (n, m) if n == m => ("Won.", "Everybody may go home."),
        _ if is_close(ending) => ("Not yet, but close.", "Nobody starved."),
        _ => ("Not yet.", "You can play the same evening again."),
    }
}

fn verdict(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let goals = &ending.game.scenario.goals;
    let (head, more) = verdict_words(ending);
    page.text(pen, &Rich::of(head, Ink::Strong).and(format!("  {more}"), Ink::Plain));
    page.gap();
    for (goal, verdict) in goals.iter().zip(&ending.goals) {
        goal_row(pen, page, goal, verdict);
    }
    limited(pen, page, ending);
    if ending.is_unjudged() {
        costs::sums(pen, page, ending);
    }
}

/// Where only some districts are judged and others' calls were over a quota: what that made of the whole, which the
/// header has shown all evening.
fn limited(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let goals = &ending.game.scenario.goals;
    let of_zones = goals.iter().all(|goal| matches!(goal.scope, Scope::Zone(_)));
    let limited = ending.measures.orders.limited;
    if limited == 0 || goals.is_empty() || !of_zones {
        return;
    }
    let n = numbers::count(limited);
    let on_time = numbers::judged(ending.measures.slo.on_time_ratio);
    let text = page.words.say(
        format!("Of the whole town *{on_time}* were served in time, for *{n}* calls were over the quota. The town is not judged."),
        format!("Of all clients *{on_time}* were served within the SLO, for *{n}* requests were throttled. The whole is not judged."),
    );
    page.text(pen, &Rich::marked(&text, Ink::Muted, Ink::Plain));
}

/// The stars, each with the number that earned it or did not.
fn stars(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let goals = &ending.game.scenario.goals;
    let stars = &ending.game.scenario.stars;
    if !stars.is_empty() {
        let counts = ending.won || goals.is_empty();
        let lead = if counts { "stars:" } else { "goals first, then stars:" };
        page.line(pen, &Rich::muted(lead));
        for (star, verdict) in stars.iter().zip(&ending.stars) {
            let glyphs = pen.theme.glyphs;
            let won = counts && verdict.met;
            let (glyph, ink) = if won { (glyphs.star, Ink::Accent) } else { (glyphs.no_star, Ink::Faint) };
            let value = goal_text::value(verdict.value, star.metric.row().unit);
            let lines = Rich::muted(goals::said(page.words, star)).wrapped(page.pane.w - 4 - width(&value));
            let (mut lines, row) = (lines.into_iter(), page.row());
            let first = lines.next();
            if !row.is_empty() {
                pen.glyph(row.x, row.y, glyph, ink);
                pen.put_right(row.right(), row.y, &value, Ink::Plain);
                pen.put(row.x + 2, row.y, &first.map_or_else(String::new, |line| line.text()), Ink::Muted);
            }
            for line in lines {
                page.line(pen, &Rich::plain("  ").joined(line));
            }
        }
    }
    let paid = ending.stars_paid();
    if paid > 0 && !stars.is_empty() {
        let hints = if paid == 1 {
            "You took a hint early: a star less".into()
        } else {
            format!("You took {paid} hints early: {paid} stars less")
        };
        let left = match (ending.won || goals.is_empty(), ending.stars_won()) {
            (false, _) => ".".to_string(),
            (true, 0) => ", so none counts.".to_string(),
            (true, left) => format!(", so {left} {}.", if left == 1 { "counts" } else { "count" }),
        };
        page.text(pen, &Rich::muted(format!("{hints}{left}")));
    }
}

/// Whether exactly one goal is missed, and by less than a tenth of its bound.
fn is_close(ending: &Ending) -> bool {
    let goals = ending.game.scenario.goals.iter().zip(&ending.goals);
    let mut missed = goals.filter(|(_, verdict)| !verdict.met);
    let (Some((goal, verdict)), None) = (missed.next(), missed.next()) else { return false };
    let bound = goal.bound.value();
    verdict.value.is_some_and(|value| (value - bound).abs() <= 0.1 * bound.abs())
}

fn goal_row(pen: &mut Pen, page: &mut Page, goal: &Goal, verdict: &Verdict) {
    let glyphs = pen.theme.glyphs;
    let (glyph, ink) = if verdict.met { (glyphs.good, Ink::Flow) } else { (glyphs.bad, Ink::Danger) };
    let unit = goal.metric.row().unit;
    let figure = if verdict.met { Ink::Strong } else { Ink::WarnFigure };
    let bound = match goal.bound {
        Bound::AtLeast(b) | Bound::AtMost(b) => goal_text::value(Some(b), unit),
    };
    let mut value = Rich::of(goal_text::value(verdict.value, unit), figure);
    if !verdict.met {
        value.push(format!(" of {}", bound.trim_end_matches(" %").trim_end_matches(".0")), Ink::Muted);
    }
    let lines = Rich::plain(goals::said(page.words, goal)).wrapped(page.pane.w - 4 - value.width());
    for (i, line) in lines.iter().enumerate() {
        let row = page.row();
        if row.is_empty() {
            continue;
        }
        pen.rich(row.x + 2, row.y, line);
        if i == 0 {
            pen.glyph(row.x, row.y, glyph, ink);
            pen.rich_right(row.right(), row.y, &value);
        }
    }
}

/// The mean spans of the slowest 1 % beside those of the middle tenth of this evening.
fn minutes(pen: &mut Pen, page: &mut Page, ending: &Ending, w: Words) {
    let session = &ending.game.session;
    let Some(makeup) = &ending.makeup else { return };
    let delivered = ending.measures.orders.delivered;
    page.title(
        pen,
        "Where your minutes went",
        Rich::muted(format!("this evening, {} delivered", numbers::count(delivered))),
    );
    let longest = makeup.slowest.mean.minutes().max(makeup.middle.mean.minutes()).max(0.1);
    let n = makeup.slowest.orders;
    let rows = [("middle tenth".to_string(), makeup.middle), (format!("slowest 1 %: {n}"), makeup.slowest)];
    for (i, (name, group)) in rows.iter().enumerate() {
        let row = page.row();
        if row.is_empty() {
            continue;
        }
        pen.put(row.x, row.y, name, Ink::Muted);
        let x = row.x + 16;
        let value = numbers::minutes(group.mean);
        let late = group.mean > session.setup().slo.promise;
        let end = pen.put_right(row.right(), row.y, " min", Ink::Muted);
        let end = pen.put_right(end, row.y, &value, if late && i == 1 { Ink::WarnFigure } else { Ink::Strong });
        let cells = (end - x - 2).max(1);
        spans::bar(pen, x, row.y, x + cells, &group.parts.map(|s| s.minutes()), longest / cells as f64);
    }
    let mut legend = Rich::new();
    let (parts, _) = crate::sim::explain::rounded(&makeup.parts, 6_000_000);
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| parts[*i] != 0).collect();
    order.sort_by_key(|i| std::cmp::Reverse(parts[*i].abs()));
    for i in order.into_iter().take(4) {
        let (glyph, ink) = spans::mark(pen.theme.glyphs, SPAN_KINDS[i]);
        let name = span_words::name(w, session.setup(), SPAN_KINDS[i]);
        let part = Rich::of(glyph.to_string(), ink)
            .and(format!(" {name} "), Ink::Muted)
            .and(format!("{:+.1}", parts[i] as f64 / 10.0), Ink::Plain);
        if legend.width() + part.width() + 3 <= page.pane.w {
            legend.push(if legend.is_empty() { "" } else { "   " }, Ink::Plain).append(part);
        }
    }
    page.line(pen, &legend);
    page.gap();
}
