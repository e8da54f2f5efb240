//! What a key, a click or a menu line means to the dashboard. [`super::keymap`] says which key means which action.

use super::view::View;

/// What the player asks of the dashboard. Actions are not logged; the commands they may give to the shop are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    // Everywhere.
    /// Close the topmost overlay, or go back one level.
    Close,
    /// Leave what is open; asks once where a shop is running.
    Leave,
    /// End the program at once.
    Quit,
    /// Stop as a shell job until the shell resumes the program.
    Suspend,
    /// Leave the mouse to the terminal, for selecting text, or take it back.
    Mouse,
    /// Switch between the pizza's words and the system designer's.
    Words,
    /// Show the keys that work here.
    Help,
    /// Show the glossary of both vocabularies.
    Glossary,
    /// Show the map of ideas.
    Map,
    /// Move to the line above.
    Up,
    /// Move to the line below.
    Down,
    /// Move left: an earlier moment, or the outlet before.
    Left,
    /// Move right: a later moment, or the next outlet.
    Right,
    /// Scroll up by a page.
    PageUp,
    /// Scroll down by a page.
    PageDown,
    /// Move to the first line.
    Home,
    /// Move to the last line; the log follows its newest line again.
    End,
    /// Open or carry out what is under the cursor.
    Enter,

    // A running shop.
    /// Show a view of the shop.
    Show(View),
    /// Give the focus to the next panel of the view, or show the next pair of histories.
    NextPanel,
    /// Give the focus to the previous panel of the view.
    PreviousPanel,
    /// Let the panel in focus fill the view, and shrink it again.
    Enlarge,
    /// Select the next outlet.
    NextOutlet,
    /// Select the previous outlet.
    PreviousOutlet,
    /// Open the menu of decisions for the selected outlet.
    Act,
    /// Open the menu of faults for the selected outlet.
    Fault,
    /// Turn the dial of random faults.
    Dial,
    /// Let more customers call, until further notice.
    MoreDemand,
    /// Let fewer customers call, until further notice.
    LessDemand,
    /// Open the command palette.
    Palette,
    /// Stop the shop's clock, or let it run again.
    Pause,
    /// Advance a stopped shop by one tick.
    Tick,
    /// Raise the speed by one step.
    Faster,
    /// Lower the speed by one step.
    Slower,
    /// Run visibly to the next event that matters and stop there.
    NextThing,
    /// Jump to the next event that matters and stop there.
    JumpToNext,
    /// Let the clock choose its speed itself.
    AutoPace,
    /// Close the card that says how the evening stands, and play on.
    PlayOn,
    /// Gives the commands that a rewind has undone again, each at its time.
    PlayAgain,
    /// Leaves them undone.
    ActAnew,
    /// Go back to before the first goal was lost.
    BeforeLoss,
    /// Show the debrief of the days so far, in a shop that goes on.
    DayDebrief,
    /// Go on to the next day.
    NextDay,
    /// Close a shop whose goals are decided, and show its debrief.
    CloseUp,
    /// Ask which command or fault the twin should be without.
    Twin,
    /// Start a twin that receives no commands from now on.
    TwinFromHere,
    /// Start a twin with the commands of the code's sender.
    TwinGhost,
    /// Start a twin without the player's last command.
    TwinWithoutCommand,
    /// Start a twin without the last fault.
    TwinWithoutFault,
    /// Discard the twin.
    StopTwin,
    /// Choose a moment to go back to.
    Rewind,
    /// Show two histories side by side.
    Compare,
    /// Show the run as a code, to be sent to somebody.
    CopyCode,
    /// List the orders that differ between the two histories, or hide the list.
    List,
    /// Offer the next hint, or show the one that was given.
    Hint,
    /// Show the lesson's task.
    Task,
    /// End the run now and show its debrief.
    EndNow,

    // Charts.
    /// Move the cursor to the next fault or command on the time axis; after the last, to the first.
    NextMark,
    /// Show the last hour, then 20 minutes, then the whole run.
    Zoom,
    /// Show or hide what queueing theory predicts.
    Theory,
    // Lists.
    /// Sort the orders by the next criterion: recent, slowest, lost.
    Sort,
    /// Ask for words to narrow the list by.
    Find,
    /// Show the next kind of log line only.
    OfWhat,

    // Picker.
    /// Resume a game that was left, or list them if there are several.
    GoOn,
    /// Open the night without a goal.
    BreakIt,
    /// Ask for the path of a scenario file.
    OpenFile,
    /// Show the debrief of the last finished game.
    Debrief,
    /// Ask whether to delete the chosen chapter's progress, or the chosen game.
    Reset,
    /// Delete the chosen chapter's progress.
    Forget,
    /// Delete the chosen unfinished game.
    LetGo,
    // Story.
    /// Open the shop.
    Begin,
    /// Open the shop although an unfinished game of the scenario is kept; it stays kept.
    BeginAnew,
    // Ending.
    /// Play the same scenario again.
    Again,
    /// Show the question about a web shop.
    Question,
    /// Go to the next chapter.
    Next,
    /// Replay the scenario's solution on the screen.
    ShowMe,
    /// Ask where to save the player's commands.
    Save,
    /// Return to the picker.
    Chapters,
    /// Look around in the views of the finished shop.
    Look,
    /// Return to the picker and keep the game to resume later.
    KeepAndLeave,
    /// End the program and keep the game to resume later.
    KeepAndQuit,

    // Palette.
    /// Complete the typed line with the chosen match.
    Complete,
    /// Recall the previous line of the history.
    Earlier,
    /// Recall the next line of the history.
    Later,
}
