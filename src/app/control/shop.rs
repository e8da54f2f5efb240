//! Actions in a running shop: views, clock, menus, lists.

use super::overlays::PAGE;
use crate::app::job::{Saving, Work};
use crate::app::live::STORY;
use crate::app::menu::{MenuAnswer, MenuKind};
use crate::app::view::NEWS;
use crate::app::view::{Panel, Tone, View};
use crate::app::{Action, Answer, App, Confirm, Game, HintCard, Language, Leaving, Menu, Overlay, Purpose, Screen};
use crate::session::{Entry, EntryKind, Filter, Kinds, Sort, TICK, Trace, Without};
use crate::sim::command;
use crate::text::commands::describe_command;
use crate::text::twin;
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};

impl App {
    pub(super) fn shop_action(&mut self, action: Action) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        match action {
            Action::Act | Action::Fault | Action::Palette | Action::Hint | Action::Twin if game.showing => {
                let text = "This is shown, not played: watch, or leave with Esc and do it yourself.".to_string();
                game.say(Tone::Plain, text, NEWS);
            }
            Action::Act => self.overlays.push(Overlay::Menu(Menu::open(MenuKind::Act, game, language))),
            Action::Fault if !game.may_break() => {
                let text = "No. In this lesson the faults come by themselves. Nothing was changed.".to_string();
                game.say(Tone::Refused, text, NEWS);
            }
            Action::Fault => self.overlays.push(Overlay::Menu(Menu::open(MenuKind::Fault, game, language))),
            Action::Dial | Action::MoreDemand | Action::LessDemand => self.dial(action),
            Action::Palette => self.open_palette(""),
            Action::Task => self.overlays.push(Overlay::Task { scroll: 0 }),
            Action::Hint => self.offer_hint(),
            Action::Find => {
                game.widen();
                self.prompt(Purpose::Find, "");
            }
            Action::Twin => self.ask_twin(),
            Action::TwinFromHere | Action::TwinWithoutCommand | Action::TwinWithoutFault | Action::StopTwin => {
                self.twin(action);
            }
            Action::Rewind => self.open_rewind(None, None),
            Action::Compare => self.compare(),
            Action::Enter if game.view == View::Charts => {
                let at = game.charts.cursor;
                self.open_rewind(None, at);
            }
            Action::Tick => {
                game.pace.stop();
                self.tick();
            }
            Action::KeepAndLeave => self.show_picker(),
            Action::KeepAndQuit => self.leaving = Some(Leaving::Quit),
            Action::EndNow => {
                let from = game.now();
                self.overlays.clear();
                self.begin_job(Work::LettingPass { from, asked: true });
            }
            Action::NextThing | Action::JumpToNext if !game.session.is_over() => {
                if !game.pace.is_searching() {
                    game.dear = game.cheapest_too_dear(language);
                }
                match action {
                    Action::NextThing => game.pace.whoosh(),
                    _ => game.pace.jump(),
                }
            }
            Action::PlayOn => self.run_on(),
            Action::DayDebrief => self.day_debrief(),
            Action::NextDay => self.next_day(),
            Action::PlayAgain => game.play_again(),
            Action::ActAnew => game.undone.clear(),
            Action::BeforeLoss => self.before_loss(),
            Action::CloseUp => self.back_to_ending(),
            Action::Save => self.prompt_save(),
            Action::ShowMe => self.show_me(),
            _ => game.look(action, self.settings.language),
        }
    }

    /// Advances the shop by one tick.
    fn tick(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        if game.session.is_over() {
            return;
        }
        let tick = TICK;
        game.pace.paused = false;
        game.pace.pass(Span(1));
        game.pace.owe(tick);
        self.step_live();
        if let Screen::Live(game) = &mut self.screen {
            game.pace.stop();
        }
    }

    fn offer_hint(&mut self) {
        let Screen::Live(game) = &self.screen else { return };
        let ready = game.session.hints_ready().iter().any(|hint| !game.hints_told.contains(hint));
        let left = game.hints_told.len() < game.scenario.hints.len();
        if ready {
            return self.tell_hint();
        }
        let card = if left { HintCard::Offer } else { HintCard::NoMore };
        self.overlays.push(Overlay::Hint(card));
    }

    /// Asks what the twin should be without, offering what exists.
    fn ask_twin(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &self.screen else { return };
        let answer = |key, text: String, action| Answer { key, text, action };
        let mut answers = Vec::new();
        if game.session.twin().is_some() {
            answers.push(answer('x', "stop the twin".into(), Action::StopTwin));
        }
        if game.ghost.is_some() {
            answers.push(answer('g', "the ghost: what the code's sender did".into(), Action::TwinGhost));
        }
        if let Some(last) = game.session.commands().last() {
            let words = describe_command(&last.command, game.session.setup(), language);
            answers.push(answer('c', format!("without {words}"), Action::TwinWithoutCommand));
        }
        if let Some(event) = game.last_fault() {
            let words = describe_command(&game.session.setup().script[event].command, game.session.setup(), language);
            answers.push(answer('f', format!("without {words}"), Action::TwinWithoutFault));
        }
        if game.session.twin().is_some() || !game.histories.left.is_empty() {
            answers.push(answer('s', "side by side".into(), Action::Compare));
        }
        answers.push(answer('h', "without anything I do from now on".into(), Action::TwinFromHere));
        self.ask(Confirm {
            title: "A twin of this shop".into(),
            text: "The same evening without one thing; every difference comes from it.".into(),
            answers,
            chosen: 0,
        });
    }

    fn twin(&mut self, action: Action) {
        let Screen::Live(game) = &mut self.screen else { return };
        let without = match action {
            Action::TwinFromHere => Some(Without::WhatFollows),
            Action::TwinGhost => game.ghost.clone().map(Without::Player),
            Action::TwinWithoutCommand => game.session.commands().len().checked_sub(1).map(Without::Command),
            Action::TwinWithoutFault => game.last_fault().map(Without::Event),
            _ => None,
        };
        match without {
            Some(without) => {
                game.twin_asked = true;
                self.twin_without(without);
            }
            None => game.session.stop_twin(),
        }
    }

    /// Has a twin of the running shop made; of a large one it takes a while.
    pub(in crate::app) fn twin_without(&mut self, without: Without) {
        self.begin_job(Work::Twinning(without));
    }

    /// Starts a twin of the running shop, or says why there is none.
    pub(in crate::app) fn start_twin(&mut self, without: Without) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        let is_asked = std::mem::take(&mut game.twin_asked);
        if !game.session.start_twin(without) {
            game.say(Tone::Refused, "No. There is nothing of that kind to leave out.".into(), NEWS);
        } else if is_asked {
            // Where its line is seen.
            game.show(View::Charts);
            game.session.refresh();
            let said = twin::started(&game.scene(language));
            game.say(Tone::Done, said, STORY);
        }
    }

    /// Demonstrates the solution in a new shop; the player's game is saved.
    pub(super) fn show_me(&mut self) {
        let (scenario, source, chapter) = match &self.screen {
            Screen::Live(game) => (game.scenario.clone(), game.source.clone(), game.chapter),
            Screen::Ending(ending) => (ending.game.scenario.clone(), ending.game.source.clone(), ending.game.chapter),
            Screen::Picker(_) | Screen::Story(_) => return,
        };
        if scenario.solution.is_empty() {
            if let Screen::Live(game) = &mut self.screen {
                game.say(Tone::Refused, "No. This scenario has no solution to show.".into(), NEWS);
            }
            return;
        }
        self.leave_game();
        let mut game = Game::new(scenario, source, chapter, Vec::new());
        game.showing = true;
        game.pace.paused = false;
        self.start(game);
    }

    /// Leaves a demonstration: back to the debrief from which it was asked for, else to the chapters.
    pub(super) fn stop_showing(&mut self) {
        match self.last.take() {
            Some(ending) => {
                self.overlays.clear();
                self.screen = Screen::Ending(ending);
            }
            None => self.show_picker(),
        }
    }

    pub(super) fn prompt_save(&mut self) {
        let Some(game) = self.game() else { return };
        let name = format!("{}-commands.toml", game.scenario.name);
        self.prompt(Purpose::SaveCommands, &name);
    }

    /// Begins to write what the player did into a new file; [`App::take_saved`] tells the outcome.
    pub fn save_commands(&mut self, path: &str) {
        let Some(game) = self.game() else { return };
        if path.is_empty() {
            return self.saved(Err("A file name, please.".into()));
        }
        if game.session.is_over() {
            let digest = game.session.world().digest();
            self.write_commands(path, digest);
        } else {
            let saving = Saving::new(path, game);
            self.begin_job(Work::Saving(Box::new(saving)));
        }
    }

    /// Writes the commands file with the digest of the end.
    pub(in crate::app) fn write_commands(&mut self, path: &str, digest: String) {
        let Some(game) = self.game() else { return };
        let text = game.commands_file_with(digest);
        let sets = game.scenario.changed.iter().map(|set| format!("{}={}", set.path, set.value));
        let changed: String = sets.map(|set| format!(" --set {}", shell_word(&set))).collect();
        let (source, file) = (shell_word(&game.source), shell_word(path));
        let said = format!("Saved: pizzeria run {source} --commands {file}{changed}");
        let done = self.store.export(path, text.as_bytes());
        self.saved(done.map(|()| said));
    }

    /// Writes the scenario with everything done so far into a new file, from the palette.
    pub(super) fn export(&mut self, file: &str) {
        let Screen::Live(game) = &self.screen else { return };
        let file = if file.ends_with(".toml") { file.to_string() } else { format!("{file}.toml") };
        let written = game.exportable_to(&file).and_then(|()| game.session.export());
        let done = written.and_then(|text| self.store.export(&file, text.as_bytes()));
        match (done, self.overlays.last_mut(), &mut self.screen) {
            (Err(text), Some(Overlay::Palette(palette)), _) => {
                palette.answer = Some(MenuAnswer { refused: true, text });
            }
            (Ok(()), _, Screen::Live(game)) => {
                let said = format!("Written, with all that was done: pizzeria play {}", shell_word(&file));
                game.say(Tone::Done, said, NEWS);
                self.overlays.pop();
            }
            _ => {}
        }
    }

    /// Shows whether the commands file was written.
    fn saved(&mut self, done: Result<String, String>) {
        self.saved_in = Some(done.clone());
        let asked = matches!(self.top(), Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::SaveCommands);
        match (done, self.overlays.last_mut()) {
            (Err(why), Some(Overlay::Prompt(prompt))) if asked => prompt.complaint = Some(why),
            (Err(why), _) => self.notes.push(why),
            (Ok(said), _) => {
                if asked {
                    self.overlays.pop();
                }
                match &mut self.screen {
                    Screen::Live(game) => game.say(Tone::Done, said, NEWS),
                    Screen::Ending(ending) => ending.saved = Some(said),
                    Screen::Picker(_) | Screen::Story(_) => {}
                }
            }
        }
    }

    /// Narrows the list by the text of the open prompt while it is typed.
    pub(super) fn find_as_typed(&mut self) {
        let (Some(Overlay::Prompt(prompt)), Screen::Live(game)) = (self.overlays.last(), &mut self.screen) else {
            return;
        };
        if prompt.purpose == Purpose::Find {
            let text = prompt.line.text().to_string();
            game.narrow(&text);
        }
    }
}

