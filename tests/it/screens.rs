//! Screens as pictures: keys in, letters out. `night.toml` is a Friday on which everything goes wrong by 19:12.
//!
//! A change that is meant is blessed with `INSTA_UPDATE=always cargo test --test it screens::`, and read in the diff.

mod asked;
mod back;
mod charts;
mod counters;
mod flows;
mod histories;
mod moments;
mod pages;
mod parties;
mod streets;
mod unknown;

use pizzeria::app::settings::{Depth, Ground, Settings};
use pizzeria::app::{App, Code, Game, Input, Key, Language, Overlay, Screen, Target, View};
use pizzeria::scenario::{self, Scenario};
use pizzeria::ui::{self, Canvas, Hits};
use pizzeria::units::{OutletId, Span, Time};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::sync::{Arc, OnceLock};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];
const VIEWS: [View; 6] = [View::City, View::Kitchen, View::System, View::Charts, View::Orders, View::Log];

fn night() -> Arc<Scenario> {
    static NIGHT: OnceLock<Arc<Scenario>> = OnceLock::new();
    let read = || {
        let text = include_str!("screens/night.toml");
        Arc::new(scenario::read("night.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0)
    };
    NIGHT.get_or_init(read).clone()
}

fn small(text: &str) -> Arc<Scenario> {
    Arc::new(scenario::read("small.toml", text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0)
}

/// A dashboard with a shop that has run for so long, its clock standing.
fn playing(scenario: Arc<Scenario>, after: Span, size: (u16, u16)) -> App {
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(scenario, "night.toml".into(), Some(9), guesses);
    let until = Time::ZERO + after;
    while game.now() < until && !game.session.is_over() {
        let next = Time((game.now().0 + 5_000_000).min(until.0));
        game.session.advance(next);
        game.session.refresh();
    }
    game.session.judge();
    game.names.update(game.session.world());
    game.pace.paused = true;
    let mut app = App::new(size, None);
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app.show(Screen::Live(Box::new(game)));
    app
}

/// 19:12 on the night.
fn trouble(size: (u16, u16)) -> App {
    playing(night(), Span::from_secs(7_920), size)
}

/// Names of every script stand whole on the screen, and nothing beside them is pushed out of its column.
#[test]
fn names_of_every_script_are_drawn_whole() {
    let text = include_str!("screens/night.toml");
    let outlets: Vec<String> = night().setup.outlets.iter().map(|outlet| outlet.name.clone()).collect();
    let drawn = |name: &str| {
        let text = text.replace(outlets[0].as_str(), name);
        let read = scenario::read("night.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let mut app = playing(Arc::new(read.0), Span::from_secs(600), (120, 36));
        press(&mut app, "2");
        let buffer = painted(&app);
        let line = |y: u16| (0..120).map(|x| buffer[(x, y)].symbol().to_string()).collect::<Vec<_>>();
        (0..36).map(line).collect::<Vec<_>>()
    };
    // Five cells each.
    let plain = drawn("Abcde");
    let at = plain.iter().position(|line| line.concat().contains("Abcde")).expect("the outlet is on the screen");
    for name in ["Ka\u{308}sen", "می\u{200c}خوا", "寿司s", "👩🏽\u{200d}🍳 ab"] {
        let lines = drawn(name);
        assert!(lines[at].concat().contains(name), "{name}: {:?}", lines[at].concat());
        let rest = |lines: &[Vec<String>]| lines[at][40..].concat();
        assert_eq!(rest(&lines), rest(&plain), "{name}");
    }
}

fn press(app: &mut App, keys: &str) {
    for word in keys.split(' ').filter(|word| !word.is_empty()) {
        let code = match word {
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Tab" => Code::Tab,
            "Up" => Code::Up,
            "Down" => Code::Down,
            "Left" => Code::Left,
            "Right" => Code::Right,
            "PageUp" => Code::PageUp,
            "space" => Code::Char(' '),
            other => Code::Char(other.chars().next().unwrap()),
        };
        app.update(Input::Key(Key::of(code)));
        app.settle();
    }
}

fn painted(app: &App) -> Buffer {
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    buffer
}

fn letters(buffer: &Buffer) -> String {
    let row = |y: u16| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).map(|y| row(y).trim_end().to_string() + "\n").collect()
}

fn picture(app: &App) -> String {
    letters(&painted(app))
}

#[test]
fn every_view_at_three_sizes_in_both_languages() {
    for size in SIZES {
        let mut app = trouble(size);
        for language in [Language::Pizza, Language::System] {
            app.settings.language = language;
            for view in VIEWS {
                press(&mut app, &view.number().to_string());
                let words = if language == Language::Pizza { "pizza" } else { "system" };
                let name = format!("{}-{}x{}-{words}", view.name().to_lowercase(), size.0, size.1);
                insta::assert_snapshot!(name, picture(&app));
            }
        }
    }
}

#[test]
fn what_floats() {
    for size in [(80, 24), (120, 36)] {
        for (name, keys) in
            [("act", "a"), ("hire", "a h"), ("refused", "a t"), ("help", "?"), ("glossary", "g"), ("task", "r")]
        {
            let mut app = trouble(size);
            press(&mut app, keys);
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), picture(&app));
        }
        let mut app = trouble(size);
        press(&mut app, ":");
        app.update(Input::Paste("hire pi".into()));
        app.settle();
        insta::assert_snapshot!(format!("palette-{}x{}", size.0, size.1), picture(&app));
    }
}

#[test]
fn before_and_after_the_shop() {
    for size in [(80, 24), (120, 36)] {
        let mut app = App::new(size, None);
        app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
        insta::assert_snapshot!(format!("picker-{}x{}", size.0, size.1), picture(&app));
        app.show(Screen::Story(Box::new(pizzeria::app::Story::new(night(), Some(9), None))));
        press(&mut app, "b");
        insta::assert_snapshot!(format!("story-{}x{}", size.0, size.1), picture(&app));
        let mut game = trouble(size).into_game().unwrap();
        game.session.finish();
        let mut ending = pizzeria::app::Ending::new(game);
        while ending.is_computing() {
            ending.step();
        }
        app.show(Screen::Ending(Box::new(ending)));
        insta::assert_snapshot!(format!("ending-{}x{}", size.0, size.1), picture(&app));
    }
}

#[test]
fn a_calm_shop_has_almost_no_colour_and_nothing_shouts() {
    let app = playing(night(), Span::from_mins(25), (120, 36));
    let buffer = painted(&app);
    assert!(letters(&buffer).contains("Nothing is stuck."), "{}", letters(&buffer));
    assert_eq!(shouts(&buffer), 0);
}

/// Stretches of cells on the shout's ground.
fn shouts(buffer: &Buffer) -> usize {
    let shout = Color::Rgb(0xcf, 0x3f, 0x22);
    let cells = buffer.content.iter().map(|cell| cell.bg == shout);
    cells.clone().zip(std::iter::once(false).chain(cells)).filter(|(now, before)| *now && !before).count()
}

#[test]
fn one_shout_a_screen() {
    for size in SIZES {
        let mut app = trouble(size);
        let at_most = [1, 1, 1, 0, 0, 0];
        for (view, most) in VIEWS.into_iter().zip(at_most) {
            press(&mut app, &view.number().to_string());
            let n = shouts(&painted(&app));
            assert!(n <= most, "{n} shouts in {view:?} at {size:?}");
        }
    }
    assert_eq!(shouts(&painted(&trouble((120, 36)))), 1, "the City says where the orders are stuck");
}

#[test]
fn styles_that_carry_meaning() {
    let app = trouble((120, 36));
    let buffer = painted(&app);
    let find = |text: &str| {
        let letters = letters(&buffer);
        let (y, row) =
            letters.lines().enumerate().find(|(_, row)| row.contains(text)).unwrap_or_else(|| panic!("no {text}"));
        let x = row[..row.find(text).unwrap()].chars().count();
        buffer[(x as u16, y as u16)].clone()
    };
    let danger = Color::Rgb(0xf4, 0x59, 0x3a);
    let cold = Color::Rgb(0x7c, 0x88, 0xb0);
    assert_eq!(find("✗ line cut").fg, danger, "what is broken is tomato");
    assert_eq!(find("□ Harbour").fg, cold, "what is dark is slate");
    assert_eq!(find("Why").modifier, Modifier::BOLD, "titles are bold");
    assert_eq!(find("demand ").fg, Color::Rgb(0x9c, 0x91, 0x84), "phrases are muted");
    let accent = Color::Rgb(0xf4, 0xdc, 0xae);
    assert_eq!(find("space go on").fg, accent, "keys are butter");
    assert_eq!(find("City ─").fg, accent, "so is the title in focus");
}

#[test]
fn without_colour_everything_is_said_all_the_same() {
    let mut app = trouble((120, 36));
    let coloured = picture(&app);
    app.settings.depth = Depth::None;
    let buffer = painted(&app);
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset), "no colour at all");
    let reversed = buffer.content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED)).count();
    assert!(reversed > 8, "the badge and the open view are reversed");
    for text in ["waiting", "dark", "line cut", "ill", "▲", "✗"] {
        assert!(letters(&buffer).contains(text) && coloured.contains(text), "{text} is told by a glyph or a word");
    }
}

