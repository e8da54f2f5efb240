//! What the screens answer when somebody looks closer: words that fit the figures, keys and clicks that do something.

use super::*;
use pizzeria::app::Panel;
use pizzeria::sim::command::Decision;

/// Four minutes each and 18 an hour: the line grows by three an hour.
const BUSY: &str = r#"
schema = 1
[scenario]
opens = "17:00"
duration = "3h"
allow = ["hire_rider", "hire_chef", "surge", "traffic", "impatience"]
[slo]
promise = "60m"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Town"
orders_per_hour = 18.0
arrivals = "even"
[[outlet]]
name = "Main Street"
riders = 1
[delivery]
mode = "decoupled"
"#;

fn read(app: &App) -> &pizzeria::session::Session {
    &app.game().expect("a shop is open").session
}

fn click(app: &mut App, text: &str) {
    let picture = picture(app);
    let found = picture.lines().enumerate().find_map(|(y, row)| Some((row[..row.find(text)?].chars().count(), y)));
    let (x, y) = found.unwrap_or_else(|| panic!("no {text} in\n{picture}"));
    click_at(app, x as u16, y as u16);
}

fn click_at(app: &mut App, x: u16, y: u16) {
    let target = hits(app).at(app, x, y).unwrap_or_else(|| panic!("nothing is meant at {x}, {y}"));
    app.update(Input::Click(target));
    app.settle();
}

#[test]
fn whoever_waits_for_busy_hands_is_not_nothing() {
    let app = playing(small(BUSY), Span::from_mins(52), (120, 36));
    let session = read(&app);
    assert!(session.vitals().waiting > 0 && session.vitals().saturation.chefs > Some(0.99), "{:?}", session.vitals());
    assert!(session.why().unwrap().stuck().is_none(), "{:?}", session.why());
    let picture = picture(&app);
    assert!(!picture.contains("Nothing is stuck") && picture.contains("has no hand free, and"), "{picture}");
}

#[test]
fn whoever_is_hired_at_one_moment_is_one_line_of_the_log() {
    let mut app = playing(small(BUSY), Span::from_mins(10), (120, 36));
    let game = app.live_mut().unwrap();
    for _ in 0..5 {
        game.session.give(Decision::HireRider { outlet: OutletId(0), count: 1 }).unwrap();
    }
    game.session.give(Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }).unwrap();
    press(&mut app, "6");
    let lines = picture(&app);
    assert_eq!(lines.lines().filter(|line| line.contains("► ") && line.contains("hired")).count(), 2, "{lines}");
    assert!(lines.contains("5 riders are hired"), "{lines}");
    assert_eq!(read(&app).commands().len(), 6, "each is a command all the same");
}

#[test]
fn a_surge_says_how_much_and_for_how_long() {
    let said = |command: &str| {
        let mut app = playing(small(BUSY), Span::from_mins(10), (120, 36));
        press(&mut app, ":");
        app.update(Input::Paste(command.into()));
        press(&mut app, "Enter");
        app.game().and_then(|game| game.news.as_ref()).map_or_else(String::new, |news| news.text.clone())
    };
    assert_eq!(said(r#"surge factor=1.5 lasts="30m""#), "More orders, ×1.5 for 30 min.");
    assert_eq!(said(r#"surge factor=0.5 zone="Town" lasts="30m""#), "Fewer orders, ×0.5 from Town for 30 min.");
    assert_eq!(said(r#"traffic factor=2.0 lasts="1h""#), "Every ride takes ×2 as long for 1 h.");
    assert_eq!(said(r#"impatience factor=0.08 lasts="1h""#), "New customers have 8 % of their patience for 1 h.");
}

#[test]
fn a_search_without_a_match_says_so_whatever_is_listed() {
    let mut app = trouble((120, 36));
    press(&mut app, "5 s /");
    app.update(Input::Paste("#125".into()));
    press(&mut app, "Enter");
    let picture = picture(&app);
    assert!(picture.contains("Nobody who was lost matches. Esc shows all."), "{picture}");
}

#[test]
fn digits_show_a_view_from_rewind_and_from_side_by_side() {
    let mut app = histories::forked((120, 36));
    press(&mut app, "w 3");
    assert_eq!(app.game().unwrap().view, View::System);
    assert!(matches!(app.top(), Some(Overlay::Rewind(_))), "one still chooses a moment");
    press(&mut app, "v");
    assert!(matches!(app.top(), Some(Overlay::Compare(_))));
    press(&mut app, "5");
    assert!(app.top().is_none(), "{:?}", app.top());
    assert_eq!(app.game().unwrap().view, View::Orders);
}

#[test]
fn a_click_on_why_on_vitals_and_on_the_time_line_shows_more_of_it() {
    let mut app = trouble((120, 36));
    click(&mut app, "Why ─");
    let game = app.game().unwrap();
    assert!(game.enlarged && game.panel() == Panel::Why);
    click(&mut app, "Why ─");
    assert!(!app.game().unwrap().enlarged, "small again");
    click(&mut app, "Vitals ─");
    assert_eq!(app.game().unwrap().view, View::Charts);
    press(&mut app, "1");
    click_at(&mut app, 20, 1);
    let game = app.game().unwrap();
    assert_eq!(game.view, View::Charts);
    assert!(game.charts.cursor.is_some_and(|at| at < game.now()), "{:?}", game.charts.cursor);
}
