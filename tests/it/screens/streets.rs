//! The City as cells: where the light is out, where a line is cut, how far a quarter reaches, and that nothing of it
//! moves but what happened.

use super::*;
use pizzeria::session::Fate;
use pizzeria::sim::command::Command;

const NIGHT: Color = Color::Rgb(0x10, 0x13, 0x19);
const UNLIT: Color = Color::Rgb(0x23, 0x27, 0x2f);
const COLD: Color = Color::Rgb(0x7c, 0x88, 0xb0);

/// A town with two shops, the second of which loses its power, and its line, when somebody says so.
fn town() -> Arc<Scenario> {
    small(
        r#"
        schema = 1
        [scenario]
        title = "Two shops"
        opens = "17:00"
        duration = "5h"
        [menu.pizza]
        price = 13.0
        work = { dist = "fixed", mean = "3m" }
        [[zone]]
        name = "West"
        at = [0.0, 0.0]
        radius = 0.5
        orders_per_hour = 30.0
        [[zone]]
        name = "East"
        at = [3.0, 0.0]
        radius = 0.5
        orders_per_hour = 30.0
        [[outlet]]
        name = "Left"
        at = [0.2, 0.1]
        riders = 6
        [[outlet.chef]]
        count = 3
        [[outlet]]
        name = "Right"
        at = [2.8, 0.1]
        riders = 6
        [[outlet.chef]]
        count = 3
        [dispatch]
        policy = "nearest"
        health_check = "5m"
        [delivery]
        mode = "decoupled"
        speed_kmh = 20.0
        [slo]
        promise = "30m"
        target = 0.95
        "#,
    )
}

fn does(app: &mut App, text: &str) {
    let game = app.live_mut().unwrap();
    let setup = game.session.setup().clone();
    let command: Command = scenario::command_line(text, &setup).unwrap_or_else(|why| panic!("{why}"));
    game.session.give(command).unwrap();
    game.session.refresh();
}

/// Lets so much real time pass at a minute a second, with the clock stopped or running.
fn lets_pass(app: &mut App, millis: u64) {
    app.pass(Span(millis * 1_000));
    while app.is_busy() {
        app.step();
    }
    app.settle();
}

/// The first cell with that symbol.
fn at(buffer: &Buffer, symbol: &str) -> (u16, u16) {
    let all = (0..buffer.area.height).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y)));
    all.into_iter()
        .find(|&at| buffer[at].symbol() == symbol)
        .unwrap_or_else(|| panic!("no {symbol} in\n{}", letters(buffer)))
}

fn count(buffer: &Buffer, of: impl Fn(&ratatui::buffer::Cell) -> bool) -> usize {
    buffer.content.iter().filter(|cell| of(cell)).count()
}

#[test]
fn a_power_cut_takes_the_light_out_of_its_block() {
    for size in SIZES {
        let mut app = playing(town(), Span::from_mins(40), size);
        let before = painted(&app);
        assert_eq!(count(&before, |cell| cell.bg == NIGHT || cell.fg == UNLIT), 0, "there is light everywhere");
        does(&mut app, "power_outage outlet=Right lasts=30m");
        let after = painted(&app);
        let (x, y) = at(&after, "□");
        assert_eq!(after[(x, y)].bg, NIGHT, "{size:?}: no glow under the dark shop");
        let (mut windows, mut changed) = (0, 0);
        for cell in (y.saturating_sub(2)..=y + 1).flat_map(|y| (x - 5..=x + 5).map(move |x| (x, y))) {
            let (was, is) = (&before[cell], &after[cell]);
            assert!(is.bg == NIGHT || is.bg == Color::Rgb(0xcf, 0x3f, 0x22), "{size:?}: {cell:?} still glows: {is:?}");
            windows += usize::from(is.symbol() == "▀" && is.fg == UNLIT);
            changed += usize::from(was != is);
        }
        assert!(windows > 4 && changed > 30, "{size:?}: {windows} windows, {changed} cells\n{}", letters(&after));
        let name = letters(&after).lines().nth(y as usize).unwrap().to_string();
        assert!(name.contains("Right"), "{name}");
        let right = (0..after.area.width).find(|&x| after[(x, y)].symbol() == "R").unwrap();
        assert_eq!(after[(right, y)].fg, COLD, "its name is dark, too");
        // The other shop's light burns on.
        let (x, y) = at(&after, "■");
        assert_ne!(after[(x - 3, y)].bg, NIGHT);
        assert_eq!(before[(x - 3, y)], after[(x - 3, y)]);
    }
}

