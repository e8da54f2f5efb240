//! The clock that directs itself, the whoosh, cards that say how the evening stands, guesses that mistake no key.

use super::*;
use pizzeria::app::pace::Speed;

fn shop_with(more: &str) -> App {
    let (scenario, _) =
        scenario::read("shop", &format!("{}{more}", shop()), None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter");
    app
}

#[test]
fn the_pace_is_ours_until_a_key_takes_it_and_zero_gives_it_back() {
    let text = shop().replace("orders_per_hour = 30.0", "orders_per_hour = 3.0");
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    press(&mut app, "Enter");
    assert_eq!(game(&app).pace.speed, Speed::Auto);
    let_pass(&mut app, Span::from_secs(1));
    let times = game(&app).pace.times().unwrap();
    assert!(times > 200.0, "nothing has happened yet: ×{times}");
    press(&mut app, "-");
    let Speed::Times(by_hand) = game(&app).pace.speed else { panic!() };
    assert!((times / 2.6..times).contains(&f64::from(by_hand)), "it goes on from ×{times}: ×{by_hand}");
    press(&mut app, "0");
    assert_eq!(game(&app).pace.speed, Speed::Auto);
    let_pass(&mut app, Span::from_secs(1));
    press(&mut app, "a p 1 Esc");
    let_pass(&mut app, Span::from_secs(2));
    assert!(game(&app).pace.times().is_some_and(|times| times < 130.0), "slow after an act");
}

/// A guess at two minutes past opening, on the screen.
fn asked() -> App {
    let guess = "[[predict]]\nat = \"+2m\"\nask = \"How?\"\nmetric = \"on_time_ratio\"\nof = \"nothing\"\nchoices = [\"90 %\", \"50 %\"]\n";
    let mut app = shop_with(guess);
    let_pass(&mut app, Span::from_secs(20));
    assert!(matches!(app.top(), Some(Overlay::Guess(_))), "{:?}", app.overlays());
    app
}

fn chosen(app: &App) -> (Option<usize>, &str) {
    let Some(Overlay::Guess(ask)) = app.top() else { panic!("{:?}", app.overlays()) };
    (ask.chosen, ask.typed.text())
}

#[test]
fn a_guess_takes_no_key_that_was_meant_for_the_shop() {
    let mut app = asked();
    press(&mut app, "b");
    assert_eq!(chosen(&app), (None, ""), "it has only just come up");
    assert!(app.is_moving(), "somebody must tell it that time passes");
    app.pass(Span(499_999));
    press(&mut app, "b");
    assert_eq!(chosen(&app), (None, ""));
    app.pass(Span(1));
    assert!(!app.is_moving());
    press(&mut app, "a");
    assert_eq!(chosen(&app), (None, ""), "that is the menu's key");
    press(&mut app, "2");
    assert_eq!((chosen(&app), game(&app).view), ((None, ""), View::Kitchen), "one may look first");
    press(&mut app, "c");
    assert_eq!(chosen(&app), (Some(1), ""));
    press(&mut app, "Down 4 2");
    assert_eq!(chosen(&app), (None, "42"), "below the choices a number is typed");
    press(&mut app, "Up");
    assert_eq!(chosen(&app).0, Some(1));
    press(&mut app, "b Enter");
    assert!(app.overlays().is_empty() && app.is_running(), "the clock had only waited");
    assert_eq!(game(&app).guesses.last().unwrap().as_ref().unwrap().text, "90 %");
}

#[test]
fn a_whoosh_is_seen_ends_at_any_key_and_jumps_at_the_second() {
    let mut app = open();
    press(&mut app, "n");
    let_pass(&mut app, Span(400_000));
    let seen = game(&app).now();
    assert!(app.is_running() && seen > Time::ZERO && seen < Time::ZERO + Span::from_mins(10), "{seen:?}");
    press(&mut app, "Space");
    assert!(!app.is_running(), "the key has ended it, and nothing else");
    let_pass(&mut app, Span::from_secs(1));
    assert_eq!(game(&app).now(), seen);
    press(&mut app, "n");
    let_pass(&mut app, Span(100_000));
    press(&mut app, "a");
    assert!(matches!(app.top(), Some(Overlay::Menu(_))), "a key that means more is not lost");
    press(&mut app, "Esc n n");
    let_pass(&mut app, Span(40_000));
    let jumped = game(&app).now();
    let mut other = open();
    press(&mut other, "N");
    let_pass(&mut other, Span(40_000));
    assert!(!app.is_running() && !other.is_running());
    assert!(jumped.since(seen) > Span::from_mins(1), "{jumped:?}");
}

#[test]
fn a_whoosh_stops_where_something_can_be_paid_or_a_line_grows() {
    let mut app = open();
    let Some(game_of) = app.live_mut() else { panic!() };
    // All but a few dollars are spent.
    let mut spent = 0;
    while game_of.session.world().till().balance(game_of.now()).dollars() >= 100.0 && spent < 20 {
        let line = "hire_chef outlet=\"Harbour\" skill=\"pizza\"";
        let command = scenario::command_line(line, game_of.session.setup()).unwrap();
        game_of.session.give(command).unwrap();
        spent += 1;
    }
    let stops = |app: &mut App, is_it: &dyn Fn(&Game) -> bool| {
        for _ in 0..60 {
            press(app, "n");
            let_pass(app, Span::from_secs(4));
            if !matches!(app.screen(), Screen::Live(_)) {
                return false;
            }
            if is_it(game(app)) {
                return true;
            }
            while !app.overlays().is_empty() {
                press(app, "Enter");
            }
        }
        false
    };
    // Mill Lane costs $100.
    let pays = |game: &Game| {
        let at = game.session.world().till().balance(game.now()).dollars();
        (100.0..112.0).contains(&at)
    };
    assert!(spent > 0 && stops(&mut app, &pays), "it ran past the moment at which Mill Lane could be opened");
    let mut app = shop_with("[[event]]\nat = \"+20m\"\ndo = \"surge\"\nfactor = 6.0\nlasts = \"1h\"\n");
    let grows = |game: &Game| game.signs().growing == Some(Span::ZERO);
    assert!(stops(&mut app, &grows), "a line began to grow, and nobody stopped");
}

/// A shop whose goal is lost after ten minutes, and whose last goal is decided after an hour.
const LOST: &str =
    "[[goal]]\ntext = \"A rich evening.\"\nmetric = \"profit\"\nat_least = 9000.0\nfrom = \"17:00\"\nto = \"17:40\"\n";

#[test]
fn a_lost_goal_says_when_and_offers_to_go_back() {
    let mut app = shop_with(LOST);
    for _ in 0..100 {
        let_pass(&mut app, Span::from_secs(1));
        if !app.overlays().is_empty() {
            break;
        }
    }
    let Some(Overlay::Verdict(card)) = app.top() else { panic!("{:?} {:?}", app.overlays(), game(&app).now()) };
    assert!(card.text.contains("A rich evening") && card.text.starts_with("Lost at 17:"), "{card:?}");
    assert!(!app.is_running());
    press(&mut app, "Enter");
    assert!(app.is_running(), "it is played on");
    let_pass(&mut app, Span::from_secs(1));
    assert!(app.overlays().is_empty(), "it is said once");
    let mut again = shop_with(LOST);
    while again.overlays().is_empty() {
        let_pass(&mut again, Span::from_secs(1));
    }
    let lost = game(&again).now();
    press(&mut again, "w");
    let Some(Overlay::Rewind(rewind)) = again.top() else { panic!("{:?}", again.overlays()) };
    assert!(rewind.at < lost && lost.since(rewind.at) <= Span::from_mins(36), "{rewind:?}");
}

#[test]
fn an_evening_that_is_decided_says_so_and_may_be_looked_at() {
    let text = shop().replace("duration = \"3h\"", "duration = \"3h\"\nends = \"decided\"");
    let goal = text.find("[[goal]]").unwrap();
    let hint = text.find("[[hint]]").unwrap();
    let text = format!("{}{LOST}{}", &text[..goal], &text[hint..]);
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = std::sync::Arc::new(scenario);
    let decided = || {
        let mut app = App::new((120, 36), None);
        app.open_scenario((*scenario).clone(), "shop");
        press(&mut app, "Enter");
        for _ in 0..200 {
            let_pass(&mut app, Span::from_secs(1));
            match app.top() {
                Some(Overlay::Verdict(card)) if card.title == "It is decided" => return app,
                Some(_) => press(&mut app, "Enter"),
                None => {}
            }
        }
        panic!("{:?}", app.screen());
    };
    let mut app = decided();
    assert!(game(&app).now() < Time::ZERO + Span::from_hours(3));
    assert_eq!(app.progress().of("shop").map(|played| played.times), Some(1));
    press(&mut app, "Enter");
    assert!(matches!(app.screen(), Screen::Ending(_)));
    let mut app = decided();
    press(&mut app, "l 2");
    assert_eq!(game(&app).view, View::Kitchen, "the shop as it stands");
    assert!(!app.is_running());
    press(&mut app, "Esc");
    assert!(matches!(app.screen(), Screen::Ending(_)));
    let mut app = decided();
    press(&mut app, "w");
    assert!(matches!(app.top(), Some(Overlay::Rewind(_))));
    press(&mut app, "Enter");
    assert!(!game(&app).session.is_over(), "another evening begins there");
}

/// Opens the shop of the story page and answers every card, until the evening has ended by itself.
fn play_out(app: &mut App) {
    press(app, "Enter");
    while let Screen::Live(_) = app.screen() {
        let_pass(app, Span::from_secs(1));
        if !app.overlays().is_empty() {
            press(app, "Enter");
        }
    }
}

/// The test shop as its evening has just ended by itself.
fn ended(won: bool) -> App {
    let text = if won {
        shop().replace("at_least = 0.9", "at_least = 0.0")
    } else {
        shop().replace("at_least = 0.9", "at_least = 1.0")
    };
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "shop");
    play_out(&mut app);
    app
}

