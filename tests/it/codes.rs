//! An evening as a code: it comes back to the byte, is distrusted, is raced against, is looked at, and proves itself.

use crate::monkey::Luck;
use pizzeria::app::input::{Code, Input, Key};
use pizzeria::app::{Action, App, Ending, OutcomeKind, Overlay, Screen};
use pizzeria::scenario::replay::{self, LONGEST_CODE, PREFIX, Replay, decode, encode, is_code, read_code};
use pizzeria::scenario::{self, Claims, CommandsFile, Override, Reach, Scenario, builtin};
use pizzeria::session::Without;
use pizzeria::session::replicate::run_lesson;
use pizzeria::session::save::{Memory, Store};
use pizzeria::units::{Span, Time};
use std::ffi::OsStr;
use std::process::Command;
use std::sync::Arc;

/// The code of a scenario played with its own solution.
pub fn solved(scenario: &Scenario, source: &str, whole: bool, moment: Option<Time>) -> (String, CommandsFile) {
    let setup = Arc::new(scenario.setup.clone());
    let digest = Some(run_lesson(scenario, &setup, &scenario.solution, None, &mut ()).world.digest());
    let about = replay::about(scenario, source, whole);
    let file = CommandsFile { digest, moment, commands: scenario.solution.clone(), ..about };
    (encode(&file, &setup), file)
}

fn read(code: &str) -> Replay {
    read_code(code, None, Reach::Folder).unwrap_or_else(|problems| panic!("{problems}"))
}

fn refused(code: &str) -> String {
    read_code(code, None, Reach::Folder).unwrap_err().to_string()
}

#[test]
fn every_shipped_solution_comes_back_from_its_code() {
    let mut lengths = Vec::new();
    for (name, _) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        let (code, file) = solved(&lesson, name, false, Some(Time(5_400_000_001)));
        let back = read(&code);
        assert_eq!(back.file, file, "{name}");
        assert_eq!((back.scenario.setup == lesson.setup, back.source.as_deref()), (true, Some(name)));
        lengths.push(code.len());
        // With the file inside it needs no shelf.
        let (whole, file) = solved(&lesson, name, true, None);
        assert_eq!(read(&whole).file, file);
        assert!(whole.len() < 8_000, "{name}: {}", whole.len());
    }
    lengths.sort_unstable();
    assert!(lengths[0] < 250 && *lengths.last().unwrap() < 600, "{lengths:?}");
}

#[test]
fn a_code_is_found_in_a_link_and_put_together_from_lines() {
    let lesson = scenario::load("story", &[]).unwrap();
    let (code, file) = solved(&lesson, "story", false, None);
    let broken: String =
        code.as_bytes().chunks(40).map(|line| format!("{}\r\n ", std::str::from_utf8(line).unwrap())).collect();
    for word in [format!("https://example.org/shop/#{code}"), broken, format!("  {code}\n")] {
        assert!(is_code(&word));
        assert_eq!(read(&word).file, file);
    }
    for word in ["story", "pizza.toml", "pz.toml", "./pz1.toml/x", "pzx.abc"] {
        assert!(!is_code(word), "{word}");
    }
}

#[test]
fn what_was_changed_and_another_seed_travel_along() {
    let changes = [Override::new("outlet.0.riders", "3"), Override::new("delivery.speed_kmh", "18")];
    let mut lesson = scenario::load("story", &changes).unwrap();
    lesson.setup.seed = 99;
    let (code, _) = solved(&lesson, "story", false, None);
    let back = read(&code);
    assert_eq!(back.scenario.setup, lesson.setup);
    assert_ne!(back.own_seed, 99);
}

#[test]
fn what_is_wrong_with_a_code_is_said() {
    let lesson = scenario::load("story", &[]).unwrap();
    let (code, file) = solved(&lesson, "story", false, None);
    let cases = [
        ("pz2.abc".to_string(), "another version"),
        ("pz1.".to_string(), "nothing follows"),
        (code[..code.len() - 7].to_string(), "not whole"),
        (format!("{code}=="), "`=` is no letter of a code"),
        (code.replacen("pz1.eN", "pz1.eNé", 1), "is no letter of a code"),
        (format!("{PREFIX}{}", "A".repeat(LONGEST_CODE + 4)), "at most"),
    ];
    for (code, said) in cases {
        let why = refused(&code);
        assert!(why.contains(said), "{why}");
    }
    let of = |change: &dyn Fn(&mut CommandsFile)| {
        let mut file = file.clone();
        change(&mut file);
        encode(&file, &lesson.setup)
    };
    assert!(refused(&of(&|file| file.scenario = Some("night".into()))).contains("which is not built in"));
    assert!(refused(&of(&|file| file.sha256 = Some("0123456789ab".into()))).contains("has changed since"));
    assert!(refused(&of(&|file| file.set = Some("riders".into()))).contains("is no PATH=VALUE"));
    assert!(refused(&of(&|file| file.text = Some("[scenario]\ntitel = 1\n".into()))).contains("titel"));
}

