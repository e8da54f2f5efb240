//! What an act would come to, and what it has come to: the next hour with it and without, and the banner afterwards.

use pizzeria::app::menu::hour;
use pizzeria::app::{App, Code, Game, Input, Key, Language, Overlay, Screen};
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::preview::{AHEAD, Course, FORKS, Preview, Sample};
use pizzeria::session::{Session, Without};
use pizzeria::sim::command::{Command, Decision};
use pizzeria::sim::setup::Policy;
use pizzeria::units::{OutletId, Span, Time};
use std::sync::Arc;

fn lesson(name: &str) -> Scenario {
    scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn read(text: &str) -> Scenario {
    scenario::read("small.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0
}

fn after(scenario: Scenario, minutes: u64) -> Session {
    let mut session = Session::new(Arc::new(scenario));
    let to = Time::ZERO + Span::from_mins(minutes);
    while session.now() < to {
        session.advance(to);
    }
    session.refresh();
    session
}

/// The whole preview, computed in slices of that length.
fn previewed(session: &Session, command: Option<&Command>, slice: Span) -> Preview {
    let mut preview = Preview::new(session);
    preview.ask(command);
    while !preview.step(slice) {}
    preview
}

fn waiting(sample: &Sample) -> u64 {
    sample.waiting
}

fn hire(count: u32) -> Command {
    Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count }.into()
}

#[test]
fn a_preview_is_the_same_however_it_is_sliced_and_the_shop_never_knows() {
    for (name, _) in builtin::all() {
        let session = after(lesson(name), 100);
        let digest = session.world().digest();
        let command = session.scenario().solution.first().map(|scheduled| scheduled.command.clone());
        let whole = previewed(&session, command.as_ref(), Span::from_hours(9));
        let sliced = previewed(&session, command.as_ref(), Span(7_300_000));
        assert_eq!(whole.without(), sliced.without(), "{name}");
        assert_eq!(whole.with(), sliced.with(), "{name}");
        assert!(whole.without().is_some() && (whole.with().is_some() == command.is_some()), "{name}");
        assert_eq!(session.world().digest(), digest, "{name}");
        // With and without share their customers: without a command they are one.
        let nothing = previewed(&session, None, Span::from_hours(1));
        assert_eq!(nothing.without(), whole.without(), "{name}");
    }
}

#[test]
fn hands_that_are_missing_make_the_difference() {
    let session = after(lesson("horizontal-scaling"), 165);
    let preview = previewed(&session, Some(&hire(9)), Span::from_hours(1));
    let (with, without) = (preview.with().unwrap(), preview.without().unwrap());
    assert!(with.at_the_end(waiting).high < without.at_the_end(waiting).low, "{with:?}, {without:?}");
    assert_eq!(preview.until(), session.now() + AHEAD);
    // Both begin with the shop as it is.
    let begin = |course: &Course| course.over_time(waiting)[0];
    assert_eq!(begin(with).low, session.world().book().waiting);
    assert_eq!(begin(without).high, session.world().book().waiting);
    assert_eq!(with.over_time(waiting).len(), 61);
}

/// Nobody sees the customers who will really call: no fork is the true next hour, and no two are the same.
#[test]
fn no_fork_is_the_true_next_hour() {
    for name in ["vertical-scaling", "horizontal-scaling", "decoupling", "story"] {
        let session = after(lesson(name), 90);
        let preview = previewed(&session, None, Span::from_hours(1));
        let forks = preview.without().unwrap().over_time(waiting);
        let mut truth = session.clone();
        let mut is_within = true;
        let mut differs = false;
        for (i, spread) in forks.iter().enumerate() {
            let at = session.now() + Span::from_mins(i as u64);
            while truth.now() < at {
                truth.advance(at);
            }
            let now = truth.world().book().waiting;
            is_within &= spread.low == now && spread.high == now;
            differs |= spread.low != spread.high;
        }
        assert!(!is_within, "{name}");
        assert!(differs, "{name}: {FORKS} forks are {FORKS} futures");
    }
}

const TROUBLE: &str = r#"
[scenario]
opens = "11:00"
duration = "6h"
ends = "closing"
allow = ["hire_chef", "set_policy"]
[menu.pizza]
work = { dist = "exponential", mean = "4m" }
[[zone]]
name = "Z"
orders_per_hour = 40.0
[[outlet]]
name = "A"
[[outlet.chef]]
count = 3
"#;

#[test]
fn a_fault_is_in_a_preview_once_it_is_told_and_not_before() {
    let cut = |told: &str| {
        format!("{TROUBLE}[[event]]\nat = \"12:20\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"30m\"\n{told}")
    };
    let end = |text: &str| {
        let session = after(read(text), 65);
        let preview = previewed(&session, Some(&hire(1)), Span::from_hours(1));
        (preview.without().unwrap().clone(), preview.with().unwrap().clone())
    };
    let calm = end(TROUBLE);
    assert_eq!(end(&cut("")), calm, "what nobody was told is in neither");
    let told = end(&cut("told = \"12:00\"\n"));
    assert_ne!(told, calm);
    let gone = |course: &Course| course.at_the_end(|sample| sample.lost).low;
    assert!(gone(&told.0) > 5 && gone(&calm.0) == 0, "half an hour in the dark: {told:?}");
}

#[test]
fn a_cut_without_a_known_end_lasts_in_every_fork() {
    let text = format!("{TROUBLE}[[event]]\nat = \"12:00\"\ndo = \"power_outage\"\noutlet = \"A\"\nlasts = \"10m\"\n");
    let session = after(read(&text), 62);
    let preview = previewed(&session, None, Span::from_hours(1));
    let gone = preview.without().unwrap().at_the_end(|sample| sample.lost);
    assert!(gone.low > 20, "as far as anybody knows it stays dark: {gone:?}");
}

#[test]
fn recorded_calls_come_at_other_times_of_the_same_minutes() {
    let minutes: Vec<String> = (1..300).map(|minute| format!("{}", minute * 60)).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("calls.csv"), format!("time_s\n{}\n", minutes.join("\n"))).unwrap();
    let text = TROUBLE.replace("orders_per_hour = 40.0", "arrivals = { trace = \"calls.csv\" }");
    let path = folder.path().join("small.toml");
    std::fs::write(&path, &text).unwrap();
    let session = after(scenario::load(path.to_str().unwrap(), &[]).unwrap_or_else(|p| panic!("{p}")), 60);
    let preview = previewed(&session, None, Span::from_hours(1));
    let spreads = preview.without().unwrap().over_time(waiting);
    assert!(spreads.iter().any(|spread| spread.low != spread.high), "the forks are not one history");
}

