//! What the board says: it is what the shop's own books say, whoever goes first in a line and whoever has gone home to
//! call again.

use super::{OVERRUN, at, of, play_to};
use pizzeria::scenario;
use pizzeria::units::{Span, Time};

/// One chef, 12 minutes a pizza, one order every 10 minutes, the first at 10 minutes. At 235 minutes 23 have come and
/// 19 are begun. Oldest first, the 20th (minute 200) is the oldest of four; newest first, the 7th (minute 70): he came
/// in the moment in which the chef turned to the 6th, and somebody newer was there ever after.
#[test]
fn the_oldest_order_is_the_oldest_whoever_goes_first() {
    for (rule, waits) in [("oldest_first", 35), ("newest_first", 165)] {
        let text = OVERRUN.replace("name = \"Main\"", &format!("name = \"Main\"\nqueue_order = \"{rule}\""));
        let mut shop = of(&text);
        play_to(&mut shop, at(235.0));
        shop.refresh();
        let (_, waited) = shop.vitals().oldest.expect("somebody waits");
        assert_eq!(waited, Span::from_mins(waits), "{rule}");
    }
}

/// Newest first, one who came now would be next, however many wait.
#[test]
fn where_the_newest_go_first_a_new_one_does_not_wait_for_the_old() {
    let wait = |rule: &str| {
        let text = OVERRUN.replace("name = \"Main\"", &format!("name = \"Main\"\nqueue_order = \"{rule}\""));
        let mut shop = of(&text);
        play_to(&mut shop, at(235.0));
        shop.refresh();
        assert_eq!(shop.world().outlets()[0].waiting.value(), 4, "{rule}");
        shop.rates()[0].wait.expect("somebody cooks")
    };
    assert_eq!(wait("newest_first"), Span::from_mins(12));
    assert_eq!(wait("oldest_first"), Span::from_mins(12 * 5), "four wait, and he is the fifth");
}

/// Everybody is refused and will call again in three hours: most of them are late already, for the goal and for the
/// board alike.
#[test]
fn whoever_will_call_again_too_late_is_late_on_the_board_and_in_the_goal() {
    let text = OVERRUN
        .replace("arrivals = \"even\"", "arrivals = \"even\"\nretry = { wait = \"3h\" }")
        .replace("name = \"Main\"", "name = \"Main\"\nqueue_limit = 0")
        + "[[goal]]\ntext = \"x\"\nmetric = \"on_time_ratio\"\nat_least = 0.9\n";
    let mut shop = of(&text);
    play_to(&mut shop, at(120.0));
    shop.refresh();
    let goal = shop.world().measures(0).slo.on_time_ratio;
    assert!(goal.is_some_and(|share| share < 0.8), "{goal:?}");
    assert_eq!(shop.vitals().budget.on_time, goal);
}

/// The window is for bread by now; what lies in stock is still pizza.
#[test]
fn bases_in_stock_are_counted_by_what_they_are() {
    let text = OVERRUN
        .replace("mean = \"12m\" }", "mean = \"12m\" }\nbase_time = \"30s\"")
        .replace("[[zone]]", "[menu.bread]\nwork = { dist = \"fixed\", mean = \"4m\" }\nbase_time = \"30s\"\n[[zone]]")
        + "[[outlet]]\nname = \"B\"\nprep = { item = \"pizza\", from = \"12:00\", to = \"13:00\", target = 6 }\n\
         [[event]]\nat = \"13:30\"\ndo = \"set_prep\"\noutlet = \"B\"\nitem = \"bread\"\nfrom = \"15:00\"\nto = \"15:30\"\ntarget = 5\n";
    let mut shop = of(&text);
    play_to(&mut shop, Time(2 * 3_600_000_000));
    let stock = |item: &str| {
        let text = format!(
            "{text}[[cue]]\nat = \"12:01\"\ntext = \"x\"\nwhen = {{ metric = \"stock\", item = \"{item}\", at_least = 1 }}\n"
        );
        let (lesson, _) = scenario::read("test.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let scenario::Trigger::AtIf(_, condition) = &lesson.cues[0].trigger else { panic!("it has a condition") };
        shop.reads(condition.metric, condition.scope)
    };
    let all: u32 = shop.world().outlets().iter().map(|outlet| outlet.bases()).sum();
    assert!(all > 0);
    assert_eq!((stock("pizza"), stock("bread")), (Some(all as f64), Some(0.0)));
}

/// A feast of ten minutes: 600 an hour to three chefs who cook 180, then 60 as before. The load is known at once, as
/// the town calls; what came is counted over ten minutes, for every flow alike.
#[test]
fn when_a_rush_begins_or_ends_the_load_is_known_at_once() {
    let feast = "[[event]]\nat = \"14:00\"\ndo = \"surge\"\nfactor = 10.0\nlasts = \"10m\"\n";
    let text = OVERRUN.replace("12m", "1m").replace("= 6.0", "= 60.0");
    let text = text.replace("name = \"Main\"", "name = \"Main\"\n[[outlet.chef]]\ncount = 3") + feast;
    let mut shop = of(&text);
    let mut look = |minutes: f64| {
        play_to(&mut shop, at(minutes));
        shop.refresh();
        shop.rates()[0].clone()
    };
    let usual = 55.0..70.0;
    let (before, begun, ended, calm) = (look(119.0), look(120.5), look(130.5), look(150.0));
    // 60 an hour, a minute each, three chefs: a third.
    for rates in [&before, &ended, &calm] {
        assert!((rates.load().unwrap() - 1.0 / 3.0).abs() < 1e-9, "{rates:?}");
    }
    assert!((begun.load().unwrap() - 10.0 / 3.0).abs() < 1e-9, "{begun:?}");
    assert!(usual.contains(&before.arriving_per_hour) && usual.contains(&calm.arriving_per_hour));
    assert!(ended.arriving_per_hour > 500.0 && ended.line_per_min > 0.5, "{ended:?}");
    assert!((Span::from_secs(570)..=Span::from_mins(10)).contains(&calm.over), "{calm:?}");
}
