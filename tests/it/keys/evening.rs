//! An evening from its guess to its end, left, gone on with, shown.

use super::*;
use pizzeria::app::settings::{Played, Progress};
use pizzeria::session::save::{Document, Memory};

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
fn where_the_choices_are_words_no_number_is_typed() {
    let words = "choices = [\"fewer\", \"as many\", \"more\"]\nedges = [0.4, 0.6]\nanswer = \"fewer\"";
    let text = shop().replace("choices = [\"90 %\", \"50 %\", \"10 %\"]", words);
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "7 b Enter Space");
    let guess = game(&app).guesses[0].as_ref().unwrap();
    assert_eq!((guess.text.as_str(), guess.value), ("as many", None));
}

#[test]
fn a_hint_before_its_time_is_bought() {
    let mut app = open();
    press(&mut app, "i");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::Offer))));
    assert_eq!(game(&app).session.hints_bought(), 0, "an offer costs nothing");
    press(&mut app, "Enter");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::Told(0)))));
    assert_eq!(game(&app).session.hints_bought(), 1);
    press(&mut app, "Esc i");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::NoMore))));
}

#[test]
fn an_evening_ends_with_what_else_might_have_been() {
    let mut app = open();
    press(&mut app, ". a h p Enter");
    to_the_end(&mut app);
    let Screen::Ending(_) = app.screen() else { panic!("not at the ending") };
    for _ in 0..100_000 {
        if !app.is_busy() {
            break;
        }
        app.step();
    }
    let Screen::Ending(ending) = app.screen() else { panic!() };
    let names: Vec<&str> = ending.others.iter().map(|other| other.name.as_str()).collect();
    for name in ["yours", "nothing", "the solution", "a short line", "no faults at all"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(ending.guesses[0].truth.is_some(), "the truth is computed");
    assert_eq!(app.progress().of("shop").unwrap().times, 1);
    press(&mut app, "Esc");
    assert!(matches!(app.screen(), Screen::Picker(_)));
}

#[test]
fn what_was_played_is_counted_on_from_whatever_the_file_says() {
    let all = Played { times: u32::MAX, seconds: u64::MAX, won: true, ..Played::default() };
    let mut store = Store::new(Box::new(Memory::default()));
    let often = &mut |progress: &mut Progress| {
        progress.chapters.insert("shop".into(), all.clone());
    };
    store.update(&Document::Progress, often).unwrap();
    let mut app = open_with(Some(store));
    press(&mut app, ". a h p Enter");
    let_pass(&mut app, Span::from_secs(30));
    to_the_end(&mut app);
    let played = app.progress().of("shop").unwrap();
    assert_eq!((played.times, played.seconds), (u32::MAX, u64::MAX));
}

#[test]
fn a_game_saved_as_commands_runs_to_the_same_digest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    let mut app = open_with(Some(store_at(folder.path())));
    press(&mut app, ". a h p Enter f p 1 Space");
    let_pass(&mut app, Span::from_secs(30));
    press(&mut app, "a u s q s");
    let Some(Overlay::Prompt(_)) = app.top() else { panic!("a file name is asked for") };
    press(&mut app, "Ctrl-u");
    type_in(&mut app, path.to_str().unwrap());
    press(&mut app, "Enter");
    assert!(app.overlays().is_empty());
    let setup = game(&app).session.setup().clone();
    let file = read_commands_file("mine.toml", &std::fs::read_to_string(&path).unwrap(), &setup).unwrap();
    assert_eq!(file.commands.len(), 3);
    assert_eq!(file.commands, game(&app).session.commands());
    let world = run(&setup, &file.commands, None, &mut ()).world;
    assert_eq!(file.digest.as_deref(), Some(world.digest().as_str()));
    to_the_end(&mut app);
    assert_eq!(game(&app).session.world().digest(), world.digest(), "played on, it comes to the same");
}

