//! The terminal front end, the only place that knows a terminal and a clock: it passes keys and time in and frames out,
//! and restores the terminal however the program ends.
//!
//! One thread owns the app. Others read the terminal (`input`), write to it (`output`), wait for signals (`raw_mode`),
//! and read long files. They meet in the `inbox`, so a paused shop sleeps until something arrives. Long work is
//! computed in slices of a few milliseconds, with a look at the inbox after each, so that a key or a signal is handled
//! within a frame at any speed. Frames are drawn at most thirty times a second, after a key at once, only if
//! something changed, and only once the last one was written.

#![expect(clippy::disallowed_methods, reason = "the one place that reads a clock; everything below is told the time")]

mod background;
pub mod files;
mod inbox;
mod input;
mod output;
mod paths;
pub mod plain;
mod raw_mode;

#[cfg(debug_assertions)]
use crate::app::Overlay;
use crate::app::settings::{Depth, Ground};
use crate::app::{App, Input, Leaving};
use crate::scenario::Scenario;
use crate::scenario::replay::Replay;
use crate::ui::{self, Canvas, Hits};
use crate::units::{Span, Time};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use data_encoding::BASE64;
use inbox::{Inbox, Message};
use input::{Button, Heard};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use raw_mode::RawMode;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Real time between two frames.
const FRAME: Duration = Duration::from_millis(33);
/// And between two of which the second answers a key.
const AWAITED: Duration = Duration::from_millis(8);
/// Real time of computing between two looks at the inbox.
const SLICE: Duration = Duration::from_millis(4);
/// Upper bound of the real time passed on at once: after more, the machine slept or the program was stopped.
const LONGEST_GAP: Duration = Duration::from_millis(250);
/// How long the first frame waits for the terminal to report its background.
const GROUND_WAIT: Duration = Duration::from_millis(25);

/// How the dashboard looks and where it begins.
#[derive(Debug, Default)]
pub struct Options {
    /// What the dashboard opens with.
    pub opens: Opens,
    /// Draw with ASCII characters only (`--ascii`).
    pub ascii: bool,
    /// Draw riders and meters at whole ticks only (`--no-motion`).
    pub no_motion: bool,
    /// Let the clock run under menus (`--running-menus`).
    pub running_menus: bool,
    /// Leave the mouse to the terminal (`--no-mouse`).
    pub no_mouse: bool,
    /// The background as the player says it is; `None`: as the terminal reports it.
    pub ground: Option<Ground>,
}

/// What the dashboard opens with.
#[derive(Debug, Default)]
pub enum Opens {
    /// The list of lessons.
    #[default]
    Picker,
    /// The story page of a scenario, with its name or path as given.
    Story(Box<Scenario>, String),
    /// A race against a recorded run.
    Race(Box<Replay>),
    /// A recorded run, shown at a moment; `None`: at the one that its code names, else at its end.
    Show(Box<Replay>, Option<Time>),
}

impl Opens {
    fn open(self, app: &mut App) {
        match self {
            Opens::Picker => {}
            Opens::Story(scenario, source) => app.open_scenario(*scenario, &source),
            Opens::Race(replay) => app.open_replay(*replay),
            Opens::Show(replay, at) => app.show_replay(*replay, at),
        }
    }
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
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        return Err("this terminal cannot be drawn on (TERM=dumb); \
                    `pizzeria play --plain SCENARIO` plays the same game in lines"
            .into());
    }
    let mut app = App::new(size(), Some(paths::store()));
    app.errands_are_taken();
    app.opens_on(now());
    settle_looks(&mut app, &options);
    options.opens.open(&mut app);
    let ended = Dashboard::open(app).and_then(Dashboard::run);
    let Ended { signal, unkept } = ended.map_err(|error| format!("the terminal cannot be used: {error}"))?;
    if let Some(why) = &unkept {
        let _ = writeln!(io::stderr(), "pizzeria: {why}");
    }
    match signal {
        Some(signal) => raw_mode::die_of(signal),
        None => Ok(()),
    }
}

/// Upper bound of the drawn size, in columns and rows, which bounds memory.
const LARGEST: (u16, u16) = (1_000, 500);

/// Seconds since 1970 by the wall clock.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn size() -> (u16, u16) {
    let (columns, rows) = raw_mode::size().unwrap_or(crate::app::LEAST);
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

/// Settles the looks from the command line, else the environment, else the saved settings.
fn settle_looks(app: &mut App, options: &Options) {
    let var = |name: &str| std::env::var(name).ok();
    let settings = &mut app.settings;
    settings.ascii |= options.ascii || is_ascii_terminal(var);
    settings.no_motion |= options.no_motion;
    settings.menus_run |= options.running_menus;
    settings.no_mouse |= options.no_mouse;
    settings.depth = depth(var);
    settings.ground = match (options.ground, settings.wanted_ground) {
        (Some(ground), _) => ground,
        (None, Ground::Unknown) => std::env::var("COLORFGBG").ok().map_or(Ground::Unknown, |v| background::of_fgbg(&v)),
        (None, wanted) => wanted,
    };
    app.looks_are_settled();
}