impl Game {
    /// Actions that change only the views and the clock.
    fn look(&mut self, action: Action, language: Language) {
        match action {
            Action::Show(view) => self.show(view),
            Action::NextPanel => self.focus = (self.focus + 1) % self.view.panels().len(),
            Action::PreviousPanel => {
                let count = self.view.panels().len();
                self.focus = (self.focus + count - 1) % count;
            }
            Action::Enlarge => self.enlarged = !self.enlarged,
            Action::NextOutlet => self.step_outlet(1),
            Action::PreviousOutlet => self.step_outlet(-1),
            Action::Pause if !self.session.is_over() => self.pace.toggle(),
            Action::Faster => self.pace.faster(),
            Action::Slower => self.pace.slower(),
            Action::AutoPace => self.pace.direct_itself(),
            _ => match self.view {
                View::City | View::Kitchen | View::System => self.look_at_outlets(action),
                View::Charts => self.look_at_charts(action),
                View::Orders => self.look_at_orders(action),
                View::Log => self.look_at_log(action, language),
            },
        }
    }

    pub(super) fn show(&mut self, view: View) {
        if self.view != view {
            (self.view, self.focus, self.enlarged) = (view, 0, false);
        }
    }

    pub(in crate::app) fn step_outlet(&mut self, by: i32) {
        let count = self.session.setup().outlets.len() as i64;
        self.outlet = OutletId((self.outlet.0 as i64 + by as i64).rem_euclid(count) as u32);
    }

