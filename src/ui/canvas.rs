//! What is computed once and drawn many times: the theme, the map's glow of demand, windows and river, the rows of the
//! Orders view. The front end owns it and prepares it before a frame; drawing only reads it.

use super::projection::Projection;
use super::streets::{Site, Streets};
use super::theme::{Colours, Theme};
use crate::app::{App, Game, Settings, View};
use crate::session::evenings::Evenings;
use crate::session::{Filter, OrderPage, Session, Sort};
use crate::sim::explain::Composition;
use crate::sim::setup::Setup;
use crate::sim::world::World;
use crate::text::cards;
use crate::units::{OutletId, Span, Time, ZoneId};
use ratatui::style::Color;

/// What is kept between two frames so that it need not be computed again.
#[derive(Clone, Debug)]
pub struct Canvas {
    /// Styles and glyphs for this terminal.
    pub theme: Theme,
    /// The background of the map; `None`: it is not on the screen.
    pub map: Option<Map>,
    /// The breakdown of the slowest orders in the Orders view.
    pub makeup: Option<Makeup>,
    /// The rows of the Orders view.
    pub listed: Option<Listed>,
    /// Other evenings of the shop, for the Charts view.
    pub evenings: Option<Evenings>,
    /// Where the streets below the map are dealt; `None`: it is not on the screen, or nobody has a street.
    pub dealt: Option<Dealt>,
}

/// The streets below the map. All streets of the shop are dealt for it, so it is worked out once a shop minute and
/// after each command.
#[derive(Clone, Debug)]
pub struct Dealt {
    /// Streets that stand for all, in the order of the circle; see [`World::around_the_circle`].
    pub streets: Vec<(OutletId, bool)>,
    /// How many of 100 streets have no card where they are dealt; see [`cards::moved`].
    pub moved: Option<f64>,
    asked: (i32, u32, u64, (u64, u32)),
}

/// The slowest orders beside the median. All delivered orders are sorted for it, so it is computed once per shop
/// minute.
#[derive(Clone, Debug)]
pub struct Makeup {
    pub composition: Option<Composition>,
    /// The number of the history it belongs to.
    history: u32,
    at: Time,
    finished: u64,
}

/// The orders of the list. With thousands in the shop it is computed only every few shop seconds.
#[derive(Clone, Debug)]
pub struct Listed {
    pub ledger: OrderPage,
    asked: (Sort, Filter, usize),
    history: u32,
    at: Time,
    finished: u64,
    commands: usize,
}

/// Above this many orders the list is cached for this long (shop time).
const MANY: u64 = 5_000;
const OLD: Span = Span::from_secs(10);

/// The map's background for one size and one state of demand.
#[derive(Clone, Debug)]
pub struct Map {
    pub atlas: Projection,
    /// The colour behind each cell by demand, row by row.
    pub glow: Vec<Option<Color>>,
    /// What each cell shows of the city.
    pub streets: Streets,
    /// The colour of the window in each cell; empty: windows are not drawn.
    pub windows: Vec<Option<Color>>,
    /// The dots of the river's banks.
    pub river: Vec<(i32, i32)>,
    /// By cell: whether the river runs there.
    pub water: Vec<bool>,
    /// By cell: whether customers may live there.
    pub homes: Vec<bool>,
    /// Demand by zone, in steps too small to be seen.
    demand: Vec<u32>,
    /// Outlets, zones and seed, which identify the shop.
    shop: (usize, usize, u64),
}

impl Map {
    /// A city in the dark.
    fn new(setup: &Setup, atlas: Projection, shop: (usize, usize, u64)) -> Map {
        let (w, h) = (atlas.pane.w.max(0), atlas.pane.h.max(0));
        let river = atlas.river(setup);
        let mut water = vec![false; (w * h) as usize];
        for &(x, y) in river.iter().filter(|(x, y)| (0..w * 2).contains(x) && (0..h * 4).contains(y)) {
            water[(y / 4 * w + x / 2) as usize] = true;
        }
        let quarters: Vec<((f64, f64), (f64, f64))> = (0..setup.zones.len())
            .map(|zone| atlas.quarter(ZoneId(zone as u32)))
            .map(|(at, radius)| (atlas.dot(at), atlas.radius(radius)))
            .collect();
        let lives = |x: i32, y: i32| {
            quarters.iter().any(|((cx, cy), (rx, ry))| {
                let (dx, dy) = ((f64::from(x * 2 + 1) - cx) / rx.max(1.0), (f64::from(y * 4 + 2) - cy) / ry.max(1.0));
                dx * dx + dy * dy <= 1.0
            })
        };
        // In a city of very many quarters there is no front desk's name to keep clear of them.
        let homes = match quarters.len() {
            ..=60 => (0..h).flat_map(|y| (0..w).map(move |x| (x, y))).map(|(x, y)| lives(x, y)).collect(),
            _ => Vec::new(),
        };
        let streets = Streets::new(setup, &atlas);
        Map { atlas, glow: Vec::new(), streets, windows: Vec::new(), river, water, homes, demand: Vec::new(), shop }
    }
}

