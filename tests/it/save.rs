//! What is kept is whole or not there; what is damaged is set aside, never lost and never fatal.

use pizzeria::scenario;
use pizzeria::session::save::{Guess, Kept, SavedGame, Store, write_whole};
use pizzeria::session::{Session, Stop};
use pizzeria::sim::command::Decision;
use pizzeria::units::{OutletId, Time};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::BufRead;
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
    session.give(Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }).unwrap();
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

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("progress.json");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut store = Store::at(home.path().to_path_buf());
    let message = store.progress::<Taste>().message.unwrap();
    assert!(message.contains("it is no ordinary file"), "{message}");
    assert!(store.keep_progress(&taste()).is_err(), "and it is not replaced");
}

#[test]
fn drafts_of_the_killed_are_swept_up_and_those_of_the_living_are_not() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::at(home.path().to_path_buf());
    let draft = |name: &str, age: u64| {
        let file = fs::File::create(home.path().join(name)).unwrap();
        file.set_modified(file.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(age)).unwrap();
    };
    draft(".pizzeria-old", 4_000);
    draft(".pizzeria-new", 60);
    draft("other", 4_000);
    store.keep_settings(&taste()).unwrap();
    assert_eq!(names(home.path()), [".pizzeria-new", "other", "settings.json"]);
}

/// What the helper keeps at its n-th turn: each file bears its number, and is long enough to be cut in the middle.
fn keep_all(store: &Store, n: usize) {
    store.keep_settings(&Taste { loud: n % 2 == 1, words: vec![n.to_string()] }).unwrap();
    let words = (0..n % 7 * 500).map(|i| format!("word {i}")).chain([n.to_string()]).collect();
    store.keep_progress(&Taste { loud: true, words }).unwrap();
    let text = Some(format!("{n} ").repeat(2_000 + n % 5 * 4_000));
    store
        .keep_game(&SavedGame { scenario: "story".into(), title: n.to_string(), text, ..SavedGame::default() })
        .unwrap();
}

/// The numbers of the three files, each read whole.
fn kept_numbers(home: &Path) -> [usize; 3] {
    let mut store = Store::at(home.to_path_buf());
    let (settings, progress, game) = (store.settings::<Taste>(), store.progress::<Taste>(), store.game());
    assert_eq!((settings.message, progress.message, game.message), (None, None, None), "nothing is damaged");
    let game = game.value.unwrap();
    assert_eq!(
        game.text.unwrap(),
        format!("{} ", game.title).repeat(2_000 + game.title.parse::<usize>().unwrap() % 5 * 4_000)
    );
    [settings.value.words.last().unwrap(), progress.value.words.last().unwrap(), &game.title]
        .map(|n| n.parse().unwrap())
}

/// With `PIZZERIA_SAVER=FOLDER` this is the program that the next test kills: it keeps everything again and again, and
/// says each number when it is kept.
#[test]
fn whoever_keeps_everything_finds_everything() {
    let Some(home) = std::env::var_os("PIZZERIA_SAVER") else {
        let home = tempfile::tempdir().unwrap();
        for n in 1..4 {
            keep_all(&Store::at(home.path().to_path_buf()), n);
            assert_eq!(kept_numbers(home.path()), [n; 3]);
        }
        return;
    };
    let first = kept_numbers(Path::new(&home)).into_iter().max().unwrap();
    for n in first + 1.. {
        keep_all(&Store::at(home.clone().into()), n);
        println!("\nkept {n}");
    }
}

/// `KILLS=1000` kills more of them.
#[test]
fn killed_at_any_moment_of_saving_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    keep_all(&Store::at(home.path().to_path_buf()), 0);
    let kills = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25);
    let mut luck = crate::monkey::Luck(11);
    let (mut torn, mut kept) = (0, 0);
    for round in 0..kills {
        let mut helper = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["save::whoever_keeps_everything_finds_everything", "--exact", "--nocapture"])
            .env("PIZZERIA_SAVER", home.path())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufReader::new(helper.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut said = || lines.find_map(|line| line.strip_prefix("kept ").map(|n| n.parse::<usize>().unwrap()));
        // So many turns, and then somewhere in the next one.
        for _ in 0..=luck.below(3) {
            kept = said().unwrap();
        }
        for _ in 0..luck.below(2_000_000) {
            std::hint::spin_loop();
        }
        helper.kill().unwrap();
        helper.wait().unwrap();
        while let Some(n) = said() {
            kept = n;
        }
        let found = kept_numbers(home.path());
        assert!(found.iter().all(|n| (kept..=kept + 1).contains(n)), "round {round}: {kept} was kept, {found:?} found");
        assert!(found.is_sorted_by(|a, b| a >= b), "round {round}: {found:?} in the order of writing");
        torn += (found[0] != found[2]) as usize;
    }
    assert!(torn > 0 || kills < 20, "no kill hit a turn in its middle");
}
