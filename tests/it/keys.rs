//! Keys, clicks and pasted words to what they do: the dashboard's state without a terminal and without a picture.

use pizzeria::app::game::View;
use pizzeria::app::input::{Code, Input, Key, Target};
use pizzeria::app::keymap::Place;
use pizzeria::app::menu::{Does, MenuKind, sections};
use pizzeria::app::{Action, App, Game, HintCard, Language, Leaving, Menu, Overlay, Screen};
use pizzeria::scenario::{self, read_commands_file};
use pizzeria::session::replicate::run;
use pizzeria::session::save::Store;
use pizzeria::sim::command::{Command, ROWS};
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
    let all: Vec<String> = ROWS.iter().map(|row| format!("\"{}\"", row.name)).collect();
    SHOP.replace("ALL", &all.join(", "))
}

/// At the story page of the test shop.
fn story() -> App {
    let (scenario, _) = scenario::read("shop", &shop(), None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    app
}

/// In the running test shop, standing at the moment of opening.
fn open() -> App {
    let mut app = story();
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
        match &mut app.screen {
            Screen::Live(game) => {
                game.pace.speed = pizzeria::app::pace::Speed::Times(3600);
                game.pace.paused = false;
            }
            _ => return,
        }
        while !app.overlays.is_empty() {
            press(app, "Esc");
        }
        let_pass(app, Span::from_secs(1));
    }
    panic!("the evening does not end");
}

#[test]
fn a_newcomer_needs_enter_only() {
    let mut app = App::new((80, 24), None);
    assert!(matches!(app.screen, Screen::Picker(_)));
    press(&mut app, "Enter");
    assert!(matches!(app.screen, Screen::Story(_)));
    for _ in 0..5 {
        if matches!(app.screen, Screen::Story(_)) {
            press(&mut app, "Enter");
        }
    }
    assert!(matches!(app.screen, Screen::Live(_)));
    assert!(app.is_running(), "the shop is open");
}

#[test]
fn number_keys_show_views_and_tab_visits_their_panels() {
    let mut app = open();
    let views = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];
    for (i, view) in views.into_iter().enumerate() {
        type_in(&mut app, &(i + 1).to_string());
        assert_eq!(game(&app).view, view);
        assert_eq!(app.place(), Place::View(view));
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
    for keys in ["", "a", "f", ":", "a h", "?", "g", "r", "i", "q", "v", "5 /", "6 /", "e", "a ?"] {
        let mut app = open();
        press(&mut app, keys);
        let deep = app.overlays.len();
        press(&mut app, "Esc");
        // The third keys of a menu are a level of their own.
        assert!(app.overlays.len() < deep.max(1) || keys == "a h", "{keys}");
        for _ in 0..10 {
            press(&mut app, "Esc");
        }
        assert_eq!(app.leaving, None, "{keys}");
        assert!(matches!(app.screen, Screen::Live(_)), "{keys}");
    }
}

#[test]
fn q_asks_once_and_keeps_the_game() {
    let mut app = open();
    press(&mut app, ". . q");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, "Esc");
    assert!(app.overlays.is_empty());
    press(&mut app, "q q");
    assert_eq!(app.leaving, Some(Leaving::Quit));
    let mut app = open();
    press(&mut app, ". a h p q c");
    assert!(matches!(app.screen, Screen::Picker(_)));
    assert_eq!(app.kept.as_ref().unwrap().commands.len(), 1);
}

#[test]
fn ctrl_c_always_ends_and_ctrl_z_suspends() {
    for keys in ["", "a", ":", "?", "q", "5 /", "a h"] {
        let mut app = open();
        press(&mut app, keys);
        press(&mut app, "Ctrl-z");
        assert_eq!(app.leaving.take(), Some(Leaving::Suspend), "{keys}");
        press(&mut app, "Ctrl-c");
        assert_eq!(app.leaving, Some(Leaving::Quit), "{keys}");
    }
}

