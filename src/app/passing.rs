//! The passing of time: of real time, while a shop runs, a moment is shown or keys are not heard yet; and of shop time,
//! in slices between which a front end looks at the clock and at the keyboard.

use super::job::Work;
use super::{App, Overlay, Screen, director, pace, stride};
use crate::app::view::View;
use crate::session::TICK;
use crate::units::{Span, Time};

/// How long a look at the shop may take without a key: after that the player has gone away.
const ATTENTION: Span = Span::from_mins(2);

impl App {
    /// Whether the clock is held: by an overlay, long work, or a terminal that is too small.
    pub fn is_held(&self) -> bool {
        self.is_too_small()
            || self.job.is_some()
            || self.overlays.iter().any(|overlay| overlay.stops_the_clock(&self.settings))
    }

    /// Whether shop time advances with real time.
    pub fn is_running(&self) -> bool {
        matches!(&self.screen, Screen::Live(game) if game.pace.is_running()) && !self.is_held()
    }

    /// Whether there is something to compute: call [`App::step`] until there is not, or until a frame is due.
    pub fn is_busy(&self) -> bool {
        if let Some(job) = &self.job {
            return !job.is_waiting();
        }
        match &self.screen {
            Screen::Live(game) => {
                (self.is_running() && game.pace.due(game.now(), TICK).is_some())
                    || !game.session.twin_lags().is_zero()
                    || matches!(self.top(), Some(Overlay::Menu(menu)) if menu.foresees(game))
            }
            Screen::Ending(ending) => ending.is_computing(),
            Screen::Picker(_) | Screen::Story(_) => false,
        }
    }

    /// Whether frames are due without any input.
    pub fn is_moving(&self) -> bool {
        self.is_running() || self.is_busy() || self.is_deaf() || self.is_merging()
    }

    /// Whether lines become one before the player's eyes.
    fn is_merging(&self) -> bool {
        let merging = match &self.screen {
            Screen::Live(game) if self.overlays.is_empty() && game.view == View::Kitchen => &game.lines.merging,
            _ => return false,
        };
        merging.as_ref().is_some_and(|merging| !merging.is_over())
    }

    /// Whether time passes without a shop: the moment after an evening moves, or keys are ignored for a while, because
    /// they were pressed before what they would answer could be seen.
    fn is_deaf(&self) -> bool {
        let moves = matches!(&self.screen, Screen::Ending(ending) if ending.moment.is_some_and(|m| !m.is_over()));
        moves
            || !self.input_grace.is_zero()
            || !self.card_grace.is_zero()
            || matches!(self.top(), Some(Overlay::Guess(ask)) if !ask.hears())
    }

    /// Counts real time that the player spends with a shop, also while its clock stands and nothing is computed.
    /// Whoever pressed no key for minutes has gone away.
    pub fn attend(&mut self, real: Span) {
        if let Screen::Live(game) = &mut self.screen {
            game.attended += real.min(ATTENTION);
        }
    }

    /// Lets real time pass.
    pub fn pass(&mut self, real: Span) {
        self.input_grace = self.input_grace - real;
        self.card_grace = self.card_grace - real;
        if let Some(Overlay::Guess(ask)) = self.overlays.last_mut() {
            self.dirty |= ask.pass(real);
        }
        if let (Screen::Ending(ending), true) = (&mut self.screen, self.overlays.is_empty())
            && let Some(moment) = ending.moment.as_mut().filter(|moment| !moment.is_over())
        {
            moment.pass(real);
            self.dirty = true;
        }
        if self.is_merging()
            && let Screen::Live(game) = &mut self.screen
        {
            self.dirty |= game.lines.pass(real);
        }
        if !self.is_running() {
            return;
        }
        if let Screen::Live(game) = &mut self.screen {
            game.played += real;
            // The signs are looked up in the log: not for a speed that the player has chosen.
            if game.pace.speed == pace::Speed::Auto {
                game.pace.steer(director::speed(&game.signs()), real);
            }
            game.pace.pass(real);
            game.show_on(real);
            if game.news_left.is_zero() || real >= game.news_left {
                game.news_left = Span::ZERO;
                game.news = None;
            } else {
                game.news_left = game.news_left - real;
            }
            self.dirty |= game.pace.is_smooth();
        }
    }

    /// Runs one time slice of the game or of an alternative. The terminal looks at the clock and at the keyboard
    /// between two slices.
    pub fn step(&mut self) {
        if self.job.is_some() {
            self.step_job();
            return;
        }
        match &self.screen {
            Screen::Live(_) if self.is_running() => self.step_live(),
            Screen::Live(_) => self.catch_up(),
            Screen::Ending(_) => self.step_ending(),
            Screen::Picker(_) | Screen::Story(_) => {}
        }
    }

    /// Notes how long the last step took in real time; the length of the next is fitted to it.
    pub fn took(&mut self, real: Span) {
        match (&mut self.job, &mut self.screen) {
            (Some(job), _) => job.stride.took(real),
            (None, Screen::Live(game)) => {
                game.pace.took(real);
                game.catching_up.took(real);
            }
            (None, Screen::Ending(ending)) => ending.stride.took(real),
            (None, Screen::Picker(_) | Screen::Story(_)) => {}
        }
    }

    /// Updates everything that is drawn. To be called once before each frame.
    pub fn settle(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        game.pace.settle(TICK);
        game.session.refresh();
        game.watch_lines();
        let history = game.histories.present.number;
        game.lines.look(&game.session, game.outlet, history, self.settings.no_motion);
        // Goals take long in large shops: whoever pressed a key waits for his picture, not for them.
        self.behind = self.awaited && game.session.setup().outlets.len() > stride::FEW && game.is_to_be_judged();
        if !self.behind {
            game.judge_in_time();
        }
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Menu(menu) => menu.refresh(game, language),
                Overlay::Compare(beside) => beside.refresh(game),
                _ => {}
            }
        }
        if game.is_decided() && self.job.is_none() {
            let from = game.now();
            self.begin_job(Work::LettingPass { from, asked: false });
        }
        self.tell_loss();
        self.look_back();
    }

    /// Lets so much shop time pass without stopping at cues, with what the dial throws meanwhile and what a rewind had
    /// undone and is to be done again; `true`: the shop is over.
    pub(super) fn let_pass(&mut self, by: Span) -> bool {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return true };
        let to = Time(game.now().0.saturating_add(by.0));
        while game.now() < to && !game.session.is_over() {
            let throw = game.next_throw();
            game.session.advance(to.min(throw).min(game.next_again()));
            if game.now() == throw
                && let Some(command) = game.session.thrown()
            {
                // What the shop refuses at this moment is not thrown.
                let _ = game.give(&command, language);
            }
            game.give_again(language);
        }
        game.names.update(game.session.world());
        game.session.is_over()
    }
}
