//! Quotas on calls (*token buckets*) in a few words: what would pass at once now, of how many, and the rate.

use super::numbers;
use super::rich::Rich;
use crate::sim::quota::Quota;
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::units::ZoneId;

/// `quota 3/5 · 20/h`, longest form first; empty where a zone may call as often as it likes.
pub fn of_zone(scene: &Scene, zone: ZoneId) -> Vec<Rich> {
    said(scene, scene.world().zones().get(zone.index()).and_then(|zone| zone.quota))
}

/// The same of the one bucket for all; empty without one.
pub fn common(scene: &Scene) -> Vec<Rich> {
    said(scene, scene.world().desk().quota)
}

fn said(scene: &Scene, quota: Option<Quota>) -> Vec<Rich> {
    let Some(quota) = quota else { return Vec::new() };
    let left = quota.left(scene.now());
    let tokens = Rich::of(format!("{left}/{}", quota.burst), if left == 0 { Ink::WarnFigure } else { Ink::Plain });
    let rate = format!(" · {}/h", numbers::rate(Some(quota.per_hour())));
    let with_rate = tokens.clone().and(rate, Ink::Muted);
    let word = scene.words.say("quota ", "tokens ");
    vec![Rich::muted(word).joined(with_rate.clone()), with_rate, tokens]
}
