//! `check --prove`: that it can fail, each way, and that it says why.

use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// A pizza takes 4 minutes, customers come every 3: one chef drowns, two do not.
const LESSON: &str = r#"
[scenario]
duration = "3h"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Street"
orders_per_hour = 20.0
arrivals = "even"
[[outlet]]
name = "Corner"
[kitchen]
hire_time = "5m"
[slo]
promise = "10m"
[[goal]]
text = "Four of five in time"
metric = "on_time_ratio"
at_least = 0.8
[[predict]]
ask = "How many of 100 if nobody is hired?"
metric = "on_time_ratio"
of = "nothing"
choices = ["10 %", "90 %"]
answer = "10 %"
[[solution]]
at = "+1m"
do = "hire_chef"
outlet = "Corner"
[[wrong]]
name = "a short line"
commands = [{ at = "+1m", do = "set_queue_limit", outlet = "Corner", limit = 1 }]
"#;

fn prove(text: &str) -> (i32, String) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("lesson.toml");
    fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["check", "--prove", "--seed", "3", "--seeds", "2"])
        .arg(&file)
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(all).unwrap())
}

fn fails(change: (&str, &str), why: &str) {
    assert!(LESSON.contains(change.0), "{}", change.0);
    let (code, said) = prove(&LESSON.replacen(change.0, change.1, 1));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("NOT PROVED") && said.contains("not proved: lesson") && said.contains(why), "{why}: {said}");
}

#[test]
fn a_lesson_that_teaches_is_proved() {
    let (code, said) = prove(LESSON);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("lesson on 2 seeds from 3: proved"), "{said}");
    for line in ["doing nothing", "the solution", "a short line", "slo.on_time_ratio ≥ 80.0 %"] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn a_hollow_lesson_is_won_untouched() {
    fails(("orders_per_hour = 20.0", "orders_per_hour = 10.0"), "fails: doing nothing, seed 3: it wins");
}

#[test]
fn an_unwinnable_lesson_is_lost_with_its_solution() {
    fails(
        ("orders_per_hour = 20.0", "orders_per_hour = 60.0"),
        "fails: the solution, seed 3: \"Four of five in time\" is missed",
    );
}

#[test]
fn a_wrong_answer_that_wins_is_not_wrong() {
    fails(
        ("do = \"set_queue_limit\", outlet = \"Corner\", limit = 1", "do = \"hire_chef\", outlet = \"Corner\""),
        "fails: a short line, seed 3: it wins",
    );
}

#[test]
fn a_prediction_must_come_out_as_it_says() {
    fails(("answer = \"10 %\"", "answer = \"90 %\""), "fails: prediction 1, seed 3: the answer is not 90 %");
}

/// The lesson with another question; without an answer where there is none.
fn asking(question: &str) -> String {
    let from = LESSON.find("[[predict]]").unwrap();
    let to = LESSON.find("[[solution]]").unwrap();
    format!("{}[[predict]]\nask = \"What comes of it?\"\n{question}\n{}", &LESSON[..from], &LESSON[to..])
}

/// A question of some kind that is proved with its right answer, and fails the proof with a wrong one.
fn right_and_wrong(question: &str, right: &str, wrong: &str) {
    let (code, said) = prove(&asking(&format!("{question}\nanswer = \"{right}\"")));
    assert_eq!(code, 0, "{question}: {said}");
    assert!(said.contains(&format!("{right}  2 of 2")), "{question}: {said}");
    let (code, said) = prove(&asking(&format!("{question}\nanswer = \"{wrong}\"")));
    assert_eq!(code, 1, "{question}: {said}");
    assert!(said.contains(&format!("fails: prediction 1, seed 3: the answer is not {wrong}")), "{question}: {said}");
}

