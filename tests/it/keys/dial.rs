//! The dial of random faults and the slider of demand: ordinary commands, drawn from the seed.

use super::*;
use pizzeria::app::OutcomeKind;
use pizzeria::app::pace::Speed;
use pizzeria::session::{Dial, EntryKind, Kinds, Memory, Session, What};
use pizzeria::sim::setup::Scheduled;

fn sandbox(seed: u64) -> App {
    let mut scenario = scenario::load("break-it", &[]).unwrap_or_else(|problems| panic!("{problems}"));
    scenario.setup.seed = seed;
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, "break-it");
    press(&mut app, "Enter");
    app
}

/// Plays on at a speed to a moment, or a little further, past every card.
fn play_to(app: &mut App, after: Span, times: u32) {
    for _ in 0..100_000 {
        while app.job().is_some() {
            app.step();
        }
        while app.top().is_some() {
            press(app, "Esc");
        }
        let game = app.live_mut().expect("a shop is open");
        if game.now() >= Time::ZERO + after {
            return;
        }
        game.pace.speed = Speed::Times(times);
        game.pace.paused = false;
        let_pass(app, Span(40_000));
    }
    panic!("it does not get there");
}

fn run_to(app: &mut App, after: Span) {
    play_to(app, after, 3600);
}

/// What was given before a moment.
fn before(app: &App, after: Span) -> Vec<Scheduled> {
    commands(app).into_iter().filter(|given| given.at < Time::ZERO + after).collect()
}

fn commands(app: &App) -> Vec<Scheduled> {
    game(app).session.commands().to_vec()
}

