//! What a drawn evening says: its title, its story, and what is told while it runs. Every number in it is one of the
//! shop's.

use super::{Date, Luck, Weekday};

/// The outlet that every evening has.
pub(super) const FIRST: &str = "Main Street";
/// Outlets that may be to let.
pub(super) const TO_LET: [&str; 4] = ["Old Forge", "Ferry House", "Tram Depot", "Corner"];
/// Two districts each, with their outlets.
pub(super) const DISTRICTS: [[(&str, &str); 2]; 3] = [
    [("Riverside", "Bridge"), ("Harbour", "Quay")],
    [("Mill Hill", "Mill"), ("The Docks", "Dock Gate")],
    [("University", "Library"), ("Station", "Platform")],
];

const GUESTS: [(&str, &str); 8] = [
    ("The brass band contest", "Forty brass bands are in town, and every tuba is hungry."),
    ("The half marathon", "Eleven hundred runners have promised themselves a pizza."),
    ("The lost ferry", "The last ferry is cancelled, and its passengers can smell us."),
    ("The chess congress", "The chess players say they are not hungry. They are thinking two moves ahead."),
    ("The school reunion", "Thirty years of classmates meet again, and nobody has cooked."),
    ("The night of the museums", "The museums stay open late, and none of them serves food."),
    ("The village derby", "Two villages play football. One of them will need comfort."),
    ("The locksmiths' ball", "The locksmiths dance tonight. They always let themselves in early."),
];
const COUGHS: [&str; 4] = [
    "One chef has been coughing since noon, and says it is the flour. It is not the flour.",
    "One chef has a scarf on, in a kitchen. Nobody has asked.",
    "One chef sneezes in threes. The others count.",
    "One chef has asked twice today where the pharmacy is.",
];
const FUSES: [&str; 4] = [
    "The electrician has left a note on the fuse box. It says *sorry*.",
    "The fuse box hums a tune that the electrician did not recognise.",
    "Next door they have bought a kiln.",
    "The paper says *storm*, and the fuse box is older than the paper.",
];

/// The sentences of one evening.
#[derive(Default)]
pub(super) struct Told {
    /// What is to be expected, in the order in which it is told.
    lines: Vec<String>,
    /// The same in the systems' words.
    systems: Vec<String>,
    /// The name of the evening, from its first trouble.
    title: Option<String>,
    /// What is added to the name by its second.
    twist: Option<&'static str>,
    summary: Vec<&'static str>,
    systems_summary: Vec<&'static str>,
    pub rush_comes: String,
    pub illness_comes: String,
    pub dark_comes: String,
    pub storm_comes: String,
}

impl Told {
    fn name(&mut self, title: &str, twist: &'static str, (summary, systems): (&'static str, &'static str)) {
        if self.title.is_none() {
            self.title = Some(title.to_string());
        } else if self.twist.is_none() {
            self.twist = Some(twist);
        }
        self.summary.push(summary);
        self.systems_summary.push(systems);
    }

    pub fn rush(&mut self, at: u32, lasts: u32, factor: f64, luck: &mut Luck) {
        let (title, why) = luck.pick(&GUESTS);
        self.name(title, ", and everybody comes at once", ("a crowd", "a traffic spike"));
        self.lines.push(format!(
            "{why} About **{} after opening** they come, for {lasts} minutes: {factor:.1} times the usual orders.",
            length(at)
        ));
        self.systems.push(format!(
            "A **traffic spike** is announced, about {} after opening and for {lasts} minutes: {factor:.1} times the usual \
             traffic.",
            length(at)
        ));
        self.rush_comes = "There they are. The bell over the door has given up.".into();
    }

    pub fn illness(&mut self, at: u32, luck: &mut Luck) {
        let line = luck.pick(&COUGHS);
        let early =
            if at < 60 { "It will not take the whole evening to find out." } else { "It may hold for a while." };
        self.name("The scarf in the kitchen", ", and a cough", ("a cough", "an unstable worker"));
        self.lines.push(format!("{line} {early} A backup waits at home for $5 an hour."));
        let soon = if at < 60 { "It will go down early." } else { "It may hold for a while." };
        self.systems.push(format!("One worker is unstable. {soon} A **standby** costs $5 an hour."));
        self.illness_comes = "Somebody lies down behind the flour. It was not the flour.".into();
    }

    pub fn power_cut(&mut self, name: &str, chefs: u32, cost: u32, luck: &mut Luck) {
        let line = luck.pick(&FUSES);
        self.name("The hum in the wall", ", by candlelight", ("a fuse", "a single power supply"));
        self.lines.push(format!(
            "{line} **{name}** is to let for ${cost}: {chefs} chefs come with it, and its oven is warm after 25 minutes. \
             The desk sends every order to the closest outlet, and to another only when that one is silent."
        ));
        self.systems.push(format!(
            "{FIRST} has a single power supply, and it is failing. **{name}** can be deployed for ${cost}: a node with \
             {chefs} workers, warm after 25 minutes. The load balancer routes every request to the closest node, and to \
             another only when that one does not answer."
        ));
        self.dark_comes = format!("{FIRST} does not answer. Through the window: candles.");
    }

