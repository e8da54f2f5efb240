//! Keys, clicks and pasted words to what they do: the dashboard's state without a terminal and without a picture.

mod acting;
mod clock;
mod dial;
mod evening;
mod hiring;
mod histories;

use pizzeria::app::input::{Code, Input, Key, Target};
use pizzeria::app::keymap::Context;
use pizzeria::app::menu::{Does, MenuKind, sections};
use pizzeria::app::view::View;
use pizzeria::app::{Action, App, Game, HintCard, Language, Leaving, Menu, Overlay, Screen};
use pizzeria::scenario::{self, read_commands_file};
use pizzeria::session::TICK;
use pizzeria::session::replicate::run;
use pizzeria::session::save::Store;
use pizzeria::sim::command::{Command, Decision, SPECS};
use pizzeria::terminal::files::store_at;
use pizzeria::units::{OutletId, Span, Time};
use std::collections::BTreeSet;

/// Two outlets, a site, two items, money, everything allowed.
const SHOP: &str = r#"
[scenario]
title = "A shop for tests"
opens = "17:00"
duration = "3h"
allow = [ALL]
[menu.pizza]
work = { dist = "erlang", mean = "4m", k = 3 }
base_time = "1m"
base_saves = 0.4
[menu.bread]
work = { dist = "erlang", mean = "2m", k = 3 }
[[zone]]
name = "Old Town"
radius = 1.0
orders_per_hour = 30.0
patience = { dist = "exponential", mean = "40m" }
[[outlet]]
name = "Main Street"
riders = 2
max_chefs = 3
queue_limit = 40
[[outlet.chef]]
skill = "pizza"
[[outlet.chef]]
skill = "bread"
[[outlet]]
name = "Harbour"
at = [2.0, 0.0]
riders = 1
[[outlet]]
name = "Mill Lane"
at = [0.0, 2.0]
status = "closed"
open_cost = 100.0
open_time = "10m"
riders = 1
[delivery]
mode = "decoupled"
[money]
cash = 300.0
[[event]]
at = "17:30"
do = "power_outage"
outlet = "Harbour"
lasts = "20m"
[[goal]]
text = "Nine of ten in time"
metric = "on_time_ratio"
at_least = 0.9
[[hint]]
at = "+2h"
text = "Look at the line."
[[solution]]
at = "+5m"
do = "hire_chef"
outlet = "Main Street"
skill = "pizza"
[[wrong]]
name = "a short line"
commands = [{ at = "+5m", do = "set_queue_limit", outlet = "Main Street", limit = 1 }]
[[predict]]
ask = "How many in time?"
metric = "on_time_ratio"
of = "nothing"
choices = ["90 %", "50 %", "10 %"]
"#;

fn shop() -> String {
    let all: Vec<String> = SPECS.iter().map(|row| format!("\"{}\"", row.name)).collect();
    SHOP.replace("ALL", &all.join(", "))
}

/// At the story page of the test shop.
fn story() -> App {
    story_with(None)
}

fn story_with(store: Option<Store>) -> App {
    let (scenario, _) = scenario::read("shop", &shop(), None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), store);
    app.open_scenario(scenario, "shop");
    app
}

/// In the running test shop, standing at the moment of opening.
fn open() -> App {
    open_with(None)
}

fn open_with(store: Option<Store>) -> App {
    let mut app = story_with(store);
    press(&mut app, "Enter Space");
    assert!(!app.is_running());
    app
}

fn key(name: &str) -> Key {
    let code = match name {
        "Enter" => Code::Enter,
        "Esc" => Code::Esc,
        "Tab" => Code::Tab,
        "Up" => Code::Up,
        "Down" => Code::Down,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "PageUp" => Code::PageUp,
        "PageDown" => Code::PageDown,
        "Space" => Code::Char(' '),
        _ => match name.strip_prefix("Ctrl-") {
            Some(c) => return Key::ctrl(c.chars().next().unwrap()),
            None => Code::Char(name.chars().next().unwrap()),
        },
    };
    Key::of(code)
}

fn press(app: &mut App, keys: &str) {
    for name in keys.split_whitespace() {
        app.update(Input::Key(key(name)));
    }
}

fn type_in(app: &mut App, text: &str) {
    for c in text.chars() {
        app.update(Input::Key(Key::char(c)));
    }
}

fn game(app: &App) -> &Game {
    app.game().expect("a shop is open")
}

/// Real time passes, a frame after the other; stops when the shop stands.
fn let_pass(app: &mut App, real: Span) {
    let mut left = real.0 / 40_000;
    while left > 0 && app.is_running() {
        app.pass(Span(40_000));
        while app.is_busy() && app.is_running() {
            app.step();
        }
        app.settle();
        left -= 1;
    }
}

