use pizzeria::session::tonight;
use jiff::civil::Date;
use std::collections::BTreeMap;
fn main() {
    let n: usize = std::env::args().nth(1).and_then(|t| t.parse().ok()).unwrap_or(20);
    let about = std::env::args().nth(2).and_then(|t| t.parse().ok());
    let mut refused = BTreeMap::new();
    let mut times = vec![];
    for date in Date::constant(2027, 1, 1).series(jiff::ToSpan::day(1)).take(n) {
        let b = std::time::Instant::now();
        let Some(f) = tonight::tonight(date, about) else { println!("{date} NONE"); continue };
        f.refused.iter().for_each(|why| *refused.entry(why.word()).or_insert(0) += 1);
        let ms = b.elapsed().as_millis(); times.push(ms);
        if n <= 40 { println!("{} after {}: {} {:?} {ms} ms", f.evening.name(), f.refused.len(), f.scenario.title, f.kinds.iter().take(2).collect::<Vec<_>>()); }
    }
    times.sort();
    println!("{refused:?} median {} p95 {} max {}", times[times.len()/2], times[times.len()*95/100], times.last().unwrap());
}
