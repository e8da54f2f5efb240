//! Plays a scenario text and writes down what happened, one line a moment.
//!
//! `0:10:00 #1 placed, #1 cooked by 1` – the time since opening, then the facts of that moment in their order. Orders
//! by their running number (`#3'` is the second ticket of #3), chefs and riders by number from 1; with more than one
//! outlet `Main/1`. Routing to the only outlet and going over an empty shelf are left out, because they say nothing.

use pizzeria::scenario::{self, Scenario, command_line};
use pizzeria::sim::measures::Measures;
use pizzeria::sim::notice::{Notice, Origin, Witness};
use pizzeria::sim::order::{Loss, OrderKey, TicketKind};
use pizzeria::sim::setup::Arrivals;
use pizzeria::sim::world::World;
use pizzeria::units::{ChefRef, OutletId, RiderRef, Time};
use std::sync::Arc;

/// An evening that has been played.
pub struct Evening {
    pub world: World,
    pub lines: Vec<String>,
    /// What was answered to each command: nothing, or the refusal.
    pub refusals: Vec<Option<String>>,
}

impl Evening {
    pub fn measures(&self) -> Measures {
        self.world.measures(0)
    }

    /// The measures of the scenario's `i`-th window (from 0), in the order of its goals.
    pub fn window(&self, i: usize) -> Measures {
        self.world.measures(1 + i)
    }

    /// The moments whose lines contain `what`, without the rest: `0:10:00 0:12:00`.
    pub fn when(&self, what: &str) -> String {
        let hits = self.lines.iter().filter(|line| line.contains(what));
        hits.filter_map(|line| line.split(' ').next()).collect::<Vec<_>>().join(" ")
    }

    /// Which of the commands were refused: `.` carried out, `x` refused.
    pub fn answers(&self) -> String {
        self.refusals.iter().map(|refusal| if refusal.is_some() { 'x' } else { '.' }).collect()
    }

    /// Holds the whole timeline against the expected one, line by line; indentation and empty lines do not count.
    #[track_caller]
    pub fn went(&self, expected: &str) {
        let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert!(
            self.lines == expected,
            "the evening went otherwise\n-- expected --\n{}\n-- happened --\n{}\n",
            expected.join("\n"),
            self.lines.join("\n")
        );
    }
}

/// The scenario without a player.
#[track_caller]
pub fn play(text: &str) -> Evening {
    play_with(text, &[])
}

/// The scenario with commands as the palette writes them, each at seconds since opening. `schema = 1` is put in front.
#[track_caller]
pub fn play_with(text: &str, commands: &[(u64, &str)]) -> Evening {
    go(opened(text, &[]), commands)
}

/// The same with customers who call at moments of their own: `calls[z]` are those of the `z`-th zone, in seconds.
#[track_caller]
pub fn play_at(text: &str, calls: &[&[u64]], commands: &[(u64, &str)]) -> Evening {
    go(opened(text, calls), commands)
}

/// The shop at the moment of opening; see [`play_at`] for `calls`.
#[track_caller]
pub fn opened(text: &str, calls: &[&[u64]]) -> World {
    let mut setup = shop(text).setup;
    for (zone, moments) in setup.zones.iter_mut().zip(calls) {
        zone.arrivals = Arrivals::Trace(moments.iter().map(|&s| Time(s * 1_000_000)).collect());
    }
    World::new(Arc::new(setup))
}

#[track_caller]
fn go(mut world: World, commands: &[(u64, &str)]) -> Evening {
    let mut diary = Diary::default();
    let mut refusals = Vec::new();
    for &(at, line) in commands {
        world.advance(Time(at * 1_000_000), &mut diary);
        let command = command_line(line, world.setup()).unwrap_or_else(|problems| panic!("{line}: {problems:?}"));
        refusals.push(world.give(&command, &mut diary).err().map(|refusal| refusal.to_string()));
    }
    world.finish(&mut diary);
    Evening { world, lines: diary.lines(), refusals }
}

#[track_caller]
pub fn shop(text: &str) -> Scenario {
    match scenario::read("test.toml", &format!("schema = 1\n{text}"), None, &[]) {
        Ok((scenario, _)) => scenario,
        Err(problems) => panic!("the scenario has problems:\n{problems}"),
    }
}

/// A witness that writes words.
#[derive(Default)]
struct Diary {
    moments: Vec<(Time, Vec<String>)>,
}

