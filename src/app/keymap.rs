//! The table of keys: key, context, action, and a sentence. Dispatch, footer, help and menus read it; a test refuses
//! two meanings of one key in one context.
//!
//! A context overrides the wider one around it: a view the shop, a screen *everywhere*; an overlay hides all keys but
//! its own. Two keys work in every context: Ctrl-C ends the program, Ctrl-Z suspends it.

use super::action::Action;
use super::input::{Code, Key};
use super::view::View;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Arrows and page keys, wherever something moves.
    Moves,
    /// hjkl, wherever letters have no other meaning.
    Letters,
    /// On every screen.
    Everywhere,
    /// The list of lessons.
    Picker,
    /// The page before opening.
    Story,
    /// Any view of a running shop.
    Shop,
    /// One view of a running shop.
    View(View),
    /// The debrief.
    Ending,
    /// The act and fault menus; their second keys are the menu's own.
    Menu,
    /// The palette and other prompts: every character is text.
    Typing,
    /// Help, glossary, task, hints, cues.
    Page,
    /// A question with a few answers, each with its key.
    Question,
    /// The choice of a moment to go back to.
    Rewind,
    /// Two histories side by side.
    Compare,
    /// The list of unfinished games.
    Games,
    /// Long work in progress.
    Job,
}

impl Context {
    /// The wider context in which a key is looked up next; `None`: there is none.
    pub fn outer(self) -> Option<Context> {
        match self {
            Context::View(_) => Some(Context::Shop),
            Context::Picker | Context::Story | Context::Shop | Context::Ending | Context::Rewind | Context::Compare => {
                Some(Context::Everywhere)
            }
            Context::Everywhere | Context::Page => Some(Context::Letters),
            Context::Letters | Context::Menu | Context::Question => Some(Context::Moves),
            Context::Games => Some(Context::Letters),
            Context::Moves | Context::Typing | Context::Job => None,
        }
    }
}

/// The heading under which the help lists a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Keys of the screen at hand.
    Screen,
    /// Keys that change the shop.
    Act,
    /// Keys of the clock.
    Time,
    /// Keys that switch views.
    Views,
    /// Keys that work on every screen.
    Everywhere,
    /// Not listed: another key for a listed action.
    Unlisted,
}

/// A row of the key table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The key that is pressed.
    pub key: Key,
    /// Where it holds.
    pub place: Context,
    /// Where the help lists it.
    pub group: Group,
    /// What it does.
    pub action: Action,
    /// One or two words for the footer; empty: it is not shown there.
    pub short: &'static str,
    /// A sentence for the help, with glossary words in braces.
    pub sentence: &'static str,
}

const fn row(
    key: Key,
    place: Context,
    group: Group,
    action: Action,
    short: &'static str,
    sentence: &'static str,
) -> Binding {
    Binding { key, place, group, action, short, sentence }
}

const fn also(key: Key, place: Context, action: Action) -> Binding {
    Binding { key, place, group: Group::Unlisted, action, short: "", sentence: "" }
}

const fn k(c: char) -> Key {
    Key::char(c)
}

const ENTER: Key = Key::of(Code::Enter);
const ESC: Key = Key::of(Code::Esc);
const TAB: Key = Key::of(Code::Tab);
const BACK_TAB: Key = Key::of(Code::BackTab);
const UP: Key = Key::of(Code::Up);
const DOWN: Key = Key::of(Code::Down);
const LEFT: Key = Key::of(Code::Left);
const RIGHT: Key = Key::of(Code::Right);
const PAGE_UP: Key = Key::of(Code::PageUp);
const PAGE_DOWN: Key = Key::of(Code::PageDown);
const HOME: Key = Key::of(Code::Home);
const END: Key = Key::of(Code::End);

use Context::{
    Compare, Ending, Everywhere, Games, Job, Letters, Menu, Moves, Page, Picker, Question, Rewind, Shop, Story, Typing,
};
use Group::{Act as A, Everywhere as E, Screen as S, Time as T, Unlisted as U, Views as V};

const CITY: Context = Context::View(View::City);
const KITCHEN: Context = Context::View(View::Kitchen);
const SYSTEM: Context = Context::View(View::System);
const CHARTS: Context = Context::View(View::Charts);
const ORDERS: Context = Context::View(View::Orders);
const LOG: Context = Context::View(View::Log);

