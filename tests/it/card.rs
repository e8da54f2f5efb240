//! The card of an evening: a picture and a line that are true, and do not give the lesson away.

use crate::codes::{program, solved};
use pizzeria::app::Ending;
use pizzeria::app::input::{Code, Input, Key};
use pizzeria::app::{App, Screen};
use pizzeria::scenario::replay::{encode, read_code};
use pizzeria::scenario::{self, CommandsFile, Reach, builtin};
use pizzeria::ui::card;

const LESSON: &str = "vertical-scaling";

#[test]
fn a_card_is_drawn_for_a_code_that_is_proved() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let (honest, file) = solved(&lesson, LESSON, false, None);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("card.svg");
    let place_name = place.to_str().unwrap();
    let (code, out, err) = program(&["show", &honest, "--card", place_name]);
    assert_eq!(code, 0, "{err}");
    let svg = std::fs::read_to_string(&place).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    for word in [lesson.title.as_str(), "in time", "Beat it: pizzeria play CODE", "Orders waiting for a chef"] {
        assert!(svg.contains(&format!(">{word}<")), "{word} in {svg}");
    }
    // What was done stands in the code, and not on the card.
    assert!(!svg.contains("upgrade") && !svg.contains("<script") && svg.matches("http").count() == 1, "{svg}");
    let line = out.lines().next().unwrap();
    assert!(
        line.starts_with("Pizza Shop Story · Better tools for Ana · ★★★ · ") && line.ends_with(" % in time"),
        "{line}"
    );
    assert_eq!(out.lines().nth(1), Some(honest.as_str()));
    // It is the line that `y` copies at the ending.
    let mut app = App::new((120, 36), None);
    let replay = read_code(&honest, None, Reach::Folder).unwrap();
    app.show(Screen::Ending(Box::new(Ending::of_replay(replay).0)));
    app.update(Input::Key(Key::of(Code::Char('y'))));
    assert_eq!(app.take_copied().unwrap().lines().next(), Some(line));
    // Whoever cheats gets no card, and an older one stays.
    let cheat = encode(&CommandsFile { commands: Vec::new(), ..file }, &lesson.setup);
    let (code, out, err) = program(&["show", &cheat, "--card", place_name]);
    assert!(code == 1 && out.is_empty() && err.contains("no card: it is not the history that it claims"), "{out}{err}");
    assert_eq!(std::fs::read_to_string(&place).unwrap(), svg);
    let (code, _, err) = program(&["show", &honest, "--card", place_name, "--at", "12:30"]);
    assert_eq!(code, 2, "{err}");
}

/// The card's stars and share are those of the ending, and every lesson has room on it.
#[test]
fn every_lesson_has_a_card() {
    for (name, _) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        let (code, file) = solved(&lesson, name, false, None);
        let (ending, refused) = Ending::of_replay(read_code(&code, None, Reach::Folder).unwrap());
        assert_eq!((Some(&ending.digest), refused), (file.digest.as_ref(), 0), "{name}");
        assert_eq!(ending.won, !lesson.goals.is_empty(), "{name}");
        let svg = card::picture(&ending);
        // Apostrophes and the like are put into cells of their own.
        let word = lesson.title.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
        assert!(svg.contains(word), "{name}: {svg}");
        // A share of a hundred, in digits of blocks, and the stars are drawn, not written.
        assert!(svg.contains("<path "), "{name}");
        assert!(svg.len() < 200_000, "{name}: {}", svg.len());
    }
}
