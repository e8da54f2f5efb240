//! The page before opening: story, task, shop, expected demand and, framed, the prediction. It tells no more of the
//! faults than the story does.

use crate::app::Story;
use crate::app::{App, Target};
use crate::scenario::Scenario;
use crate::sim::demand::Rate;
use crate::sim::setup::{Arrivals, Setup};
use crate::text::ink::Ink;
use crate::text::markdown;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::{Word, Words};
use crate::ui::layout::{Room, Screen};
use crate::ui::overlays::cards;
use crate::ui::pane::Pane;
use crate::ui::panels::{footer, goals, header};
use crate::ui::pen::Pen;
use crate::ui::widgets::float;
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::spark;
use crate::ui::widgets::title::title;
use crate::units::Time;

/// The widest page that is comfortable to read.
const WIDEST: i32 = 150;
/// Rows of the day's chart, at least and at most.
const DAY: (i32, i32) = (7, 18);
/// At most so many where it stands beside the text.
const DAY_BESIDE: i32 = 12;

pub fn story(pen: &mut Pen, screen: &Screen, app: &App, story: &Story) {
    let scenario = &story.scenario;
    let small = screen.room == Room::Small;
    head(pen, screen, story);
    let w = Words(app.language());
    let margin = if small { 2 } else { 6.max((screen.whole.w - WIDEST) / 2) };
    let top = if small { 2 } else { 3 };
    let mut body =
        Pane::new(margin, top, screen.whole.w - 2 * margin, screen.footer.y - top - if small { 0 } else { 1 });
    let side = if small { 34 } else { (body.w * 2 / 5).clamp(40, 60) };
    let text_w = body.w - side - if small { 2 } else { 7 };
    let gap = if small { 0 } else { 2 };
    let shop_rows = outlet_rows(screen.room, scenario);
    let used = (lines(scenario, w, text_w, true).len() as i32).max(shop_rows + gap + ask_rows(side - 1, story, w));
    // Where there is room for it, the day stands below everything, as wide as the page.
    let day = (body.h - used - 2).min(DAY.1);
    let is_below = !small && day >= DAY.0;
    if is_below {
        body = body.below((body.h - used - 2 - day) / 3);
    }
    let right = Pane::new(body.right() - side + if small { 0 } else { 1 }, body.y, side - 1, body.h);
    tale(pen, body.left(text_w), scenario, w, Some(story.scroll));
    let mut y = shop(pen, right, screen.room, scenario, w);
    if is_below {
        demand(pen, body.below(used + 2).top(day), scenario, w);
    } else {
        y += i32::from(!small);
        // Where nothing is asked the day has the rest of the column, and a row between.
        let free = (right.h - y - 1).min(DAY_BESIDE);
        let beside =
            if story.ask().is_none() && free >= DAY.0 { right.below(y + 1).top(free) } else { right.below(y).top(4) };
        y += demand(pen, beside, scenario, w);
    }
    ask(pen, right.below(y + gap), screen.room, story, w);
    footer::footer(pen, screen, app);
}

fn head(pen: &mut Pen, screen: &Screen, story: &Story) {
    let row = screen.header;
    pen.ground(row, Ink::Band);
    let mut x = pen.put(row.x + 1, row.y, header::NAME, Ink::Accent) + 2;
    if let Some(chapter) = story.chapter {
        x = pen.put(x, row.y, &chapter.to_string(), Ink::Muted) + 2;
    }
    x = pen.put(x, row.y, &story.scenario.title, Ink::Plain);
    let concept = story.scenario.concept.as_deref();
    let concept = concept.map(|id| crate::text::concepts::concept(id).map_or(id.replace('-', " "), |c| c.name.clone()));
    let race = "a race: whoever sent the code plays beside you";
    let room = row.right() - 2 - concept.as_deref().map_or(0, |concept| width(concept) + 2);
    if story.ghost.is_some() && x + 3 + width(race) <= room {
        x = pen.put(x + 3, row.y, race, Ink::Flow);
    }
    if let Some(concept) = concept.filter(|c| x + 2 + width(c) < row.right()) {
        pen.put_right(row.right() - 1, row.y, &concept, Ink::Muted);
    }
}

