//! The shop as it was at the cursor of the rewind panel: what is drawn above it.

use super::{App, Overlay, Rewind, Screen};
use crate::session::Session;
use crate::units::{Span, Time};

/// A shop with more outlets, or with more orders by now, takes too long to be looked back at with every key.
const MOST_OUTLETS: usize = 64;
const MOST_ORDERS: u64 = 20_000;

/// A past moment of a history.
#[derive(Debug)]
pub(super) struct Rewound {
    number: u32,
    at: Time,
    session: Box<Session>,
}

impl App {
    /// The shop at the cursor of the rewind panel; `None`: no past moment is chosen, or the shop is too large.
    pub fn rewound(&self) -> Option<&Session> {
        self.rewound.as_ref().map(|rewound| &*rewound.session)
    }

    /// The session that is drawn, and its history's number: at the cursor of the rewind panel, else the present one.
    pub fn shown(&self) -> Option<(u32, &Session)> {
        let game = self.game()?;
        let rewound = self.rewound.as_ref().map(|rewound| (rewound.number, &*rewound.session));
        Some(rewound.unwrap_or((game.histories.present.number, &game.session)))
    }

    /// Has the shop that is drawn follow the cursor of the rewind panel.
    pub(super) fn look_back(&mut self) {
        let rewind = self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Rewind(Rewind { number, at, .. }) => Some((*number, *at)),
            _ => None,
        });
        let (Some((number, at)), Screen::Live(game)) = (rewind, &self.screen) else {
            self.rewound = None;
            return;
        };
        if self.rewound.as_ref().is_some_and(|known| (known.number, known.at) == (number, at)) {
            return;
        }
        self.rewound = None;
        let Some((_, history)) = game.history(number) else { return };
        let is_present = number == game.histories.present.number && at >= game.now();
        if is_present || history.setup().outlets.len() > MOST_OUTLETS || history.world().calls() > MOST_ORDERS {
            return;
        }
        let Some((mut session, mut rewinding)) = history.rewound(at.min(history.now())) else { return };
        while !session.step_rewind(&mut rewinding, Span::ENDLESS) {}
        self.rewound = Some(Rewound { number, at, session: Box::new(session) });
    }
}
