//! The act and fault menus of every scenario that comes with the program: letters that are seen, sentences that are
//! whole, few lines where an evening is about few.

use pizzeria::app::menu::{Does, MenuKind, hour, sections};
use pizzeria::app::{App, Code, Game, Input, Key, Language, Menu, Overlay, Screen};
use pizzeria::scenario::{self, builtin};
use pizzeria::ui::{self, Canvas};
use pizzeria::units::{OutletId, Time};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

const LANGUAGES: [Language; 2] = [Language::Pizza, Language::System];

/// A shop of a scenario at a part of its evening.
fn shop(name: &str, part: f64) -> Box<Game> {
    let scenario = scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let guesses = vec![None; scenario.predictions.len()];
    let mut game = Game::new(scenario.into(), name.into(), None, guesses);
    let to = Time::ZERO + game.session.setup().duration.scaled(part);
    while game.now() < to && !game.session.is_over() {
        game.session.advance(to);
    }
    game.session.refresh();
    game.session.judge();
    game.names.update(game.session.world());
    game.pace.paused = true;
    Box::new(game)
}

fn names() -> Vec<&'static str> {
    builtin::all().map(|(name, _)| name).collect()
}

#[test]
fn every_key_of_a_menu_is_a_letter_that_is_seen() {
    for name in names() {
        let game = shop(name, 0.4);
        for (language, kind) in LANGUAGES.into_iter().flat_map(|l| [(l, MenuKind::Act), (l, MenuKind::Fault)]) {
            for outlet in 0..game.session.setup().outlets.len() as u32 {
                let all = sections(kind, &game, OutletId(outlet), language);
                let mut keys = BTreeSet::new();
                for line in all.iter().flat_map(|section| &section.lines) {
                    let text = line.text.to_lowercase();
                    assert!(
                        text.contains(line.key.to_ascii_lowercase()),
                        "{name}, {language:?}: {} for {text:?}",
                        line.key
                    );
                    assert!(line.key != 'a' && keys.insert(line.key), "{name}, {language:?}: {} twice", line.key);
                    let mut thirds = BTreeSet::new();
                    for choice in line.choices.iter().filter(|_| line.has_more()) {
                        let is_seen = !choice.key.is_ascii_alphabetic()
                            || choice.text.to_lowercase().contains(choice.key)
                            || choice.key > '9' && line.choices.len() > 9;
                        assert!(is_seen, "{name}, {language:?}: {} for {:?}", choice.key, choice.text);
                        assert!(thirds.insert(choice.key), "{name}: {text}: {} twice", choice.key);
                    }
                }
            }
        }
    }
}

/// It would count as a command.
#[test]
fn what_is_set_already_is_not_given_again() {
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario::load("horizontal-scaling", &[]).unwrap(), "horizontal-scaling");
    press(&mut app, Code::Enter);
    for key in ['a', 'k'] {
        press(&mut app, Code::Char(key));
    }
    press(&mut app, Code::Enter);
    assert_eq!(top(&app).effect.outlook, "So it is now.");
    assert!(app.game().unwrap().session.commands().is_empty());
    // Another of them is given.
    press(&mut app, Code::Char('o'));
    assert_eq!(app.game().unwrap().session.commands().len(), 1);
}

/// What stands beside the line is pressed as it stands there: once to see what it would do, once more to do it. Outside
/// the menu digits are views.
#[test]
fn a_digit_beside_the_line_under_the_cursor_needs_no_letter() {
    let mut app = App::new((80, 24), None);
    app.open_scenario(scenario::load("help-wanted", &[]).unwrap(), "help-wanted");
    press(&mut app, Code::Enter);
    press(&mut app, Code::Char('a'));
    press(&mut app, Code::Char('1'));
    assert!(app.game().unwrap().session.commands().is_empty());
    press(&mut app, Code::Char('1'));
    let given = app.game().unwrap().session.commands().to_vec();
    assert_eq!(given.len(), 1, "{given:?}");
    assert_eq!(given[0].command.name(), "set_manager");
}

/// Where the trouble is, is seldom where the cursor stood.
#[test]
fn a_menu_goes_on_to_the_next_outlet() {
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario::load("quickest-chef", &[]).unwrap(), "quickest-chef");
    press(&mut app, Code::Enter);
    press(&mut app, Code::Char('a'));
    assert!(top(&app).title.ends_with("Arcade"));
    for (key, name) in [(']', "Bridge"), (']', "Chapel"), ('[', "Bridge"), ('[', "Arcade"), ('[', "Junction")] {
        press(&mut app, Code::Char(key));
        assert!(top(&app).title.ends_with(name), "{key}: {}", top(&app).title);
    }
    // What is done is done there.
    press(&mut app, Code::Char('f'));
    let last = app.game().unwrap().session.commands().last().unwrap().command.clone();
    assert_eq!(last.outlet(), Some(OutletId(9)), "{last:?}");
}

#[test]
fn a_lesson_begins_with_the_acts_that_it_is_about() {
    for name in names() {
        let game = shop(name, 0.0);
        let all = sections(MenuKind::Act, &game, game.outlet, Language::Pizza);
        let all = all.iter().map(|section| section.lines.len()).sum::<usize>();
        let menu = Menu::open(MenuKind::Act, &game, Language::Pizza);
        let shown = menu.lines().count();
        let has_rest = menu.lines().any(|line| line.choices.iter().any(|choice| choice.does == Does::ShowAll));
        assert_eq!(shown, all - menu.hidden + usize::from(has_rest), "{name}");
        assert_eq!(has_rest, menu.hidden > 0, "{name}");
        assert!(shown <= 9 || menu.hidden == 0, "{name}: {shown} lines");
        // What the evening is won by is in it, without a key more.
        let offered = |name: &str| {
            let mut choices = menu.lines().flat_map(|line| &line.choices);
            choices.any(|choice| matches!(&choice.does, Does::Give(command) if command.name() == name))
        };
        let decisions = game.scenario.solution.iter().map(|scheduled| scheduled.command.name());
        for decision in decisions.filter(|name| *name != "power_outage") {
            assert!(offered(decision), "{name}: {decision}");
        }
    }
    let story = Menu::open(MenuKind::Act, &shop("story", 0.0), Language::Pizza);
    assert!(story.hidden > 10, "the story's first evening is not about everything");
}