/// Story and task, line by line; the heading of the task is an empty line with nothing but ink.
fn lines(scenario: &Scenario, words: Words, w: i32, with_title: bool) -> Vec<Rich> {
    let mut lines = match with_title {
        true => vec![Rich::of(scenario.title.clone(), Ink::Accent), Rich::new()],
        false => Vec::new(),
    };
    lines.extend(markdown::lines(words.told(&scenario.story, &scenario.systems_story), w));
    lines.extend([Rich::new(), heading()]);
    for (i, goal) in scenario.goals.iter().enumerate() {
        for (j, line) in Rich::plain(goals::said(words, goal)).wrapped(w - 3).into_iter().enumerate() {
            let number = if j == 0 { format!("{:<3}", i + 1) } else { "   ".into() };
            let mut whole = Rich::of(number, Ink::Flow);
            whole.append(line);
            lines.push(whole);
        }
    }
    if scenario.goals.is_empty() {
        lines.push(Rich::muted("No goals: the shop is yours to play with."));
    }
    if let Some(cash) = scenario.setup.money.cash {
        lines.push(Rich::new());
        let note =
            format!("You open with {}. What you do is remembered and can be played again.", numbers::dollars(cash));
        lines.extend(Rich::muted(note).wrapped(w));
    }
    lines
}

fn heading() -> Rich {
    Rich::of("Tonight's task", Ink::Strong)
}

/// Story and task as one scrolled text. `scroll: None`: unscrolled and without the title, as far as there is room.
pub fn tale(pen: &mut Pen, pane: Pane, scenario: &Scenario, words: Words, scroll: Option<usize>) {
    let lines = lines(scenario, words, pane.w, scroll.is_some());
    let task = heading();
    let most = (lines.len() as i32 - pane.h).max(0);
    let first = (scroll.unwrap_or(0) as i32).min(most);
    pen.within(pane, |pen| {
        for (i, line) in lines.iter().enumerate().skip(first as usize) {
            let row = pane.row(i as i32 - first);
            if *line == task {
                title(pen, row, &task.text(), false, &[]);
            } else {
                pen.rich(row.x, row.y, line);
            }
        }
    });
    if most > first && scroll.is_some() {
        // In a small room this is the row of the keys: beside them.
        pen.put(pane.right() - 4, pane.bottom(), "PgDn more", Ink::Muted);
    }
}

/// How many outlets are listed.
fn most_outlets(room: Room) -> usize {
    if room == Room::Small { 3 } else { 6 }
}

/// Rows that [`shop`] takes.
fn outlet_rows(room: Room, scenario: &Scenario) -> i32 {
    let (all, most) = (scenario.setup.outlets.len(), most_outlets(room));
    1 + all.min(most) as i32 + i32::from(all > most)
}

/// How many days the run has, each beginning at the hour of opening.
fn days(setup: &Setup) -> u64 {
    Time(setup.closing().0.saturating_sub(1)).day()
}