#[test]
fn what_the_dial_throws_is_a_command_of_the_players_and_replays() {
    let mut app = sandbox(11);
    press(&mut app, "F F");
    assert_eq!(game(&app).dial, Dial::Chaos);
    run_to(&mut app, Span::from_mins(180));
    let given = commands(&app);
    let kinds: BTreeSet<&str> = given.iter().map(|given| given.command.name()).collect();
    assert!(given.len() > 10 && kinds.len() > 3, "{given:?}");
    // The world knows nothing of a dial: the commands alone are the evening.
    let session = &game(&app).session;
    let mut again = Session::new(session.scenario().clone());
    for Scheduled { at, command } in given.clone() {
        while again.now() < at {
            again.advance(at);
        }
        again.give(command).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    while again.now() < session.now() {
        again.advance(session.now());
    }
    assert_eq!(again.world().digest(), session.world().digest());
    let text = session.export().unwrap();
    let (read, _) = scenario::read("it", &text, None, &[]).unwrap();
    assert_eq!(read.setup.played, given);
}

#[test]
fn the_dial_throws_the_same_whatever_the_pace_and_after_going_back() {
    let hour = Span::from_mins(60);
    let mut watched = sandbox(11);
    press(&mut watched, "F F");
    play_to(&mut watched, hour, 600);
    let mut leapt = sandbox(11);
    press(&mut leapt, "F F");
    run_to(&mut leapt, hour);
    let whole = before(&leapt, hour);
    assert_eq!(before(&watched, hour), whole);
    // Whoever goes back meets the same faults again, each once.
    leapt.live_mut().unwrap().session.rewind(Time(20 * 60_000_000));
    assert!(commands(&leapt).len() < whole.len());
    run_to(&mut leapt, hour);
    assert_eq!(before(&leapt, hour), whole);
    let mut other = sandbox(12);
    press(&mut other, "F F");
    run_to(&mut other, hour);
    assert_ne!(before(&other, hour), whole, "another seed is another evening");
}

#[test]
fn the_dial_throws_on_while_the_rest_is_let_pass() {
    let evening = || {
        let mut scenario = scenario::load("break-it", &[]).unwrap();
        scenario.setup.seed = 11;
        scenario.setup.duration = Span::from_hours(5);
        let mut app = App::new((120, 36), None);
        app.open_scenario(scenario, "break-it");
        press(&mut app, "Enter F F");
        app
    };
    let last = Span::from_mins(290);
    let mut watched = evening();
    run_to(&mut watched, last);
    let mut passed = evening();
    passed.act(Action::EndNow);
    while passed.job().is_some() {
        passed.step();
    }
    assert!(matches!(passed.screen(), Screen::Ending(_)));
    let thrown = before(&passed, last);
    assert!(thrown.len() > 10, "{thrown:?}");
    assert_eq!(thrown, before(&watched, last));
}

#[test]
fn the_dial_knows_chefs_who_burn() {
    let burns = |seed: u64| {
        let mut scenario = scenario::load("break-it", &[]).unwrap();
        scenario.setup.seed = seed;
        let mut app = App::new((120, 36), None);
        app.open_scenario(scenario, "break-it");
        press(&mut app, "Enter F F");
        let day = Span::from_hours(7);
        run_to(&mut app, day);
        before(&app, day).iter().any(|given| given.command.row().name == "burns")
    };
    assert!((1..40).any(burns));
}

#[test]
fn turned_up_the_dial_adds_faults_and_takes_none_away() {
    let end = Time(24 * 3_600_000_000);
    let moments = |dial: Dial| {
        let mut all = Vec::new();
        let mut at = Time::ZERO;
        while !dial.next(7, at, end).is_never() {
            at = dial.next(7, at, end);
            all.push(at);
        }
        all
    };
    let (few, many) = (moments(Dial::NowAndThen), moments(Dial::Chaos));
    assert!((15..=36).contains(&few.len()), "about one an hour: {}", few.len());
    assert!((120..=168).contains(&many.len()), "about one in ten minutes: {}", many.len());
    assert!(few.iter().all(|at| many.contains(at)));
    assert_eq!(moments(Dial::None), []);
}

#[test]
fn the_dial_stands_on_the_bar_and_in_the_log_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut app = App::new((120, 36), Some(store_at(folder.path())));
    let scenario = scenario::load("break-it", &[]).unwrap();
    app.open_scenario(scenario, "break-it");
    press(&mut app, "Enter");
    run_to(&mut app, Span::from_mins(5));
    assert!(app.offers(Action::Dial));
    assert_eq!(app.word_for(Action::Dial, ""), "none");
    app.update(Input::Click(Target::Action(Action::Dial)));
    assert_eq!(app.word_for(Action::Dial, ""), "some");
    let entries = game(&app).session.recorder().log.iter(Kinds::only(EntryKind::Decision));
    let turned: Vec<&What> = entries.map(|entry| &entry.what).collect();
    assert_eq!(turned, [&What::DialTurned { dial: Dial::NowAndThen }]);
    press(&mut app, "q k");
    drop(app);
    let mut app = App::new((120, 36), Some(store_at(folder.path())));
    press(&mut app, "c");
    while app.job().is_some() {
        app.step();
    }
    assert_eq!(game(&app).dial, Dial::NowAndThen);
    press(&mut app, "F F");
    assert_eq!(game(&app).dial, Dial::None);
}

#[test]
fn the_slider_gives_surges_until_the_next() {
    let mut app = sandbox(3);
    run_to(&mut app, Span::from_mins(60));
    press(&mut app, "> >");
    assert_eq!(app.word_for(Action::MoreDemand, ""), "demand ×2");
    let factors: Vec<f64> = game(&app).session.world().city().active.iter().map(|active| active.factor).collect();
    assert_eq!(factors, [2.0], "the second took the first one's place");
    press(&mut app, "< <");
    assert_eq!(app.word_for(Action::MoreDemand, ""), "demand ×1");
    assert!(game(&app).session.world().city().active.is_empty());
    let names: Vec<&str> = commands(&app).iter().map(|given| given.command.name()).collect();
    assert_eq!(names, ["surge"; 4]);
    press(&mut app, "< < <");
    assert!(game(&app).news.as_ref().unwrap().text.contains("no further"));
    assert_eq!(commands(&app).len(), 6);
}

