//! Sentences: true to their case, whole, and short enough, whoever is stuck wherever; and every line of every lesson's
//! log.

use pizzeria::app::{Game, Language};
use pizzeria::scenario::{self, builtin};
use pizzeria::session::log::Kinds;
use pizzeria::session::{Session, Why};
use pizzeria::sim::explain::{Cause, Lately, Standstill, Station, StationId, Verdict, verdict};
use pizzeria::text::names::Names;
use pizzeria::text::people::People;
use pizzeria::text::rich::Rich;
use pizzeria::text::scene::Scene;
use pizzeria::text::words::Words;
use pizzeria::text::{log, losses, why as text};
use pizzeria::units::{ItemId, OutletId, Span, Time};
use std::sync::Arc;

const LANGUAGES: [Language; 2] = [Language::Pizza, Language::System];

fn scene<'a>(session: &'a Session, people: &'a People, language: Language) -> Scene<'a> {
    Scene {
        session,
        scenario: session.scenario(),
        words: Words(language),
        names: Names::new(session.setup(), people),
        selected: OutletId(0),
        moment: session.now(),
        second: None,
    }
}

fn station(id: StationId, waiting: u64, growth_per_min: f64, wait: Option<Span>) -> Station {
    Station {
        id,
        waiting,
        growth_per_min,
        arriving_per_hour: 108.0,
        leaving_per_hour: 42.0,
        work: 6.0,
        hands: 4.3,
        busy: Some(1.0),
        wait,
        standstill: None,
    }
}

/// A sentence as it should be: begins large, ends with a stop, has no hole in it.
fn check(rich: &Rich, what: &str) {
    let text = rich.text();
    let first = text.chars().next().unwrap_or(' ');
    assert!(first.is_uppercase() || first.is_ascii_digit(), "{what}: begins small: {text:?}");
    assert!(text.ends_with('.'), "{what}: has no end: {text:?}");
    for hole in
        ["  ", "..", " .", " ,", "{", "}", "*", "nowhere", "1 wait,", "1 wait.", "1 chefs", "1 boxes", "inf", "NaN"]
    {
        assert!(!text.contains(hole), "{what}: {hole:?} in {text:?}");
    }
}

