//! A picture that moves: what the dashboard draws while keys are pressed. A line of letters that stays as it is for
//! some frames is drawn once and shown for as long; who asked the browser for less motion sees the last frame.

use super::{SIZE, paint};
use pizzeria::app::settings::{Depth, Ground};
use pizzeria::app::{App, Code, Input, Key};
use pizzeria::ui::svg::{head, line};
use pizzeria::units::Span;
use ratatui::buffer::Buffer;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Real time between two frames.
const FRAME: Span = Span(500_000);

/// What is pressed, and how many frames pass after it.
const SCRIPT: &[(Option<Code>, usize)] = &[
    (None, 3),
    (Some(Code::Down), 1),
    (Some(Code::Down), 2),
    (Some(Code::Enter), 4),
    (Some(Code::Char('b')), 2),
    (Some(Code::Enter), 9),
    (Some(Code::Enter), 5),
    (Some(Code::Char('a')), 4),
    (Some(Code::Enter), 2),
    (Some(Code::Enter), 6),
    (Some(Code::Char('n')), 4),
];

/// The first minute of lesson 1.
pub fn first_minute() -> String {
    let mut app = App::new(SIZE, None);
    app.settings.ground = Ground::Dark;
    app.settings.depth = Depth::True;
    let mut frames = Vec::new();
    for (key, passes) in SCRIPT {
        if let Some(code) = key {
            app.update(Input::Key(Key::of(*code)));
        }
        for _ in 0..*passes {
            frames.push(paint(&mut app));
            pass(&mut app);
        }
    }
    animated(&frames)
}

/// Lets a frame's time pass in the dashboard, in the small steps of a terminal.
fn pass(app: &mut App) {
    const STEP: Span = Span(50_000);
    for _ in 0..FRAME.0 / STEP.0 {
        app.pass(STEP);
        for _ in 0..10_000 {
            if !app.is_busy() {
                break;
            }
            app.step();
        }
        app.settle();
    }
}

/// The frames one after another, for ever.
fn animated(frames: &[Buffer]) -> String {
    let (area, last) = (frames[0].area, frames.len());
    let percent = |frame: usize| frame as f64 * 100.0 / last as f64;
    // By when it is shown: what is drawn then.
    let mut shown: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for y in 0..area.height {
        let mut from = 0;
        let lines: Vec<String> = frames.iter().map(|frame| line(frame, y)).collect();
        for to in 1..=last {
            if to == last || lines[to] != lines[from] {
                shown.entry((from, to)).or_default().push_str(&lines[from]);
                from = to;
            }
        }
    }
    let mut svg = head(area);
    svg += "<style>\n";
    let seconds = FRAME.seconds() * last as f64;
    let _ = writeln!(svg, "g{{visibility:hidden;animation:{seconds}s step-end infinite}}");
    for (from, to) in shown.keys() {
        let name = format!("f{from}t{to}");
        let (begin, end) = (percent(*from), percent(*to));
        let _ = match (from, to) {
            (0, to) if *to == last => writeln!(svg, ".{name}{{visibility:visible}}"),
            (0, _) => writeln!(
                svg,
                ".{name}{{animation-name:{name}}}@keyframes {name}{{0%{{visibility:visible}}{end:.3}%{{visibility:hidden}}}}"
            ),
            _ => writeln!(
                svg,
                ".{name}{{animation-name:{name}}}@keyframes {name}{{0%{{visibility:hidden}}{begin:.3}%{{visibility:visible}}{end:.3}%{{visibility:hidden}}}}"
            ),
        };
    }
    svg += "@media (prefers-reduced-motion:reduce){g{animation:none!important}.still{visibility:visible}}\n</style>\n";
    for ((from, to), drawn) in &shown {
        let still = if *to == last { " still" } else { "" };
        let _ = writeln!(svg, "<g class=\"f{from}t{to}{still}\">\n{drawn}</g>");
    }
    svg + "</svg>\n"
}
