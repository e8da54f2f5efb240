//! Going back to a moment of the game.
//!
//! Nothing is undone: going back begins a new history at that moment, with the same customers, and parks the present
//! one beside it, to be resumed or compared later.

pub use super::branches::{BranchId, Histories, ParkedBranch};
use super::game::Game;
use super::view::{NEWS, Tone};
use crate::session::{Rewinding, Session};
use crate::sim::setup::Scheduled;
use crate::units::{Span, Time};

/// How many are kept beside the present one; fewer of large shops, because each holds a whole shop.
const MOST: usize = 5;
const MOST_LARGE: usize = 1;
/// A shop with more outlets than this is large.
const LARGE: usize = 64;

/// What going to a moment of a history would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// Nothing: the moment is now, in the present history.
    Now,
    /// Nothing: that history has ended by then.
    Over,
    /// A parked history is resumed at its end.
    On,
    /// Into a new history that begins at that moment.
    Anew {
        /// How many later commands the new one does not have.
        undone: usize,
        /// What becomes of the other histories.
        keeping: Keeping,
    },
}

/// A rewind in progress.
#[derive(Debug)]
pub struct GoingBack {
    number: u32,
    at: Time,
    clock: String,
    /// `None`: the shop has not been copied yet.
    under_way: Option<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    /// The checkpoint it replays from.
    from: Time,
    session: Session,
    rewinding: Rewinding,
}

impl GoingBack {
    /// Replays so much more shop time; `true`: the moment is reached. The first step only copies the shop, which takes
    /// long in a large one, so that the key is answered before.
    pub(super) fn step(&mut self, game: &Game, by: Span) -> bool {
        if let Some(UnderWay { session, rewinding, .. }) = &mut self.under_way {
            return session.step_rewind(rewinding, by);
        }
        let history = game.history(self.number);
        self.under_way = history
            .and_then(|(_, session)| session.rewound(self.at))
            .map(|(session, rewinding)| UnderWay { from: session.now(), session, rewinding });
        self.under_way.is_none()
    }

    pub(super) fn clock(&self) -> &str {
        &self.clock
    }

    pub(super) fn share(&self) -> f64 {
        let Some(UnderWay { from, session, .. }) = &self.under_way else { return 0.0 };
        session.now().since(*from).0 as f64 / self.at.since(*from).0.max(1) as f64
    }

    /// Calls that it has seen.
    pub(super) fn calls(&self) -> u64 {
        self.under_way.as_ref().map_or(0, |under_way| under_way.session.world().calls())
    }
}

/// What becomes of the histories when another takes the place of the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Whether the present one is parked; not if another contains all of it.
    pub keeps: bool,
    /// The number of the oldest, which is dropped because there are too many.
    pub forgets: Option<u32>,
}

impl Game {
    /// What [`Game::go_back`] would do; `None`: there is no history of that number.
    pub fn going(&self, number: u32, at: Time) -> Option<Going> {
        let (branch, session) = self.history(number)?;
        if at < session.now() {
            let undone = session.commands().iter().filter(|command| command.at >= at).count();
            let commands = &session.commands()[..session.commands().len() - undone];
            return Some(Going::Anew { undone, keeping: self.keeping(at, commands) });
        }
        Some(match (session.is_over(), branch == self.histories.present) {
            (true, _) => Going::Over,
            (false, true) => Going::Now,
            (false, false) => Going::On,
        })
    }

    /// The fate of the others if a history with these commands takes the present one's place at `now`.
    fn keeping(&self, now: Time, commands: &[Scheduled]) -> Keeping {
        let present = &self.session;
        let held = self.histories.left.iter().any(|left| holds(left.session.now(), left.session.commands(), present));
        let keeps = !held && !holds(now, commands, present);
        let mut stay = self.histories.left.iter().filter(|left| !self.passed_by(left));
        let most = if self.session.setup().outlets.len() > LARGE { MOST_LARGE } else { MOST };
        let oldest = stay.next().map(|left| left.branch.number);
        let count = usize::from(oldest.is_some()) + stay.count() + usize::from(keeps);
        Keeping { keeps, forgets: oldest.filter(|_| count > most) }
    }

    /// A history whose commands the present one has repeated is dropped.
    fn passed_by(&self, left: &ParkedBranch) -> bool {
        holds(self.session.now(), self.session.commands(), &left.session)
    }

    /// All histories, by number.
    pub fn histories(&self) -> Vec<(BranchId, &Session)> {
        let left = self.histories.left.iter().map(|left| (left.branch, &left.session));
        let mut all: Vec<_> = left.chain([(self.histories.present, &self.session)]).collect();
        all.sort_by_key(|(branch, _)| branch.number);
        all
    }

