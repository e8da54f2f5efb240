//! The shipped lessons teach what they say: doing nothing loses, the solution wins, every tempting answer loses, and the
//! surprising number of each is the one that our own model gives.

use pizzeria::report::{PlayerStats, Readings};
use pizzeria::scenario::{self, Scenario, builtin};
use pizzeria::session::prove::{Line, Proof, gathered, trial};
use pizzeria::session::replicate::{reseeded, run_lesson, side_by_side};
use pizzeria::sim::command::{Command, Decision};
use pizzeria::text::concepts::concept;
use pizzeria::text::glossary;
use pizzeria::theory::{Station, faults};
use std::sync::Arc;

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
    for pair in glossary::pairs() {
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

/// A number that surprises: of a lesson, in a history (or `?n`, the n-th prediction; or `!name`, a number of the surprise),
/// the n-th goal's value; its mean and its standard deviation from seed to seed, measured on seeds 1 to 200.
type Effect = (&'static str, &'static str, usize, f64, f64);

const EFFECTS: &[Effect] = &[
    ("story", "doing nothing", 0, 0.0, 0.0),
    ("story", "the solution", 0, 0.9933, 0.0176),
    ("story", "everything, but all of it at Main Street", 0, 0.697, 0.0551),
    ("vertical-scaling", "the solution", 0, 80.0678, 4.6882),
    ("vertical-scaling", "hire a second chef", 0, 132.4649, 4.1315),
    ("vertical-scaling", "hire three chefs", 0, 120.2488, 0.3351),
    ("vertical-scaling", "?0", 0, 1.6571, 0.0485),
    ("vertical-scaling", "the best tools that money can buy", 0, 72.7679, 4.4927),
    ("vertical-scaling", "the best tools that money can buy", 1, 3.5023, 0.2239),
    ("vertical-scaling", "!four", 0, 120.2488, 0.336),
    ("vertical-scaling", "!times", 0, 1.6571, 0.0486),
    ("horizontal-scaling", "the solution", 0, 0.9423, 0.0257),
    ("horizontal-scaling", "the same ten chefs, a line each", 0, 0.4869, 0.0835),
    ("horizontal-scaling", "half as many chefs again, a line each", 0, 0.7582, 0.0487),
    ("horizontal-scaling", "?0", 0, 24.183, 14.829),
    ("horizontal-scaling", "!each", 0, 426.1169, 121.7065),
    ("horizontal-scaling", "!one", 0, 24.6757, 17.1478),
    ("horizontal-scaling", "!fifteen", 0, 146.5751, 34.5505),
    ("prep", "doing nothing", 0, 0.3599, 0.1045),
    ("prep", "the solution", 0, 1.0, 0.0),
    ("prep", "make them while they are needed", 0, 0.2608, 0.1025),
    ("prep", "?0", 0, 0.0236, 0.0132),
    ("prep", "!before", 0, 1356.7139, 247.0273),
    ("prep", "!after", 0, 33.2482, 22.6991),
    ("prep", "!rush", 0, 1603.3846, 202.5792),
    ("backup-chef", "doing nothing", 0, 0.4427, 0.0444),
    ("backup-chef", "the solution", 0, 1.0, 0.0),
    ("backup-chef", "?0", 0, 3752.7918, 509.5481),
    ("backup-chef", "!after", 0, 3752.7918, 510.8268),
    ("backup-chef", "!alone", 0, 0.4427, 0.0445),
    ("microservices", "doing nothing", 0, 0.1464, 0.0367),
    ("microservices", "the solution", 0, 0.9993, 0.0048),
    ("microservices", "one more chef who does everything", 0, 0.2734, 0.0609),
    ("microservices", "?0", 0, 1.2579, 0.22),
    ("microservices", "!times", 0, 1.2579, 0.2205),
    ("microservices", "!bread", 0, 0.0391, 0.0083),
    ("microservices", "!together", 0, 0.1634, 0.0301),
    ("power-cut", "the solution", 0, 0.792, 0.0882),
    ("power-cut", "open the hall when the light goes out", 0, 0.0, 0.0),
    ("power-cut", "the cheapest place", 0, 0.176, 0.0417),
    ("power-cut", "the hall, to be safe", 0, 1.0, 0.0),
    ("power-cut", "doing nothing", 0, 0.0, 0.0),
    ("power-cut", "!kiosk", 0, 0.176, 0.0418),
    ("load-balancing", "doing nothing", 0, 0.4628, 0.0472),
    ("load-balancing", "the solution", 0, 0.9951, 0.0034),
    ("load-balancing", "turn by turn", 0, 0.4031, 0.0111),
    ("load-balancing", "?0", 0, 0.3763, 0.0962),
    ("load-balancing", "!longer", 0, 1.4272, 0.0697),
    ("load-balancing", "!soonest", 0, 916.5813, 43.6167),
    ("load-balancing", "!closest", 0, 2588.7664, 630.8674),
    ("load-balancing", "!tail", 0, 2477.6802, 174.2997),
    ("load-balancing", "!before", 0, 9144.4216, 1372.6199),
    ("decoupling", "doing nothing", 0, 0.0011, 0.003),
    ("decoupling", "the solution", 0, 0.9869, 0.0103),
    ("decoupling", "split the teams, then watch the kitchen", 0, 0.5971, 0.0124),
    ("decoupling", "?0", 0, 0.0977, 0.0247),
    ("decoupling", "!busy", 0, 0.5836, 0.0443),
    ("decoupling", "!queue", 0, 2.7255, 5.6738),
    ("decoupling", "!late", 0, 0.0977, 0.0247),
    ("decoupling", "!shelf", 0, 3604.5942, 192.1282),
    ("friday-night", "doing nothing", 0, 0.5323, 0.0428),
    ("friday-night", "the solution", 0, 0.9894, 0.0104),
    ("friday-night", "open the second shop, leave the rest", 0, 0.7849, 0.0528),
    ("friday-night", "bases only", 0, 0.6483, 0.0413),
    ("hockey-stick", "the solution", 0, 0.9984, 0.004),
    ("hockey-stick", "eight, busy all the time", 0, 0.2114, 0.1593),
    ("hockey-stick", "?0", 0, 29.7866, 16.4619),
    ("hockey-stick", "!fifteen", 0, 0.2899, 0.3879),
    ("hockey-stick", "!eleven", 0, 8.5244, 4.5921),
    ("hockey-stick", "!eight", 0, 250.2648, 201.3492),
    ("survivorship", "doing nothing", 0, 0.2339, 0.0411),
    ("survivorship", "the solution", 0, 0.0603, 0.0218),
    ("survivorship", "keep the line short: p99 looks best of all", 0, 0.2669, 0.0419),
    ("survivorship", "?0", 0, 0.4586, 0.0935),
    ("survivorship", "!dry", 0, 1277.6658, 263.2357),
    ("survivorship", "!wet", 0, 565.2349, 60.2459),
    ("survivorship", "!lost", 0, 0.2339, 0.0412),
    ("survivorship", "!few", 0, 0.1598, 0.0473),
    ("bounded-queue", "doing nothing", 0, 0.0011, 0.0107),
    ("bounded-queue", "the solution", 0, 0.8029, 0.0297),
    ("bounded-queue", "a generous line of 60", 0, 0.0011, 0.0107),
    ("bounded-queue", "!endless", 0, 120.2886, 4.4193),
    ("bounded-queue", "!short", 0, 120.4029, 4.4689),
    ("retry-storm", "doing nothing", 0, 0.005, 0.0704),
    ("retry-storm", "the solution", 0, 0.9975, 0.0296),
    ("retry-storm", "exponential backoff with jitter", 0, 0.005, 0.0704),
    ("retry-storm", "!late", 0, 0.005, 0.0705),
    ("jitter", "doing nothing", 0, 0.2333, 0.0),
    ("jitter", "the solution", 0, 0.9669, 0.009),
    ("jitter", "!combed", 0, 1890.0, 0.0),
    ("jitter", "!calls", 0, 1788.71, 10.9497),
    ("two-choices", "doing nothing", 0, 0.4108, 0.025),
    ("two-choices", "the solution", 0, 0.9905, 0.0107),
    ("two-choices", "dice, without looking", 0, 0.7802, 0.0817),
    ("two-choices", "?0", 0, 3.4066, 0.3419),
    ("two-choices", "!best", 0, 7734.5482, 561.1467),
    ("two-choices", "!dice", 0, 6019.5393, 1830.4735),
    ("two-choices", "!two", 0, 2291.2434, 268.809),
    ("error-budget", "the solution", 0, 0.9986, 0.0009),
    ("error-budget", "in the slack hour, at four", 0, 0.9882, 0.0027),
    ("error-budget", "tonight at seven, to have it done", 0, 0.9781, 0.0036),
    ("error-budget", "?0", 0, -3.3798, 0.722),
    ("error-budget", "!seven", 0, 39.475, 6.5616),
    ("error-budget", "!noon", 0, 35.255, 6.1325),
    ("error-budget", "!four", 0, 21.335, 4.9279),
    ("error-budget", "!three", 0, 2.54, 1.5972),
];

const PINNED_ON: u64 = 40;

/// Of the callers in the second silence, served in time with failover and without.
const MOVED: f64 = 0.76;
const LEFT: f64 = 0.95;

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
    if let Some(name) = history.strip_prefix('!') {
        return proof.numbers.iter().find(|line| line.name == name).unwrap_or_else(|| panic!("no number {name}"));
    }
    match history.strip_prefix('?').map(|n| n.parse::<usize>().unwrap()) {
        Some(n) => &proof.predictions[n],
        None => proof.histories.iter().find(|line| line.name == history).unwrap_or_else(|| panic!("no {history}")),
    }
}

