//! Files of our own that other hands have been in: settings, progress, and the game that was left.

use super::inputs::draw;
use super::mutation::{WORDS, pick, scratched};
use crate::monkey::Luck;
use pizzeria::app::settings::{FirstGuesses, Played, Progress, Said, Settings};
use pizzeria::app::{Action, App};
use pizzeria::scenario::{self, CommandsFile, write_commands_file};
use pizzeria::session::Session;
use pizzeria::session::save::{Beside, Document, Guess, SavedGame, State};
use pizzeria::sim::command::{Command, Decision, Fault, RetryChange};
use pizzeria::sim::setup::{PrepSetup, Skill};
use pizzeria::terminal::files::store_at;
use pizzeria::units::{ClockTime, ItemId, OutletId, Span, Time, ZoneId};
use std::path::Path;
use std::sync::{Arc, LazyLock};

const NAMES: [&str; 3] = ["settings.json", "progress.json", "games/1.jsonl"];
const SEAM: &str = "\n~~~~\n";

/// As a store writes them: settings, progress, a game.
static GOOD: LazyLock<[String; 3]> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    let mut store = store_at(home.path());
    let ascii = Settings { ascii: true, ..Settings::default() };
    store.update(&Document::Settings, &mut |kept| *kept = ascii.clone()).unwrap();
    let played = Played { times: 3, won: true, stars: 2, goals: Some(1.0), on_time: Some(0.95), ..Played::default() };
    let said = vec![Said::Unasked, Said::Nothing, Said::Guess("25 %".into())];
    let first = FirstGuesses { sha256: "0123456789ab".into(), said };
    let progress = Progress {
        chapters: [("story".to_string(), played)].into(),
        history: vec!["hire_chef outlet=\"Main Street\"".into()],
        files: vec!["/no/such/file.toml".into()],
        first_guesses: [("story".to_string(), first)].into(),
    };
    store.update(&Document::Progress, &mut |kept| *kept = progress.clone()).unwrap();
    store.keep_game(&left().view()).unwrap();
    store.close_game();
    let id = store.games().value.remove(0).id;
    std::fs::rename(home.path().join(format!("games/{id}.jsonl")), home.path().join(NAMES[2])).unwrap();
    NAMES.map(|name| std::fs::read_to_string(home.path().join(name)).unwrap())
});

/// A game of the story, left after two commands.
fn left() -> SavedGame {
    let scenario = Arc::new(scenario::load("story", &[]).unwrap());
    let mut session = Session::new(scenario.clone());
    for scheduled in scenario.solution.iter().take(2) {
        while session.now() < scheduled.at {
            session.advance(scheduled.at);
        }
        session.give(scheduled.command.clone()).unwrap();
    }
    SavedGame {
        scenario: "story".into(),
        title: scenario.title.clone(),
        seed: session.setup().seed,
        commands: session.commands().to_vec(),
        beside: Beside { ghost: Some(session.commands().to_vec()), ..Beside::default() },
        state: State {
            at: session.now(),
            digest: session.world().digest(),
            guesses: vec![None, Some(Guess { text: "40 min".into(), value: Some(2400.0) })],
            ..State::default()
        },
        ..SavedGame::default()
    }
}

/// The three files, one of them or more with scratches.
pub fn kept_files(luck: &mut Luck) -> String {
    let mut files = GOOD.clone();
    for _ in 0..=luck.below(2) {
        let which = luck.below(3);
        files[which] = scratched(luck, &files[which], 4);
    }
    files.join(SEAM)
}

fn put(home: &Path, files: &str) {
    std::fs::create_dir_all(home.join("games")).unwrap();
    for (name, text) in NAMES.iter().zip(files.split(SEAM)) {
        std::fs::write(home.join(name), text).unwrap();
    }
}

