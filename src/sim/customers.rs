//! Customers, as distinct from the calls that the book counts: how it ended for each, and how long it took from the
//! first call.
//!
//! Most customers call once, so that their times are those of their orders. A separate histogram of customers' times is
//! kept only from the first repeat call of the run on.
//!
//! All of it follows from what happened, so none of it is in the digest.

use crate::sim::setup::{Setup, Window};
use crate::stats::Histogram;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// The customers of one window, by the time of their first call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerSheet {
    /// Customers belong to it by the time of their first call.
    pub window: Window,
    /// Customers never served who will not call again.
    pub lost: u64,
    /// From first call to delivery, of those served. `None`: nobody has called twice yet, and the orders' histogram is
    /// that of the customers, too.
    pub latency: Option<Histogram>,
}

/// The customers of every window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Customers {
    /// The whole run first, then the setup's windows, as in the book.
    pub sheets: Vec<CustomerSheet>,
    /// Whether anybody has called again, or will.
    pub(super) apart: bool,
}

impl Customers {
    pub(super) fn new(setup: &Setup) -> Customers {
        let whole = Window { from: Time::ZERO + setup.warmup, to: Time::NEVER };
        let windows = std::iter::once(whole).chain(setup.windows.iter().copied());
        let sheet = |window| CustomerSheet { window, lost: 0, latency: None };
        Customers { sheets: windows.map(sheet).collect(), apart: false }
    }

    /// Begins to record customers apart from orders; `so_far` are the orders' histograms, sheet by sheet.
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
