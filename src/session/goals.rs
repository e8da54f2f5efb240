//! Goals and stars, judged live: how each stands, whether it can still change, and where the present pace leads.

use crate::units::Time;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Its window has not begun, or nothing was measured yet.
    #[default]
    NotYet,
    Met,
    /// Met or open so far, but not at this pace, or only just.
    AtRisk,
    /// Not met as it stands, and hardly to be saved.
    Lost,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoalState {
    pub standing: Standing,
    /// Over the goal's window so far, as the report will say it (seconds, 0–1, dollars, counts); `None`: no data.
    pub value: Option<f64>,
    /// Nothing can change it any more.
    pub is_final: bool,
    /// When it is judged.
    pub judged_at: Time,
    pub pace: Option<Pace>,
}

/// Where the present pace leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Lost at about this time.
    LostAt(Time),
    /// Met at about this time.
    MetAt(Time),
    /// The value at the end of its window.
    EndsWith(f64),
}

impl crate::session::Session {
    /// Brings goals and stars up to the moment.
    pub fn judge(&mut self) {}
}
