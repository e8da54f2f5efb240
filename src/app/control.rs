//! What keys and clicks do. Which key means which action is in [`super::keymap`].

mod ending;
mod histories;
mod overlays;
mod picker;
mod pointing;
mod replays;
mod shop;

use super::input::{Code, Input, Key, Target};
use super::keymap::{self, Context};
use super::menu::Pressed;
use super::view::{NEWS, Tone, VIEWS};
use super::{Action, App, HintCard, Host, Leaving, Overlay, Screen, layouts};
use crate::session::Dial;
use crate::text::{concepts, glossary};
use crate::units::Time;

impl App {
    /// Handles the player's input.
    pub fn update(&mut self, input: Input) {
        self.dirty = true;
        match input {
            Input::Resize(columns, rows) => self.size = (columns, rows),
            // Nothing can be seen, so only leaving is possible.
            _ if self.is_too_small() => {
                if let Input::Key(key) | Input::KeyAt(key, _) = input {
                    self.key_while_too_small(key);
                }
            }
            _ if self.job.is_some() => self.input_meanwhile(&input),
            Input::Key(key) => self.key(key, None),
            Input::KeyAt(key, latin) => self.key(key, Some(latin)),
            Input::Click(target) => self.click(target),
            Input::Drag(target) => self.drag(target),
            Input::Wheel(target, by) => self.wheel(target, by),
            Input::Paste(text) => self.paste(&text),
        }
    }

    fn key_while_too_small(&mut self, key: Key) {
        match keymap::meaning(Context::Everywhere, key) {
            Some(Action::Quit | Action::Leave) => self.leaving = Some(Leaving::Quit),
            Some(Action::Suspend) => self.leaving = Some(Leaving::Suspend),
            _ => {}
        }
    }

    /// During long work only keys that cancel or leave are handled.
    fn input_meanwhile(&mut self, input: &Input) {
        let action = match input {
            Input::Key(key) | Input::KeyAt(key, _) => keymap::meaning(Context::Job, *key),
            Input::Click(Target::Action(action)) => Some(*action),
            Input::Click(_) | Input::Drag(_) | Input::Wheel(..) | Input::Paste(_) | Input::Resize(..) => None,
        };
        match action {
            Some(Action::Close) => self.stop_job(),
            Some(Action::Quit) => self.leaving = Some(Leaving::Quit),
            Some(Action::Suspend) => self.leaving = Some(Leaving::Suspend),
            _ => {}
        }
    }

    /// Handles a key as it is, else as the key in its place on a Latin keyboard. Where text is typed it means itself.
    fn key(&mut self, key: Key, latin: Option<char>) {
        if let Screen::Live(game) = &mut self.screen
            && self.overlays.is_empty()
        {
            game.news = None;
        }
        if matches!(self.screen, Screen::Story(_) | Screen::Ending(_)) {
            self.notes.clear();
        }
        if self.ends_whoosh(key) || self.ends_moment(key) || self.is_pressed_twice(key) {
            return;
        }
        let context = self.context();
        let is_text = matches!(self.top(), Some(Overlay::Palette(_) | Overlay::Prompt(_)));
        self.layout = layouts::of(key).or(self.layout);
        for reading in layouts::readings(key, latin, self.layout, is_text) {
            if self.press(reading, context) {
                return;
            }
        }
        if let (Code::Char(c), false) = (key.code, is_text)
            && !c.is_ascii()
            && !c.is_control()
        {
            let text = format!("No key here: {c}. The keys are those of a Latin keyboard; ? lists them.");
            match &mut self.screen {
                Screen::Live(game) => game.say(Tone::Plain, text, NEWS),
                Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => self.notes = vec![text],
            }
        }
    }

    /// Any key ends a whoosh where it is, but the one that began it. A key that only starts or stops the clock means no
    /// more than that; `true`: nothing is left of it.
    fn ends_whoosh(&mut self, key: Key) -> bool {
        let (Screen::Live(game), true) = (&mut self.screen, self.overlays.is_empty()) else { return false };
        if !game.pace.is_whooshing() {
            return false;
        }
        match keymap::meaning(Context::View(game.view), key) {
            Some(Action::NextThing) => false,
            meaning => {
                game.pace.stop();
                matches!(meaning, None | Some(Action::Pause | Action::Enter | Action::Close | Action::JumpToNext))
            }
        }
    }

    /// Whether the key closed a card a moment ago, and means nothing else yet.
    fn is_pressed_twice(&self, key: Key) -> bool {
        let is_shop = matches!(self.screen, Screen::Live(_)) && self.overlays.is_empty();
        is_shop && !self.card_grace.is_zero() && matches!(key.code, Code::Enter | Code::Char(' '))
    }

