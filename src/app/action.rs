//! What a key, a click or a line of a menu means to the dashboard. Closed: [`super::keymap`] says which key means
//! which.

use super::view::View;

/// Every meaning there is. An action is not logged; the *command* that it may give to the shop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    // Everywhere.
    Close,
    /// Leave what is open; asks once where a shop is running.
    Leave,
    /// End the program at once.
    Quit,
    Suspend,
    /// The mouse, to the terminal and back.
    Mouse,
    Words,
    Help,
    Glossary,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    /// What is chosen: open it, do it.
    Enter,

    // A running shop.
    Show(View),
    NextPanel,
    PreviousPanel,
    Enlarge,
    NextOutlet,
    PreviousOutlet,
    Act,
    Fault,
    Palette,
    Pause,
    Tick,
    Faster,
    Slower,
    NextThing,
    /// Asks what the twin should live without.
    Twin,
    TwinFromHere,
    /// What the sender of a code did.
    TwinGhost,
    TwinWithoutCommand,
    TwinWithoutFault,
    StopTwin,
    /// To go back to a moment.
    Rewind,
    /// Two histories, side by side.
    Compare,
    /// The evening as a code, to be sent to somebody.
    CopyCode,
    /// The orders that differ.
    List,
    Hint,
    Task,
    /// End this shop now and look at what it came to.
    EndNow,

    // Charts.
    NextMark,
    Zoom,
    Theory,
    // Lists.
    Sort,
    Find,
    /// Which kind of line the log shows.
    OfWhat,

    // Picker.
    GoOn,
    OpenFile,
    Debrief,
    /// Asks whether a chapter's stars are to be forgotten.
    Reset,
    Forget,
    /// A kept game, for good.
    LetGo,
    // Story.
    Begin,
    /// The same though a game that was left is let go for it.
    BeginAnew,
    // Ending.
    Again,
    /// The question about another shop.
    Question,
    Next,
    ShowMe,
    Save,
    Chapters,
    /// Back into the views of a shop that is over.
    Look,
    /// Leave the shop for the chapters and keep it to go on with.
    KeepAndLeave,
    KeepAndQuit,

    // Palette.
    Complete,
    Earlier,
    Later,
}