#[test]
fn whoever_is_stuck_is_said_in_whole_sentences_that_fit() {
    let night = include_str!("screens/night.toml");
    let (scenario, _) = scenario::read("night.toml", night, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut session = Session::new(Arc::new(scenario));
    session.advance(Time(7_920_000_000));
    session.refresh();
    let mut people = People::default();
    people.update(session.world());
    let outlet = OutletId(0);
    let ids = [
        StationId::Chefs(outlet),
        StationId::Line(outlet, ItemId(1)),
        StationId::Riders(outlet),
        StationId::Shelf(outlet),
        StationId::Desk,
    ];
    let (since, until) = (Time(7_000_000_000), Time(8_400_000_000));
    let causes = [
        Cause::Overloaded,
        Cause::Backlog,
        Cause::Standstill(Standstill::Power { since, until }),
        Cause::Standstill(Standstill::Power { since, until: Time::NEVER }),
        Cause::Standstill(Standstill::LineCut { since, until }),
        Cause::Standstill(Standstill::LineCut { since, until: Time::NEVER }),
        Cause::Standstill(Standstill::Nobody),
    ];
    let mut said = 0;
    for id in ids {
        for cause in causes {
            if id == StationId::Desk
                && matches!(cause, Cause::Standstill(Standstill::Power { .. } | Standstill::LineCut { .. }))
            {
                continue; // The desk has no fuse of its own.
            }
            for (waiting, growth, wait) in [
                (1, 0.0, Some(Span::from_secs(40))),
                (29, 1.0, Some(Span::from_mins(24))),
                (900, 7.6, None),
                (12, -0.3, Some(Span::from_mins(130))),
            ] {
                for language in LANGUAGES {
                    let stations = vec![station(id, waiting, growth, wait)];
                    let verdict = Verdict::Stuck { station: 0, cause };
                    let lately = Lately { refused: 38, abandoned: 1, unreachable: 0, late: 2, ..Lately::default() };
                    let at = session.now();
                    let why = Why { at, stations, verdict, lately, moved: None, still_waiting: waiting, gone: 3 };
                    let scene = scene(&session, &people, language);
                    let what = format!("{id:?} {cause:?} {waiting} {language:?}");
                    let heads = text::headlines(&scene, &why);
                    let evidence = text::evidence(&scene, &why);
                    assert!(!heads.is_empty() && !evidence.is_empty(), "{what}: nothing is said");
                    heads
                        .iter()
                        .chain(&evidence)
                        .chain(&text::left_out(&scene, &why))
                        .for_each(|rich| check(rich, &what));
                    assert!(
                        heads.iter().any(|h| h.wrapped(31).len() <= 2),
                        "{what}: no headline fits a small room: {heads:?}"
                    );
                    assert!(
                        evidence.iter().any(|e| e.wrapped(31).len() <= 4),
                        "{what}: no evidence fits: {evidence:?}"
                    );
                    said += heads.len() + evidence.len();
                }
            }
        }
    }
    assert!(said > 500, "{said}");
    for busiest in [None, Some(0)] {
        for language in LANGUAGES {
            let stations = vec![station(StationId::Riders(outlet), 0, 0.0, Some(Span::ZERO))];
            let verdict = Verdict::Calm { busiest };
            let (at, lately) = (session.now(), Lately::default());
            let why = Why { at, stations, verdict, lately, moved: None, still_waiting: 0, gone: 0 };
            let scene = scene(&session, &people, language);
            text::headlines(&scene, &why)
                .iter()
                .chain(&text::evidence(&scene, &why))
                .for_each(|rich| check(rich, "calm"));
        }
    }
}

/// No line is stuck, and customers fare badly: it is said who, how many and where, and never that nothing is the
/// matter.
#[test]
fn where_somebody_is_lost_or_late_nothing_is_not_the_word() {
    let night = include_str!("screens/night.toml");
    let (scenario, _) = scenario::read("night.toml", night, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut session = Session::new(Arc::new(scenario));
    session.advance(Time(7_920_000_000));
    session.refresh();
    let mut people = People::default();
    people.update(session.world());
    let promise = session.setup().slo.promise;
    let calm = station(StationId::Chefs(OutletId(0)), 0, 0.0, Some(Span::ZERO));
    let bad = [
        Lately { refused: 38, ..Lately::default() },
        Lately { refused: 1, abandoned: 12, ..Lately::default() },
        Lately { unreachable: 54, late: 9, ..Lately::default() },
        Lately { late: 1, ..Lately::default() },
        Lately { late: 7, overdue: 3, ..Lately::default() },
        Lately { overdue: 3, ..Lately::default() },
        Lately { oldest: Span(promise.0 / 3 + 1), ..Lately::default() },
    ];
    for lately in bad {
        let verdict = verdict(&[calm], promise, &lately);
        let Verdict::Failing { .. } = verdict else { panic!("{lately:?}: {verdict:?}") };
        for language in LANGUAGES {
            let (at, stations) = (session.now(), vec![calm]);
            let why = Why { at, stations, verdict, lately, moved: None, still_waiting: 0, gone: 0 };
            let scene = scene(&session, &people, language);
            let (heads, losses) = (text::headlines(&scene, &why), losses::lately(&scene, &why));
            for rich in heads.iter().chain(&text::evidence(&scene, &why)) {
                check(rich, &format!("{lately:?}"));
            }
            assert!(heads.iter().all(|head| !head.text().starts_with("Nothing")), "{heads:?}");
            assert_eq!(losses.is_empty(), lately.lost() == 0, "{lately:?}");
            let said = losses.first().map(Rich::text).unwrap_or_default();
            for lost in [lately.refused, lately.abandoned, lately.unreachable].into_iter().filter(|lost| *lost > 0) {
                assert!(said.contains(&lost.to_string()), "{lately:?}: {said:?}");
            }
        }
    }
    let third = Lately { oldest: Span(promise.0 / 3), ..Lately::default() };
    assert_eq!(verdict(&[calm], promise, &third), Verdict::Calm { busiest: Some(0) });
}

#[test]
fn every_line_of_every_lesson_s_log_is_a_sentence() {
    let mut lines = 0;
    for (name, _) in builtin::list() {
        let scenario = Arc::new(scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}")));
        let mut game = Game::new(scenario.clone(), name.to_string(), None, vec![None; scenario.predictions.len()]);
        for scheduled in &scenario.solution {
            while game.now() < scheduled.at && !game.session.is_over() {
                game.session.advance(scheduled.at);
            }
            let _ = game.session.give(scheduled.command.clone());
        }
        game.session.finish();
        game.names.update(game.session.world());
        for language in LANGUAGES {
            let scene = scene(&game.session, &game.names, language);
            for entry in game.session.recorder().log.iter(Kinds::ALL) {
                let head = log::headline(&scene, entry).text();
                let detail = log::detail(&scene, entry).text();
                assert!(!head.trim().is_empty(), "{name}: nothing is said of {:?}", entry.what);
                for text in [&head, &detail] {
                    let odd =
                        ["  ", "{", "}", " .", "nowhere", "NaN", "inf "].into_iter().find(|hole| text.contains(hole));
                    assert_eq!(odd, None, "{name}: {text:?} of {:?}", entry.what);
                }
                lines += 1;
            }
        }
    }
    assert!(lines > 5_000, "{lines}");
}
