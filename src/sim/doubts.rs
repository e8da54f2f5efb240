//! Lost confirmations (*at-least-once delivery*): who does not hear that his order was taken calls again, and the
//! kitchen takes it for another order, unless its slip has a number (*idempotency key*).
//!
//! Such a call is no order. The ticket that it files ([`TicketKind::Second`](crate::sim::order::TicketKind::Second)) is
//! the kitchen's like any other, and the first to reach the guest serves him. What happens to it is in
//! `world/doubting.rs`.

use crate::sim::order::{OrderId, OrderKey};
use crate::sim::upcoming::Upcoming;
use crate::units::digest::fold;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// Who will call again for want of a confirmation, and whose slips the desk knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Doubts {
    /// The numbers on the slips; `None`: there are none.
    pub numbers: Option<Numbers>,
    /// Calls to come.
    pub(super) calls: Upcoming<Doubt>,
    /// Guests for whom there is a second ticket, by the call that it repeats.
    pub(super) guests: Vec<(OrderId, Guest)>,
}

fold!(struct Doubts { numbers, calls, guests });

/// Numbers on the slips (*idempotency keys*): a call with one that the desk remembers files no ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// How long a number is remembered, from the call that filed its ticket.
    pub memory: Span,
    /// Since when slips are numbered.
    pub since: Time,
}

fold!(struct Numbers { memory, since });

impl Numbers {
    /// Whether the desk remembers at `now` a call that filed a ticket then.
    pub fn remembers(&self, filed: Time, now: Time) -> bool {
        filed >= self.since && now < filed + self.memory
    }
}

/// How long numbers are remembered where nothing else is said.
pub const USUAL_MEMORY: Span = Span::from_mins(30);

/// A call to come of a guest who has heard nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Doubt {
    pub at: Time,
    /// The identity of that call.
    pub id: OrderId,
    /// His order, while it has that serial number.
    pub key: OrderKey,
    pub serial: u64,
    /// When a ticket was last filed for it.
    pub filed: Time,
}

fold!(struct Doubt { at, id, key, serial, filed });

/// A guest for whom there are second tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Guest {
    /// His order, while it has that serial number.
    pub order: OrderKey,
    pub serial: u64,
    /// Second tickets that are still somewhere.
    pub tickets: u32,
    /// Whether some ticket of his has been begun, and whether a second one has.
    pub began: bool,
    pub began_second: bool,
    /// Whether a second cooking for him has been counted.
    pub counted: bool,
}

fold!(struct Guest { order, serial, tickets, began, began_second, counted });

impl Doubts {
    pub(super) fn new(numbers: Option<Span>) -> Doubts {
        let numbers = numbers.map(|memory| Numbers { memory, since: Time::ZERO });
        Doubts { numbers, ..Doubts::default() }
    }

    /// When and who calls next.
    pub(super) fn next(&self) -> Option<&Doubt> {
        self.calls.peek()
    }

    /// After closing nobody calls.
    pub(super) fn hang_up(&mut self) {
        self.calls.clear();
    }

    /// Guests who will call, those who need not any more included.
    pub fn to_come(&self) -> usize {
        self.calls.len()
    }

    /// Whether there are second tickets anywhere.
    pub fn has_second_tickets(&self) -> bool {
        !self.guests.is_empty()
    }

    /// Whether there are second tickets of an order, or of that which a ticket repeats.
    pub fn is_in_doubt(&self, ticket: OrderId) -> bool {
        self.place_of(ticket).is_ok()
    }

    /// How many second tickets of an order, or of that which a ticket repeats, are still somewhere.
    pub fn second_tickets(&self, ticket: OrderId) -> u32 {
        self.place_of(ticket).map_or(0, |at| self.guests[at].1.tickets)
    }

    /// How many second tickets are anywhere.
    pub fn all_second_tickets(&self) -> u32 {
        self.guests.iter().map(|(_, guest)| guest.tickets).sum()
    }

    /// The guest whose call a ticket repeats.
    pub(super) fn guest(&mut self, ticket: OrderId) -> Option<&mut Guest> {
        let at = self.place_of(ticket).ok()?;
        Some(&mut self.guests[at].1)
    }

    /// Another record stands for an order from now on.
    pub(super) fn goes_on_as(&mut self, order: OrderId, key: OrderKey) {
        let order = order.first();
        if let Ok(at) = self.place_of(order) {
            self.guests[at].1.order = key;
        }
        self.calls.change(|call| {
            if call.id.first() == order {
                call.key = key;
            }
        });
    }

    /// A second ticket is filed for a guest, of whom that much is known.
    pub(super) fn file(&mut self, ticket: OrderId, guest: Guest) {
        match self.place_of(ticket) {
            Ok(at) => self.guests[at].1.tickets += 1,
            Err(at) => self.guests.insert(at, (ticket.first(), Guest { tickets: 1, ..guest })),
        }
    }

    /// A second ticket has ended; with the last the guest is forgotten, who is given back.
    pub(super) fn ends(&mut self, ticket: OrderId) -> Option<Guest> {
        let at = self.place_of(ticket).ok()?;
        let guest = &mut self.guests[at].1;
        guest.tickets -= 1;
        if guest.tickets > 0 { None } else { Some(self.guests.remove(at).1) }
    }

    fn place_of(&self, ticket: OrderId) -> Result<usize, usize> {
        self.guests.binary_search_by_key(&ticket.first(), |(id, _)| *id)
    }
}
