//! Second orders for what is not there in time (*hedged requests*): when they are sent, and which ticket counts.

use super::World;
use crate::sim::command::DuplicateChange;
use crate::sim::duplicates::{DuplicateDue, Duplicates};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, OrderKey, Stage};
use crate::sim::setup::DuplicateSetup;

impl World {
    /// A ticket has been placed, of which another will be written if it is not ready in time. Slices that lie under a
    /// lamp need none.
    pub(super) fn will_duplicate(&mut self, key: OrderKey) {
        let Some(duplicates) = &mut self.desk.duplicates else { return };
        let order = &self.orders[key];
        if self.setup.items[order.item.index()].tray.is_none() {
            let at = self.now + duplicates.rule.after;
            duplicates.due.push(DuplicateDue { at, id: order.id, key, serial: order.serial });
            self.reschedule_shop();
        }
    }

    /// Somebody's patience ends, or a second order falls due: at one time patience goes first, because who leaves then
    /// sends none.
    pub(super) fn patience_or_duplicate(&mut self, w: &mut impl Witness) {
        if self.patience.peek().is_some_and(|deadline| deadline.at <= self.now) {
            self.patience_over(w);
        } else {
            self.duplicate_falls_due(w);
        }
    }

    /// Whether a second order can be sent for a ticket: it waits or is being cooked, and is the only one.
    fn can_be_duplicated(&self, due: &DuplicateDue) -> bool {
        let order = &self.orders[due.key];
        matches!(order.stage, Stage::Hanging | Stage::Waiting | Stage::Cooking)
            && order.id == due.id
            && self.can_be_copied(due.key, due.serial)
    }

    #[cold]
    fn duplicate_falls_due(&mut self, w: &mut impl Witness) {
        let Some(duplicates) = &mut self.desk.duplicates else { return };
        let Some(due) = duplicates.due.pop() else { return };
        if !duplicates.may_send() || !self.can_be_duplicated(&due) {
            return;
        }
        let from = self.orders[due.key].outlet;
        let Some(to) = self.choose(due.key, Some(from.index())) else { return };
        if let Some(duplicates) = &mut self.desk.duplicates {
            duplicates.made += 1;
        }
        let copy = self.write_second(due.key, to);
        w.see(self, Notice::SentTwice { order: due.key, copy, from, to: Self::outlet_id(to) });
        self.arrive_again(copy, to, w);
    }

    /// Whether a second order for a ticket is to come.
    pub(super) fn duplicate_comes(&self, key: OrderKey) -> bool {
        let Some(duplicates) = &self.desk.duplicates else { return false };
        duplicates.due.iter().any(|due| due.key == key && self.can_be_duplicated(due))
    }

    /// The other ticket of an order, or of a party's pizza, was ready first. Where second orders are not called off,
    /// nobody is told.
    pub(super) fn comes_second(&mut self, key: OrderKey, w: &mut impl Witness) {
        self.orders[key].customer = Customer::Served;
        if self.desk.duplicates.as_ref().is_some_and(|duplicates| !duplicates.rule.cancel) {
            self.orders[key].cancels = false;
        } else {
            self.leave(key, w);
        }
    }

    /// A new rule, which goes for what is placed from now on; what is due stays due, unless there is no rule any more.
    pub(super) fn set_duplicate(&mut self, change: DuplicateChange) {
        if change.on == Some(false) {
            self.desk.duplicates = None;
        } else {
            let new = || Box::new(Duplicates::new(DuplicateSetup::default()));
            let rule = &mut self.desk.duplicates.get_or_insert_with(new).rule;
            *rule = DuplicateSetup {
                after: change.after.unwrap_or(rule.after),
                cancel: change.cancel.unwrap_or(rule.cancel),
                budget: change.budget.or(rule.budget),
            };
        }
        self.note_oddities();
        self.reschedule_shop();
    }
}