fn press(app: &mut App, keys: &str) {
    for word in keys.split(' ') {
        let code = match word {
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Down" => Code::Down,
            other => Code::Char(other.chars().next().unwrap()),
        };
        app.update(Input::Key(Key::of(code)));
    }
}

fn playing(name: &str, minutes: u64) -> App {
    let scenario = lesson(name);
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(scenario.into(), name.into(), None, guesses);
    let to = Time::ZERO + Span::from_mins(minutes);
    while game.now() < to {
        game.session.advance(to);
    }
    game.session.refresh();
    game.names.update(game.session.world());
    game.pace.paused = true;
    let mut app = App::new((120, 36), None);
    app.show(Screen::Live(Box::new(game)));
    app
}

fn preview(app: &App) -> Option<&Preview> {
    let Some(Overlay::Menu(menu)) = app.top() else { panic!("a menu is open") };
    menu.preview.as_deref()
}

#[test]
fn a_preview_is_computed_while_one_looks_and_then_nothing_is() {
    let mut app = playing("horizontal-scaling", 165);
    assert!(!app.is_busy());
    press(&mut app, "a h");
    assert!(app.is_busy() && preview(&app).is_none(), "the key is answered first");
    while preview(&app).is_none_or(|preview| preview.without().is_none()) {
        app.step();
    }
    app.step();
    assert!(app.is_busy() && preview(&app).unwrap().with().is_none());
    let without = preview(&app).unwrap().without().cloned();
    // The cursor moves: what was begun is dropped, and what serves every line is kept.
    press(&mut app, "Down");
    let moved = preview(&app).unwrap();
    assert!(moved.with().is_none() && moved.without() == without.as_ref());
    press(&mut app, "k");
    let mut steps = 0;
    while app.is_busy() {
        app.step();
        steps += 1;
        assert!(steps < 1_000);
    }
    app.settle();
    app.drawn();
    assert!(!app.is_moving() && !app.is_dirty(), "paused, it costs nothing once it is done");
    press(&mut app, "Esc Esc");
    assert!(!app.is_busy());
}