    /// A history by its number, the present one included; `None`: there is none of that number.
    pub fn history(&self, number: u32) -> Option<(BranchId, &Session)> {
        self.histories().into_iter().find(|(branch, _)| branch.number == number)
    }

    /// Begins a new history at a moment of history `number` and parks the present one. At the end of a parked history
    /// or later, that one is resumed instead.
    ///
    /// # Errors
    /// A sentence that says why it is impossible; nothing has changed then.
    pub fn go_back(&mut self, number: u32, at: Time) -> Result<(), String> {
        if let Some(mut going) = self.begin_going_back(number, at)? {
            while !going.step(self, Span::ENDLESS) {}
            self.arrive(going);
        }
        Ok(())
    }

    /// Like [`Game::go_back`], in slices: nothing has changed until [`Game::arrive`]. `None`: a parked history was
    /// resumed, which takes no time.
    ///
    /// # Errors
    /// A sentence that says why it is impossible.
    pub(super) fn begin_going_back(&mut self, number: u32, at: Time) -> Result<Option<GoingBack>, String> {
        let (Some((_, session)), Some(going)) = (self.history(number), self.going(number, at)) else {
            return Err("There is no such history.".into());
        };
        let setup = session.setup();
        let calendar = at.calendar(setup.opens, setup.duration);
        let clock = at.clock(setup.opens).to_string();
        match going {
            Going::Over => return Err(format!("No. History {number} ends here. Choose a moment before it.")),
            Going::Now => return Err("No. This is now. Choose a moment before it.".into()),
            Going::On => {
                self.go_on_with(number);
                self.say(Tone::Done, format!("On with history {number}."), NEWS);
                return Ok(None);
            }
            Going::Anew { .. } => {}
        }
        match session.remembers(at) {
            true => Ok(Some(GoingBack { number, at, clock, under_way: None })),
            false => Err(format!("No. {calendar} is not remembered any more.")),
        }
    }

    /// Makes the rewound session the present history.
    pub(super) fn arrive(&mut self, going: GoingBack) {
        let GoingBack { number, at, clock, under_way } = going;
        let Some(UnderWay { session, .. }) = under_way else { return };
        let undone = self.history(number).map_or(&[][..], |(_, left)| left.commands());
        let undone: Vec<Scheduled> = undone.iter().filter(|command| command.at >= at).cloned().collect();
        let came_of = BranchId { number: self.histories.next, from: Some((number, at)) };
        self.histories.next += 1;
        let left = self.histories.present.number;
        let keeping = self.change_to(came_of, session);
        self.undone = undone;
        let mut text = format!("Back at {clock}, in history {}.", came_of.number);
        if keeping.keeps {
            text += &format!(" What you left is kept as history {left}.");
        }
        if let Some(oldest) = keeping.forgets {
            text += &format!(" History {oldest} is let go.");
        }
        self.say(Tone::Done, text, NEWS);
    }

    fn go_on_with(&mut self, number: u32) {
        let Some(at) = self.histories.left.iter().position(|left| left.branch.number == number) else { return };
        let ParkedBranch { branch, session } = self.histories.left.remove(at);
        self.change_to(branch, session);
    }

    /// Puts another session in the present one's place.
    fn change_to(&mut self, branch: BranchId, session: Session) -> Keeping {
        let keeping = self.keeping(session.now(), session.commands());
        let mut all = std::mem::take(&mut self.histories.left);
        all.retain(|left| !self.passed_by(left) && Some(left.branch.number) != keeping.forgets);
        self.histories.left = all;
        let mut before = std::mem::replace(&mut self.session, session);
        // Hints are not undone: the player has read them, and has paid for some.
        self.session.restore_hints(before.hints_read(), before.hints_bought());
        before.stop_twin();
        let left = ParkedBranch { branch: std::mem::replace(&mut self.histories.present, branch), session: before };
        if keeping.keeps {
            self.histories.left.push(left);
        }
        self.pace.stop();
        self.played_anew();
        self.names.update(self.session.world());
        self.session.refresh();
        self.session.judge();
        keeping
    }

    /// Resets selections, which point into the history that was left.
    fn played_anew(&mut self) {
        self.charts.cursor = None;
        (self.orders.chosen, self.log.chosen) = (0, None);
        self.news = None;
        self.news_left = Span::ZERO;
        self.told_loss = false;
        self.again.clear();
        self.undone.clear();
    }

    /// Has the commands given again that the rewind has undone, each at its time.
    pub(super) fn play_again(&mut self) {
        self.again = std::mem::take(&mut self.undone).into();
    }
}

/// Whether a history that has reached `now` with these commands contains another: it has come at least as far, and has
/// the same commands up to that one's clock.
fn holds(now: Time, commands: &[Scheduled], other: &Session) -> bool {
    let until = other.now();
    now >= until && commands[..commands.partition_point(|command| command.at <= until)] == other.commands()[..]
}
