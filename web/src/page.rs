//! The dashboard of one tab: the app, its picture, and what the page is told of both.

use crate::cells::Cells;
use crate::storage::{Mirror, Storage};
use pizzeria::app::keymap::Context;
use pizzeria::app::settings::{Depth, Ground};
use pizzeria::app::{Action, App, Code, Errand, Host, Input, Key, Screen, keymap};
use pizzeria::plain::Lines;
use pizzeria::scenario::{self, Reach, builtin, replay};
use pizzeria::session::save::Store;
use pizzeria::ui::{self, Canvas, Hits};
use pizzeria::units::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::{Value, json};
use std::cell::RefMut;

/// More real time than this did not pass for the shop: the tab was hidden, or the machine slept.
const LONGEST_GAP: Span = Span(250_000);
/// What is larger is drawn no further than this.
const LARGEST: (u16, u16) = (1_000, 500);

/// Keys that are no character, in the order in which the page numbers them, from here on.
const NAMED: u32 = 0x11_0000;
const NAMES: [Code; 14] = [
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::PageUp,
    Code::PageDown,
    Code::Home,
    Code::End,
];

#[derive(Debug)]
pub struct Page {
    /// The app, and the same game in lines.
    pub lines: Lines,
    pub cells: Cells,
    canvas: Canvas,
    /// What lies where on the picture that is seen.
    hits: Hits,
    mirror: Mirror,
    /// How many scenarios of the player's own were known last.
    own: usize,
    /// Work for the next frame, when the picture says that it is being done.
    long: Option<Errand>,
}

impl Default for Page {
    fn default() -> Page {
        let app = App::new((0, 0), None);
        let canvas = Canvas::new(&app.settings);
        Page {
            lines: Lines::new(app),
            cells: Cells::default(),
            canvas,
            hits: Hits::default(),
            mirror: Mirror::default(),
            own: 0,
            long: None,
        }
    }
}

impl Page {
    pub fn app(&mut self) -> &mut App {
        &mut self.lines.app
    }

