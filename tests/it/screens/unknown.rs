//! What a player cannot know makes no difference to any picture: shops that differ only in the future look the same,
//! until it comes or is told.

use super::*;
use pizzeria::sim::command::Fault;
use pizzeria::units::OutletId;

/// Two outlets, riders, a dish; everything that can break breaks at ten past, for so many minutes each.
fn breaking(minutes: u32, more: &str) -> Arc<Scenario> {
    let faults = [
        "do = \"power_outage\"\noutlet = \"Main\"",
        "do = \"cut_line\"\noutlet = \"Hill\"",
        "do = \"chef_ill\"\noutlet = \"Hill\"",
        "do = \"slow_chef\"\noutlet = \"Hill\"\nfactor = 0.5",
        "do = \"rude_driver\"\noutlet = \"Hill\"",
        "do = \"surge\"\nfactor = 2.0",
        "do = \"traffic\"\nfactor = 2.0",
        "do = \"impatience\"\nfactor = 0.5",
    ];
    let events: String = faults
        .iter()
        .map(|fault| format!("[[event]]\nat = \"+10m\"\n{fault}\nlasts = \"{minutes}m\"\n{more}\n"))
        .collect();
    small(&format!("{SHOP}{events}"))
}

const SHOP: &str = "schema = 1\n[scenario]\ntitle = \"Broken\"\nopens = \"17:00\"\nduration = \"3h\"\n\
    [menu.pizza]\nwork = { dist = \"exponential\", mean = \"4m\" }\n\
    [[zone]]\nname = \"Town\"\nat = [0.5, 0.0]\nradius = 1.0\norders_per_hour = 40.0\n\
    patience = { dist = \"exponential\", mean = \"40m\" }\n\
    [[outlet]]\nname = \"Main\"\nriders = 2\n[[outlet.chef]]\ncount = 3\n\
    [[outlet]]\nname = \"Hill\"\nat = [1.0, 0.0]\nriders = 2\n[[outlet.chef]]\ncount = 3\n\
    [delivery]\nmode = \"decoupled\"\nspeed_kmh = 24.0\n\
    [[goal]]\ntext = \"In time\"\nmetric = \"on_time_ratio\"\nat_least = 0.9\n";

/// All that can be looked at: every view of both outlets, every menu, the palette and the time machine, in both
/// languages.
fn pictures(scenario: &Arc<Scenario>, minutes: u64) -> Vec<String> {
    let mut app = playing(scenario.clone(), Span::from_mins(minutes), (200, 60));
    let mut all = Vec::new();
    for language in [Language::Pizza, Language::System] {
        app.settings.language = language;
        for view in VIEWS {
            press(&mut app, &view.number().to_string());
            for _ in 0..2 {
                all.push(picture(&app));
                press(&mut app, "Tab");
            }
        }
        press(&mut app, "1");
        for keys in ["d", "d k", "d c", "f", "f p", ": ", "w"] {
            press(&mut app, keys);
            all.push(picture(&app));
            press(&mut app, "Esc Esc Esc");
        }
    }
    all
}

#[track_caller]
fn alike(one: &[String], other: &[String]) {
    for (a, b) in one.iter().zip(other) {
        assert!(a == b, "the future shows:\n{a}\n{b}");
    }
}

#[test]
fn when_a_fault_will_be_over_is_in_no_picture() {
    for minutes in [11, 25, 45] {
        alike(&pictures(&breaking(40, ""), minutes), &pictures(&breaking(62, ""), minutes));
    }
}

/// Where everything stands still at once, no forecast depends on what ends first. So each alone, too.
#[test]
fn when_one_fault_alone_will_be_over_is_in_no_picture() {
    let faults = [
        "do = \"surge\"\nfactor = 2.5",
        "do = \"traffic\"\nfactor = 4.0",
        "do = \"impatience\"\nfactor = 0.1",
        "do = \"rude_driver\"\noutlet = \"Hill\"",
        "do = \"slow_chef\"\noutlet = \"Hill\"\nfactor = 0.2",
        "do = \"chef_ill\"\noutlet = \"Hill\"",
    ];
    for fault in faults {
        let lasting =
            |minutes: u32| small(&format!("{SHOP}[[event]]\nat = \"+10m\"\n{fault}\nlasts = \"{minutes}m\"\n"));
        alike(&pictures(&lasting(40), 48), &pictures(&lasting(95), 48));
    }
}

#[test]
fn what_has_not_happened_is_in_no_picture() {
    let calm = small(SHOP);
    for minutes in [0, 9] {
        alike(&pictures(&breaking(40, ""), minutes), &pictures(&calm, minutes));
    }
}

/// What is told is shown, from the moment on at which it is told and not before.
#[test]
fn what_is_told_is_shown() {
    let quiet = breaking(62, "");
    let told = breaking(62, "told_end = \"+30m\"");
    alike(&pictures(&quiet, 29), &pictures(&told, 29));
    let now = pictures(&told, 31).concat();
    assert!(now.contains("18:12"), "the end, 62 minutes after 17:10");
    assert!(now.contains("Now it is known when it will be over"));
    let announced = breaking(62, "told = \"+5m\"");
    alike(&pictures(&quiet, 4), &pictures(&announced, 4));
    assert!(pictures(&announced, 6).concat().contains("Word has it"));
    assert!(!pictures(&announced, 31).concat().contains("18:12"), "that it comes is not when it goes");
}

/// Who breaks something himself knows how long it lasts.
#[test]
fn the_player_knows_his_own_faults() {
    // Where there is a goal, faults are the script's.
    let free = SHOP.split("[[goal]]").next().unwrap();
    let mut app = playing(small(free), Span::from_mins(10), (200, 60));
    let outage = Fault::PowerOutage { outlet: OutletId(0), lasts: Some(Span::from_mins(62)) };
    app.live_mut().unwrap().session.give(outage).unwrap();
    app.settle();
    press(&mut app, "6");
    assert!(picture(&app).contains("power back at about 18:12"), "{}", picture(&app));
}

/// One calendar: what the file calls day2 03:00 is what header and log call so, 45 hours after an opening at 06:00.
#[test]
fn header_log_and_files_have_one_calendar() {
    let text =
        SHOP.replace("opens = \"17:00\"", "opens = \"06:00\"").replace("duration = \"3h\"", "duration = \"60h\"");
    let event = "[[event]]\nat = \"day2 03:00\"\ndo = \"traffic\"\nfactor = 2.0\nlasts = \"5m\"\n";
    let scenario = small(&format!("{text}{event}"));
    let header = |app: &App| picture(app).lines().next().unwrap_or_default().to_string();
    let first = playing(scenario.clone(), Span::from_hours(21), (120, 36));
    assert!(header(&first).contains("day 1 03:00:00"), "{}", header(&first));
    let mut app = playing(scenario, Span::from_hours(45), (120, 36));
    assert!(header(&app).contains("day 2 03:00:00"), "{}", header(&app));
    press(&mut app, "6");
    let log = picture(&app);
    assert!(log.lines().any(|line| line.contains("day2 03:00:00") && line.contains("A")), "{log}");
    // Within a day there is only one 03:00.
    assert!(!header(&playing(small(SHOP), Span::from_mins(9), (120, 36))).contains("day"));
}
