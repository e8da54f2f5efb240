//! Cards: the task, a hint, a cue, a prediction, a question, a prompt.

use super::keys;
use super::palette::typed;
use crate::app::story::Ask;
use crate::app::{App, Confirm, HintCard, Prompt, Purpose, Screen as Shown, Target};
use crate::scenario::quantity;
use crate::text::ink::Ink;
use crate::text::markdown;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::words::Words;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;

/// Draws a card as tall as its lines and returns its inside. It scrolls if it is taller than the screen.
fn card(pen: &mut Pen, screen: &Screen, head: &Rich, lines: &[Rich], scroll: usize, rim: &Rich) -> Pane {
    let margin = margin(screen);
    let h = (lines.len() as i32 + 2 + 2 * margin).min(screen.whole.h - 2);
    let pane = place(screen, (screen.whole.w - 6).min(70), h);
    let inside = float(pen, pane, head, &Rich::new(), rim);
    let rows = inside.h - 2 * margin;
    let first = scroll.min((lines.len() as i32 - rows).max(0) as usize);
    for (i, line) in lines.iter().skip(first).take(rows.max(0) as usize).enumerate() {
        pen.within(inside, |pen| {
            pen.rich(inside.x + 1, inside.y + margin + i as i32, line);
        });
    }
    Pane::new(inside.x + 1, inside.y + margin, inside.w - 2, rows)
}

/// Blank rows above and below a card's text.
fn margin(screen: &Screen) -> i32 {
    i32::from(screen.room != Room::Small)
}

/// Where a card of this size stands: where there is room, over the left part of the body, which has the picture, so
/// that the numbers on the right stay in sight; in small rooms at the foot, below the picture.
fn place(screen: &Screen, w: i32, h: i32) -> Pane {
    let centred = screen.whole.centred(w, h);
    let left = screen.sides().0;
    match screen.room {
        Room::Small => Pane { y: (screen.news.y + 1 - h).max(screen.whole.y), ..centred },
        _ if w <= left.w => Pane { x: left.x + (left.w - w) / 2, ..centred },
        _ => centred,
    }
}

/// Width of a card's text.
fn text_width(screen: &Screen) -> i32 {
    (screen.whole.w - 6).min(70) - 6
}

pub fn task(pen: &mut Pen, screen: &Screen, app: &App, scroll: usize) {
    let Some(game) = app.game() else { return };
    let w = text_width(screen);
    let mut lines = markdown::lines(Words(app.language()).told(&game.scenario.story, &game.scenario.systems_story), w);
    if !game.scenario.goals.is_empty() {
        lines.push(Rich::new());
        for (i, goal) in game.scenario.goals.iter().enumerate() {
            let text = Rich::plain(crate::ui::panels::goals::said(Words(app.language()), goal));
            for (j, line) in text.wrapped(w - 3).into_iter().enumerate() {
                let number = if j == 0 { format!("{}  ", i + 1) } else { "   ".into() };
                let mut whole = Rich::of(number, Ink::Flow);
                whole.append(line);
                lines.push(whole);
            }
        }
    }
    let head = Rich::of("r", Ink::Accent).and(format!("  {}", game.scenario.title), Ink::Strong);
    card(pen, screen, &head, &lines, scroll, &paging(screen, &lines));
}

/// The keys of a page, which is scrolled only where it is longer than the screen.
fn paging(screen: &Screen, lines: &[Rich]) -> Rich {
    let all = lines.len() as i32 + 2 + 2 * margin(screen) <= screen.whole.h - 2;
    if all { keys(&[("Esc", "close")]) } else { keys(&[("↑↓", "more"), ("Esc", "close")]) }
}

/// The evening's card and its code, to be copied by hand where the terminal has no clipboard for us.
pub fn code(pen: &mut Pen, screen: &Screen, card: &str, code: &str, scroll: usize) {
    let w = text_width(screen);
    let said = "It is on the clipboard, where the terminal lets programs write there. `pizzeria play CODE` races \
        against it, `pizzeria show CODE` looks at it.";
    let mut lines = Rich::plain(card.to_string()).wrapped(w);
    lines.push(Rich::new());
    lines.extend(Rich::muted(said).wrapped(w));
    lines.push(Rich::new());
    let letters: Vec<char> = code.chars().collect();
    lines.extend(letters.chunks(w.max(1) as usize).map(|line| Rich::of(line.iter().collect::<String>(), Ink::Strong)));
    let head = Rich::of("y", Ink::Accent).and("  This evening as a code", Ink::Strong);
    self::card(pen, screen, &head, &lines, scroll, &paging(screen, &lines));
}

