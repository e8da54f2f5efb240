//! Several people by one command: digits and a letter, or the letter again; stars for few commands, won by keys.

use super::*;
use pizzeria::session::Standing;

/// A lesson whose shop has opened, its clock standing.
fn lesson(name: &str) -> App {
    let scenario = scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, name);
    for _ in 0..9 {
        if matches!(app.screen(), Screen::Story(_)) {
            press(&mut app, "Enter");
        }
    }
    let Some(game) = app.live_mut() else { panic!("{name} is open") };
    game.pace.paused = true;
    app
}

/// The shop at a moment of its clock.
fn at(app: &mut App, clock: &str) {
    let Some(game) = app.live_mut() else { panic!("the shop is open until {clock}") };
    let (hour, minute) = clock.split_once(':').unwrap();
    let minutes = hour.parse::<u64>().unwrap() * 60 + minute.parse::<u64>().unwrap();
    let to = Time::ZERO + (Span::from_mins(minutes) - Span(game.session.setup().opens.0));
    while game.now() < to {
        game.session.advance(to);
    }
    app.settle();
}

fn commands(app: &App) -> Vec<String> {
    let game = game(app);
    let words =
        |scheduled: &pizzeria::sim::setup::Scheduled| scenario::command_text(&scheduled.command, game.session.setup());
    game.session.commands().iter().map(words).collect()
}

#[test]
fn digits_or_the_letter_again_make_one_command_of_several() {
    let hire = |count: u32| {
        let count = if count == 1 { String::new() } else { format!(" count={count}") };
        vec![format!(r#"hire_rider outlet="Main Street"{count}"#)]
    };
    for (keys, count) in [
        ("a r Enter", 1),
        ("a 3 r Enter", 3),
        ("a r 3 Enter", 3),
        ("a r r r Enter", 3),
        ("a 3 r r Enter", 4),
        ("a 1 2 r Enter", 12),
        ("a r 1 0 Enter", 10),
        ("a 3 r 2 Enter", 2),
        // A number that is too long begins anew.
        ("a 1 2 3 r Enter", 3),
        // A nought is no number of people.
        ("a 0 r Enter", 1),
        // Another line begins with one.
        ("a h h Esc r Enter", 1),
    ] {
        let text = shop().replace("cash = 300.0", "");
        let (scenario, _) = scenario::read("shop", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let mut app = App::new((120, 36), None);
        app.open_scenario(scenario, "shop");
        press(&mut app, "Enter Space");
        press(&mut app, keys);
        assert!(app.overlays().is_empty(), "{keys}: the menu is closed");
        assert_eq!(commands(&app), hire(count), "{keys}");
    }
    let mut app = open();
    press(&mut app, "a r r");
    assert!(commands(&app).is_empty(), "looked at, not given");
    press(&mut app, "Esc");
    assert!(app.overlays().is_empty() && commands(&app).is_empty());
}

#[test]
fn a_skill_is_chosen_for_as_many_as_were_counted() {
    let scenario = scenario::load("friday-night", &[]).unwrap();
    let site = &scenario.setup.outlets[0].name;
    for (keys, said) in [
        ("a h p Enter", r#"skill="pizza""#),
        ("a h p p Enter", r#"skill="pizza" count=2"#),
        ("a 2 h p Enter", r#"skill="pizza" count=2"#),
        ("a h h p Enter", r#"skill="pizza" count=2"#),
        ("a 9 h p 2 Enter", r#"skill="pizza" count=2"#),
    ] {
        let mut app = lesson("friday-night");
        press(&mut app, keys);
        assert_eq!(commands(&app), [format!(r#"hire_chef outlet="{site}" {said}"#)], "{keys}");
    }
}

#[test]
fn a_price_is_that_of_all_who_are_hired() {
    let mut app = lesson("horizontal-scaling");
    at(&mut app, "17:00");
    press(&mut app, "a 6 h");
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    let line = menu.line().unwrap();
    assert_eq!(line.text, "hire 6 chefs");
    assert_eq!(menu.effect.price.map(|price| price.to_string()), Some("$120".into()));
    assert!(
        menu.effect.terms.starts_with("$120 now, then $108 an hour. They cook from 17:10."),
        "{}",
        menu.effect.terms
    );
}

/// Every star of a lesson, by keys alone.
fn wins(name: &str, acts: &[(&str, &str)]) {
    let mut app = lesson(name);
    for (clock, keys) in acts {
        at(&mut app, clock);
        press(&mut app, keys);
        assert!(app.overlays().is_empty(), "{name}: {keys} is done: {:?}", app.top());
    }
    let Some(game) = app.live_mut() else { panic!() };
    assert_eq!(game.session.commands().len(), acts.len());
    game.session.finish();
    game.session.judge();
    for goal in game.session.goals().iter().chain(game.session.stars()) {
        assert_eq!(goal.standing, Standing::Met, "{name}: {goal:?}");
    }
}

#[test]
fn the_stars_for_few_commands_can_be_won_by_the_menu() {
    wins("horizontal-scaling", &[("15:45", "a k o"), ("15:48", "a 3 h Enter"), ("17:48", "a h h h h h h Enter")]);
    wins("decoupling", &[("11:26", "a 7 r Enter"), ("11:41", "a v r"), ("12:56", "a 1 0 r Enter")]);
}
