//! What each chef did in the last hour: the bars of the Kitchen view.

use crate::units::{ItemId, Span, Time};

/// How far back is remembered.
pub const KEPT: Span = Span::from_mins(60);

/// One stretch of a chef's time. Stretches of nothing to do are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stint {
    pub from: Time,
    /// `None`: still at it.
    pub to: Option<Time>,
    pub what: Doing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// `lost`: it was for nothing.
    Cooking {
        serial: u64,
        item: ItemId,
        lost: bool,
    },
    Blocked {
        serial: u64,
    },
    Tray {
        bases: u32,
    },
    Driving {
        serial: Option<u64>,
    },
    Ill,
    Away,
}