    /// Any key ends what moves before the debrief. Once nothing moves, Enter turns the page, and any other key turns it
    /// and does what it does in the debrief; `true`: nothing is left of the key.
    fn ends_moment(&mut self, key: Key) -> bool {
        let (Screen::Ending(ending), true) = (&mut self.screen, self.overlays.is_empty()) else { return false };
        let meaning = keymap::meaning(Context::Ending, key);
        match &mut ending.moment {
            None => false,
            Some(_) if matches!(meaning, Some(Action::Quit | Action::Suspend)) => false,
            Some(moment) if !moment.is_over() => {
                moment.skip();
                true
            }
            Some(_) => {
                ending.moment = None;
                matches!(meaning, None | Some(Action::Again | Action::Enter))
            }
        }
    }

    /// Shows another view beneath a guess that is asked while the shop runs; `false`: it is no view's key.
    fn looks_first(&mut self, c: Option<char>) -> bool {
        let view = VIEWS.into_iter().find(|view| c.is_some() && c == view.number().to_string().chars().next());
        match (view, &mut self.screen) {
            (Some(view), Screen::Live(game)) => {
                game.show(view);
                true
            }
            _ => false,
        }
    }

    /// Handles one reading of a key; `false`: it has no meaning here.
    fn press(&mut self, key: Key, context: Context) -> bool {
        if self.own_key(key, context) {
            return true;
        }
        match keymap::meaning(context, key) {
            Some(action) => {
                self.act(action);
                true
            }
            None if context == Context::Page => self.key_through_page(key),
            None => self.typed(key),
        }
    }

    /// Lets a key that a card mentions ("press a") act on the shop and closes the card.
    fn key_through_page(&mut self, key: Key) -> bool {
        let Screen::Live(game) = &self.screen else { return false };
        let card = matches!(
            self.top(),
            Some(Overlay::Cue(_) | Overlay::Task { .. } | Overlay::Hint(HintCard::Told(_) | HintCard::NoMore))
        );
        let meaning = keymap::meaning(Context::View(game.view), key);
        let Some(action) = meaning.filter(|_| card) else { return false };
        self.close_overlay();
        if self.overlays.is_empty() {
            self.act(action);
        }
        true
    }

    /// Whether the host knows of such a thing at all.
    pub fn has(&self, action: Action) -> bool {
        let is_picker = matches!(self.screen, Screen::Picker(_)) && self.overlays.is_empty();
        match (self.host, action) {
            (Host::Page, Action::Mouse | Action::Suspend | Action::Quit | Action::KeepAndQuit) => false,
            (Host::Page, Action::Leave) => !is_picker,
            (Host::Page | Host::Terminal, _) => true,
        }
    }

    /// The keys that come to something now, each with its word: for whoever has no keyboard.
    pub fn possible(&self) -> Vec<(Key, String)> {
        let place = self.context();
        let opposite = |key: Key| match key.code {
            Code::Down => Some(Code::Up),
            Code::Right => Some(Code::Left),
            Code::PageDown => Some(Code::PageUp),
            _ => None,
        };
        let mut keys: Vec<(Key, String)> = Vec::new();
        let rows = keymap::holding(place).filter(|row| !row.short.is_empty() && self.offers(row.action));
        for row in rows {
            let word = glossary::say(self.language(), self.word_for(row.action, row.short));
            let back = opposite(row.key).map(Key::of).filter(|key| keymap::meaning(place, *key).is_some());
            keys.extend(back.map(|key| (key, word.clone())));
            keys.push((row.key, word));
        }
        keys
    }

