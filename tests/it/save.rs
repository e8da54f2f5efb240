//! What is kept is whole or not there; what is damaged is set aside, never lost and never fatal.

use pizzeria::scenario;
use pizzeria::session::save::{Document, Guess, Kept, MOST_GAMES, SavedGame, State, Store};
use pizzeria::session::{Session, Stop};
use pizzeria::sim::command::{Command, Decision};
use pizzeria::terminal::files::{store_at, write_whole};
use pizzeria::units::{MaybeNumber, OutletId, Time};
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
    // The lock that windows share stays.
    names.retain(|name| name != ".lock");
    names.sort();
    names
}

fn keep<T: serde::Serialize + serde::de::DeserializeOwned + Default + PartialEq + Clone>(
    store: &mut Store,
    document: Document,
    value: &T,
) -> Result<(), String> {
    store.update(&document, &mut |kept: &mut T| kept.clone_from(value)).map(|_| ())
}

fn keep_settings(store: &mut Store, taste: &Taste) -> Result<(), String> {
    keep(store, Document::Settings, taste)
}

#[test]
fn what_was_kept_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(&home.path().join("not/yet/there"));
    assert_eq!(store.settings::<Taste>(), Kept { value: Taste::default(), message: None }, "nothing was kept");
    keep_settings(&mut store, &taste()).unwrap();
    assert_eq!(store.settings::<Taste>(), Kept { value: taste(), message: None });
    assert_eq!(names(&home.path().join("not/yet/there")), ["settings.json"], "no neighbour is left behind");
}

#[test]
fn a_damaged_file_is_set_aside_and_said() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(home.path());
    keep_settings(&mut store, &taste()).unwrap();
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
    keep_settings(&mut store, &taste()).unwrap();
    assert_eq!(store.settings::<Taste>().value, taste(), "and a new one can be written");
}

#[test]
fn what_a_newer_version_wrote_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(home.path());
    let path = home.path().join("settings.json");
    for newer in ["{\"schema\": 2, \"loud\": true}", "{\"schema\": 3, \"loud\": {\"left\": 1}}"] {
        fs::write(&path, newer).unwrap();
        let kept = store.settings::<Taste>();
        assert!(kept.message.unwrap().contains("newer version"));
        let no = keep_settings(&mut store, &taste()).unwrap_err();
        assert!(no.contains("was not written"), "{no}");
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    }
}

#[test]
fn a_directory_in_the_place_of_a_file_is_not_fatal() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("game.json")).unwrap();
    fs::write(home.path().join("games"), "not a folder").unwrap();
    let mut store = store_at(home.path());
    let kept = store.games();
    assert_eq!(kept.value, []);
    assert!(kept.message.unwrap().contains("it is a directory"));
    let game = SavedGame { scenario: "story".into(), ..SavedGame::default() };
    assert!(store.keep_game(&game.view()).unwrap_err().contains("cannot be kept"));
}

/// What was read of the only game that is kept.
fn only_game(store: &mut Store) -> Option<SavedGame> {
    let kept = store.games();
    assert_eq!(kept.message, None);
    let [game] = kept.value.as_slice() else {
        assert_eq!(kept.value, []);
        return None;
    };
    let mut reading = store.open_game(&game.id.clone()).unwrap();
    loop {
        if let Some(game) = reading.step().unwrap() {
            return Some(game);
        }
    }
}

fn game_called(title: &str) -> SavedGame {
    SavedGame { scenario: "story".into(), title: title.into(), ..SavedGame::default() }
}

#[test]
fn what_an_older_version_kept_is_found_and_becomes_like_the_others() {
    let home = tempfile::tempdir().unwrap();
    let old = "{\n  \"schema\": 1,\n  \"scenario\": \"story\",\n  \"title\": \"Old\",\n  \"seed\": 7,\n  \"commands\": [],\n  \
               \"at\": 60000000,\n  \"digest\": \"d\",\n  \"hints_read\": 1\n}\n";
    fs::write(home.path().join("game.json"), old).unwrap();
    let mut store = store_at(home.path());
    let game = only_game(&mut store).unwrap();
    assert_eq!((game.title.as_str(), game.seed, game.state.hints_read), ("Old", 7, 1));
    assert_eq!((game.taken, game.state.digest.as_str()), (Some((0, Time(60_000_000))), "d"));
    store.keep_game(&game.view()).unwrap();
    store.close_game();
    assert!(!home.path().join("game.json").exists());
    let again = only_game(&mut store).unwrap();
    assert_eq!((again.title, again.state), (game.title, game.state));
}

