//! After closing: the surprise in this evening's own numbers, and the question about a web shop.

use pizzeria::app::input::{Code, Input, Key, Target};
use pizzeria::app::{Action, App, Game, Overlay, Screen};
use pizzeria::app::{Ending, OutcomeKind};
use pizzeria::report::{PlayerStats, Readings};
use pizzeria::scenario::{self, RunKind, Scenario, builtin};
use pizzeria::session::prove::commands_of;
use pizzeria::session::save::Store;
use pizzeria::session::{Counterfactual, Session};
use pizzeria::sim::command;
use pizzeria::sim::metric::Scope;
use pizzeria::sim::metric::resolve;
use pizzeria::sim::setup::Scheduled;
use pizzeria::terminal::files::store_at;
use pizzeria::text::concepts::concept;
use pizzeria::ui::text::surprise::sentence;
use pizzeria::units::Time;
use std::sync::Arc;

/// An evening played to its end with these commands of the solution, and all that else might have been.
fn played(scenario: Arc<Scenario>, commands: usize) -> Ending {
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(scenario.clone(), scenario.name.clone(), None, guesses);
    for next in scenario.solution.iter().take(commands) {
        while game.now() < next.at {
            game.session.advance(next.at);
        }
        game.session.give(next.command.clone()).unwrap();
    }
    game.session.finish();
    let mut ending = Ending::new(Box::new(game));
    while ending.is_computing() {
        ending.step();
    }
    ending
}

fn seeded(name: &str, seed: u64) -> Arc<Scenario> {
    let mut scenario = scenario::load(name, &[]).unwrap();
    scenario.setup.seed = seed;
    Arc::new(scenario)
}

fn said(ending: &Ending) -> String {
    sentence(ending).expect("something can be said").text().replace('\u{a0}', " ")
}

#[test]
fn every_lesson_says_its_surprise_in_the_numbers_of_the_evening() {
    for (name, _) in builtin::list() {
        let lesson = scenario::load(name, &[]).unwrap();
        let seed = lesson.setup.seed;
        let surprise = lesson.surprise.as_ref().unwrap_or_else(|| panic!("{name} has no surprise"));
        let claims = surprise.numbers.iter().filter(|number| !number.claims.is_empty()).count();
        assert!(surprise.numbers.len() >= 3 && claims >= 1, "{name}");
        let own = said(&played(seeded(name, seed), 0));
        let words = |text: &str| surprise.text.starts_with(&text[..text.find(|c: char| c.is_ascii_digit()).unwrap()]);
        assert!(words(&own), "{name}: {own}");
        assert!(own.chars().count() <= 300 && !own.contains(['{', '}', '*']), "{name}: {own}");
        assert!(own.chars().any(|c| c.is_ascii_digit()));
        // Two lessons are so certain that all of their numbers are the same every evening, rounded.
        let differs = || (1..=4).any(|more| said(&played(seeded(name, seed + more), 0)) != own);
        assert!(["retry-storm", "power-cut"].contains(&name) || differs(), "{name}: always the same: {own}");
    }
}

#[test]
fn the_numbers_are_those_of_the_histories_beside_it() {
    let ending = played(seeded("vertical-scaling", 7), 1);
    let lesson = ending.game.scenario.clone();
    let window = lesson.predictions[0].window;
    let mean = |world: &pizzeria::sim::world::World| {
        let mut readings = Readings::of(world, PlayerStats::default());
        readings.value(resolve("latency.mean", false).unwrap(), Scope::Shop, window).unwrap()
    };
    let wrong = mean(ending.other(OutcomeKind::Wrong(0)).unwrap().played.as_ref().unwrap().world());
    let solution = mean(ending.game.session.world());
    assert_eq!(ending.numbers[0], Some(wrong));
    assert_eq!(ending.numbers[1], Some(solution), "the player did as the solution does");
    assert_eq!(ending.numbers[2], Some(wrong / solution));
    let text = said(&ending);
    assert!(text.contains(&format!("{:.1} times as long", wrong / solution)), "{text}");
}

/// A history of these commands, each given as a player gives it, under a session's eyes.
fn watched(scenario: &Arc<Scenario>, commands: &[Scheduled]) -> Session {
    let mut session = Session::new(scenario.clone());
    for next in commands {
        while session.now() < next.at && !session.is_over() {
            session.advance(next.at);
        }
        let _ = session.give(next.command.clone());
    }
    session.finish();
    session
}

