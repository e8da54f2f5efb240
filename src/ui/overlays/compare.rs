//! Two histories with the same customers, side by side: both on charts, their figures with the differences, and how
//! many orders came sooner or later.

use crate::app::compare::{self, CompareView, Figures, Seen, Side};
use crate::app::keymap::Context;
use crate::app::{Action, App, Game, Target};
use crate::session::letter;
use crate::stats::Series;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::text::histories;
use crate::ui::widgets::axis::Axis;
use crate::ui::widgets::chart::{Chart, Line, name_level, round_top};
use crate::ui::widgets::keys::{Offer, from_left, from_right};
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::spark;
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

const ONE: Ink = Ink::Wait;
const TWO: Ink = Ink::Flow;
/// Columns for the names at the left, and for the figures at the right.
const LEFT: i32 = 17;
const RIGHT: i32 = 32;

/// What one chart shows.
struct Plot {
    name: &'static str,
    unit: String,
    of: fn(&crate::session::Gauges) -> &Series,
    scale: f64,
    level: Option<(f64, String)>,
    rows: Vec<Row>,
}

/// A row of figures: its name, both values, and how they are written.
type Row = (String, [Option<f64>; 2], fn(Option<f64>) -> String);

pub fn compare(pen: &mut Pen, screen: &Screen, app: &App, beside: &CompareView) {
    let Some(game) = app.game() else { return };
    let (Some(one), Some(two)) = (compare::seen(beside.first, game), compare::seen(beside.second, game)) else {
        return;
    };
    let scene = crate::ui::scene(app, game);
    let whole = screen.whole;
    pen.clear(whole);
    pen.target(whole, Target::Inside);
    head(pen, screen, &scene, game, beside);
    let small = screen.room == Room::Small;
    let pane = whole.shrunk(1, 0);
    let top = if small { 1 } else { 2 };
    if !small {
        let said = scene.words.say(
            "The same customers call in both evenings, so whatever differs comes from what was done otherwise.",
            "The same clients call in both runs, so whatever differs comes from what was done otherwise.",
        );
        pen.put(pane.x, pane.y + 1, said, Ink::Muted);
    }
    names(pen, pane.row(top), &scene, game, beside);
    let bottom = if small { 4 } else { 6 };
    let body = pane.below(top + 2 - i32::from(small)).top(whole.h - top - 2 - bottom + i32::from(small));
    if beside.list {
        list(pen, body.top(body.h + bottom - 2), &scene, beside);
    } else {
        charts(pen, body, &scene, beside, [one, two], small);
        let rest = Pane::new(pane.x, body.bottom() + i32::from(!small), pane.w, bottom - 2);
        order_by_order(pen, rest, &scene, beside);
    }
    keys(pen, pane.row(whole.h - 1), game, beside);
}

fn head(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, beside: &CompareView) {
    let row = screen.header;
    let c = &beside.comparison;
    let same = c.customers();
    let right = Rich::muted("the same ")
        .and(numbers::count(same), Ink::Plain)
        .and(format!(" {} in both", scene.words.with(Word::Customer, same)), Ink::Muted);
    let seed = Rich::muted(format!("two histories of seed {}", scene.setup().seed));
    let chapter = game.chapter.map_or(String::new(), |n| format!("{n}  "));
    let program = Rich::of("Pizza Shop Story  ", Ink::Accent);
    let title = Rich::muted(chapter).and(game.scenario.title.clone(), Ink::Strong).and("   ", Ink::Plain).joined(seed);
    let forms = vec![program.joined(title.clone()), title, Rich::of(game.scenario.title.clone(), Ink::Strong)];
    let room = row.w - 4 - right.width();
    pen.rich(row.x + 1, row.y, &fitting(forms, room, 1));
    pen.rich_right(row.right() - 1, row.y, &right);
    pen.ground(row, Ink::Band);
}

