//! The Kitchen as cells: a counter for each chef with a line of his own, lines that become one, hollow bars.

use super::*;
use pizzeria::sim::order::Customer;
use ratatui::buffer::Cell;

const COLD: Color = Color::Rgb(0x7c, 0x88, 0xb0);

/// Ten chefs with a line each, and more guests than they can serve.
fn ten(patience: &str) -> Arc<Scenario> {
    crowd(10, 170.0, patience)
}

fn crowd(chefs: u32, orders_per_hour: f64, patience: &str) -> Arc<Scenario> {
    small(&format!(
        r#"
        schema = 1
        [scenario]
        title = "Ten lines"
        opens = "17:00"
        duration = "5h"
        seed = 4
        [menu.pizza]
        price = 8.0
        work = {{ dist = "erlang", mean = "4m", k = 2 }}
        [[zone]]
        name = "Old Town"
        orders_per_hour = {orders_per_hour:?}
        {patience}
        [[outlet]]
        name = "Main Street"
        kitchen = "private"
        join = "lot"
        [[outlet.chef]]
        count = {chefs}
        [slo]
        promise = "8m"
        target = 0.95
        "#
    ))
}

fn kitchen(scenario: Arc<Scenario>, minutes: u64, size: (u16, u16)) -> App {
    let mut app = playing(scenario, Span::from_mins(minutes), size);
    press(&mut app, "2");
    app
}

/// The same, at the first minute after that at which so many wait.
fn with_waiting(mut app: App, wanted: std::ops::Range<u64>) -> App {
    for _ in 0..200 {
        if wanted.contains(&waiting(&app)) {
            break;
        }
        let game = app.live_mut().unwrap();
        let until = game.now() + Span::from_mins(1);
        game.session.advance(until);
        game.session.refresh();
    }
    assert!(wanted.contains(&waiting(&app)), "{}", waiting(&app));
    app
}

fn names(app: &App) -> Vec<String> {
    let game = app.game().unwrap();
    let scene = game.scene(Language::Pizza);
    (0..10).map(|number| scene.names.chef(pizzeria::units::ChefRef { outlet: OutletId(0), number })).collect()
}

fn waiting(app: &App) -> u64 {
    app.game().unwrap().session.world().outlets()[0].waiting.value()
}

/// Cells above the panel of the chefs that show a pizza waiting.
fn slabs(buffer: &Buffer, is: impl Fn(&Cell) -> bool) -> Vec<(u16, u16)> {
    let text = letters(buffer);
    let end = text.lines().position(|line| line.trim_start().starts_with("Chefs ─")).expect("the chefs' panel") as u16;
    let cells = (2..end).flat_map(|y| (0..buffer.area.width).map(move |x| (x, y)));
    cells.filter(|at| is(&buffer[*at])).collect()
}

/// How many stretches of neighbouring cells there are.
fn stretches(cells: &[(u16, u16)]) -> usize {
    cells.iter().filter(|(x, y)| *x == 0 || !cells.contains(&(x - 1, *y))).count()
}

#[test]
fn every_chef_has_a_counter_with_the_pizzas_of_his_line_and_a_whole_name() {
    for size in SIZES {
        let app = with_waiting(kitchen(crowd(10, 130.0, ""), 20, size), 13..26);
        let buffer = painted(&app);
        let text = letters(&buffer);
        for name in names(&app) {
            assert!(text.split("Chefs ─").next().unwrap().contains(&name), "{name} has no counter at {size:?}\n{text}");
        }
        assert!(text.contains(&format!("{} waiting", waiting(&app))), "{text}");
        let drawn = stretches(&slabs(&buffer, |cell| cell.symbol() == "▆"));
        let more: usize = text
            .split("Chefs ─")
            .next()
            .unwrap()
            .split('+')
            .skip(1)
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse::<usize>().ok()))
            .sum();
        assert!(waiting(&app) > 12, "{}", waiting(&app));
        assert_eq!((drawn + more) as u64, waiting(&app), "{size:?}: a slab is an order\n{text}");
        assert!(!text.contains("each bar"), "{text}");
    }
}

#[test]
fn no_counter_moves_while_orders_come_and_go() {
    let mut app = kitchen(ten(""), 60, (120, 36));
    let place = |app: &App| {
        let buffer = painted(app);
        let text = letters(&buffer);
        let all = names(app);
        let row = text.lines().find(|line| all.iter().all(|name| line.contains(name))).expect("a row of names");
        all.iter().map(|name| row[..row.find(name.as_str()).unwrap()].chars().count()).collect::<Vec<_>>()
    };
    let (first, mut seen) = (place(&app), std::collections::BTreeSet::new());
    for _ in 0..30 {
        let game = app.live_mut().unwrap();
        let until = game.now() + Span::from_secs(40);
        game.session.advance(until);
        game.session.refresh();
        assert_eq!(place(&app), first);
        seen.insert(waiting(&app));
    }
    assert!(seen.len() > 3, "{seen:?}");
}