#[test]
fn a_blackout_is_told_without_colours_and_in_ascii() {
    let mut app = playing(town(), Span::from_mins(40), (120, 36));
    does(&mut app, "power_outage outlet=Right lasts=30m");
    app.settings.depth = Depth::None;
    let plain = painted(&app);
    assert!(letters(&plain).contains("□ Right") && letters(&plain).contains("dark, 30 min"), "{}", letters(&plain));
    assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    app.settings.ascii = true;
    let ascii = picture(&app);
    assert!(ascii.is_ascii() && ascii.contains("D Right") && ascii.contains("dark, 30 min"), "{ascii}");
}

#[test]
fn orders_sent_into_the_dark_pile_up_there_in_slate() {
    let mut app = playing(town(), Span::from_mins(40), (120, 36));
    // Nobody at the desk looks for an hour.
    does(&mut app, "set_health_check every=60m");
    let out = |app: &App| {
        app.game().unwrap().session.world().outlets()[1].riders.iter().filter(|rider| rider.is_out()).count()
    };
    for _ in 0..360 {
        let game = app.live_mut().unwrap();
        let until = game.now() + Span::from_secs(10);
        game.session.advance(until);
        if out(&app) > 0 {
            break;
        }
    }
    does(&mut app, "power_outage outlet=Right lasts=2h");
    // At the door he stands on the shop.
    let slate = |app: &mut App| count(&painted(app), |cell| matches!(cell.symbol(), "►" | "◄") && cell.fg == COLD);
    let mut riders = 0;
    for _ in 0..36 {
        riders = slate(&mut app);
        if riders > 0 {
            break;
        }
        let game = app.live_mut().unwrap();
        let until = game.now() + Span::from_secs(5);
        game.session.advance(until);
    }
    let out = out(&app);
    assert!(riders > 0 && riders <= out, "{riders} slate riders of {out}");
    let game = app.live_mut().unwrap();
    let until = game.now() + Span::from_mins(9);
    game.session.advance(until);
    game.session.refresh();
    let buffer = painted(&app);
    let waiting = app.game().unwrap().session.world().outlets()[1].waiting.value();
    assert!(waiting > 1, "{waiting}");
    let bars = count(&buffer, |cell| cell.symbol() == "▌" && cell.fg == COLD);
    // And one in the legend.
    assert_eq!(bars as u64, waiting + 1, "{}", letters(&buffer));
}

#[test]
fn the_light_goes_row_by_row_comes_back_in_two_steps_and_nothing_moves_without_motion() {
    for no_motion in [false, true] {
        let mut app = playing(town(), Span::from_mins(40), (120, 36));
        app.settings.no_motion = no_motion;
        let game = app.live_mut().unwrap();
        game.pace.speed = pizzeria::app::pace::Speed::Times(60);
        game.pace.paused = false;
        does(&mut app, "power_outage outlet=Right lasts=5m");
        let dark = |app: &App| count(&painted(app), |cell| cell.bg == NIGHT);
        let mut seen = Vec::new();
        for _ in 0..10 {
            seen.push(dark(&app));
            lets_pass(&mut app, 50);
        }
        let all = *seen.last().unwrap();
        assert!(all > 100, "{seen:?}");
        let steps = seen.iter().filter(|dark| (1..all).contains(*dark)).count();
        match no_motion {
            // Somebody may walk through the block, so that not each frame has as many dark cells.
            true => assert!(steps == 0 || seen.iter().all(|dark| all.abs_diff(*dark) < 12), "{seen:?}"),
            false => assert!(seen[0] == 0 && steps >= 4 && seen.is_sorted(), "{seen:?}"),
        }
        // Five minutes later: first the lamps, then the windows.
        while !app.game().unwrap().session.world().outlets()[1].power.is_fine() {
            lets_pass(&mut app, 40);
        }
        let unlit = |app: &App| count(&painted(app), |cell| cell.symbol() == "▀" && cell.fg == UNLIT);
        assert_eq!(dark(&app), 0, "the lamps burn");
        assert_eq!(unlit(&app) > 20, !no_motion, "{}", unlit(&app));
        for _ in 0..15 {
            lets_pass(&mut app, 40);
        }
        assert_eq!(unlit(&app), 0, "so do the windows");
    }
}

