//! The mouse: a click chooses, a click on the chosen line opens it, a click on a menu line acts, the wheel scrolls.

use crate::app::input::Target;
use crate::app::view::{Panel, View};
use crate::app::{Action, App, OutcomeKind, Overlay, Screen};
use crate::units::Time;

impl App {
    pub(super) fn click(&mut self, target: Target) {
        if let (Screen::Ending(ending), true) = (&mut self.screen, self.overlays.is_empty())
            && ending.moment.take().is_some()
        {
            return;
        }
        let language = self.settings.language;
        match target {
            Target::Action(action) => self.act(action),
            Target::Outside => {
                if !self.overlays.is_empty() {
                    self.act(Action::Close);
                }
            }
            Target::Inside => {}
            Target::MenuLine(line) => {
                if let (Some(Overlay::Menu(menu)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen) {
                    menu.point(line, game, language);
                    let pressed = menu.enter(game, language);
                    self.pressed(pressed);
                }
            }
            Target::MenuChoice(choice) => {
                if let (Some(Overlay::Menu(menu)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen)
                    && menu.line().is_some_and(|line| choice < line.choices.len())
                {
                    menu.choosing = Some(choice);
                    let pressed = menu.enter(game, language);
                    self.pressed(pressed);
                }
            }
            Target::PaletteLine(line) => self.click_palette(line),
            Target::Answer(answer) => {
                if let Some(Overlay::Confirm(confirm)) = self.overlays.last_mut()
                    && answer < confirm.answers.len()
                {
                    confirm.chosen = answer;
                    self.act(Action::Enter);
                }
            }
            Target::Pair(pair) => {
                if let Some(Overlay::Glossary { chosen }) = self.overlays.last_mut() {
                    *chosen = pair;
                }
            }
            Target::Idea(idea) => {
                if let Some(Overlay::Map { chosen }) = self.overlays.last_mut() {
                    *chosen = idea;
                }
            }
            Target::Kept(game) => {
                if let Some(Overlay::Games { chosen }) = self.overlays.last_mut() {
                    let again = std::mem::replace(chosen, game) == game;
                    if again {
                        self.act(Action::Enter);
                    }
                }
            }
            Target::Choice(choice) if matches!(self.overlays.last(), Some(Overlay::Transfer)) => {
                self.answer_transfer(choice);
            }
            Target::Choice(choice) => self.click_choice(choice),
            Target::History(number) => {
                if let (Some(Overlay::Rewind(rewind)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen) {
                    rewind.number = number;
                    rewind.at = rewind.at.min(rewind.end(game));
                }
            }
            Target::Moment(at) if self.point_at_moment(at) => {}
            // Targets below an overlay are ignored.
            _ if !self.overlays.is_empty() => {}
            Target::Chapter(chapter) => self.click_chapter(chapter),
            Target::Outcome(kind) => self.click_outcome(kind),
            Target::View(view) => self.act(Action::Show(view)),
            Target::Outlet(_) | Target::Panel(_) | Target::Entry(_) | Target::Order { .. } | Target::Moment(_) => {
                self.click_shop(target)
            }
        }
    }

    /// Moves the cursor of the rewind or comparison panel; `false`: neither is open.
    fn point_at_moment(&mut self, at: Time) -> bool {
        match (self.overlays.last_mut(), &self.screen) {
            (Some(Overlay::Rewind(rewind)), Screen::Live(game)) => rewind.at = at.min(rewind.end(game)),
            (Some(Overlay::Compare(beside)), _) => beside.cursor = Some(at).filter(|at| *at < beside.longer()),
            _ => return false,
        }
        true
    }

    fn click_palette(&mut self, line: usize) {
        let Some(Overlay::Palette(palette)) = self.overlays.last_mut() else { return };
        let again = palette.chosen == line;
        palette.step(line as i32 - palette.chosen as i32);
        if again {
            self.act(Action::Enter);
        }
    }

    fn click_choice(&mut self, choice: usize) {
        let ask = match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Guess(ask)), _) => Some(ask),
            (None, Screen::Story(story)) => story.ask_mut(),
            _ => None,
        };
        if let Some(ask) = ask {
            let again = ask.chosen == Some(choice);
            ask.choose(choice);
            if again {
                self.act(Action::Enter);
            }
        }
    }

    fn click_chapter(&mut self, chapter: usize) {
        let Screen::Picker(picker) = &mut self.screen else { return };
        if chapter < self.shelf.entries.len() {
            let again = picker.chosen == chapter;
            picker.chosen = chapter;
            if again {
                self.act(Action::Enter);
            }
        }
    }

    fn click_outcome(&mut self, kind: OutcomeKind) {
        let Screen::Ending(ending) = &mut self.screen else { return };
        if let Some(at) = ending.others.iter().position(|other| other.kind == kind) {
            ending.chosen = at;
        }
    }

    fn click_shop(&mut self, target: Target) {
        let Screen::Live(game) = &mut self.screen else { return };
        if let Some(at) = panel_of(target).and_then(|panel| game.view.panels().iter().position(|p| *p == panel)) {
            game.focus = at;
        }
        match target {
            Target::Outlet(outlet) if outlet.index() < game.session.setup().outlets.len() => {
                let again = game.outlet == outlet;
                game.outlet = outlet;
                if again {
                    self.act(Action::Enter);
                }
            }
            Target::Order { serial, row } => {
                let Some(row) = game.row_of(serial, row) else { return };
                let again = game.orders.chosen == row;
                game.orders.chosen = row;
                if again {
                    self.act(Action::Enter);
                }
            }
            Target::Entry(entry) => {
                let again = game.log.chosen.replace(entry) == Some(entry);
                if again {
                    self.act(Action::Enter);
                }
            }
            // On the charts the cursor, on the time line under the header the charts of that moment.
            Target::Moment(at) => {
                game.charts.cursor = Some(at).filter(|at| *at < game.now());
                game.show(View::Charts);
            }
            // The sentence in full, and small again; the figures over time.
            Target::Panel(Panel::Why) => game.enlarged = !game.enlarged,
            Target::Panel(Panel::Vitals) => game.show(View::Charts),
            _ => {}
        }
    }

    pub(super) fn drag(&mut self, target: Target) {
        if let Target::Moment(_) = target {
            self.click(target);
        }
    }

    /// Scrolls the list under the mouse.
    pub(super) fn wheel(&mut self, target: Option<Target>, by: i32) {
        if self.overlays.is_empty()
            && let (Screen::Live(game), Some(panel)) = (&mut self.screen, target.and_then(panel_of))
            && let Some(at) = game.view.panels().iter().position(|p| *p == panel)
        {
            game.focus = at;
        }
        let up = by < 0;
        let action = match target {
            Some(Target::Action(Action::Faster | Action::Pause)) if self.overlays.is_empty() => {
                if up {
                    Action::Faster
                } else {
                    Action::Slower
                }
            }
            _ if up => Action::Up,
            _ => Action::Down,
        };
        for _ in 0..by.unsigned_abs().min(30) {
            self.act(action);
        }
    }
}

/// The panel that contains a target.
fn panel_of(target: Target) -> Option<Panel> {
    match target {
        Target::Panel(panel) => Some(panel),
        Target::Order { .. } => Some(Panel::Orders),
        Target::Entry(_) => Some(Panel::Log),
        _ => None,
    }
}