    pub fn storage(&self) -> RefMut<'_, Storage> {
        self.mirror.0.borrow_mut()
    }

    pub fn begin(&mut self, columns: u16, rows: u16) {
        let settings = self.app().settings.clone();
        let store = Store::new(Box::new(self.mirror.clone()));
        let mut app = App::new((columns.min(LARGEST.0), rows.min(LARGEST.1)), Some(store));
        app.runs_in(Host::Page);
        app.settings.ground = settings.ground;
        app.settings.depth = Depth::True;
        app.settings.no_mouse = false;
        app.errands_are_taken();
        app.opens_on(self.mirror.0.borrow().now / 1000);
        app.looks_are_settled();
        self.own = app.progress().files.len();
        self.lines = Lines::new(app);
        self.cells.forget();
    }

    /// What the system asks for is no wish of the player's to be kept.
    pub fn look(&mut self, is_light: bool, no_motion: bool) {
        let app = self.app();
        app.settings.ground = if is_light { Ground::Light } else { Ground::Dark };
        app.settings.no_motion = no_motion;
        app.looks_are_settled();
        app.redraw();
    }

    pub fn knows(&mut self, key: u32) -> bool {
        let place = self.app().context();
        key_of(key).is_some_and(|key| keymap::meaning(place, key).is_some())
    }

    pub fn key(&mut self, key: u32, latin: u32) {
        let Some(key) = key_of(key) else { return };
        match char::from_u32(latin).filter(|c| *c != '\0') {
            Some(latin) => self.update(Input::KeyAt(key, latin)),
            None => self.update(Input::Key(key)),
        }
    }

    fn update(&mut self, input: Input) {
        self.app().update(input);
        self.after();
    }

    pub fn point(&mut self, x: u16, y: u16, held: bool) {
        let Some(target) = self.hits.at(&self.lines.app, x, y) else { return };
        self.update(if held { Input::Drag(target) } else { Input::Click(target) });
    }

    pub fn wheel(&mut self, x: u16, y: u16, by: i32) {
        let target = self.hits.at(&self.lines.app, x, y);
        self.update(Input::Wheel(target, by));
    }

    pub fn paste(&mut self, text: String) {
        self.update(Input::Paste(text));
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.update(Input::Resize(columns.min(LARGEST.0), rows.min(LARGEST.1)));
    }

    pub fn pass(&mut self, micros: f64) {
        if let Some(errand) = self.long.take() {
            let fetched = errand.run_on(Ok(""));
            self.app().fetched(fetched);
        }
        let real = Span(micros as u64);
        self.app().attend(real);
        self.app().pass(real.min(LONGEST_GAP));
        self.after();
    }

    pub fn took(&mut self, micros: f64) {
        self.app().took(Span(micros as u64));
        self.after();
    }

    /// What only a host can do: nobody leaves a page by a key, and files lie in the browser.
    fn after(&mut self) {
        let app = &mut self.lines.app;
        app.take_leaving();
        while let Some(errand) = app.take_errand() {
            if errand.is_long() {
                self.long = Some(errand);
                continue;
            }
            let storage = self.mirror.0.borrow();
            let text = storage.own(errand.source()).ok_or("is not in this browser's storage any more".to_string());
            let fetched = errand.run_on(text);
            drop(storage);
            app.fetched(fetched);
        }
        let files = &app.progress().files;
        if files.len() != self.own {
            self.own = files.len();
            self.mirror.0.borrow_mut().keep_only_own(files);
        }
    }

    pub fn draw(&mut self, all: bool, out: &mut Vec<u32>) -> usize {
        self.after();
        let app = &mut self.lines.app;
        app.settle();
        self.canvas.prepare(app);
        let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
        self.hits = ui::paint(app, &self.canvas, &mut buffer);
        app.drawn();
        if all {
            self.cells.forget();
        }
        self.cells.change_to(buffer, out)
    }

    pub fn state(&mut self) -> Value {
        let app = &mut self.lines.app;
        let (wants_file, copied) = (app.take_wish_for_file(), app.take_copied());
        let storage = self.mirror.0.borrow();
        let screen = match app.screen() {
            Screen::Picker(_) => "picker",
            Screen::Story(_) => "story",
            Screen::Live(_) => "shop",
            Screen::Ending(_) => "ending",
        };
        let title = match app.screen() {
            Screen::Picker(_) => None,
            Screen::Story(story) => Some(story.scenario.title.as_str()),
            Screen::Live(game) => Some(game.scenario.title.as_str()),
            Screen::Ending(ending) => Some(ending.game.scenario.title.as_str()),
        };
        let keys: Vec<Value> =
            app.possible().into_iter().map(|(key, word)| json!([number_of(key), key.label(), word])).collect();
        json!({
            "screen": screen,
            "title": title,
            "keys": keys,
            "typing": app.context() == Context::Typing,
            "held": storage.held(),
            "stored": !storage.has_changes(),
            "wantsFile": wants_file,
            "copied": copied,
        })
    }

    pub fn go_on(&mut self, id: &str) -> bool {
        let app = self.app();
        let Some(at) = app.kept().iter().position(|kept| kept.id == id && !kept.held) else { return false };
        app.go_on_with_nth(at);
        self.after();
        true
    }

    pub fn lesson(&mut self, name: &str) -> bool {
        let app = self.app();
        let Some(at) = app.shelf().find(name).filter(|_| builtin::is_known(name)) else { return false };
        self.leave();
        self.app().open_entry(at);
        true
    }

    /// Out of whatever is open; a game is kept.
    fn leave(&mut self) {
        let app = self.app();
        // Twice, and it is meant.
        for _ in 0..2 {
            if !matches!(app.screen(), Screen::Picker(_)) {
                app.act(Action::Leave);
            }
        }
    }

    /// What is wrong with it; empty: its story is open.
    pub fn file(&mut self, name: &str, text: &str) -> String {
        let name = own_name(name);
        match scenario::read_file(&name, text, &[]) {
            Err(problems) => problems.render(false),
            Ok((scenario, _)) => {
                self.leave();
                self.storage().keep_own(&name, text);
                self.app().opened_file(&name, Ok(scenario));
                self.own = self.app().progress().files.len();
                String::new()
            }
        }
    }

    /// What is wrong with it; empty: it is open.
    pub fn code(&mut self, code: &str) -> String {
        match replay::read_code(code, None, Reach::Folder) {
            Err(problems) => problems.render(false),
            Ok(replay) => {
                self.leave();
                match replay.file.moment {
                    Some(_) => self.app().show_replay(replay, None),
                    None => self.app().open_replay(replay),
                }
                String::new()
            }
        }
    }

    pub fn obey(&mut self, line: &str) -> Vec<String> {
        let said = self.lines.obey(line);
        self.after();
        self.app().redraw();
        said
    }
}

/// The last part of a path, as a scenario file is called; no built-in has such a name.
fn own_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem: String =
        last.strip_suffix(".toml").unwrap_or(last).chars().filter(|c| !c.is_control()).take(60).collect();
    format!("{}.toml", if stem.is_empty() { "pasted" } else { &stem })
}

fn key_of(number: u32) -> Option<Key> {
    match number.checked_sub(NAMED) {
        Some(named) => NAMES.get(named as usize).copied().map(Key::of),
        None => char::from_u32(number).map(Key::char),
    }
}

/// Keys with Ctrl are the browser's.
fn number_of(key: Key) -> Option<u32> {
    match key.code {
        _ if key.ctrl || key.alt => None,
        Code::Char(c) => Some(c as u32),
        code => NAMES.iter().position(|named| *named == code).map(|at| NAMED + at as u32),
    }
}
