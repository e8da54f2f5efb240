//! Two histories of one seed that differ by one command: `cargo run --release --example two_histories`.
//!
//! Both have the same customers, down to the microsecond of each call and the pizza ordered.

use pizzeria::scenario;
use pizzeria::session::Session;
use pizzeria::units::Span;
use std::sync::Arc;

fn main() {
    let story = match scenario::load("story", &[]) {
        Ok(scenario) => Arc::new(scenario),
        Err(problems) => {
            eprintln!("{problems}");
            std::process::exit(2);
        }
    };
    let mut untouched = Session::new(story.clone());
    let mut hired = Session::new(story.clone());
    let command = match scenario::command_line("hire_chef outlet=\"Main Street\" count=2", &story.setup) {
        Ok(command) => command,
        Err(problems) => {
            eprintln!("{problems}");
            std::process::exit(2);
        }
    };
    hired.advance(untouched.now() + Span::from_mins(10));
    if let Err(refusal) = hired.give(command) {
        eprintln!("{}", refusal.sentence);
    }
    for (name, session) in [("untouched", &mut untouched), ("two more chefs", &mut hired)] {
        session.finish();
        let measures = session.world().measures(0);
        let minutes = measures.latency.p95.map_or("none".into(), |p95| format!("{:.1} min", p95 / 60.0));
        println!(
            "{name:15} calls {:4}   delivered {:4}   p95 {minutes}",
            measures.orders.arrived, measures.orders.delivered
        );
    }
}