fn moment(app: &App) -> Option<bool> {
    let Screen::Ending(ending) = app.screen() else { panic!("{:?}", app.screen()) };
    assert!(ending.moment.is_none() || ending.won == (ending.goals[0].met));
    ending.moment.map(|moment| moment.is_over())
}

#[test]
fn an_evening_ends_with_a_moment_that_any_key_skips() {
    for won in [true, false] {
        let mut app = ended(won);
        assert_eq!(moment(&app), Some(false));
        assert!(app.is_moving(), "it moves by itself");
        app.pass(Span::from_secs(1));
        assert_eq!(moment(&app), Some(false));
        press(&mut app, "n");
        assert_eq!(moment(&app), Some(true), "the key was for the moment");
        press(&mut app, "Enter");
        assert_eq!(moment(&app), None, "the page");
        let mut app = ended(won);
        app.pass(Span::from_secs(2));
        assert_eq!(moment(&app), Some(true));
        press(&mut app, "w");
        assert!(matches!(app.top(), Some(Overlay::Rewind(_))), "the debrief's keys work there already");
    }
}

#[test]
fn nothing_moves_for_whoever_wants_that_or_asked_for_the_page() {
    let mut app = open();
    press(&mut app, "Space q e");
    assert_eq!(moment(&app), None, "the debrief was asked for");
    let text = shop();
    let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.settings.no_motion = true;
    app.open_scenario(scenario, "shop");
    play_out(&mut app);
    assert_eq!(moment(&app), Some(true), "its end state at once");
}
