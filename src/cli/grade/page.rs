//! A class's hand-ins as a page to be projected: one file, no script, nothing from elsewhere.

use super::{Class, percent};
use crate::cli::hand_ins::{HEAD, escaped};
use crate::session::grade::Grade;

pub fn html(class: &Class<'_>) -> String {
    let mut out = format!("{HEAD}<title>{0}</title>\n<h1>{0}</h1>\n", escaped(&class.scenario.title));
    out += "<table>\n<tr><th>name<th>proved<th>goals<th>stars<th>in time<th>commands</tr>\n";
    for row in &class.rows {
        let name = escaped(&row.name);
        match &row.grade {
            Err(why) => {
                out += &format!("<tr><td>{name}<td class=no>no<td colspan=4><small>{}</small></tr>\n", escaped(why));
            }
            Ok(Grade { proved, .. }) => {
                let mut notes: Vec<String> = proved.breaches.clone();
                notes.extend(row.same_as.iter().map(|other| format!("the same commands as {other}")));
                let notes: String = notes.iter().map(|note| format!("<br><small>{}</small>", escaped(note))).collect();
                let word = if proved.breaches.is_empty() { "yes" } else { "no" };
                out += &format!(
                    "<tr><td>{name}{notes}<td class={word}>{word}<td>{}/{}<td>{}{}<td>{}<td>{}</tr>\n",
                    proved.goals_met,
                    proved.goals,
                    "★".repeat(proved.stars_won),
                    "☆".repeat(proved.stars - proved.stars_won),
                    percent(proved.on_time),
                    proved.commands
                );
            }
        }
    }
    out += "</table>\n";
    for (ask, answers) in class.guesses() {
        out += &format!("<h2>{}</h2>\n<table>\n", escaped(&ask));
        let most = answers.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        for (answer, count) in answers {
            out += &format!(
                "<tr><td>{}<td>{count}<td style=\"width:60%\"><span class=bar style=\"width:{}%\"></span></tr>\n",
                escaped(&answer),
                count * 100 / most
            );
        }
        out += "</table>\n";
    }
    out
}