#[test]
fn the_dashes_of_a_cut_line_run_to_the_break_and_stop() {
    for size in [(120, 36), (200, 60)] {
        let mut app = playing(town(), Span::from_mins(40), size);
        does(&mut app, "cut_line outlet=Right lasts=30m");
        let buffer = painted(&app);
        let (desk, cut) = (at(&buffer, "◆"), at(&buffer, "✗"));
        let shop = {
            let rows = letters(&buffer);
            let (y, row) = rows.lines().enumerate().find(|(_, row)| row.contains("■ Right")).expect("the shop");
            (row[..row.find("■ Right").unwrap()].chars().count() as u16, y as u16)
        };
        assert!(desk.0 < cut.0 && cut.0 < shop.0, "{desk:?} {cut:?} {shop:?}");
        let middle = (desk.0 as i32 + shop.0 as i32) / 2;
        assert!((cut.0 as i32 - middle).abs() <= 1, "the cross is where the line is cut");
        let dots = |from: u16, to: u16| -> Vec<Color> {
            let cells = (from..to).flat_map(|x| (0..size.1).map(move |y| (x, y)));
            let dotted = |symbol: &str| symbol.chars().all(|c| ('\u{2801}'..='\u{28ff}').contains(&c));
            let near = shop.1.min(desk.1)..=shop.1.max(desk.1);
            cells.filter(|at| near.contains(&at.1) && dotted(buffer[*at].symbol())).map(|at| buffer[at].fg).collect()
        };
        let (track, faint) = (Color::Rgb(0x3a, 0x34, 0x2d), Color::Rgb(0x66, 0x5d, 0x52));
        let before = dots(desk.0 + 1, cut.0);
        assert!(before.iter().filter(|ink| **ink == faint).count() >= 4, "dashes up to it: {before:?}");
        let after = dots(cut.0 + 1, shop.0);
        assert!(after.iter().all(|ink| *ink != faint) && after.contains(&track), "faint dots after it: {after:?}");
        assert!(letters(&buffer).contains("line cut"), "{}", letters(&buffer));
    }
}

/// With a clock that stands, and with one that runs while nobody calls, no cell changes.
#[test]
fn dashes_run_only_while_orders_go_into_the_cut_line() {
    let mut app = playing(town(), Span::from_mins(40), (120, 36));
    let game = app.live_mut().unwrap();
    game.pace.speed = pizzeria::app::pace::Speed::Times(10);
    game.pace.paused = false;
    does(&mut app, "cut_line outlet=Right lasts=30m");
    let dashes = |app: &App| -> Vec<(u16, u16)> {
        let buffer = painted(app);
        let inks = [Color::Rgb(0x66, 0x5d, 0x52), Color::Rgb(0x9c, 0x91, 0x84)];
        let cells = (4..24).flat_map(|y| (1..70).map(move |x| (x, y)));
        let dotted = |symbol: &str| symbol.chars().all(|c| ('\u{2801}'..='\u{28ff}').contains(&c));
        cells.filter(|at| dotted(buffer[*at].symbol()) && inks.contains(&buffer[*at].fg)).collect()
    };
    let hangs = |app: &App| app.game().unwrap().session.world().outlets()[1].hanging.len();
    let (mut still, mut ran) = (0, 0);
    for _ in 0..400 {
        let (before, hung) = (painted(&app), hangs(&app));
        let first = dashes(&app);
        lets_pass(&mut app, 40);
        match (hung, hangs(&app)) {
            (0, 0) => {
                still += 1;
                assert_eq!(first, dashes(&app), "nobody is sent into the line");
            }
            (_, 0) => {}
            _ => ran += usize::from(before != painted(&app)),
        }
    }
    assert!(still > 3 && ran > 20, "{still} {ran}");
    app.live_mut().unwrap().pace.paused = true;
    app.settle();
    let stopped = painted(&app);
    lets_pass(&mut app, 500);
    assert_eq!(stopped, painted(&app), "a clock that stands moves nothing");
    assert!(!app.is_moving());
}

