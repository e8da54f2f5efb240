//! The only place that knows a terminal and a clock: it sets both up, carries keys and time in and pictures out, and puts
//! everything back however the program ends.
//!
//! Three threads: this one owns the app; one reads the terminal; one waits for signals. They meet at a channel, so that a
//! paused shop sleeps until somebody touches it. While the shop runs, it is computed in slices of a few milliseconds, with
//! a look at the channel after each: a key is answered within a frame at any speed. Pictures come at most thirty times a
//! second, and only when something changed.

mod background;
mod keys;
mod paths;
pub mod plain;
mod raw_mode;

use crate::app::settings::{Depth, Ground};
use crate::app::{App, Input, Leaving, Overlay};
use crate::scenario::Scenario;
use crate::ui::{self, Canvas};
use crate::units::Span;
use background::Background;
use crossterm::event::{Event, MouseButton, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use raw_mode::RawMode;
use std::io::{self, IsTerminal, Stdout};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

/// Between two pictures.
const FRAME: Duration = Duration::from_millis(33);
/// Computing between two looks at the keyboard.
const SLICE: Duration = Duration::from_millis(4);
/// More real time than this did not pass for the shop: the machine slept, or the program was stopped.
const LONGEST_GAP: Duration = Duration::from_millis(250);
/// How long the first picture waits for the terminal to say what its background is.
const GROUND_WAIT: Duration = Duration::from_millis(25);

/// How the dashboard is to look and where it begins.
#[derive(Debug, Default)]
pub struct Options {
    /// The scenario, and its name or path as it was asked for; `None`: the picker.
    pub scenario: Option<(Scenario, String)>,
    pub ascii: bool,
    pub no_motion: bool,
    /// What the player says the background is.
    pub ground: Option<Ground>,
}

/// What comes in from the other threads.
#[derive(Debug)]
enum Message {
    Event(Event),
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Opens the dashboard and returns when the player leaves it.
///
/// # Errors
/// There is no terminal, or it cannot be written to; a sentence.
pub fn run(options: Options) -> Result<(), String> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err("the dashboard needs a terminal to draw on; \
                    `pizzeria run SCENARIO` and `pizzeria play --plain SCENARIO` need none"
            .into());
    }
    let mut app = App::new(size(), Some(paths::store()));
    settle_looks(&mut app, &options);
    if let Some((scenario, source)) = options.scenario {
        app.open_scenario(scenario, &source);
    }
    let ended = Dashboard::open(app).and_then(Dashboard::run);
    match ended {
        Ok(Some(signal)) => raw_mode::die_of(signal),
        Ok(None) => Ok(()),
        Err(error) => Err(format!("the terminal cannot be used: {error}")),
    }
}

fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or(crate::app::LEAST)
}

/// What was said on the command line, then what the environment says, then what was kept.
fn settle_looks(app: &mut App, options: &Options) {
    let settings = &mut app.settings;
    settings.ascii |= options.ascii;
    settings.no_motion |= options.no_motion;
    settings.depth = depth(|name| std::env::var(name).ok());
    settings.ground = match (options.ground, settings.wanted_ground) {
        (Some(ground), _) => ground,
        (None, Ground::Unknown) => std::env::var("COLORFGBG").ok().map_or(Ground::Unknown, |v| background::of_fgbg(&v)),
        (None, wanted) => wanted,
    };
}

