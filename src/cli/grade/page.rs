//! A class's hand-ins as a page to be projected: one file, no script, nothing from elsewhere.

use super::{Answer, Class, Spread, percent, told};
use crate::cli::hand_ins::{HEAD, escaped};
use crate::session::grade::Grade;

pub fn html(class: &Class<'_>) -> String {
    let mut out = format!("{HEAD}<title>{0}</title>\n<h1>{0}</h1>\n", escaped(&class.scenario.title));
    out += "<table>\n<tr><th>name<th>proved<th>goals<th>stars<th>in time<th>commands<th>claimed</tr>\n";
    for row in &class.rows {
        let name = escaped(&row.name);
        match &row.grade {
            Err(why) => {
                out += &format!("<tr><td>{name}<td class=no>no<td colspan=5><small>{}</small></tr>\n", escaped(why));
            }
            Ok(Grade { proved, claimed }) => {
                let mut notes: Vec<String> = proved.breaches.clone();
                notes.extend(row.same_as.iter().map(|other| format!("the same commands as {other}")));
                let notes: String = notes.iter().map(|note| format!("<br><small>{}</small>", escaped(note))).collect();
                let word = if proved.breaches.is_empty() { "yes" } else { "no" };
                out += &format!(
                    "<tr><td>{name}{notes}<td class={word}>{word}<td>{}/{}<td>{}{}<td>{}<td>{}<td><small>{}</small></tr>\n",
                    proved.goals_met,
                    proved.goals,
                    "★".repeat(proved.stars_won),
                    "☆".repeat(proved.stars - proved.stars_won),
                    percent(proved.on_time),
                    proved.commands,
                    escaped(&told(claimed))
                );
            }
        }
    }
    out += "</table>\n";
    for Spread { ask, answers } in class.spreads() {
        out += &format!("<h2>{}</h2>\n<table>\n<tr><th><th>at first<th><th>in this game<th></tr>\n", escaped(&ask));
        let most = answers.iter().map(|answer| answer.first.max(answer.last)).max().unwrap_or(0).max(1);
        for Answer { text, first, last } in answers {
            out += &format!("<tr><td>{}", escaped(&text));
            for count in [first, last] {
                out += &format!(
                    "<td>{count}<td style=\"width:30%\"><span class=bar style=\"width:{}%\"></span>",
                    count * 100 / most
                );
            }
            out += "</tr>\n";
        }
        out += "</table>\n";
    }
    out
}