#[test]
fn a_single_quarter_fills_its_panel_and_has_homes_all_over_it() {
    for size in SIZES {
        let lesson = Arc::new(scenario::load("vertical-scaling", &[]).unwrap());
        let app = playing(lesson, Span::from_mins(90), size);
        let buffer = painted(&app);
        let right = if size.0 == 80 { 44 } else { size.0 as usize - 48 - (size.0 as usize - 120) * 3 / 10 };
        let top = if size.0 == 80 { 2 } else { 4 };
        let bottom = letters(&buffer).lines().position(|line| line.contains("Kitchens ─")).unwrap() - 2;
        let warm = |cell: &ratatui::buffer::Cell| matches!(cell.bg, Color::Rgb(r, _, b) if r > b + 4);
        let mut glowing = vec![false; right];
        for y in top..bottom {
            for (x, glows) in glowing.iter_mut().enumerate() {
                *glows |= warm(&buffer[(x as u16, y as u16)]);
            }
        }
        let share = glowing.iter().filter(|glows| **glows).count() as f64 / right as f64;
        assert!(share > 0.85, "{size:?}: {share:.2} of the columns glow");
        let served = Color::Rgb(0x6b, 0x61, 0x56);
        let homes: Vec<u16> = (top..bottom)
            .flat_map(|y| (0..right).map(move |x| (x as u16, y as u16)))
            .filter(|at| buffer[*at].fg == served)
            .map(|at| at.0)
            .collect();
        let (west, east) = (homes.iter().min().unwrap(), homes.iter().max().unwrap());
        assert!(homes.len() > 5 && (east - west) as usize > right / 2, "{size:?}: {homes:?}");
    }
}

/// A shop at a minute a second, whose guests pay, give up and are turned away.
fn busy(no_motion: bool) -> App {
    let text = r#"
        schema = 1
        [scenario]
        title = "A door"
        opens = "17:00"
        duration = "5h"
        [menu.pizza]
        price = 13.0
        work = { dist = "fixed", mean = "3m" }
        [[zone]]
        name = "West"
        orders_per_hour = 40.0
        patience = { dist = "fixed", mean = "6m" }
        [[outlet]]
        name = "Left"
        queue_limit = 3
        [[outlet.chef]]
        skill = "all-round"
        [slo]
        promise = "30m"
        target = 0.95
        [money]
        refund = 0.0
        "#;
    let mut app = playing(small(text), Span::from_mins(30), (120, 36));
    app.settings.no_motion = no_motion;
    let game = app.live_mut().unwrap();
    game.pace.speed = pizzeria::app::pace::Speed::Times(30);
    game.pace.paused = false;
    app
}

/// When the last order was served, and when the last was lost.
fn ended(app: &App) -> (Time, Time) {
    let history = &app.game().unwrap().session.recorder().history;
    let last = |served: bool| history.done().rev().find(|trace| (trace.fate == Fate::Delivered) == served);
    (last(true).map_or(Time::ZERO, |trace| trace.end), last(false).map_or(Time::ZERO, |trace| trace.end))
}

#[test]
fn who_pays_is_seen_for_a_second_and_who_leaves_leaves_a_puff() {
    let danger = Color::Rgb(0xf4, 0x59, 0x3a);
    for no_motion in [false, true] {
        let mut app = busy(no_motion);
        let (mut paid, mut puffs, mut settled) = (0, 0, 0);
        for _ in 0..600 {
            lets_pass(&mut app, 40);
            let ((last_served, last_lost), now) = (ended(&app), app.game().unwrap().now());
            let buffer = painted(&app);
            let shows = letters(&buffer).contains("+$13");
            // Thirty shop seconds are one real second.
            let just_served = now.since(last_served) < Span::from_secs(28);
            let long_ago = now.since(last_served) > Span::from_secs(33);
            if !no_motion && just_served {
                assert!(shows, "{}", letters(&buffer));
                paid += 1;
            }
            assert!(!(shows && (no_motion || long_ago)), "{}", letters(&buffer));
            let map = |cell: &ratatui::buffer::Cell, symbol: &str| cell.symbol() == symbol && cell.fg == danger;
            let smoke = count(&buffer, |cell| map(cell, "·"));
            let crosses = count(&buffer, |cell| map(cell, "✗"));
            if now.since(last_lost) < Span::from_mins(9) {
                assert!(crosses > 0, "{}", letters(&buffer));
                settled += 1;
            }
            let lost_ago = now.since(last_lost);
            puffs += usize::from(smoke > 0);
            assert!(smoke == 0 || (!no_motion && lost_ago <= Span::from_secs(62)), "{}", letters(&buffer));
        }
        assert!(settled > 50, "{settled}");
        assert_eq!((paid > 20, puffs > 20), (!no_motion, !no_motion), "{paid} {puffs}");
    }
}