    fn move_outlet(&mut self, by: i32) {
        let last = self.session.setup().outlets.len() as i64 - 1;
        self.outlet = OutletId((self.outlet.0 as i64 + by as i64).clamp(0, last) as u32);
    }

    fn look_at_outlets(&mut self, action: Action) {
        match action {
            Action::Up => self.move_outlet(-1),
            Action::Down => self.move_outlet(1),
            Action::Left => self.step_outlet(-1),
            Action::Right => self.step_outlet(1),
            Action::PageUp => self.move_outlet(-PAGE),
            Action::PageDown => self.move_outlet(PAGE),
            Action::Home => self.outlet = OutletId(0),
            Action::End => self.move_outlet(i32::MAX),
            Action::Enter => self.show(View::Kitchen),
            _ => {}
        }
    }

    fn look_at_charts(&mut self, action: Action) {
        let now = self.now();
        let shown = self.charts.zoom.unwrap_or(Span(now.0.max(1)));
        // A hundredth of the axis, at least a minute.
        let step = (shown.0 / 100).max(Span::from_mins(1).0);
        let at = self.charts.cursor.unwrap_or(now);
        match action {
            Action::Left => self.charts.cursor = Some(Time(at.0.saturating_sub(step))),
            Action::Right => self.charts.cursor = Some(Time(at.0 + step)).filter(|at| *at < now),
            Action::PageUp => self.charts.cursor = Some(Time(at.0.saturating_sub(10 * step))),
            Action::PageDown => self.charts.cursor = Some(Time(at.0 + 10 * step)).filter(|at| *at < now),
            Action::Home => self.charts.cursor = Some(Time::ZERO),
            Action::End => self.charts.cursor = None,
            Action::Up => self.charts.scroll = self.charts.scroll.saturating_sub(1),
            Action::Down => self.charts.scroll = (self.charts.scroll + 1).min(CHARTS - 1),
            Action::NextMark => self.charts.cursor = self.session.mark_after(at),
            Action::Zoom => {
                self.charts.zoom = match self.charts.zoom {
                    None => Some(Span::from_hours(1)),
                    Some(zoom) if zoom > Span::from_mins(20) => Some(Span::from_mins(20)),
                    Some(_) => None,
                }
            }
            Action::Theory => self.charts.theory = !self.charts.theory,
            _ => {}
        }
    }

