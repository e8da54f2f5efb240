//! Actions of the rewind and comparison panels.

use crate::app::compare::{self, CompareView, Side};
use crate::app::histories::GoingBack;
use crate::app::job::Work;
use crate::app::view::{NEWS, Tone};
use crate::app::{Action, Answer, App, Confirm, Game, Overlay, Rewind, Screen};
use crate::sim::setup::Scheduled;
use crate::text::commands::describe_command;
use crate::text::numbers;
use crate::units::{Span, Time};

const MINUTE: Span = Span::from_mins(1);
const TEN: Span = Span::from_mins(10);

impl App {
    /// Opens the rewind panel, with the cursor at a moment of a history.
    pub(in crate::app) fn open_rewind(&mut self, number: Option<u32>, at: Option<Time>) {
        let Screen::Live(game) = &mut self.screen else { return };
        if game.showing {
            let text = "No. Only your own game can be rewound.".to_string();
            return game.say(Tone::Refused, text, NEWS);
        }
        if game.now() == Time::ZERO && game.histories.left.is_empty() {
            return game.say(Tone::Refused, "No. Nothing has happened yet to go back to.".into(), NEWS);
        }
        let number = number.unwrap_or(game.histories.present.number);
        let at = at.unwrap_or(game.now()).min(game.history(number).map_or(Time::ZERO, |(_, session)| session.now()));
        self.overlays.clear();
        self.overlays.push(Overlay::Rewind(Rewind { number, at, answer: None }));
    }

    pub(super) fn rewind_action(&mut self, action: Action) {
        let (Some(Overlay::Rewind(rewind)), Screen::Live(game)) = (self.overlays.last_mut(), &mut self.screen) else {
            return;
        };
        rewind.answer = None;
        match action {
            Action::Left => rewind.step(game, MINUTE, false),
            Action::Right => rewind.step(game, MINUTE, true),
            Action::PageUp => rewind.step(game, TEN, false),
            Action::PageDown => rewind.step(game, TEN, true),
            Action::Home => rewind.at = Time::ZERO,
            Action::End => rewind.at = rewind.end(game),
            Action::NextMark => rewind.at = rewind.mark_after(game),
            Action::Up | Action::Down => rewind.turn(game, action == Action::Down),
            Action::Compare => self.compare(),
            Action::CopyCode => self.copy_code(),
            Action::Enter => self.go_back(),
            // What is above it: the shop at that moment.
            Action::Show(view) => game.show(view),
            _ => {}
        }
    }

    fn go_back(&mut self) {
        let (Some(Overlay::Rewind(rewind)), Screen::Live(game)) = (self.overlays.last_mut(), &mut self.screen) else {
            return;
        };
        let was_over = game.session.is_over();
        match game.begin_going_back(rewind.number, rewind.at) {
            Ok(Some(going)) => self.begin_job(Work::GoingBack(Box::new(going))),
            Ok(None) => self.is_back(was_over),
            Err(why) => rewind.answer = Some(why),
        }
    }

    /// Shows the shop after going back.
    pub(in crate::app) fn gone_back(&mut self, going: GoingBack) {
        let Screen::Live(game) = &mut self.screen else { return };
        let was_over = game.session.is_over();
        game.arrive(going);
        self.is_back(was_over);
    }

    fn is_back(&mut self, was_over: bool) {
        let Screen::Live(game) = &mut self.screen else { return };
        if was_over {
            // The debrief belongs to the other history; playing time counts anew.
            (game.played, game.attended) = (Span::ZERO, Span::ZERO);
            self.last = None;
        }
        self.overlays.clear();
        self.offer_again();
        self.keep_game_anew();
    }

    /// Offers to give the commands again that the rewind has undone.
    fn offer_again(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &self.screen else { return };
        let undone = &game.undone;
        let Some(first) = undone.first() else { return };
        let deed = |command: &Scheduled| {
            let words = describe_command(&command.command, game.session.setup(), language);
            format!("{} {words}", numbers::clock(command.at, game.session.setup().opens))
        };
        let text = match undone.len() {
            1 => format!("After this minute you did one thing: {}.", deed(first)),
            n => format!("After this minute you did {n} things, the first of them at {}.", deed(first)),
        };
        let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
        let answers = vec![
            answer('n', "no, from here on I act anew", Action::ActAnew),
            answer('p', "play my later acts again, each at its time", Action::PlayAgain),
        ];
        self.overlays.push(Overlay::Confirm(Confirm { title: "Your later acts".into(), text, answers, chosen: 0 }));
    }