/// The two histories in words, and the first customer who fared differently.
fn names(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game, beside: &CompareView) {
    let of = |side: Side| {
        let history = match side {
            Side::History(number) => game.history(number),
            Side::Twin => None,
        };
        histories::side(scene, side, history)
    };
    let differs = match beside.comparison.differing.first() {
        Some(first) => Rich::muted(format!("#{} is the first to differ", first.serial)),
        None => Rich::muted("no difference yet"),
    };
    let fits = row.w > 100;
    let end = if fits { pen.rich_right(row.right(), row.y, &differs) - 3 } else { row.right() };
    let half = (end - row.x) / 2;
    for (x, ink, side, number) in [(row.x, ONE, beside.first, "1"), (row.x + half, TWO, beside.second, "2")] {
        let after = pen.put(x, row.y, number, ink) + 1;
        pen.rich(after, row.y, &fitting(of(side), half - 4, 1));
    }
}

fn plots(scene: &Scene, beside: &CompareView, sides: [Seen; 2]) -> Vec<Plot> {
    let w = scene.words;
    let both = |of: fn(&Figures) -> Option<f64>| beside.figures.each_ref().map(of);
    let at = |of: fn(&crate::session::Gauges) -> &Series, write: fn(Option<f64>) -> String| {
        let moment = beside.cursor?;
        let values =
            sides.map(|side| series::at(of(&side.recorder.gauges), moment).filter(|_| moment <= side.world.now()));
        Some((scene.clock(moment), values, write))
    };
    let minutes: fn(Option<f64>) -> String = |v| match v {
        Some(v) if v == f64::INFINITY => "never".into(),
        v => numbers::tenths(v.map(|v| v / 60.0)),
    };
    let whole: fn(Option<f64>) -> String = numbers::whole;
    let plot = |name, unit: &str, of: fn(&crate::session::Gauges) -> &Series, scale| Plot {
        name,
        unit: unit.into(),
        of,
        scale,
        level: None,
        rows: Vec::new(),
    };
    let rows = |rows: Vec<Row>, cursor: Option<Row>| rows.into_iter().chain(cursor).collect();
    let promise = scene.promise();
    let level = format!("{} {}", w.say("promise", "objective"), numbers::duration(promise).trim_end_matches(" min"));
    vec![
        Plot {
            rows: rows(vec![("most".into(), both(|f| f.most_waiting), whole)], at(|g| &g.waiting, whole)),
            ..plot("Waiting", w.say("for a chef", "queued"), |g| &g.waiting, 1.0)
        },
        Plot {
            rows: rows(
                vec![("with lost".into(), both(|f| f.p95), minutes), ("worst".into(), both(|f| f.worst_p95), minutes)],
                at(|g| &g.p95, minutes),
            ),
            level: Some((promise.minutes(), level)),
            ..plot("Latency", "p95, min", |g| &g.p95, 1.0 / 60.0)
        },
        Plot {
            rows: rows(
                vec![
                    ("total".into(), both(|f| f.bad), whole),
                    ("share, %".into(), both(|f| f.bad_share.map(|share| share * 100.0)), numbers::tenths),
                ],
                at(|g| &g.bad, whole),
            ),
            ..plot(w.say("Bad orders", "Bad requests"), "late or lost", |g| &g.bad, 1.0)
        },
        Plot {
            rows: rows(vec![("then".into(), both(|f| f.till), whole)], at(|g| &g.till, whole)),
            ..plot("Till", "$", |g| &g.till, 1.0)
        },
    ]
}

