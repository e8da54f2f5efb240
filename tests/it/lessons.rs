//! The shipped lessons teach what they say: doing nothing loses, the solution wins, every tempting answer loses, and the
//! surprising number of each is the one that our own model gives.

use pizzeria::app::concepts::concept;
use pizzeria::app::words;
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::prove::{Line, Proof, gathered, trial};
use pizzeria::session::replicate::side_by_side;
use pizzeria::theory::{Station, faults};

fn lessons() -> Vec<Scenario> {
    builtin::list().map(|(name, _)| scenario::load(name, &[]).unwrap()).collect()
}

fn proof(lesson: &Scenario, seeds: impl Iterator<Item = u64>) -> Proof {
    let seeds: Vec<u64> = seeds.collect();
    gathered(lesson, &side_by_side(&seeds, |&seed| trial(lesson, seed)))
}

#[test]
fn every_lesson_comes_out_right_on_its_own_seed_and_on_the_first_ten() {
    for lesson in lessons() {
        let own = lesson.setup.seed;
        let proof = proof(&lesson, (1..=10).chain((own > 10).then_some(own)));
        assert_eq!(proof.lacking, Vec::<String>::new(), "{}", lesson.name);
        for line in proof.lines() {
            assert!(line.failures.is_empty(), "{}, {}: {:?}", lesson.name, line.name, line.failures);
        }
    }
}

#[test]
fn every_lesson_comes_out_right_on_97_of_100_other_seeds() {
    for lesson in lessons() {
        let proof = proof(&lesson, 1001..=1100);
        for line in proof.lines() {
            assert!(line.holds(), "{}, {}: {:?}", lesson.name, line.name, line.failures);
        }
    }
}

#[test]
fn every_lesson_is_whole() {
    for lesson in lessons() {
        let name = &lesson.name;
        assert!(lesson.concept.is_some(), "{name} has a concept");
        assert!(!lesson.goals.is_empty(), "{name} has goals");
        assert_eq!(lesson.stars.len(), 3, "{name}: a star for the service, one for the cost, one for few commands");
        assert!(lesson.hints.len() >= 3, "{name} has three hints");
        assert!(lesson.wrong.len() >= 3, "{name} has three wrong answers");
        assert!(!lesson.predictions.is_empty(), "{name} asks for a guess");
        let lines: Vec<&str> = lesson.story.trim().lines().collect();
        assert!(lines.len() <= 12, "{name}: the story fits a small screen");
        assert!(lines.iter().all(|line| line.chars().count() <= 76), "{name}: its lines, too");
        let short = lesson.hints.iter().map(|h| &h.text).chain(lesson.cues.iter().map(|c| &c.text));
        for text in short.chain(lesson.predictions.iter().map(|p| &p.ask)) {
            assert!(text.chars().count() <= 152, "{name}: more than two lines: {text}");
        }
    }
}

#[test]
fn every_lessons_idea_is_told_and_asked_about() {
    for lesson in lessons() {
        let id = lesson.concept.as_deref().unwrap_or_default();
        let idea = concept(id).unwrap_or_else(|| panic!("{}: assets/concepts.toml has no {id}", lesson.name));
        assert!(!idea.read.is_empty() && idea.transfer.is_some(), "{id}: something to read, a question to answer");
        for text in [&idea.surprise, &idea.elsewhere, &idea.leaves_out] {
            assert!(!text.is_empty() && !text.contains('*'), "{id}: plain words: {text}");
        }
    }
}

#[test]
fn every_word_of_the_glossary_can_be_seen_at_work_in_the_story() {
    let story = scenario::load("story", &[]).unwrap();
    for pair in words::pairs() {
        let command = pair.command.as_deref().unwrap_or_else(|| panic!("{} has no command", pair.id));
        if let Err(problems) = scenario::command_line(command, &story.setup) {
            panic!("{}: {command}: {problems}", pair.id);
        }
    }
}