/// A few letters that stand for gigabytes are not unpacked.
#[test]
fn a_bomb_is_not_unpacked() {
    let lesson = scenario::load("story", &[]).unwrap();
    let file = CommandsFile { text: Some("#".repeat(3 << 20)), ..CommandsFile::default() };
    let code = encode(&file, &lesson.setup);
    assert!(code.len() < 8_000, "{}", code.len());
    assert!(refused(&code).contains("comes to more than 1024 KiB"));
}

/// Whatever a file inside a code calls itself, it takes no shipped lesson's place.
#[test]
fn a_file_inside_is_not_taken_for_a_shipped_lesson() {
    let lesson = scenario::load("story", &[]).unwrap();
    let easy = builtin::text_of("story").unwrap().replacen("seed", "# easier\nseed", 1);
    let file = CommandsFile { scenario: Some("story".into()), text: Some(easy), ..CommandsFile::default() };
    let back = read(&encode(&file, &lesson.setup));
    assert_eq!((back.source, back.scenario.name.as_str()), (None, "story-of-a-code"));
}

/// `FUZZ=N` tries N mutated codes.
#[test]
fn a_mutated_code_is_read_or_refused() {
    let lessons: Vec<Scenario> = ["story", "jitter"].iter().map(|name| scenario::load(name, &[]).unwrap()).collect();
    let codes: Vec<String> = lessons
        .iter()
        .flat_map(|lesson| [false, true].map(|whole| solved(lesson, &lesson.name, whole, None).0))
        .collect();
    let many = std::env::var("FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    for n in 0..many {
        let mut luck = Luck(0x5a1e << 32 | n);
        let mut text = decode(&codes[luck.below(codes.len())]).unwrap().into_bytes();
        let in_letters = luck.below(2) == 0;
        if in_letters {
            text = codes[luck.below(codes.len())].clone().into_bytes();
        }
        for _ in 0..1 + luck.below(5) {
            let at = luck.below(text.len().max(1));
            if at >= text.len() {
                break;
            }
            match luck.below(4) {
                0 => text[at] = (32 + luck.below(95)) as u8,
                1 => drop(text.remove(at)),
                2 => text.insert(at, b"0123456789\"=[].-\n"[luck.below(17)]),
                _ => text.truncate(at.max(1)),
            }
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        let code = if in_letters { text } else { replay::encode_text(&text) };
        if let Err(problems) = read_code(&code, None, Reach::Folder) {
            assert!(!problems.to_string().is_empty());
        }
    }
}

fn press(app: &mut App, code: Code) {
    app.update(Input::Key(Key::of(code)));
}

#[test]
fn the_sender_of_a_code_is_raced_against() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let (code, file) = solved(&lesson, "vertical-scaling", false, None);
    let mut app = App::new((120, 36), None);
    app.open_replay(read(&code));
    for _ in 0..10 {
        if app.live_mut().is_some() {
            break;
        }
        press(&mut app, Code::Enter);
    }
    let session = &mut app.live_mut().expect("the shop opens").session;
    assert_eq!(session.twin().unwrap().without, Without::Player(file.commands.clone().into()));
    session.finish();
    let ghost = session.twin().unwrap();
    assert_eq!(Some(ghost.world.digest()), file.digest, "the ghost is the sender's evening to the bit");
    let behind = session.differences().unwrap().in_time;
    assert!(behind < 0, "who does nothing is behind the solution: {behind}");
    // The debrief has its evening among the others.
    let mut ending = Ending::new(app.into_game().unwrap());
    while ending.is_computing() {
        ending.step();
    }
    let raced = ending.other(OutcomeKind::Ghost).expect("it is played again");
    assert_eq!(Some(raced.played.as_ref().unwrap().world().digest()), file.digest);
    assert!(raced.won && !ending.won);
}