#[test]
fn a_menu_a_typed_line_and_a_script_make_the_same_history() {
    let mut by_menu = open();
    press(&mut by_menu, "a h p");
    assert!(by_menu.overlays.is_empty(), "the menu closes when the act is done");
    let mut by_words = open();
    press(&mut by_words, ":");
    type_in(&mut by_words, "hire a pizza chef at main");
    press(&mut by_words, "Enter");
    let mut by_line = open();
    press(&mut by_line, ":");
    type_in(&mut by_line, r#"hire_chef outlet="Main Street" skill="pizza""#);
    press(&mut by_line, "Enter");
    let digest = |app: &App| game(app).session.world.digest();
    assert_eq!(game(&by_menu).session.commands.len(), 1);
    assert_eq!(game(&by_menu).session.commands, game(&by_words).session.commands);
    assert_eq!(game(&by_menu).session.commands, game(&by_line).session.commands);
    assert_eq!(digest(&by_menu), digest(&by_words));
    assert_eq!(digest(&by_menu), digest(&by_line));
    let news = game(&by_menu).news.as_ref().expect("what it did is said");
    assert!(news.text.contains("starts at Main Street at 17:10"), "{}", news.text);
}

#[test]
fn a_refused_act_says_why_in_the_menu_and_changes_nothing() {
    let mut app = open();
    press(&mut app, "a h p");
    let before = game(&app).session.world.digest();
    press(&mut app, "a h p");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!("the menu stays open") };
    let answer = menu.answer.as_ref().expect("an answer stands in the menu");
    assert!(answer.refused);
    assert_eq!(answer.text, "No. All 3 places at Main Street's stove are taken. Nothing was changed.");
    assert_eq!(game(&app).session.world.digest(), before);
    assert_eq!(game(&app).session.commands.len(), 1);
    press(&mut app, "Down");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    assert_eq!(menu.answer, None, "the next key looks at something else");
}

#[test]
fn what_is_too_dear_says_so_before_and_after() {
    let mut app = open();
    press(&mut app, "a");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    let tools = menu.lines().find(|line| line.key == 'u').expect("better tools");
    let state = format!("{:?}", tools.state);
    assert!(state.contains("$500: $200 short"), "{state}");
    press(&mut app, "u");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    let text = &menu.answer.as_ref().unwrap().text;
    assert!(text.starts_with("No. Better tools for Main Street's 2 chefs cost $500; the till holds $300"), "{text}");
    assert!(text.contains("Nothing was changed. At this pace you"), "{text}");
}

/// Every command that the menus can give, over an open shop with something broken.
fn offered(app: &App) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for outlet in 0..3 {
        for kind in [MenuKind::Act, MenuKind::Fault] {
            for line in sections(kind, game(app), OutletId(outlet), Language::Pizza).iter().flat_map(|s| &s.lines) {
                for choice in &line.choices {
                    if let Does::Give(command) = &choice.does {
                        names.insert(command.name());
                    }
                }
            }
        }
    }
    names
}

#[test]
fn every_decision_and_fault_is_in_a_menu() {
    let mut app = open();
    press(&mut app, "f p 1 f l 1");
    assert_eq!(game(&app).session.commands.len(), 2);
    let all: BTreeSet<&str> = ROWS.iter().map(|row| row.name).collect();
    assert_eq!(offered(&app), all);
}

#[test]
fn what_the_scenario_does_not_allow_is_nowhere() {
    let text = shop().replace("\"close_outlet\", ", "");
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap();
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space");
    assert!(!offered(&app).contains("close_outlet"));
    press(&mut app, ":");
    type_in(&mut app, "close_outlet outlet=\"Harbour\"");
    press(&mut app, "Enter");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert!(palette.answer.as_ref().unwrap().text.contains("does not allow close_outlet"));
    assert!(game(&app).session.commands.is_empty());
}

#[test]
fn no_menu_has_a_key_twice() {
    let mut app = open();
    press(&mut app, "f p 1");
    for language in [Language::Pizza, Language::System] {
        for kind in [MenuKind::Act, MenuKind::Fault] {
            let menu = Menu::open(kind, game(&app), language);
            let keys: Vec<char> = menu.lines().map(|line| line.key).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
            for line in menu.lines() {
                let keys: Vec<char> = line.choices.iter().map(|choice| choice.key).collect();
                assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{}: {keys:?}", line.text);
            }
        }
    }
}

#[test]
fn every_menu_choice_does_what_its_phrase_in_the_palette_does() {
    let mut app = open();
    press(&mut app, ":");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    let (found, of) = (palette.found, palette.of);
    assert_eq!(found, of, "an empty line matches everything");
    assert!(of > 100, "{of}");
    type_in(&mut app, "hire pi");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.matches[0].text, "hire a pizza chef at Main Street");
    assert_eq!(palette.matches[0].keys, "ahp");
    assert_eq!(palette.matches[0].runs, r#"hire_chef outlet="Main Street" skill="pizza""#);
    press(&mut app, "Tab");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), "hire a pizza chef at Main Street");
}

#[test]
fn a_command_is_completed_word_by_word() {
    let mut app = open();
    press(&mut app, ":");
    type_in(&mut app, "set_pol");
    press(&mut app, "Tab");
    type_in(&mut app, " ");
    press(&mut app, "Tab");
    type_in(&mut app, "\"lea");
    press(&mut app, "Tab");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), r#"set_policy policy="least_wait""#);
    press(&mut app, "Enter");
    assert_eq!(game(&app).session.commands[0].command.name(), "set_policy");
    press(&mut app, ": Ctrl-p");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), r#"set_policy policy="least_wait""#);
}

