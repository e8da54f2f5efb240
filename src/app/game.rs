//! One shop being played, with what the player looks at.

use super::names::Names;
use super::pace::Pace;
use super::story::Guess;
use crate::scenario::Scenario;
use crate::session::{EntryKind, Filter, Session, Sort};
use crate::units::{OutletId, Span, Time};
use std::sync::Arc;

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

#[derive(Debug)]
pub struct Game {
    pub scenario: Arc<Scenario>,
    /// Its number in the two books.
    pub chapter: Option<u32>,
    pub session: Session,
    pub pace: Pace,
    pub names: Names,
    pub view: View,
    /// Of the view's panels, which one has the focus.
    pub focus: usize,
    /// The panel in focus fills the view.
    pub enlarged: bool,
    /// What acts concern.
    pub outlet: OutletId,
    pub system: SystemView,
    pub charts: ChartsView,
    pub orders: OrdersView,
    pub log: LogView,
    /// By prediction of the scenario; `None`: skipped, or not asked yet.
    pub guesses: Vec<Option<Guess>>,
    /// What the last act came to: stands in the last line but one until something newer happens or a key is pressed.
    pub news: Option<News>,
    /// The solution is being played before the player's eyes.
    pub showing: bool,
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
    Plain,
}

#[derive(Clone, Debug, Default)]
pub struct SystemView {
    /// First row shown, where there are more outlets than rows.
    pub scroll: usize,
}

#[derive(Clone, Debug, Default)]
pub struct ChartsView {
    /// `None`: at now.
    pub cursor: Option<Time>,
    /// How much is shown, ending now or around the cursor; `None`: all.
    pub zoom: Option<Span>,
    /// Charts scrolled away at the top.
    pub scroll: usize,
    pub theory: bool,
}

#[derive(Clone, Debug)]
pub struct OrdersView {
    pub sort: Sort,
    pub filter: Filter,
    /// What was typed at `/`, as long as it narrows.
    pub find: String,
    /// Row in the list as it is sorted now.
    pub chosen: usize,
}

#[derive(Clone, Debug)]
pub struct LogView {
    /// `None`: all but ordinary orders.
    pub only: Option<EntryKind>,
    pub find: String,
    /// Row among those shown.
    pub chosen: usize,
    /// Stays at the newest.
    pub follow: bool,
}

impl Game {
    pub fn panel(&self) -> Panel {
        let panels = self.view.panels();
        panels[self.focus.min(panels.len() - 1)]
    }

    /// Whether the scenario lets the player give this command.
    pub fn allows(&self, command: &str) -> bool {
        let _ = command;
        true
    }

    pub fn now(&self) -> Time {
        self.session.now()
    }
}