#[test]
fn ascii_is_ascii_on_every_screen() {
    for size in SIZES {
        let mut app = trouble(size);
        app.settings.ascii = true;
        for keys in ["1", "2", "3", "4", "5", "6", "1 a", "Esc ?", "Esc g", "Esc r", "Esc :"] {
            press(&mut app, keys);
            let picture = picture(&app);
            let odd: String = picture.chars().filter(|c| !c.is_ascii()).collect();
            assert!(odd.is_empty(), "{odd:?} after {keys} at {size:?}\n{picture}");
        }
    }
}

#[test]
fn every_glyph_is_one_cell_and_no_emoji() {
    let mut app = trouble((200, 60));
    for view in VIEWS {
        press(&mut app, &view.number().to_string());
        for c in picture(&app).chars().filter(|c| !c.is_ascii()) {
            let text = c.to_string();
            assert_eq!(ratatui::text::Span::raw(text.as_str()).width(), 1, "{c:?} in {view:?}");
            assert!(!"▶▪⚠▮▰◔☆░▒▓\u{fe0f}".contains(c) && (c as u32) < 0x1F000, "{c:?} in {view:?}");
        }
    }
}

#[test]
fn any_size_is_safe_and_the_least_is_said() {
    let mut app = trouble((120, 36));
    for view in VIEWS {
        press(&mut app, &view.number().to_string());
        for w in (1..=250).step_by(13) {
            for h in (1..=90).step_by(7) {
                app.update(Input::Resize(w, h));
                app.settle();
                let picture = picture(&app);
                let small = w < 80 || h < 24;
                assert!(!small || h < 3 || w < 40 || picture.contains("bigger table"), "{w}×{h}\n{picture}");
            }
        }
    }
    app.update(Input::Resize(60, 16));
    insta::assert_snapshot!("too-small", picture(&app));
}

