//! The alternative histories with which a finished run is compared.

use crate::units::Time;

/// Which alternative history. All have the same customers and differ only in commands and faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// The player's own run.
    Yours,
    /// The same evening without any command.
    Nothing,
    /// With the commands of the scenario's solution.
    Solution,
    /// With another right answer of the scenario, by index.
    Also(usize),
    /// With a tempting wrong answer of the scenario, by index.
    Wrong(usize),
    /// With the solution, begun at another moment.
    SolutionAt(Time),
    /// With the commands of the recorded evening that was raced against.
    Ghost,
    /// With the player's commands without one, by index.
    WithoutCommand(usize),
    /// With the player's commands, but without the scenario's scripted faults.
    WithoutEvents,
    /// With the player's commands, but without the faults among them.
    Unbroken,
    /// Without commands and scripted faults, if the scenario asks for it.
    Calm,
}