    /// The present row of an order that was drawn at `row`; `None`: it has left the list.
    pub(super) fn row_of(&self, serial: u64, row: usize) -> Option<usize> {
        let listed = |limit| self.session.orders(self.orders.sort, &self.orders.filter, limit);
        let find = |traces: Vec<Trace>| traces.iter().position(|trace| trace.serial == serial);
        find(listed(row + 64)).or_else(|| find(listed(usize::MAX)))
    }

    fn look_at_orders(&mut self, action: Action) {
        let count = self.session.count_orders(self.orders.sort, &self.orders.filter);
        let at = self.orders.chosen as i64;
        let to = |by: i64| (at + by).clamp(0, count.saturating_sub(1) as i64) as usize;
        self.orders.chosen = match action {
            Action::Up => to(-1),
            Action::Down => to(1),
            Action::PageUp => to(-PAGE as i64),
            Action::PageDown => to(PAGE as i64),
            Action::Home => 0,
            Action::End => count.saturating_sub(1),
            _ => to(0),
        };
        match action {
            Action::Sort => {
                self.orders.sort = match self.orders.sort {
                    Sort::Recent => Sort::Slowest,
                    Sort::Slowest => Sort::Lost,
                    Sort::Lost => Sort::Recent,
                };
                self.orders.chosen = 0;
            }
            Action::Enter => {
                // Enlarges the chosen order's trace, or shrinks it.
                let large = self.enlarged && self.panel() == Panel::Trace;
                (self.enlarged, self.focus) = (!large, usize::from(!large));
            }
            _ => {}
        }
    }

    /// The kinds of entries that the log shows now.
    pub fn kinds(&self) -> Kinds {
        self.log.only.map_or(Kinds::NOTABLE, Kinds::only)
    }