#[test]
fn a_game_that_was_left_goes_on_from_the_same_moment() {
    let folder = tempfile::tempdir().unwrap();
    let store = || Some(store_at(folder.path()));
    let mut app = App::new((120, 36), store());
    app.open_scenario(scenario::load("vertical-scaling", &[]).unwrap(), "vertical-scaling");
    for _ in 0..5 {
        if !matches!(app.screen(), Screen::Live(_)) {
            press(&mut app, "Enter");
        }
    }
    let_pass(&mut app, Span::from_secs(2));
    press(&mut app, "Esc Esc");
    let (now, digest) = (game(&app).now(), game(&app).session.world().digest());
    assert!(now > Time::ZERO);
    app.keep();
    drop(app);
    let mut app = App::new((120, 36), store());
    press(&mut app, "c");
    assert_eq!(game(&app).now(), now, "{:?}", app.notes());
    assert_eq!(game(&app).session.world().digest(), digest);
    assert!(!app.is_running(), "nothing goes on before the player is ready");
}

#[test]
fn the_solution_is_played_before_the_eyes() {
    let mut app = open();
    app.act(Action::ShowMe);
    assert!(game(&app).showing);
    let_pass(&mut app, Span::from_secs(10));
    let given: Vec<&Command> = game(&app).session.commands().iter().map(|given| &given.command).collect();
    assert_eq!(given.len(), 1);
    assert_eq!(game(&app).session.commands()[0].at, Time::ZERO + Span::from_mins(5));
    to_the_end(&mut app);
    assert!(app.progress().of("shop").is_none(), "a demonstration is not the player's");
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
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "{:?}", app.overlays());
    assert_eq!(app.overlays().len(), 1, "and the card is gone");
}

#[test]
fn a_changed_scenario_is_kept_with_its_changes_and_wins_no_stars() {
    let folder = tempfile::tempdir().unwrap();
    let store = || Some(store_at(folder.path()));
    let mut app = App::new((120, 36), store());
    let set = scenario::Override::new("money.cash", "777");
    let mut changed = scenario::load("vertical-scaling", &[set]).unwrap();
    changed.setup.seed = 99;
    app.open_scenario(changed, "vertical-scaling");
    for _ in 0..5 {
        if !matches!(app.screen(), Screen::Live(_)) {
            press(&mut app, "Enter");
        }
    }
    let_pass(&mut app, Span::from_secs(2));
    while app.top().is_some() {
        press(&mut app, "Esc");
    }
    let digest = game(&app).session.world().digest();
    app.keep();
    drop(app);
    let mut app = App::new((120, 36), store());
    press(&mut app, "c");
    assert!(app.game().is_some(), "{:?}, {:?}", app.notes(), app.kept());
    assert_eq!(game(&app).session.setup().seed, 99, "{:?}", app.notes());
    assert_eq!(game(&app).session.setup().money.cash, Some(pizzeria::units::Cents(77_700)));
    assert_eq!(game(&app).session.world().digest(), digest);
    to_the_end(&mut app);
    assert!(app.progress().of("vertical-scaling").is_none());
}

#[test]
fn an_ending_can_be_read_again_after_the_next_game_was_begun() {
    let mut app = open();
    to_the_end(&mut app);
    press(&mut app, "Enter");
    assert!(!matches!(app.screen(), Screen::Ending(_)), "play again");
    press(&mut app, "Esc");
    app.act(Action::KeepAndLeave);
    assert!(matches!(app.screen(), Screen::Picker(_)), "{:?}", app.screen());
    press(&mut app, "d");
    assert!(matches!(app.screen(), Screen::Ending(_)));
}

#[test]
fn riders_can_be_hired_before_they_drive() {
    let coupled = shop().replace("mode = \"decoupled\"", "mode = \"coupled\"");
    let (scenario, _) = scenario::read("shop", &coupled, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter Space a r Enter");
    assert_eq!(game(&app).session.commands().len(), 1, "{:?}", app.overlays());
}

/// At the picker, after so much of a lesson that it is kept.
fn leave_after_a_while(app: &mut App, name: &str) {
    app.open_scenario(scenario::load(name, &[]).unwrap(), name);
    while matches!(app.screen(), Screen::Story(_)) {
        press(app, if app.top().is_none() { "Enter" } else { "b" });
    }
    while !app.overlays().is_empty() {
        press(app, "Esc");
    }
    let_pass(app, Span::from_secs(2));
    app.act(Action::KeepAndLeave);
}

#[test]
fn every_game_that_is_left_is_kept_and_one_can_be_chosen() {
    let mut app = App::new((120, 36), None);
    leave_after_a_while(&mut app, "prep");
    leave_after_a_while(&mut app, "vertical-scaling");
    leave_after_a_while(&mut app, "prep");
    let sources = |app: &App| app.kept().iter().map(|kept| kept.scenario.clone()).collect::<Vec<_>>();
    assert_eq!(sources(&app), ["prep", "vertical-scaling", "prep"], "the newest first");
    press(&mut app, "c");
    assert!(matches!(app.top(), Some(Overlay::Games { chosen: 0 })));
    press(&mut app, "Down Enter");
    assert_eq!(game(&app).source, "vertical-scaling");
    assert!(app.overlays().is_empty(), "{:?}", app.overlays());
    press(&mut app, "q c c x");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, "x");
    assert_eq!(sources(&app), ["prep", "prep"], "the newest was let go");
    press(&mut app, "Down Down x Esc x x");
    assert_eq!(app.kept().len(), 1);
    press(&mut app, "Esc c");
    assert_eq!(game(&app).source, "prep", "of one there is nothing to choose");
}