#[test]
fn many_chefs_have_lanes_when_there_is_no_room_for_counters() {
    let app = kitchen(crowd(24, 300.0, ""), 90, (80, 24));
    let text = picture(&app);
    let above = text.split("Chefs ─").next().unwrap().to_string();
    for name in names(&app) {
        assert!(above.contains(&name), "{name}\n{text}");
    }
    assert!(above.contains("▌"), "{text}");
}

#[test]
fn lines_merge_before_the_players_eyes_and_are_one_at_once_without_motion() {
    for no_motion in [false, true] {
        let mut app = with_waiting(kitchen(crowd(10, 110.0, ""), 20, (120, 36)), 9..17);
        app.settings.no_motion = no_motion;
        app.settle();
        let before = painted(&app);
        let stacked = slabs(&before, |cell| cell.symbol() == "▆");
        let setup = app.game().unwrap().session.setup().clone();
        let command = scenario::command_line("set_kitchen outlet=\"Main Street\" kitchen=shared", &setup)
            .unwrap_or_else(|problems| panic!("{problems}"));
        app.give(&command).unwrap();
        app.settle();
        assert_eq!(app.is_moving(), !no_motion);
        let mut pictures = vec![painted(&app)];
        for _ in 0..30 {
            app.pass(Span(40_000));
            app.settle();
            if !app.is_moving() {
                break;
            }
            pictures.push(painted(&app));
        }
        assert!(!app.is_moving(), "it comes to rest");
        let last = painted(&app);
        pictures.dedup();
        if no_motion {
            assert_eq!(pictures, std::slice::from_ref(&last), "nothing slides");
        } else {
            assert!(pictures.len() > 8, "{} pictures of the slide", pictures.len());
            let first = slabs(&pictures[0], |cell| cell.symbol() == "▆");
            let alike = first.iter().filter(|cell| stacked.contains(cell)).count();
            assert!(alike * 10 > first.len() * 8, "it begins where they stood: {alike} of {}", first.len());
        }
        let text = letters(&last);
        assert!(text.contains("lines; whoever is free takes the head of this one"), "{text}");
        let bars = slabs(&last, |cell| "▁▂▃▄▅▆▇█".contains(cell.symbol()));
        let base = bars.iter().map(|(_, y)| *y).max().unwrap();
        let standing: Vec<(u16, u16)> = bars.iter().copied().filter(|(_, y)| *y == base).collect();
        assert_eq!(stretches(&standing) as u64, waiting(&app), "a bar is an order\n{text}");
        let below = text.lines().nth(base as usize + 2).unwrap().to_string();
        let stood = names(&app).iter().filter(|name| below.contains(name.as_str())).count();
        assert!(stood >= 3, "below them those before whom they stood: {below}");
    }
}

#[test]
fn an_order_whose_guest_has_gone_is_hollow_and_counted_apart() {
    let gone = ten("patience = { dist = \"fixed\", mean = \"5m\" }\n cancels = false");
    for size in [(120, 36), (200, 60)] {
        let mut app = kitchen(gone.clone(), 120, size);
        let count = |app: &App| {
            let world = app.game().unwrap().session.world();
            let all = world.outlets()[0].queues.iter().flat_map(|queue| queue.iter(world.orders()));
            all.filter(|key| world.orders()[*key].customer != Customer::Waiting).count()
        };
        let ghosts = count(&app);
        assert!(ghosts > 2, "{ghosts}");
        let buffer = painted(&app);
        let text = letters(&buffer);
        assert!(text.contains(&format!("{ghosts} of them for nobody")), "{text}");
        let hollow = slabs(&buffer, |cell| cell.symbol() == "▏" && cell.fg == COLD);
        assert!(stretches(&hollow) <= ghosts && !hollow.is_empty(), "{hollow:?}\n{text}");
        // In one line as well.
        let setup = app.game().unwrap().session.setup().clone();
        let command = scenario::command_line("set_kitchen outlet=\"Main Street\" kitchen=shared", &setup).unwrap();
        app.live_mut().unwrap().session.give(command).unwrap();
        app.live_mut().unwrap().session.refresh();
        let ghosts = count(&app);
        let buffer = painted(&app);
        assert!(letters(&buffer).contains(&format!("{ghosts} for nobody")), "{}", letters(&buffer));
        assert!(!slabs(&buffer, |cell| cell.symbol() == "▏" && cell.fg == COLD).is_empty());
        app.settings.ascii = true;
        assert!(picture(&app).contains(':') && picture(&app).is_ascii());
    }
}