/// Whether a terminal has only ASCII glyphs: the Linux console and older ones, or a locale whose encoding is not UTF-8.
/// Without a locale, UTF-8 is assumed.
fn is_ascii_terminal(var: impl Fn(&str) -> Option<String>) -> bool {
    let term = var("TERM").unwrap_or_default();
    let old = ["linux", "dumb", "ansi", "cons", "vt", "sun", "wy"].iter().any(|name| term.starts_with(name));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(var).find(|value| !value.is_empty());
    let other = locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    });
    old || other && !cfg!(windows)
}

/// The number of colours according to the environment.
fn depth(var: impl Fn(&str) -> Option<String>) -> Depth {
    let term = var("TERM").unwrap_or_default();
    let colour = var("COLORTERM").unwrap_or_default();
    let none = var("NO_COLOR").is_some_and(|value| !value.is_empty()) || var("CLICOLOR").as_deref() == Some("0");
    if none || term == "dumb" {
        Depth::None
    } else if colour.contains("truecolor") || colour.contains("24bit") || term.contains("direct") || cfg!(windows) {
        Depth::True
    } else if term.contains("256") {
        Depth::Indexed256
    } else {
        Depth::Ansi16
    }
}

/// What asks a terminal to put a text on the clipboard (OSC 52). One that does not know it shows nothing.
fn to_clipboard(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", BASE64.encode(text.as_bytes()))
}

/// The app with its terminal.
struct Dashboard {
    app: App,
    canvas: Canvas,
    seat: RawMode,
    inbox: Inbox,
    /// The frame on the terminal; `None`: unknown.
    shown: Option<Buffer>,
    /// The click targets of that frame.
    hits: Hits,
    /// Whether the terminal was asked for its background and has not answered.
    asked: bool,
    /// When time was last passed on to the app, and when the last frame was drawn.
    clock: Instant,
    drawn: Option<Instant>,
    /// A signal that ends the program.
    signal: Option<i32>,
    /// Whether the terminal is gone.
    gone: bool,
}

impl Dashboard {
    fn open(app: App) -> io::Result<Dashboard> {
        let inbox = Inbox::default();
        // First of all, so that from here on nothing leaves the terminal in a changed state.
        let theirs = inbox.clone();
        let tell = move |signal| match raw_mode::meaning(signal) {
            raw_mode::Meaning::Resized => theirs.resized(),
            _ => theirs.signal(signal),
        };
        raw_mode::on_signals(tell, true);
        let seat = RawMode::take(inbox.clone(), !app.settings.no_mouse)?;
        let asked = app.settings.ground == Ground::Unknown && app.settings.depth != Depth::None;
        if cfg!(unix) {
            seat.output().post(if asked { background::QUESTION } else { b"" });
            seat.output().post(raw_mode::KITTY_QUESTION);
        }
        let canvas = Canvas::new(&app.settings);
        let clock = Instant::now();
        let mut dashboard = Dashboard {
            app,
            canvas,
            seat,
            inbox,
            shown: None,
            hits: Hits::default(),
            asked: asked && cfg!(unix),
            clock,
            drawn: None,
            signal: None,
            gone: false,
        };
        listen(dashboard.inbox.clone())?;
        dashboard.await_background();
        Ok(dashboard)
    }