#[test]
fn every_kind_of_prediction_is_proved_and_can_fail() {
    let nothing = "metric = \"on_time_ratio\"\nof = \"nothing\"\n";
    right_and_wrong(&format!("{nothing}choices = [\"10 %\", \"50 %\", \"90 %\"]"), "10 %", "50 %");
    let words = "choices = [\"10 %: hardly anybody\", \"90 %: nearly all\"]";
    right_and_wrong(&format!("{nothing}{words}"), "10 %: hardly anybody", "90 %: nearly all");
    let ratio = "metric = \"on_time_ratio\"\nof = \"nothing\"\nagainst = \"solution\"\n";
    let edges = "choices = [\"fewer\", \"as many\", \"more\"]\nedges = [0.9, 1.1]";
    right_and_wrong(&format!("{ratio}{edges}"), "fewer", "as many");
    right_and_wrong(&format!("{ratio}{edges}"), "fewer", "more");
    right_and_wrong("metric = \"orders.arrived\"\nof = \"nothing\"", "60", "50");
    right_and_wrong("metric = \"spans.cook.max\"\nof = \"solution\"", "4m", "6m");
    let wrong = "metric = \"lost_ratio\"\nof = { wrong = \"a short line\" }\nchoices = [\"0 %\", \"25 %\"]";
    right_and_wrong(wrong, "25 %", "0 %");
}

#[test]
fn a_guess_about_the_players_own_run_must_hold_whatever_the_player_does() {
    let cooked = "metric = \"spans.cook.max\"\nof = \"run\"\nchoices = [\"2m\", \"4m\", \"9m\"]";
    right_and_wrong(cooked, "4m", "2m");
    let own = "metric = \"on_time_ratio\"\nof = \"run\"\n";
    let (code, said) = prove(&asking(own));
    assert_eq!(code, 0, "without an answer the debrief tells the truth of that run: {said}");
    let hired = format!("{own}choices = [\"10 %\", \"100 %\"]\nanswer = \"10 %\"");
    let (code, said) = prove(&asking(&hired));
    assert_eq!(code, 1, "who hires has another answer: {said}");
    // Nobody keeps a base here, so there is nothing to measure.
    let (code, said) = prove(&asking("metric = \"prep.hit_ratio\"\nof = \"run\""));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("prediction 1, seed 3: nothing was measured"), "{said}");
}

#[test]
fn what_nothing_measures_is_said_to_be_so() {
    let (code, said) = prove(&asking("choices = [\"Ana\", \"Bo\"]\nanswer = \"Ana\""));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("? prediction") && said.contains("not measured"), "{said}");
    let words = "metric = \"on_time_ratio\"\nof = \"nothing\"\nchoices = [\"few\", \"many\"]\nanswer = \"few\"";
    let (code, said) = prove(&asking(words));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("not measured") && said.contains("cannot prove the answer"), "{said}");
}

#[test]
fn what_the_surprise_claims_must_be_so() {
    let surprise = "[surprise]\ntext = \"Alone {alone}.\"\n[[surprise.number]]\nname = \"alone\"\n\
                    metric = \"on_time_ratio\"\nof = \"nothing\"\n";
    let (code, said) = prove(&format!("{LESSON}{surprise}at_most = 0.3\n"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("! alone ≤ 30.0 %"), "{said}");
    let (code, said) = prove(&format!("{LESSON}{surprise}at_least = 0.3\n"));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("fails: surprise, alone, seed 3: it came to"), "{said}");
}

#[test]
fn a_refused_solution_proves_nothing() {
    fails(("[[outlet]]\nname = \"Corner\"", "[[outlet]]\nname = \"Corner\"\nmax_chefs = 1"), "is refused");
}

#[test]
fn without_goals_or_solution_there_is_nothing_to_prove() {
    let from = LESSON.find("[[goal]]").unwrap();
    let (code, said) = prove(&LESSON[..from]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("there is no [[goal]]") && said.contains("there is no [[solution]]"), "{said}");
}

