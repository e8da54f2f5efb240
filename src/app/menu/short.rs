//! The short menu: on an evening that is about something, only the acts that its solution, its other answers, its wrong
//! ones and its hints are made of. The rest stands behind one line more.

use super::{ALL, Choice, Does, LineState, MenuLine, Section};
use crate::scenario::Scenario;
use crate::sim::command::{Command, Value};

/// Hiding fewer lines than this would save nothing.
const FEWEST: usize = 2;

/// Hides the lines that the evening is not about; returns how many. A scenario that is about nothing hides none.
pub(super) fn shorten(sections: &mut Vec<Section>, scenario: &Scenario) -> usize {
    let about = acts(scenario);
    let is_about = |line: &MenuLine| line.choices.iter().any(|choice| is_one_of(choice, &about));
    let hidden = sections.iter().flat_map(|section| &section.lines).filter(|line| !is_about(line)).count();
    let shown = sections.iter().flat_map(|section| &section.lines).count() - hidden;
    if shown == 0 || hidden < FEWEST {
        return 0;
    }
    sections.iter_mut().for_each(|section| section.lines.retain(&is_about));
    sections.retain(|section| !section.lines.is_empty());
    let choices = vec![Choice { key: ALL, text: String::new(), is_now: false, does: Does::ShowAll }];
    let line = MenuLine {
        key: ALL,
        text: "all that can be done…".into(),
        state: LineState::Word(format!("{hidden} more")),
        choices,
        is_counted: false,
    };
    let left = sections.iter().rposition(|section| !section.right).unwrap_or(0);
    if let Some(section) = sections.get_mut(left) {
        section.lines.push(line);
    }
    hidden
}

/// The commands that a lesson's author has written down.
fn acts(scenario: &Scenario) -> Vec<&Command> {
    let solution = scenario.solution.iter().map(|scheduled| &scheduled.command);
    let also = scenario.also.iter().flat_map(|also| &also.commands).map(|ranged| &ranged.shown.command);
    let wrong = scenario.wrong.iter().flat_map(|wrong| &wrong.commands).map(|(scheduled, _)| &scheduled.command);
    let hints = scenario.hints.iter().flat_map(|hint| &hint.does);
    solution.chain(also).chain(wrong).chain(hints).collect()
}

/// A backup is hired by a line of its own.
fn is_one_of(choice: &Choice, acts: &[&Command]) -> bool {
    let is_backup = |command: &Command| command.get("standby") == Some(Value::Flag(true));
    match &choice.does {
        Does::Give(command) => {
            acts.iter().any(|act| std::ptr::eq(act.row(), command.row()) && is_backup(act) == is_backup(command))
        }
        Does::Type(_) | Does::ShowAll => false,
    }
}