/// A race that was left is a race when it is gone on with.
#[test]
fn the_ghost_waits_while_a_race_is_kept() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let (code, file) = solved(&lesson, "vertical-scaling", false, None);
    let store = Store::new(Box::new(Memory::default()));
    let mut app = App::new((120, 36), Some(store));
    app.open_replay(read(&code));
    for _ in 0..10 {
        if app.live_mut().is_some() {
            break;
        }
        press(&mut app, Code::Enter);
    }
    let half = Time::ZERO + Span::from_mins(90);
    let session = &mut app.live_mut().expect("the shop opens").session;
    while session.now() < half {
        session.advance(half);
    }
    app.act(Action::KeepAndLeave);
    assert!(matches!(app.screen(), Screen::Picker(_)), "{:?}", app.screen());
    // Whoever opens the code again is asked, and a new race is what is meant.
    app.open_replay(read(&code));
    for _ in 0..5 {
        if let Some(Overlay::Confirm(confirm)) = app.top() {
            assert_eq!(confirm.answers[confirm.chosen].action, Action::BeginAnew);
            break;
        }
        press(&mut app, Code::Enter);
    }
    assert!(matches!(app.top(), Some(Overlay::Confirm(_))));
    press(&mut app, Code::Char('c'));
    while app.job().is_some() {
        app.step();
    }
    let game = app.game().expect("it goes on");
    assert_eq!(game.now(), half);
    let ghost = game.session.twin().expect("the ghost is back");
    assert_eq!(ghost.without, Without::Player(file.commands.into()));
    assert_eq!(ghost.world.now(), half);
}

#[test]
fn a_code_opens_at_its_moment_and_is_played_on_from_there() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let moment = Time::ZERO + Span::from_mins(40);
    let (code, file) = solved(&lesson, "vertical-scaling", false, Some(moment));
    let mut app = App::new((120, 36), None);
    app.show_replay(read(&code), None);
    while app.job().is_some() {
        app.step();
    }
    let Some(Overlay::Rewind(rewind)) = app.top() else { panic!("{:?}", app.notes()) };
    assert_eq!(rewind.at, moment);
    assert_eq!(app.game().unwrap().session.world().digest(), file.digest.clone().unwrap());
    // The same history and moment can be sent on.
    press(&mut app, Code::Char('y'));
    let copied = app.take_copied().unwrap();
    let again = read(copied.lines().last().unwrap());
    assert_eq!(CommandsFile { claims: Claims::default(), ..again.file }, file);
    assert!(copied.starts_with("Pizza Shop Story · "));
    press(&mut app, Code::Esc);
    press(&mut app, Code::Enter);
    while app.job().is_some() {
        app.step();
    }
    let game = app.game().unwrap();
    assert_eq!((game.now(), game.histories.present.number), (moment, 2));
}

#[test]
fn a_code_of_another_history_is_not_shown() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let (_, mut file) = solved(&lesson, "vertical-scaling", false, None);
    file.digest = Some(format!("d2:{}", "0".repeat(32)));
    let mut app = App::new((120, 36), None);
    app.show_replay(read(&encode(&file, &lesson.setup)), None);
    while app.job().is_some() {
        app.step();
    }
    assert!(matches!(app.screen(), Screen::Picker(_)));
    assert!(app.notes()[0].contains("makes another history"), "{:?}", app.notes());
}

pub fn program(words: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pizzeria")).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// What is handed in as a code is run again by the scenario's own rules; `cheats` has the ways round them.
#[test]
fn a_code_is_verified_by_the_scenarios_own_rules() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let (honest, _) = solved(&lesson, "vertical-scaling", false, None);
    let (code, out, err) = program(&["run", &honest, "--verify", "--require-goals"]);
    assert_eq!(code, 0, "{out}{err}");
    let (_, printed, _) = program(&["code", "vertical-scaling", "--solution"]);
    assert_eq!(printed.trim_end(), honest);
    let own = std::env::temp_dir().join("nothing-is-here.toml");
    let (code, _, err) = program(&["run", &honest, "--scenario", own.to_str().unwrap(), "--verify"]);
    assert_eq!(code, 2, "{err}");
    let (code, _, err) = program(&["run", &honest, "--set", "menu.pizza.price=99"]);
    assert!(code == 2 && err.contains("a code brings its own"), "{err}");
    let (code, _, err) = program(&["run", "vertical-scaling", "--verify"]);
    assert!(code == 2 && err.contains("--verify needs a game"), "{err}");
    assert!(
        read_code(&honest, Some(OsStr::new("story")), Reach::Folder).unwrap_err().to_string().contains("has changed")
    );
}