fn mean_of(line: &Line, which: usize) -> f64 {
    let values: Vec<f64> = line.values.iter().map(|values| values[which].unwrap()).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// The second beat of the power cut: only the telephone is dead. Moving those who wait makes pizzas twice and drowns the
/// small shop, so fewer of the callers are served in time than if nothing is moved.
#[test]
fn failover_to_a_small_shop_is_worse_than_none_when_only_the_line_is_dead() {
    let lesson = scenario::load("power-cut", &[]).unwrap();
    let star = lesson.stars.iter().find(|star| star.metric.path() == "slo.on_time_ratio").unwrap();
    assert!(matches!(lesson.solution.last().unwrap().command, Command::Decision(Decision::SetFailover { on: false })));
    let seeds: Vec<u64> = (1..=PINNED_ON).collect();
    let served = |commands: usize| {
        let values = side_by_side(&seeds, |&seed| {
            let setup = reseeded(&Arc::new(lesson.setup.clone()), seed);
            let world = run_lesson(&lesson, &setup, &lesson.solution[..commands], None, &mut ()).world;
            let twice = world.measures(0).orders.duplicated;
            (Readings::of(&world, PlayerStats::default()).value(star.metric, star.scope, star.window).unwrap(), twice)
        });
        let mean = values.iter().map(|(share, _)| share).sum::<f64>() / seeds.len() as f64;
        (mean, values.iter().map(|(_, twice)| twice).sum::<u64>())
    };
    let ((moved, twice), (left, once)) = (served(1), served(2));
    assert!((moved - MOVED).abs() < 0.05, "with failover {moved:.3}");
    assert!((left - LEFT).abs() < 0.03, "without {left:.3}");
    assert!(twice > 2 * PINNED_ON && once == 0, "made twice: {twice} against {once}");
}

/// The numbers that the lessons are built on, in units of one pizza's work.
#[test]
fn the_textbook_numbers_are_theorys() {
    let stay = |load: f64, speed: f64, hands: u32| {
        let station = Station { rate: load * hands as f64 * speed, work: 1.0 / speed, hands };
        station.wait().unwrap().mean + 1.0 / speed
    };
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 0.006 * expected.max(1.0), "{value}");
    // One chef twice as fast against two with one line: 2 / (1 + load).
    for (load, times) in [(0.1, 1.82), (0.5, 1.33), (0.9, 1.05)] {
        near(stay(load, 1.0, 2) / stay(load, 2.0, 1), times);
    }
    // Everybody 80 % busy, from one chef to twenty; and four lines against one.
    for (hands, time) in [(1, 5.0), (2, 2.78), (5, 1.55), (10, 1.2), (20, 1.06)] {
        near(stay(0.8, 1.0, hands), time);
    }
    near((stay(0.8, 1.0, 1) - 1.0) / (stay(0.8, 1.0, 4) - 1.0), 5.36);
    // Waiting alone, at one server.
    for (load, wait) in [(0.5, 1.0), (0.8, 4.0), (0.9, 9.0), (0.95, 19.0), (0.99, 99.0)] {
        near(stay(load, 1.0, 1) - 1.0, wait);
    }
    // Ten minutes' stop: 90 more at nine tenths busy, 23 at seven.
    near(faults::drain(10.0, 0.9).unwrap(), 90.0);
    near(faults::drain(10.0, 0.7).unwrap(), 23.3);
    // Four all-rounders 85 % busy against three of them for the same pizzas alone.
    assert!(stay(0.85, 1.0, 3) > 1.2 * stay(0.85, 1.0, 4));
}
