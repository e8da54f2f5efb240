//! How long an evening takes at the auto pace, and how much of it one waits. Every lesson is played through the
//! dashboard, frame after frame, by somebody who does nothing, and by somebody who does what its solution does.
//! `cargo test --test it pace:: -- --nocapture` prints the table.

use pizzeria::app::input::{Code, Input, Key};
use pizzeria::app::{App, Overlay, Screen};
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::Kinds;
use pizzeria::sim::setup::Scheduled;
use pizzeria::units::Span;

const FRAME: Span = Span(40_000);
/// What a card or a guess takes, and how long a line that was told is read.
const READ: Span = Span::from_secs(5);
/// The story of all lessons together, which is longer than one of them.
const STORY: &str = "story";

/// An evening as it went by, in real time.
#[derive(Default)]
struct Evening {
    /// From the opening to the debrief.
    took: Span,
    /// Nothing was told or asked for longer than one reads, and no line grew.
    idle: Span,
    /// Until something was asked, something was told that is worth stopping for, or a line grew; `None`: never.
    first: Option<Span>,
    cards: u32,
    decisions: u32,
    won: bool,
}

/// Plays a scenario to its debrief; gives `commands` as they come due, and answers every card with Enter.
fn play(scenario: Scenario, name: &str, commands: &[Scheduled]) -> Evening {
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario, name);
    while matches!(app.screen(), Screen::Story(_)) {
        app.update(Input::Key(Key::of(Code::Enter)));
    }
    let (mut evening, mut quiet) = (Evening::default(), Span::ZERO);
    let mut told = None;
    let mut due = commands.iter().peekable();
    while let Screen::Live(game) = app.screen() {
        if !app.overlays().is_empty() {
            let is_end = game.session.is_over();
            evening.first.get_or_insert(evening.took);
            (evening.took, evening.cards, quiet) = (evening.took + READ, evening.cards + 1, Span::ZERO);
            app.pass(READ);
            app.update(Input::Key(Key::of(Code::Enter)));
            assert!(!is_end || matches!(app.screen(), Screen::Ending(_)), "{name}: {:?}", app.overlays());
            continue;
        }
        assert!(game.pace.is_running(), "{name} stands at {:?}", game.now());
        let newest = game.session.recorder().log.iter(Kinds::NOTABLE).next_back().map(|entry| entry.id);
        let signs = game.signs();
        // That the shop opens is no news to whoever has opened it.
        let is_news = std::mem::replace(&mut told, newest) != newest && newest > Some(0);
        if game.session.recorder().log.newest_that_matters().is_some() || signs.growing.is_some() {
            evening.first.get_or_insert(evening.took);
        }
        quiet = if is_news || signs.growing.is_some() { Span::ZERO } else { quiet + FRAME };
        evening.took += FRAME;
        if quiet > READ {
            evening.idle += FRAME;
        }
        while let Some(next) = due.next_if(|next| next.at <= app.game().unwrap().now()) {
            let _ = app.give(&next.command);
            evening.decisions += 1;
        }
        app.pass(FRAME);
        while app.is_busy() && app.overlays().is_empty() {
            app.step();
        }
        app.settle();
        assert!(evening.took < Span::from_hours(1), "{name} does not end");
    }
    if let Screen::Ending(ending) = app.screen() {
        evening.won = ending.won;
    }
    assert!(!app.overlays().iter().any(|overlay| matches!(overlay, Overlay::Verdict(_))));
    evening
}

#[test]
fn a_lesson_takes_three_minutes_and_is_seldom_idle() {
    println!("{:20} untouched: s  cards  idle  first   solution: s  commands  idle  won", "");
    let mut faults = Vec::new();
    let (mut all, mut story) = (Vec::new(), 0.0);
    for (name, text) in builtin::list() {
        let read = || scenario::read(name, text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0;
        let untouched = play(read(), name, &[]);
        let solution = read().solution.clone();
        let solved = play(read(), name, &solution);
        let share = |evening: &Evening| evening.idle.seconds() / evening.took.seconds();
        let first = untouched.first.map_or(f64::INFINITY, Span::seconds);
        println!(
            "{name:20} {:12.0} {:6} {:4.0}% {first:6.1} {:13.0} {:9} {:4.0}%  {}",
            untouched.took.seconds(),
            untouched.cards,
            100.0 * share(&untouched),
            solved.took.seconds(),
            solved.decisions,
            100.0 * share(&solved),
            if solved.won { "yes" } else { "no" },
        );
        assert!(solved.won, "{name} is lost at its own pace with its own solution");
        if untouched.took.seconds() > 240.0 || share(&untouched) > 0.25 || first > 10.0 {
            faults.push(name);
        }
        match name {
            STORY => story = untouched.took.seconds(),
            _ => all.push(untouched.took.seconds()),
        }
    }
    all.sort_by(f64::total_cmp);
    let median = all[all.len() / 2];
    println!("median {median:.0} s");
    assert!(faults.is_empty(), "too long, too idle or silent too long: {faults:?}");
    assert!(median <= 180.0, "{median}");
    // What teachers are told.
    let minutes = |seconds: f64| (seconds / 60.0).ceil();
    let said = format!(
        "{:.0} to {:.0} minutes to play at the game's own pace (the whole story {:.0})",
        (all[0] / 60.0).round(),
        minutes(all[all.len() - 1]),
        minutes(story),
    );
    let pages = include_str!("../../assets/docs/teachers.md");
    assert!(pages.contains(&said), "the teachers' pages should say {said:?}");
}