fn same(what: &str, played: &Counterfactual, session: &Session) {
    assert_eq!(played.world().digest(), session.world().digest(), "{what}");
    assert_eq!(played.world().now(), session.now(), "{what}");
    assert_eq!(played.commands(), session.commands(), "{what}");
    assert_eq!(played.world().measures(0), session.world().measures(0), "{what}");
    assert_eq!(played.waiting, session.recorder().gauges.waiting, "{what}");
}

/// Nobody watches the other histories; the numbers are those that somebody would have seen.
#[test]
fn a_history_that_nobody_watches_is_the_one_that_a_session_plays() {
    for (name, _) in builtin::list() {
        let lesson = Arc::new(scenario::load(name, &[]).unwrap());
        let ending = played(lesson.clone(), lesson.solution.len());
        let dry = Arc::new({
            let mut lesson = Scenario::clone(&lesson);
            lesson.setup.script.clear();
            lesson
        });
        let free = Arc::new({
            let mut lesson = Scenario::clone(&lesson);
            lesson.allow = pizzeria::sim::command::SPECS.iter().map(|spec| spec.name).collect();
            lesson.permits.clear();
            lesson
        });
        for other in ending.others.iter().filter(|other| other.kind != OutcomeKind::Yours) {
            let (mut given, mut lesson) = (ending.game.session.commands().to_vec(), &lesson);
            match other.kind {
                OutcomeKind::Nothing => given.clear(),
                OutcomeKind::Solution => given = commands_of(lesson, RunKind::Solution),
                OutcomeKind::Also(i) => given = commands_of(lesson, RunKind::Also(i)),
                OutcomeKind::SolutionAt(at) => given = commands_of(lesson, RunKind::SolutionAt(at)),
                // What tempts may be more than the player may do.
                OutcomeKind::Wrong(i) => (given, lesson) = (commands_of(lesson, RunKind::Wrong(i)), &free),
                OutcomeKind::WithoutCommand(i) => drop(given.remove(i)),
                OutcomeKind::Unbroken => given.retain(|given| given.command.kind() != command::Kind::Fault),
                OutcomeKind::WithoutEvents => lesson = &dry,
                OutcomeKind::Calm => (given, lesson) = (Vec::new(), &dry),
                OutcomeKind::Yours | OutcomeKind::Ghost => unreachable!("{:?}", other.kind),
            }
            let what = format!("{name}: {}", other.name);
            same(&what, other.played.as_ref().unwrap(), &watched(lesson, &given));
        }
    }
}

#[test]
fn nobody_watching_a_history_ends_when_it_is_decided_and_hears_what_is_not_allowed() {
    let mut lesson = scenario::load("power-cut", &[]).unwrap();
    lesson.ends = scenario::Ends::Decided;
    for goal in &mut lesson.goals {
        (goal.metric, goal.window) = (resolve("orders.arrived", false).unwrap(), None);
        goal.bound = scenario::Bound::AtMost(100.0);
    }
    let mut given = lesson.solution.clone();
    let (first, last) = (given[0].command.clone(), Time::ZERO + lesson.setup.duration);
    given.insert(0, Scheduled { at: Time::ZERO, command: first.clone() });
    given.push(Scheduled { at: last, command: first.clone() });
    let closing = lesson.setup.closing();
    for is_allowed in [true, false] {
        lesson.allow.retain(|name| is_allowed || *name != first.name());
        let lesson = Arc::new(lesson.clone());
        let mut alone = Counterfactual::new(lesson.clone(), Arc::new(lesson.setup.clone()), given.clone());
        alone.advance(Time::NEVER);
        assert!(alone.is_over() && alone.world().now() < closing, "ended at {:?}", alone.world().now());
        assert_eq!(alone.commands().first().is_some_and(|taken| taken.at == Time::ZERO), is_allowed);
        same("decided", &alone, &watched(&lesson, &given));
    }
}

#[test]
fn where_a_claim_is_not_so_it_is_not_made() {
    let mut lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let surprise = lesson.surprise.as_mut().unwrap();
    surprise.numbers[2].claims = vec![scenario::Bound::AtLeast(50.0)];
    let text = said(&played(Arc::new(lesson.clone()), 0));
    assert!(text.starts_with("The nearest of the wrong answers was "), "{text}");
    lesson.surprise = None;
    assert_eq!(said(&played(Arc::new(lesson), 0)), text, "a lesson without a sentence gets this one");
}