#[test]
fn recovery_is_measured_from_the_end_of_the_fault() {
    // A customer every 5 minutes, 4 minutes of work; nobody waits before +60m. The customer of 60 is in the oven when
    // the light goes out and goes back to the head of the line. At 90 the light returns first: he is begun, and those
    // of 65 to 90 wait. Customer k (k = 0 came at 65, so k came at 65 + 5k) is begun at 94 + 4k. Nobody waits as soon
    // as he is begun before the next one comes: 94 + 4k < 70 + 5k, k = 25, begun at 194: 104 minutes after the light.
    // (At 190 customer 24 is begun, and at the same instant the next one comes and waits.)
    let lesson = r#"
[scenario]
duration = "6h"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Street"
orders_per_hour = 12.0
arrivals = "even"
[[outlet]]
name = "Corner"
[dispatch]
health_check = "10h"
[[event]]
at = "+60m"
do = "power_outage"
outlet = "Corner"
lasts = "30m"
"#;
    let (scenario, _) = pizzeria::scenario::read("dark.toml", lesson, None, &[]).unwrap();
    let setup = std::sync::Arc::new(scenario.setup);
    let aftermath = pizzeria::session::aftermath::aftermath_of(&setup, &[], None).unwrap();
    assert_eq!(aftermath.recovery.minutes(), 104.0);
    assert_eq!(aftermath.drained.minutes(), 104.0);
}

/// One chef drowns, a second one is called within twenty minutes, and there is nothing else to do.
const SEARCHED: &str = r#"
[scenario]
duration = "3h"
allow = ["hire_chef", "set_queue_limit"]
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Street"
orders_per_hour = 20.0
arrivals = "even"
[[outlet]]
name = "Corner"
max_chefs = 2
[[outlet.chef]]
skill = "pizza"
[kitchen]
hire_time = "5m"
level_speed = [1.0, 1.5]
[money]
tools = [0, 100]
[slo]
promise = "10m"
[[goal]]
text = "Four of five in time"
metric = "on_time_ratio"
at_least = 0.8
from = "+1h"
to = "+2h"
[[hint]]
at = "+10m"
text = "Two would do."
does = [{ do = "hire_chef", outlet = "Corner", skill = "pizza" }]
[[solution]]
at = ["+1m", "+5m", "+55m"]
do = "hire_chef"
outlet = "Corner"
skill = "pizza"
[[wrong]]
name = "a short line"
commands = [{ at = "+1m", do = "set_queue_limit", outlet = "Corner", limit = 1 }]
"#;

fn search(text: &str) -> (i32, String) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("lesson.toml");
    fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pizzeria"))
        .args(["check", "--prove", "--search", "--seeds", "2"])
        .arg(&file)
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(all).unwrap())
}

#[test]
fn a_lesson_that_declares_what_wins_passes_the_search() {
    let (code, said) = search(SEARCHED);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing else wins"), "{said}");
    assert!(said.contains("what the hints tell"), "{said}");
}