/// Whoever opens a lesson again is asked whether he means the game of it that he left; the other stays kept.
#[test]
fn who_begins_a_game_again_is_asked_about_the_one_that_is_kept() {
    let left = || {
        let mut app = App::new((120, 36), None);
        leave_after_a_while(&mut app, "prep");
        let now = app.kept()[0].at;
        app.open_scenario(scenario::load("prep", &[]).unwrap(), "prep");
        while matches!(app.screen(), Screen::Story(_)) && app.top().is_none() {
            press(&mut app, "Enter");
        }
        let Some(Overlay::Confirm(confirm)) = app.top() else { panic!("{:?}", app.screen()) };
        assert!(confirm.text.contains("You left one at"), "{}", confirm.text);
        (app, now)
    };
    let (mut app, _) = left();
    press(&mut app, "Esc");
    assert!(matches!(app.screen(), Screen::Story(_)));
    let (mut app, now) = left();
    press(&mut app, "c");
    assert_eq!(game(&app).now(), now);
    let (mut app, _) = left();
    press(&mut app, "b");
    assert_eq!(game(&app).now(), Time::ZERO);
    assert_eq!(app.kept().len(), 1, "the other is still kept");
}

/// What cannot be kept is said where the eyes are, once, and again at leaving.
#[test]
fn a_game_that_cannot_be_kept_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("games"), "not a folder").unwrap();
    let mut app = open_with(Some(store_at(folder.path())));
    press(&mut app, ". a h p Enter");
    let news = game(&app).news.clone().unwrap();
    assert!(news.text.starts_with("Not kept!"), "{}", news.text);
    press(&mut app, "a b p Enter");
    assert!(!game(&app).news.as_ref().unwrap().text.contains("Not kept!"), "said once");
    press(&mut app, "q");
    let Some(Overlay::Confirm(confirm)) = app.top() else { panic!("{:?}", app.overlays()) };
    assert!(confirm.text.contains("It cannot be kept!") && confirm.text.contains("elsewhere"), "{}", confirm.text);
    assert!(app.unkept().is_some());
    let elsewhere = tempfile::tempdir().unwrap();
    app.keep();
    app.keep_in(store_at(elsewhere.path())).unwrap();
    // This window is closed: it holds its game no longer.
    drop(app);
    let mut app = App::new((120, 36), Some(store_at(elsewhere.path())));
    assert_eq!(app.kept().len(), 1);
    press(&mut app, "c");
    assert!(app.notes().iter().any(|note| note.contains("shop")), "the test shop is no file: {:?}", app.notes());
}

/// The keys of other layouts, capitals, and what is on no keyboard.
#[test]
fn keys_of_other_keyboards_are_the_keys_in_their_place() {
    let mut app = open();
    press(&mut app, "ф");
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "a on a Russian keyboard");
    press(&mut app, "Esc A");
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "Caps Lock");
    press(&mut app, "H");
    assert!(matches!(app.top(), Some(Overlay::Menu(menu)) if menu.line().is_some()), "in the menu, too");
    press(&mut app, "Esc Esc Esc Ж");
    assert!(matches!(app.top(), Some(Overlay::Palette(_))), ": is Shift and the key of ж");
    type_in(&mut app, "наём Ä");
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), "наём Ä", "where text is typed it is text");
    press(&mut app, "Esc ö");
    assert!(game(&app).news.as_ref().unwrap().text.contains("No key here: ö"));
    app.update(Input::KeyAt(Key::ctrl('с'), 'c'));
    assert_eq!(app.leaving(), Some(Leaving::Quit), "Ctrl-C on a Russian keyboard");
}