impl Canvas {
    /// An empty canvas in the looks that the settings ask for.
    pub fn new(settings: &Settings) -> Canvas {
        let colours = Colours { ground: settings.ground, depth: settings.depth };
        Canvas {
            theme: Theme::new(colours, settings.ascii),
            map: None,
            makeup: None,
            listed: None,
            evenings: None,
            dealt: None,
        }
    }

    /// Updates everything for what the app shows now. Cheap if nothing changed: glow and river are computed only after
    /// a change of size or demand.
    pub fn prepare(&mut self, app: &App) {
        let colours = Colours { ground: app.settings.ground, depth: app.settings.depth };
        if self.theme.colours != colours || self.theme.is_ascii() != app.settings.ascii {
            self.theme = Theme::new(colours, app.settings.ascii);
            self.map = None;
        }
        if let Some((game, (history, session))) = app.game().filter(|game| game.view == View::Orders).zip(app.shown()) {
            let (now, finished) = (session.now(), session.recorder().history.finished);
            let fresh = |m: &Makeup| m.composition.is_some() && m.at <= now && now.since(m.at) < Span::from_mins(1);
            let known = self.makeup.as_ref().filter(|m| m.history == history);
            if !known.is_some_and(|m| (m.at, m.finished) == (now, finished) || fresh(m)) {
                self.makeup = Some(Makeup { composition: session.composition(None), history, at: now, finished });
            }
            self.list(game, history, session, app.size().1 as usize);
        } else {
            // The next game may be another one.
            (self.makeup, self.listed) = (None, None);
        }
        match app.game().filter(|game| game.view == View::Charts && game.charts.theory) {
            Some(game) if !self.evenings.as_mut().is_some_and(|known| known.follow(&game.session)) => {
                self.evenings = Evenings::of(&game.session);
            }
            Some(_) => {}
            None => self.evenings = None,
        }
        let Some((world, pane)) = super::map_of(app) else {
            // The next game may be another one.
            self.dealt = None;
            return;
        };
        self.deal(app, world, pane.w);
        let demand = demand(world);
        let shop = (world.outlets().len(), world.zones().len(), world.setup().seed);
        if self.map.as_ref().is_some_and(|m| m.atlas.pane == pane && m.demand == demand && m.shop == shop) {
            return;
        }
        let atlas = Projection::new(world.setup(), pane);
        let heat = heat(world, &atlas);
        let map = match self.map.take() {
            Some(map) if map.atlas == atlas && map.shop == shop => map,
            _ => Map::new(world.setup(), atlas, shop),
        };
        let (glow, windows) = lights(&heat, &map.streets, &self.theme);
        self.map = Some(Map { glow, windows, demand, ..map });
    }

    /// Updates the streets below the map.
    fn deal(&mut self, app: &App, world: &World, columns: i32) {
        if !world.setup().has_streets() {
            self.dealt = None;
            return;
        }
        let history = app.shown().map_or(0, |(history, _)| history);
        let asked = (columns, history, world.now().0 / Span::from_mins(1).0, world.staffings());
        if self.dealt.as_ref().is_none_or(|known| known.asked != asked) {
            let streets = world.around_the_circle(columns.max(0) as usize);
            self.dealt = Some(Dealt { streets, moved: cards::moved_share(world), asked });
        }
    }

