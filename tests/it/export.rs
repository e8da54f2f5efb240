//! An evening written as a scenario file: it is read without a complaint, and played untouched it comes to the same
//! minute, to the bit.

use pizzeria::app::menu::{Does, MenuKind, sections};
use pizzeria::app::{Game, Language};
use pizzeria::chance::{Draws, Source};
use pizzeria::scenario::{self, Override, Scenario, builtin};
use pizzeria::session::Session;
use pizzeria::session::replicate::run;
use pizzeria::sim::command::Command;
use pizzeria::units::{OutletId, Span, Time};
use std::sync::Arc;

fn loaded(name: &str, set: &[Override]) -> Scenario {
    scenario::load(name, set).unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

/// Somebody who presses keys: now and then something that the menus offer, and sometimes back to an earlier moment.
fn played(scenario: Scenario, number: u64) -> Session {
    let mut dice = Draws::keyed(number, Source::Dice, scenario.setup.seed, 14);
    let mut game = Game::new(Arc::new(scenario), "it".into(), None, Vec::new());
    for _ in 0..10 {
        let wait = Span::from_secs(60 + dice.below(20 * 60));
        game.session.advance(game.now() + wait);
        if dice.below(6) == 0 {
            assert!(game.session.rewind(Time(game.now().0 / 4 * 3)));
        }
        let outlet = OutletId(dice.below(game.session.setup().outlets.len() as u64) as u32);
        for kind in [MenuKind::Act, MenuKind::Fault] {
            let offered: Vec<Command> = sections(kind, &game, outlet, Language::Pizza)
                .into_iter()
                .flat_map(|section| section.lines)
                .flat_map(|line| line.choices)
                .filter_map(|choice| match choice.does {
                    Does::Give(command) => Some(command),
                    Does::Type(_) | Does::ShowAll => None,
                })
                .collect();
            // Several in one moment, too; some of them are refused.
            for _ in 0..dice.below(3) {
                if !offered.is_empty() {
                    let _ = game.session.give(offered[dice.below(offered.len() as u64) as usize].clone());
                }
            }
        }
    }
    let rest = Span::from_secs(dice.below(600));
    game.session.advance(game.now() + rest);
    game.session
}

/// Exports, reads and plays again; the session that stands where the exported one stood.
fn again(session: &Session, what: &str) -> (String, Session) {
    let text = session.export().unwrap_or_else(|why| panic!("{what}: {why}"));
    let (mut read, warnings) =
        scenario::read(what, &text, None, &[]).unwrap_or_else(|problems| panic!("{what}: {problems}"));
    let original = scenario::read(what, session.scenario().text.as_deref().unwrap_or_default(), None, &[]);
    assert_eq!(warnings.len(), original.map_or(0, |(_, warnings)| warnings.len()), "{what}: {warnings:?}");
    read.text = Some(text.clone().into());
    let mut again = Session::new(Arc::new(read));
    while again.now() < session.now() && !again.is_over() {
        again.advance(session.now());
    }
    (text, again)
}

fn is_the_same(session: &Session, what: &str) {
    let (_, mut again) = again(session, what);
    assert_eq!((again.now(), again.world().digest()), (session.now(), session.world().digest()), "{what}");
    assert_eq!(again.commands_given(), session.commands_given(), "{what}: they count as the player's");
    // The rest of the evening is the same, too, watched or not.
    let mut rest = session.fork();
    rest.finish();
    again.finish();
    assert_eq!(again.world().digest(), rest.world().digest(), "{what}, to the end");
    let unwatched = run(again.setup(), &[], None, &mut ());
    if !again.scenario().goals.iter().any(|_| again.scenario().ends == scenario::Ends::Decided) {
        assert_eq!(unwatched.world.digest(), rest.world().digest(), "{what}, unwatched");
    }
}

#[test]
fn every_evening_comes_back_from_its_export_to_the_bit() {
    let mut commands = 0;
    for (name, _) in builtin::all() {
        for number in 0..3 {
            let session = played(loaded(name, &[]), number);
            commands += session.commands().len();
            is_the_same(&session, &format!("{name} {number}"));
        }
    }
    assert!(commands > 300, "only {commands} commands were given");
}

#[test]
fn every_solution_comes_back_from_its_export_to_the_bit() {
    for (name, _) in builtin::list() {
        let scenario = loaded(name, &[]);
        let solution = scenario.solution.clone();
        let mut session = Session::new(Arc::new(scenario));
        for scheduled in solution {
            while session.now() < scheduled.at {
                session.advance(scheduled.at);
            }
            session.give(scheduled.command).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        }
        is_the_same(&session, name);
        session.finish();
        let (text, over) = again(&session, name);
        assert_eq!(over.world().digest(), session.world().digest(), "{name}, over");
        assert!(session.scenario().setup.closing() > session.now() || !text.contains("[[cue]]\nat = \"12h\""));
    }
}

/// Another seed and `--set` become part of the file; what need not change stays as its author wrote it.
#[test]
fn an_export_has_its_seed_and_its_changes_in_it() {
    let set = |text: &str| text.parse::<Override>().unwrap();
    let changes = [set("outlet.0.riders=3"), set("outlet.Campus.name=Yard"), set("zone.0.radius=0.25")];
    let mut scenario = loaded("break-it", &changes);
    scenario.setup.seed = 4711;
    let session = played(scenario, 5);
    is_the_same(&session, "changed");

    let mut scenario = loaded("story", &[]);
    scenario.setup.seed = 4711;
    let session = played(scenario, 6);
    is_the_same(&session, "another seed");
    let text = session.export().unwrap();
    let own = builtin::text_of("story").unwrap();
    let kept = own.lines().filter(|line| line.starts_with('#')).all(|line| text.contains(line));
    assert!(kept && text.contains("seed = 4711"), "comments survive");
}

/// What was exported can be played on, and exported again.
#[test]
fn an_export_of_an_export_has_both_evenings_in_it() {
    let first = played(loaded("break-it", &[]), 7);
    let (_, mut on) = again(&first, "break-it");
    on.advance(on.now() + Span::from_mins(9));
    let cut = scenario::command_line("power_outage outlet=\"Main Street\" lasts=\"20m\"", on.setup()).unwrap();
    on.give(cut)
        .or_else(|_| {
            let jam = scenario::command_line("traffic factor=2.0 lasts=\"20m\"", on.setup()).unwrap();
            on.give(jam)
        })
        .unwrap();
    assert_eq!(on.commands().len(), 1);
    assert_eq!(on.commands_given(), first.commands().len() + 1);
    is_the_same(&on, "twice");
}

#[test]
fn what_a_player_did_has_no_telling() {
    let text = "schema = 1\n[menu.pizza]\nwork = { dist = \"fixed\", mean = \"5m\" }\n[[zone]]\nname = \"Town\"\n\
                orders_per_hour = 30.0\n[[outlet]]\nname = \"A\"\n[[event]]\nat = \"12:00\"\ndo = \"hire_chef\"\n\
                outlet = \"A\"\nby = \"player\"\n";
    let (read, _) = scenario::read("it", text, None, &[]).unwrap();
    assert_eq!((read.setup.script.len(), read.setup.played.len(), read.tellings.len()), (0, 1, 0));
    let problems = scenario::read("it", &format!("{text}told = \"11:30\"\n"), None, &[]).unwrap_err();
    assert!(problems.to_string().contains("`told` is for the story's own events"), "{problems}");
}