#[test]
fn what_is_pasted_is_one_line_of_words() {
    let mut app = open();
    press(&mut app, ":");
    app.update(Input::Paste("hire_chef outlet=\"Main\nStreet\"\t\r\nskill=pizza\n".into()));
    let Some(Overlay::Palette(palette)) = app.top() else { panic!() };
    assert_eq!(palette.line.text(), "hire_chef outlet=\"Main Street\" skill=pizza");
}

/// Half an hour of the shop, and the log narrowed to some words.
fn log_with(words: &str) -> App {
    let mut app = open();
    let Some(game) = app.live_mut() else { panic!() };
    game.session.advance(Time::ZERO + Span::from_mins(150));
    game.names.update(game.session.world());
    press(&mut app, "6 /");
    type_in(&mut app, words);
    press(&mut app, "Enter");
    app
}

/// The moments of the lines that are seen, newest first, and where Enter leads.
fn lines(app: &App) -> Vec<Time> {
    game(app).log_lines(Language::Pizza).map(|entry| entry.at).collect()
}

#[test]
fn enter_in_a_narrowed_log_leads_to_the_chosen_line_and_arrows_walk_what_is_seen() {
    for words in ["order 50", "order", "Harbour"] {
        let seen = lines(&log_with(words));
        assert!(!seen.is_empty(), "{words}");
        let last = seen.len() - 1;
        for (keys, nth) in
            [("Enter", 0), ("Up Enter", 1), ("Up Up Enter", 2), ("Home Enter", last), ("Up Up Down Enter", 1)]
        {
            let mut app = log_with(words);
            press(&mut app, keys);
            assert_eq!(game(&app).view, View::Charts);
            // With one or two lines Up stays at the oldest, and Down goes on from there.
            let nth = if keys == "Up Up Down Enter" { 2.min(last).saturating_sub(1) } else { nth.min(last) };
            assert_eq!(game(&app).charts.cursor, Some(seen[nth]), "{words}: {keys}");
        }
    }
}

#[test]
fn the_chosen_line_stays_the_same_while_the_log_grows() {
    let mut app = log_with("order");
    press(&mut app, "Up Up");
    let chosen = game(&app).log.chosen;
    assert!(chosen.is_some());
    let Some(game) = app.live_mut() else { panic!() };
    game.session.advance(Time::ZERO + Span::from_mins(170));
    assert_eq!(game.log.chosen, chosen);
    let at = game.session.recorder().log.get(chosen.unwrap()).unwrap().at;
    press(&mut app, "Enter");
    assert_eq!(self::game(&app).charts.cursor, Some(at));
}

/// Before the shop has moved there is nothing to keep but what the player said and heard.
#[test]
fn a_guess_and_a_hint_before_the_first_second_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml").to_str().unwrap().to_string();
    std::fs::write(&file, shop()).unwrap();
    for (keys, guess, bought) in [
        ("Enter Space", None, 0),
        ("b Enter Space", Some(0.5), 0),
        ("Enter Space i Enter Esc", None, 1),
        ("b Enter Space i Enter Esc", Some(0.5), 1),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut app = App::new((120, 36), Some(store_at(home.path())));
        app.open_scenario(scenario::load(&file, &[]).unwrap(), &file);
        press(&mut app, keys);
        assert_eq!(game(&app).now(), Time::ZERO);
        press(&mut app, "q");
        let Some(Overlay::Confirm(confirm)) = app.top() else { panic!("{:?}", app.overlays()) };
        let touched = guess.is_some() || bought > 0;
        assert_eq!(confirm.text.starts_with("It is kept"), touched, "{keys}: {}", confirm.text);
        app.keep();
        drop(app);
        let mut app = App::new((120, 36), Some(store_at(home.path())));
        assert_eq!(app.kept().len(), usize::from(touched), "{keys}");
        if touched {
            press(&mut app, "c");
            let game = game(&app);
            assert_eq!(game.guesses[0].as_ref().and_then(|guess| guess.value), guess, "{keys}");
            assert_eq!((game.now(), game.session.hints_bought()), (Time::ZERO, bought), "{keys}");
        }
    }
}

