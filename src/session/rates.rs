//! What goes through each outlet: flows counted over the last 10 minutes, load from known demand, and growth.

pub mod known;
mod measuring;

pub use known::{Demand, Hand, Load};
use measuring::Asked;
pub(super) use measuring::{measure, stations};

use crate::sim::explain::{Lately, Shift, Station, Verdict};
use crate::sim::world::World;
use crate::units::{ItemId, Span, Time};

/// Tickets that went through an outlet's kitchen in the rate window. They are conserved: `inside_then + arrived +
/// trays_ordered = cooked + handed + trays_baked + refused + walked + moved + dropped + burnt + inside_now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Sent here, rerouted here and copied here.
    pub arrived: u64,
    /// Of those, sent on a customer's repeat call.
    pub again: u64,
    /// Of those, rerouted from another outlet or copied here.
    pub moved_in: u64,
    /// Cooked here.
    pub cooked: u64,
    /// Turned away at the full queue.
    pub refused: u64,
    /// Torn up because the customer walked out.
    pub walked: u64,
    /// Rerouted from here to another outlet.
    pub moved: u64,
    /// Torn up for another reason: the order's other ticket was begun, or the customer had gone before.
    pub dropped: u64,
    /// Burnt here.
    pub burnt: u64,
    /// Tickets in the queue, on the way into it, or being cooked, at the window's beginning.
    pub inside_then: u64,
    /// The same now.
    pub inside_now: u64,
    /// After the kitchen: brought to a customer who waited.
    pub delivered: u64,
    /// Pizzas of parties that were ready before the last.
    pub ready: u64,
    /// Brought to nobody, because the customer had gone.
    pub wasted: u64,
    /// Cooked tickets still in hands, on the shelf or on the road, at the window's beginning: `after_then + cooked +
    /// handed = delivered + ready + wasted + after_now`.
    pub after_then: u64,
    /// The same now.
    pub after_now: u64,
    /// Customers who asked at a lamp and got no ticket: they were handed a slice, or wait for one.
    pub at_lamp: u64,
    /// Slices handed over, which no chef had in hand.
    pub handed: u64,
    /// Trays that the house had baked: tickets of nobody.
    pub trays_ordered: u64,
    /// Of those, the ones that came out of the oven.
    pub trays_baked: u64,
    /// Customers who walked out while their ticket stayed: it is cooked for nobody. No tickets, so in no sum of them.
    pub stayed: u64,
}

/// Who called the front desk in the rate window, and what became of their orders there. They are conserved:
/// `held_then + first + again + in_doubt + parts = sent + unreachable + limited + left +
/// forgotten + held_now`, and of the customers
/// `later_then + will_again = again + later_now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doors {
    /// First calls.
    pub first: u64,
    /// Repeat calls.
    pub again: u64,
    /// Orders sent to an outlet.
    pub sent: u64,
    /// Orders that no outlet could take.
    pub unreachable: u64,
    /// Calls over a quota.
    pub limited: u64,
    /// Tickets filed for want of a confirmation.
    pub in_doubt: u64,
    /// Tickets filed for a party beside its first.
    pub parts: u64,
    /// Customers who walked out while the desk kept their order.
    pub left: u64,
    /// Taken orders that the desk kept, and that no book has any more.
    pub forgotten: u64,
    /// Orders that the desk kept at the window's beginning.
    pub held_then: u64,
    /// The same now.
    pub held_now: u64,
    /// Calls lost, here or at an outlet.
    pub lost: u64,
    /// Of those, the ones whose customers will call again.
    pub will_again: u64,
    /// Customers between two calls at the window's beginning.
    pub later_then: u64,
    /// The same now.
    pub later_now: u64,
}

impl Doors {
    /// Calls that repeat another, of whatever kind.
    pub fn repeated(&self) -> u64 {
        self.again + self.in_doubt
    }
}