    /// Waits for the terminal to report its background, so that the first frame has the right colours.
    fn await_background(&mut self) {
        let until = Instant::now() + GROUND_WAIT;
        while self.asked && !self.is_ending() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            self.inbox.wait(Some(left));
            self.take_in();
        }
    }

    fn is_ending(&self) -> bool {
        self.gone || self.signal.is_some() || self.app.leaving().is_some()
    }

    /// Runs until the player leaves, a signal ends the program, or the terminal is gone. The game is saved in every
    /// case.
    fn run(mut self) -> io::Result<Ended> {
        let outcome = self.go_on();
        self.app.keep();
        let unkept = keep_elsewhere(&mut self.app);
        self.app.let_go();
        self.inbox.close();
        self.seat.leave();
        outcome?;
        Ok(Ended { signal: self.signal, unkept })
    }

    fn go_on(&mut self) -> io::Result<()> {
        loop {
            self.wait();
            self.break_if_asked();
            match self.app.take_leaving() {
                Some(Leaving::Suspend) => self.suspend()?,
                Some(Leaving::Quit) => return Ok(()),
                None => {}
            }
            if self.is_ending() {
                return Ok(());
            }
            self.seat.mouse(!self.app.settings.no_mouse);
            while let Some(errand) = self.app.take_errand() {
                let inbox = self.inbox.clone();
                std::thread::spawn(move || inbox.fetched(errand.run()));
            }
            if let Some(text) = self.app.take_copied() {
                self.seat.output().post(to_clipboard(&text).as_bytes());
            }
            self.pass();
            self.compute();
            self.draw_in_time()?;
        }
    }

    /// Panics or hangs on request, for tests.
    #[cfg(debug_assertions)]
    fn break_if_asked(&self) {
        let asked = std::env::var("PIZZERIA_TEST_PANIC").unwrap_or_default();
        if asked.is_empty() || !self.app.top().is_some_and(|top| matches!(top, Overlay::Help { .. })) {
            return;
        }
        if asked == "hang" {
            loop {
                std::thread::park();
            }
        }
        std::panic::panic_any("a panic was asked for");
    }

    #[cfg(not(debug_assertions))]
    fn break_if_asked(&self) {}

    /// Waits for a message: at most until the next frame while anything moves, otherwise without limit.
    fn wait(&mut self) {
        let next = match self.app.is_dirty() && self.seat.output().is_idle() {
            true => self.drawn.map_or(Duration::ZERO, |drawn| self.apart().saturating_sub(drawn.elapsed())),
            // There is nothing to draw yet, or the last frame is still being written.
            false => FRAME,
        };
        let timeout = match () {
            _ if self.app.is_busy() && !self.is_picture_first() => Some(Duration::ZERO),
            // The inbox reports when the frame is written.
            _ if !self.seat.output().is_idle() && !self.app.is_moving() => None,
            _ if self.app.is_dirty() || self.app.is_moving() => Some(next),
            _ => None,
        };
        self.inbox.wait(timeout);
        // The waited time passed before the message.
        self.pass();
        self.take_in();
    }

    /// Whether the frame that answers a key is drawn before anything else is computed.
    fn is_picture_first(&self) -> bool {
        self.app.is_awaited() && self.seat.output().is_idle()
    }

    /// The least real time between two frames.
    fn apart(&self) -> Duration {
        if self.app.is_awaited() { AWAITED } else { FRAME }
    }

    /// Handles all messages, but not beyond the next frame's time.
    fn take_in(&mut self) {
        let began = Instant::now();
        while let Some(message) = self.inbox.try_take() {
            self.hear(message);
            if self.is_ending() || began.elapsed() > FRAME {
                return;
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Gone => self.gone = true,
            Message::Signal(signal) => match raw_mode::meaning(signal) {
                raw_mode::Meaning::End => self.signal = Some(signal),
                raw_mode::Meaning::Suspend => self.app.ask_to_leave(Leaving::Suspend),
                raw_mode::Meaning::Resumed => self.resumed(),
                raw_mode::Meaning::Resized | raw_mode::Meaning::Nothing => {}
            },
            Message::Fetched(fetched) => self.app.fetched(*fetched),
            Message::Resized => self.app.redraw(),
            Message::Drawn => {}
            Message::Wheel(mouse, turns) => {
                let by = if mouse.what == Button::WheelUp { -(turns as i32) } else { turns as i32 };
                let at = self.hits.at(&self.app, mouse.column, mouse.row);
                self.app.update(Input::Wheel(at, by));
            }
            Message::Heard(heard) => self.heard(heard),
        }
    }

    fn heard(&mut self, heard: Heard) {
        let app = &mut self.app;
        match &heard {
            Heard::Key(..) | Heard::Paste(_) => app.await_picture(),
            Heard::Mouse(mouse) if mouse.what == Button::Press => app.await_picture(),
            Heard::Mouse(_) | Heard::Ground(_) | Heard::Kitty => {}
        }
        match heard {
            Heard::Key(key, None) => app.update(Input::Key(key)),
            Heard::Key(key, Some(latin)) => app.update(Input::KeyAt(key, latin)),
            Heard::Paste(text) => app.update(Input::Paste(text)),
            Heard::Mouse(mouse) => {
                let Some(target) = self.hits.at(app, mouse.column, mouse.row) else { return };
                match mouse.what {
                    Button::Press => app.update(Input::Click(target)),
                    Button::Drag => app.update(Input::Drag(target)),
                    Button::WheelUp | Button::WheelDown => {}
                }
            }
            Heard::Ground(ground) => {
                if std::mem::take(&mut self.asked) {
                    app.settings.ground = ground;
                    app.redraw();
                }
            }
            Heard::Kitty => self.seat.kitty(),
        }
    }

    fn pass(&mut self) {
        // What is no whole microsecond counts the next time.
        let real = Duration::from_micros(span(self.clock.elapsed()).0);
        self.clock += real;
        self.app.attend(span(real));
        self.app.pass(span(real.min(LONGEST_GAP)));
    }

    fn compute(&mut self) {
        let began = Instant::now();
        while self.app.is_busy() && !self.is_picture_first() && began.elapsed() < SLICE {
            let step = Instant::now();
            self.app.step();
            self.app.took(span(step.elapsed()));
        }
    }

    fn draw_in_time(&mut self) -> io::Result<()> {
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= self.apart());
        if !self.app.is_dirty() || !due || !self.seat.output().is_idle() {
            return Ok(());
        }
        let size = size();
        if size != self.app.size() {
            self.app.update(Input::Resize(size.0, size.1));
        }
        self.app.settle();
        self.canvas.prepare(&self.app);
        let picture = self.picture()?;
        self.seat.output().post(&picture);
        self.app.drawn();
        self.drawn = Some(Instant::now());
        Ok(())
    }

    /// The bytes that bring the terminal up to date. The frame appears at once if the terminal supports synchronized
    /// updates.
    fn picture(&mut self) -> io::Result<Vec<u8>> {
        let area = Rect::new(0, 0, self.app.size().0, self.app.size().1);
        let mut bytes = Vec::new();
        crossterm::queue!(bytes, BeginSynchronizedUpdate)?;
        let before = match self.shown.take() {
            Some(shown) if shown.area == area => shown,
            _ => {
                crossterm::queue!(bytes, Clear(ClearType::All))?;
                Buffer::empty(area)
            }
        };
        let mut now = Buffer::empty(area);
        self.hits = ui::paint(&self.app, &self.canvas, &mut now);
        CrosstermBackend::new(&mut bytes).draw(ui::changes(&before, &now))?;
        crossterm::queue!(bytes, EndSynchronizedUpdate)?;
        self.shown = Some(now);
        Ok(bytes)
    }

    /// Stops the program until the shell resumes it.
    fn suspend(&mut self) -> io::Result<()> {
        self.app.keep();
        self.seat.leave();
        raw_mode::stop()?;
        self.resumed();
        Ok(())
    }

    /// After being resumed: the screen's contents are unknown. A hangup also resumes a stopped program, in order to end
    /// it.
    fn resumed(&mut self) {
        if self.is_ending() {
            return;
        }
        self.clock = Instant::now();
        let _ = self.seat.retake();
        self.shown = None;
        self.app.redraw();
        self.drawn = None;
    }
}

