//! What else might have been: the twin, going back to a moment, two histories side by side.

use super::*;
use pizzeria::app::compare::Side;
use pizzeria::app::histories::Going;
use pizzeria::session::Without;

/// The test shop at 18:00, one chef hired at 17:10.
fn at_six() -> App {
    let mut app = open();
    run_to(&mut app, Span::from_mins(10));
    press(&mut app, "a h p Enter");
    run_to(&mut app, Span::from_mins(60));
    app
}

fn run_to(app: &mut App, after: Span) {
    let Some(game) = app.live_mut() else { panic!("no shop is open") };
    game.session.advance(Time::ZERO + after);
    game.session.refresh();
}

fn minutes(app: &App) -> f64 {
    game(app).now().since(Time::ZERO).minutes()
}

#[test]
fn a_twin_lives_without_one_thing() {
    let mut app = open();
    press(&mut app, ". a h p Enter v");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, "c");
    assert!(game(&app).session.twin().is_some());
    press(&mut app, "v x");
    assert!(game(&app).session.twin().is_none());
}

#[test]
fn w_goes_back_to_a_minute_and_what_was_left_is_kept() {
    let mut app = at_six();
    let before = game(&app).session.world().digest();
    press(&mut app, "w");
    assert!(matches!(app.top(), Some(Overlay::Rewind(_))));
    assert!(!app.is_running());
    press(&mut app, "Enter");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!("this is now: it stays open") };
    assert!(rewind.answer.as_ref().unwrap().starts_with("No. This is now."));
    for _ in 0..55 {
        press(&mut app, "Left");
    }
    press(&mut app, "Enter");
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))), "what was done later is offered again");
    press(&mut app, "n");
    assert!(app.overlays().is_empty());
    assert_eq!(minutes(&app), 5.0);
    assert!(game(&app).session.commands().is_empty(), "what was done later is not done here");
    assert_eq!(game(&app).histories.present.number, 2);
    assert_eq!(game(&app).histories.present.from, Some((1, Time::ZERO + Span::from_mins(5))));
    let text = &game(&app).news.as_ref().unwrap().text;
    assert!(text.contains("history 1"), "{text}");
    // The same commands again make the same history again.
    run_to(&mut app, Span::from_mins(10));
    press(&mut app, "a h p Enter");
    run_to(&mut app, Span::from_mins(60));
    assert_eq!(game(&app).session.world().digest(), before);
}

#[test]
fn a_history_that_was_left_goes_on() {
    let mut app = at_six();
    let before = game(&app).session.world().digest();
    press(&mut app, "w PageUp PageUp Enter a r Enter");
    assert_eq!(minutes(&app), 40.0);
    press(&mut app, "w Up End Enter");
    assert_eq!(game(&app).histories.present.number, 1);
    assert_eq!(game(&app).session.world().digest(), before);
    assert_eq!(game(&app).histories.left.len(), 1, "the other is kept in its turn");
    // Going back and doing nothing leaves nothing of its own behind.
    press(&mut app, "w Left Enter w Down Down End Up Up End Enter");
    assert_eq!(game(&app).histories.left.len(), 1);
}

/// What the last line promises before Enter is what comes of it, where there are too many histories to keep all.
#[test]
fn the_oldest_history_is_let_go_and_said_to_be() {
    let mut app = at_six();
    let numbers = |app: &App| game(app).histories.left.iter().map(|left| left.branch.number).collect::<Vec<u32>>();
    for times in 1..=7u64 {
        press(&mut app, "w PageUp");
        let promised = game(&app).going(times as u32, Time::ZERO + Span::from_mins(50));
        let Some(Going::Anew { keeping, .. }) = promised else { panic!("{promised:?}") };
        let expected = (times > 5).then(|| times as u32 - 5);
        assert_eq!((keeping.keeps, keeping.forgets), (true, expected));
        press(&mut app, "Enter");
        if app.top().is_some() {
            press(&mut app, "n");
        }
        let first = times.saturating_sub(4).max(1) as u32;
        assert_eq!(numbers(&app), (first..=times as u32).collect::<Vec<u32>>());
        let text = &game(&app).news.as_ref().unwrap().text;
        assert_eq!(text.contains("is let go"), expected.is_some(), "{text}");
        // Something of its own in each.
        run_to(&mut app, Span::from_mins(50 + times));
        press(&mut app, "a r Enter");
        run_to(&mut app, Span::from_mins(60));
    }
}

#[test]
fn a_click_on_the_line_is_a_moment_and_a_mark_is_a_key_away() {
    let mut app = at_six();
    press(&mut app, "w");
    app.update(Input::Click(Target::Moment(Time::ZERO + Span::from_mins(20))));
    press(&mut app, "m");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!() };
    assert_eq!(rewind.at, Time::ZERO + Span::from_mins(30), "the power cut");
    app.update(Input::Click(Target::Action(Action::Enter)));
    assert_eq!(minutes(&app), 30.0);
}

#[test]
fn enter_in_the_charts_goes_back_to_the_cursor() {
    let mut app = at_six();
    press(&mut app, "4 Left Left Enter");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!() };
    assert_eq!(Some(rewind.at), game(&app).charts.cursor);
}