/// All bindings. The help lists each group in this order.
pub const ROWS: &[Binding] = &[
    // Everywhere.
    row(k('t'), Everywhere, E, Action::Words, "words", "change words"),
    row(k('g'), Everywhere, E, Action::Glossary, "glossary", "glossary of both; m there: map of ideas"),
    row(k('?'), Everywhere, E, Action::Help, "help", "this page"),
    row(k('y'), Everywhere, E, Action::Mouse, "mouse", "mouse off, to select text"),
    row(ESC, Everywhere, E, Action::Close, "back", "back one level"),
    row(k('q'), Everywhere, E, Action::Leave, "leave", "leave (asks once)"),
    row(Key::ctrl('c'), Everywhere, E, Action::Quit, "end", "leave at once"),
    row(Key::ctrl('z'), Everywhere, E, Action::Suspend, "suspend", "to the shell and back"),
    also(ENTER, Everywhere, Action::Enter),
    also(UP, Moves, Action::Up),
    also(DOWN, Moves, Action::Down),
    also(LEFT, Moves, Action::Left),
    also(RIGHT, Moves, Action::Right),
    also(PAGE_UP, Moves, Action::PageUp),
    also(PAGE_DOWN, Moves, Action::PageDown),
    also(HOME, Moves, Action::Home),
    also(END, Moves, Action::End),
    also(k('k'), Letters, Action::Up),
    also(k('j'), Letters, Action::Down),
    also(k('h'), Letters, Action::Left),
    also(k('l'), Letters, Action::Right),
    // The picker.
    row(UP, Picker, S, Action::Up, "", "choose a chapter"),
    row(DOWN, Picker, S, Action::Down, "choose", "choose a chapter"),
    row(ENTER, Picker, S, Action::Enter, "read and play", "read the story and play"),
    row(k('b'), Picker, S, Action::BreakIt, "break it", "a night without a goal, to break things in"),
    row(k('c'), Picker, S, Action::GoOn, "go on", "go on with the {shop} you left"),
    row(k('d'), Picker, S, Action::Debrief, "debrief", "the debrief of your last game"),
    row(k('x'), Picker, S, Action::Reset, "reset", "forget what you did in this chapter"),
    row(k('o'), Picker, S, Action::OpenFile, "open a file", "open a scenario file of your own"),
    // The story page.
    row(ENTER, Story, S, Action::Begin, "open the shop", "open the {shop}"),
    row(UP, Story, S, Action::Up, "", "choose a guess"),
    row(DOWN, Story, S, Action::Down, "guess", "choose a guess, or type a number"),
    row(ESC, Story, S, Action::Close, "chapters", "back to the chapters"),
    // A running shop: the views.
    row(k('1'), Shop, V, Action::Show(View::City), "City", "City"),
    row(k('2'), Shop, V, Action::Show(View::Kitchen), "Kitchen", "Kitchen"),
    row(k('3'), Shop, V, Action::Show(View::System), "System", "System"),
    row(k('4'), Shop, V, Action::Show(View::Charts), "Charts", "Charts"),
    row(k('5'), Shop, V, Action::Show(View::Orders), "Orders", "{Order+}"),
    row(k('6'), Shop, V, Action::Show(View::Log), "Log", "Log"),
    // … time …
    row(k(' '), Shop, T, Action::Pause, "pause", "pause, go on"),
    row(k('.'), Shop, T, Action::Tick, "tick", "one tick"),
    row(k('+'), Shop, T, Action::Faster, "faster", "faster"),
    row(k('-'), Shop, T, Action::Slower, "slower", "slower"),
    row(k('0'), Shop, T, Action::AutoPace, "auto pace", "the pace directs itself"),
    row(k('n'), Shop, T, Action::NextThing, "next thing", "run to the next thing that matters"),
    row(k('N'), Shop, T, Action::JumpToNext, "", "jump there"),
    row(k('w'), Shop, T, Action::Rewind, "go back", "go back to a moment"),
    also(k('='), Shop, Action::Faster),
    also(k('_'), Shop, Action::Slower),
    // … acting …
    row(k('a'), Shop, A, Action::Act, "act", "hire, route, prep…"),
    row(k('f'), Shop, A, Action::Fault, "fault", "make a fault"),
    row(k('F'), Shop, A, Action::Dial, "dial", "the dial of random faults"),
    row(k('>'), Shop, A, Action::MoreDemand, "demand", "more {order+}, until the next"),
    row(k('<'), Shop, A, Action::LessDemand, "", "fewer {order+}"),
    row(k(':'), Shop, A, Action::Palette, "command", "any command, by name"),
    row(k('v'), Shop, A, Action::Twin, "twin", "what would have been"),
    // … looking.
    row(TAB, Shop, S, Action::NextPanel, "next panel", "next panel"),
    also(BACK_TAB, Shop, Action::PreviousPanel),
    row(k('e'), Shop, S, Action::Enlarge, "enlarge", "enlarge the panel"),
    row(k(']'), Shop, S, Action::NextOutlet, "next", "the next {outlet}"),
    row(k('['), Shop, S, Action::PreviousOutlet, "", "the one before"),
    row(k('i'), Shop, S, Action::Hint, "hint", "a hint"),
    row(k('r'), Shop, S, Action::Task, "task", "read the task again"),
    row(DOWN, CITY, S, Action::Down, "choose", "choose {a outlet}"),
    row(ENTER, CITY, S, Action::Enter, "open", "open its kitchen"),
    row(RIGHT, KITCHEN, S, Action::Right, "next outlet", "the next {outlet}"),
    row(DOWN, SYSTEM, S, Action::Down, "choose", "choose {a outlet}"),
    row(ENTER, SYSTEM, S, Action::Enter, "open", "open its kitchen"),
    row(RIGHT, CHARTS, S, Action::Right, "move", "move the cursor"),
    row(ENTER, CHARTS, S, Action::Enter, "go back", "go back to this minute"),
    row(k('m'), CHARTS, S, Action::NextMark, "next mark", "to the next mark"),
    row(k('z'), CHARTS, S, Action::Zoom, "zoom", "zoom in, and out again"),
    row(k('o'), CHARTS, S, Action::Theory, "theory on/off", "what theory says, on or off"),
    row(DOWN, ORDERS, S, Action::Down, "choose", "choose {a order}"),
    row(ENTER, ORDERS, S, Action::Enter, "open", "its minutes, large"),
    row(k('s'), ORDERS, S, Action::Sort, "sort", "recent, slowest, lost"),
    row(k('/'), ORDERS, S, Action::Find, "find", "only what has these words"),
    row(DOWN, LOG, S, Action::Down, "choose", "choose a line"),
    row(TAB, LOG, S, Action::OfWhat, "of what", "only one kind of line"),
    row(k('/'), LOG, S, Action::Find, "find", "only what has these words"),
    row(ENTER, LOG, S, Action::Enter, "go there", "show that moment on the charts"),
    row(END, LOG, S, Action::End, "follow", "follow the newest"),
    // After closing.
    row(ENTER, Ending, S, Action::Again, "again", "play again"),
    row(k('a'), Ending, S, Action::Question, "a question", "the same thing in a web shop: a question"),
    row(PAGE_DOWN, Ending, S, Action::PageDown, "more", "the rest of this page"),
    row(k('b'), Ending, S, Action::ShowMe, "show me", "watch the solution"),
    row(k('s'), Ending, S, Action::Save, "save", "save what you did as a commands file"),
    row(k('v'), Ending, S, Action::Look, "look around", "look around in the {shop} as it ended"),
    row(k('w'), Ending, S, Action::Rewind, "go back", "go back to a moment of the evening"),
    row(k('y'), Ending, S, Action::CopyCode, "code", "copy the evening as a code, to be raced or looked at"),
    row(k('n'), Ending, S, Action::Next, "next", "on to the next chapter"),
    row(ESC, Ending, S, Action::Close, "chapters", "back to the chapters"),
    // Overlays.
    row(ESC, Menu, U, Action::Close, "close", "close"),
    row(DOWN, Menu, U, Action::Down, "look first", "look before you act"),
    row(ENTER, Menu, U, Action::Enter, "do it", "do it"),
    row(k(']'), Menu, U, Action::NextOutlet, "another {outlet}", "the same at the next {outlet}"),
    also(k('['), Menu, Action::PreviousOutlet),
    also(TAB, Menu, Action::Right),
    also(Key::of(Code::Backspace), Menu, Action::Close),
    also(k(':'), Menu, Action::Palette),
    also(k('?'), Menu, Action::Help),
    // The clock goes on under a menu, and can be stopped there.
    also(k(' '), Menu, Action::Pause),
    also(k('.'), Menu, Action::Tick),
    also(k('+'), Menu, Action::Faster),
    also(k('='), Menu, Action::Faster),
    also(k('-'), Menu, Action::Slower),
    also(k('_'), Menu, Action::Slower),
    row(TAB, Typing, U, Action::Complete, "complete", "complete"),
    row(DOWN, Typing, U, Action::Down, "choose", "choose"),
    row(ENTER, Typing, U, Action::Enter, "do it", "do it"),
    row(Key::ctrl('p'), Typing, U, Action::Earlier, "earlier", "what was typed earlier"),
    row(ESC, Typing, U, Action::Close, "close", "close"),
    also(UP, Typing, Action::Up),
    also(PAGE_UP, Typing, Action::PageUp),
    also(PAGE_DOWN, Typing, Action::PageDown),
    also(Key::ctrl('n'), Typing, Action::Later),
    row(ESC, Page, U, Action::Close, "close", "close"),
    row(ENTER, Page, U, Action::Enter, "go on", "go on"),
    row(k('g'), Page, U, Action::Glossary, "glossary", "glossary of both"),
    row(k('m'), Page, U, Action::Map, "map", "map of ideas"),
    row(k('t'), Page, U, Action::Words, "words", "change words"),
    also(k('?'), Page, Action::Help),
    also(k('q'), Page, Action::Close),
    also(k(' '), Page, Action::Enter),
    also(LEFT, Page, Action::Left),
    also(RIGHT, Page, Action::Right),
    row(LEFT, Rewind, S, Action::Left, "a minute", "a minute back"),
    row(RIGHT, Rewind, S, Action::Right, "", "a minute on"),
    row(PAGE_UP, Rewind, S, Action::PageUp, "ten", "ten minutes back"),
    row(PAGE_DOWN, Rewind, S, Action::PageDown, "", "ten minutes on"),
    row(k('m'), Rewind, S, Action::NextMark, "next mark", "to the next fault or command"),
    row(DOWN, Rewind, S, Action::Down, "history", "choose a history"),
    row(ENTER, Rewind, S, Action::Enter, "new history here", "play on from here, as a new history"),
    row(k('v'), Rewind, S, Action::Compare, "compare", "two histories side by side"),
    row(k('y'), Rewind, S, Action::CopyCode, "code", "copy this evening and this moment as a code"),
    row(ESC, Rewind, S, Action::Close, "stay", "close; nothing is changed"),
    also(k('w'), Rewind, Action::Close),
    also(k('q'), Rewind, Action::Close),
    also(k('1'), Rewind, Action::Show(View::City)),
    also(k('2'), Rewind, Action::Show(View::Kitchen)),
    also(k('3'), Rewind, Action::Show(View::System)),
    also(k('4'), Rewind, Action::Show(View::Charts)),
    also(k('5'), Rewind, Action::Show(View::Orders)),
    also(k('6'), Rewind, Action::Show(View::Log)),
    row(LEFT, Compare, S, Action::Left, "cursor", "the cursor back"),
    row(RIGHT, Compare, S, Action::Right, "", "the cursor on"),
    row(DOWN, Compare, S, Action::Down, "more", "more of the list"),
    row(TAB, Compare, S, Action::NextPanel, "which two", "which two histories"),
    row(k('d'), Compare, S, Action::List, "who differs", "list the {order+} that differ"),
    row(ENTER, Compare, S, Action::Enter, "go there in 2", "go back to that moment in the second"),
    row(ESC, Compare, S, Action::Close, "back", "back"),
    also(k('q'), Compare, Action::Close),
    also(k('1'), Compare, Action::Show(View::City)),
    also(k('2'), Compare, Action::Show(View::Kitchen)),
    also(k('3'), Compare, Action::Show(View::System)),
    also(k('4'), Compare, Action::Show(View::Charts)),
    also(k('5'), Compare, Action::Show(View::Orders)),
    also(k('6'), Compare, Action::Show(View::Log)),
    row(ENTER, Games, U, Action::Enter, "go on", "go on with it"),
    row(k('x'), Games, U, Action::Reset, "let go", "let it go"),
    row(ESC, Games, U, Action::Close, "close", "close"),
    also(k('q'), Games, Action::Close),
    row(ESC, Job, U, Action::Close, "stop", "stop it"),
    row(ESC, Question, U, Action::Close, "stay", "stay"),
    row(ENTER, Question, U, Action::Enter, "yes", "yes"),
];