/// Starts the threads that listen to the terminal. They end with the program.
#[cfg(unix)]
fn listen(inbox: Inbox) -> io::Result<()> {
    input::reader::listen(inbox)
}

#[cfg(windows)]
fn listen(inbox: Inbox) -> io::Result<()> {
    input::windows::listen(inbox)
}

/// How the dashboard ended.
struct Ended {
    signal: Option<i32>,
    /// What the player must know about a game that could not be saved in its place.
    unkept: Option<String>,
}

/// Saves a game that cannot be saved in its place in the temporary directory; returns what to tell the player.
fn keep_elsewhere(app: &mut App) -> Option<String> {
    let why = app.unkept()?.to_string();
    let home = std::env::temp_dir().join(format!("pizzeria-{}", std::process::id()));
    Some(match app.keep_in(files::store_at(&home)) {
        Ok(()) => {
            let home = home.display();
            format!("the game is kept in {home} instead: `PIZZERIA_HOME='{home}' pizzeria` goes on with it. {why}")
        }
        Err(other) => format!("the game is not kept. {why} {other}"),
    })
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
        assert_eq!(depth_of(&[("TERM", "xterm-256color"), ("CLICOLOR", "0")]), Depth::None);
    }

    #[test]
    #[cfg(unix)]
    fn glyphs_are_as_many_as_the_environment_says() {
        let ascii = |vars: &[(&str, &str)]| {
            is_ascii_terminal(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
        };
        for vars in [
            [("TERM", "linux"), ("LANG", "de_DE.UTF-8")],
            [("TERM", "vt220"), ("LANG", "")],
            [("TERM", "xterm"), ("LC_ALL", "C")],
            [("TERM", "xterm"), ("LANG", "POSIX")],
            [("LC_CTYPE", "de_DE.ISO-8859-1"), ("LANG", "de_DE.UTF-8")],
        ] {
            assert!(ascii(&vars), "{vars:?}");
        }
        for vars in [
            [("TERM", "xterm"), ("LC_ALL", "C.UTF-8")],
            [("TERM", "xterm"), ("LANG", "en_US.utf8")],
            [("TERM", "xterm"), ("LANG", "")],
            [("LC_ALL", "ja_JP.UTF-8"), ("LANG", "C")],
        ] {
            assert!(!ascii(&vars), "{vars:?}");
        }
    }
}
