//! The only place that knows a terminal and a clock: it sets both up, carries keys and time in and pictures out, and
//! puts everything back however the program ends.
//!
//! One thread owns the app. Others read the terminal (`input`), write to it (`output`), wait for signals (`raw_mode`),
//! and read long files; they meet in the `inbox`, so that a paused shop sleeps until somebody touches it. Whatever
//! takes long is computed in slices of a few milliseconds, with a look at the inbox after each: a key or a signal is
//! answered within a frame at any speed. Pictures come at most thirty times a second, a key's at once, only when
//! something changed, and never before the last one was taken.

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
use std::time::{Duration, Instant};

/// Between two pictures.
const FRAME: Duration = Duration::from_millis(33);
/// And between two where a key waits for the second.
const AWAITED: Duration = Duration::from_millis(8);
/// Computing between two looks at the keyboard.
const SLICE: Duration = Duration::from_millis(4);
/// More real time than this did not pass for the shop: the machine slept, or the program was stopped.
const LONGEST_GAP: Duration = Duration::from_millis(250);
/// How long the first picture waits for the terminal to say what its background is.
const GROUND_WAIT: Duration = Duration::from_millis(25);

/// How the dashboard is to look and where it begins.
#[derive(Debug, Default)]
pub struct Options {
    pub opens: Opens,
    pub ascii: bool,
    pub no_motion: bool,
    /// The mouse is left to the terminal.
    pub no_mouse: bool,
    /// What the player says the background is.
    pub ground: Option<Ground>,
}

/// What the program opens with.
#[derive(Debug, Default)]
pub enum Opens {
    #[default]
    Picker,
    /// A scenario, and its name or path as it was asked for.
    Story(Box<Scenario>, String),
    /// An evening to be beaten.
    Race(Box<Replay>),
    /// An evening to be looked at, at a moment.
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

/// What is larger is drawn no further than this: nobody sees more, and memory is not for empty cells.
const LARGEST: (u16, u16) = (1_000, 500);

fn size() -> (u16, u16) {
    let (columns, rows) = raw_mode::size().unwrap_or(crate::app::LEAST);
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}

/// What was said on the command line, then what the environment says, then what was kept.
fn settle_looks(app: &mut App, options: &Options) {
    let var = |name: &str| std::env::var(name).ok();
    let settings = &mut app.settings;
    settings.ascii |= options.ascii || is_ascii_terminal(var);
    settings.no_motion |= options.no_motion;
    settings.no_mouse |= options.no_mouse;
    settings.depth = depth(var);
    settings.ground = match (options.ground, settings.wanted_ground) {
        (Some(ground), _) => ground,
        (None, Ground::Unknown) => std::env::var("COLORFGBG").ok().map_or(Ground::Unknown, |v| background::of_fgbg(&v)),
        (None, wanted) => wanted,
    };
    app.looks_are_settled();
}

/// Whether a terminal has no glyphs but those of ASCII: the Linux console and its forebears, and a locale of another
/// encoding than UTF-8. Where nothing is said of a locale, nothing is meant by it.
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

/// How many colours, by what the environment says.
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
    /// What stands on the terminal; `None`: nobody knows.
    shown: Option<Buffer>,
    /// What a click on it means.
    hits: Hits,
    /// The terminal was asked for its background, and has not answered.
    asked: bool,
    /// When time was last passed on to the app, and when the last picture was drawn.
    clock: Instant,
    drawn: Option<Instant>,
    /// A signal that ends the program.
    signal: Option<i32>,
    /// Nobody looks any more.
    gone: bool,
}

impl Dashboard {
    fn open(app: App) -> io::Result<Dashboard> {
        let inbox = Inbox::default();
        // Before anything is touched: from here on nothing leaves the terminal as it is.
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

    /// The first picture should have its colours; a terminal that does not answer gets none.
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

    /// Until the player leaves, a signal ends it, or nobody is there any more. Whatever happens to the terminal, the
    /// game is kept.
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

    /// For tests of the worst: a panic, or a thread that hears nothing any more.
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

    /// For something to happen: no longer than to the next picture while anything moves, for ever while nothing does.
    fn wait(&mut self) {
        let next = match self.seat.output().is_idle() {
            true => self.drawn.map_or(Duration::ZERO, |drawn| self.apart().saturating_sub(drawn.elapsed())),
            // There is no room for a picture now.
            false => FRAME,
        };
        let timeout = match () {
            _ if self.app.is_busy() && !self.is_picture_first() => Some(Duration::ZERO),
            // Until there is room, which will be said.
            _ if !self.seat.output().is_idle() && !self.app.is_moving() => None,
            _ if self.app.is_dirty() || self.app.is_moving() => Some(next),
            _ => None,
        };
        self.inbox.wait(timeout);
        // What comes now comes after the time that was waited for it.
        self.pass();
        self.take_in();
    }

    /// Whoever pressed a key sees its answer before anything is computed that may take longer, where there is room for
    /// a picture.
    fn is_picture_first(&self) -> bool {
        self.app.is_awaited() && self.seat.output().is_idle()
    }

    /// How far apart two pictures are at least.
    fn apart(&self) -> Duration {
        if self.app.is_awaited() { AWAITED } else { FRAME }
    }

    /// All that is there, but no longer than a picture may wait.
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
        let now = Instant::now();
        let real = now.duration_since(self.clock).min(LONGEST_GAP);
        self.clock = now;
        self.app.pass(span(real));
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

    /// What has to be written for the terminal to show the app; it appears whole or not at all, where the terminal
    /// knows how.
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
        CrosstermBackend::new(&mut bytes).draw(before.diff(&now).into_iter())?;
        crossterm::queue!(bytes, EndSynchronizedUpdate)?;
        self.shown = Some(now);
        Ok(bytes)
    }

    /// Aside, until the shell calls us back.
    fn suspend(&mut self) -> io::Result<()> {
        self.app.keep();
        self.seat.leave();
        raw_mode::stop()?;
        self.resumed();
        Ok(())
    }

    /// Whatever is on the screen, it is not ours. A hangup calls back whoever was stopped, to end.
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

/// The threads that listen to the terminal. They end with the program.
#[cfg(unix)]
fn listen(inbox: Inbox) -> io::Result<()> {
    input::reader::listen(inbox)
}

#[cfg(windows)]
fn listen(inbox: Inbox) -> io::Result<()> {
    input::windows::listen(inbox)
}

/// How it ended.
struct Ended {
    signal: Option<i32>,
    /// What the player must know of a game that could not be kept in its place.
    unkept: Option<String>,
}

/// A game that cannot be kept in its place is kept where the machine keeps what is for a while, and that is said.
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