/// A goal without a window can be decided at any time; the search goes on from where its commands were given.
#[test]
fn a_goal_over_the_whole_evening_is_searched_too() {
    let cheap = "[[goal]]\ntext = \"Cheap\"\nmetric = \"cost_per_order\"\nat_most = 10.0\n";
    let (code, said) = search(&format!("{SEARCHED}{cheap}"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing else wins"), "{said}");
}

#[test]
fn a_second_winner_that_nobody_declares_fails_the_proof_with_its_command() {
    let planted = SEARCHED.replacen("\"set_queue_limit\"]", "\"set_queue_limit\", \"upgrade_chefs\"]", 1);
    let (code, said) = search(&planted);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("not proved: lesson"), "{said}");
    let line = said.lines().find(|line| line.contains("wins undeclared on 50 of 50 seeds")).unwrap();
    assert!(line.contains("upgrade_chefs outlet=\"Corner\""), "{line}");
    // Declared, it is another right answer, which is proved like the solution.
    let also = "[[also]]\nname = \"tools\"\ntext = \"Tools do it, too.\"\n\
                commands = [{ at = [\"+1m\", \"+46m\"], do = \"upgrade_chefs\", outlet = \"Corner\" }]\n\
                [[also]]\nname = \"late tools\"\ntext = \"With a short line there is more time.\"\n\
                commands = [{ at = [\"+1m\", \"+11m\"], do = \"set_queue_limit\", outlet = \"Corner\", limit = 1 }, \
                { at = [\"+1m\", \"+53m\"], do = \"upgrade_chefs\", outlet = \"Corner\" }]\n";
    let (code, said) = search(&format!("{planted}{also}"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("tools  "), "{said}");
}

#[test]
fn a_range_that_is_too_wide_fails_the_proof() {
    let (code, said) = search(&SEARCHED.replacen("\"+55m\"", "\"+2h30m\"", 1));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("fails: the solution does not win at an end of its ranges"), "{said}");
}

#[test]
fn a_hint_that_loses_when_it_is_obeyed_fails_the_proof() {
    let does = "does = [{ do = \"hire_chef\", outlet = \"Corner\", skill = \"pizza\" }]";
    assert!(SEARCHED.contains(does));
    let shed = "does = [{ do = \"set_queue_limit\", outlet = \"Corner\", limit = 1 }]";
    let (code, said) = prove(&SEARCHED.replacen(does, shed, 1));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("fails: what the hints tell, seed 3: \"Four of five in time\" is missed"), "{said}");
    // Too late is as wrong.
    let (code, said) = prove(&SEARCHED.replacen("at = \"+10m\"", "at = \"+1h30m\"", 1));
    assert_eq!(code, 1, "{said}");
    // A question tells nothing.
    let (code, said) = prove(&SEARCHED.replacen(does, "", 1));
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("what the hints tell"), "{said}");
}

#[test]
fn a_command_that_is_refused_when_a_hint_tells_it_fails_the_proof() {
    let twice = "does = [{ do = \"hire_chef\", outlet = \"Corner\", skill = \"pizza\", count = 2 }]";
    let once = "does = [{ do = \"hire_chef\", outlet = \"Corner\", skill = \"pizza\" }]";
    let (code, said) = prove(&SEARCHED.replacen(once, twice, 1));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("fails: what the hints tell, seed 3"), "{said}");
}

#[test]
fn the_search_finds_the_same_however_many_threads_there_are() {
    let lesson = SEARCHED.replacen("\"set_queue_limit\"]", "\"set_queue_limit\", \"upgrade_chefs\"]", 1);
    let (scenario, _) = pizzeria::scenario::read("lesson.toml", &lesson, None, &[]).unwrap();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| pizzeria::session::search::search(&scenario, 1, &|| ()))
    };
    let (one, four) = (with(1), with(4));
    assert!(!one.found.is_empty());
    assert_eq!(one, four);
}

/// Three order books teach nothing where nobody waits for the one that is away, where another burns than the first, and
/// where copies are as quick.
#[test]
fn three_books_fail_their_proof_without_what_they_teach() {
    let lesson = include_str!("../../scenarios/three-books.toml");
    let prove_with = |from: &str, to: &str| {
        assert!(lesson.contains(from), "{from}");
        prove(&lesson.replacen(from, to, 1))
    };
    for (from, to, why) in [
        ("wait_for = \"all\"", "wait_for = \"most\"", "doing nothing, seed 3: it wins"),
        ("do = \"book_burns\"\nbook = 1", "do = \"book_burns\"\nbook = 2", "one book is enough, seed 3: it wins"),
        ("min = \"1m\", max = \"5m\"", "min = \"1s\", max = \"2s\"", "one book is enough, seed 3: it wins"),
    ] {
        let (code, said) = prove_with(from, to);
        assert_eq!(code, 1, "{to}: {said}");
        assert!(said.contains("NOT PROVED") && said.contains(why), "{why}: {said}");
    }
    let (code, said) = prove_with("seed = 1", "seed = 1");
    assert_eq!(code, 0, "{said}");
}