    /// Whether an action is possible now; the footer hides those that are not.
    pub fn offers(&self, action: Action) -> bool {
        match (&self.screen, action) {
            _ if !self.has(action) => false,
            (Screen::Picker(_), Action::GoOn) => !self.kept.is_empty(),
            (Screen::Picker(_), Action::Debrief) => self.last.is_some(),
            (Screen::Picker(picker), Action::Reset) => match self.shelf.entries.get(picker.chosen) {
                Some(entry) => entry.file.is_some() || self.progress.of(&entry.source).is_some(),
                None => false,
            },
            (Screen::Live(game), Action::Act | Action::Fault | Action::Palette | Action::Hint | Action::Twin)
                if game.showing =>
            {
                false
            }
            (Screen::Live(game), Action::Fault) => game.may_break() && !game.session.is_over(),
            (Screen::Live(game), Action::Dial) => game.may_dial(),
            (Screen::Live(game), Action::MoreDemand | Action::LessDemand) => game.may_demand(),
            (Screen::Live(game), Action::Rewind) => {
                !game.showing && (game.now() > Time::ZERO || !game.histories.left.is_empty())
            }
            (Screen::Ending(ending), Action::Rewind) => !ending.game.showing,
            (Screen::Live(game), Action::Hint) => !game.scenario.hints.is_empty(),
            (
                Screen::Live(game),
                Action::Act | Action::Pause | Action::Tick | Action::NextThing | Action::JumpToNext,
            ) => !game.session.is_over(),
            (Screen::Ending(ending), Action::ShowMe) => !ending.game.scenario.solution.is_empty(),
            (Screen::Ending(ending), Action::Question) => ending.question.is_some(),
            (Screen::Ending(ending), Action::Next | Action::Look) if ending.is_halfway() => false,
            (Screen::Ending(ending), Action::Next) => {
                self.shelf.find(&ending.game.source).and_then(|at| self.shelf.after(at)).is_some()
            }
            _ => true,
        }
    }

