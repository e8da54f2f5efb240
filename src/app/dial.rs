//! The dial of random faults and the slider of demand, in a night without goals. Both give ordinary commands.

use super::view::{NEWS, Tone};
use super::{Action, App, Game, Screen};
use crate::session::Dial;
use crate::sim::command::Fault;
use crate::units::Time;

/// The positions of the slider: the factor on demand, and the words of the footer.
const DEMAND: [(f64, &str); 6] = [
    (0.25, "demand ×0.25"),
    (0.5, "demand ×0.5"),
    (1.0, "demand ×1"),
    (1.5, "demand ×1.5"),
    (2.0, "demand ×2"),
    (3.0, "demand ×3"),
];

impl App {
    /// Turns the dial, or moves the slider.
    pub(super) fn dial(&mut self, action: Action) {
        let is_possible = self.offers(action);
        let Screen::Live(game) = &mut self.screen else { return };
        if !is_possible {
            let text = "No. Nobody turns a dial where there is something to win. Nothing was changed.";
            return game.say(Tone::Refused, text.into(), NEWS);
        }
        if action == Action::Dial {
            game.turn_dial(game.dial.turned());
            return self.keep_game(false);
        }
        let now = game.demand().0;
        let next = match action {
            Action::MoreDemand => DEMAND.iter().find(|(factor, _)| *factor > now),
            _ => DEMAND.iter().rev().find(|(factor, _)| *factor < now),
        };
        let Some((factor, _)) = next else {
            return game.say(Tone::Refused, "No. The slider goes no further.".into(), NEWS);
        };
        let surge = Fault::Surge { zone: None, item: None, factor: *factor, lasts: None };
        // What the shop answers stands in the news line.
        let _ = self.give(&surge.into());
    }

    /// Gives the fault that the dial throws at this moment.
    pub(super) fn throw(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        let Some(command) = game.session.thrown() else { return };
        if self.give(&command).is_ok()
            && let Screen::Live(game) = &mut self.screen
            && let Some(news) = &mut game.news
        {
            news.text = format!("By chance: {}", news.text);
        }
    }
}

impl Game {
    /// Whether this is a night for random faults: one without goals, in which the player may break something.
    pub fn may_dial(&self) -> bool {
        self.scenario.goals.is_empty() && self.may_break() && !self.session.is_over() && !self.showing
    }

    /// Whether demand may be changed, in such a night.
    pub fn may_demand(&self) -> bool {
        self.may_dial() && self.allows("surge")
    }

    /// The factor on everybody's demand that stands until the next, and the slider's words.
    pub fn demand(&self) -> (f64, &'static str) {
        let factor = self.session.demand_factor();
        let known = DEMAND.iter().find(|(known, _)| *known == factor);
        (factor, known.map_or("demand of your own", |(_, words)| *words))
    }

    pub(super) fn turn_dial(&mut self, dial: Dial) {
        self.dial = dial;
        self.session.note_dial(dial);
        let text = match dial {
            Dial::None => "Nothing breaks by chance any more.",
            Dial::NowAndThen => "Now and then something breaks, about once an hour.",
            Dial::Chaos => "Chaos: something breaks every ten minutes or so.",
        };
        self.say(Tone::Done, text.into(), NEWS);
    }

    /// When the dial throws its next fault.
    pub(super) fn next_throw(&self) -> Time {
        let dial = if self.may_dial() { self.dial } else { Dial::None };
        dial.next(self.session.setup().seed, self.now(), self.session.setup().closing())
    }
}