/// To the end of the evening, past every question.
fn to_the_end(app: &mut App) {
    for _ in 0..100_000 {
        match app.live_mut() {
            Some(game) => {
                game.pace.speed = pizzeria::app::pace::Speed::Times(3600);
                game.pace.paused = false;
            }
            None => {
                // A key pressed as the shop closes was meant for the shop.
                press(app, "Enter n");
                assert!(matches!(app.screen(), Screen::Ending(_)), "{:?}", app.screen());
                // They have ended the moment before the page, and no more.
                return app.pass(Span::from_secs(1));
            }
        }
        while let Some(overlay) = app.top() {
            let is_verdict = matches!(overlay, Overlay::Verdict(_));
            press(app, if is_verdict { "Enter" } else { "Esc" });
        }
        let_pass(app, Span::from_secs(1));
    }
    panic!("the evening does not end");
}

#[test]
fn a_newcomer_needs_enter_only() {
    let mut app = App::new((80, 24), None);
    assert!(matches!(app.screen(), Screen::Picker(_)));
    press(&mut app, "Enter");
    assert!(matches!(app.screen(), Screen::Story(_)));
    for _ in 0..5 {
        if matches!(app.screen(), Screen::Story(_)) {
            press(&mut app, "Enter");
        }
    }
    assert!(matches!(app.screen(), Screen::Live(_)));
    assert!(app.is_running(), "the shop is open");
}

#[test]
fn number_keys_show_views_and_tab_visits_their_panels() {
    let mut app = open();
    let views = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];
    for (i, view) in views.into_iter().enumerate() {
        type_in(&mut app, &(i + 1).to_string());
        assert_eq!(game(&app).view, view);
        assert_eq!(app.context(), Context::View(view));
        assert_eq!(game(&app).focus, 0);
    }
    press(&mut app, "1 Tab");
    assert_eq!(game(&app).panel(), View::City.panels()[1]);
    for _ in 1..View::City.panels().len() {
        press(&mut app, "Tab");
    }
    assert_eq!(game(&app).focus, 0);
}

#[test]
fn esc_closes_the_topmost_thing_and_never_ends_the_program() {
    for keys in ["", "a", "f", ":", "a h", "?", "g", "r", "i", "q", "v", "5 /", "6 /", "e", "a ?", ". w", ". w ?"] {
        let mut app = open();
        press(&mut app, keys);
        let deep = app.overlays().len();
        press(&mut app, "Esc");
        // The third keys of a menu are a level of their own.
        assert!(app.overlays().len() < deep.max(1) || keys == "a h", "{keys}");
        for _ in 0..10 {
            press(&mut app, "Esc");
        }
        assert_eq!(app.leaving(), None, "{keys}");
        assert!(matches!(app.screen(), Screen::Live(_)), "{keys}");
    }
}

#[test]
fn q_asks_once_and_keeps_the_game() {
    let mut app = open();
    press(&mut app, ". . q");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, "Esc");
    assert!(app.overlays().is_empty());
    press(&mut app, "q q");
    assert_eq!(app.leaving(), Some(Leaving::Quit));
    let mut app = open();
    press(&mut app, ". a h p Enter q c");
    assert!(matches!(app.screen(), Screen::Picker(_)));
    assert_eq!(app.kept().len(), 1);
}

#[test]
fn ctrl_c_always_ends_and_ctrl_z_suspends() {
    for keys in ["", "a", ":", "?", "q", "5 /", "a h"] {
        let mut app = open();
        press(&mut app, keys);
        press(&mut app, "Ctrl-z");
        assert_eq!(app.take_leaving(), Some(Leaving::Suspend), "{keys}");
        press(&mut app, "Ctrl-c");
        assert_eq!(app.leaving(), Some(Leaving::Quit), "{keys}");
    }
}

#[test]
fn space_stops_the_clock_and_a_point_is_one_tick() {
    let mut app = open();
    let_pass(&mut app, Span::from_secs(5));
    assert_eq!(game(&app).now(), Time::ZERO);
    press(&mut app, ".");
    assert_eq!(game(&app).now(), Time::ZERO + TICK);
    press(&mut app, ". .");
    assert_eq!(game(&app).now(), Time(3 * TICK.0));
    app.live_mut().unwrap().pace.speed = pizzeria::app::pace::Speed::Times(60);
    press(&mut app, "Space");
    let_pass(&mut app, Span::from_secs(2));
    assert_eq!(game(&app).now(), Time::ZERO + Span::from_secs(3 + 120));
}

