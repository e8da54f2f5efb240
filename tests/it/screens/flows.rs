//! The System view: what goes into a box comes out of it or stands in it, in the sums and in the picture.

use super::*;
use pizzeria::session::{Passed, Session};
use pizzeria::sim::setup::DeliveryMode;
use pizzeria::text::flows;

/// A lesson at a share of its evening, left alone or with its solution.
fn at(scenario: &Arc<Scenario>, share: f64, is_solved: bool, size: (u16, u16)) -> App {
    let until = Time(scenario.setup.duration.scaled(share).0);
    let mut game = Game::new(scenario.clone(), "lesson".into(), None, vec![None; scenario.predictions.len()]);
    let commands = if is_solved { &scenario.solution[..] } else { &[] };
    for next in commands.iter().take_while(|next| next.at < until) {
        run_to(&mut game.session, next.at);
        let _ = game.session.give(next.command.clone());
    }
    run_to(&mut game.session, until);
    game.session.refresh();
    game.session.judge();
    game.names.update(game.session.world());
    game.pace.paused = true;
    game.view = View::System;
    let mut app = App::new(size, None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Live(Box::new(game)));
    app
}

fn run_to(session: &mut Session, until: Time) {
    while session.now() < until && !session.is_over() {
        session.advance(until);
    }
}

/// The numbers behind the arrowheads that leave the shop.
fn red_edges(picture: &str) -> u64 {
    // The two rows at the foot have the news and the keys.
    let rows: Vec<&str> = picture.lines().collect();
    let diagram = rows[..rows.len().saturating_sub(2)].join("\n");
    let numbers = diagram.split("▼ ").skip(1).filter_map(|rest| {
        let digits: String =
            rest.chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
        digits.parse::<u64>().ok()
    });
    numbers.sum()
}

#[test]
fn in_every_lesson_what_goes_into_a_box_comes_out_of_it_or_stands_in_it() {
    let (mut sums, mut drawn, mut losses) = (0, 0, 0);
    for (name, _) in scenario::builtin::all() {
        let lesson = Arc::new(scenario::load(name, &[]).unwrap());
        for (share, is_solved) in [(0.2, false), (0.45, false), (0.7, false), (0.7, true), (0.95, false)] {
            let app = at(&lesson, share, is_solved, (200, 60));
            let scene = app.game().unwrap().scene(Language::Pizza);
            let outlets = lesson.setup.outlets.len();
            for o in (0..outlets as u32).map(OutletId) {
                for sum in flows::sums(&scene, o) {
                    assert!(sum.adds_up(), "{name} at {share}: {}", sum.said().text());
                    sums += 1;
                }
            }
            if outlets > 8 {
                continue;
            }
            let session = &app.game().unwrap().session;
            let passed = session.rates().iter().map(|rates| &rates.passed);
            let left = |p: &Passed| p.refused + p.walked + p.stayed + p.moved + p.dropped + p.burnt + p.wasted;
            let lost = passed.map(left).sum::<u64>();
            let lost = lost
                + session.vitals().doors.unreachable
                + session.vitals().doors.limited
                + session.vitals().doors.left;
            let picture = picture(&app);
            assert_eq!(red_edges(&picture), lost, "{name} at {share}\n{picture}");
            (drawn, losses) = (drawn + 1, losses + lost);
        }
    }
    assert!(sums > 200 && drawn > 60 && losses > 100, "{sums} sums, {drawn} pictures, {losses} orders lost");
}

/// The sums stand on the screen as they are reckoned.
#[test]
fn the_sums_are_on_the_screen_in_both_vocabularies() {
    let jitter = Arc::new(scenario::load("jitter", &[]).unwrap());
    let mut app = at(&jitter, 0.45, false, (120, 36));
    for language in [Language::Pizza, Language::System] {
        app.settings.language = language;
        let picture = picture(&app);
        for sum in flows::sums(&app.game().unwrap().scene(language), OutletId(0)) {
            assert!(picture.contains(&sum.said().text()), "{}\n{picture}", sum.said().text());
        }
    }
}

/// An order that passes pushes those before it on; while none does, nothing moves.
#[test]
fn orders_move_along_an_edge_only_when_one_has_passed() {
    let night = night();
    let row = |app: &App| picture(app).lines().find(|row| row.contains("•")).map(String::from);
    let mut app = trouble((120, 36));
    press(&mut app, "3");
    let before = row(&app).expect("orders are on their way");
    assert_eq!(row(&app).as_ref(), Some(&before), "the clock stands");
    let game = app.live_mut().unwrap();
    let calls = game.session.world().calls();
    while game.session.world().calls() == calls {
        let next = Time(game.now().0 + 1_000_000);
        game.session.advance(next);
    }
    game.session.refresh();
    assert_ne!(row(&app).as_ref(), Some(&before), "a call has come");
    app.settings.no_motion = true;
    let still = picture(&app).matches('•').count();
    assert!(still > 0 && night.setup.delivery.mode == DeliveryMode::Decoupled);
}

/// Whoever is lost and calls again goes back to the callers, drawn from below the box to below the quarter.
#[test]
fn those_who_will_call_again_are_seen_to_go_back() {
    let storm = Arc::new(scenario::load("retry-storm", &[]).unwrap());
    for size in [(120, 36), (200, 60)] {
        let picture = picture(&at(&storm, 0.4, false, size));
        let rows: Vec<Vec<char>> = picture.lines().map(|line| line.chars().collect()).collect();
        let is_way = |row: &&Vec<char>| {
            let line: String = row.iter().collect::<String>().trim().to_string();
            line.starts_with('└') && line.ends_with('┘') && line.chars().all(|c| "└─•┘".contains(c))
        };
        let y = rows.iter().position(|row| is_way(&row)).unwrap_or_else(|| panic!("{picture}"));
        let column = |corner| rows[y].iter().position(|c| *c == corner).unwrap();
        let (left, right) = (column('└'), column('┘'));
        assert!("▼•".contains(rows[y - 1][right]), "it begins at a loss: {picture}");
        let top = (0..y).rev().find(|row| !"│•".contains(rows[*row][left])).unwrap();
        assert_eq!(rows[top][left], '▲', "{picture}");
        assert!(rows[top - 1..=top].iter().all(|row| row[..left].iter().all(|c| *c == ' ')), "{picture}");
        let named = |row: &Vec<char>| row.iter().collect::<String>().contains("Old Town");
        assert!(rows[..top].iter().any(named), "{picture}");
    }
    // They are asked of the chefs, though first calls alone are seven tenths of what these can do.
    let load = |share| at(&storm, share, false, (120, 36)).game().unwrap().session.rates()[0].load().unwrap();
    assert!((load(0.1) - 0.71).abs() < 0.02, "{}", load(0.1));
    assert!(load(0.4) > 2.0, "{}", load(0.4));
    let calm = Arc::new(scenario::load("hockey-stick", &[]).unwrap());
    assert!(!picture(&at(&calm, 0.4, false, (120, 36))).contains("again"), "nobody calls again here");
}
