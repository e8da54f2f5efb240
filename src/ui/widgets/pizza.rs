//! The pizza of the picker: a slice per chapter of book one, a round of salami per star, the last slice missing until
//! its chapter is won. Drawn in half blocks, two square pixels per cell, so it needs colours; without them the picker
//! shows only figures.

use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::theme::{Colours, Depth, Ground, Theme};
use ratatui::style::Color;
use std::f64::consts::TAU;

/// One slice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slice {
    pub stars: u32,
    /// Whether it is not on the plate yet.
    pub missing: bool,
    /// How far it still is from its place, along its middle; 1: the pizza's radius.
    pub out: f64,
}

struct Toppings {
    crust: Color,
    cheese: Color,
    salami: Color,
    /// A slice whose chapter is not won: dough, raw but visible.
    dough: Color,
    /// Its edge.
    raw_crust: Color,
    /// Flour on it.
    flour: Option<Color>,
    /// Whether only the rim of such a slice is drawn, as with 16 colours on an unknown background.
    rim: bool,
}

fn toppings(colours: Colours) -> Option<Toppings> {
    // On an unknown background the palette brings its dark paper; with 16 colours it has none.
    let dark = colours.ground != Ground::Light;
    let rim = colours.ground == Ground::Unknown && colours.depth == Depth::Ansi16;
    match colours.depth {
        Depth::None => None,
        Depth::True => Some(Toppings {
            crust: Color::Rgb(0xa8, 0x62, 0x2a),
            cheese: Color::Rgb(0xe8, 0xb4, 0x50),
            salami: Color::Rgb(0xc8, 0x42, 0x2a),
            dough: if dark { Color::Rgb(0x54, 0x43, 0x2c) } else { Color::Rgb(0xe4, 0xd6, 0xbc) },
            raw_crust: if dark { Color::Rgb(0x8d, 0x74, 0x4e) } else { Color::Rgb(0xc8, 0xae, 0x84) },
            flour: Some(if dark { Color::Rgb(0xa8, 0x96, 0x6c) } else { Color::Rgb(0xfb, 0xf6, 0xea) }),
            rim,
        }),
        Depth::Indexed256 => Some(Toppings {
            crust: Color::Indexed(130),
            cheese: Color::Indexed(179),
            salami: Color::Indexed(160),
            dough: Color::Indexed(if dark { 239 } else { 187 }),
            raw_crust: Color::Indexed(if dark { 101 } else { 144 }),
            flour: Some(Color::Indexed(if dark { 144 } else { 230 })),
            rim,
        }),
        Depth::Ansi16 => Some(Toppings {
            crust: Color::Red,
            cheese: Color::Yellow,
            salami: Color::LightRed,
            // Close to the background, so that a missing slice does not outshine the others.
            dough: if dark || rim { Color::DarkGray } else { Color::Gray },
            raw_crust: if dark || rim { Color::DarkGray } else { Color::Gray },
            flour: None,
            rim,
        }),
    }
}

/// Draws a pizza as large as fits, centred in the pane.
pub fn pizza(pen: &mut Pen, pane: Pane, slices: &[Slice]) {
    let Some(toppings) = toppings(pen.theme.colours).filter(|_| is_shown(pen.theme) && !slices.is_empty()) else {
        return;
    };
    let radius = pane.w.min(pane.h * 2) as f64 / 2.0 - 0.5;
    if radius < 4.0 {
        return;
    }
    let (cx, cy) = (pane.w as f64 / 2.0, pane.h as f64);
    // A slice that slides in lies over its place, which is empty.
    let moving = slices.iter().position(|slice| slice.out > 0.0);
    let mut on_the_plate = slices.to_vec();
    moving.into_iter().for_each(|i| on_the_plate[i].missing = true);
    for row in 0..pane.h {
        for column in 0..pane.w {
            let pixel = |half: i32| {
                let (x, y) = (column as f64 + 0.5 - cx, (row * 2 + half) as f64 + 0.5 - cy);
                let (x, y) = (x / radius, y / radius);
                let moving = moving.and_then(|i| moving_at(x, y, radius, slices, i, &toppings));
                moving.or_else(|| colour_at(x, y, radius, &on_the_plate, &toppings))
            };
            half_blocks(pen, pane.x + column, pane.y + row, pixel(0), pixel(1));
        }
    }
}

