//! Customers, beside the calls that the book counts: how it ended for each, and how long it took from the first call.
//!
//! Almost everybody calls once, and then a customer is an order. Only when somebody calls again do the two part, so a
//! history of customers' times of its own begins with the first repeat call of the run.
//!
//! All of it follows from what happened, so none of it is in the digest.

use crate::sim::setup::{Setup, Window};
use crate::stats::Histogram;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// The customers of one window, by the moment of their first call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerSheet {
    pub window: Window,
    /// Will not call again, and were never served.
    pub lost: u64,
    /// From the first call to delivery; `None`: nobody has called twice yet, and the orders' histogram is theirs.
    pub latency: Option<Histogram>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Customers {
    /// The whole run first, then the setup's windows, like the book's.
    pub sheets: Vec<CustomerSheet>,
    /// Somebody has called again, or will.
    pub(super) apart: bool,
}

impl Customers {
    pub(super) fn new(setup: &Setup) -> Customers {
        let whole = Window { from: Time::ZERO + setup.warmup, to: Time::NEVER };
        let windows = std::iter::once(whole).chain(setup.windows.iter().copied());
        let sheet = |window| CustomerSheet { window, lost: 0, latency: None };
        Customers { sheets: windows.map(sheet).collect(), apart: false }
    }

    /// From now on calls and customers are two things; `so_far` are the histograms of the orders, sheet by sheet.
    #[cold]
    pub(super) fn part(&mut self, so_far: Vec<Histogram>) {
        self.apart = true;
        for (sheet, latency) in self.sheets.iter_mut().zip(so_far) {
            sheet.latency = Some(latency);
        }
    }

    #[cold]
    pub(super) fn served(&mut self, first_placed: Time, took: Span) {
        for sheet in self.sheets.iter_mut().filter(|sheet| sheet.window.contains(first_placed)) {
            if let Some(latency) = &mut sheet.latency {
                latency.record(took);
            }
        }
    }

    pub(super) fn lost(&mut self, first_placed: Time) {
        for sheet in self.sheets.iter_mut().filter(|sheet| sheet.window.contains(first_placed)) {
            sheet.lost += 1;
        }
    }
}
