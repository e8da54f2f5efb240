//! The six views of a running shop, their panels, and the news line under them.

use crate::units::{Span, Time};

/// A view of a running shop. The numbers 1 to 6 select them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The map, the outlets' kitchens, why orders wait, vital signs and goals.
    City,
    /// One outlet: its queues, chefs, shelf, riders and prepared bases.
    Kitchen,
    /// The shop as a diagram of nodes and edges, with their rates.
    System,
    /// Measurements over time, with what theory predicts.
    Charts,
    /// A list of orders, with the trace of the chosen one.
    Orders,
    /// What happened, line by line.
    Log,
}

/// All views, in the order of their numbers.
pub const VIEWS: [View; 6] = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];

/// A part of a view that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Panel {
    /// The city with its outlets, riders and waiting customers.
    Map,
    /// A row for each outlet.
    Kitchens,
    /// Where orders are stuck, and the evidence.
    Why,
    /// The four golden signals: latency, traffic, errors, saturation.
    Vitals,
    /// Every goal with its value and outlook.
    Goals,
    /// The queues of one outlet.
    Line,
    /// What each chef of one outlet has been doing.
    Chefs,
    /// Riders, trips and the shelf of one outlet.
    Delivery,
    /// Bases prepared ahead at one outlet.
    Prep,
    /// Nodes and edges, each edge with its rate.
    Diagram,
    /// What an order placed now would meet, as estimated spans against the promise.
    PlacedNow,
    /// The charts and their time axis.
    Charts,
    /// The list of orders.
    Orders,
    /// The spans of the chosen order's life.
    Trace,
    /// Where the minutes of the slowest orders go, beside the median.
    Makeup,
    /// The lines of the log.
    Log,
    /// The chosen line of the log in full.
    Entry,
}

impl View {
    /// Its panels in the order in which Tab visits them; the first has the focus initially.
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

    /// The key that selects it: 1 to 6.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its name in the header; the same in both vocabularies.
    pub fn name(self) -> &'static str {
        ["City", "Kitchen", "System", "Charts", "Orders", "Log"][self as usize]
    }
}

/// A sentence of the news line.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// When it was said, by the shop's clock.
    pub at: Time,
    /// How it is coloured.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// How a news line is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A command was carried out.
    Done,
    /// A command was refused, or a key does nothing here.
    Refused,
    /// A cue of the story.
    Story,
    /// Anything else.
    Plain,
}

/// How long a sentence stays in the news line, in real time while the shop runs.
pub const NEWS: Span = Span::from_secs(8);