    fn look_at_log(&mut self, action: Action, language: Language) {
        if action == Action::OfWhat {
            self.log.only = match self.log.only {
                None => Some(EntryKind::Fault),
                Some(EntryKind::Fault) => Some(EntryKind::Decision),
                Some(EntryKind::Decision) => Some(EntryKind::Trouble),
                Some(EntryKind::Trouble) => Some(EntryKind::Noticed),
                Some(EntryKind::Noticed) => Some(EntryKind::Order),
                Some(EntryKind::Order) => None,
            };
            self.log.chosen = None;
            return;
        }
        let lines: Vec<&Entry> = self.log_lines(language).collect();
        let Some(oldest) = lines.len().checked_sub(1) else { return };
        let here = |chosen| lines.iter().position(|entry| entry.id <= chosen).unwrap_or(oldest);
        let at = self.log.chosen.map_or(0, here);
        let to = match action {
            Action::Up => at + 1,
            Action::PageUp => at + PAGE as usize,
            Action::Down => at.saturating_sub(1),
            Action::PageDown => at.saturating_sub(PAGE as usize),
            Action::Home => oldest,
            Action::End => 0,
            Action::Enter => {
                let moment = lines[at].at;
                self.show(View::Charts);
                self.charts.cursor = Some(moment);
                return;
            }
            _ => return,
        };
        // The cursor keeps following the newest line, unless it just left it.
        let stays = to > 0 || matches!(action, Action::Up | Action::PageUp);
        self.log.chosen = stays.then(|| lines[to.min(oldest)].id);
    }

    /// Index in the script of the scenario's last fault so far.
    fn last_fault(&self) -> Option<usize> {
        let now = self.now();
        let script = &self.session.setup().script;
        (0..script.len()).rev().find(|i| script[*i].at <= now && script[*i].command.kind() == command::Kind::Fault)
    }

    /// Whether the scenario allows the player any fault.
    pub fn may_break(&self) -> bool {
        command::SPECS.iter().any(|row| row.kind == command::Kind::Fault && self.allows(row.name))
    }

    /// The words by which the open list is narrowed.
    fn find(&self) -> &str {
        match self.view {
            View::Orders => &self.orders.find,
            View::Log => &self.log.find,
            _ => "",
        }
    }

    pub(super) fn has_narrowed(&self) -> bool {
        !self.find().is_empty()
    }

    pub(super) fn widen(&mut self) {
        self.narrow("");
    }

    /// Narrows the open list to these words; for orders, a number or names of outlets, zones and items.
    fn narrow(&mut self, text: &str) {
        match self.view {
            View::Log => self.log.find = text.to_string(),
            View::Orders => {
                self.orders.filter = self.filter(text.trim());
                self.orders.find = text.to_string();
                self.orders.chosen = 0;
            }
            _ => {}
        }
    }

    /// A filter for orders with all these words; empty: all of the last hour.
    fn filter(&self, text: &str) -> Filter {
        if text.is_empty() {
            return Filter { within: Some(Span::from_hours(1)), ..Filter::default() };
        }
        let mut filter = Filter::default();
        // A name may have several words, so the whole text is tried first.
        if !self.names_one(text, &mut filter) {
            filter.nothing = !text.split_whitespace().all(|word| self.names_one(word, &mut filter));
        }
        filter
    }

    /// Adds to the filter an order's number (`#141` or `141`), or a part of the name of an outlet, zone or item;
    /// `false`: it is neither.
    fn names_one(&self, words: &str, filter: &mut Filter) -> bool {
        let setup = self.session.setup();
        let words = words.to_lowercase();
        if let Ok(serial) = words.strip_prefix('#').unwrap_or(&words).parse() {
            filter.serial = Some(serial);
            return true;
        }
        let found = |name: &str| name.to_lowercase().contains(&words);
        if let Some(outlet) = setup.outlets.iter().position(|outlet| found(&outlet.name)) {
            filter.outlet = Some(OutletId(outlet as u32));
        } else if let Some(zone) = setup.zones.iter().position(|zone| found(&zone.name)) {
            filter.zone = Some(ZoneId(zone as u32));
        } else if let Some(item) = setup.items.iter().position(|item| found(&item.name)) {
            filter.item = Some(ItemId(item as u16));
        } else {
            return false;
        }
        true
    }
}

/// The number of charts.
const CHARTS: usize = 6;

/// A word quoted for a shell.
fn shell_word(word: &str) -> std::borrow::Cow<'_, str> {
    shlex::try_quote(word).unwrap_or(word.into())
}