/// What the questions in milliseconds call right is what theory says.
#[test]
fn the_transfer_questions_are_answered_by_theory() {
    let stay = |rate, work_ms: f64, hands| {
        let station = Station { rate, work: work_ms / 1000.0, hands };
        work_ms + station.wait().unwrap().mean * 1000.0
    };
    let near = |idea: &str, expected: f64, tolerance: f64| {
        let transfer = concept(idea).and_then(|concept| concept.transfer.as_ref()).unwrap();
        let said: Vec<f64> = transfer.answer.split(' ').filter_map(|word| word.replace(',', "").parse().ok()).collect();
        let found = said.iter().any(|number| (number - expected).abs() <= tolerance);
        assert!(found, "{idea}: {expected}, not {:?}", transfer.answer);
    };
    near("vertical-scaling", stay(12.5, 40.0, 1), 0.5);
    near("vertical-scaling", stay(12.5, 80.0, 2), 0.5);
    near("horizontal-scaling", stay(80.0, 100.0, 10), 1.0);
    near("cron-preprocessing", (stay(4.75, 120.0, 1) - 120.0) / 1000.0, 0.005);
    near("single-point-of-failure", faults::drain(2.0, 0.9).unwrap(), 1e-9);
    near("microservices", stay(34.0, 50.0, 2), 0.5);
    near("load-balancing", 20.0 + stay(0.95 / 0.04, 40.0, 1), 0.5);
    near("load-balancing", 90.0 + stay(0.5 / 0.04, 40.0, 1), 0.5);
    near("utilization", stay(95.0, 10.0, 1), 0.5);
    // Mitzenmacher's limit of many servers: the sum of load^(2^i - 2), i from 1.
    let two_choices: f64 = (1..=12).map(|i| 0.9_f64.powi((1 << i) - 2)).sum();
    near("power-of-two-choices", 20.0 * two_choices, 0.5);
}

/// A number that surprises: of a lesson, in a history (or `?n`, the n-th prediction), the n-th goal's value; its mean and
/// its standard deviation from seed to seed, measured on seeds 1 to 200.
type Effect = (&'static str, &'static str, usize, f64, f64);

