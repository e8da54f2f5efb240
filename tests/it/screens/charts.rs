//! The Charts view: what theory knows, and what chance does to an evening.

use super::*;
use pizzeria::scenario::builtin;
use pizzeria::session::evenings::{EVENINGS, Evenings, IN_BAND};
use pizzeria::session::replicate::reseeded;
use pizzeria::sim::command::Decision;
use pizzeria::sim::setup::QuotaShare;
use pizzeria::sim::world::World;
use pizzeria::text::numbers;
use pizzeria::theory::Station;

/// Four minutes each, exponential; 67.5 an hour.
const EXPONENTIAL: &str = r#"
schema = 1
[scenario]
opens = "17:00"
duration = "4h"
[kitchen]
hire_time = "1m"
[menu.pizza]
work = { dist = "exponential", mean = "4m" }
[[zone]]
name = "Town"
orders_per_hour = 67.5
[[outlet]]
name = "Main Street"
[[outlet.chef]]
count = 5
"#;

fn wait(hands: u32) -> String {
    let seconds = Station { rate: 67.5 / 3_600.0, work: 240.0, hands }.wait().unwrap().mean;
    numbers::duration(Span::from_seconds_f64(seconds))
}

/// The cell of the shop's dot in the panel of the theory.
fn dot(picture: &str) -> (usize, usize) {
    let rows = picture.lines().enumerate();
    let found =
        rows.filter_map(|(y, row)| row.chars().collect::<Vec<_>>().iter().rposition(|c| *c == '●').map(|x| (x, y)));
    found.filter(|(x, _)| *x > 70).last().unwrap_or_else(|| panic!("no dot in\n{picture}"))
}

#[test]
fn the_shop_is_a_dot_on_the_curve_of_the_formula_and_moves_when_somebody_is_hired() {
    let mut app = playing(small(EXPONENTIAL), Span::from_mins(60), (120, 36));
    press(&mut app, "4");
    let before = picture(&app);
    for said in [
        "What theory knows".to_string(),
        format!("One more chef: {} in line become {}.", wait(5), wait(6)),
        "you: 5 chefs".into(),
        format!("90 %: {}", wait(5)),
        "M/M/5, exact".into(),
        format!("{IN_BAND} of {EVENINGS}"),
    ] {
        assert!(before.contains(&said), "{said}\n{before}");
    }
    let game = app.live_mut().unwrap();
    game.session.give(Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }).unwrap();
    let starts = game.now() + Span::from_mins(1);
    game.session.advance(starts + Span::from_secs(1));
    game.session.refresh();
    let leaves = picture(&app);
    let game = app.live_mut().unwrap();
    game.session.advance(starts + Span::from_secs(70));
    game.session.refresh();
    let there = picture(&app);
    assert!(there.contains("you: 6 chefs") && there.contains(&format!("75 %: {}", wait(6))), "{there}");
    let (from, to) = (dot(&leaves), dot(&there));
    assert!(to.0 + 3 < from.0, "it goes from {from:?} to {to:?}\n{leaves}\n{there}");
    // Without motion it stands where it comes to.
    app.settings.no_motion = true;
    let game = app.live_mut().unwrap();
    game.session.rewind(starts + Span::from_secs(1));
    assert_eq!(dot(&picture(&app)), to);
}

#[test]
fn the_band_is_made_of_other_evenings_with_the_same_acts() {
    let scenario = small(EXPONENTIAL);
    let mut app = playing(scenario.clone(), Span::from_mins(40), (120, 36));
    let hire = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 };
    let game = app.live_mut().unwrap();
    game.session.give(hire.clone()).unwrap();
    let mut evenings = Evenings::of(&game.session).unwrap();
    let end = game.now() + Span::from_mins(60);
    while game.now() < end {
        let next = game.now() + Span::from_secs(97);
        game.session.advance(next.min(end));
        assert!(evenings.follow(&game.session));
    }
    let acted = Time::ZERO + Span::from_mins(40);
    for minute in [10, 40, 41, 77, 100] {
        let at = Time::ZERO + Span::from_mins(minute);
        let setup = game.session.setup();
        let mut waiting: Vec<u64> = (1..=EVENINGS as u64)
            .map(|i| {
                let mut world = World::new(reseeded(setup, setup.seed.wrapping_add(i)));
                if acted < at {
                    world.advance(acted, &mut ());
                    world.give(&hire.clone().into(), &mut ()).unwrap();
                }
                world.advance(at, &mut ());
                world.book().waiting
            })
            .collect();
        waiting.sort_unstable();
        let (low, high) = evenings.band(at).unwrap();
        let inside = waiting.iter().filter(|n| (u64::from(low)..=u64::from(high)).contains(n)).count();
        assert!(inside >= IN_BAND, "{inside} of {waiting:?} in {low}..={high}");
        assert_eq!((u64::from(low), u64::from(high)), (waiting[2], waiting[EVENINGS - 3]), "at minute {minute}");
    }
    assert_eq!(evenings.band(end + Span::from_mins(1)), None, "nobody looks ahead");
    game.session.rewind(acted);
    assert!(!evenings.follow(&game.session), "they are of another history");
}

/// What the story has not told yet is neither in the curve nor in the band.
#[test]
fn what_has_not_happened_changes_no_chart() {
    let surge = "[[event]]\nat = \"18:30\"\ndo = \"surge\"\nfactor = 3.0\nlasts = \"30m\"\n";
    let told = |text: &str| {
        let scenario = scenario::read("small.toml", text, None, &[]);
        let scenario = Arc::new(scenario.unwrap_or_else(|problems| panic!("{problems}")).0);
        let mut app = playing(scenario, Span::from_mins(75), (120, 36));
        press(&mut app, "4");
        picture(&app)
    };
    assert_eq!(told(EXPONENTIAL), told(&format!("{EXPONENTIAL}{surge}")));
}