/// What a key means in a context: its own row, else that of the context around it.
pub fn meaning(place: Context, key: Key) -> Option<Action> {
    if key == Key::ctrl('c') {
        return Some(Action::Quit);
    }
    if key == Key::ctrl('z') {
        return Some(Action::Suspend);
    }
    let mut at = Some(place);
    while let Some(here) = at {
        if let Some(row) = ROWS.iter().find(|row| row.place == here && row.key == key) {
            return Some(row.action);
        }
        at = here.outer();
    }
    None
}

/// All rows that hold in a context, its own first, without those it overrides.
pub fn holding(place: Context) -> impl Iterator<Item = &'static Binding> {
    let mut places = vec![place];
    while let Some(outer) = places.last().and_then(|place| place.outer()) {
        places.push(outer);
    }
    let order = places.clone();
    places.into_iter().enumerate().flat_map(move |(depth, here)| {
        let hidden = order[..depth].to_vec();
        ROWS.iter().filter(move |row| {
            row.place == here && !hidden.iter().any(|at| ROWS.iter().any(|r| r.place == *at && r.key == row.key))
        })
    })
}

/// The key for an action in a context: the first listed; `None`: there is none.
pub fn key_of(place: Context, action: Action) -> Option<Key> {
    holding(place).find(|row| row.action == action && row.group != Group::Unlisted).map(|row| row.key)
}

