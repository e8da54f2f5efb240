//! The moment between the evening and its debrief, won and lost, as pictures.

use super::*;
use pizzeria::app::Ending;
use pizzeria::app::moment::Moment;
use pizzeria::scenario::builtin;
use pizzeria::session::save::Guess;
use std::collections::BTreeSet;

/// A lesson played to its end with what its solution does, or without anything; its alternatives are known.
fn played(name: &str, solves: bool, moment: Moment) -> Ending {
    let text = builtin::text_of(name).unwrap();
    let (scenario, _) = scenario::read(name, &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let guess = |choice: &String| Guess { text: choice.clone(), value: pizzeria::scenario::amount_of(choice) };
    let guesses = scenario.predictions.iter().map(|asked| asked.choices.first().map(guess)).collect();
    let commands = if solves { scenario.solution.clone() } else { Vec::new() };
    let mut game = Game::new(Arc::new(scenario), name.into(), Some(1), guesses);
    for scheduled in commands {
        while game.now() < scheduled.at && !game.session.is_over() {
            game.session.advance(scheduled.at);
        }
        game.session.give(scheduled.command).unwrap();
    }
    game.session.finish();
    let mut ending = Ending::new(Box::new(game));
    while ending.is_computing() {
        ending.step();
    }
    ending.moment = Some(moment);
    ending
}

fn shown(ending: Ending, size: (u16, u16)) -> App {
    let mut app = App::new(size, None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Ending(Box::new(ending)));
    app
}

#[test]
fn won_and_lost_at_three_sizes() {
    for size in SIZES {
        let name = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let won = shown(played("vertical-scaling", true, Moment::still()), size);
        insta::assert_snapshot!(name("won"), picture(&won));
        let lost = shown(played("horizontal-scaling", false, Moment::still()), size);
        insta::assert_snapshot!(name("lost"), picture(&lost));
    }
}

#[test]
fn the_moment_moves_until_it_is_over() {
    for (lesson, solves) in [("vertical-scaling", true), ("horizontal-scaling", false)] {
        let mut moment = Moment::default();
        let mut seen = BTreeSet::new();
        for _ in 0..=10 {
            seen.insert(picture(&shown(played(lesson, solves, moment), (120, 36))));
            moment.pass(Span(200_000));
        }
        assert!(seen.len() >= 6, "{lesson}: {} pictures in two seconds", seen.len());
    }
}

#[test]
fn the_lost_evening_is_parted_from_the_solution_where_they_differ() {
    let ending = played("horizontal-scaling", false, Moment::still());
    let at = ending.parting().expect("they differ");
    let theirs = &ending.other(pizzeria::app::OutcomeKind::Solution).unwrap().played.as_ref().unwrap().waiting;
    let part = ending.game.session.now().0 / 240;
    let most = |series: &pizzeria::stats::Series, n: u64| {
        let inside = series.points().iter().filter(|point| (n * part..(n + 1) * part).contains(&point.at.0));
        inside.filter_map(|point| point.values).map(|values| values.max).reduce(f64::max)
    };
    let differ = |n: &u64| match (most(&ending.game.session.recorder().gauges.waiting, *n), most(theirs, *n)) {
        (Some(mine), Some(best)) => (mine - best).abs() >= 1.0,
        _ => false,
    };
    assert_eq!((0..240).find(differ).map(|n| Time(n * part)), Some(at));
    let mut app = shown(ending, (120, 36));
    press(&mut app, "w");
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!("{:?}", app.overlays()) };
    assert_eq!(rewind.at, at);
}

#[test]
fn rows_of_the_table_never_read_alike() {
    for (name, _) in builtin::list() {
        for solves in [true, false] {
            for size in SIZES {
                let mut ending = played(name, solves, Moment::still());
                ending.moment = None;
                let rows: Vec<_> = ending.others.iter().map(|other| other.kind).collect();
                let undone = rows.iter().position(|kind| matches!(kind, pizzeria::app::OutcomeKind::WithoutCommand(_)));
                let lesson = rows.iter().rposition(|kind| matches!(kind, pizzeria::app::OutcomeKind::Wrong(_)));
                assert!(undone.is_none() || undone > lesson, "{name}: {rows:?}");
                let mut app = App::new((size.0, 200), None);
                app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
                app.show(Screen::Ending(Box::new(ending)));
                let buffer = painted(&app);
                let text = letters(&buffer);
                let from = if size.0 >= 120 { ((size.0 as usize - 4) * 45 / 100).clamp(46, 84) + 4 } else { 0 };
                let right = |line: &str| line.chars().skip(from).collect::<String>();
                let below = text.lines().map(right).skip_while(|line| !line.contains("what was done")).skip(1);
                let mut table: Vec<String> = Vec::new();
                for line in below.take_while(|line| !line.trim().is_empty()) {
                    let said = line.split("  ·").next().unwrap_or_default().trim_start_matches(['✓', '►', ' ']);
                    let said = said.split("   ").next().unwrap_or_default().trim().to_string();
                    // A row ends in figures; what does not fit of its name stands below it.
                    match (line.ends_with(|c: char| c.is_ascii_digit() || c == '–'), table.last_mut()) {
                        (false, Some(row)) => *row += &format!(" {said}"),
                        _ => table.push(said),
                    }
                }
                assert_eq!(table.len(), rows.len(), "{name} at {size:?}: {table:?}\n{text}");
                assert!(table.iter().all(|row| !row.contains('…')), "{name} at {size:?}: {table:?}");
                let names: BTreeSet<&String> = table.iter().collect();
                assert_eq!(names.len(), table.len(), "{name} at {size:?}:\n{}", table.join("\n"));
            }
        }
    }
}