#[test]
fn where_there_is_something_to_win_nobody_turns_a_dial() {
    let mut app = open();
    press(&mut app, "F >");
    assert_eq!(game(&app).dial, Dial::None);
    assert!(!app.offers(Action::Dial) && !app.offers(Action::MoreDemand));
    assert!(commands(&app).is_empty());
    assert!(game(&app).news.as_ref().unwrap().text.contains("something to win"));
}

/// A fault, the evening without it, and the debrief at midnight that sets the two against each other.
#[test]
fn at_midnight_the_debrief_ranks_the_faults_by_what_they_cost_and_the_shop_goes_on() {
    let mut app = sandbox(7);
    play_to(&mut app, Span::from_mins(90), 3600);
    press(&mut app, "f s 3");
    play_to(&mut app, Span::from_mins(150), 3600);
    press(&mut app, "f p 3");
    let cut = commands(&app);
    play_to(&mut app, Span::from_mins(400), 3600);
    app.live_mut().unwrap().pace.paused = false;
    for _ in 0..10_000 {
        if app.top().is_some() {
            break;
        }
        let_pass(&mut app, Span(40_000));
    }
    let Some(Overlay::Verdict(card)) = app.top() else { panic!("{:?}", app.overlays()) };
    assert!(card.title.contains("Midnight") && card.text.contains("2 faults"), "{card:?}");
    assert_eq!(game_at(&app), Span::from_hours(7));
    press(&mut app, "d");
    while app.is_busy() {
        app.step();
    }
    let Screen::Ending(ending) = app.screen() else { panic!("{:?}", app.screen()) };
    assert!(ending.is_halfway() && ending.costs.len() == 2, "{:?}", ending.costs);
    assert!(ending.costs[0].rank() >= ending.costs[1].rank());
    // The evening is drawn against the one without any fault, from which it parts at the first.
    let (rival, unbroken) = ending.rival().expect("it is played");
    assert_eq!((rival, unbroken.commands().len()), (OutcomeKind::Unbroken, 0));
    let parting = ending.parting().expect("a power cut is seen in the line");
    assert!(parting >= cut[0].at && parting < cut[1].at + Span::from_mins(30), "{parting:?}");
    let power = ending.costs.iter().find(|cost| cut[cost.command].command.name() == "power_outage").unwrap();
    assert!(power.bad > 0 && power.money > 0.0, "{power:?}");
    assert!(matches!(power.memory, Memory::Forgotten(after) if after.minutes() > 5.0), "{power:?}");
    // The figures are those of the evening without it, counted here by another engine of the same history.
    let session = &ending.game.session;
    let mut rest = cut.clone();
    rest.remove(power.command);
    let mut without = Session::new(session.scenario().clone());
    for Scheduled { at, command } in rest {
        while without.now() < at {
            without.advance(at);
        }
        without.give(command).unwrap();
    }
    while without.now() < session.now() {
        without.advance(session.now());
    }
    let measures = |session: &Session| session.world().measures(0);
    assert_eq!(power.bad, measures(session).slo.bad as i64 - measures(&without).slo.bad as i64);
    assert_eq!(power.late, measures(session).orders.late as i64 - measures(&without).orders.late as i64);
    let till = |session: &Session| session.world().till().balance(session.now()).dollars();
    assert_eq!(power.money, till(&without) - till(session));
    let digest = session.world().digest();
    press(&mut app, "Enter");
    assert_eq!(game_at(&app), Span::from_hours(7));
    assert_eq!(game(&app).session.world().digest(), digest, "the shop goes on where it stood");
    let_pass(&mut app, Span::from_secs(1));
    assert!(game_at(&app) > Span::from_hours(7));
}

fn game_at(app: &App) -> Span {
    game(app).now().since(Time::ZERO)
}