#[test]
fn each_window_keeps_a_game_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (store_at(home.path()), store_at(home.path()));
    one.keep_game(&game_called("one").view()).unwrap();
    two.keep_game(&game_called("two").view()).unwrap();
    let listed = |store: &mut Store| -> Vec<(String, bool)> {
        let mut games: Vec<_> = store.games().value.into_iter().map(|game| (game.title, game.held)).collect();
        games.sort();
        games
    };
    assert_eq!(listed(&mut one), [("one".into(), false), ("two".into(), true)], "the other window plays it");
    let id =
        |store: &mut Store, title: &str| store.games().value.into_iter().find(|game| game.title == title).unwrap().id;
    let two_id = id(&mut one, "two");
    let mut third = store_at(home.path());
    assert!(third.open_game(&two_id).unwrap_err().contains("another window"));
    assert!(third.discard_game(&two_id).unwrap_err().contains("another window"));
    third.forget_game().unwrap();
    assert_eq!(listed(&mut third).len(), 2, "whoever has played nothing removes nothing");
    two.close_game();
    assert_eq!(listed(&mut one), [("one".into(), false), ("two".into(), false)]);
    third.open_game(&two_id).unwrap();
    assert_eq!(listed(&mut one), [("one".into(), false), ("two".into(), true)]);
    third.forget_game().unwrap();
    one.forget_game().unwrap();
    assert_eq!(names(&home.path().join("games")), Vec::<String>::new(), "no lock is left either");
}

#[expect(clippy::disallowed_methods, reason = "files are made older than they are")]
#[test]
fn of_too_many_games_the_oldest_goes_that_nobody_plays() {
    let home = tempfile::tempdir().unwrap();
    let mut playing = store_at(home.path());
    playing.keep_game(&game_called("0").view()).unwrap();
    let mut store = store_at(home.path());
    let now = std::time::SystemTime::now();
    let age = |n: usize| {
        let folder = home.path().join("games");
        for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
            let text = fs::read_to_string(&file).unwrap();
            if text.contains(&format!("\"title\":\"{n}\"")) {
                let file = fs::OpenOptions::new().append(true).open(file).unwrap();
                file.set_modified(now - std::time::Duration::from_secs(1_000 - n as u64)).unwrap();
            }
        }
    };
    age(0);
    for n in 1..MOST_GAMES {
        assert_eq!(store.keep_game(&game_called(&n.to_string()).view()), Ok(None));
        store.close_game();
        age(n);
    }
    let said = store.keep_game(&game_called("new").view()).unwrap().unwrap();
    assert!(said.contains("\"1\"") && said.contains("20 games"), "{said}");
    let titles: Vec<String> = store.games().value.into_iter().map(|game| game.title).collect();
    assert_eq!(titles.len(), MOST_GAMES);
    assert!(titles.contains(&"0".to_string()), "another window plays that one");
    assert_eq!(titles.first().map(String::as_str), Some("new"), "the newest first");
}

/// Twenty thousand commands in a row: each costs a line, not the whole game.
#[test]
fn a_command_costs_a_line() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(home.path());
    let hire: Command = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }.into();
    let mut game = game_called("long");
    let mut sizes = Vec::new();
    for n in 0..2_000 {
        game.commands.push(pizzeria::sim::setup::Scheduled { at: Time(n), command: hire.clone() });
        store.keep_game(&game.view()).unwrap();
        let file = fs::read_dir(home.path().join("games"))
            .unwrap()
            .map(|file| file.unwrap())
            .find(|file| file.file_name().to_string_lossy().ends_with("jsonl"));
        sizes.push(file.unwrap().metadata().unwrap().len());
    }
    let grown: Vec<u64> = sizes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(grown.iter().all(|more| (1..200).contains(more)), "{grown:?}");
    // Going back makes it another beginning.
    game.commands.truncate(10);
    store.keep_game(&game.view()).unwrap();
    store.close_game();
    assert_eq!(only_game(&mut store).unwrap().commands, game.commands);
}

#[test]
fn what_another_window_wrote_meanwhile_stays() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (store_at(home.path()), store_at(home.path()));
    let add = |store: &mut Store, word: &str| {
        store.update(&Document::Progress, &mut |taste: &mut Taste| taste.words.push(word.into())).unwrap()
    };
    for n in 0..20 {
        add(if n % 2 == 0 { &mut one } else { &mut two }, &n.to_string());
    }
    assert_eq!(two.progress::<Taste>().value.words.len(), 20);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let real = home.path().join("real.json");
    fs::write(&real, "{\"schema\": 1}").unwrap();
    std::os::unix::fs::symlink(&real, home.path().join("settings.json")).unwrap();
    keep_settings(&mut store_at(home.path()), &taste()).unwrap();
    assert!(home.path().join("settings.json").symlink_metadata().unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("loud"));
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
    let mut store = store_at(home.path());
    let scenario = Arc::new(scenario::load("friday-night", &[]).unwrap());
    let play = |session: &mut Session, to| while matches!(session.advance(to), Stop::Cue(_)) {};
    let mut session = Session::new(scenario.clone());
    play(&mut session, Time(6_000_000_000));
    session.give(Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }).unwrap();
    play(&mut session, Time(9_123_000_000));
    assert_eq!(only_game(&mut store), None);
    let digest = session.world().digest();
    let state = State {
        at: session.now(),
        digest: digest.clone(),
        guesses: vec![None, Some(Guess { text: "40 min".into(), value: Some(2400.0) })],
        ..State::default()
    };
    let game = SavedGame {
        scenario: "friday-night".into(),
        text: Some("[menu]\n\u{1b}".into()),
        opens: Some(session.setup().opens),
        seed: u64::MAX,
        set: vec![("zone.0.radius".into(), "1".into())],
        commands: session.commands().to_vec(),
        taken: Some((session.commands().len(), session.now())),
        state,
        ..SavedGame::default()
    };
    store.keep_game(&game.view()).unwrap();
    store.close_game();
    let listed = store.games().value;
    assert_eq!((listed[0].at, listed[0].opens), (session.now(), Some(session.setup().opens)));
    let saved = only_game(&mut store).unwrap();
    assert_eq!(saved, game);
    let mut again = Session::new(scenario);
    for scheduled in &saved.commands {
        play(&mut again, scheduled.at);
        again.give(scheduled.command.clone()).unwrap();
    }
    play(&mut again, saved.state.at);
    assert_eq!(again.world().digest(), digest);
    store.forget_game().unwrap();
    store.forget_game().unwrap();
    assert_eq!(only_game(&mut store), None);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("progress.json");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut store = store_at(home.path());
    let message = store.progress::<Taste>().message.unwrap();
    assert!(message.contains("it is no ordinary file"), "{message}");
    assert!(keep(&mut store, Document::Progress, &taste()).is_err(), "and it is not replaced");
}