#[test]
fn floating_things_fit_any_size() {
    for keys in ["a", "a h", ":", "?", "g", "r"] {
        let mut app = trouble((120, 36));
        press(&mut app, keys);
        for (w, h) in [(80, 24), (81, 60), (110, 33), (250, 25), (300, 90)] {
            app.update(Input::Resize(w, h));
            app.settle();
            assert!(picture(&app).contains("close"), "{keys} at {w}×{h}\n{}", picture(&app));
        }
    }
}

/// Whoever cannot see a choice cannot make it: sooner the words about a line are missing.
#[test]
fn every_choice_of_every_menu_line_is_seen_at_the_smallest_size() {
    let mut seen = 0;
    for (name, key) in scenario::builtin::all().flat_map(|(name, _)| [(name, "a"), (name, "f")]) {
        let lesson = Arc::new(scenario::load(name, &[]).unwrap());
        let mut app = playing(lesson, Span::from_mins(2), (80, 24));
        press(&mut app, key);
        let Some(Overlay::Menu(menu)) = app.overlays().last() else { continue };
        for _ in 0..menu.lines().count() {
            let Some(Overlay::Menu(menu)) = app.overlays().last() else { panic!("the menu stays open") };
            let line = menu.line().unwrap();
            let choices: Vec<String> = match line.has_more() {
                true => line.choices.iter().map(|choice| format!("{} {}", choice.key, choice.text)).collect(),
                false => Vec::new(),
            };
            let shown = picture(&app);
            for choice in choices {
                assert!(shown.contains(&choice), "{name}, {key}: {choice:?} is not seen in\n{shown}");
                seen += 1;
            }
            press(&mut app, "Down");
        }
    }
    assert!(seen > 50, "{seen}");
}