impl Diary {
    fn lines(self) -> Vec<String> {
        self.moments.into_iter().map(|(at, facts)| format!("{} {}", clock(at), facts.join(", "))).collect()
    }
}

/// `0:10:00`, with as many decimals as there are: `0:10:00.5`.
pub fn clock(at: Time) -> String {
    let (seconds, micros) = (at.0 / 1_000_000, at.0 % 1_000_000);
    let whole = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if micros == 0 { whole } else { format!("{whole}.{}", format!("{micros:06}").trim_end_matches('0')) }
}

impl Witness for Diary {
    fn see(&mut self, world: &World, notice: Notice) {
        let Some(fact) = Words(world).fact(&notice) else { return };
        match self.moments.last_mut() {
            Some((at, facts)) if *at == world.now() => facts.push(fact),
            _ => self.moments.push((world.now(), vec![fact])),
        }
    }
}

struct Words<'a>(&'a World);

impl Words<'_> {
    fn order(&self, key: OrderKey) -> String {
        let order = &self.0.orders()[key];
        if order.is_house() {
            return "tray".into();
        }
        let which = match order.kind {
            TicketKind::Copy => "'",
            TicketKind::Second => " again",
            TicketKind::Order | TicketKind::House | TicketKind::Part => "",
        };
        match order.id.part() {
            0 => format!("#{}{which}", order.serial),
            part => format!("#{}.{}{which}", order.serial, part + 1),
        }
    }

    fn place(&self, outlet: OutletId, number: u32) -> String {
        match self.0.outlets().len() {
            1 => format!("{}", number + 1),
            _ => format!("{}/{}", self.name(outlet), number + 1),
        }
    }

    fn chef(&self, chef: ChefRef) -> String {
        self.place(chef.outlet, chef.number)
    }

    fn rider(&self, rider: RiderRef) -> String {
        format!("rider {}", self.place(rider.outlet, rider.number))
    }

    fn name(&self, outlet: OutletId) -> &str {
        &self.0.setup().outlets[outlet.index()].name
    }

    fn until(&self, until: Time) -> String {
        if until.is_never() { "for good".into() } else { format!("until {}", clock(until)) }
    }

    fn fact(&self, notice: &Notice) -> Option<String> {
        self.of_order(notice).or_else(|| self.of_people(notice)).or_else(|| self.of_city(notice))
    }

    fn of_order(&self, notice: &Notice) -> Option<String> {
        let many = self.0.outlets().len() > 1;
        Some(match *notice {
            Notice::Placed { order } => format!("{} placed", self.order(order)),
            Notice::Sent { order, outlet, hangs: true } => {
                format!("{} hangs in the line to {}", self.order(order), self.name(outlet))
            }
            Notice::Sent { order, outlet, .. } if many => format!("{} to {}", self.order(order), self.name(outlet)),
            Notice::PartyCame { pizzas, .. } => format!("a party of {pizzas}"),
            Notice::PartReady { order, .. } => format!("{} ready", self.order(order)),
            Notice::SentTwice { order, from, to, .. } => {
                format!("{} twice, from {} to {}", self.order(order), self.name(from), self.name(to))
            }
            Notice::Held { order } => format!("{} held", self.order(order)),
            Notice::Accepted { order, books } => format!("{} taken by {books}", self.order(order)),
            Notice::KeptForNobody { order } => format!("{} for nobody", self.order(order)),
            Notice::AtDesk { order, .. } => format!("{} waits for a clerk", self.order(order)),
            Notice::CallBegan { order, outlet, clerk } => {
                format!("clerk {} rings {} for {}", clerk + 1, self.name(outlet), self.order(order))
            }
            Notice::CallGivenUp { order, .. } => format!("{} given up", self.order(order)),
            Notice::Started { order, chef } => format!("{} begun by {}", self.order(order), self.chef(chef)),
            Notice::PutBack { order, chef, lost } => {
                format!("{} put back by {}, {lost} lost", self.order(order), self.chef(chef))
            }
            Notice::Cooked { order, chef } => format!("{} cooked by {}", self.order(order), self.chef(chef)),
            Notice::Blocked { order, chef } => format!("{} blocks {}", self.order(order), self.chef(chef)),
            Notice::Shelved { order, .. } => format!("{} shelved", self.order(order)),
            Notice::Taken { order, rider } => format!("{} with {}", self.order(order), self.rider(rider)),
            Notice::DrivenOut { order, chef } => format!("{} driven by {}", self.order(order), self.chef(chef)),
            Notice::Delivered { order, .. } => format!("{} delivered", self.order(order)),
            Notice::Lost { order, loss, again } => {
                let why = match loss {
                    Loss::Refused => "refused",
                    Loss::Abandoned => "abandoned",
                    Loss::Unreachable => "unreachable",
                    Loss::Limited => "limited",
                    Loss::Burnt => "burnt",
                    Loss::Forgotten => "forgotten",
                };
                let again = again.map_or(String::new(), |at| format!(", again at {}", clock(at)));
                format!("{} {why}{again}", self.order(order))
            }
            Notice::CalledInDoubt { order, known } => {
                format!("{} calls in doubt{}", self.order(order), if known { ", known" } else { "" })
            }
            Notice::FiledAgain { order } => format!("{} filed", self.order(order)),
            Notice::SliceTaken { order, old, .. } => {
                format!("{} takes {} slice", self.order(order), if old { "an old" } else { "a" })
            }
            Notice::AtTray { order, .. } => format!("{} waits at the lamp", self.order(order)),
            Notice::TrayOrdered { .. } => "tray ordered".into(),
            Notice::TrayBaked { .. } => "tray new".into(),
            Notice::LampFell { .. } => "lamp falls".into(),
            Notice::CardsFiled { .. } => "cards filed".into(),
            Notice::StreetsDealt => return None,
            Notice::Wasted { order, .. } => format!("{} wasted", self.order(order)),
            Notice::TornUp { order, .. } => format!("{} torn up", self.order(order)),
            Notice::Rerouted { order, from, to } => {
                format!("{} from {} to {}", self.order(order), self.name(from), self.name(to))
            }
            Notice::Copied { order, from, to, .. } => {
                format!("{} copied from {} to {}", self.order(order), self.name(from), self.name(to))
            }
            Notice::Duplicated { order, .. } => format!("{} made twice", self.order(order)),
            _ => return None,
        })
    }

    fn of_people(&self, notice: &Notice) -> Option<String> {
        Some(match *notice {
            Notice::ChefHired { chef, starts } => format!("{} hired for {}", self.chef(chef), clock(starts)),
            Notice::ChefStarts { chef } => format!("{} starts", self.chef(chef)),
            Notice::ManagerHired { count, .. } => format!("manager calls {count}"),
            Notice::ManagerDismissed { chef } => format!("manager lets {} go", self.chef(chef)),
            Notice::ClerkHired { clerk, starts } => format!("clerk {} hired for {}", clerk + 1, clock(starts)),
            Notice::ClerkStarts { clerk } => format!("clerk {} starts", clerk + 1),
            Notice::ClerkLeft { clerk } => format!("clerk {} leaves", clerk + 1),
            Notice::ChefLeft { chef } => format!("{} leaves", self.chef(chef)),
            Notice::RiderHired { rider, starts } => format!("{} hired for {}", self.rider(rider), clock(starts)),
            Notice::RiderStarts { rider } => format!("{} starts", self.rider(rider)),
            Notice::RiderLeft { rider } => format!("{} leaves", self.rider(rider)),
            Notice::FellIll { chef, until } => format!("{} ill {}", self.chef(chef), self.until(until)),
            Notice::IllnessNoticed { chef } => format!("{} missed", self.chef(chef)),
            Notice::Well { chef } => format!("{} well", self.chef(chef)),
            Notice::BackupStepsIn { chef, covers } => format!("{} for {}", self.chef(chef), self.chef(covers)),
            Notice::BackupGoesHome { chef } => format!("{} goes home", self.chef(chef)),
            Notice::TurnedSlow { chef, factor } => format!("{} slow ×{factor}", self.chef(chef)),
            Notice::Burnt { order, chef } => format!("{} burnt by {}", self.order(order), self.chef(chef)),
            Notice::TurnedBurner { chef, .. } => format!("{} burns", self.chef(chef)),
            Notice::BurnsNoMore { chef } => format!("{} burns no more", self.chef(chef)),
            Notice::TakenOut { outlet, bad } => format!("{} out: {bad:?}", self.name(outlet)),
            Notice::LetIn { outlet } => format!("{} in", self.name(outlet)),
            Notice::OpenForAll { on } => format!("open for all: {on}"),
            Notice::QuickAgain { chef } => format!("{} quick again", self.chef(chef)),
            Notice::ChefRetrained { chef, until } => format!("{} away {}", self.chef(chef), self.until(until)),
            Notice::RiderRetrained { rider, until } => format!("{} away {}", self.rider(rider), self.until(until)),
            Notice::ChefBackFromRetraining { chef } => format!("{} back", self.chef(chef)),
            Notice::RiderBackFromRetraining { rider } => format!("{} back", self.rider(rider)),
            Notice::ToolsFitted { chef, level } => format!("{} has level {level}", self.chef(chef)),
            Notice::TrayBegun { chef, bases } => format!("tray of {bases} begun by {}", self.chef(chef)),
            Notice::TrayDone { chef, bases, .. } => format!("tray of {bases} done by {}", self.chef(chef)),
            _ => return None,
        })
    }

    fn of_city(&self, notice: &Notice) -> Option<String> {
        Some(match notice {
            Notice::PhoneDied { outlet, until } => {
                format!("{}'s telephone dead {}", self.name(*outlet), self.until(*until))
            }
            Notice::BookAway { book, until } => format!("book {} away {}", book + 1, self.until(*until)),
            Notice::BookBack { book } => format!("book {} back", book + 1),
            Notice::BookBurnt { book } => format!("book {} burns", book + 1),
            Notice::BooksWritable { on } => if *on { "enough books" } else { "too few books" }.into(),
            Notice::PhoneAnswers { outlet } => format!("{} answers", self.name(*outlet)),
            Notice::FuseBlew { outlet } => format!("fuse of {} blows", outlet.map_or("all", |o| self.name(o))),
            Notice::FuseMended { outlet } => format!("fuse of {} mended", outlet.map_or("all", |o| self.name(o))),
            Notice::Opened { outlet } => format!("{} opens", self.name(*outlet)),
            Notice::Closed { outlet } => format!("{} closed", self.name(*outlet)),
            Notice::PowerOut { outlet, until } => format!("{} dark {}", self.name(*outlet), self.until(*until)),
            Notice::PowerBack { outlet } => format!("{} lit", self.name(*outlet)),
            Notice::LineCut { outlet, until } => format!("{} cut off {}", self.name(*outlet), self.until(*until)),
            Notice::LineMended { outlet } => format!("{} mended", self.name(*outlet)),
            Notice::Learned { outlet, reachable: true } => format!("desk reaches {}", self.name(*outlet)),
            Notice::Learned { outlet, .. } => format!("desk misses {}", self.name(*outlet)),
            Notice::SurgeBegan { factor, until, .. } => format!("surge ×{factor} {}", self.until(*until)),
            Notice::SurgeOver { .. } => "surge over".into(),
            Notice::TrafficBegan { factor, until } => format!("traffic ×{factor} {}", self.until(*until)),
            Notice::TrafficOver => "traffic over".into(),
            Notice::ImpatienceBegan { factor, until, .. } => format!("impatience ×{factor} {}", self.until(*until)),
            Notice::ImpatienceOver { .. } => "impatience over".into(),
            Notice::BadLineBegan { share, until, .. } => format!("{share} unheard {}", self.until(*until)),
            Notice::BadLineOver { .. } => "heard again".into(),
            Notice::PrepBegan { .. } => "prep begins".into(),
            Notice::PrepEnded { .. } => "prep ends".into(),
            Notice::Spoiled { bases, .. } => format!("{bases} spoiled"),
            Notice::ScriptRefused { command, .. } => format!("{} refused", command.name()),
            Notice::Done { command, origin: Origin::Player, .. } => format!("({})", command.name()),
            Notice::ClosingTime => "closing".into(),
            Notice::Stranded { orders } => format!("{orders} stranded"),
            Notice::Ended => "end".into(),
            _ => return None,
        })
    }
}

/// A town that orders a pizza every 4 minutes from one outlet, "Main", whose pizzas take 5 minutes: `scenario`, `zone`
/// and `outlet` are further lines of those tables, `rest` whatever follows. Prices: $10 a pizza, $2 of ingredients.
pub fn town(scenario: &str, zone: &str, outlet: &str, rest: &str) -> String {
    format!(
        "[scenario]\n{scenario}\n[menu.pizza]\nprice = 10.0\ningredients = 2.0\n\
         work = {{ dist = \"fixed\", mean = \"5m\" }}\n\
         [[zone]]\nname = \"Town\"\norders_per_hour = 15.0\narrivals = \"even\"\n{zone}\n\
         [[outlet]]\nname = \"Main\"\n{outlet}\n{rest}\n"
    )
}