/// Every decision has an hour: mean, spread, and that both are such.
#[test]
fn every_decision_is_foreseen_in_a_sentence() {
    let session = after(lesson("story"), 150);
    let outlet = OutletId(0);
    let policy: Command = Decision::SetPolicy { policy: Policy::Random }.into();
    let limit: Command = Decision::SetQueueLimit { outlet, limit: Some(2) }.into();
    let riders: Command = Decision::HireRider { outlet, count: 5 }.into();
    for command in [hire(3), policy, limit, riders] {
        let preview = previewed(&session, Some(&command), Span::from_hours(1));
        let said = hour::sentence(&preview, Language::Pizza).expect("there is an hour ahead");
        assert!(
            said.starts_with("In an hour ") && said.contains("on average; ") && said.contains("five futures"),
            "{said}"
        );
    }
    let limit: Command = Decision::SetQueueLimit { outlet, limit: Some(0) }.into();
    let said = hour::sentence(&previewed(&session, Some(&limit), Span::from_hours(1)), Language::Pizza).unwrap();
    assert!(said.contains("are lost instead of"), "a line that nobody may join has its price: {said}");
    let nothing = hour::sentence(&previewed(&session, None, Span::from_hours(1)), Language::System).unwrap();
    assert!(nothing.starts_with("As it is, in an hour ") && nothing.contains("queued"), "{nothing}");
}

#[test]
fn what_an_act_has_come_to_is_told_once_and_is_the_twins_difference() {
    let mut app = playing("horizontal-scaling", 60);
    press(&mut app, "a h h h Enter");
    assert_eq!(app.game().unwrap().session.commands().len(), 1);
    let mut twin = app.game().unwrap().session.clone();
    assert!(twin.start_twin(Without::Command(0)));
    app.live_mut().unwrap().pace.paused = false;
    let mut told = Vec::new();
    for _ in 0..40_000 {
        if app.game().unwrap().now() >= Time::ZERO + Span::from_mins(150) {
            break;
        }
        if let Some(Overlay::Cue(_) | Overlay::Guess(_)) = app.top() {
            press(&mut app, "Enter");
        }
        app.pass(Span(40_000));
        while app.is_busy() && app.is_running() {
            app.step();
        }
        app.settle();
        let game = app.game().unwrap();
        let banner = game.news.as_ref().filter(|news| news.text.starts_with("Since "));
        if let Some(news) = banner.filter(|news| told.last() != Some(&news.text)) {
            told.push(news.text.clone());
            while twin.now() < news.at {
                twin.advance(news.at);
            }
            let by = twin.differences().expect("the twin keeps up");
            assert!(by.waiting.abs() >= 3, "{by:?}");
            let how = if by.waiting < 0 { "fewer" } else { "more" };
            let said = format!("{} {how} wait", by.waiting.abs());
            assert!(news.text.contains(&said), "{}: {by:?}", news.text);
        }
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("Since 16:00, hire 3 chefs at Main Street: "), "{}", told[0]);
    assert!(told[0].contains(" spent"), "{}", told[0]);
}
