//! Acting: by menu, by typed words, by script; what is refused; what is offered.

use super::*;
use pizzeria::app::menu::effect;
use pizzeria::session::EntryKind;
use pizzeria::session::log::Kinds;
use pizzeria::text::log;
use pizzeria::text::names::Names;
use pizzeria::text::scene::Scene;
use pizzeria::text::words::Words;

#[test]
fn a_menu_a_typed_line_and_a_script_make_the_same_history() {
    let mut by_menu = open();
    press(&mut by_menu, "a h p Enter");
    assert!(by_menu.overlays().is_empty(), "the menu closes when the act is done");
    let mut by_words = open();
    press(&mut by_words, ":");
    type_in(&mut by_words, "hire a pizza chef at main");
    press(&mut by_words, "Enter");
    let mut by_line = open();
    press(&mut by_line, ":");
    type_in(&mut by_line, r#"hire_chef outlet="Main Street" skill="pizza""#);
    press(&mut by_line, "Enter");
    let digest = |app: &App| game(app).session.world().digest();
    assert_eq!(game(&by_menu).session.commands().len(), 1);
    assert_eq!(game(&by_menu).session.commands(), game(&by_words).session.commands());
    assert_eq!(game(&by_menu).session.commands(), game(&by_line).session.commands());
    assert_eq!(digest(&by_menu), digest(&by_words));
    assert_eq!(digest(&by_menu), digest(&by_line));
    let news = game(&by_menu).news.as_ref().expect("what it did is said");
    assert!(news.text.contains("starts at Main Street at 17:10"), "{}", news.text);
}

#[test]
fn a_refused_act_says_why_in_the_menu_and_changes_nothing() {
    let mut app = open();
    press(&mut app, "a h p Enter");
    let before = game(&app).session.world().digest();
    press(&mut app, "a h p Enter");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!("the menu stays open") };
    let answer = menu.answer.as_ref().expect("an answer stands in the menu");
    assert!(answer.refused);
    assert_eq!(answer.text, "No. All 3 places at Main Street's oven are taken. Nothing was changed.");
    assert_eq!(game(&app).session.world().digest(), before);
    assert_eq!(game(&app).session.commands().len(), 1);
    press(&mut app, "Down");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    assert_eq!(menu.answer, None, "the next key looks at something else");
}

