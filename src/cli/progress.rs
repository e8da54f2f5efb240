//! Progress bars, shown only if standard error is a terminal, and removed at the end.

use crate::sim::setup::Setup;
use crate::units::{Span, Time};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::Duration;

/// A bar of so many steps: call `inc(1)` at each and `finish_and_clear()` at the end.
pub fn bar(steps: u64, what: &str) -> ProgressBar {
    if steps < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = styled(steps, what);
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    bar
}

fn styled(steps: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what.to_string());
    bar
}

/// A bar for a single run, over its shop time, shown if the run takes long.
pub struct Evening {
    bar: ProgressBar,
    next: Time,
    step: Span,
}

/// A run that ends within this time gets no bar.
const PATIENCE: Duration = Duration::from_millis(700);
/// The number of steps of the bar.
const STEPS: u64 = 1_000;

impl Evening {
    /// A bar for a setup; `None`: standard error is no terminal.
    pub fn of(setup: &Setup) -> Option<Evening> {
        let step = Span((setup.duration.0 / STEPS).max(1));
        io::stderr().is_terminal().then(|| Evening { bar: styled(STEPS, "running"), next: Time::ZERO + step, step })
    }
}

impl Evening {
    /// Notes the shop's clock.
    pub fn beat(&mut self, now: Time) {
        if now < self.next {
            return;
        }
        self.next = now + self.step;
        if self.bar.is_hidden() && self.bar.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        self.bar.set_position((now.0 / self.step.0).min(STEPS));
    }
}

impl Drop for Evening {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// An indicator for work with an unknown number of steps.
pub fn spinner(what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{msg} {spinner} {pos} sets");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(what.to_string());
    bar
}