/// How many colours, by what the environment says.
fn depth(var: impl Fn(&str) -> Option<String>) -> Depth {
    let term = var("TERM").unwrap_or_default();
    let colour = var("COLORTERM").unwrap_or_default();
    if var("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" {
        Depth::None
    } else if colour.contains("truecolor") || colour.contains("24bit") || term.contains("direct") || cfg!(windows) {
        Depth::True
    } else if term.contains("256") {
        Depth::Indexed256
    } else {
        Depth::Ansi16
    }
}

/// The app with its terminal.
struct Dashboard {
    app: App,
    canvas: Canvas,
    terminal: Terminal<CrosstermBackend<Stdout>>,
    seat: RawMode,
    messages: Receiver<Message>,
    background: Background,
    /// When time was last passed on to the app, and when the last picture was drawn.
    clock: Instant,
    drawn: Option<Instant>,
    /// A signal that ends the program.
    signal: Option<i32>,
    panics: bool,
}

impl Dashboard {
    fn open(app: App) -> io::Result<Dashboard> {
        let seat = RawMode::take()?;
        let ask = app.settings.ground == Ground::Unknown && app.settings.depth != Depth::None;
        let background = if ask { Background::ask()? } else { Background::default() };
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        let (sender, messages) = channel();
        listen(sender);
        let canvas = Canvas::new(&app.settings);
        let panics = std::env::var_os("PIZZERIA_TEST_PANIC").is_some();
        let mut dashboard = Dashboard {
            app,
            canvas,
            terminal,
            seat,
            messages,
            background,
            clock: Instant::now(),
            drawn: None,
            signal: None,
            panics,
        };
        dashboard.await_background();
        Ok(dashboard)
    }

    /// The first picture should have its colours; a terminal that does not answer gets none.
    fn await_background(&mut self) {
        let until = Instant::now() + GROUND_WAIT;
        while self.background.is_awaited() {
            let left = until.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) => self.hear(message),
                Err(_) => return,
            }
        }
    }

    /// Until the player leaves, or a signal ends it.
    fn run(mut self) -> io::Result<Option<i32>> {
        loop {
            self.wait();
            if self.panics && self.app.top().is_some_and(|top| matches!(top, Overlay::Help { .. })) {
                std::panic::panic_any("a panic was asked for");
            }
            match self.app.leaving.take() {
                Some(Leaving::Suspend) => self.suspend()?,
                Some(Leaving::Quit) => break,
                None => {}
            }
            if self.signal.is_some() {
                break;
            }
            self.pass();
            self.compute();
            self.draw_in_time()?;
        }
        self.app.keep();
        self.seat.leave();
        Ok(self.signal)
    }

    /// For something to happen: no longer than to the next picture while anything moves, for ever while nothing does.
    fn wait(&mut self) {
        let next = self.drawn.map_or(Duration::ZERO, |drawn| FRAME.saturating_sub(drawn.elapsed()));
        let timeout = match () {
            _ if self.app.is_busy() => Some(Duration::ZERO),
            _ if self.app.dirty || self.app.is_moving() => Some(next),
            _ => None,
        };
        let first = match timeout {
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(timeout) => self.messages.recv_timeout(timeout),
        };
        // What comes now comes after the time that was waited for it.
        self.pass();
        match first {
            Ok(message) => self.hear(message),
            Err(RecvTimeoutError::Timeout) => return,
            Err(RecvTimeoutError::Disconnected) => self.hear(Message::Gone),
        }
        loop {
            match self.messages.try_recv() {
                Ok(message) => self.hear(message),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Gone => self.app.leaving = Some(Leaving::Quit),
            Message::Signal(signal) => match raw_mode::meaning(signal) {
                raw_mode::Meaning::End => self.signal = Some(signal),
                raw_mode::Meaning::Suspend => self.app.leaving = Some(Leaving::Suspend),
                raw_mode::Meaning::Resumed => self.resumed(),
            },
            Message::Event(event) => {
                let (events, ground) = self.background.hear(event);
                if let Some(ground) = ground {
                    self.app.settings.ground = ground;
                    self.app.dirty = true;
                }
                for event in events {
                    self.event(event);
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        let app = &mut self.app;
        match event {
            Event::Key(key) => {
                if let Some(key) = keys::key(key) {
                    app.update(Input::Key(key));
                }
            }
            Event::Mouse(mouse) => {
                let at = |app: &App, canvas: &Canvas| ui::hit(app, canvas, mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => {
                        if let Some(target) = at(app, &self.canvas) {
                            app.update(Input::Click(target));
                        }
                    }
                    MouseEventKind::Drag(MouseButton::Left) => {
                        if let Some(target) = at(app, &self.canvas) {
                            app.update(Input::Drag(target));
                        }
                    }
                    MouseEventKind::ScrollUp => app.update(Input::Wheel(at(app, &self.canvas), -1)),
                    MouseEventKind::ScrollDown => app.update(Input::Wheel(at(app, &self.canvas), 1)),
                    _ => {}
                }
            }
            Event::Paste(text) => app.update(Input::Paste(text)),
            Event::Resize(columns, rows) => app.update(Input::Resize(columns, rows)),
            Event::FocusGained | Event::FocusLost => {}
        }
    }

    fn pass(&mut self) {
        let now = Instant::now();
        let real = now.duration_since(self.clock).min(LONGEST_GAP);
        self.clock = now;
        self.app.pass(span(real));
    }

    fn compute(&mut self) {
        let began = Instant::now();
        while self.app.is_busy() && began.elapsed() < SLICE {
            let step = Instant::now();
            self.app.step();
            self.app.took(span(step.elapsed()));
        }
    }

    fn draw_in_time(&mut self) -> io::Result<()> {
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= FRAME);
        if !self.app.dirty || !due {
            return Ok(());
        }
        let size = size();
        if size != self.app.size {
            self.app.update(Input::Resize(size.0, size.1));
        }
        self.app.settle();
        self.canvas.prepare(&self.app);
        let (app, canvas) = (&self.app, &self.canvas);
        raw_mode::begin_picture()?;
        self.terminal.draw(|frame| ui::draw(app, canvas, frame))?;
        raw_mode::end_picture()?;
        self.app.dirty = false;
        self.drawn = Some(Instant::now());
        Ok(())
    }

    /// Aside, until the shell calls us back.
    fn suspend(&mut self) -> io::Result<()> {
        self.app.keep();
        self.seat.leave();
        raw_mode::stop()?;
        self.seat.retake()?;
        self.resumed();
        Ok(())
    }

    /// Whatever is on the screen, it is not ours.
    fn resumed(&mut self) {
        self.clock = Instant::now();
        let _ = self.seat.retake();
        // A fresh picture on an empty ground. (The library's own way asks for the cursor first, and an answer would be long
        // in coming where another thread reads the terminal.)
        let _ = raw_mode::wipe();
        if let Ok(terminal) = Terminal::new(CrosstermBackend::new(io::stdout())) {
            self.terminal = terminal;
        }
        self.app.dirty = true;
        self.drawn = None;
    }
}

/// The threads that listen. They end with the program.
fn listen(sender: Sender<Message>) {
    let signals = sender.clone();
    raw_mode::on_signals(move |signal| signals.send(Message::Signal(signal)).is_ok());
    std::thread::spawn(move || {
        loop {
            let message = crossterm::event::read().map_or(Message::Gone, Message::Event);
            let gone = matches!(message, Message::Gone);
            if sender.send(message).is_err() || gone {
                return;
            }
        }
    });
}

fn span(duration: Duration) -> Span {
    Span(duration.as_micros() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth_of(vars: &[(&str, &str)]) -> Depth {
        depth(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
    }

    #[test]
    #[cfg(unix)]
    fn colours_are_as_many_as_the_environment_says() {
        assert_eq!(depth_of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth_of(&[("TERM", "xterm-direct")]), Depth::True);
        assert_eq!(depth_of(&[("TERM", "screen-256color")]), Depth::Indexed256);
        assert_eq!(depth_of(&[("TERM", "xterm")]), Depth::Ansi16);
        assert_eq!(depth_of(&[]), Depth::Ansi16);
        assert_eq!(depth_of(&[("TERM", "dumb")]), Depth::None);
        assert_eq!(depth_of(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(depth_of(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Indexed256);
    }
}
