//! The six views of a shop, their panels, and the line of news under them: what keys, menus and pictures all speak of.

use crate::units::{Span, Time};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    City,
    Kitchen,
    System,
    Charts,
    Orders,
    Log,
}

pub const VIEWS: [View; 6] = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];

/// Parts of a view that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Panel {
    Map,
    Kitchens,
    Why,
    Vitals,
    Goals,
    Line,
    Chefs,
    Delivery,
    Prep,
    Diagram,
    PlacedNow,
    Charts,
    Orders,
    Trace,
    Makeup,
    Log,
    Entry,
}

impl View {
    /// In the order in which Tab visits them; the first has the focus at first.
    pub fn panels(self) -> &'static [Panel] {
        match self {
            View::City => &[Panel::Map, Panel::Kitchens, Panel::Why, Panel::Vitals, Panel::Goals],
            View::Kitchen => &[Panel::Line, Panel::Chefs, Panel::Delivery, Panel::Prep],
            View::System => &[Panel::Diagram, Panel::PlacedNow],
            View::Charts => &[Panel::Charts],
            View::Orders => &[Panel::Orders, Panel::Trace, Panel::Makeup],
            View::Log => &[Panel::Log, Panel::Entry],
        }
    }

    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn name(self) -> &'static str {
        ["City", "Kitchen", "System", "Charts", "Orders", "Log"][self as usize]
    }
}

/// A sentence with its tone.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    pub at: Time,
    pub tone: Tone,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Done,
    Refused,
    /// The story goes on.
    Story,
    Plain,
}

/// How long a sentence stands in the last line but one, in real time while the shop runs.
pub const NEWS: Span = Span::from_secs(8);