/// The charts and their time axis.
fn charts(pen: &mut Pen, pane: Pane, scene: &Scene, beside: &CompareView, sides: [Seen; 2], small: bool) {
    let (left, right) = if small { (15, 27) } else { (LEFT, RIGHT) };
    let to = Time(beside.longer().0.max(Span::from_mins(10).0));
    let axis = Axis { from: Time::ZERO, to, x: pane.x + left, w: (pane.w - left - right - 2).max(8) };
    let figures_at = axis.x + axis.w + 2;
    marks(pen, pane.row(0), &axis, scene, beside, sides[0]);
    for (i, (text, ink)) in [("1", ONE), ("2", TWO), ("2 - 1", Ink::Muted)].into_iter().enumerate() {
        pen.put_right(column_end(pane.right(), i, small), pane.y, text, ink);
    }
    let plots = plots(scene, beside, sides);
    pen.put(figures_at, pane.y, &format!("until {}", scene.clock(beside.shorter())), Ink::Muted);
    let each = (pane.h - 2) / plots.len() as i32;
    for (i, plot) in plots.iter().enumerate() {
        let area = Pane::new(pane.x, pane.y + 1 + each * i as i32, pane.w, each - 1);
        one(pen, area, &axis, plot, beside, sides);
        for (j, (name, values, write)) in plot.rows.iter().enumerate().take(area.h.max(0) as usize) {
            let y = area.y + j as i32;
            pen.put(figures_at, y, name, Ink::Muted);
            for (k, value) in values.iter().enumerate() {
                pen.put_right(column_end(pane.right(), k, small), y, &write(*value), Ink::Strong);
            }
            let difference = values[1].zip(values[0]).map(|(two, one)| two - one).filter(|d| d.is_finite());
            let text = write(difference);
            let signed = if difference.is_some_and(|d| d > 0.0) { format!("+{text}") } else { text };
            pen.put_right(column_end(pane.right(), 2, small), y, &signed, Ink::Muted);
        }
    }
    axis.times(pen, pane.bottom() - 1, scene.setup().opens, beside.cursor, (false, false));
    for column in 0..axis.w {
        pen.target(Pane::new(axis.x + column, pane.y, 1, pane.h), Target::Moment(axis.moment(column)));
    }
}

/// The right end of a column of figures: first, second, difference.
fn column_end(right: i32, which: usize, small: bool) -> i32 {
    let w = if small { 6 } else { 7 };
    right - w * (2 - which as i32)
}

fn marks(pen: &mut Pen, row: Pane, axis: &Axis, scene: &Scene, beside: &CompareView, first: Seen) {
    for fault in &first.recorder.log.faults {
        pen.put(axis.place(fault.at), row.y, &letter(fault.letter), Ink::Strong);
    }
    if let Some(parted) = beside.parted {
        let x = axis.place(parted);
        pen.glyph(x, row.y, pen.theme.glyphs.desk, TWO);
        let clock = scene.clock(parted);
        if (1..=6).all(|i| pen.is_free(x + i, row.y)) && x + 7 < axis.x + axis.w {
            pen.put(x + 2, row.y, &clock, TWO);
        }
    }
}

fn one(pen: &mut Pen, pane: Pane, axis: &Axis, plot: &Plot, beside: &CompareView, sides: [Seen; 2]) {
    pen.put(pane.x, pane.y, plot.name, Ink::Strong);
    if pane.h > 1 {
        pen.put(pane.x, pane.y + 1, &plot.unit, Ink::Muted);
    }
    let n = (axis.w * 2) as usize;
    let parted = beside.parted.unwrap_or(Time::NEVER);
    let values = sides.map(|side| {
        let to = axis.to.min(side.world.now());
        let seen = (axis.share(to) * n as f64) as usize;
        let mut values = series::columns((plot.of)(&side.recorder.gauges), Time::ZERO, to, seen.max(1));
        values.iter_mut().flatten().for_each(|value| *value *= plot.scale);
        values
    });
    let fork = (axis.share(parted) * n as f64) as usize;
    // Before they part, both are drawn as one line.
    let longer = usize::from(values[1].len() > values[0].len());
    let shared: Vec<Option<f64>> = values[longer].iter().take(fork).copied().collect();
    let after = |values: &Vec<Option<f64>>| -> Vec<Option<f64>> {
        values.iter().enumerate().map(|(i, value)| value.filter(|_| i >= fork)).collect()
    };
    let (first, second) = (after(&values[0]), after(&values[1]));
    let all = values.iter().flatten().flatten();
    let (least, greatest) = all.fold((0.0_f64, 0.0_f64), |(low, top), v| (low.min(*v), top.max(*v)));
    let top = round_top(greatest, plot.level.as_ref().map_or(4.0, |(level, _)| level * 1.15));
    let low = if least < 0.0 { -round_top(-least, 1.0) } else { 0.0 };
    let line = |values, ink| Line { values, ink, bound: None, sparse: false, filled: false };
    let lines = [line(&shared, Ink::Muted), line(&first, ONE), line(&second, TWO)];
    let cursor = beside.cursor.and_then(|at| Some((axis.column(at)?, Ink::Accent)));
    let fork = beside.parted.and_then(|at| Some((axis.column(at)?, TWO)));
    let marks: Vec<(i32, Ink)> = fork.into_iter().chain(cursor).collect();
    let level = plot.level.as_ref().map(|(level, _)| *level);
    let area = Pane::new(axis.x, pane.y, axis.w, pane.h);
    Chart { top, low, lines: &lines, marks: &marks, levels: level.as_slice(), band: &[] }.draw(pen, area);
    if let Some((level, name)) = &plot.level {
        name_level(pen, area, level / top, name);
    }
    pen.put_right(axis.x - 1, pane.y, &numbers::whole(Some(top)), Ink::Muted);
    pen.put_right(axis.x - 1, pane.bottom() - 1, &numbers::whole(Some(low)), Ink::Muted);
}