#[test]
fn a_wrong_line_is_answered_with_what_is_wrong() {
    let mut app = open();
    press(&mut app, ":");
    type_in(&mut app, r#"hire_chef outlet="Main Stret""#);
    press(&mut app, "Enter");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!("it stays open") };
    let text = &palette.answer.as_ref().expect("an answer").text;
    assert!(text.contains("Main Street"), "the nearest name is offered: {text}");
    assert!(game(&app).session.commands.is_empty());
}

#[test]
fn space_stops_the_clock_and_a_point_is_one_tick() {
    let mut app = open();
    let_pass(&mut app, Span::from_secs(5));
    assert_eq!(game(&app).now(), Time::ZERO);
    press(&mut app, ".");
    assert_eq!(game(&app).now(), Time::ZERO + game(&app).session.tick);
    press(&mut app, ". .");
    assert_eq!(game(&app).now(), Time(3 * game(&app).session.tick.0));
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
        let log = &game(&app).session.watch.log;
        if log.faults.iter().any(|fault| fault.at == Time::ZERO + Span::from_mins(30)) {
            assert_eq!(game(&app).now(), Time::ZERO + Span::from_mins(30), "it stands where the light went out");
            return;
        }
        assert!(game(&app).now() < Time::ZERO + Span::from_mins(30), "it ran past the power cut");
    }
    panic!("no power cut was found");
}

#[test]
fn the_clock_stands_under_questions_but_not_under_menus() {
    let mut app = open();
    press(&mut app, "Space a");
    assert!(app.is_running());
    press(&mut app, "Esc :");
    assert!(app.is_running());
    for keys in ["Esc ?", "Esc g", "Esc r", "Esc q", "Esc i"] {
        press(&mut app, keys);
        assert!(!app.is_running(), "{keys}");
    }
    press(&mut app, "Esc");
    assert!(app.is_running(), "and goes on after them");
}

#[test]
fn a_guess_is_chosen_by_letter_or_typed_or_skipped() {
    let mut app = story();
    press(&mut app, "b Enter Space");
    assert_eq!(game(&app).guesses[0].as_ref().unwrap().text, "50 %");
    assert_eq!(game(&app).guesses[0].as_ref().unwrap().value, Some(0.5));
    let mut app = story();
    press(&mut app, "7 5 Enter Space");
    assert_eq!(game(&app).guesses[0].as_ref().unwrap().value, Some(0.75));
    let mut app = story();
    press(&mut app, "Enter Space");
    assert_eq!(game(&app).guesses[0], None);
}

#[test]
fn a_hint_before_its_time_is_bought() {
    let mut app = open();
    press(&mut app, "i");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::Offer { ready: false }))));
    assert_eq!(game(&app).session.hints_bought, 0, "an offer costs nothing");
    press(&mut app, "Enter");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::Told(0)))));
    assert_eq!(game(&app).session.hints_bought, 1);
    press(&mut app, "Esc i");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::NoMore))));
}

#[test]
fn an_evening_ends_with_what_else_might_have_been() {
    let mut app = open();
    press(&mut app, ". a h p");
    to_the_end(&mut app);
    let Screen::Ending(_) = &app.screen else { panic!("not at the ending") };
    for _ in 0..100_000 {
        if !app.is_busy() {
            break;
        }
        app.step();
    }
    let Screen::Ending(ending) = &app.screen else { panic!() };
    let names: Vec<&str> = ending.others.iter().map(|other| other.name.as_str()).collect();
    for name in ["yours", "nothing", "the solution", "a short line", "no faults at all"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(ending.guesses[0].truth.is_some(), "the truth is computed");
    assert_eq!(app.progress.of("shop").unwrap().times, 1);
    press(&mut app, "Esc");
    assert!(matches!(app.screen, Screen::Picker(_)));
}

#[test]
fn a_game_saved_as_commands_runs_to_the_same_digest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    let mut app = open();
    press(&mut app, ". a h p f p 1 Space");
    let_pass(&mut app, Span::from_secs(30));
    press(&mut app, "a n l q s");
    let Some(Overlay::Prompt(_)) = app.top() else { panic!("a file name is asked for") };
    press(&mut app, "Ctrl-u");
    type_in(&mut app, path.to_str().unwrap());
    press(&mut app, "Enter");
    assert!(app.overlays.is_empty());
    let setup = game(&app).session.setup.clone();
    let file = read_commands_file("mine.toml", &std::fs::read_to_string(&path).unwrap(), &setup).unwrap();
    assert_eq!(file.commands.len(), 3);
    assert_eq!(file.commands, game(&app).session.commands);
    let world = run(&setup, &file.commands, None, &mut ()).world;
    assert_eq!(file.digest.as_deref(), Some(world.digest().as_str()));
    to_the_end(&mut app);
    assert_eq!(game(&app).session.world.digest(), world.digest(), "played on, it comes to the same");
}

