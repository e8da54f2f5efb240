//! Tickets that nobody waits for, and what guests in doubt have called for again (*duplicate writes*), in words.

use super::numbers;
use crate::sim::order::OrderId;
use crate::text::scene::Scene;
use crate::text::words::verb;

/// What stands beside the number of tickets whose customers have gone. A second ticket looks like them: it is no order.
pub fn for_nobody(scene: &Scene) -> &'static str {
    match scene.setup().has_unsure() {
        true => scene.words.say("for nobody or twice", "orphaned or duplicate"),
        false => scene.words.say("for nobody", "orphaned"),
    }
}

/// `2 more tickets are his: he heard nothing and called again.`
pub fn more_tickets(scene: &Scene, order: OrderId) -> String {
    match u64::from(scene.world().doubts().second_tickets(order)) {
        0 => String::new(),
        n => scene.words.say(
            format!(
                "{} more {} his: he heard nothing and called again. ",
                numbers::count(n),
                verb(n, "ticket is", "tickets are")
            ),
            format!(
                "{} more {} for it: the acknowledgement was lost. ",
                numbers::count(n),
                verb(n, "request stands", "requests stand")
            ),
        ),
    }
}
