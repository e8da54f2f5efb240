//! How long a key waits in a shop of a thousand outlets, whatever is being computed.

use super::*;
use std::fmt::Write as _;

/// No key waits longer for its picture.
const AT_MOST: Duration = Duration::from_millis(100);

/// A thousand outlets with more customers than they can serve, so that lines, log and archive grow.
fn shop(home: &Path) -> String {
    let mut text = String::from(
        "[scenario]\ntitle = \"A thousand\"\nopens = \"11:00\"\nduration = \"12h\"\nallow = [\"hire_chef\"]\n\
         [menu.pizza]\nwork = { dist = \"exponential\", mean = \"4m\" }\n\
         [[goal]]\ntext = \"deliver\"\nmetric = \"orders.delivered\"\nat_least = 1000\n",
    );
    for n in 0..25 {
        let (x, y) = (n % 5 * 6, n / 5 * 6);
        let _ = write!(text, "[[zone]]\nname = \"Z{n}\"\nat = [{x}.4, {y}.4]\nradius = 3.0\norders_per_hour = 960\n");
    }
    for n in 0..1_000 {
        let (x, y) = (n % 32, n / 32);
        let _ = write!(text, "[[outlet]]\nname = \"O{n}\"\nat = [{x}.0, {y}.0]\nriders = 5\n");
        text += &"[[outlet.chef]]\n".repeat(3);
    }
    let path = home.join("thousand.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

/// The program that is measured, and what was found.
struct Answers {
    window: Window,
    /// The release build holds what is promised; one for tests is only seen to answer.
    measured: Option<String>,
    late: Vec<String>,
}

impl Answers {
    fn open(home: &Arc<TempDir>, arguments: &[&str], late: Vec<String>) -> Answers {
        let measured = std::env::var("PIZZERIA_ANSWERS").ok();
        let program = measured.as_deref().unwrap_or(env!("CARGO_BIN_EXE_pizzeria"));
        let window = Window::of(CommandBuilder::new(program), home.clone(), arguments, 120, 36, &[]);
        Answers { window, measured, late }
    }

    /// A key, and how long until the screen is as it asks.
    fn key(&mut self, what: &str, keys: &str, done: impl Fn(&Window) -> bool) {
        while let Ok(bytes) = self.window.output.try_recv() {
            self.window.screen.process(&bytes);
        }
        assert!(!done(&self.window), "{what}: it is there already\n{}", self.window.text());
        let began = Instant::now();
        self.window.type_in(keys);
        self.window.wait_until(what, done);
        let took = began.elapsed();
        if let Some(program) = &self.measured {
            eprintln!("{:>5} ms  {what} ({program})", took.as_millis());
            if took > AT_MOST {
                self.late.push(format!("{what}: {took:?}"));
            }
        }
    }

    fn shows(&mut self, what: &str, keys: &str, text: &str) {
        self.key(what, keys, |window| window.text().contains(text));
    }

    fn hides(&mut self, what: &str, keys: &str, text: &str) {
        self.key(what, keys, |window| !window.text().contains(text));
    }

    /// The help, and away with it.
    fn help(&mut self, what: &str) {
        for _ in 0..4 {
            self.shows(what, "?", "Everywhere");
            self.hides(what, "\x1b", "Everywhere");
        }
    }

    fn end(mut self, keys: &str) -> Vec<String> {
        self.window.type_in(keys);
        assert!(self.window.wait_for_end().success());
        self.late
    }
}

/// `PIZZERIA_ANSWERS=PROGRAM` measures that program, a release build, and holds it to 100 ms; otherwise every key is
/// only seen to be answered.
#[test]
fn a_key_is_answered_in_a_shop_of_a_thousand_outlets_whatever_is_computed() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let file = shop(home.path());
    let mut at = Answers::open(&home, &["play", &file], Vec::new());
    at.window.wait_for("open the shop");
    at.shows("opening the shop", "\r", "1 City");
    at.help("running, a minute a second");
    at.window.type_in("++++++++");
    // In a word, where the header has no room for more.
    at.window.wait_for(" fast");
    at.help("as fast as it goes");
    for view in ["2", "3", "4", "5", "6", "1"] {
        at.window.type_in(view);
        at.help("in another view");
    }
    at.shows("stopping", " ", "paused");
    at.shows("the menu", "a", "hire a backup");
    at.shows("a chef, and with him the twin", "h\r", "starts at O0");
    at.help("the twin catches up");
    at.shows("the way back", "w", "a minute");
    at.shows("to its beginning, and there", "\x1b[H\r", "in history 2");
    at.hides("acting anew", "n", "Your later acts");
    at.help("back");
    at.hides("going on", " ", "paused");
    at.shows("leaving", "q", "Leave the shop?");
    at.shows("the commands", "s", "Save the commands");
    at.shows("how it ends", "\r", "Finding out");
    at.hides("stopping that", "\x1b", "Finding out");
    at.hides("nor saving", "\x1b", "Save the commands");
    at.shows("leaving", "q", "Leave the shop?");
    at.shows("letting the rest pass", "e", "Letting the rest pass");
    at.hides("stopping that", "\x1b", "Letting the rest pass");
    let late = at.end("\x03");
    let mut at = Answers::open(&home, &[], late);
    at.window.wait_for("go on: A thousand");
    at.shows("going on with it", "c", "Going on with");
    at.hides("stopping that", "\x1b", "Going on with");
    at.window.type_in("c");
    at.window.wait_for("1 City");
    at.help("gone on");
    at.shows("leaving", "q", "Leave the shop?");
    at.window.type_in("e");
    at.window.wait_for("look around");
    at.help("the debrief");
    at.shows("the way back", "w", "a minute");
    at.shows("an hour back", "\x1b[5~\x1b[5~\x1b[5~\x1b[5~\x1b[5~\x1b[5~\r", "Back to ");
    at.hides("stopping that", "\x1b", "Back to ");
    at.window.type_in("\r");
    at.window.wait_for("in history");
    at.help("back");
    let late = at.end("\x03");
    assert_eq!(late, [""; 0], "these took longer than {AT_MOST:?}");
}