#[test]
fn what_a_short_menu_hides_keeps_its_letter() {
    let mut app = App::new((120, 36), None);
    app.show(Screen::Live(shop("story", 0.1)));
    let lines = |app: &App| match app.top() {
        Some(Overlay::Menu(menu)) => menu.lines().count(),
        _ => panic!("a menu is open"),
    };
    press(&mut app, Code::Char('a'));
    let short = lines(&app);
    press(&mut app, Code::Char('x'));
    let Some(Overlay::Menu(menu)) = app.top() else { panic!() };
    assert!(menu.lines().count() > short && menu.choosing.is_some(), "the orders a trip, though they were hidden");
    press(&mut app, Code::Char('3'));
    assert_eq!(app.game().unwrap().session.commands()[0].command.name(), "set_batch");
    press(&mut app, Code::Char('a'));
    assert_eq!(lines(&app), short);
    press(&mut app, Code::Char('a'));
    assert!(lines(&app) > short, "a again shows everything");
}

/// What is written in the frame of the menu, row after row, with single blanks.
fn inside(app: &App) -> String {
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    let cell = |x: u16, y: u16| buffer[(x, y)].symbol();
    let (w, h) = app.size();
    let corner = (0..h).flat_map(|y| (0..w).map(move |x| (x, y))).find(|(x, y)| cell(*x, *y) == "╭");
    let (left, top) = corner.expect("a frame is drawn");
    let right = (left..w).find(|x| cell(*x, top) == "╮").expect("it has a right edge");
    let bottom = (top..h).find(|y| cell(left, *y) == "╰").expect("it has a lower edge");
    let row = |y: u16| (left + 1..right).map(|x| cell(x, y)).collect::<String>();
    let text: String = (top + 1..bottom).map(|y| row(y) + " ").collect();
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn press(app: &mut App, code: Code) {
    app.update(Input::Key(Key::of(code)));
}

fn top(app: &App) -> &Menu {
    let Some(Overlay::Menu(menu)) = app.top() else { panic!("a menu is open") };
    menu
}

/// What the menu says now stands in its frame, word for word.
fn is_whole(app: &App, name: &str) {
    let (menu, language) = (top(app), app.language());
    let (effect, line) = (&menu.effect, menu.line().unwrap());
    let hour = menu.preview.as_ref().filter(|preview| preview.command() == menu.looked_at());
    let hour = hour.filter(|_| effect.refusal.is_none()).and_then(|preview| hour::sentence(preview, language));
    let mut wanted = vec![line.text.clone()];
    match &menu.answer {
        Some(answer) => wanted.push(answer.text.clone()),
        None => {
            let outlook = effect.refusal.clone().unwrap_or(effect.outlook.clone());
            wanted.extend([format!("{} {}", effect.title, effect.terms), outlook, hour.unwrap_or_default()]);
            let thirds = line.choices.iter().filter(|_| line.has_more());
            wanted.extend(thirds.map(|choice| format!("{} {}", choice.key, choice.text)));
        }
    }
    let text = inside(app);
    for sentence in wanted.iter().map(|sentence| squeezed(sentence)) {
        let (size, of) = (app.size(), &effect.title);
        assert!(text.contains(&sentence), "{name}, {size:?}, {language:?}, {of}: {sentence:?} is cut:\n{text}");
    }
}

/// Every sentence of a menu is whole, whatever line and value the cursor is on.
fn holds_whole(name: &str, size: (u16, u16), language: Language, kind: MenuKind) {
    let mut app = App::new(size, None);
    app.settings.language = language;
    app.show(Screen::Live(shop(name, 0.6)));
    press(&mut app, Code::Char(if kind == MenuKind::Act { 'a' } else { 'f' }));
    if top(&app).hidden > 0 {
        press(&mut app, Code::Char('a'));
    }
    press(&mut app, Code::Home);
    for _ in 0..top(&app).lines().count() {
        while app.is_busy() {
            app.step();
        }
        is_whole(&app, name);
        let line = top(&app).line().unwrap();
        let values = if line.has_more() && line.is_possible() { line.choices.len() } else { 0 };
        if values == 0 && top(&app).effect.refusal.is_some() {
            press(&mut app, Code::Enter);
            assert!(top(&app).answer.is_some());
            is_whole(&app, name);
        } else if values > 0 {
            press(&mut app, Code::Enter);
            for _ in 0..values {
                is_whole(&app, name);
                press(&mut app, Code::Down);
            }
            while app.is_busy() {
                app.step();
            }
            is_whole(&app, name);
            press(&mut app, Code::Esc);
        }
        press(&mut app, Code::Down);
    }
}

#[test]
fn no_sentence_of_a_menu_is_cut() {
    for name in names() {
        for language in LANGUAGES {
            for size in [(80, 24), (120, 36), (200, 60)] {
                holds_whole(name, size, language, MenuKind::Act);
            }
        }
    }
}

#[test]
fn no_sentence_of_the_fault_menu_is_cut() {
    for (language, size) in LANGUAGES.into_iter().flat_map(|l| [(l, (80, 24)), (l, (120, 36)), (l, (200, 60))]) {
        holds_whole("break-it", size, language, MenuKind::Fault);
    }
}