#[test]
fn areas_are_filled_with_and_without_colour() {
    for depth in [Depth::True, Depth::Indexed256, Depth::Ansi16, Depth::None] {
        for ascii in [false, true] {
            let mut app = trouble((120, 36));
            (app.settings.depth, app.settings.ascii) = (depth, ascii);
            press(&mut app, "4");
            let buffer = painted(&app);
            let tinted = buffer.content.iter().filter(|cell| cell.bg != Color::Reset).count();
            let full = letters(&buffer).matches(if ascii { '#' } else { '█' }).count();
            assert!(
                if matches!(depth, Depth::True | Depth::Indexed256) { tinted } else { full } > 60,
                "{depth:?}, {ascii}"
            );
        }
    }
}

/// Beside the panel of the theory there is little room for names, and their axis has the first claim on it.
#[test]
fn no_name_of_a_chart_runs_into_its_axis() {
    for (name, text) in builtin::list() {
        let (scenario, _) = scenario::read(name, text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let mut app = playing(Arc::new(scenario), Span::from_mins(3), (120, 36));
        press(&mut app, "4");
        let picture = picture(&app);
        let broken = picture.match_indices("budge").any(|(at, _)| !picture[at..].starts_with("budget "));
        assert!(!broken, "{name}\n{picture}");
    }
}

/// Twelve pizzas of three minutes an hour and now and then a feast of fifteen, one chef.
fn ranked(rule: &str) -> String {
    format!(
        "schema = 1\n[scenario]\nopens = \"17:00\"\nduration = \"4h\"\n[menu.pizza]\n\
         work = {{ dist = \"exponential\", mean = \"3m\" }}\n[menu.feast]\n\
         work = {{ dist = \"exponential\", mean = \"15m\" }}\n[[zone]]\nname = \"Z\"\norders_per_hour = 13.2\n\
         mix = {{ pizza = 12.0, feast = 1.2 }}\n[[outlet]]\nname = \"A\"\nqueue_order = \"{rule}\"\n\
         [[outlet.chef]]\n[kitchen]\nall_round_speed = 1.0\n"
    )
}

/// Cobham: pizzas wait 15.75 min, which is 3.15 of them; feasts 157.5 min, which is as many.
#[test]
fn each_rank_has_a_level_of_its_own() {
    let mut app = playing(small(&ranked("small_first")), Span::from_mins(90), (200, 60));
    press(&mut app, "4");
    let said = picture(&app);
    assert!(said.contains("pizza 3.1") && said.contains("feast 3.1"), "{said}");
    let mut app = playing(small(&ranked("oldest_first")), Span::from_mins(90), (200, 60));
    press(&mut app, "4");
    let said = picture(&app);
    assert!(said.contains("M/G/1") && !said.contains("feast "), "{said}");
}

#[test]
fn a_manager_s_chefs_and_outlets_that_are_out_have_charts() {
    let lesson = |name: &str, minutes: u64| {
        let lesson = Arc::new(scenario::load(name, &[]).unwrap());
        let mut app = playing(lesson, Span::from_mins(minutes), (80, 24));
        press(&mut app, "4");
        let said = picture(&app);
        let gauges = app.live_mut().unwrap().session.recorder().gauges.clone();
        (said, gauges)
    };
    let last = |series: &pizzeria::stats::Series| series.points().last().and_then(|p| p.values).map(|v| v.last);
    // At 18:25 those whom she has called are on the way: 8.67 chefs' work, 130 an hour of four minutes.
    let (said, gauges) = lesson("help-wanted", 85);
    assert!(said.contains("Chefs") && said.contains("and coming"), "{said}");
    let needed = last(&gauges.chefs_needed).unwrap();
    assert!((needed - 130.0 * 4.0 / 60.0).abs() < 1e-9, "{needed}");
    assert!(last(&gauges.chefs_soon) > last(&gauges.chefs_here), "{gauges:?}");
    assert_eq!(last(&gauges.outlets_out), None);
    let (said, gauges) = lesson("closing-check", 75);
    assert!(said.contains("Taken out"), "{said}");
    assert!(last(&gauges.outlets_out) > Some(0.0) && last(&gauges.chefs_needed).is_none());
    // Nothing of both where nobody hires and nobody asks.
    let (said, _) = lesson("small-first", 60);
    assert!(!said.contains("and coming") && !said.contains("Taken out"), "{said}");
}

/// 195 calls an hour of four minutes are 13 chefs' work; of them, quotas of 20 let in 20 + 18 + 17.
#[test]
fn the_work_asked_for_is_what_quotas_let_in() {
    let work = |share: Option<QuotaShare>, per_hour: Option<f64>| {
        let lesson = Arc::new(scenario::load("loud-quarter", &[]).unwrap());
        let mut app = playing(lesson, Span::from_mins(60), (120, 36));
        let session = &mut app.live_mut().unwrap().session;
        session.give(Decision::SetQuota { zone: None, share, per_hour, burst: None }).unwrap();
        let now = session.now();
        session.advance(now + Span::from_secs(1));
        session.refresh();
        session.rates()[0].work
    };
    let chefs = |per_hour: f64| per_hour * 4.0 / 60.0;
    for (share, per_hour, let_in) in
        [(None, None, 195.0), (None, Some(20.0), 55.0), (Some(QuotaShare::All), Some(75.0), 75.0)]
    {
        let found = work(share, per_hour);
        assert!((found - chefs(let_in)).abs() < 1e-9, "{share:?} {per_hour:?}: {found} of {}", chefs(let_in));
    }
}