pub fn hint(pen: &mut Pen, screen: &Screen, app: &App, hint: &HintCard) {
    let Some(game) = app.game() else { return };
    let w = text_width(screen);
    let head = Rich::of("i", Ink::Accent).and("  Hint", Ink::Strong);
    let (text, rim) = match hint {
        HintCard::Offer => (
            "The next hint is not due yet. Heard now, it costs a star.".to_string(),
            keys(&[("Enter", "hear it all the same"), ("Esc", "not now")]),
        ),
        HintCard::Told(i) => {
            let text = game.scenario.hints.get(*i).map_or("", |h| Words(app.language()).told(&h.text, &h.systems));
            (text.to_string(), keys(&[("i", "the next one"), ("Esc", "close")]))
        }
        HintCard::NoMore if game.scenario.solution.is_empty() => {
            ("There are no more hints.".to_string(), keys(&[("Esc", "close")]))
        }
        HintCard::NoMore => (
            "There are no more hints. You can watch the solution, from opening.".to_string(),
            keys(&[("Enter", "show me"), ("Esc", "no, thank you")]),
        ),
    };
    let lines = markdown::lines(&text, w);
    card(pen, screen, &head, &lines, 0, &rim);
}

pub fn cue(pen: &mut Pen, screen: &Screen, app: &App, cue: usize) {
    let Some(game) = app.game() else { return };
    let Some(cue) = game.scenario.cues.get(cue) else { return };
    let clock = crate::text::numbers::clock(game.now(), game.session.setup().opens);
    let head = Rich::of(clock, Ink::Accent);
    let lines = markdown::lines(Words(app.language()).told(&cue.text, &cue.systems), text_width(screen));
    card(pen, screen, &head, &lines, 0, &keys(&[("Enter", "go on"), ("Esc", "look first")]));
}

pub fn guess(pen: &mut Pen, screen: &Screen, app: &App, ask: &Ask) {
    let Some(game) = app.game() else { return };
    let prediction = &game.scenario.predictions[ask.index];
    let question =
        markdown::lines(Words(app.language()).told(&prediction.ask, &prediction.systems), text_width(screen));
    let mut lines = question.clone();
    lines.extend((0..choice_rows(prediction.choices.len())).map(|_| Rich::new()));
    let head = Rich::of("Your guess", Ink::Strong);
    let rim = match ask.hears() {
        true => keys(&[("1–6", "look first"), ("Enter", "that is my guess"), ("Esc", "no guess")]),
        false => Rich::muted("read first: the keys answer in a moment"),
    };
    let inside = card(pen, screen, &head, &lines, 0, &rim);
    choices(
        pen,
        inside.below(question.len() as i32 + 1),
        prediction.choices_said(!Words(app.language()).is_pizza()),
        ask,
    );
}

/// The question about a web shop; its explanation follows any answer.
pub fn transfer(pen: &mut Pen, screen: &Screen, app: &App) {
    let Shown::Ending(ending) = app.screen() else { return };
    let Some(question) = &ending.question else { return };
    let w = text_width(screen);
    let asked = Rich::plain(question.asks.ask.clone()).wrapped(w);
    let mut lines = asked.clone();
    lines.extend((0..question.asks.choices.len() + 1).map(|_| Rich::new()));
    if let Some(right) = question.is_right() {
        let (word, ink) = if right { ("Yes. ", Ink::Flow) } else { ("No. ", Ink::Warn) };
        lines.push(Rich::new());
        lines.extend(Rich::of(word, ink).and(question.asks.because.clone(), Ink::Plain).wrapped(w));
    }
    let head = Rich::of("In a web shop", Ink::Strong);
    let letters: Vec<String> = (0..question.asks.choices.len()).map(|i| Ask::key(i).to_string()).collect();
    let letters = letters.join(" ");
    let rim = match question.answered {
        None => keys(&[(&letters, "answer"), ("Esc", "not now")]),
        Some(_) => keys(&[("Enter", "back"), ("Esc", "back")]),
    };
    let inside = card(pen, screen, &head, &lines, 0, &rim);
    let glyphs = pen.theme.glyphs;
    for (i, choice) in question.asks.choices.iter().enumerate() {
        let row = inside.row(asked.len() as i32 + 1 + i as i32);
        let is_right = i == question.right();
        let (mark, ink) = match question.answered {
            None if i == question.chosen => (Some((glyphs.right, Ink::Accent)), Ink::Strong),
            None => (None, Ink::Plain),
            Some(_) if is_right => (Some((glyphs.good, Ink::Flow)), Ink::Strong),
            Some(answered) if answered == i => (Some((glyphs.bad, Ink::Danger)), Ink::Plain),
            Some(_) => (None, Ink::Muted),
        };
        pen.within(row, |pen| {
            if question.answered.is_none() && i == question.chosen {
                pen.ground(row, Ink::Chosen);
            }
            if let Some((glyph, ink)) = mark {
                pen.glyph(row.x, row.y, glyph, ink);
            }
            pen.put(row.x + 2, row.y, &Ask::key(i).to_string(), Ink::Accent);
            pen.put(row.x + 5, row.y, choice, ink);
        });
        pen.target(row, Target::Choice(i));
    }
}

