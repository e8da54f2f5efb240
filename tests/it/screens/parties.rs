//! A party in the list of orders: a row for each pizza, and the one for which all the others wait.

use super::*;

fn lesson(changes: &[(&str, &str)]) -> Arc<Scenario> {
    let text = scenario::builtin::text_of("a-party-of-ten").expect("it is built in").into_owned();
    let text = changes.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old} is not in the file");
        text.replacen(old, new, 1)
    });
    small(&text)
}

#[test]
fn a_partys_pizzas_stand_below_each_other_and_the_last_is_marked() {
    for size in SIZES {
        let mut app = playing(lesson(&[]), Span::from_mins(80), size);
        press(&mut app, "5");
        let picture = picture(&app);
        assert!(picture.contains("wait"), "{picture}");
        if size.0 >= 120 {
            let marked = |row: &&str| row.contains("they wait for this one") || row.contains("all waited for this");
            assert_eq!(picture.lines().filter(marked).count(), 1, "{picture}");
            assert!(picture.contains("/10 ready"), "{picture}");
        }
        insta::assert_snapshot!(format!("party-orders-{}x{}", size.0, size.1), picture);
    }
}

/// Who looks at the vitals is told why the p95 of a pizza says nothing of a party; who looks at the desk, what it does.
#[test]
fn odds_and_second_orders_are_said_in_both_vocabularies() {
    let rule = [("failover = false", "failover = false\nduplicate = { after = \"12m\" }")];
    for (language, odds, sent, zone) in [
        (Language::Pizza, "one pizza in 33 sticks: one party in 4", "second orders after 12 min", "parties of 10"),
        (Language::System, "1 in 33 straggles: 1 fan-out in 4", "hedged after 12 min", "fan-out 10"),
    ] {
        let mut app = playing(lesson(&rule), Span::from_mins(80), (200, 60));
        app.settings.language = language;
        let city = picture(&app);
        assert!(city.contains(odds), "{odds}\n{city}");
        press(&mut app, "3");
        let system = picture(&app);
        assert!(sent.split(' ').all(|word| system.contains(word)), "{sent}\n{system}");
        assert!(system.contains(zone), "{zone}\n{system}");
    }
}

/// Why names the pizza that all wait for; and second orders, where they are what all wait for.
#[test]
fn why_names_one_pizza_or_the_second_orders() {
    let why = |changes: &[(&str, &str)], minutes: u64| {
        let app = playing(lesson(changes), Span::from_mins(minutes), (120, 36));
        picture(&app)
    };
    let one = why(&[], 120);
    assert!(one.contains("One pizza keeps the whole party."), "{one}");
    let soon = why(&[("failover = false", "failover = false\nduplicate = { after = \"3m\" }")], 120);
    assert!(soon.contains("Second orders fill the ovens."), "{soon}");
}