#[test]
fn n_goes_on_to_the_next_thing_that_matters_and_stands() {
    let mut app = open();
    for _ in 0..200 {
        press(&mut app, "n");
        let_pass(&mut app, Span::from_secs(60));
        assert!(!app.is_running());
        let log = &game(&app).session.recorder().log;
        if log.faults.iter().any(|fault| fault.at == Time::ZERO + Span::from_mins(30)) {
            assert_eq!(game(&app).now(), Time::ZERO + Span::from_mins(30), "it stands where the light went out");
            return;
        }
        assert!(game(&app).now() < Time::ZERO + Span::from_mins(30), "it ran past the power cut");
    }
    panic!("no power cut was found");
}

#[test]
fn the_clock_waits_for_whatever_is_open() {
    let mut app = open();
    press(&mut app, "Space");
    assert!(app.is_running());
    press(&mut app, "a");
    assert!(!app.is_running());
    for keys in ["Esc :", "Esc ?", "Esc g", "Esc r", "Esc q", "Esc i"] {
        press(&mut app, keys);
        assert!(!app.is_running(), "{keys}");
    }
    press(&mut app, "Esc");
    assert!(app.is_running(), "and goes on after them");
}

#[test]
fn below_the_least_size_nothing_goes_on_and_one_can_leave() {
    let mut app = open();
    press(&mut app, "Space");
    app.update(Input::Resize(60, 16));
    let before = game(&app).now();
    let_pass(&mut app, Span::from_secs(5));
    press(&mut app, "a h p Enter");
    assert_eq!(game(&app).now(), before);
    assert!(app.overlays().is_empty());
    app.update(Input::Resize(80, 24));
    assert!(app.is_running(), "and goes on at the old size");
    app.update(Input::Resize(1, 1));
    press(&mut app, "q");
    assert_eq!(app.leaving(), Some(Leaving::Quit));
}

#[test]
fn a_click_chooses_and_a_click_on_what_is_chosen_opens_it() {
    let mut app = open();
    app.update(Input::Click(Target::Outlet(OutletId(1))));
    assert_eq!(game(&app).outlet, OutletId(1));
    assert_eq!(game(&app).view, View::City);
    app.update(Input::Click(Target::Outlet(OutletId(1))));
    assert_eq!(game(&app).view, View::Kitchen);
    app.update(Input::Click(Target::Action(Action::Act)));
    let of = |app: &App, key: char| match app.top() {
        Some(Overlay::Menu(menu)) => menu.lines().position(|line| line.key == key),
        _ => panic!("the menu is open"),
    };
    let all = of(&app, 'a').unwrap();
    app.update(Input::Click(Target::MenuLine(all)));
    let line = of(&app, 'r').expect("a click on the last line shows all");
    app.update(Input::Click(Target::MenuLine(line)));
    assert_eq!(game(&app).session.commands().len(), 1, "a click on a menu line acts");
    app.update(Input::Click(Target::Action(Action::Fault)));
    app.update(Input::Click(Target::Outside));
    assert!(app.overlays().is_empty());
}

#[test]
fn lists_are_narrowed_while_one_types_and_widened_by_esc() {
    let mut app = open();
    press(&mut app, "5 /");
    type_in(&mut app, "harb");
    assert_eq!(game(&app).orders.filter.outlet, Some(OutletId(1)));
    press(&mut app, "Enter");
    assert_eq!(game(&app).orders.find, "harb");
    press(&mut app, "Esc");
    assert_eq!(game(&app).orders.find, "");
    assert_eq!(game(&app).orders.filter.outlet, None);
}

#[test]
fn an_order_is_found_by_its_number() {
    let mut app = open();
    let Some(game) = app.live_mut() else { panic!() };
    game.session.advance(Time::ZERO + Span::from_mins(90));
    press(&mut app, "5 /");
    type_in(&mut app, "#12");
    let listed = |app: &App| {
        let view = &app.game().unwrap().orders;
        app.game().unwrap().session.orders(view.sort, &view.filter, 50)
    };
    let found = listed(&app);
    assert_eq!(found.iter().map(|trace| trace.serial).collect::<Vec<_>>(), [12], "however long ago it was");
    press(&mut app, "Esc");
    assert!(listed(&app).len() > 1);
    // Several words are all meant; what nothing has finds nothing, and what was typed before is gone.
    for (words, fits) in [("main pizza", true), ("main zzz", false), ("zzz", false)] {
        press(&mut app, "5 /");
        type_in(&mut app, words);
        assert_eq!(app.game().unwrap().orders.find, words);
        assert_eq!(!listed(&app).is_empty(), fits, "{words}");
        press(&mut app, "Enter");
    }
}

#[test]
fn e_enlarges_the_panel_in_focus_and_esc_brings_the_others_back() {
    let mut app = open();
    for view in 1..=6 {
        type_in(&mut app, &view.to_string());
        press(&mut app, "e");
        assert!(game(&app).enlarged);
        press(&mut app, "Esc");
        assert!(!game(&app).enlarged);
    }
}