    /// The footer's words for an action in the present state, such as "pause" or "go on" for Space.
    pub fn word_for<'a>(&self, action: Action, usual: &'a str) -> &'a str {
        match (&self.screen, action) {
            (Screen::Live(game), Action::NextThing) if game.may_dial() => "next",
            (Screen::Live(game), Action::Fault) if game.may_dial() => "ruin",
            (Screen::Live(game), Action::Pause) if !game.pace.is_running() => "go on",
            (Screen::Live(game), Action::Dial) => match game.dial {
                // The bar has no room for more; log and news say it in full.
                Dial::None => "none",
                Dial::NowAndThen => "some",
                Dial::Chaos => "chaos",
            },
            (Screen::Live(game), Action::MoreDemand) => game.demand().1,
            (Screen::Ending(ending), Action::Again) if ending.is_halfway() => "on to the next day",
            (Screen::Story(story), Action::Begin) => match story.ask() {
                Some(_) if story.asking + 1 < story.asks.len() => "the next question",
                Some(ask) if ask.guess(&story.scenario.predictions[ask.index]).is_some() => {
                    "open the shop with this guess"
                }
                Some(_) => "open the shop, no guess",
                None => usual,
            },
            (Screen::Ending(ending), Action::Question) if ending.question.is_some_and(|q| q.answered.is_some()) => {
                "why, again"
            }
            _ => usual,
        }
    }

    /// Handles keys that the open overlay defines itself: second keys of a menu, answers, predictions.
    fn own_key(&mut self, key: Key, place: Context) -> bool {
        let plain = match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => Some(c),
            _ => None,
        };
        match (place, plain) {
            (Context::Menu, Some(c)) => self.menu_key(c),
            (Context::Question, Some(c)) if matches!(self.top(), Some(Overlay::Transfer)) => self.transfer_key(c),
            (Context::Question, Some(c)) => self.answer_key(c),
            (Context::Story, _) => match &mut self.screen {
                Screen::Story(story) => story.ask_mut().is_some_and(|ask| ask.press(key)),
                _ => false,
            },
            (Context::Typing, _) => match self.overlays.last_mut() {
                Some(Overlay::Guess(ask)) => ask.press(key) || self.looks_first(plain),
                _ => false,
            },
            _ => false,
        }
    }

    /// Handles a second or third key of the menu.
    fn menu_key(&mut self, c: char) -> bool {
        let language = self.settings.language;
        let (Some(Overlay::Menu(menu)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen) else {
            return false;
        };
        let pressed = menu.press(c, game, language);
        if pressed == Pressed::Nothing {
            return false;
        }
        self.pressed(pressed);
        true
    }

    /// Carries out an action, whether a key, a click or a question asked for it.
    pub fn act(&mut self, action: Action) {
        if !self.has(action) {
            return;
        }
        self.dirty = true;
        match action {
            Action::Quit => self.leaving = Some(Leaving::Quit),
            Action::Suspend => self.leaving = Some(Leaving::Suspend),
            Action::Words => self.change_words(),
            Action::Mouse => self.switch_mouse(),
            Action::Help => self.toggle_page(Overlay::Help { scroll: 0 }),
            Action::Glossary => self.toggle_page(Overlay::Glossary { chosen: 0 }),
            Action::Map => self.open_map(),
            Action::Close => self.close(),
            Action::Leave => self.leave(),
            _ if !self.overlays.is_empty() && self.overlay_action(action) => {}
            _ => match self.screen {
                Screen::Picker(_) => self.picker_action(action),
                Screen::Story(_) => self.story_action(action),
                Screen::Live(_) => self.shop_action(action),
                Screen::Ending(_) => self.ending_action(action),
            },
        }
    }

    fn change_words(&mut self) {
        self.settings.language = self.settings.language.other();
        let language = self.settings.language;
        if let Screen::Live(game) = &self.screen {
            for overlay in &mut self.overlays {
                match overlay {
                    Overlay::Menu(menu) => menu.refresh(game, language),
                    Overlay::Palette(palette) => palette.translate(game, language),
                    _ => {}
                }
            }
        }
        self.keep_settings();
    }

    /// Leaves the mouse to the terminal, or takes it back.
    fn switch_mouse(&mut self) {
        self.settings.no_mouse = !self.settings.no_mouse;
        let text = match self.settings.no_mouse {
            true => "The mouse is the terminal's: select what you like. The same key takes it back.",
            false => "The mouse is ours again.",
        };
        match &mut self.screen {
            Screen::Live(game) => game.say(Tone::Plain, text.into(), NEWS),
            Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => self.notes = vec![text.into()],
        }
        self.keep_settings();
    }

    /// Opens a page, or closes it if it is open.
    /// The map of ideas, at that of the lesson at hand; once more: away with it.
    fn open_map(&mut self) {
        let id = match &self.screen {
            Screen::Live(game) => game.scenario.concept.as_deref(),
            Screen::Picker(picker) => self.shelf.concept_of(picker.chosen),
            Screen::Story(_) | Screen::Ending(_) => None,
        };
        let mut ideas = concepts::map().into_iter().flat_map(|(_, ideas)| ideas);
        let chosen = ideas.position(|(concept, _)| Some(concept.id.as_str()) == id).unwrap_or(0);
        self.toggle_page(Overlay::Map { chosen });
    }

    fn toggle_page(&mut self, page: Overlay) {
        let same = |overlay: &Overlay| std::mem::discriminant(overlay) == std::mem::discriminant(&page);
        match self.overlays.iter().position(same) {
            Some(at) => self.overlays.truncate(at),
            None => self.overlays.push(page),
        }
    }

    /// Esc: closes the topmost overlay or goes back a level; it never ends the program.
    fn close(&mut self) {
        let language = self.settings.language;
        match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Menu(menu)), Screen::Live(game)) => {
                if !menu.back(game, language) {
                    self.overlays.pop();
                }
            }
            (Some(_), _) => self.close_overlay(),
            (None, Screen::Live(game)) if game.enlarged => game.enlarged = false,
            (None, Screen::Live(game)) if game.has_narrowed() => game.widen(),
            (None, Screen::Live(game)) if game.showing => self.stop_showing(),
            (None, Screen::Live(game)) if game.session.is_over() => self.back_to_ending(),
            (None, Screen::Live(_)) => {}
            (None, Screen::Story(_)) => self.show_picker(),
            (None, Screen::Ending(ending)) if ending.is_halfway() => self.next_day(),
            (None, Screen::Ending(_)) => self.show_picker(),
            (None, Screen::Picker(_)) => {
                self.notes.clear();
            }
        }
    }

    fn typed(&mut self, key: Key) -> bool {
        let language = self.settings.language;
        match (self.overlays.last_mut(), &self.screen) {
            (Some(Overlay::Palette(palette)), Screen::Live(game)) => {
                let is_changed = palette.line.press(key);
                if is_changed {
                    palette.recalled = None;
                    palette.search(game, language);
                }
                is_changed
            }
            (Some(Overlay::Prompt(prompt)), _) => {
                prompt.complaint = None;
                let is_changed = prompt.line.press(key);
                self.find_as_typed();
                is_changed
            }
            _ => false,
        }
    }

    fn paste(&mut self, text: &str) {
        let language = self.settings.language;
        match (self.overlays.last_mut(), &mut self.screen) {
            (Some(Overlay::Palette(palette)), Screen::Live(game)) => {
                // The line may be full.
                let is_changed = palette.line.paste(text);
                if is_changed {
                    palette.search(game, language);
                }
            }
            (Some(Overlay::Prompt(prompt)), _) => {
                let is_changed = prompt.line.paste(text.trim());
                if is_changed {
                    self.find_as_typed();
                }
            }
            (Some(Overlay::Guess(ask)), _) => {
                ask.typed.paste(text);
            }
            (None, Screen::Story(story)) => {
                if let Some(ask) = story.ask_mut() {
                    ask.typed.paste(text);
                }
            }
            _ => {}
        }
    }
}
