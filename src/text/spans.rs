//! The spans of an order's life in words.

use super::phones::has_clerks;
use super::scene::Scene;
use super::words::Words;
use crate::sim::order::SpanKind;
use crate::sim::setup::Setup;

/// As a legend names them: `chef`, `shelf`, `ride`.
pub fn name(w: Words, setup: &Setup, kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Queue if has_clerks(setup) => w.say("clerk, chef", "pool, queue"),
        SpanKind::Queue if setup.books.is_some() => w.say("books, chef", "writes, queue"),
        SpanKind::Queue => w.say("chef", "queue"),
        SpanKind::Down => w.say("nobody there", "outage"),
        SpanKind::Redo => w.say("cooked in vain", "lost work"),
        SpanKind::Cook => w.say("oven", "service"),
        SpanKind::Blocked => w.say("shelf full", "blocked"),
        SpanKind::Shelf => w.say("shelf", "buffer"),
        SpanKind::Ride => w.say("ride", "delivery"),
    }
}

/// As the Orders view explains them.
pub fn long(scene: &Scene, kind: SpanKind) -> &'static str {
    let w = scene.words;
    match kind {
        SpanKind::Queue if has_clerks(scene.setup()) => w.say("waits for a clerk or a chef", "pending or queued"),
        SpanKind::Queue if scene.setup().books.is_some() => w.say("written, waits for a chef", "replicated, queued"),
        SpanKind::Queue => w.say("waits for a chef", "queued"),
        SpanKind::Down => w.say("nobody to cook it", "no worker was up"),
        SpanKind::Redo => w.say("cooked in vain", "lost work"),
        SpanKind::Cook => w.say("cooking", "in service"),
        SpanKind::Blocked => w.say("shelf full", "blocked"),
        SpanKind::Shelf => w.say("on the shelf", "buffered"),
        SpanKind::Ride => w.say("riding", "in delivery"),
    }
}

/// In a sentence about minutes: `13.5 of 35.2 min waiting for a chef`.
pub fn doing(scene: &Scene, kind: SpanKind) -> &'static str {
    let w = scene.words;
    match kind {
        SpanKind::Queue if has_clerks(scene.setup()) => {
            w.say("waiting for a clerk or a chef", "in the pool or the queue")
        }
        SpanKind::Queue if scene.setup().books.is_some() => {
            w.say("being written or waiting for a chef", "in replication or the queue")
        }
        SpanKind::Queue => w.say("waiting for a chef", "in the queue"),
        SpanKind::Down => w.say("while nobody could cook it", "during an outage"),
        SpanKind::Redo => w.say("cooked in vain", "of lost work"),
        SpanKind::Cook => w.say("in the oven", "in service"),
        SpanKind::Blocked => w.say("held by the chef: shelf full", "blocked"),
        SpanKind::Shelf => w.say("on the shelf", "in the buffer"),
        SpanKind::Ride => w.say("on the road", "in delivery"),
    }
}
