//! Going back, two histories side by side, and every panel enlarged, as pictures.

use super::*;
use pizzeria::app::Overlay;
use pizzeria::sim::command::{Command, Decision, Fault};

/// 19:15 of a second history, which left the first at 18:12 and has a pizza chef more at Main Street.
pub(super) fn forked(size: (u16, u16)) -> App {
    let mut app = trouble(size);
    press(&mut app, "w PageUp PageUp PageUp PageUp PageUp PageUp Enter : ");
    app.update(Input::Paste(r#"hire_chef outlet="Main Street" skill="pizza""#.into()));
    press(&mut app, "Enter");
    let Some(game) = app.live_mut() else { unreachable!() };
    assert_eq!(game.session.commands().len(), 1);
    let until = Time::ZERO + Span::from_mins(135);
    // Past what the story has to say on the way.
    while game.now() < until && !game.session.is_over() {
        game.session.advance(until);
    }
    press(&mut app, "1");
    // That a goal was lost on the way is said on a card.
    app.settle();
    press(&mut app, "Esc");
    app
}

#[test]
fn going_back_and_side_by_side() {
    for size in SIZES {
        let name = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let mut app = forked(size);
        press(&mut app, "w PageUp PageUp");
        insta::assert_snapshot!(name("rewind"), picture(&app));
        press(&mut app, "v");
        insta::assert_snapshot!(name("beside"), picture(&app));
        press(&mut app, "PageUp d");
        insta::assert_snapshot!(name("beside-list"), picture(&app));
        // A chef more brings some customers sooner, and the list says so of them, too.
        let Some(Overlay::Compare(beside)) = app.top() else { unreachable!() };
        assert!(beside.comparison.sooner.len() > beside.comparison.later.len());
        let less = picture(&app)
            .lines()
            .skip(4)
            .filter(|line| line.trim_end().split(' ').next_back().is_some_and(|last| last.starts_with('-')))
            .count();
        assert!(less > 2, "{}", picture(&app));
    }
}

#[test]
fn every_panel_can_be_enlarged() {
    for size in SIZES {
        for view in VIEWS {
            for (n, panel) in view.panels().iter().enumerate() {
                let mut app = trouble(size);
                press(&mut app, &view.number().to_string());
                let before = picture(&app);
                let Some(game) = app.live_mut() else { unreachable!() };
                game.focus = n;
                press(&mut app, "e");
                let after = picture(&app);
                assert_ne!(before, after, "{panel:?} at {size:?} is as before");
                let rows = after.lines().count() as u16;
                assert_eq!(rows, size.1);
                if size == (120, 36) {
                    insta::assert_snapshot!(format!("enlarged-{panel:?}").to_lowercase(), after);
                }
            }
        }
    }
}

/// An even 60 an hour, for an hour; three times as many for the first twenty minutes are forty more. Who called because
/// the player sent for them is not among the same customers of the other histories.
#[test]
fn customers_are_the_same_only_where_the_same_call() {
    let scenario = small(
        "schema = 1\n[scenario]\ntitle = \"Free\"\nopens = \"17:00\"\nduration = \"1h\"\n\
         allow = [\"surge\", \"dismiss_chef\"]\n\
         [menu.pizza]\nwork = { dist = \"fixed\", mean = \"1m\" }\n\
         [[zone]]\nname = \"Town\"\norders_per_hour = 60.0\narrivals = \"even\"\n\
         [[outlet]]\nname = \"Main\"\n[[outlet.chef]]\ncount = 5\n\
         [[goal]]\ntext = \"all\"\nmetric = \"orders.delivered\"\nat_least = 1000\n",
    );
    let ending = |command: Command| {
        let app = playing(scenario.clone(), Span::ZERO, (120, 36));
        let mut game = app.into_game().unwrap();
        game.session.give(command).unwrap();
        game.session.finish();
        let mut ending = pizzeria::app::Ending::new(game);
        while ending.is_computing() {
            ending.step();
        }
        let mut app = App::new((120, 36), None);
        app.show(Screen::Ending(Box::new(ending)));
        picture(&app)
    };
    let surge = Fault::Surge { zone: None, item: None, factor: 3.0, lasts: Some(Span::from_mins(20)) };
    let surged = ending(surge.into());
    assert!(surged.contains("one town, 60 to 100 customers") && !surged.contains("same 60"), "{surged}");
    let hired = ending(Decision::DismissChef { outlet: Default::default(), skill: None, count: 1 }.into());
    assert!(hired.contains("same 60 customers") && !hired.contains("one town"), "{hired}");
}
