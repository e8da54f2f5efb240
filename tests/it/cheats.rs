//! Ways to be praised for an evening that was not played, or not so: each is named by whoever grades.

use crate::codes::{program, solved};
use pizzeria::app::input::{Code, Input, Key};
use pizzeria::app::{App, Screen};
use pizzeria::scenario::replay::{encode, encode_text};
use pizzeria::scenario::{self, Claims, CommandsFile, Scenario, builtin, command_line, write_commands_file};
use pizzeria::session::grade::grade;
use pizzeria::session::replicate::run_lesson;
use pizzeria::sim::setup::Scheduled;
use pizzeria::units::{Span, Time};
use serde_json::Value;
use std::sync::Arc;

const LESSON: &str = "vertical-scaling";

/// The lesson, and an honest hand-in that wins it.
fn honest() -> (Scenario, CommandsFile) {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let (_, file) = solved(&lesson, LESSON, false, None);
    (lesson, file)
}

/// What the commands really come to.
fn digest(lesson: &Scenario, commands: &[Scheduled]) -> Option<String> {
    Some(run_lesson(lesson, &Arc::new(lesson.setup.clone()), commands, None, &mut ()).world.digest())
}

/// The row of Eve's text in a class with Anna, who is honest.
fn row(text: &str) -> Value {
    let (lesson, file) = honest();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("anna.toml"), write_commands_file(&file, &lesson.setup)).unwrap();
    std::fs::write(folder.path().join("eve.toml"), text).unwrap();
    let place = folder.path().to_str().unwrap();
    let (code, out, err) = program(&["grade", LESSON, place, "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let class: Value = serde_json::from_str(&out).unwrap();
    let rows = class["hand_ins"].as_array().unwrap();
    assert_eq!((rows[0]["name"].as_str(), &rows[0]["is_proved"]), (Some("anna.toml"), &true.into()), "{out}");
    assert_eq!(rows[1]["name"], "eve.toml");
    rows[1].clone()
}

/// Why Eve's hand-in, as a file and as a code, is not proved; `verify` comes to the same.
fn caught(cheat: &CommandsFile) -> String {
    let (lesson, _) = honest();
    let row_of_file = row(&write_commands_file(cheat, &lesson.setup));
    let code = encode(cheat, &lesson.setup);
    assert_eq!(row(&code), row_of_file);
    assert_eq!(row_of_file["is_proved"], false, "{row_of_file}");
    let (status, out, err) = program(&["run", &code, "--verify"]);
    assert!((1..=2).contains(&status), "{out}{err}");
    if let Some(why) = row_of_file["unreadable"].as_str() {
        return why.to_string();
    }
    let breaches = row_of_file["proved"]["breaches"].as_array().unwrap();
    breaches.iter().map(|breach| breach.as_str().unwrap()).collect::<Vec<_>>().join("; ")
}

#[test]
fn somebody_elses_hand_in_under_another_name_is_marked() {
    let (lesson, file) = honest();
    // What is said of the player differs, as it would.
    let claims = Claims { hints: Some(1), played_s: Some(700), ..Claims::default() };
    let eve = row(&write_commands_file(&CommandsFile { claims, ..file }, &lesson.setup));
    assert_eq!((&eve["is_proved"], eve["same_as"].as_str()), (&true.into(), Some("anna.toml")));
}

#[test]
fn an_edited_digest_is_met_by_no_run() {
    let (_, file) = honest();
    let said = caught(&CommandsFile { digest: Some(format!("d2:{}", "1".repeat(32))), ..file });
    assert!(said.starts_with("it is not the history that it claims: its digest is d2:"), "{said}");
}

#[test]
fn without_a_digest_nothing_is_claimed() {
    let (_, file) = honest();
    assert_eq!(caught(&CommandsFile { digest: None, ..file }), "no history is claimed: there is no digest");
}

/// An easier evening, played honestly.
#[test]
fn another_seed_is_named() {
    let (lesson, file) = honest();
    let mut easier = lesson.clone();
    easier.setup.seed = 4;
    let digest = digest(&easier, &file.commands);
    let said = caught(&CommandsFile { seed: Some(4), digest, ..file });
    assert_eq!(said, format!("it was played under seed 4, and the scenario's own is {}", lesson.setup.seed));
}

/// The same, but the seed is written over afterwards.
#[test]
fn a_seed_that_was_written_over_is_another_history() {
    let (lesson, file) = honest();
    let mut easier = lesson.clone();
    easier.setup.seed = 4;
    let said = caught(&CommandsFile { digest: digest(&easier, &file.commands), ..file });
    assert!(said.starts_with("it is not the history that it claims"), "{said}");
}

/// Half the customers stay away, by a command that no player of the lesson has.
#[test]
fn a_command_that_the_player_does_not_have_is_named() {
    let (lesson, file) = honest();
    let command = command_line("surge factor=0.5 lasts=\"3h\"", &lesson.setup).unwrap();
    let mut commands = file.commands.clone();
    commands.insert(0, Scheduled { at: Time::ZERO, command });
    let digest = digest(&lesson, &commands);
    assert_eq!(
        caught(&CommandsFile { digest, commands, ..file }),
        "the player may not give surge: `allow` does not name it"
    );
}

#[test]
fn commands_after_closing_are_named() {
    let (lesson, file) = honest();
    let mut commands = file.commands.clone();
    commands.push(Scheduled { at: Time::ZERO + lesson.setup.duration, ..commands[0].clone() });
    assert_eq!(digest(&lesson, &commands), file.digest, "the evening is the same");
    let said = caught(&CommandsFile { commands, ..file });
    assert_eq!(said, "`at` is 5h after opening, and the shop closes after 5h");
}

/// Commands that the shop refused do nothing, but make the list another than somebody else's.
#[test]
fn commands_that_the_shop_refuses_are_named() {
    let (lesson, file) = honest();
    let mut commands = file.commands.clone();
    commands.insert(0, Scheduled { at: Time::ZERO, ..commands[0].clone() });
    assert_eq!(digest(&lesson, &commands), file.digest, "at opening the till cannot pay for it");
    let said = caught(&CommandsFile { commands, ..file });
    assert_eq!(said, "the shop refused 1 of its commands, which a game that was played does not keep");
}

#[test]
fn a_line_that_is_left_out_is_another_history() {
    let (_, mut file) = honest();
    file.commands.pop();
    assert!(caught(&file).starts_with("it is not the history that it claims"));
}

#[test]
fn lines_that_stand_twice_are_another_history() {
    let (lesson, file) = honest();
    let commands: Vec<Scheduled> = file.commands.iter().flat_map(|line| [line.clone(), line.clone()]).collect();
    let said = caught(&CommandsFile { commands: commands.clone(), ..file.clone() });
    assert!(said.contains("it is not the history that it claims") || said.contains("the shop refused"), "{said}");
    // Whoever really gave them twice has needed twice as many.
    let eve = row(&write_commands_file(
        &CommandsFile { digest: digest(&lesson, &commands), commands, ..file },
        &lesson.setup,
    ));
    let refused = eve["proved"]["breaches"].as_array().unwrap().len();
    assert!(refused == 1 || eve["proved"]["commands"] == 2 * lesson.solution.len(), "{eve}");
}

/// Whoever moves a line has another history, or one that comes to the very same state; what is proved is its own.
#[test]
fn a_line_that_was_moved_earns_what_its_own_run_earns() {
    let (lesson, file) = honest();
    let mut others = 0;
    for minutes in [1, 10, 40, 60] {
        let mut moved = file.clone();
        moved.commands[0].at += Span::from_mins(minutes);
        let own = grade(&lesson, &CommandsFile { digest: digest(&lesson, &moved.commands), ..moved.clone() }).proved;
        if own.digest == *file.digest.as_ref().unwrap() {
            assert_eq!(grade(&lesson, &moved).proved, own);
        } else {
            others += 1;
            assert!(caught(&moved).starts_with("it is not the history that it claims"));
        }
    }
    assert!(others > 0, "none of them was another history");
}

#[test]
fn a_changed_shop_is_named() {
    let (_, file) = honest();
    let changes = [scenario::Override::new("menu.pizza.price", "99")];
    let rich = scenario::load(LESSON, &changes).unwrap();
    let digest = digest(&rich, &file.commands);
    let said = caught(&CommandsFile { set: Some("menu.pizza.price=99".into()), digest, ..file });
    assert!(said.starts_with("the scenario was changed (`set`); it is not the history"), "{said}");
}

/// The text of the lesson with a shorter evening.
fn easier() -> (String, Scenario) {
    let text = builtin::text_of(LESSON).unwrap();
    let easy = text.replacen("orders_per_hour", "orders_per_hour = 1.0 # ", 1);
    assert_ne!(text, easy);
    let (lesson, _) = scenario::read(LESSON, &easy, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    (easy, lesson)
}

/// A code that carries an easier file of the same name, and was played there honestly.
#[test]
fn an_easier_file_inside_a_code_is_named() {
    let (_, file) = honest();
    let (text, easy) = easier();
    let said = caught(&CommandsFile {
        sha256: Some(easy.sha256[..12].into()),
        digest: digest(&easy, &file.commands),
        text: Some(text),
        ..file
    });
    assert!(said.starts_with("it was played in another version of the scenario's file; it is not the"), "{said}");
}

/// The same, with the checksum of the true file written over it, or left out.
#[test]
fn a_forged_checksum_does_not_hide_an_easier_file() {
    let (_, file) = honest();
    let (text, easy) = easier();
    for sha256 in [file.sha256.clone(), None] {
        let digest = digest(&easy, &file.commands);
        let said = caught(&CommandsFile { sha256, digest, text: Some(text.clone()), ..file.clone() });
        assert!(said.starts_with("it is not the history that it claims"), "{said}");
    }
}

#[test]
fn the_evening_of_another_lesson_is_named() {
    let (_, file) = honest();
    let said = caught(&CommandsFile { scenario: Some("../jitter.toml".into()), ..file });
    assert_eq!(said, format!("it was played in ../jitter.toml, not in {LESSON}"));
}

/// A digest of other rules proves nothing under these, and a code of another version is not even read.
#[test]
fn what_another_version_made_is_named() {
    let (lesson, file) = honest();
    let said = caught(&CommandsFile { digest: Some(format!("d1:{}", "1".repeat(32))), ..file.clone() });
    assert!(said.starts_with("it was saved by another version of the program"), "{said}");
    let newer = encode(&file, &lesson.setup).replacen("pz1.", "pz2.", 1);
    let eve = row(&newer);
    assert!(eve["unreadable"].as_str().unwrap().contains("another version of the program"), "{eve}");
}

/// Goals and stars are counted by the run, whatever is written.
#[test]
fn goals_that_are_claimed_and_not_met_are_not_counted() {
    let (lesson, file) = honest();
    let lost = CommandsFile { digest: digest(&lesson, &[]), commands: Vec::new(), ..file };
    let text = write_commands_file(&lost, &lesson.setup);
    let eve = row(&text);
    let proved = &eve["proved"];
    assert_eq!((&eve["is_proved"], &proved["stars_won"]), (&true.into(), &0.into()));
    assert!(proved["goals_met"].as_u64() < proved["goals"].as_u64(), "{eve}");
    // There is no word for it in the file.
    let eve = row(&format!("goals_met = 2\nstars_won = 3\n{text}"));
    assert!(eve["unreadable"].as_str().unwrap().contains("goals_met"), "{eve}");
}

/// What only the file says changes nothing of what is proved, and stands apart.
#[test]
fn forged_minutes_and_hints_prove_nothing() {
    let (lesson, file) = honest();
    let told = |hints_bought, played_s| {
        let claims = Claims { hints_bought: Some(hints_bought), played_s: Some(played_s), ..Claims::default() };
        row(&write_commands_file(&CommandsFile { claims, ..file.clone() }, &lesson.setup))
    };
    let (truth, forged) = (told(3, 2_400), told(0, 180));
    assert_eq!(truth["proved"], forged["proved"]);
    assert_eq!((&forged["claimed"]["hints_bought"], &forged["claimed"]["played_s"]), (&0.into(), &180.into()));
    // The star for hints is not among those that are counted.
    let for_hints = lesson.stars.iter().filter(|star| star.metric.row().path == "hints").count();
    assert_eq!(forged["proved"]["stars"].as_u64(), Some((lesson.stars.len() - for_hints) as u64));
}

fn press(app: &mut App, code: Code) {
    app.update(Input::Key(Key::of(code)));
}

/// Opens the lesson, guesses, and plays the evening to its end.
fn guessed(app: &mut App, choice: usize) -> String {
    app.open_scenario(scenario::load(LESSON, &[]).unwrap(), LESSON);
    let Screen::Story(story) = app.screen() else { panic!("{:?}", app.screen()) };
    let letter = story.ask().and_then(|ask| ask.letter(choice)).unwrap();
    press(app, Code::Char(letter));
    for _ in 0..10 {
        if app.live_mut().is_some() {
            break;
        }
        press(app, Code::Enter);
    }
    app.live_mut().expect("the shop opens").session.finish();
    app.game().unwrap().commands_file()
}

/// Whoever has seen the evening guesses well: the first guess stands beside the last.
#[test]
fn a_guess_after_the_truth_was_known_stands_behind_the_first() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let choices = &lesson.predictions[0].choices;
    let right = choices.iter().position(|choice| Some(choice) == lesson.predictions[0].answer.as_ref()).unwrap();
    let wrong = (right + 1) % choices.len();
    let mut app = App::new((120, 36), None);
    let first = row(&guessed(&mut app, wrong));
    assert_eq!(first["claimed"]["guesses"], first["claimed"]["first_guesses"]);
    let text = guessed(&mut app, right);
    let eve = row(&text);
    assert_eq!(eve["claimed"]["guesses"][0], choices[right].as_str());
    assert_eq!(eve["claimed"]["first_guesses"][0], choices[wrong].as_str());
    // It is told in every form.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("eve.toml");
    std::fs::write(&file, text).unwrap();
    let graded = |format| program(&["grade", LESSON, file.to_str().unwrap(), "--format", format]).1;
    let then = format!("guessed {} at first, then {}", choices[wrong], choices[right]);
    for format in ["text", "html"] {
        let shown = graded(format);
        assert!(shown.contains(&then), "{shown}");
    }
    let spread = graded("text");
    for (choice, first, last) in [(wrong, 1, 0), (right, 0, 1)] {
        assert!(spread.contains(&format!("\n{first:>5}  {last:>4}  {}", choices[choice])), "{spread}");
    }
    let csv = graded("csv");
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let column = table.headers().unwrap().iter().position(|column| column == "claimed.first_guesses").unwrap();
    assert_eq!(&table.records().next().unwrap().unwrap()[column], choices[wrong].as_str());
}

/// Whoever skipped the question, saw the truth and then guesses has guessed nothing at first.
#[test]
fn a_question_that_was_skipped_at_first_stays_so() {
    let lesson = scenario::load(LESSON, &[]).unwrap();
    let mut app = App::new((120, 36), None);
    app.open_scenario(lesson.clone(), LESSON);
    for _ in 0..10 {
        if app.live_mut().is_some() {
            break;
        }
        press(&mut app, Code::Enter);
    }
    let text = guessed(&mut app, 2);
    let eve = row(&text);
    assert_eq!(eve["claimed"]["guesses"][0], lesson.predictions[0].choices[2].as_str());
    assert_eq!(eve["claimed"]["first_guesses"][0], Value::Null);
    assert_eq!(eve["claimed"]["first_guesses"].as_array().unwrap().len(), lesson.predictions.len());
    // A code carries it as the file does.
    assert_eq!(row(&encode_text(&text)), eve);
}

/// A file of before there was a first guess is read, and says nothing of one.
#[test]
fn a_file_without_a_first_guess_is_read() {
    let (lesson, mut file) = honest();
    file.claims.guesses = vec![lesson.predictions[0].choices.first().cloned()];
    let text = write_commands_file(&file, &lesson.setup);
    assert!(!text.contains("first_guesses"));
    let eve = row(&text);
    assert_eq!(eve["claimed"]["first_guesses"].as_array().unwrap().len(), 0);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("eve.toml");
    std::fs::write(&place, text).unwrap();
    let (_, out, _) = program(&["grade", LESSON, place.to_str().unwrap()]);
    assert!(out.contains(&format!("guessed {}\n", lesson.predictions[0].choices[0])), "{out}");
}