    /// Compares the present history with the one under the cursor, else the first pair there is.
    pub(super) fn compare(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        let pairs = compare::pairs(game);
        let wanted = match self.overlays.last() {
            Some(Overlay::Rewind(rewind)) => Some(Side::History(rewind.number)),
            _ => None,
        };
        let present = Side::History(game.histories.present.number);
        let of = |pair: &&(Side, Side)| {
            [pair.0, pair.1].contains(&present) && wanted.is_some_and(|w| w != present && [pair.0, pair.1].contains(&w))
        };
        let pair = pairs.iter().find(of).or(pairs.first());
        match pair.and_then(|(first, second)| CompareView::new(*first, *second, game)) {
            Some(beside) => self.overlays.push(Overlay::Compare(Box::new(beside))),
            None => {
                let why = "No. There is no second history yet: go back to a moment, and play on from there.";
                match self.overlays.last_mut() {
                    Some(Overlay::Rewind(rewind)) => rewind.answer = Some(why.into()),
                    _ => game.say(Tone::Refused, why.into(), NEWS),
                }
            }
        }
    }

    pub(super) fn beside_action(&mut self, action: Action) {
        if let (Action::Show(view), Screen::Live(game)) = (action, &mut self.screen) {
            game.show(view);
            self.overlays.retain(|overlay| !matches!(overlay, Overlay::Compare(_) | Overlay::Rewind(_)));
            return;
        }
        let (Some(Overlay::Compare(beside)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen) else {
            return;
        };
        let longest = beside.comparison.differing.len().saturating_sub(1);
        match action {
            Action::Left => beside.step(MINUTE, false),
            Action::Right => beside.step(MINUTE, true),
            Action::PageUp if beside.list => beside.scroll = beside.scroll.saturating_sub(10),
            Action::PageDown if beside.list => beside.scroll = (beside.scroll + 10).min(longest),
            Action::PageUp => beside.step(TEN, false),
            Action::PageDown => beside.step(TEN, true),
            Action::Up => beside.scroll = beside.scroll.saturating_sub(1),
            Action::Down if beside.list => beside.scroll = (beside.scroll + 1).min(longest),
            Action::Home => (beside.cursor, beside.scroll) = (Some(Time::ZERO), 0),
            Action::End => beside.cursor = None,
            Action::NextPanel => beside.turn(game),
            Action::List => (beside.list, beside.scroll) = (!beside.list, 0),
            Action::Enter => {
                let at = beside.cursor.unwrap_or(beside.shorter());
                if let Side::History(number) = beside.second {
                    self.open_rewind(Some(number), Some(at));
                }
            }
            _ => {}
        }
    }
}

impl Rewind {
    /// The clock of its history.
    pub fn end(&self, game: &Game) -> Time {
        game.history(self.number).map_or(Time::ZERO, |(_, session)| session.now())
    }

    /// Moves the cursor by whole minutes, within the history.
    fn step(&mut self, game: &Game, by: Span, on: bool) {
        self.at = step(self.at, by, on).min(self.end(game));
    }

    /// The next fault or command of its history; after the last, the first.
    fn mark_after(&self, game: &Game) -> Time {
        game.history(self.number).and_then(|(_, session)| session.mark_after(self.at)).unwrap_or(self.at)
    }

    fn turn(&mut self, game: &Game, down: bool) {
        let all = game.histories();
        let Some(at) = all.iter().position(|(branch, _)| branch.number == self.number) else { return };
        let to = if down { (at + 1).min(all.len() - 1) } else { at.saturating_sub(1) };
        self.number = all[to].0.number;
        self.at = self.at.min(all[to].1.now());
    }
}

impl CompareView {
    fn step(&mut self, by: Span, on: bool) {
        let at = self.cursor.unwrap_or(self.longer());
        self.cursor = Some(step(at, by, on)).filter(|at| *at < self.longer());
    }
}

/// A moment `by` later or earlier, rounded towards `at` to a whole minute.
fn step(at: Time, by: Span, on: bool) -> Time {
    let minute = MINUTE.0;
    if on {
        Time(((at.0 + by.0) / minute) * minute)
    } else {
        Time((at.0.saturating_sub(by.0)).div_ceil(minute) * minute)
    }
}