/// Rows that [`choices`] takes, the blank one before it included.
pub fn choice_rows(choices: usize) -> usize {
    choices + 2 + usize::from(choices > 0)
}

/// A choice as it is displayed: `45m` as `45 min`; words after a colon stay.
pub fn choice_text(choice: &str) -> String {
    let (number, words) = choice.split_once(": ").map_or((choice, ""), |(number, words)| (number, words));
    let number = match quantity::span(number) {
        Some(span) if span.is_zero() => "at once".into(),
        Some(span) if span.0 % 1_000_000 == 0 => numbers::judged_duration(span),
        _ => number.to_string(),
    };
    if words.is_empty() { number } else { format!("{number}  {words}") }
}

/// The choices of a prediction and the line for a typed number.
pub fn choices(pen: &mut Pen, pane: Pane, choices: &[String], ask: &Ask) {
    for (i, choice) in choices.iter().enumerate() {
        let row = pane.row(i as i32);
        pen.within(row, |pen| {
            if ask.chosen == Some(i) {
                pen.ground(row, Ink::Chosen);
                pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
            }
            if let Some(letter) = ask.letter(i) {
                pen.glyph(row.x + 2, row.y, letter, if ask.hears() { Ink::Accent } else { Ink::Muted });
            }
            pen.put(
                row.x + 5,
                row.y,
                &choice_text(choice),
                if ask.chosen == Some(i) { Ink::Strong } else { Ink::Plain },
            );
        });
        pen.target(row, Target::Choice(i));
    }
    if !ask.takes_numbers {
        return;
    }
    let row = pane.row(choices.len() as i32 + i32::from(!choices.is_empty()));
    let text = ask.typed.text();
    let label = match (choices.is_empty(), ask.is_at_number()) {
        (true, _) => "type a number ",
        (false, true) => "or type a number ",
        (false, false) => "or a number of your own: one line further down ",
    };
    let x = pen.put(row.x, row.y, label, Ink::Muted);
    if ask.chosen.is_none() && ask.is_at_number() {
        pen.within(row, |pen| typed(pen, x, row.y, text, ask.typed.cursor(), ""));
    }
}

pub fn confirm(pen: &mut Pen, screen: &Screen, confirm: &Confirm) {
    let mut lines = markdown::lines(&confirm.text, text_width(screen));
    let first = lines.len() as i32 + 1;
    lines.extend((0..confirm.answers.len() + 1).map(|_| Rich::new()));
    let head = Rich::of(confirm.title.clone(), Ink::Strong);
    let inside = card(pen, screen, &head, &lines, 0, &keys(&[("Enter", "do it"), ("Esc", "stay")]));
    for (i, answer) in confirm.answers.iter().enumerate() {
        let row = inside.row(first + i as i32);
        if i == confirm.chosen {
            pen.ground(row, Ink::Chosen);
            pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
        }
        pen.put(row.x + 2, row.y, &answer.key.to_string(), Ink::Accent);
        pen.put(row.x + 5, row.y, &answer.text, if i == confirm.chosen { Ink::Strong } else { Ink::Plain });
        pen.target(row, Target::Answer(i));
    }
}

pub fn prompt(pen: &mut Pen, screen: &Screen, prompt: &Prompt) {
    let (title, note) = match prompt.purpose {
        Purpose::OpenFile => {
            ("Open a file", "A scenario file of your own; `pizzeria new NAME` writes one to start from.")
        }
        Purpose::SaveCommands => {
            ("Save the commands", "`pizzeria run SCENARIO --commands FILE` plays them again, to the same digest.")
        }
        Purpose::Find => ("Find", "Words to search for, or #123 for one order. Empty: all."),
    };
    let mut lines = vec![Rich::new(), Rich::new()];
    match &prompt.complaint {
        Some(complaint) => lines.extend(Rich::of(complaint.clone(), Ink::Danger).wrapped(text_width(screen))),
        None => lines.extend(Rich::muted(note).wrapped(text_width(screen))),
    }
    let inside =
        card(pen, screen, &Rich::of(title, Ink::Strong), &lines, 0, &keys(&[("Enter", "do it"), ("Esc", "close")]));
    let row = inside.row(0);
    pen.within(row, |pen| typed(pen, row.x, row.y, prompt.line.text(), prompt.line.cursor(), ""));
}