const EFFECTS: &[Effect] = &[
    ("story", "doing nothing", 0, 0.0, 0.0),
    ("story", "the solution", 0, 0.9933, 0.0176),
    ("story", "everything, but all of it at Main Street", 0, 0.697, 0.0551),
    ("vertical-scaling", "the solution", 0, 80.0678, 4.6882),
    ("vertical-scaling", "hire a second chef", 0, 132.4649, 4.1315),
    ("vertical-scaling", "hire three chefs", 0, 120.2488, 0.3351),
    ("vertical-scaling", "?0", 0, 1.6571, 0.0485),
    ("horizontal-scaling", "the solution", 0, 0.9423, 0.0257),
    ("horizontal-scaling", "the same ten chefs, a line each", 0, 0.4869, 0.0835),
    ("horizontal-scaling", "half as many chefs again, a line each", 0, 0.7582, 0.0487),
    ("horizontal-scaling", "?0", 0, 24.183, 14.829),
    ("prep", "doing nothing", 0, 0.3599, 0.1045),
    ("prep", "the solution", 0, 1.0, 0.0),
    ("prep", "make them while they are needed", 0, 0.2608, 0.1025),
    ("prep", "?0", 0, 0.0236, 0.0132),
    ("backup-chef", "doing nothing", 0, 0.4427, 0.0444),
    ("backup-chef", "the solution", 0, 1.0, 0.0),
    ("backup-chef", "?0", 0, 3752.7918, 509.5481),
    ("microservices", "doing nothing", 0, 0.1464, 0.0367),
    ("microservices", "the solution", 0, 0.9993, 0.0048),
    ("microservices", "one more chef who does everything", 0, 0.2734, 0.0609),
    ("microservices", "?0", 0, 1.2579, 0.22),
    ("power-cut", "the solution", 0, 0.792, 0.0882),
    ("power-cut", "open the hall when the light goes out", 0, 0.0, 0.0),
    ("power-cut", "the cheapest place", 0, 0.176, 0.0417),
    ("power-cut", "the hall, to be safe", 0, 1.0, 0.0),
    ("load-balancing", "doing nothing", 0, 0.4628, 0.0472),
    ("load-balancing", "the solution", 0, 0.9951, 0.0034),
    ("load-balancing", "turn by turn", 0, 0.4031, 0.0111),
    ("load-balancing", "?0", 0, 0.3763, 0.0962),
    ("decoupling", "doing nothing", 0, 0.0011, 0.003),
    ("decoupling", "the solution", 0, 0.9869, 0.0103),
    ("decoupling", "split the teams, then watch the kitchen", 0, 0.5971, 0.0124),
    ("decoupling", "?0", 0, 0.0977, 0.0247),
    ("friday-night", "doing nothing", 0, 0.5323, 0.0428),
    ("friday-night", "the solution", 0, 0.9894, 0.0104),
    ("friday-night", "open the second shop, leave the rest", 0, 0.7849, 0.0528),
    ("friday-night", "bases only", 0, 0.6483, 0.0413),
    ("hockey-stick", "the solution", 0, 0.9984, 0.004),
    ("hockey-stick", "eight, busy all the time", 0, 0.2114, 0.1593),
    ("hockey-stick", "?0", 0, 29.7866, 16.4619),
    ("survivorship", "doing nothing", 0, 0.2339, 0.0411),
    ("survivorship", "the solution", 0, 0.0603, 0.0218),
    ("survivorship", "keep the line short: p99 looks best of all", 0, 0.2669, 0.0419),
    ("survivorship", "?0", 0, 0.4586, 0.0935),
    ("bounded-queue", "doing nothing", 0, 0.0011, 0.0107),
    ("bounded-queue", "the solution", 0, 0.8029, 0.0297),
    ("bounded-queue", "a generous line of 60", 0, 0.0011, 0.0107),
    ("retry-storm", "doing nothing", 0, 0.005, 0.0704),
    ("retry-storm", "the solution", 0, 0.9975, 0.0296),
    ("retry-storm", "exponential backoff with jitter", 0, 0.005, 0.0704),
    ("jitter", "doing nothing", 0, 0.2333, 0.0),
    ("jitter", "the solution", 0, 0.9669, 0.009),
    ("two-choices", "doing nothing", 0, 0.4108, 0.025),
    ("two-choices", "the solution", 0, 0.9905, 0.0107),
    ("two-choices", "dice, without looking", 0, 0.7802, 0.0817),
    ("two-choices", "?0", 0, 3.4066, 0.3419),
    ("error-budget", "the solution", 0, 0.9986, 0.0009),
    ("error-budget", "in the slack hour, at four", 0, 0.9882, 0.0027),
    ("error-budget", "tonight at seven, to have it done", 0, 0.9781, 0.0036),
    ("error-budget", "?0", 0, -3.3798, 0.722),
];

const PINNED_ON: u64 = 40;

#[test]
fn the_surprises_are_the_models_own() {
    let mut wrong = Vec::new();
    for lesson in lessons() {
        let about: Vec<&Effect> = EFFECTS.iter().filter(|effect| effect.0 == lesson.name).collect();
        if about.is_empty() {
            wrong.push(format!("{} pins no effect", lesson.name));
            continue;
        }
        let proof = proof(&lesson, 1..=PINNED_ON);
        for &&(name, history, which, mean, spread) in &about {
            let measured = mean_of(line(&proof, history), which);
            // Four standard errors: a draw that falls otherwise passes, a model that works otherwise does not.
            let tolerance = 4.0 * spread / (PINNED_ON as f64).sqrt() + 1e-4; // the table has four decimals
            if (measured - mean).abs() > tolerance {
                wrong.push(format!("{name}, {history}: {measured:.4}, not {mean} ± {tolerance:.4}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn line<'p>(proof: &'p Proof, history: &str) -> &'p Line {
    match history.strip_prefix('?').map(|n| n.parse::<usize>().unwrap()) {
        Some(n) => &proof.predictions[n],
        None => proof.histories.iter().find(|line| line.name == history).unwrap_or_else(|| panic!("no {history}")),
    }
}

fn mean_of(line: &Line, which: usize) -> f64 {
    let values: Vec<f64> = line.values.iter().map(|values| values[which].unwrap()).collect();
    values.iter().sum::<f64>() / values.len() as f64
}
