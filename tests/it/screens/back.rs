//! Twin, side by side and rewind say what they do.

use super::*;
use pizzeria::sim::command::Decision;

fn hire() -> Decision {
    Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }
}

#[test]
fn rewinding_moves_the_shop_above_it() {
    for size in SIZES {
        let mut app = trouble(size);
        press(&mut app, "1");
        let now = picture(&app);
        press(&mut app, "w PageUp PageUp PageUp PageUp PageUp PageUp");
        let then = picture(&app);
        assert!(then.contains("above: the shop at 18:12"), "{then}");
        // The first rows of the map, as they are where one has gone back to.
        let mut there = trouble(size);
        there.live_mut().unwrap().session.rewind(Time::ZERO + Span::from_mins(72));
        let there = picture(&there);
        let map = |picture: &str| -> Vec<String> {
            let rows = picture.lines().skip(if size.0 == 80 { 2 } else { 4 }).take(6);
            rows.map(|row| row.chars().take(40).collect()).collect()
        };
        assert_eq!(map(&then), map(&there));
        assert_ne!(map(&then), map(&now));
        press(&mut app, "Esc");
        assert_eq!(picture(&app), now, "nothing is changed");
    }
}

/// Orders and log are those of the moment, too.
#[test]
fn rewinding_moves_the_lists_above_it() {
    for (size, view) in SIZES.into_iter().flat_map(|size| [(size, "5"), (size, "6")]) {
        let mut app = trouble(size);
        press(&mut app, view);
        let now = picture(&app);
        press(&mut app, "w PageUp PageUp PageUp PageUp PageUp PageUp");
        let then = picture(&app);
        let mut there = trouble(size);
        there.live_mut().unwrap().session.rewind(Time::ZERO + Span::from_mins(72));
        press(&mut there, view);
        let there = picture(&there);
        let list = |picture: &str| -> Vec<String> {
            picture.lines().skip(if size.0 == 80 { 2 } else { 4 }).take(6).map(str::to_string).collect()
        };
        assert_eq!(list(&then), list(&there), "{size:?} {view}");
        assert_ne!(list(&then), list(&now), "{size:?} {view}");
        press(&mut app, "Esc");
        assert_eq!(picture(&app), now, "nothing is changed");
    }
}

#[test]
fn what_was_done_later_is_offered_again_and_makes_the_same_history() {
    let end = Time::ZERO + Span::from_mins(100);
    let mut app = playing(night(), Span::from_mins(60), (120, 36));
    let game = app.live_mut().unwrap();
    game.session.give(hire()).unwrap();
    let run = |game: &mut Game, until: Time| {
        while game.now() < until && !game.session.is_over() {
            game.session.advance(until);
        }
    };
    run(game, end);
    let digest = game.session.world().digest();
    press(&mut app, "w PageUp PageUp PageUp PageUp PageUp Enter");
    let offer = picture(&app);
    assert!(
        offer.contains("After this minute you did one thing: 18:00") && offer.contains("play my later acts again"),
        "{offer}"
    );
    press(&mut app, "p");
    assert!(app.top().is_none());
    assert!(app.game().unwrap().session.commands().is_empty(), "each at its time");
    let game = app.live_mut().unwrap();
    game.pace.paused = false;
    while app.game().unwrap().now() < end {
        press(&mut app, "Esc");
        app.live_mut().unwrap().pace.paused = false;
        app.pass(Span(40_000));
        app.step();
    }
    let session = &app.game().unwrap().session;
    assert_eq!(session.commands().len(), 1);
    let mut session = session.clone();
    session.rewind(end);
    assert_eq!(session.world().digest(), digest);
}

#[test]
fn a_twin_draws_its_line_at_once_and_says_what_it_is() {
    let mut app = trouble((120, 36));
    press(&mut app, "v f");
    let game = app.game().unwrap();
    assert_eq!(game.view, View::Charts);
    let said = game.news.as_ref().unwrap().text.clone();
    assert!(
        said.starts_with("The twin is this evening without ") && said.ends_with("its line is the dotted one."),
        "{said}"
    );
    let picture = picture(&app);
    assert!(picture.contains("twin p95") && picture.contains("The twin is this evening"), "{picture}");
}
