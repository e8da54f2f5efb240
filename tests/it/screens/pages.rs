//! The pages before the shop opens, and what a screen is painted on.

use super::*;
use pizzeria::app::Action;
use pizzeria::app::settings::{Played, Progress};
use pizzeria::scenario::builtin;
use pizzeria::session::save::{Document, Memory, Store};

/// A dashboard in whose progress the chapters were played as given.
fn played(size: (u16, u16), chapters: &[(&str, Played)]) -> App {
    let mut store = Store::new(Box::new(Memory::default()));
    let enter = &mut |progress: &mut Progress| {
        for (name, played) in chapters {
            progress.chapters.insert(name.to_string(), played.clone());
        }
    };
    store.update(&Document::Progress, enter).unwrap();
    let mut app = App::new(size, Some(store));
    app.settings = Settings { ground: Ground::Dark, depth: Depth::True, ..Settings::default() };
    app
}

/// The letters right of a column, in one line.
fn beside(picture: &str, from: usize) -> String {
    let right = |line: &str| line.chars().skip(from).collect::<String>();
    picture.lines().map(right).flat_map(|line| line.split_whitespace().map(String::from).collect::<Vec<_>>()).fold(
        String::new(),
        |mut all, word| {
            all.push_str(&word);
            all.push(' ');
            all
        },
    )
}

#[test]
fn the_first_picture_offers_the_story_and_the_night_and_where_the_rest_is_found() {
    for size in SIZES {
        let picture = picture(&played(size, &[]));
        for text in ["The whole story", "b Break it", "From one oven", "A week without a goal.", "▀"] {
            assert!(picture.contains(text), "{text:?} at {size:?}\n{picture}");
        }
        let last = picture.lines().last().unwrap();
        for key in ["b break it", "o open", "g glossary", "? help", "q leave"] {
            assert!(last.contains(key), "{key:?} at {size:?}: {last}");
        }
        let end = picture.lines().find(|line| line.contains("more, and your files"));
        assert_eq!(end.is_none(), picture.contains("open a file"), "{size:?}: what is below is announced\n{picture}");
    }
}

#[test]
fn b_opens_the_night_to_break_things_in() {
    let mut app = played((80, 24), &[]);
    press(&mut app, "b");
    assert!(matches!(app.screen(), Screen::Story(story) if story.scenario.name == builtin::SANDBOX));
}

/// The best result is the longest of all figures, and stands whole at every size.
#[test]
fn results_are_never_cut() {
    let best = Played {
        times: 12,
        won: true,
        seconds: 5_400,
        stars: 3,
        goals: Some(1.0),
        on_time: Some(1.0),
        ..Played::default()
    };
    for size in SIZES {
        let chapters: Vec<(&str, Played)> = builtin::all().map(|(name, _)| (name, best.clone())).collect();
        let mut app = played(size, &chapters);
        press(&mut app, "Down Down Down");
        let picture = picture(&app);
        let from = match size.0 {
            80 => 48,
            120 => 75,
            _ => 85,
        };
        let said = beside(&picture, from);
        // Where room is short, the number of games goes first.
        let played = if size.0 == 80 { "" } else { "played 12 times, 90 min" };
        for text in ["best so far won, 3 stars, 100.0 % on time", played] {
            assert!(said.contains(text), "{text:?} at {size:?} in {said}\n{picture}");
        }
    }
}

/// Every chapter's summary is read whole when it is chosen.
#[test]
fn a_summary_is_never_cut() {
    for size in SIZES {
        let mut app = played(size, &[]);
        let entries: Vec<_> =
            app.shelf().entries.iter().map(|e| (e.number, e.title.clone(), e.summary.clone())).collect();
        for (number, title, summary) in entries {
            let picture = picture(&app);
            let listed = number.is_none();
            let from = if size.0 == 80 { 48 } else { 0 };
            let upto = if size.0 == 80 { size.0 } else { 2 + (size.0 * 6 / 10).min(85) };
            let lines = picture.lines().map(|line| line.chars().take(upto as usize).skip(from).collect::<String>());
            let said = lines.flat_map(|line| line.split_whitespace().map(String::from).collect::<Vec<_>>());
            let said = said.collect::<Vec<_>>().join(" ");
            assert!(listed || said.contains(&summary), "{title} at {size:?}: {summary:?} is not in\n{picture}");
            press(&mut app, "Down");
        }
    }
}