fn hits(app: &App) -> Hits {
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    ui::paint(app, &canvas, &mut Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1)))
}

/// Between a picture and a click on it the shop goes on and the list moves: the order that was seen is meant.
#[test]
fn a_click_on_a_list_that_moves_means_the_order_that_was_seen() {
    let mut app = trouble((120, 36));
    press(&mut app, "5");
    let Some(game) = app.game() else { unreachable!() };
    let seen = game.session.orders(game.orders.sort, &game.orders.filter, 5)[3].serial;
    let place = |hits: &Hits, app: &App| {
        let cells = (0..36).flat_map(|y| (0..120).map(move |x| (x, y)));
        let is_it = |target: Option<Target>| matches!(target, Some(Target::Order { serial, .. }) if serial == seen);
        cells.into_iter().find(|(x, y)| is_it(hits.at(app, *x, *y)))
    };
    let hits = hits(&app);
    let (x, y) = place(&hits, &app).expect("the fourth order is on the screen");
    let game = app.live_mut().unwrap();
    let until = game.now() + Span::from_mins(5);
    game.session.advance(until);
    let target = hits.at(&app, x, y).expect("nothing was opened");
    app.update(Input::Click(target));
    let Some(game) = app.game() else { unreachable!() };
    let listed = game.session.orders(game.orders.sort, &game.orders.filter, usize::MAX);
    assert_eq!(listed[game.orders.chosen].serial, seen);
    assert_ne!(listed[3].serial, seen, "the list has moved");
}

#[test]
fn a_click_means_what_is_drawn_there() {
    let app = trouble((120, 36));
    let (picture, hits) = (picture(&app), hits(&app));
    let at = |text: &str| {
        let (y, row) = picture.lines().enumerate().find(|(_, row)| row.contains(text)).unwrap();
        (row[..row.find(text).unwrap()].chars().count() as u16, y as u16)
    };
    let hit = |text: &str| {
        let (x, y) = at(text);
        hits.at(&app, x, y)
    };
    assert_eq!(hit("□ Harbour"), Some(Target::Outlet(OutletId(2))));
    assert_eq!(hit("3 System"), Some(Target::View(View::System)));
    assert_eq!(hit("a act"), Some(Target::Action(pizzeria::app::Action::Act)));
    assert_eq!(hit("Vitals"), Some(Target::Panel(pizzeria::app::Panel::Vitals)));
    let mut app = trouble((120, 36));
    press(&mut app, "a");
    let (x, y) = {
        let picture = self::picture(&app);
        let (y, row) = picture.lines().enumerate().find(|(_, row)| row.contains("hire a rider")).unwrap();
        (row[..row.find("hire a rider").unwrap()].chars().count() as u16, y as u16)
    };
    let hits = self::hits(&app);
    assert!(matches!(hits.at(&app, x, y), Some(Target::MenuLine(3))));
    assert_eq!(hits.at(&app, 0, 0), Some(Target::Outside));
    // The menu is gone before the next picture: the click was not meant for the map below it.
    press(&mut app, "Esc");
    assert_eq!(hits.at(&app, x, y), None);
}

