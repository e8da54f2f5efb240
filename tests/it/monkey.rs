//! Random keys, clicks, pastes and resizes, down to one cell: nothing breaks, and the shop stays lawful.
//!
//! The seed is printed with a failure; `PIZZERIA_MONKEY=SEED` plays one seed, `PIZZERIA_MONKEYS=N` plays more of them.

use pizzeria::app::input::{Code, Input, Key, Target};
use pizzeria::app::{Action, App, Leaving, Overlay, Purpose, Screen};
use pizzeria::scenario;
use pizzeria::ui::{self, Canvas, Hits};
use pizzeria::units::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::panic::{AssertUnwindSafe, catch_unwind};

const SCENARIOS: [&str; 5] = ["story", "microservices", "power-cut", "decoupling", "two-choices"];
const SIZES: [(u16, u16); 9] =
    [(80, 24), (120, 36), (200, 60), (1, 1), (79, 24), (80, 23), (300, 100), (81, 25), (2, 80)];

/// A small generator of its own: the dashboard draws no luck.
pub struct Luck(pub u64);

impl Luck {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub fn key(&mut self) -> Key {
        const CODES: [Code; 14] = [
            Code::Enter,
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
            Code::End,
        ];
        match self.below(10) {
            0..=2 => Key::of(CODES[self.below(CODES.len())]),
            3 => Key::ctrl((b'a' + self.below(26) as u8) as char),
            4 => Key::char(char::from_u32(32 + self.below(0x500) as u32).unwrap_or('?')),
            _ => Key::char((b' ' + self.below(95) as u8) as char),
        }
    }

    fn paste(&mut self) -> String {
        let words = ["hire_chef ", "outlet=\"", "Main Street", "\u{1b}[2J", "\r\n", "lasts=", "\"1h\"", "é漢🍕", "="];
        (0..self.below(6)).map(|_| words[self.below(words.len())]).collect()
    }
}

/// What a terminal would do: draw, hit, draw.
struct Window {
    app: App,
    canvas: Canvas,
    hits: Hits,
}

impl Window {
    fn new(name: &str) -> Window {
        let mut app = App::new((120, 36), None);
        app.open_scenario(scenario::load(name, &[]).unwrap(), name);
        let canvas = Canvas::new(&app.settings);
        Window { app, canvas, hits: Hits::default() }
    }

    fn draw(&mut self) {
        self.app.settle();
        self.canvas.prepare(&self.app);
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size().0, self.app.size().1));
        self.hits = ui::paint(&self.app, &self.canvas, &mut buffer);
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(char::is_control), "a control character on the screen");
        }
    }

    fn at(&self, luck: &mut Luck) -> Option<Target> {
        let (x, y) =
            (luck.below(self.app.size().0 as usize + 2) as u16, luck.below(self.app.size().1 as usize + 2) as u16);
        self.hits.at(&self.app, x, y)
    }

    fn touch(&mut self, luck: &mut Luck) {
        // A monkey writes no files.
        if let Some(Overlay::Prompt(prompt)) = self.app.top()
            && prompt.purpose != Purpose::Find
        {
            self.app.update(Input::Key(Key::of(Code::Esc)));
        }
        match luck.below(40) {
            0 => {
                let (columns, rows) = SIZES[luck.below(SIZES.len())];
                self.app.update(Input::Resize(columns, rows));
            }
            1..=4 => {
                if let Some(target) = self.at(luck) {
                    self.app.update(Input::Click(target));
                }
            }
            5 => {
                if let Some(target) = self.at(luck) {
                    self.app.update(Input::Drag(target));
                }
            }
            6 => {
                let by = luck.below(7) as i32 - 3;
                let target = self.at(luck);
                self.app.update(Input::Wheel(target, by));
            }
            7 => self.app.update(Input::Paste(luck.paste())),
            _ => self.app.update(Input::Key(luck.key())),
        }
        if self.app.take_leaving() == Some(Leaving::Quit) {
            // It would have ended here; the monkey comes back to where it was.
            while !self.app.overlays().is_empty() {
                self.app.act(Action::Close);
            }
        }
    }

    fn pass(&mut self, luck: &mut Luck) {
        self.app.pass(Span(luck.below(60_000) as u64));
        for _ in 0..20 {
            if !self.app.is_busy() {
                break;
            }
            self.app.step();
        }
    }
}

fn play(seed: u64, touches: usize) {
    let mut luck = Luck(seed);
    let mut window = Window::new(SCENARIOS[luck.below(SCENARIOS.len())]);
    for n in 0..touches {
        window.touch(&mut luck);
        window.pass(&mut luck);
        if n % 5 == 0 {
            window.draw();
        }
        if matches!(window.app.screen(), Screen::Picker(_)) && luck.below(4) == 0 {
            window.app.update(Input::Key(Key::of(Code::Enter)));
        }
    }
    window.app.update(Input::Resize(120, 36));
    window.draw();
    if let Some(game) = window.app.game() {
        lawful(game);
    }
}

/// Every order is somewhere, once; and its spans make up its time.
fn lawful(game: &pizzeria::app::Game) {
    let session = &game.session;
    let counts = session.world().measures(0).orders;
    let live = session.world().orders().iter().filter(|(_, order)| order.is_live()).count() as u64;
    if session.setup().warmup.is_zero() {
        let ended = counts.delivered + counts.lost();
        assert_eq!(counts.arrived, ended + live, "orders are conserved");
    }
    for trace in session.recorder().history.done() {
        let sum: Span = trace.spans().into_iter().fold(Span::ZERO, |sum, span| sum + span);
        assert_eq!(sum, trace.latency(), "order {}", trace.serial);
    }
}

#[test]
fn a_monkey_at_the_keyboard_breaks_nothing() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds: Vec<u64> = match number("PIZZERIA_MONKEY") {
        Some(seed) => vec![seed],
        None => (1..=number("PIZZERIA_MONKEYS").unwrap_or(12)).collect(),
    };
    for seed in seeds {
        if let Err(why) = catch_unwind(AssertUnwindSafe(|| play(seed, 400))) {
            let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
            panic!("PIZZERIA_MONKEY={seed} breaks it: {why}");
        }
    }
}