impl Key {
    /// As help and last line write it: `space`, `Enter`, `Ctrl-C`, `a`.
    pub fn label(self) -> String {
        let name = match self.code {
            Code::Char(' ') => "space".to_string(),
            Code::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string(),
            Code::Char(c) => c.to_string(),
            Code::Enter => "Enter".into(),
            Code::Esc => "Esc".into(),
            Code::Tab | Code::BackTab => "Tab".into(),
            Code::Backspace => "Backspace".into(),
            Code::Delete => "Delete".into(),
            Code::Up => "↑".into(),
            Code::Down => "↓".into(),
            Code::Left => "◄".into(),
            Code::Right => "►".into(),
            Code::PageUp => "PgUp".into(),
            Code::PageDown => "PgDn".into(),
            Code::Home => "Home".into(),
            Code::End => "End".into(),
        };
        match (self.ctrl, self.alt) {
            (true, _) => format!("Ctrl-{name}"),
            (false, true) => format!("Alt-{name}"),
            (false, false) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_has_two_meanings_in_one_place() {
        let mut seen: BTreeMap<(Context, Key), Action> = BTreeMap::new();
        for row in ROWS {
            if let Some(other) = seen.insert((row.place, row.key), row.action) {
                panic!("{:?} in {:?} means {:?} and {other:?}", row.key, row.place, row.action);
            }
        }
    }

    #[test]
    fn what_is_listed_has_words_for_it() {
        for row in ROWS.iter().filter(|row| row.group != Group::Unlisted) {
            assert!(!row.sentence.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn ending_and_suspending_are_hidden_nowhere() {
        for place in [Context::Picker, Context::Typing, Context::Menu, Context::Question, Context::Page] {
            assert_eq!(meaning(place, Key::ctrl('c')), Some(Action::Quit));
            assert_eq!(meaning(place, Key::ctrl('z')), Some(Action::Suspend));
        }
    }

    #[test]
    fn a_view_hides_the_shop_and_the_shop_hides_the_rest() {
        assert_eq!(meaning(LOG, TAB), Some(Action::OfWhat));
        assert_eq!(meaning(CITY, TAB), Some(Action::NextPanel));
        assert_eq!(meaning(CITY, k('t')), Some(Action::Words));
        assert_eq!(meaning(Typing, k('t')), None);
        assert!(holding(LOG).any(|row| row.key == TAB && row.action == Action::OfWhat));
        assert!(!holding(LOG).any(|row| row.action == Action::NextPanel && row.key == TAB));
    }
}