/// Customers served sooner or later in the second history, as bars from the greatest gain to the greatest loss.
fn order_by_order(pen: &mut Pen, pane: Pane, scene: &Scene, beside: &CompareView) {
    let c = &beside.comparison;
    let what = scene.words.one(Word::Order);
    let forms = [Rich::muted(format!("minutes each {what} gains in 2, sorted")), Rich::muted("minutes sooner in 2")];
    title(pen, pane.row(0), scene.words.say("Order by order", "Request by request"), false, &forms);
    let few = pane.h < 4;
    let right = if few { 34 } else { RIGHT };
    let bars = pane.w - right - 2;
    // A customer served in only one history counts as the greatest gain or loss.
    let most = c.sooner.first().into_iter().chain(c.later.last()).max().copied().unwrap_or(Span(1));
    let gains = [vec![most; c.only_first as usize], c.sooner.clone()].concat();
    let losses = [c.later.clone(), vec![most; c.only_second as usize]].concat();
    let (sooner, later) = (gains.len(), losses.len());
    let all = sooner + later + c.same as usize;
    if all > 0 && bars > 8 {
        let most = most.0.max(1) as f64;
        let up = if few { 1 } else { 2 };
        for x in 0..bars {
            let at = (x as usize * all) / bars as usize;
            if at < sooner {
                spark::tall(pen, pane.x + x, pane.y + up, up, gains[at].0 as f64 / most, TWO);
            } else if at >= all - later {
                let span = losses[at - (all - later)].0 as f64 / most;
                // No glyph hangs from the top of a cell in every font, so losses stand in the row below, in another
                // colour.
                spark::tall(pen, pane.x + x, pane.y + up + 1, 1, span, ONE);
            }
            if !few && at < all - later && at >= sooner {
                pen.glyph(pane.x + x, pane.y + up + 1, pen.theme.glyphs.base, Ink::Track);
            }
        }
    }
    figures(pen, pane.below(1).after(bars + 2), beside, few);
}

fn figures(pen: &mut Pen, pane: Pane, beside: &CompareView, few: bool) {
    let c = &beside.comparison;
    let median = |spans: &[Span]| spans.get(spans.len() / 2).map(|span| numbers::duration(*span));
    let line = |n: usize, ink: Ink, word: &str, spans: &[Span]| {
        let mut rich = Rich::of(numbers::count(n as u64), ink).and(format!(" {word}"), Ink::Plain);
        if let Some(median) = median(spans) {
            rich.push(", median ", Ink::Muted).push(median, Ink::Strong);
        }
        rich
    };
    let only = match (c.only_first, c.only_second) {
        (0, 0) => None,
        (n, 0) => Some(format!("{n} more served that 1 lost")),
        (0, n) => Some(format!("{n} lost that 1 served")),
        (n, m) => Some(format!("{n} lost only in 1, {m} only in 2")),
    };
    let sooner = line(c.sooner.len(), TWO, "sooner", &c.sooner);
    let later = line(c.later.len(), ONE, "later", &c.later);
    let same = Rich::plain(format!("{} the same", numbers::count(c.same)));
    if few {
        let counts = format!("{} sooner, {} later, {} the same", c.better(), c.worse(), c.same);
        pen.put(pane.x, pane.y, &counts, Ink::Plain);
        let lost = format!("lost: {} only in 1, {} only in 2", c.only_first, c.only_second);
        pen.put(pane.x, pane.y + 1, &lost, if c.only_second > 0 { Ink::Danger } else { Ink::Muted });
        return;
    }
    let mut lines = vec![sooner, same, later];
    lines.extend(only.map(Rich::plain));
    for (i, line) in lines.iter().take(pane.h.max(0) as usize).enumerate() {
        pen.rich(pane.x, pane.y + i as i32, line);
    }
}