#[test]
fn a_game_that_was_left_goes_on_from_the_same_moment() {
    let folder = tempfile::tempdir().unwrap();
    let store = || Some(Store::at(folder.path().to_path_buf()));
    let mut app = App::new((120, 36), store());
    app.open_scenario(scenario::load("vertical-scaling", &[]).unwrap(), "vertical-scaling");
    for _ in 0..5 {
        if !matches!(app.screen, Screen::Live(_)) {
            press(&mut app, "Enter");
        }
    }
    let_pass(&mut app, Span::from_secs(2));
    press(&mut app, "Esc Esc");
    let (now, digest) = (game(&app).now(), game(&app).session.world.digest());
    assert!(now > Time::ZERO);
    app.keep();
    drop(app);
    let mut app = App::new((120, 36), store());
    press(&mut app, "c");
    assert_eq!(game(&app).now(), now, "{:?}", app.notes);
    assert_eq!(game(&app).session.world.digest(), digest);
    assert!(!app.is_running(), "nothing goes on before the player is ready");
}

#[test]
fn the_solution_is_played_before_the_eyes() {
    let mut app = open();
    app.act(Action::ShowMe);
    assert!(game(&app).showing);
    let_pass(&mut app, Span::from_secs(10));
    let given: Vec<&Command> = game(&app).session.commands.iter().map(|given| &given.command).collect();
    assert_eq!(given.len(), 1);
    assert_eq!(game(&app).session.commands[0].at, Time::ZERO + Span::from_mins(5));
    to_the_end(&mut app);
    assert!(app.progress.of("shop").is_none(), "a demonstration is not the player's");
}

#[test]
fn a_twin_lives_without_one_thing() {
    let mut app = open();
    press(&mut app, ". a h p v");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, "c");
    assert!(game(&app).session.twin.is_some());
    press(&mut app, "v x");
    assert!(game(&app).session.twin.is_none());
}

#[test]
fn below_the_least_size_nothing_goes_on_and_one_can_leave() {
    let mut app = open();
    press(&mut app, "Space");
    app.update(Input::Resize(60, 16));
    let before = game(&app).now();
    let_pass(&mut app, Span::from_secs(5));
    press(&mut app, "a h p");
    assert_eq!(game(&app).now(), before);
    assert!(app.overlays.is_empty());
    app.update(Input::Resize(80, 24));
    assert!(app.is_running(), "and goes on at the old size");
    app.update(Input::Resize(1, 1));
    press(&mut app, "q");
    assert_eq!(app.leaving, Some(Leaving::Quit));
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
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    let line = menu.lines().position(|line| line.key == 'r').unwrap();
    app.update(Input::Click(Target::MenuLine(line)));
    assert_eq!(game(&app).session.commands.len(), 1, "a click on a menu line acts");
    app.update(Input::Click(Target::Action(Action::Fault)));
    app.update(Input::Click(Target::Outside));
    assert!(app.overlays.is_empty());
}

#[test]
fn t_turns_the_menus_into_the_other_language_and_back() {
    let mut app = open();
    let title = |app: &App| match app.top() {
        Some(Overlay::Menu(menu)) => menu.lines().next().unwrap().text.clone(),
        _ => panic!(),
    };
    press(&mut app, "a");
    assert_eq!(title(&app), "hire a chef…");
    press(&mut app, "Esc t a");
    assert_eq!(title(&app), "hire a worker…");
    assert_eq!(app.language(), Language::System);
}

#[test]
fn pasted_control_characters_stay_outside() {
    let mut app = open();
    press(&mut app, ":");
    app.update(Input::Paste("hire\u{1b}[31m pi\r\n".into()));
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), "hire[31m pi");
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
fn a_card_that_says_press_a_lets_a_through() {
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario::load("story", &[]).unwrap(), "story");
    press(&mut app, "Enter");
    let_pass(&mut app, Span::from_secs(600));
    assert!(matches!(app.top(), Some(Overlay::Cue(_))), "the story goes on by a card");
    assert!(!app.is_running());
    press(&mut app, "a");
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "{:?}", app.overlays);
    assert_eq!(app.overlays.len(), 1, "and the card is gone");
}
