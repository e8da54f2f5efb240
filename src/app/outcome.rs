//! The histories that an evening is compared with when it is over.

use crate::units::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    Yours,
    Nothing,
    Solution,
    /// Another right answer of the scenario, by index.
    Also(usize),
    /// A tempting wrong answer of the scenario, by index.
    Wrong(usize),
    /// The solution, begun at another moment.
    SolutionAt(Time),
    /// The player's run without one of the commands, by index.
    WithoutCommand(usize),
    /// With the player's commands, without the scenario's own script.
    WithoutEvents,
    /// Without either, where the scenario asks what that comes to.
    Calm,
}