    pub fn prep(&mut self, from: &str, rate: f64, hands: f64, luck: &mut Luck) {
        let quiet = luck.pick(&["The first hour is so quiet that one hears the dough.", "Until then they play cards."]);
        self.name("The calm before", " with dough to make", ("a quiet hour", "idle time before a spike"));
        self.lines.push(format!(
            "From {from} on {rate:.0} people an hour want pizza, and the kitchen makes {hands:.0}. No further chef fits in. \
             {quiet} A **base** made before saves two fifths of a pizza's work, and takes as long to make."
        ));
        self.systems.push(format!(
            "From {from} on {rate:.0} requests an hour arrive, for a capacity of {hands:.0}. There is no room to scale out. \
             A result **precomputed** in idle time saves two fifths of a request's work, and takes as long to make."
        ));
    }

    pub fn load_balancing(&mut self, chefs: u32, one: &str, other: &str, luck: &mut Luck) {
        let voice = luck.pick(&[
            "The voice at the desk sends every order to the closest. It is a good voice.",
            "The desk has a map, a ruler, and no doubts: every order goes to the closest.",
        ]);
        self.name("The ruler and the map", ", and a map", ("a map", "three unequal regions"));
        self.lines.push(format!(
            "Three outlets with {chefs} chefs each: {FIRST}, {one}, {other}. {voice} More people live in the Old Town than \
             {FIRST} can bake for, and no further chef fits in there."
        ));
        self.systems.push(format!(
            "Three nodes with {chefs} workers each: {FIRST}, {one}, {other}. The load balancer routes every request to the \
             **closest**. The Old Town sends more than {FIRST} has capacity for, and no further worker fits in there."
        ));
    }

    pub fn decoupling(&mut self, work: u32, trip: u32, luck: &mut Luck) {
        let why = luck.pick(&["That is how it grew.", "Nobody remembers why.", "They like the fresh air."]);
        self.name("The long way round", ", and every chef drives", ("chefs who drive", "synchronous delivery"));
        self.lines.push(format!(
            "Who bakes a pizza drives it out: {work} minutes at the oven, about {trip} on the road and back. {why} Riders \
             would cost $7 an hour each."
        ));
        self.systems.push(format!(
            "Serving and delivery are **one synchronous job**: {work} minutes of work, about {trip} of blocking until the \
             worker is back. Couriers behind a buffer would cost $7 an hour each."
        ));
    }

    pub fn retry_storm(&mut self, at: &str, lasts: u32, luck: &mut Luck) {
        let app = luck.pick(&["Your app is patient", "Your app never gives up", "Your app means well"]);
        self.name("The patient app", ", and an app", ("an app", "clients that retry"));
        self.lines.push(format!(
            "{app}: after ten minutes without a pizza it orders again, and never cancels the first. At **{at}** the shops \
             close, and for {lasts} minutes everybody orders at once. The app has a page of settings."
        ));
        self.systems.push(format!(
            "Clients have a timeout of ten minutes, then retry, and never cancel the first request. At **{at}** a spike \
             comes, for {lasts} minutes. The retry policy can be set."
        ));
        self.storm_comes = "The rush is over. The telephones have not heard of it.".into();
    }

    /// Title and summary.
    pub fn heads(&self, date: Date, luck: &mut Luck) -> (String, String) {
        let title = format!("{}{}", self.title.as_deref().unwrap_or("A quiet one"), self.twist.unwrap_or(""));
        let end = luck.pick(&["and three hours.", "and a till.", "and you."]);
        let summary = format!("{} {}: {}, {end}", day(date), date, self.summary.join(", "));
        (title, summary)
    }

    /// The summary in the systems' words.
    pub fn systems_summary(&self, date: Date) -> String {
        format!("{} {}: {}.", day(date), date, self.systems_summary.join(", "))
    }

    /// The story in the systems' words, in lines of the width that files have.
    pub fn systems_story(&self, date: Date) -> String {
        in_lines(format!("{}. Three hours, and the budget you found.\n", day(date)), &self.systems)
    }

    /// The story, in lines of the width that files have.
    pub fn story(&self, date: Date, luck: &mut Luck) -> String {
        let begin = luck.pick(&[
            "Three hours, and the till you found.",
            "The dough is ready; the town is not.",
            "Somebody has cleaned the oven. It will not last.",
            "It begins like any other.",
        ]);
        in_lines(format!("{}. {begin}\n", day(date)), &self.lines)
    }
}

/// A beginning, and a paragraph for each of these.
fn in_lines(begin: String, lines: &[String]) -> String {
    let mut text = begin;
    for line in lines {
        text += "\n";
        let mut width = 0;
        for word in line.split_whitespace() {
            if width > 0 && width + 1 + word.chars().count() > 72 {
                text += "\n";
                width = 0;
            } else if width > 0 {
                text += " ";
                width += 1;
            }
            text += word;
            width += word.chars().count();
        }
        text += "\n";
    }
    text
}

/// A length of time in whole quarters of an hour or minutes, as one says it.
fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} minutes"),
        (1, 0) => "an hour".into(),
        (1, minutes) => format!("an hour and {minutes} minutes"),
        (hours, 0) => format!("{hours} hours"),
        (hours, minutes) => format!("{hours} hours and {minutes} minutes"),
    }
}

fn day(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
