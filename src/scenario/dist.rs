//! Distributions of lengths of time: a table whose keys depend on the word at `dist`.

use crate::chance::Dist;
use crate::scenario::document::{Node, Value, parse_value};
use crate::scenario::reader::{Context, Fields, text_of};
use crate::scenario::tables::{DISTS, Kind, Need};
use crate::units::Span;

/// Reads the distribution at a key, or its default; `None` if the key is absent and has no default.
pub fn dist(f: &Fields<'_>, name: &str) -> Option<Dist> {
    let key = f.key(name);
    let Kind::Dist(may_be_zero) = key.kind else { unreachable!("{name} is no distribution") };
    let default = |need| match need {
        Need::Or(text) => {
            let node = parse_value(0, 0, text);
            dist_of(f.cx, name, &node, key.kind, may_be_zero)
        }
        _ => None,
    };
    match f.entry(name) {
        Some(entry) => dist_of(f.cx, name, &entry.node, key.kind, may_be_zero),
        None => default(key.need),
    }
}

fn dist_of(cx: &Context<'_>, name: &str, node: &Node, kind: Kind, may_be_zero: bool) -> Option<Dist> {
    let Value::Table(_) = &node.value else {
        cx.mismatch(name, kind, node);
        return None;
    };
    let Some(word) = node.get("dist") else {
        let hint = Some("one of fixed, exponential, erlang, gamma, lognormal, uniform".into());
        cx.complaints.lack(node.spot, format!("`{name}` needs `dist`: which distribution"), hint);
        return None;
    };
    let known = text_of(&word.node).and_then(|text| DISTS.iter().find(|(known, ..)| *known == text));
    let Some((known, strict, lenient)) = known else {
        cx.mismatch("dist", DISTS[0].1.keys[0].kind, &word.node);
        return None;
    };
    let f = Fields::of(cx, if may_be_zero { lenient } else { strict }, node);
    let seconds = |key| f.span(key).map(Span::seconds);
    match *known {
        "fixed" => Some(Dist::Fixed { mean: seconds("mean")? }),
        "exponential" => Some(Dist::Exponential { mean: seconds("mean")? }),
        "erlang" => {
            let (mean, k) = (seconds("mean"), f.count("k"));
            Some(Dist::Erlang { mean: mean?, k: k? })
        }
        "gamma" | "lognormal" => {
            let (mean, cv) = (seconds("mean"), f.number("cv"));
            let (mean, cv) = (mean?, cv?);
            Some(if *known == "gamma" { Dist::Gamma { mean, cv } } else { Dist::Lognormal { mean, cv } })
        }
        _ => {
            let (min, max) = (seconds("min"), seconds("max"));
            let (min, max) = (min?, max?);
            if min > max {
                f.wrong("min", "`min` must not be more than `max`".into(), None);
            }
            Some(Dist::Uniform { min, max })
        }
    }
}
