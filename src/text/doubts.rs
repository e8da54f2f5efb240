//! Tickets that nobody waits for, and what guests in doubt have called for again (*duplicate writes*), in words.

use super::numbers;
use crate::sim::order::TicketKind;
use crate::text::scene::Scene;
use crate::text::words::verb;

/// What stands beside the number of tickets whose customers have gone. A second ticket looks like them: it is no order.
pub fn for_nobody(scene: &Scene) -> &'static str {
    match scene.setup().has_unsure() {
        true => scene.words.say("for nobody or twice", "orphaned or duplicate"),
        false => scene.words.say("for nobody", "orphaned"),
    }
}

/// How many tickets were filed for an order beside its own, because its customer heard nothing.
pub fn second_tickets(scene: &Scene, serial: u64) -> u64 {
    if !scene.world().doubts().has_second_tickets() {
        return 0;
    }
    let tickets = scene.world().orders().iter().map(|(_, order)| order);
    tickets.filter(|order| order.kind == TicketKind::Second && order.serial == serial).count() as u64
}

/// `2 more tickets are his: he heard nothing and called again.`
pub fn more_tickets(scene: &Scene, serial: u64) -> String {
    match second_tickets(scene, serial) {
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