#[test]
fn what_is_too_dear_says_so_before_and_after() {
    let mut app = open();
    press(&mut app, "a a");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    let tools = menu.lines().find(|line| line.key == 't').expect("better tools");
    let state = format!("{:?}", tools.state);
    assert!(state.contains("$500: $200 short"), "{state}");
    press(&mut app, "t");
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

/// The test shop where one street orders more than others, running.
fn streets() -> App {
    let text = shop().replacen("orders_per_hour", "streets = 20\nhot = 0.3\norders_per_hour", 1);
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space");
    app
}

/// The test shop where pizzas stick, with what nobody moves ordered a second time, running.
fn stuck() -> App {
    let text = shop().replacen(
        "[[zone]]",
        "[menu.stone]\nwork = { dist = \"fixed\", mean = \"2m\" }\nhiccup = {}\n[[zone]]",
        1,
    );
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space");
    app
}

/// The test shop with its bread under lamps, five clerks, and customers who call again if they hear nothing, running.
fn lamps() -> App {
    let tray = "tray = { keeps = \"20m\", bake = { dist = \"fixed\", mean = \"6m\" } }";
    let text = shop().replace("work = { dist = \"erlang\", mean = \"2m\", k = 3 }", tray);
    let text = text.replacen("[[zone]]", "[[zone]]\nunsure = { wait = \"3m\" }", 1);
    let text = if text.contains("[dispatch]") {
        text.replace("[dispatch]", "[dispatch]\nclerks = 5")
    } else {
        text + "\n[dispatch]\nclerks = 5\n"
    };
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space");
    app
}

/// The test shop with three order books, running.
fn order_books() -> App {
    let text = shop() + "\n[books]\ncopies = 3\n";
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space");
    app
}

#[test]
fn every_decision_and_fault_is_in_a_menu() {
    let mut app = open();
    press(&mut app, "f p 1 f l 1");
    assert_eq!(game(&app).session.commands().len(), 2);
    let all: BTreeSet<&str> = SPECS.iter().map(|row| row.name).collect();
    let mut offered = offered(&app);
    // Only where slices lie under lamps there is anything to change, or to fall; likewise where clerks telephone, or
    // customers are unsure.
    offered.extend(self::offered(&lamps()));
    // And only where a street orders more than others it can be split.
    offered.extend(self::offered(&streets()));
    // And only where there are order books they are waited for, away or burnt.
    offered.extend(self::offered(&order_books()));
    // And only where something sticks it is worth while to order it a second time.
    offered.extend(self::offered(&stuck()));
    let missing: Vec<&&str> = all.difference(&offered).collect();
    assert!(missing.is_empty(), "{missing:?}: no line of app/menu/decisions.rs or app/menu/faults.rs offers it");
    assert_eq!(offered, all);
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
    assert!(game(&app).session.commands().is_empty());
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
    assert_eq!(game(&app).session.commands()[0].command.name(), "set_policy");
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
    assert!(game(&app).session.commands().is_empty());
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
fn the_clock_runs_under_a_menu_if_the_player_wants_that_and_obeys_there() {
    let mut app = open();
    press(&mut app, "Space a");
    let_pass(&mut app, Span::from_secs(1));
    assert_eq!(game(&app).now(), Time::ZERO, "it waits for whoever reads a menu");
    press(&mut app, "Esc Space");
    app.settings.menus_run = true;
    press(&mut app, "a Space");
    assert!(app.is_running());
    let_pass(&mut app, Span::from_secs(1));
    let now = game(&app).now();
    assert!(now > Time::ZERO);
    press(&mut app, "Space .");
    assert!(!app.is_running() && game(&app).now() > now);
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "the menu stays");
}

#[test]
fn a_cue_and_a_question_wait_until_the_menu_is_closed() {
    let cue = "[[cue]]\nat = \"+2m\"\ntext = \"Look.\"\npause = true\n";
    let guess = "[[predict]]\nat = \"+2m\"\nask = \"How?\"\nmetric = \"on_time_ratio\"\nof = \"nothing\"\nchoices = [\"90 %\", \"50 %\"]\n";
    for (more, card) in [(cue.to_string(), true), (guess.to_string(), false), (format!("{cue}{guess}"), true)] {
        let text = format!("{}{more}", shop());
        let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let mut app = App::new((120, 36), None);
        app.settings.menus_run = true;
        app.open_scenario(scenario, "shop");
        press(&mut app, "Enter a");
        let_pass(&mut app, Span::from_secs(20));
        assert_eq!(game(&app).now(), Time::ZERO + Span::from_mins(2));
        assert!(matches!(app.top(), Some(Overlay::Menu(_))), "what was open stays: {more}");
        assert!(!app.is_running(), "and the clock waits for the card: {more}");
        press(&mut app, "h p Enter");
        assert_eq!(game(&app).session.commands().len(), 1, "{more}");
        assert_eq!(matches!(app.top(), Some(Overlay::Cue(_))), card);
        // Somebody reads it.
        app.pass(Span::from_secs(1));
        press(&mut app, "Enter");
        if more.contains("predict") && card {
            assert!(matches!(app.top(), Some(Overlay::Guess(_))), "{more}");
            press(&mut app, "Enter");
            assert!(matches!(app.top(), Some(Overlay::Guess(_))), "pressed through the cards: {more}");
            app.pass(Span::from_secs(1));
            press(&mut app, "Enter");
        }
        assert!(app.overlays().is_empty() && app.is_running(), "{more}");
    }
}

/// A pizza every two and a half minutes for two chefs; a third is on the way.
const ON_THE_WAY: &str = r#"
[scenario]
opens = "11:00"
duration = "6h"
allow = [ALL]
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Z"
radius = 3.0
arrivals = "even"
orders_per_hour = 24.0
[kitchen]
hire_time = "2h"
[[outlet]]
name = "A"
riders = 1
[delivery]
mode = "decoupled"
[[outlet.chef]]
count = 2
[[event]]
at = "11:20"
do = "hire_chef"
outlet = "A"
"#;

/// After an hour, with a chef on the way.
fn with_one_on_the_way() -> App {
    let all: Vec<String> = SPECS.iter().map(|row| format!("\"{}\"", row.name)).collect();
    let text = ON_THE_WAY.replace("ALL", &all.join(", "));
    let (scenario, _) = scenario::read("a", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "a");
    press(&mut app, "Enter Space");
    let Some(game) = app.live_mut() else { panic!() };
    game.session.advance(Time::ZERO + Span::from_mins(62));
    game.session.refresh();
    app
}

/// What the act would do, what was said when it was done, and the log's line of it.
fn acted(app: &mut App, command: impl Into<Command>) -> (Option<(f64, f64)>, String, String, String) {
    let command = command.into();
    let effect = effect::of_command(&command, game(app), Language::Pizza);
    app.give(&command).expect("it may be done");
    let game = game(app);
    let scene = Scene {
        session: &game.session,
        scenario: &game.scenario,
        words: Words(Language::Pizza),
        names: Names::new(game.session.setup(), &game.names),
        selected: OutletId(0),
        moment: game.now(),
        second: None,
    };
    let entry = game.session.recorder().log.iter(Kinds::only(EntryKind::Decision)).next_back().unwrap();
    let said = log::line(&scene, entry)[0].text();
    let load = effect.load.map(|(before, after)| ((before * 100.0).round(), (after * 100.0).round()));
    (load, effect.outlook, game.news.as_ref().unwrap().text.clone(), said)
}

#[test]
fn whom_a_dismissal_takes_is_known_before_and_said_after() {
    let dismiss = |count| Decision::DismissChef { outlet: OutletId(0), skill: None, count };
    let (load, outlook, news, said) = acted(&mut with_one_on_the_way(), dismiss(1));
    assert_eq!(load, None, "who is on the way takes no hands with him");
    assert_eq!(outlook, "Nobody at work leaves: those on the way, ill or at home go first.");
    assert_eq!(news, "A chef of A leaves at once.");
    assert_eq!(said, "A chef of A leaves at once.");
    // Then one who cooks; the other is idle or not, as the orders come.
    let mut app = with_one_on_the_way();
    let (load, _, news, said) = acted(&mut app, dismiss(2));
    assert_eq!(load, Some((80.0, 160.0)));
    assert_eq!(news, "2 chefs of A leave at once.");
    assert_eq!(said, news);
    let (_, outlook, news, said) = acted(&mut app, dismiss(1));
    assert_eq!(outlook, "Nobody is left to cook: what waits there waits for ever.");
    assert_eq!(news, "A chef of A leaves after the order in hand.");
    assert_eq!(said, news);
    let (_, _, news, said) = acted(&mut with_one_on_the_way(), dismiss(3));
    assert_eq!(news, "3 chefs of A leave: 2 at once, 1 after the order in hand.");
    assert_eq!(said, news);
}

#[test]
fn riders_let_go_leave_at_once_or_after_the_trip() {
    let outlet = OutletId(0);
    let mut app = with_one_on_the_way();
    let hire = acted(&mut app, Decision::HireRider { outlet, count: 2 });
    assert_eq!(hire.2, "2 riders ride for A from 14:02.");
    let (load, outlook, news, said) = acted(&mut app, Decision::DismissRider { outlet, count: 1 });
    assert_eq!((load, outlook.as_str()), (None, "Nobody at work leaves: those on the way, ill or at home go first."));
    assert_eq!(news, "A rider of A leaves at once.");
    assert_eq!(said, news);
    let Some(game) = app.live_mut() else { panic!() };
    game.session.advance(Time::ZERO + Span::from_mins(66));
    assert!(game.session.world().outlets()[0].riders[0].is_out());
    let (_, _, news, said) = acted(&mut app, Decision::DismissRider { outlet, count: 2 });
    assert_eq!(news, "2 riders of A leave: 1 at once, 1 after the trip.");
    assert_eq!(said, news);
}

#[test]
fn of_several_hired_at_once_no_name_is_told() {
    let mut app = with_one_on_the_way();
    let hire = |standby, count| Decision::HireChef { outlet: OutletId(0), skill: None, standby, count };
    let news = acted(&mut app, hire(false, 3)).2;
    assert_eq!(news, "3 chefs start at A at 14:02.");
    let news = acted(&mut app, hire(true, 2)).2;
    assert_eq!(news, "2 backup chefs wait for A from 14:02.");
    let news = acted(&mut app, hire(false, 1_000)).2;
    assert_eq!(news, "1000 chefs start at A at 14:02.");
}

/// The texts and refusals of the first matches of a typed line.
fn matched(app: &mut App, text: &str) -> Vec<(String, String, bool)> {
    press(app, ":");
    type_in(app, text);
    let Some(Overlay::Palette(palette)) = app.top() else { panic!("the palette is open") };
    let found = palette.matches.iter().map(|found| (found.text.clone(), found.runs.clone(), found.not.is_some()));
    let found = found.collect();
    press(app, "Esc");
    found
}

#[test]
fn the_palette_finds_commands_by_name_by_parts_and_by_values_no_menu_lists() {
    let mut app = open();
    for text in ["dismiss", "dis", "dismiss main", "dismi chef"] {
        let found = matched(&mut app, text);
        assert!(found.iter().any(|(_, runs, _)| runs.starts_with("dismiss_chef ")), "{text}: {found:?}");
    }
    for (text, runs) in [
        ("line limit 60", r#"set_queue_limit outlet="Main Street" limit=60"#),
        ("limit harbour 7", r#"set_queue_limit outlet="Harbour" limit=7"#),
        ("power 35m", r#"power_outage outlet="Main Street" lasts="35m""#),
        ("rush 45m 2.5", r#"surge factor=2.5 lasts="45m""#),
    ] {
        let found = matched(&mut app, text);
        assert_eq!(found.first().map(|(_, runs, _)| runs.as_str()), Some(runs), "{text}: {found:?}");
    }
    press(&mut app, ":");
    type_in(&mut app, "line limit 60");
    press(&mut app, "Enter");
    assert_eq!(game(&app).session.world().outlets()[0].queue_limit, Some(60));
    assert_eq!(matched(&mut app, "line limit 60 60 60"), [], "there is nothing that takes three");
}

#[test]
fn in_the_palette_what_is_refused_stands_last() {
    let mut app = open();
    press(&mut app, "f p 4");
    for text in ["", "power", "main street"] {
        let found = matched(&mut app, text);
        let first = found.iter().position(|(.., refused)| *refused).unwrap_or(found.len());
        assert!(first > 0 && found[first..].iter().all(|(.., refused)| *refused), "{text}: {found:?}");
    }
    assert!(matched(&mut app, "power").iter().any(|(.., refused)| *refused), "it is dark already");
}

#[test]
fn an_evening_is_exported_to_a_new_file_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = App::new((120, 36), Some(store_at(folder.path())));
    let (scenario, _) = scenario::read("shop", &shop(), None, &[]).unwrap();
    app.open_scenario(scenario::read_file("shop.toml", &shop(), &[]).map_or(scenario, |(read, _)| read), "shop.toml");
    press(&mut app, "Enter Space");
    press(&mut app, "a h p");
    app.live_mut().unwrap().session.advance(Time(1_234_567_890));
    let file = folder.path().join("mine.toml");
    press(&mut app, ":");
    type_in(&mut app, &format!("export {}", folder.path().join("mine").display()));
    press(&mut app, "Enter");
    assert!(app.overlays().is_empty(), "{:?}", app.overlays());
    assert!(game(&app).news.as_ref().unwrap().text.contains("pizzeria play"));
    let read = scenario::load(&file, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut again = pizzeria::session::Session::new(read.into());
    again.advance(Time(1_234_567_890));
    assert_eq!(again.world().digest(), game(&app).session.world().digest());
    let before = std::fs::read(&file).unwrap();
    press(&mut app, "a h b :");
    type_in(&mut app, &format!("export {}", file.display()));
    press(&mut app, "Enter");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!("it stays open") };
    let text = &palette.answer.as_ref().expect("an answer").text;
    assert!(text.contains("is there already; another name, please"), "{text}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn the_palette_proposes_a_name_for_the_export() {
    let mut app = open();
    app.live_mut().unwrap().session.advance(Time(3_600_000_000));
    press(&mut app, ":");
    type_in(&mut app, "exp");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.matches[0].writes.as_deref(), Some("shop-1800.toml"));
    press(&mut app, "Tab");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), "export shop-1800.toml");
}