#[test]
fn what_was_remembered_as_it_was_typed_is_found_again_by_its_whole_path() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("shop.toml").to_str().unwrap().to_string();
    std::fs::write(&whole, shop()).unwrap();
    let mut store = Store::new(Box::new(Memory::default()));
    let before = |progress: &mut Progress| {
        progress.files = vec!["shop.toml".into(), "other.toml".into()];
        progress.chapters.insert("shop.toml".into(), Played { times: 3, ..Played::default() });
    };
    store.update(&Document::Progress, &mut { before }).unwrap();
    let mut app = App::new((120, 36), Some(store));
    app.open_scenario(scenario::load(&whole, &[]).unwrap(), "shop.toml");
    assert_eq!(app.progress().files, ["other.toml", &whole]);
    assert_eq!(app.progress().of(&whole).map(|played| played.times), Some(3));
    assert!(app.progress().of("shop.toml").is_none() && app.shelf().find("shop.toml").is_none());
    assert!(app.shelf().find(&whole).is_some());
}

/// A demonstration is watched: no card waits for an answer, nothing can be done in it, and Esc leaves it.
#[test]
fn a_demonstration_is_watched_and_left() {
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario::load("story", &[]).unwrap(), "story");
    press(&mut app, "Enter");
    app.act(Action::ShowMe);
    let mut commands = BTreeSet::new();
    for _ in 0..400 {
        let_pass(&mut app, Span(100_000));
        assert!(app.overlays().is_empty(), "{:?}", app.overlays());
        press(&mut app, "a : f i v");
        assert!(app.overlays().is_empty(), "nothing opens: {:?}", app.overlays());
        if !app.is_running() {
            press(&mut app, "Space");
        }
        commands.insert(game(&app).session.commands().len());
    }
    assert!(game(&app).showing && commands.len() > 2, "{commands:?}");
    assert!(game(&app).news.as_ref().is_none_or(|news| !news.text.contains('_')), "{:?}", game(&app).news);
    press(&mut app, "Esc");
    assert!(!matches!(app.screen(), Screen::Live(_)));
}

/// A hint whose time has come is one key away.
#[test]
fn a_hint_that_is_ready_is_heard_at_once() {
    let mut app = open();
    while game(&app).session.hints_ready().is_empty() && game(&app).now() < Time::ZERO + Span::from_mins(150) {
        press(&mut app, "Esc n");
        let_pass(&mut app, Span::from_secs(4));
    }
    press(&mut app, "Esc Esc i");
    assert!(matches!(app.top(), Some(Overlay::Hint(HintCard::Told(0)))), "{:?}", app.overlays());
    assert_eq!(game(&app).session.hints_bought(), 0);
}

/// Whoever presses Enter or space twice to be rid of a card neither opens a kitchen nor stops the clock.
#[test]
fn a_card_is_closed_by_enter_or_space_however_often_they_are_pressed() {
    for twice in ["Enter Enter", "Space Space", "Enter Space", "Space Enter"] {
        let mut app = App::new((120, 36), None);
        app.open_scenario(scenario::load("story", &[]).unwrap(), "story");
        press(&mut app, "Enter");
        let_pass(&mut app, Span::from_secs(600));
        assert!(matches!(app.top(), Some(Overlay::Cue(_))), "the story goes on by a card");
        press(&mut app, twice);
        assert!(app.is_running() && game(&app).view == View::City, "{twice}");
        let_pass(&mut app, Span::from_secs(1));
        press(&mut app, "Space");
        assert!(!app.is_running(), "{twice}: later the key means what it says");
    }
}

/// Enter on a file of the picker's that another thread has yet to read: it opens as soon as it is read.
#[test]
fn a_file_that_is_still_being_read_opens_when_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, shop()).unwrap();
    let path = file.to_str().unwrap().to_string();
    let mut store = Store::new(Box::new(Memory::default()));
    store.update(&Document::Progress, &mut |progress: &mut Progress| progress.files.push(path.clone())).unwrap();
    let mut app = App::new((120, 36), Some(store));
    app.errands_are_taken();
    press(&mut app, "End Enter");
    assert!(matches!(app.screen(), Screen::Picker(_)));
    while let Some(errand) = app.take_errand() {
        app.fetched(errand.run());
    }
    assert!(matches!(app.screen(), Screen::Story(story) if story.scenario.path.as_deref() == Some(&*file)));
}
