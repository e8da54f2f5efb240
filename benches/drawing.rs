//! How long a frame takes: updating the app and drawing it, at the sizes of small, usual and huge terminals.
//!
//! `cargo bench --bench drawing` (`-- --quick`: fewer frames). Two shops: the night of the screens' tests at 19:12, and
//! a chain of 1,000 outlets with 20 chefs and 50 riders each. Microseconds a frame are medians; they are this
//! machine's. *draw* paints into a buffer; *diff* compares two buffers, which comes after that; *settle* brings
//! vitals, rates and "why" up to the moment after a tick of the shop.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

// Each bench uses some of the shops.
#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
mod shops;

use pizzeria::app::settings::{Depth, Ground, Settings};
use pizzeria::app::{App, Game, Input, Screen, View};
use pizzeria::scenario::Scenario;
use pizzeria::ui::{self, Canvas};
use pizzeria::units::{Span, Time};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Instant;

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (200, 60), (300, 100)];
const VIEWS: [View; 6] = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let frames = if quick { 30 } else { 200 };
    shop("night", shops::night(), Span::from_secs(7_920), frames);
    shop("1,000 outlets", shops::chain(), Span::from_mins(if quick { 10 } else { 60 }), frames.min(60));
}

fn shop(name: &str, scenario: Scenario, after: Span, frames: usize) {
    let scenario = Arc::new(scenario);
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(scenario, "bench.toml".into(), None, guesses);
    while game.now() < Time::ZERO + after {
        let next = Time(game.now().0 + 10_000_000);
        game.session.advance(next);
        game.session.refresh();
    }
    game.session.judge();
    let mut app = App::new((120, 40), None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Live(Box::new(game)));
    println!("{name}");
    let settle = median(frames, || {
        if let Some(game) = app.live_mut() {
            game.session.tick();
            let begun = Instant::now();
            game.session.refresh();
            return begun.elapsed().as_nanos();
        }
        0
    });
    println!("  settle after a tick {settle:8.1} µs");
    for view in VIEWS {
        print!("  {:8}", view.name());
        for size in SIZES {
            app.update(Input::Resize(size.0, size.1));
            if let Some(game) = app.live_mut() {
                game.view = view;
            }
            let area = Rect::new(0, 0, size.0, size.1);
            let mut canvas = Canvas::new(&app.settings);
            canvas.prepare(&app);
            let mut buffer = Buffer::empty(area);
            let draw = median(frames, || {
                let begun = Instant::now();
                buffer.reset();
                canvas.prepare(&app);
                ui::paint(&app, &canvas, &mut buffer);
                begun.elapsed().as_nanos()
            });
            let before = Buffer::empty(area);
            let diff = median(frames, || {
                let begun = Instant::now();
                std::hint::black_box(ui::changes(&before, &buffer).count());
                begun.elapsed().as_nanos()
            });
            print!("   {}×{}: draw {draw:6.1} diff {diff:5.1}", size.0, size.1);
        }
        println!();
    }
}

/// Microseconds.
fn median(times: usize, mut run: impl FnMut() -> u128) -> f64 {
    let mut nanos: Vec<u128> = (0..times).map(|_| run()).collect();
    nanos.sort_unstable();
    nanos[times / 2] as f64 / 1e3
}