/// The rates of one outlet, as of the last [`Session::refresh`](super::Session::refresh).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutletRates {
    /// Counts of tickets in the window.
    pub passed: Passed,
    /// The same counts since opening.
    pub ever: Passed,
    /// The length of the window: up to ten minutes, at least two.
    pub over: Span,
    /// Orders an hour sent here, rerouted here and copied here.
    pub arriving_per_hour: f64,
    /// Orders an hour cooked here.
    pub cooked_per_hour: f64,
    /// Orders an hour put on the shelf.
    pub shelved_per_hour: f64,
    /// Orders an hour delivered from here.
    pub delivered_per_hour: f64,
    /// Offered load in chefs, from known demand, what came lately of repeat calls, and the chefs' known speeds.
    pub work: f64,
    /// How many times the known demand that is with the repeat calls, and with what second orders have made in vain.
    pub repeats: f64,
    /// Chefs who are here, well, and not about to leave.
    pub hands: f64,
    /// Busy share of the chefs present and well, 0–1; `None` if nobody was there.
    pub chefs_busy: Option<f64>,
    /// Busy share of the riders present, 0–1; `None` if nobody was there.
    pub riders_busy: Option<f64>,
    /// Riders who are here and not about to leave.
    pub riders: f64,
    /// Offered load in riders.
    pub riders_work: f64,
    /// The known mean time of a rider per order.
    pub trip: Span,
    /// Growth of the queues, tickets a minute.
    pub line_per_min: f64,
    /// Growth of the shelf, boxes a minute.
    pub shelf_per_min: f64,
    /// The known mean cooking time here, weighted by the items in demand.
    pub cooking: Span,
    /// The mean time on the shelf, of what was delivered; `None` if nothing was.
    pub shelf: Option<Span>,
    /// The mean time on the road, of what was delivered; `None` if nothing was.
    pub ride: Option<Span>,
    /// Roughly how long an order that came now would wait for a chef; `None`: for ever, as far as anybody knows. It is
    /// good enough to see where orders are stuck; forecasts that are shown come from [`crate::session::estimate`].
    pub wait: Option<Span>,
    /// Tickets in the queues whose customers have gone.
    pub ghosts: u64,
    /// One entry per item, in specialised kitchens only.
    pub lines: Vec<LineRates>,
}

impl OutletRates {
    /// The chefs' load, offered load ÷ chefs; `None` with nobody there.
    pub fn load(&self) -> Option<f64> {
        Load { work: self.work, hands: self.hands }.share()
    }

    /// Tickets an hour that came to the chefs: orders but those who got a slice at a lamp, and trays of the house.
    pub fn tickets_per_hour(&self) -> f64 {
        let Passed { at_lamp, trays_ordered, .. } = self.passed;
        if at_lamp + trays_ordered == 0 {
            return self.arriving_per_hour;
        }
        self.arriving_per_hour + self.per_hour(trays_ordered) - self.per_hour(at_lamp)
    }

    /// Converts a count of the window to a rate an hour.
    pub fn per_hour(&self, count: u64) -> f64 {
        if self.over.is_zero() { 0.0 } else { count as f64 / self.over.hours() }
    }
}

/// What is known of people and town, from one moment to the next: reckoned anew only where it has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub town: known::Town,
    /// By outlet.
    pub staff: Vec<known::Staff>,
    pub demand: Vec<Demand>,
    pub asked: Vec<Asked>,
    stands: Option<known::Basis>,
}

impl Known {
    /// Brings it up to the moment.
    pub fn update(&mut self, world: &World) {
        let basis = known::Basis::of(world);
        if self.stands.as_ref().is_some_and(|stands| stands.holds(&basis)) {
            return;
        }
        self.staff.resize_with(world.outlets().len(), known::Staff::default);
        self.staff.iter_mut().enumerate().for_each(|(o, staff)| staff.recount(world, o));
        self.town.demand(world, &self.staff, &mut self.demand);
        let people = self.demand.iter().zip(&self.staff).enumerate();
        self.asked.clear();
        self.asked.extend(people.map(|(o, (demand, staff))| Asked::of(world, o, demand, staff)));
        self.stands = Some(basis);
    }
}

/// One line of a specialised kitchen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRates {
    /// The item.
    pub item: ItemId,
    /// Tickets in the queue.
    pub waiting: u32,
    /// Tickets an hour that came.
    pub arriving_per_hour: f64,
    /// Offered load in chefs.
    pub work: f64,
    /// Chefs for this item alone who are here, well, and not about to leave.
    pub experts: u32,
    /// All-rounders who are; they serve every queue.
    pub all_rounders: u32,
}

/// The facts behind the Why panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// When they were collected.
    pub at: Time,
    /// All places where orders can be stuck.
    pub stations: Vec<Station>,
    /// What is wrong, if anything.
    pub verdict: Verdict,
    /// Customers lost or served late in the last 10 minutes.
    pub lately: Lately,
    /// What moved the 95th percentile; `None` if nothing did, or too few orders came.
    pub moved: Option<Moved>,
    /// Orders still in the shop, which the percentile leaves out.
    pub still_waiting: u64,
    /// Orders lost in the last 15 minutes, which it leaves out, too.
    pub gone: u64,
}

/// A move of the 95th percentile between two windows of 15 minutes, of which the later ends now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// When the earlier window ended.
    pub since: Time,
    /// What changed between them.
    pub shift: Shift,
}

impl Why {
    /// The station where orders are stuck.
    pub fn stuck(&self) -> Option<&Station> {
        match self.verdict {
            Verdict::Stuck { station, .. } => self.stations.get(station),
            Verdict::Failing { .. } | Verdict::Calm { .. } => None,
        }
    }

    /// The busiest station of a shop where nothing is stuck.
    pub fn busiest(&self) -> Option<&Station> {
        match self.verdict {
            Verdict::Failing { busiest, .. } | Verdict::Calm { busiest } => self.stations.get(busiest?),
            Verdict::Stuck { .. } => None,
        }
    }
}