#[test]
fn without_faults_means_without_the_players_commands_too() {
    // The prediction compares doing nothing in the rain with doing nothing on a dry evening, whatever the player did.
    let truth = |commands: usize| played(seeded("survivorship", 3), commands).guesses[0].truth.unwrap();
    assert_eq!(truth(0), truth(1));
}

fn at_the_ending(name: &str, store: Option<Store>) -> App {
    let mut app = App::new((80, 24), store);
    app.show(Screen::Ending(Box::new(played(seeded(name, 1), 0))));
    app
}

fn press(app: &mut App, code: Code) {
    app.update(Input::Key(Key::of(code)));
}

fn ending(app: &App) -> &Ending {
    match app.screen() {
        Screen::Ending(ending) => ending,
        _ => panic!("not at the ending"),
    }
}

#[test]
fn a_click_chooses_a_history() {
    let mut app = at_the_ending("vertical-scaling", None);
    for other in ending(&app).others.iter().map(|other| other.kind).collect::<Vec<_>>() {
        app.update(Input::Click(Target::Outcome(other)));
        let ending = ending(&app);
        assert_eq!(ending.others[ending.chosen].kind, other);
    }
    assert!(ending(&app).others.len() > 1);
}

#[test]
fn the_question_is_asked_answered_by_a_key_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = || Some(store_at(folder.path()));
    let mut app = at_the_ending("vertical-scaling", store());
    let asks = concept("vertical-scaling").unwrap().transfer.as_ref().unwrap();
    assert_eq!(ending(&app).question.unwrap().answered, None);
    press(&mut app, Code::Char('a'));
    assert!(matches!(app.top(), Some(Overlay::Transfer)));
    assert_eq!(asks.choices[1], asks.answer);
    press(&mut app, Code::Char('b'));
    assert_eq!(ending(&app).question.unwrap().is_right(), Some(true));
    press(&mut app, Code::Char('c'));
    assert_eq!(ending(&app).question.unwrap().answered, Some(1), "the first answer stands");
    press(&mut app, Code::Enter);
    assert!(app.overlays().is_empty(), "Enter closes what was explained");
    assert_eq!(app.progress().of("vertical-scaling").unwrap().question, Some(true));
    assert_eq!(App::new((80, 24), store()).progress().of("vertical-scaling").unwrap().question, Some(true));
    // A later slip takes nothing away.
    let mut app = at_the_ending("vertical-scaling", store());
    for code in [Code::Char('a'), Code::Down, Code::Down, Code::Enter] {
        press(&mut app, code);
    }
    assert_eq!(ending(&app).question.unwrap().is_right(), Some(false), "the third choice is wrong");
    assert_eq!(app.progress().of("vertical-scaling").unwrap().question, Some(true));
}

#[test]
fn the_question_can_be_answered_by_the_mouse_or_left() {
    let mut app = at_the_ending("prep", None);
    app.update(Input::Click(Target::Action(Action::Question)));
    press(&mut app, Code::Esc);
    assert!(app.overlays().is_empty());
    assert_eq!((ending(&app).question.unwrap().answered, app.progress().of("prep")), (None, None));
    app.update(Input::Click(Target::Action(Action::Question)));
    app.update(Input::Click(Target::Choice(0)));
    assert_eq!(ending(&app).question.unwrap().is_right(), Some(false));
    assert_eq!(app.progress().of("prep").unwrap().question, Some(false));
    app.update(Input::Click(Target::Outside));
    assert!(app.overlays().is_empty() && matches!(app.screen(), Screen::Ending(_)));
}

#[test]
fn a_hint_heard_before_its_time_costs_a_star() {
    let lesson = seeded("vertical-scaling", 53);
    let stars = |hints: usize| {
        let mut game = Game::new(lesson.clone(), lesson.name.clone(), None, vec![None]);
        game.session.restore_hints(0, hints);
        for next in &lesson.solution {
            while game.now() < next.at {
                game.session.advance(next.at);
            }
            game.session.give(next.command.clone()).unwrap();
        }
        game.session.finish();
        Ending::new(Box::new(game)).stars_won()
    };
    assert_eq!([stars(0), stars(1), stars(2), stars(9)], [3, 2, 1, 0]);
}
