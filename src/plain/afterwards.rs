//! After closing: the result, the question about it, and saving the commands.

use super::Lines;
use crate::app::story::Ask;
use crate::app::{Action, Input, Key, Screen};
use crate::text::goals;
use crate::ui;

impl Lines {
    /// Goals, stars, guesses and the digest.
    pub(super) fn result(&self) -> Vec<String> {
        let Screen::Ending(ending) = self.app.screen() else { return Vec::new() };
        let mark = |met| if met { "met" } else { "missed" };
        let scenario = &ending.game.scenario;
        let words = self.words();
        let asked = scenario.goals.iter().chain(&scenario.stars);
        let verdicts = asked.zip(ending.goals.iter().chain(&ending.stars));
        let mut said: Vec<String> = verdicts
            .map(|(goal, verdict)| {
                let value = goals::value(verdict.value, goal.metric.row().unit);
                format!(
                    "{}: {} ({value})",
                    mark(verdict.met),
                    words.told(&goal.text, &goal.systems).trim_end_matches('.')
                )
            })
            .collect();
        said.extend(ui::spoken::debrief(ending, words));
        said.push(format!("Digest {}.", ending.digest));
        said
    }

    /// The question, if any, and the words that are possible now.
    pub(super) fn last_words(&self) -> Vec<String> {
        let mut said = Vec::new();
        if let Screen::Ending(ending) = self.app.screen()
            && let Some(question) = &ending.question
        {
            said.extend(ui::spoken::question(question));
            said.push("Say answer and a letter.".into());
        }
        said.push("It is over. Say save FILE to keep what you did, again, status, or quit.".into());
        said
    }

    pub(super) fn obey_after(&mut self, word: &str, rest: &str) -> Vec<String> {
        match word {
            "answer" => self.answer(rest),
            letter if rest.is_empty() && self.is_choice(letter) => self.answer(letter),
            "save" => self.save(rest),
            "again" => self.result(),
            "chapters" => self.back_to_chapters(),
            "status" => self.status(),
            "outlets" => self.outlets(),
            "orders" => self.orders(),
            "twin" | "rewind" => vec![super::ONLY_DRAWN.into()],
            "task" => self.game().map(|game| super::tasks(&game.scenario.goals, self.words())).unwrap_or_default(),
            "end" => vec!["It is over already.".into()],
            _ => vec!["The shop is closed: say save FILE, again, status, help or quit.".into()],
        }
    }

    /// Whether the word is the letter of one of the question's choices.
    fn is_choice(&self, letter: &str) -> bool {
        let Screen::Ending(ending) = self.app.screen() else { return false };
        let choices = ending.question.iter().flat_map(|question| 0..question.asks.choices.len());
        choices.into_iter().any(|i| letter == Ask::key(i).to_string())
    }

    /// Explains the answer, whatever the player chose.
    fn answer(&mut self, letter: &str) -> Vec<String> {
        self.explained = true;
        self.app.act(Action::Question);
        for c in letter.chars().take(1) {
            self.app.update(Input::Key(Key::char(c)));
        }
        self.close_cards();
        match self.app.screen() {
            Screen::Ending(ending) if ending.question.is_some() => {
                ending.question.iter().map(ui::spoken::explained).collect()
            }
            _ => vec!["Nothing is asked now.".into()],
        }
    }

    /// The input has ended: explains an open question and keeps a running game.
    pub fn leave(&mut self) -> Vec<String> {
        self.over = true;
        match self.app.screen() {
            Screen::Ending(ending) if ending.question.is_some() && !self.explained => self.answer(""),
            Screen::Live(game) if game.view(false).is_some() => {
                vec!["There are no more lines: the game is kept.".into()]
            }
            Screen::Picker(_) | Screen::Story(_) | Screen::Live(_) | Screen::Ending(_) => Vec::new(),
        }
    }
}