/// Where nobody knows what the terminal's own colours are, no cell is left in them, on any screen.
#[test]
fn on_an_unknown_ground_every_cell_is_painted() {
    for depth in [Depth::True, Depth::Indexed256] {
        let mut app = trouble((120, 36));
        app.settings.ground = Ground::Unknown;
        app.settings.depth = depth;
        for keys in ["1", "2", "3", "4", "5", "6", "?", "Esc a"] {
            press(&mut app, keys);
            let buffer = painted(&app);
            let bare = buffer.content.iter().filter(|cell| cell.fg == Color::Reset || cell.bg == Color::Reset).count();
            assert_eq!(bare, 0, "after {keys}");
        }
        app.settings.ground = Ground::Dark;
        let buffer = painted(&app);
        assert!(buffer.content.iter().any(|cell| cell.bg == Color::Reset), "a known ground is the terminal's");
    }
}

/// The story page uses its room: where little is asked, the day stands below the text, or beside it.
#[test]
fn the_story_page_shows_the_day_where_there_is_room() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let mut app = played(size, &[]);
        let entry = app.shelf().find("horizontal-scaling").unwrap();
        app.open_entry(entry);
        let picture = picture(&app);
        assert!(picture.contains("The day ─"), "{size:?}\n{picture}");
        let blank = picture.lines().filter(|line| line.trim().is_empty()).count();
        assert!(blank * 2 < size.1 as usize, "{blank} blank rows of {}\n{picture}", size.1);
        for text in ["Many hands", "Tonight's task", "160", "An order costs you at most $1.90"] {
            assert!(picture.contains(text), "{text:?} at {size:?}\n{picture}");
        }
    }
}

/// A goal whose words do not fit keeps its bound.
#[test]
fn a_short_goal_keeps_its_bound() {
    let lesson = Arc::new(scenario::load("horizontal-scaling", &[]).unwrap());
    let app = playing(lesson, Span::from_mins(20), (80, 24));
    let picture = picture(&app);
    assert!(picture.contains("cost ≤ $1.90:"), "{picture}");
}

/// The time spent with a game counts while its clock stands; hours without a key do not.
#[test]
fn time_counts_while_the_clock_stands() {
    let mut app = played((80, 24), &[]);
    let entry = app.shelf().find("vertical-scaling").unwrap();
    app.open_entry(entry);
    for _ in 0..5 {
        app.act(Action::Begin);
    }
    assert!(matches!(app.screen(), Screen::Live(_)));
    app.act(Action::Pause);
    for seconds in [30, 50, 3_600] {
        app.attend(Span::from_secs(seconds));
    }
    let game = app.live_mut().unwrap();
    game.session.finish();
    app.act(Action::EndNow);
    for _ in 0..10_000 {
        if matches!(app.screen(), Screen::Ending(_)) {
            break;
        }
        app.step();
    }
    let played = app.progress().of("vertical-scaling").expect("it was played");
    assert_eq!((played.times, played.seconds), (1, 30 + 50 + 120));
}

/// Where an author has said a thing twice, each choice of words shows its own; else both show the one text.
#[test]
fn an_authors_second_wording_is_shown_in_the_systems_words() {
    let open = |language| {
        let lesson = Arc::new(scenario::load("vertical-scaling", &[]).unwrap());
        let mut app = playing(lesson, Span::from_mins(70), (120, 36));
        app.settings.language = language;
        app
    };
    let [shop, system] = [Language::Pizza, Language::System].map(|language| {
        let mut app = open(language);
        let mut seen = picture(&app);
        press(&mut app, "r");
        seen += &picture(&app);
        press(&mut app, "Esc");
        press(&mut app, "i");
        seen += &picture(&app);
        press(&mut app, "Esc");
        press(&mut app, "6");
        seen + &picture(&app)
    });
    for (first, second) in [
        ("An order costs you at most $3.30", "A request costs you at most $3.30"),
        ("each dot a chef", "each dot a worker"),
        ("hardly anybody waits", "hardly anything queues"),
    ] {
        assert!(shop.contains(first) && !shop.contains(second), "{first}: {shop}");
        assert!(system.contains(second) && !system.contains(first), "{second}: {system}");
    }
    let story = Arc::new(scenario::load("story", &[]).unwrap());
    let [once, twice] = [&story.goals[0], &story.goals[1]];
    assert!(once.systems.is_none() && twice.systems.is_some());
    let mut app = App::new((120, 36), None);
    app.settings.language = Language::System;
    app.show(Screen::Story(Box::new(pizzeria::app::Story::new(story.clone(), None, None))));
    let page = picture(&app);
    assert!(page.contains(once.text.as_str()) && page.contains("clients who send"), "{page}");
    assert!(page.contains(twice.systems.as_deref().unwrap()) && !page.contains(twice.text.as_str()), "{page}");
}