#[test]
fn a_rerouted_order_turns_on_its_way() {
    let mut app = playing(town(), Span::from_mins(40), (120, 36));
    let game = app.live_mut().unwrap();
    game.pace.speed = pizzeria::app::pace::Speed::Times(30);
    game.pace.paused = false;
    does(&mut app, "set_failover on=true");
    does(&mut app, "power_outage outlet=Right lasts=1h");
    let dough = Color::Rgb(0xf0, 0xc2, 0x5a);
    let turning = |app: &App| -> Vec<u16> {
        let buffer = painted(app);
        let cells = (4..24).flat_map(|y| (1..72).map(move |x| (x, y)));
        let is = |cell: &ratatui::buffer::Cell| matches!(cell.symbol(), "►" | "◄") && cell.fg == dough;
        cells.filter(|at| is(&buffer[*at])).map(|at| at.0).collect()
    };
    let mut seen = Vec::new();
    for _ in 0..400 {
        lets_pass(&mut app, 40);
        let now = turning(&app);
        if !now.is_empty() {
            seen.push(*now.iter().min().unwrap());
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
    assert!(seen.first().unwrap() > seen.last().unwrap(), "from the right over the desk to the left: {seen:?}");
    app.settings.no_motion = true;
    assert!(turning(&app).is_empty());
}

/// The map has no other height because somebody was hired or a shop has trouble, and the title stays while the pace
/// changes.
#[test]
fn nothing_jumps_when_a_panel_has_more_to_say() {
    for size in SIZES {
        let mut app = playing(night(), Span::from_mins(30), size);
        let row = |app: &App, what: &str| picture(app).lines().position(|line| line.contains(what)).unwrap();
        let (kitchens, market) = (row(&app, "Kitchens ─"), row(&app, "Mill Lane"));
        for _ in 0..3 {
            does(&mut app, "hire_chef outlet=\"Main Street\" skill=pizza");
            assert_eq!((row(&app, "Kitchens ─"), row(&app, "Mill Lane")), (kitchens, market), "{size:?}");
        }
        let trouble = trouble(size);
        assert_eq!(row(&trouble, "Kitchens ─"), kitchens, "{size:?}");
        let title = |app: &App| picture(app).lines().next().unwrap().split("17:30").next().unwrap().to_string();
        let first = title(&app);
        for speed in pizzeria::app::pace::SPEEDS {
            for paused in [true, false] {
                let pace = &mut app.live_mut().unwrap().pace;
                (pace.speed, pace.paused) = (pizzeria::app::pace::Speed::Times(speed), paused);
                assert_eq!(title(&app), first, "at ×{speed}");
            }
        }
    }
}

/// Under something that floats it is half as light, not grey: the glow stays, and a badge is red.
#[test]
fn what_floats_leaves_the_light_on_below_it() {
    for ground in [Ground::Dark, Ground::Light] {
        let mut app = trouble((120, 60));
        app.settings.ground = ground;
        let before = painted(&app);
        press(&mut app, ":");
        let below = painted(&app);
        // Below the line for commands.
        let cells = (24..40).flat_map(|y| (1..70).map(move |x| (x, y)));
        let strength = |cell: &ratatui::buffer::Cell| match cell.bg {
            Color::Rgb(r, _, b) => r.saturating_sub(b),
            _ => 0,
        };
        let both = cells.map(|at| (strength(&before[at]), strength(&below[at])));
        let dimmed: Vec<(u8, u8)> = both.filter(|(before, _)| *before > 12).collect();
        assert!(dimmed.len() > 4 && dimmed.iter().all(|(before, after)| after < before && *after > 0), "{dimmed:?}");
    }
}
