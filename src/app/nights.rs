//! A run of several days without goals closes for the night in name only: customers may call around the clock, but at
//! the hour of its closing each day is added up, and its debrief offered. The world knows nothing of it.

use super::{Action, Answer, App, Confirm, Ending, Game, Overlay, Screen};
use crate::units::time::MICROS_PER_DAY;
use crate::units::{Span, Time};

/// The first moment after `after` at which a day is added up, in a run that closes at `closing`; [`Time::NEVER`]: there
/// is none before its end.
fn next_night(after: Time, closing: Time) -> Time {
    // The closings of all days lie whole days before the last.
    let first = closing.0 % MICROS_PER_DAY;
    let nights = (after.0 + MICROS_PER_DAY).saturating_sub(first) / MICROS_PER_DAY;
    let at = Time(first + nights * MICROS_PER_DAY);
    if at > Time::ZERO && at < closing { at } else { Time::NEVER }
}

impl Game {
    /// When the next day is added up.
    pub(super) fn next_night(&self) -> Time {
        let is_long = self.session.setup().duration > Span::from_hours(24);
        if !is_long || !self.may_dial() {
            return Time::NEVER;
        }
        next_night(self.now(), self.session.setup().closing())
    }
}

impl App {
    /// Offers the debrief of the days so far.
    pub(super) fn tell_night(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        if self.steady {
            return;
        }
        let faults =
            game.session.commands().iter().filter(|given| crate::session::cost::breaks(&given.command)).count();
        let text = match faults {
            0 => "Everybody was served, and everybody was bored. The shop goes on tomorrow.".to_string(),
            1 => "One fault so far. The shop goes on tomorrow.".to_string(),
            many => format!("{many} faults so far. The shop goes on tomorrow."),
        };
        let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
        let answers = vec![
            answer('d', "the debrief: what each fault has cost", Action::DayDebrief),
            answer('p', "on to the next day", Action::NextDay),
        ];
        let card = Confirm { title: "Midnight: the day is added up".into(), text, answers, chosen: 0 };
        self.overlays.insert(0, Overlay::Verdict(card));
        self.dirty = true;
    }

    /// Shows the debrief of a shop that goes on.
    pub(super) fn day_debrief(&mut self) {
        self.keep_game(true);
        let placeholder = Screen::Picker(super::shelf::Picker::default());
        match std::mem::replace(&mut self.screen, placeholder) {
            Screen::Live(mut game) => {
                game.session.refresh();
                game.pace.stop();
                self.overlays.clear();
                self.screen = Screen::Ending(Box::new(Ending::new(game)));
            }
            other => self.screen = other,
        }
        self.dirty = true;
    }

    /// Leaves the debrief of a shop that goes on: the shop, as it stood.
    pub(super) fn next_day(&mut self) {
        if matches!(&self.screen, Screen::Ending(ending) if ending.is_halfway()) {
            self.look_around();
            self.last = None;
        }
        if let Screen::Live(game) = &mut self.screen {
            game.pace.paused = false;
            game.pace.whoosh();
        }
        self.dirty = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_is_added_up_at_the_hour_of_the_last_closing() {
        let hours = |hours: u64| Time::ZERO + Span::from_hours(hours);
        let closing = hours(6 * 24 + 7);
        let mut nights = Vec::new();
        let mut at = Time::ZERO;
        while !next_night(at, closing).is_never() {
            at = next_night(at, closing);
            nights.push(at);
        }
        assert_eq!(nights, [7, 31, 55, 79, 103, 127].map(hours));
        assert!(next_night(Time::ZERO, hours(24)).is_never());
        assert_eq!(next_night(Time::ZERO, hours(48)), hours(24));
    }
}