/// The customers who fared differently, in the order of their first calls.
fn list(pen: &mut Pen, pane: Pane, scene: &Scene, beside: &CompareView) {
    let all = &beside.comparison.differing;
    let count = Rich::muted(scene.words.counted(all.len() as u64, Word::Order));
    title(pen, pane.row(0), "Who was served differently", true, &[count]);
    let right = pane.right().min(pane.x + 78);
    let ends = [right - 18, right - 9, right];
    let heads = [("1, min", ONE), ("2, min", TWO), ("2 - 1", Ink::Muted)];
    for ((text, ink), end) in heads.into_iter().zip(ends) {
        pen.put_right(end, pane.y + 1, text, ink);
    }
    pen.put(pane.x, pane.y + 1, "called", Ink::Muted);
    let rows = (pane.h - 2).max(0) as usize;
    let first = beside.scroll.min(all.len().saturating_sub(rows));
    for (i, one) in all.iter().skip(first).take(rows).enumerate() {
        let y = pane.y + 2 + i as i32;
        let x = pen.put(pane.x, y, &scene.clock(one.called), Ink::Muted) + 2;
        let x = pen.put(x, y, &format!("#{}", one.serial), Ink::Strong);
        let what = format!("{}, {}", scene.names.item(one.item), scene.names.zone(one.zone));
        if width(&what) + 22 < ends[0] - pane.x - 8 {
            pen.put((x + 2).max(pane.x + 15), y, &what, Ink::Plain);
        }
        // Minutes since the customer's first call, in both histories.
        let minutes = |at: Option<Time>| at.map(|at| at.since(one.called).minutes());
        // `Comparison` holds the second history first.
        let (a, b) = (minutes(one.second), minutes(one.first));
        for (value, end) in [(a, ends[0]), (b, ends[1])] {
            match value {
                Some(_) => pen.put_right(end, y, &numbers::tenths(value), Ink::Strong),
                None => pen.put_right(end, y, "lost", Ink::Danger),
            };
        }
        if let Some(difference) = b.zip(a).map(|(b, a)| b - a) {
            let sign = if difference > 0.0 { "+" } else { "" };
            let ink = if difference > 0.0 { ONE } else { TWO };
            pen.put_right(ends[2], y, &format!("{sign}{}", numbers::tenths(Some(difference))), ink);
        }
    }
    if all.is_empty() {
        pen.put(pane.x, pane.y + 2, "Nobody so far: both are still identical.", Ink::Plain);
    }
}

fn keys(pen: &mut Pen, row: Pane, game: &Game, beside: &CompareView) {
    let others = compare::pairs(game).len() > 1;
    let goes = matches!(beside.second, Side::History(_));
    let offer = |pen: &Pen, action| Offer::of(pen, Context::Compare, action);
    let lead = offer(pen, if beside.list { Action::Down } else { Action::Left });
    let list = offer(pen, Action::List).map(|offer| if beside.list { offer.saying("charts") } else { offer });
    let left =
        [lead, offer(pen, Action::NextPanel).filter(|_| others), offer(pen, Action::Enter).filter(|_| goes), list];
    let back: Vec<Offer> = offer(pen, Action::Close).into_iter().collect();
    let end = from_right(pen, row, &back) - 2;
    from_left(pen, Pane { w: end - row.x, ..row }, left.into_iter().flatten());
}
