//! What is kept is whole or not there; what is damaged is set aside, never lost and never fatal.

use pizzeria::scenario;
use pizzeria::session::save::{Guess, Kept, SavedGame, Store, write_whole};
use pizzeria::session::{Session, Stop};
use pizzeria::sim::command::Command;
use pizzeria::units::{OutletId, Time};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Taste {
    loud: bool,
    words: Vec<String>,
}

fn taste() -> Taste {
    Taste { loud: true, words: vec!["naïve \u{1b}[31m".into(), "\"}".into()] }
}

fn names(home: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(home).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_was_kept_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::at(home.path().join("not/yet/there"));
    assert_eq!(store.settings::<Taste>(), Kept { value: Taste::default(), message: None }, "nothing was kept");
    store.keep_settings(&taste()).unwrap();
    store.keep_progress(&7u64.to_string()).unwrap_err();
    assert_eq!(store.settings::<Taste>(), Kept { value: taste(), message: None });
    assert_eq!(names(&home.path().join("not/yet/there")), ["settings.json"], "no neighbour is left behind");
}

#[test]
fn a_damaged_file_is_set_aside_and_said() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::at(home.path().to_path_buf());
    store.keep_settings(&taste()).unwrap();
    let path = home.path().join("settings.json");
    let whole = fs::read(&path).unwrap();
    let mut set_aside = 0;
    for bad in [&whole[..whole.len() / 2], b"", b"[1, 2", b"{\"schema\": \"x\"}", b"\xff\xfe", b"null"] {
        fs::write(&path, bad).unwrap();
        let kept = store.settings::<Taste>();
        set_aside += 1;
        let aside = format!("settings.json.damaged-{set_aside}");
        assert_eq!(kept.value, Taste::default());
        assert!(kept.message.unwrap().contains(&aside));
        assert_eq!(fs::read(home.path().join(aside)).unwrap(), bad, "its bytes are still there");
        assert!(!path.exists());
    }
    store.keep_settings(&taste()).unwrap();
    assert_eq!(store.settings::<Taste>().value, taste(), "and a new one can be written");
}

#[test]
fn what_a_newer_version_wrote_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::at(home.path().to_path_buf());
    let path = home.path().join("settings.json");
    for newer in ["{\"schema\": 2, \"loud\": true}", "{\"schema\": 3, \"loud\": {\"left\": 1}}"] {
        fs::write(&path, newer).unwrap();
        let kept = store.settings::<Taste>();
        assert!(kept.message.unwrap().contains("newer version"));
        let no = store.keep_settings(&taste()).unwrap_err();
        assert!(no.contains("was not written"), "{no}");
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    }
}

#[test]
fn a_directory_in_the_place_of_a_file_is_not_fatal() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("game.json")).unwrap();
    let mut store = Store::at(home.path().to_path_buf());
    let kept = store.game();
    assert_eq!(kept.value, None);
    assert!(kept.message.is_some());
    assert!(store.keep_game(&SavedGame { scenario: "story".into(), ..SavedGame::default() }).is_err());
}

#[test]
fn whoever_reads_while_it_is_written_reads_a_whole_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    let text = |n: usize| format!("{n} ").repeat(5_000);
    write_whole(&path, text(0).as_bytes()).unwrap();
    for n in 1..30 {
        // The old one is open while the new one takes its place.
        let open = fs::File::open(&path).unwrap();
        write_whole(&path, text(n).as_bytes()).unwrap();
        assert_eq!(std::io::read_to_string(open).unwrap(), text(n - 1));
        assert_eq!(fs::read_to_string(&path).unwrap(), text(n));
    }
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn a_game_that_was_left_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::at(home.path().to_path_buf());
    let scenario = Arc::new(scenario::load("friday-night", &[]).unwrap());
    let play = |session: &mut Session, to| while matches!(session.advance(to), Stop::Cue(_)) {};
    let mut session = Session::new(scenario.clone());
    play(&mut session, Time(6_000_000_000));
    session.give(Command::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }).unwrap();
    play(&mut session, Time(9_123_000_000));
    assert_eq!(store.game().value, None);
    let game = SavedGame {
        scenario: "friday-night".into(),
        text: Some("[menu]\n\u{1b}".into()),
        seed: u64::MAX,
        set: vec![("zone.0.radius".into(), "1".into())],
        commands: session.commands.clone(),
        at: session.now(),
        digest: session.world.digest(),
        guesses: vec![None, Some(Guess { text: "40 min".into(), value: Some(2400.0) })],
        ..SavedGame::default()
    };
    store.keep_game(&game).unwrap();
    let saved = store.game().value.unwrap();
    assert_eq!(saved, game);
    let mut again = Session::new(scenario);
    for scheduled in &saved.commands {
        play(&mut again, scheduled.at);
        again.give(scheduled.command.clone()).unwrap();
    }
    play(&mut again, saved.at);
    assert_eq!(again.world.digest(), saved.digest);
    store.forget_game().unwrap();
    store.forget_game().unwrap();
    assert_eq!(store.game().value, None);
}