/// Draws the outlets with their staff; returns the rows used.
fn shop(pen: &mut Pen, pane: Pane, room: Room, scenario: &Scenario, w: Words) -> i32 {
    let setup = &scenario.setup;
    let opens = numbers::clock(Time::ZERO, setup.opens);
    let closes = numbers::clock(setup.closing(), setup.opens);
    let name = w.say("Your shop", "Your system");
    let hours = match days(setup) {
        1 => format!("{opens} to {closes}"),
        days => format!("{opens} to {closes} on day {days}"),
    };
    title(pen, pane.row(0), name, false, &[Rich::muted(hours)]);
    let most = most_outlets(room);
    let mut y = 1;
    let names = setup.outlets.iter().take(most).map(|o| width(&o.name)).max().unwrap_or(0).min(pane.w / 2);
    for outlet in setup.outlets.iter().take(most) {
        let row = pane.row(y);
        let glyphs = pen.theme.glyphs;
        let (glyph, ink) = if outlet.open { (glyphs.outlet, Ink::Plain) } else { (glyphs.to_let, Ink::Cold) };
        pen.glyph(row.x, row.y, glyph, ink);
        pen.within(Pane::new(row.x, row.y, names + 2, 1), |pen| {
            pen.put(row.x + 2, row.y, &outlet.name, if outlet.open { Ink::Plain } else { Ink::Cold });
        });
        let chefs = outlet.chefs.iter().filter(|c| !c.standby).count() as u64;
        let backups = outlet.chefs.len() as u64 - chefs;
        let mut people = if backups > 0 {
            format!(
                "{chefs} and {}",
                if backups == 1 {
                    w.say("a backup", "a standby").to_string()
                } else {
                    w.counted(backups, Word::Backup)
                }
            )
        } else {
            w.counted(chefs, Word::Chef)
        };
        if !outlet.open {
            people = format!("{}, {}", w.say("to let", "not deployed"), numbers::dollars(outlet.open_cost));
        }
        let at = pen.put(row.x + names + 3, row.y, &people, Ink::Muted);
        let riders = w.counted(outlet.riders as u64, Word::Rider);
        if outlet.riders > 0 && at + width(&riders) < row.right() {
            pen.put_right(row.right(), row.y, &riders, Ink::Muted);
        }
        y += 1;
    }
    if setup.outlets.len() > most {
        let more = setup.outlets.len() - most;
        pen.put(pane.x + 2, pane.y + y, &format!("and {} more", numbers::count(more as u64)), Ink::Muted);
        y += 1;
    }
    y
}

/// Draws the expected demand with the hours below it, and, in a pane with room for them, when the goals are judged;
/// returns the rows used.
fn demand(pen: &mut Pen, pane: Pane, scenario: &Scenario, w: Words) -> i32 {
    let setup = &scenario.setup;
    let said = format!("{} an hour, as on other days", w.many(Word::Order));
    let windows: Vec<_> =
        scenario.goals.iter().enumerate().filter_map(|(i, goal)| Some((i + 1, goal.window?))).collect();
    let is_large = pane.h >= DAY.0;
    let rows = match is_large {
        true => {
            let name = if days(setup) == 1 { "The day" } else { "The days" };
            let short = format!("{} an hour", w.many(Word::Order));
            title(pen, pane.row(0), name, false, &[Rich::muted(said), Rich::muted(short)]);
            pane.h - 2 - windows.len() as i32
        }
        false => {
            pen.put(pane.x, pane.y, &said, Ink::Muted);
            1
        }
    };
    let cells = (pane.w - 6).max(4);
    let rates: Vec<Rate> = setup.zones.iter().map(|z| Rate::new(z, setup.opens)).collect();
    let at = |share: f64| {
        let now = Time((setup.duration.0 as f64 * share) as u64);
        let zones = setup.zones.iter().zip(&rates);
        zones
            .map(|(zone, rate)| match &zone.arrivals {
                // A recorded day: arrivals in the hour around.
                Arrivals::Trace(times) => {
                    let near = |t: &&Time| t.0.abs_diff(now.0) <= crate::units::time::MICROS_PER_HOUR / 2;
                    times.iter().filter(near).count() as f64
                }
                _ => rate.at(now),
            })
            .sum::<f64>()
    };
    let values: Vec<f64> = (0..cells).map(|i| at((i as f64 + 0.5) / cells as f64)).collect();
    let top = values.iter().copied().fold(0.0, f64::max);
    for (i, value) in values.iter().enumerate() {
        let share = if top > 0.0 { value / top } else { 0.0 };
        if rows == 1 || share <= 0.0 {
            spark::column(pen, pane.x + i as i32, pane.y + rows, share, Ink::Cook);
        } else {
            spark::tall(pen, pane.x + i as i32, pane.y + rows, rows, share, Ink::Cook);
        }
    }
    pen.put_right(pane.right(), pane.y + 1, &numbers::rate(Some(top)), Ink::Strong);
    pen.put_right(pane.right(), pane.y + 2, "peak", Ink::Muted);
    let y = pane.y + 1 + rows;
    hours(pen, Pane::new(pane.x, y, cells, 1), setup);
    if is_large {
        for (i, (goal, window)) in windows.iter().enumerate() {
            let x = |at: Time| (at.0 as f64 / setup.duration.0.max(1) as f64 * f64::from(cells)) as i32;
            let (from, to) = (x(window.from).min(cells - 1), x(window.to).min(cells));
            let y = y + 1 + i as i32;
            pen.put(pane.x + (from - 2).max(0), y, &goal.to_string(), Ink::Flow);
            pen.repeat(pane.x + from.max(2), y, to - from.max(2), pen.theme.glyphs.meter, Ink::Flow);
            pen.put((pane.x + to + 1).min(pane.right() - width("judged")), y, "judged", Ink::Muted);
        }
    }
    pane.h.min(3 + rows - 1)
}