/// Each is read or said to be bad, and can be written again, or it is said why not; the program shows what it can of
/// them.
pub fn open_store(files: &str) {
    let home = tempfile::tempdir().unwrap();
    put(home.path(), files);
    let mut store = store_at(home.path());
    let (settings, progress, games) = (store.settings::<Settings>(), store.progress::<Progress>(), store.games());
    for (message, name) in [settings.message, progress.message, games.message].iter().zip(NAMES) {
        let is_there = home.path().join(name).exists();
        assert!(message.is_some() || is_there, "{name} has gone without a word");
    }
    if let Err(why) = store.update(&Document::Progress, &mut |kept: &mut Progress| kept.history.push("one".into())) {
        assert!(why.contains("was not written"), "{why}");
    }
    put(home.path(), files);
    let mut app = App::new((90, 30), Some(store_at(home.path())));
    draw(&mut app);
    app.act(Action::GoOn);
    draw(&mut app);
}

/// A game with other commands in it than were ever given: names that are not there, numbers that cannot be.
pub fn left_game(luck: &mut Luck) -> String {
    let mut game = left();
    let id = |luck: &mut Luck| [0, 1, 7, u32::MAX][luck.below(4)];
    let outlet = OutletId(id(luck));
    let span = Span([0, 1, 60_000_000, u64::MAX][luck.below(4)]);
    let factor = [0.0, -1.0, 1e308, 2.0][luck.below(4)];
    let (zone, item) = (Some(ZoneId(id(luck))), ItemId(id(luck) as u16));
    let (from, to) = (ClockTime(luck.next() >> luck.below(64)), ClockTime(luck.next() >> luck.below(64)));
    let count = [0, 1, 1_000_000, u32::MAX][luck.below(4)];
    let strange: [Command; 10] = [
        Fault::PowerOutage { outlet, lasts: Some(span) }.into(),
        Decision::HireChef { outlet, skill: Some(Skill::Item(item)), standby: false, count }.into(),
        Decision::HireRider { outlet, count }.into(),
        Decision::SetHealthCheck { every: span }.into(),
        Decision::SetPrep { outlet, prep: PrepSetup { item, from, to, target: count, batch: count } }.into(),
        Decision::SetRetry {
            zone,
            change: RetryChange { backoff: Some(factor), wait: Some(span), ..Default::default() },
        }
        .into(),
        Fault::Surge { zone, item: Some(item), factor, lasts: Some(span) }.into(),
        Fault::SlowChef { outlet, skill: None, factor, lasts: Some(span) }.into(),
        Fault::Impatience { zone, factor, lasts: span }.into(),
        Fault::RestorePower { outlet }.into(),
    ];
    match luck.below(6) {
        0 => game.state.at = Time(luck.next() >> luck.below(64)),
        1 => game.scenario = pick(luck, WORDS).to_string(),
        2 => {
            (game.state.hints_read, game.state.hints_bought, game.state.cues_seen) =
                (usize::MAX, usize::MAX, usize::MAX)
        }
        3 => game.text = Some(super::inputs::lightly_scratched(luck)),
        _ => game.commands[1].command = pick(luck, &strange),
    }
    serde_json::to_string(&serde_json::json!({ "schema": 1, "game": game })).unwrap()
}

/// The picker is shown, the game gone on with or refused in words, and what is there is drawn.
pub fn go_on(text: &str) {
    let mut written: serde_json::Value = serde_json::from_str(text).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut game = written["game"].take();
    game["schema"] = 1.into();
    std::fs::write(home.path().join("game.json"), game.to_string()).unwrap();
    let mut app = App::new((90, 30), Some(store_at(home.path())));
    draw(&mut app);
    app.act(Action::GoOn);
    draw(&mut app);
    assert!(app.game().is_some() || !app.notes().is_empty(), "neither a game nor a word");
    let game = app.game().map(|game| (game.session.commands().to_vec(), game.session.setup().clone()));
    if let Some((commands, setup)) = game {
        write_commands_file(&CommandsFile { commands, ..CommandsFile::default() }, &setup);
    }
}

#[test]
fn a_good_game_goes_on() {
    let game = serde_json::json!({ "schema": 1, "game": left() });
    go_on(&game.to_string());
    let home = tempfile::tempdir().unwrap();
    put(home.path(), &GOOD.join(SEAM));
    let mut app = App::new((90, 30), Some(store_at(home.path())));
    app.act(Action::GoOn);
    assert_eq!(app.game().unwrap().session.commands().len(), 2);
}