    /// Updates the rows of the Orders view.
    fn list(&mut self, game: &Game, history: u32, session: &Session, rows: usize) {
        let (now, finished) = (session.now(), session.recorder().history.finished);
        // Rounded up, so that moving the cursor does not compute another list each time.
        let limit = (game.orders.chosen + rows).next_multiple_of(64);
        let asked = (game.orders.sort, game.orders.filter, limit);
        let commands = session.commands().len();
        let many = session.vitals().in_system >= MANY;
        let good = |known: &Listed| {
            let same = known.at == now && known.finished == finished;
            let young = many && known.at <= now && now.since(known.at) < OLD;
            known.history == history && known.asked == asked && known.commands == commands && (same || young)
        };
        if !self.listed.as_ref().is_some_and(good) {
            let ledger = session.ledger(asked.0, &asked.1, limit);
            self.listed = Some(Listed { ledger, asked, history, at: now, finished, commands });
        }
    }
}

/// Demand by zone, in 48ths of the greatest.
fn demand(world: &World) -> Vec<u32> {
    let rates: Vec<f64> = (0..world.zones().len()).map(|z| world.demand(ZoneId(z as u32))).collect();
    let most = greatest(world);
    rates.iter().map(|r| (r / most * 48.0).round().min(1e6) as u32).collect()
}

/// The greatest demand that any zone reaches by its own curve, in orders per hour; the glow is relative to it, so that
/// a quiet hour looks quiet.
fn greatest(world: &World) -> f64 {
    let peak = |z: &crate::sim::setup::ZoneSetup| {
        z.orders_per_hour
            * z.curve.iter().map(|p| p.factor).fold(f64::NAN, f64::max).max(if z.curve.is_empty() { 1.0 } else { 0.0 })
    };
    world.setup().zones.iter().map(peak).filter(|r| r.is_finite()).fold(1.0, f64::max)
}

/// How much is ordered at each cell of the map (1: the most that any zone ever asks for), row by row.
#[expect(clippy::disallowed_methods, reason = "how bright a zone shines, in no history")]
fn heat(world: &World, atlas: &Projection) -> Vec<f64> {
    let (w, h) = (atlas.pane.w.max(0), atlas.pane.h.max(0));
    let mut heat = vec![0.0f64; (w * h) as usize];
    let most = greatest(world);
    for z in 0..world.setup().zones.len() {
        let zone = ZoneId(z as u32);
        let share = (world.demand(zone) / most).min(1.5);
        let (at, radius) = atlas.quarter(zone);
        let (cx, cy) = atlas.dot(at);
        let (rx, ry) = atlas.radius(radius);
        // The glow extends beyond the zone and fades; small zones get a minimum radius.
        let (rx, ry) = ((rx * 1.35).max(7.0), (ry * 1.35).max(7.0));
        let rows = ((cy - ry) / 4.0).floor().max(0.0) as i32..((cy + ry) / 4.0).ceil().min(h as f64) as i32;
        for y in rows {
            for x in ((cx - rx) / 2.0).floor().max(0.0) as i32..((cx + rx) / 2.0).ceil().min(w as f64) as i32 {
                let (dx, dy) = ((x as f64 * 2.0 + 1.0 - cx) / rx, (y as f64 * 4.0 + 2.0 - cy) / ry);
                let inside = 1.0 - (dx * dx + dy * dy);
                if inside > 0.0 {
                    heat[(y * w + x) as usize] += share * inside.powf(1.3);
                }
            }
        }
    }
    heat
}

/// The colours behind the cells of the map, and those of the windows in them.
fn lights(heat: &[f64], streets: &Streets, theme: &Theme) -> (Vec<Option<Color>>, Vec<Option<Color>>) {
    let cells = || heat.iter().zip(&streets.sites);
    let glow = match theme.glow(1.0) {
        None => Vec::new(),
        Some(_) => {
            let shine = |(heat, site): (&f64, &Site)| match site {
                // Lamps stand along the streets, and more of them along the main street.
                Site::Street { main: true } => heat * 0.70 + 0.10,
                Site::Street { main: false } => heat * 0.60 + 0.03,
                Site::Yard | Site::Window { .. } => heat * 0.42,
            };
            cells().map(|cell| theme.glow(shine(cell))).collect()
        }
    };
    let window = |(heat, site): (&f64, &Site)| match site {
        Site::Window { .. } => Some(theme.window(site.light(*heat))),
        Site::Street { .. } | Site::Yard => None,
    };
    let windows = if theme.has_windows() { cells().map(window).collect() } else { Vec::new() };
    (glow, windows)
}