#[test]
fn systems_words_leave_no_pizza_behind() {
    let mut app = trouble((120, 36));
    app.settings.language = Language::System;
    // The System view bears both words on its heads, the log the story's own cues.
    for view in [View::City, View::Kitchen, View::Charts, View::Orders] {
        press(&mut app, &view.number().to_string());
        let picture = picture(&app).to_lowercase();
        for word in ["chef", "outlet", "rider ", "kitchen", "front desk", "walked out", "cooking", "stove", "oven"] {
            let place = picture.lines().find(|row| row.contains(word));
            assert_eq!(place, None, "{word} in {view:?}");
        }
    }
}

const ONE: &str = r#"
schema = 1
[scenario]
duration = "2h"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Town"
orders_per_hour = 12.0
arrivals = "even"
[[outlet]]
name = "The Only Shop In A Town With A Very Long Name Indeed"
"#;

#[test]
fn the_smallest_shop_there_can_be() {
    for (after, name) in [(0, "unopened"), (3_000, "one")] {
        let mut app = playing(small(ONE), Span::from_secs(after), (80, 24));
        for view in VIEWS {
            press(&mut app, &view.number().to_string());
            insta::assert_snapshot!(format!("{name}-{}", view.name().to_lowercase()), picture(&app));
        }
    }
}

#[test]
fn a_chain_of_hundreds() {
    let mut text = String::from(
        "schema = 1\n[scenario]\nduration = \"1h\"\n[menu.pizza]\nwork = { dist = \"exponential\", mean = \"10m\" }\n\
         [[zone]]\nname = \"Everywhere\"\nradius = 20.0\norders_per_hour = 6000.0\n[dispatch]\npolicy = \"power_of_two\"\n\
         [delivery]\nmode = \"decoupled\"\n",
    );
    for i in 0..300 {
        let (x, y) = (i % 20, i / 20);
        text +=
            &format!("[[outlet]]\nname = \"No. {i}\"\nat = [{x}.0, {y}.0]\nriders = 9\n[[outlet.chef]]\ncount = 4\n");
    }
    let mut app = playing(small(&text), Span::from_mins(10), (120, 36));
    for view in VIEWS {
        press(&mut app, &view.number().to_string());
        let picture = picture(&app);
        let first = matches!(view, View::City | View::Kitchen | View::System | View::Charts);
        assert!(picture.lines().count() == 36 && (!first || picture.contains("No. 0")), "{view:?}\n{picture}");
    }
}

#[test]
fn the_twin_stands_beside_the_shop() {
    let mut app = trouble((120, 36));
    let Some(game) = app.live_mut() else { unreachable!() };
    // Without the power cut: the second event of the script.
    assert!(game.session.start_twin(pizzeria::session::Without::Event(1)));
    game.session.catch_up(Span::ENDLESS);
    game.session.refresh();
    let city = picture(&app);
    assert!(city.contains("twin: without power cut at Harbour"), "{city}");
    let row = city.lines().find(|row| row.contains("Latency")).unwrap().to_string();
    let figure = |text: &str| text.split_whitespace().find_map(|word| word.parse::<f64>().ok()).unwrap();
    let (shop, twin) = row[row.find("Latency").unwrap()..].split_once("twin").unwrap();
    assert!(figure(shop) > figure(twin), "the light makes a difference: {row}");
    press(&mut app, "4");
    assert!(picture(&app).contains("twin p95"), "{}", picture(&app));
}

/// Quiet is not calm: who was turned away sits at home with a telephone.
#[test]
fn a_shop_in_which_nobody_is_may_be_waited_for() {
    let jitter = Arc::new(scenario::load("jitter", &[]).unwrap());
    let app = playing(jitter, Span::from_mins(44), (120, 36));
    let picture = picture(&app);
    assert!(picture.contains("240 will call") && !picture.contains("Nothing is stuck"), "{picture}");
}
