//! The map of ideas: in the program (`g`, then `m`) and in `assets/docs/ideas.md`, which is written from the same
//! table.
//!
//! `BLESS=1 cargo test --test it ideas` writes the page anew.

use pizzeria::app::{Action, App, Progress, Screen, Shelf};
use pizzeria::text::concepts::{self, concept};
use pizzeria::text::words::capital;
use pizzeria::ui::{self, Canvas};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/docs/ideas.md");

fn shelf() -> Shelf {
    Shelf::load(&Progress::default())
}

/// The page, from the table of concepts and the shelf.
fn written() -> String {
    let shelf = shelf();
    let lesson = |id: &str| {
        let entry = &shelf.entries[shelf.lesson_on(id).unwrap_or_else(|| panic!("no lesson on {id}"))];
        format!("{}, *{}*", entry.number.unwrap(), entry.title)
    };
    let mut page = String::from(
        "# Map of ideas\n\nWhat a system design interview asks, which lesson shows it, and what one is asked next. The same map is in the\n\
         program: `g`, then `m`. This page is written from `assets/concepts.toml` by a test.\n",
    );
    for (path, ideas) in concepts::map() {
        let _ = writeln!(page, "\n## {path}\n\n| idea | lesson | leads to | you will be asked |\n|---|---|---|---|");
        for (idea, place) in ideas {
            let next: Vec<&str> = place.leads_to.iter().map(|id| concept(id).unwrap().name.as_str()).collect();
            let asked = idea.asked().unwrap_or("");
            let _ = writeln!(page, "| {} | {} | {} | {asked} |", idea.name, lesson(&idea.id), next.join("; "));
        }
    }
    page += "\n## What these shops leave out\n\n| idea | why it is not here |\n|---|---|\n";
    for idea in concepts::left_out() {
        let _ = writeln!(page, "| {} | {} |", idea.name, idea.because);
    }
    page
}

#[test]
fn the_page_of_ideas_is_that_of_the_table() {
    let page = written();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let there = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(there == page, "assets/docs/ideas.md is not the table's: BLESS=1 cargo test --test it ideas");
}

#[test]
fn every_lesson_has_a_place_on_the_map_and_every_place_a_lesson() {
    let shelf = shelf();
    let places = concepts::map().into_iter().flat_map(|(_, ideas)| ideas);
    let places: BTreeSet<&str> = places.map(|(concept, _)| concept.id.as_str()).collect();
    let lessons = (0..shelf.entries.len()).filter(|&at| shelf.entries[at].number.is_some());
    let taught: BTreeSet<&str> = lessons.filter_map(|at| shelf.concept_of(at)).collect();
    assert_eq!(places, taught);
}

/// Everything that is drawn, row by row.
fn drawn(app: &mut App) -> Vec<String> {
    app.settle();
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    let row = |y| (0..app.size().0).map(|x| buffer[(x, y)].symbol()).collect();
    (0..app.size().1).map(row).collect()
}

#[test]
fn the_map_fits_into_the_smallest_room_and_leads_to_its_lessons() {
    let mut app = App::new((80, 24), None);
    app.act(Action::Glossary);
    app.act(Action::Map);
    app.act(Action::Home);
    let (map, left_out) = (concepts::map(), concepts::left_out());
    let rows = drawn(&mut app);
    for (path, ideas) in &map {
        let row = rows.iter().find(|row| row.contains(path)).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(ideas.iter().all(|(_, place)| row.contains(&place.word)), "{row}");
    }
    // What is left out is named whole, whichever idea stands above it.
    for (row, (_, ideas)) in map.iter().enumerate() {
        for (place, (idea, _)) in ideas.iter().enumerate() {
            app.act(Action::Home);
            (0..row).for_each(|_| app.act(Action::Down));
            (0..place).for_each(|_| app.act(Action::Right));
            let rows = drawn(&mut app);
            let text: String = rows.iter().map(|row| row.trim_matches([' ', '│']).to_string() + " ").collect();
            let idea = capital(&idea.name);
            assert!(text.contains(&idea), "{text}");
            for idea in left_out {
                assert!(idea.name.split(' ').all(|word| text.contains(word)), "{}: {text}", idea.name);
            }
        }
    }
    app.act(Action::Enter);
    assert!(app.overlays().is_empty());
    let last = map.last().and_then(|(_, ideas)| ideas.last()).unwrap().0;
    let Screen::Picker(picker) = app.screen() else { panic!("no picker") };
    assert_eq!(app.shelf().concept_of(picker.chosen), Some(last.id.as_str()));
}