/// Whole hours below the line of demand, as many as fit; in a run of several days, where each begins.
fn hours(pen: &mut Pen, pane: Pane, setup: &Setup) {
    let hours = setup.duration.hours();
    let begin = setup.opens.0 as f64 / crate::units::time::MICROS_PER_HOUR as f64;
    let has_days = days(setup) > 1;
    let (mut at, step) = match has_days {
        true => (0.0, 24.0 * (hours / 24.0 / (f64::from(pane.w) / 7.0)).ceil().max(1.0)),
        false => (begin.ceil() - begin, (hours / (f64::from(pane.w) / 7.0)).ceil().max(1.0)),
    };
    while at <= hours + 1e-9 {
        let x = pane.x + (at / hours.max(1e-9) * f64::from(pane.w - 1)).round() as i32;
        let text = match has_days {
            true => format!("day {}", (at / 24.0) as u64 + 1),
            false => format!("{:02}", (begin + at).round() as u64 % 24),
        };
        if x + width(&text) <= pane.right() + 1 {
            pen.put(x, pane.y, &text, Ink::Muted);
        }
        at += step;
    }
}

/// What is said below the choices.
const NO_COST: &str = "A wrong guess costs nothing and teaches most. Nobody else sees it.";

/// Rows that the framed prediction takes with its note, in a pane so wide.
fn ask_rows(w: i32, story: &Story, words: Words) -> i32 {
    let Some(ask) = story.ask() else { return 0 };
    let prediction = &story.scenario.predictions[ask.index];
    let question = markdown::lines(words.told(&prediction.ask, &prediction.systems), w - 2).len()
        + cards::choice_rows(prediction.choices.len());
    question as i32 + Rich::muted(NO_COST).wrapped(w - 2).len() as i32 + 4
}

/// The prediction, framed.
fn ask(pen: &mut Pen, pane: Pane, room: Room, story: &Story, words: Words) {
    let Some(ask) = story.ask() else { return };
    let prediction = &story.scenario.predictions[ask.index];
    let small = room == Room::Small;
    let inner = pane.w - 2;
    let question = markdown::lines(words.told(&prediction.ask, &prediction.systems), inner);
    let blank = i32::from(!small);
    let rows = question.len() as i32 + 1 + cards::choice_rows(prediction.choices.len()) as i32 - 1;
    let note = Rich::muted(NO_COST).wrapped(inner);
    let with_note = rows + note.len() as i32 + 2 + 2 * blank <= pane.h;
    let h = rows + 2 + blank + if with_note { note.len() as i32 + blank } else { 0 };
    let frame = Pane::new(pane.x - 1, pane.y, pane.w + 2, h.min(pane.h + 1));
    float::frame(pen, frame, pen.theme.glyphs.frame, Ink::Accent);
    let head = match story.asks.len() {
        1 => Rich::of("First, your guess", Ink::Strong),
        n => Rich::of("First, your guess", Ink::Strong).and(format!("  {} of {n}", story.asking + 1), Ink::Muted),
    };
    float::set_in(pen, frame.x + 2, frame.y, &head, frame);
    pen.target(frame, Target::Inside);
    let inside = Pane::new(pane.x + 1, pane.y + 1 + blank, inner, frame.h - 2 - blank);
    pen.within(inside, |pen| {
        for (i, line) in question.iter().enumerate() {
            pen.rich(inside.x, inside.y + i as i32, line);
        }
        let at = inside.below(question.len() as i32 + 1);
        cards::choices(pen, at, prediction.choices_said(!words.is_pizza()), ask);
        if with_note {
            let y = rows - question.len() as i32 - 1 + blank;
            paragraph(pen, at.below(y), &Rich::muted(NO_COST));
        }
    });
}