/// A class of thirty, five of whom cheat: each of the five is named, and nobody else.
#[test]
fn a_folder_of_hand_ins_is_graded_and_the_cheats_are_named() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let setup = Arc::new(lesson.setup.clone());
    let folder = tempfile::tempdir().unwrap();
    for pupil in 0..30u64 {
        let mut commands = lesson.solution.clone();
        commands[0].at += Span::from_mins(pupil.min(27));
        let digest = Some(run_lesson(&lesson, &setup, &commands, None, &mut ()).world.digest());
        let guesses = vec![lesson.predictions[0].choices.get(pupil as usize % 3).cloned()];
        let claims =
            Claims { guesses, hints: Some(pupil % 3), hints_bought: Some(0), played_s: Some(150), ..Claims::default() };
        let about = replay::about(&lesson, "vertical-scaling", false);
        let mut file = CommandsFile { digest, commands, claims, ..about };
        match pupil {
            3 => file.commands.truncate(0),
            7 => file.seed = Some(12),
            12 => file.set = Some("menu.pizza.price=99".into()),
            18 => {
                let command = scenario::command_line("surge factor=0.5 lasts=\"3h\"", &lesson.setup).unwrap();
                file.commands.push(pizzeria::sim::setup::Scheduled { at: file.commands[0].at, command });
            }
            25 => file.digest = None,
            _ => {}
        }
        let text = scenario::write_commands_file(&file, &lesson.setup);
        // Half of them hand in a code.
        let (name, text) = match pupil % 2 {
            0 => (format!("pupil-{pupil:02}.toml"), text),
            _ => (format!("pupil-{pupil:02}.txt"), format!("My evening:\n{}\n", encode(&file, &lesson.setup))),
        };
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let place = folder.path().to_str().unwrap();
    let (code, out, err) = program(&["grade", "vertical-scaling", place, "--format", "json", "--require-proof"]);
    assert_eq!(code, 1, "{err}");
    let class: serde_json::Value = serde_json::from_str(&out).unwrap();
    let rows = class["hand_ins"].as_array().unwrap();
    assert_eq!(rows.len(), 30);
    let cheats: Vec<&str> =
        rows.iter().filter(|row| row["is_proved"] == false).map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(cheats, ["pupil-03.txt", "pupil-07.txt", "pupil-12.toml", "pupil-18.toml", "pupil-25.txt"]);
    // Whoever copied is marked, and what is claimed stands apart from what is proved.
    let same: Vec<&str> = rows.iter().filter_map(|row| row["same_as"].as_str()).collect();
    assert_eq!(same, ["pupil-27.txt", "pupil-27.txt"]);
    assert_eq!(rows[4]["claimed"]["hints"], 1);
    assert_eq!(rows[0]["proved"]["goals_met"], rows[0]["proved"]["goals"]);
    for format in ["text", "csv", "html"] {
        let (code, out, err) = program(&["grade", "vertical-scaling", place, "--format", format]);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("pupil-18.toml") && out.contains("surge"), "{out}");
        if format == "html" {
            assert!(!out.contains("<script") && !out.contains("http"), "{out}");
        }
    }
}

/// Names, guesses and answers come from pupils, and are no markup.
#[test]
fn a_page_of_hand_ins_shows_what_pupils_wrote_as_text() {
    let lesson = scenario::load("vertical-scaling", &[]).unwrap();
    let (_, mut file) = solved(&lesson, "vertical-scaling", false, None);
    file.claims.guesses = vec![Some("<script>alert(1)</script>".into())];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("<b>.toml");
    std::fs::write(&path, scenario::write_commands_file(&file, &lesson.setup)).unwrap();
    let (code, out, _) = program(&["grade", "vertical-scaling", path.to_str().unwrap(), "--format", "html"]);
    assert_eq!(code, 0);
    assert!(out.contains("&lt;script&gt;") && out.contains("&lt;b&gt;.toml") && !out.contains("<script>"), "{out}");
}