#[test]
fn hints_that_were_paid_for_stay_paid_for() {
    let mut app = at_six();
    press(&mut app, "i Enter Esc w PageUp Enter");
    assert_eq!(game(&app).session.hints_bought(), 1);
}

#[test]
fn an_evening_that_is_over_can_be_gone_back_into() {
    let mut app = at_six();
    to_the_end(&mut app);
    press(&mut app, "w PageUp PageUp");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!("{:?}", app.screen()) };
    let at = rewind.at;
    press(&mut app, "Enter");
    assert_eq!(game(&app).now(), at);
    assert!(!game(&app).session.is_over());
    to_the_end(&mut app);
    assert!(matches!(app.screen(), Screen::Ending(_)));
}

#[test]
fn a_demonstration_does_not_go_back() {
    let mut app = open();
    app.act(Action::ShowMe);
    let_pass(&mut app, Span::from_secs(10));
    press(&mut app, "w");
    assert!(app.overlays().is_empty());
    assert!(game(&app).news.as_ref().unwrap().text.starts_with("No. Only your own game"));
}

#[test]
fn two_histories_are_seen_side_by_side() {
    let mut app = at_six();
    press(&mut app, "w v");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!("there is only one history") };
    assert!(rewind.answer.is_some());
    press(&mut app, "Home Enter n");
    run_to(&mut app, Span::from_mins(90));
    press(&mut app, "w v");
    let Some(Overlay::Compare(beside)) = app.top() else { panic!("{:?}", app.overlays()) };
    assert_eq!((beside.first, beside.second), (Side::History(1), Side::History(2)));
    assert_eq!(beside.parted, Some(Time::ZERO + Span::from_mins(10)));
    assert_eq!(beside.shorter(), Time::ZERO + Span::from_mins(60), "compared as far as both have come");
    let differing = beside.comparison.differing.len();
    assert!(differing > 0, "a chef more makes a difference");
    let both = &beside.comparison;
    let one_only = (both.only_first + both.only_second) as usize;
    assert_eq!(both.sooner.len() + both.later.len() + one_only, differing, "each differs in one way");
    press(&mut app, "Left d Enter");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!() };
    assert_eq!(rewind.number, 2, "there in the second");
    press(&mut app, "Esc");
    assert!(app.overlays().is_empty());
}

#[test]
fn the_twin_stands_beside_the_shop() {
    let mut app = at_six();
    press(&mut app, "v f v s");
    let Some(Overlay::Compare(beside)) = app.top() else { panic!() };
    assert_eq!((beside.first, beside.second), (Side::Twin, Side::History(1)));
    assert_eq!(beside.parted, Some(Time::ZERO + Span::from_mins(30)), "at the power cut");
}

#[test]
fn in_a_night_without_goals_a_fault_is_counted_against_the_night_without_it() {
    let scenario = pizzeria::scenario::load("break-it", &[]).unwrap();
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "break-it");
    press(&mut app, "Enter");
    run_to(&mut app, Span::from_mins(90));
    // A decision is nobody's fault.
    press(&mut app, "a h");
    press(&mut app, "Esc Esc");
    assert!(game(&app).session.twin().is_none());
    press(&mut app, "f p 3");
    let commands = game(&app).session.commands().len();
    assert_eq!(game(&app).session.twin().unwrap().without, Without::Command(commands - 1));
    run_to(&mut app, Span::from_mins(140));
    let dark = game(&app).session.differences().unwrap();
    assert!(dark.in_system > 0, "orders pile up in the dark: {dark:?}");
    // Mending is part of what the fault has cost, and starts no new count.
    press(&mut app, "f b");
    assert_eq!(game(&app).session.twin().unwrap().without, Without::Command(commands - 1));
    run_to(&mut app, Span::from_mins(400));
    let after = game(&app).session.differences().unwrap();
    assert!(after.in_system < dark.in_system, "and are served later: {after:?}");
}

#[test]
fn what_is_to_be_done_again_outlives_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = App::new((120, 36), Some(store_at(folder.path())));
    app.open_scenario(scenario::load("horizontal-scaling", &[]).unwrap(), "horizontal-scaling");
    press(&mut app, "Enter");
    run_to(&mut app, Span::from_mins(30));
    press(&mut app, "Esc a h Enter");
    run_to(&mut app, Span::from_mins(35));
    let hired = game(&app).session.commands().to_vec();
    assert_eq!(hired.len(), 1);
    press(&mut app, "w");
    for _ in 0..15 {
        press(&mut app, "Left");
    }
    press(&mut app, "Enter p");
    assert_eq!((minutes(&app), game(&app).session.commands().len()), (20.0, 0));
    press(&mut app, "q c");
    assert!(matches!(app.screen(), Screen::Picker(_)));
    drop(app);
    let mut app = App::new((120, 36), Some(store_at(folder.path())));
    press(&mut app, "c");
    let to_the_end = |app: &mut App| {
        while app.job().is_some() {
            app.step();
        }
    };
    to_the_end(&mut app);
    assert_eq!((minutes(&app), game(&app).session.commands().len()), (20.0, 0), "where it was left");
    app.act(Action::EndNow);
    to_the_end(&mut app);
    assert_eq!(game(&app).session.commands(), hired, "done again at its time, though nobody watched");
}