#[test]
fn drafts_of_the_killed_are_swept_up_and_those_of_the_living_are_not() {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(home.path());
    let draft = |name: &str, age: u64| {
        let file = fs::File::create(home.path().join(name)).unwrap();
        file.set_modified(file.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(age)).unwrap();
    };
    draft(".pizzeria-old", 4_000);
    draft(".pizzeria-new", 60);
    draft("other", 4_000);
    keep_settings(&mut store, &taste()).unwrap();
    assert_eq!(names(home.path()), [".pizzeria-new", "other", "settings.json"]);
}

/// What the helper keeps at its n-th turn: each file bears its number, and is long enough to be cut in the middle. The
/// game grows by a line a turn, and is written whole at every seventh.
fn keep_all(store: &mut Store, n: usize) {
    keep_settings(store, &Taste { loud: n % 2 == 1, words: vec![n.to_string()] }).unwrap();
    let words = (0..n % 7 * 500).map(|i| format!("word {i}")).chain([n.to_string()]).collect();
    keep(store, Document::Progress, &Taste { loud: true, words }).unwrap();
    let hire: Command = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }.into();
    let commands =
        (0..=n).map(|n| pizzeria::sim::setup::Scheduled { at: Time(n as u64), command: hire.clone() }).collect();
    if n.is_multiple_of(7) {
        store.rewrite_game();
    }
    store
        .keep_game(&SavedGame { commands, text: Some("text ".repeat(4_000)), ..game_called("a game") }.view())
        .unwrap();
}

/// The numbers of the three files, each read whole.
fn kept_numbers(store: &mut Store) -> [usize; 3] {
    let (settings, progress) = (store.settings::<Taste>(), store.progress::<Taste>());
    assert_eq!((settings.message, progress.message), (None, None), "nothing is damaged");
    let game = only_game(store).unwrap();
    assert!(game.commands.iter().enumerate().all(|(n, command)| command.at == Time(n as u64)));
    let number = |words: &[String]| words.last().unwrap().parse().unwrap();
    [number(&settings.value.words), number(&progress.value.words), game.commands.len() - 1]
}

/// With `PIZZERIA_SAVER=FOLDER` this is the program that the next test kills: it keeps everything again and again, and
/// says each number when it is kept.
#[test]
fn whoever_keeps_everything_finds_everything() {
    let Some(home) = std::env::var_os("PIZZERIA_SAVER") else {
        let home = tempfile::tempdir().unwrap();
        for n in 1..4 {
            let mut store = store_at(home.path());
            keep_all(&mut store, n);
            store.close_game();
            assert_eq!(kept_numbers(&mut store), [n; 3]);
            store.forget_game().unwrap();
        }
        return;
    };
    let mut store = store_at(Path::new(&home));
    let first = kept_numbers(&mut store).into_iter().max().unwrap();
    for n in first + 1.. {
        keep_all(&mut store, n);
        println!("\nkept {n}");
    }
}

/// `KILLS=1000` kills more of them.
#[test]
fn killed_at_any_moment_of_saving_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    keep_all(&mut store_at(home.path()), 0);
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
        let found = kept_numbers(&mut store_at(home.path()));
        assert!(found.iter().all(|n| (kept..=kept + 1).contains(n)), "round {round}: {kept} was kept, {found:?} found");
        assert!(found.is_sorted_by(|a, b| a >= b), "round {round}: {found:?} in the order of writing");
        torn += (found[0] != found[2]) as usize;
    }
    assert!(torn > 0 || kills < 20, "no kill hit a turn in its middle");
}

#[test]
fn a_number_that_is_missing_is_saved_as_a_number() {
    let numbers = [MaybeNumber::NONE, MaybeNumber::of(3)];
    let text = serde_json::to_string(&numbers).unwrap();
    assert_eq!(text, "[4294967295,3]");
    assert_eq!(serde_json::from_str::<[MaybeNumber; 2]>(&text).unwrap(), numbers);
}
