//! A ladder as a page to be projected: one file, no script, nothing from elsewhere.

use super::{HEAD, Ladder};
use crate::cli::hand_ins::{self, escaped};
use crate::session::ladder::Axis;

pub fn html(ladder: &Ladder) -> String {
    let mut out =
        format!("{}<title>{1}</title>\n<h1>{1}</h1>\n<table>\n<tr>", hand_ins::HEAD, escaped(&ladder.title()));
    HEAD.iter().for_each(|word| out += &format!("<th>{word}"));
    out += "</tr>\n";
    for place in &ladder.places {
        out += if place.is_mine { "<tr class=mine>" } else { "<tr>" };
        place.cells().iter().for_each(|cell| out += &format!("<td>{}", escaped(cell)));
        out += &format!("<td><small>{}</small></tr>\n", escaped(&place.remark()));
    }
    for (name, why) in &ladder.left_out {
        out += &format!("<tr><td class=no>–<td>{}<td colspan=5><small>{}</small></tr>\n", escaped(name), escaped(why));
    }
    out += "</table>\n";
    for axis in Axis::ALL {
        let histogram = ladder.histogram(axis);
        if histogram.bars.is_empty() {
            continue;
        }
        out += &format!("<h2>{}</h2>\n<table>\n", axis.heading());
        for (range, count, length, is_mine) in histogram.rows(100) {
            let mark = if is_mine { " ← yours" } else { "" };
            out += &format!(
                "<tr><td>{range}<td>{count}<td style=\"width:60%\"><span class=bar style=\"width:{length}%\"></span>{mark}</tr>\n"
            );
        }
        out += "</table>\n";
    }
    out
}
