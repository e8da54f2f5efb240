//! Evenings drawn from a date: what is accepted is worth playing, and is the same evening everywhere.

use jiff::civil::Date;
use pizzeria::session::tonight::{self, Accepted};
use std::collections::BTreeMap;
use std::time::Instant;

/// So many dates, from the first of 2027 on. `DATES=1000` tries more of them.
fn dates() -> impl Iterator<Item = Date> {
    let many = std::env::var("DATES").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    Date::constant(2027, 1, 1).series(jiff::ToSpan::day(1)).take(many)
}

fn accepted(date: Date) -> Accepted {
    tonight::tonight(date, None).unwrap_or_else(|| panic!("{date}: no draft is accepted"))
}

#[test]
fn every_date_has_an_evening_that_is_worth_playing() {
    let mut refused = BTreeMap::new();
    let mut slowest = (0, Date::constant(2027, 1, 1));
    let mut all = 0;
    for date in dates() {
        let began = Instant::now();
        let found = accepted(date);
        slowest = slowest.max((began.elapsed().as_millis(), date));
        all += began.elapsed().as_millis();
        found.refused.iter().for_each(|why| *refused.entry(why.word()).or_insert(0) += 1);
        eprintln!("{} after {}: {} ({:?}) {} ms", found.evening.name(), found.refused.len(), found.scenario.title, found.kinds.iter().take(2).collect::<Vec<_>>(), began.elapsed().as_millis());
    }
    eprintln!("{refused:?}; slowest {slowest:?} ms, {all} ms in all");
}