/// Whether the terminal has the colours and glyphs for it.
pub fn is_shown(theme: &Theme) -> bool {
    theme.colours.depth != Depth::None && !theme.is_ascii()
}

fn half_blocks(pen: &mut Pen, x: i32, y: i32, upper: Option<Color>, lower: Option<Color>) {
    match (upper, lower) {
        (None, None) => {}
        (Some(up), None) => pen.block(x, y, '▀', up, None),
        (None, Some(low)) => pen.block(x, y, '▄', low, None),
        (Some(up), Some(low)) if up == low => pen.block(x, y, '█', up, None),
        (Some(up), Some(low)) => pen.block(x, y, '▀', up, Some(low)),
    }
}

/// The colour of the slice that slides in, if it is at this point now.
#[expect(clippy::disallowed_methods, reason = "a drawn pizza, in no history")]
fn moving_at(x: f64, y: f64, radius: f64, slices: &[Slice], i: usize, toppings: &Toppings) -> Option<Color> {
    let middle = (i as f64 + 0.5) * TAU / slices.len() as f64;
    let (x, y) = (x - middle.sin() * slices[i].out, y + middle.cos() * slices[i].out);
    let at = x.atan2(-y).rem_euclid(TAU) / TAU * slices.len() as f64;
    if at.floor() == i as f64 { colour_at(x, y, radius, slices, toppings) } else { None }
}

/// The colour at a point of the unit disc; slices go clockwise from the top.
#[expect(clippy::disallowed_methods, reason = "a drawn pizza, in no history")]
fn colour_at(x: f64, y: f64, radius: f64, slices: &[Slice], toppings: &Toppings) -> Option<Color> {
    let distance = (x * x + y * y).sqrt();
    if distance > 1.0 {
        return None;
    }
    let n = slices.len() as f64;
    let at = x.atan2(-y).rem_euclid(TAU) / TAU * n;
    let (i, part) = (at.floor().min(n - 1.0), at.fract());
    let slice = slices[i as usize];
    // Points close to a cut are the gap between two slices.
    if part.min(1.0 - part) * TAU / n * distance * radius < 0.8 && n > 1.0 {
        return None;
    }
    if slice.missing {
        return match distance > 0.87 {
            true => Some(toppings.raw_crust),
            false if toppings.rim => None,
            false => Some(toppings.flour.filter(|_| is_floured(x, y, radius)).unwrap_or(toppings.dough)),
        };
    }
    if distance > 0.87 {
        return Some(toppings.crust);
    }
    // The salami in a slice: angle from its middle, distance from the centre.
    let places: &[(f64, f64)] = match slice.stars {
        0 => &[],
        1 => &[(0.0, 0.6)],
        2 => &[(-0.22, 0.68), (0.2, 0.5)],
        _ => &[(-0.24, 0.7), (0.22, 0.68), (0.0, 0.42)],
    };
    let on_salami = places.iter().any(|&(aside, out)| {
        let angle = (i + 0.5 + aside * 1.1) * TAU / n;
        let (sx, sy) = (angle.sin() * out, -angle.cos() * out);
        ((x - sx).powi(2) + (y - sy).powi(2)).sqrt() < 0.1f64.max(1.2 / radius)
    });
    Some(if on_salami { toppings.salami } else { toppings.cheese })
}

/// Whether flour lies on the dough at this point: on about one pixel in thirty, the same in every frame.
fn is_floured(x: f64, y: f64, radius: f64) -> bool {
    let at = |value: f64| ((value + 2.0) * radius).round() as u64;
    let mixed = (at(x).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ at(y).wrapping_mul(0xc2b2_ae3d_27d4_eb4f))
        .wrapping_mul(0x2545_f491_4f6c_dd1d);
    mixed >> 59 == 0
}
