//! The last line: views on the left, the keys possible now on the right, both from the table of keys.

use crate::app::input::Target;
use crate::app::keymap::Context;
use crate::app::view::{VIEWS, View};
use crate::app::{Action, App, Game, Screen as Shown};
use crate::text::glossary;
use crate::text::ink::Ink;
use crate::text::width::width;
use crate::text::words::Words;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::keys::Offer;

/// From so many columns on there is room for more words.
const WIDE: u16 = 110;

pub fn footer(pen: &mut Pen, screen: &Screen, app: &App) {
    let row = screen.footer;
    let (lefts, rights) = offers(pen, app);
    let room = |offers: &[Offer]| offers.iter().map(|offer| offer.width() + 2).sum::<i32>() - 2;
    let left = match app.screen() {
        Shown::Live(game) => {
            // Words and commands are found in the help, too; the names of the views come before them.
            let needed = rights.iter().filter(|offer| !matches!(offer.action, Action::Words | Action::Palette));
            let needed: i32 = needed.map(|offer| offer.width() + 2).sum();
            let room = if screen.room == Room::Small { row.w - needed - 2 } else { row.w };
            views(pen, row, game, Words(app.language()), room)
        }
        _ => row.x + 1,
    };
    let mut x = left;
    for offer in &lefts {
        if x + offer.width() + 2 > row.right() {
            break;
        }
        x = offer.draw(pen, x, row.y) + 3;
    }
    // The least important are first in the list and are dropped first.
    let mut rights = rights;
    while !rights.is_empty() && row.right() - 1 - room(&rights) < x + 1 {
        let least = rights.len().min(2) - 1;
        rights.remove(if rights.len() > 2 { least } else { 0 });
    }
    let mut x = row.right() - 1 - room(&rights);
    for offer in &rights {
        x = offer.draw(pen, x, row.y) + 2;
    }
}

/// The views, the open one with its name and of the others the first for which there is room.
fn views(pen: &mut Pen, row: Pane, game: &Game, w: Words, mut room: i32) -> i32 {
    let mut x = row.x;
    // A blank and a digit each, the open one with two blanks more.
    room -= 2 * VIEWS.len() as i32 + width(view_name(w, game.view)) + 2;
    for view in VIEWS {
        let open = view == game.view;
        let digit = view.number().to_string();
        let more = width(view_name(w, view)) + 2;
        let named = open || more <= room;
        if !open {
            room = if named { room - more } else { 0 };
        }
        let begin = x;
        x += 1;
        if open {
            let text = if named { format!("{digit} {}", view_name(w, view)) } else { digit };
            pen.put(begin, row.y, " ", Ink::Tab);
            x = pen.put(x, row.y, &text, Ink::Tab);
            pen.put(x, row.y, " ", Ink::Tab);
            x += 1;
        } else if named {
            x = pen.put(x, row.y, &digit, Ink::Accent);
            x = pen.put(x + 1, row.y, view_name(w, view), Ink::Muted) + 1;
        } else {
            x = pen.put(x, row.y, &digit, Ink::Accent);
        }
        pen.target(Pane::new(begin, row.y, x - begin, 1), Target::View(view));
    }
    x + 1
}

pub fn view_name(w: Words, view: View) -> &'static str {
    match view {
        View::City => w.say("City", "Map"),
        View::Kitchen => w.say("Kitchen", "Nodes"),
        View::System => "System",
        View::Charts => "Charts",
        View::Orders => w.say("Orders", "Requests"),
        View::Log => "Log",
    }
}

/// The keys possible now: at the left (for screens without views) and at the right.
fn offers(pen: &Pen, app: &App) -> (Vec<Offer>, Vec<Offer>) {
    use Action::*;
    let (place, left, right): (Context, &[Action], &[Action]) = match app.screen() {
        Shown::Live(game) => (Context::View(game.view), &[], live(game.view, app)),
        Shown::Picker(_) => (Context::Picker, picker(app), &[OpenFile, Words, Glossary, Help, Leave]),
        Shown::Story(_) => (Context::Story, &[Begin, Close], &[Words, Glossary, Help]),
        Shown::Ending(_) => (Context::Ending, &[Again, Rewind, Question, ShowMe], &[Close, CopyCode, Look, Save, Next]),
    };
    let all = |actions: &[Action]| actions.iter().filter_map(|a| offer(pen, app, place, *a)).collect::<Vec<_>>();
    (all(left), all(right))
}

/// Where room is short, the arrows are no news if there is a game to go on with.
fn picker(app: &App) -> &'static [Action] {
    use Action::*;
    let all = &[Down, Enter, BreakIt, GoOn, Debrief, Reset];
    if app.size().0 < WIDE && !app.kept().is_empty() { &all[1..] } else { all }
}

/// Where there is too little room, the second and those after it go first.
fn live(view: View, app: &App) -> &'static [Action] {
    use Action::*;
    match view {
        View::Orders => &[Pause, Act, Down, Enter, Find, Sort, NextThing, Faster, Help],
        View::Log => &[Pause, Act, Enter, Find, OfWhat, NextThing, Faster, Help],
        // Beside the dial there is no room for all: who breaks things acts less often than he looks what comes of it.
        _ if app.size().0 < WIDE && app.offers(Dial) => &[Pause, Act, NextThing, Faster, Fault, Dial, Help],
        _ => &[Pause, Words, Palette, MoreDemand, NextThing, Faster, Fault, Dial, Act, Help],
    }
}

/// The hint for an action that is possible now, in the player's words.
pub fn offer(pen: &Pen, app: &App, place: Context, action: Action) -> Option<Offer> {
    let offer = Offer::of(pen, place, action).filter(|_| app.offers(action))?;
    let word = glossary::say(app.language(), app.word_for(action, &offer.word));
    let word = match (action, app.kept()) {
        // Where there is room for it beside the help.
        (Action::GoOn, [kept]) if app.size().0 >= WIDE => format!("{word}: {}", kept.title),
        (Action::Enter, _) if place == Context::Picker && app.size().0 < WIDE => "play".to_string(),
        (Action::OpenFile, _) => "open".to_string(),
        (Action::NextThing, _) if app.size().0 < WIDE => "next".to_string(),
        // Both ways of the pace are one offer.
        (Action::Faster, _) => "pace".to_string(),
        (Action::GoOn, kept) if app.size().0 >= WIDE && kept.len() > 1 => format!("{word}: {} games", kept.len()),
        _ => word,
    };
    Some(offer.saying(word))
}
