//! Pizza Shop Story in a browser's tab: the functions that the page calls.
//!
//! The module imports nothing: it has no clock, no storage and no screen of its own. The page tells it what the player
//! did and how much time passed, and takes pictures, texts and documents out of it. So it is the same machine under
//! node, where its histories are held against the terminal's.
//!
//! Numbers go in as arguments. Whatever is longer is written into [`room`] before the call; what comes back lies at
//! [`out`] until the next one, and the call answers how much it is. Memory may grow in any call: pointers are asked
//! for anew each time, before the memory is looked at.

mod cells;
mod page;
mod storage;

use page::Page;
use pizzeria::scenario::{self, builtin};
use pizzeria::session::replicate;
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    static PAGE: RefCell<Page> = RefCell::new(Page::default());
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUT: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// What the program said when it broke.
    static LAST_WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

fn with<T>(call: impl FnOnce(&mut Page) -> T) -> T {
    PAGE.with_borrow_mut(call)
}

/// What the page has written into its room.
fn told() -> String {
    ROOM.with_borrow(|room| String::from_utf8_lossy(room).into_owned())
}

/// Bytes for the page to read; answers how many.
fn say(text: &str) -> usize {
    OUT.with_borrow_mut(|out| {
        let mut word = [0; 4];
        out.clear();
        out.extend(text.as_bytes().chunks(4).map(|bytes| {
            word.fill(0);
            word[..bytes.len()].copy_from_slice(bytes);
            u32::from_le_bytes(word)
        }));
    });
    text.len()
}

fn answer(value: Value) -> usize {
    say(&value.to_string())
}

/// So many bytes for what the page wants to say next.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *const u8 {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        room.resize(bytes, 0);
        room.as_ptr()
    })
}

/// Where the last answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn out() -> *const u32 {
    OUT.with_borrow(|out| out.as_ptr())
}

/// A document as the browser keeps it: in the room its key (so many bytes), then what it says. Without the latter it is
/// gone.
#[unsafe(no_mangle)]
pub extern "C" fn stored(key: usize, is_there: bool) {
    let told = told();
    let Some((key, value)) = told.split_at_checked(key) else { return };
    with(|page| page.storage().put(key, is_there.then_some(value)));
}

/// The browser could not keep what it was given last: in the room why, or nothing if it could.
#[unsafe(no_mangle)]
pub extern "C" fn unstored() {
    let why = told();
    with(|page| page.storage().trouble = (!why.is_empty()).then_some(why));
}

/// Games that other tabs play, a line each.
#[unsafe(no_mangle)]
pub extern "C" fn elsewhere() {
    let held = told().lines().map(str::to_string).collect();
    with(|page| page.storage().elsewhere = held);
}

/// What the wall clock says, in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn clock(now: f64) {
    with(|page| page.storage().now = now as u64);
}

/// Opens the dashboard at the chapters, with what was stored.
#[unsafe(no_mangle)]
pub extern "C" fn begin(columns: u16, rows: u16) {
    std::panic::set_hook(Box::new(|why| LAST_WORDS.set(why.to_string())));
    with(|page| page.begin(columns, rows));
}

/// What the system asks for.
#[unsafe(no_mangle)]
pub extern "C" fn looks(is_light: bool, no_motion: bool) {
    with(|page| page.look(is_light, no_motion));
}

/// Whether a key means anything now that stands in the table: Tab is the browser's where it does not.
#[unsafe(no_mangle)]
pub extern "C" fn knows(key: u32) -> bool {
    with(|page| page.knows(key))
}

/// A key: a character, or one of those that have none; beside it the one that lies there on a Latin keyboard, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn key(key: u32, latin: u32) {
    with(|page| page.key(key, latin));
}

/// The left button on a cell; `held`: it was moved there.
#[unsafe(no_mangle)]
pub extern "C" fn point(x: u16, y: u16, held: bool) {
    with(|page| page.point(x, y, held));
}

#[unsafe(no_mangle)]
pub extern "C" fn wheel(x: u16, y: u16, by: i32) {
    with(|page| page.wheel(x, y, by));
}

/// Text at once, as from the clipboard.
#[unsafe(no_mangle)]
pub extern "C" fn paste() {
    let text = told();
    with(|page| page.paste(text));
}

#[unsafe(no_mangle)]
pub extern "C" fn resize(columns: u16, rows: u16) {
    with(|page| page.resize(columns, rows));
}

/// So many microseconds passed.
#[unsafe(no_mangle)]
pub extern "C" fn pass(micros: f64) {
    with(|page| page.pass(micros));
}

/// There is something to compute: [`step`] until there is not, or until time is up.
#[unsafe(no_mangle)]
pub extern "C" fn busy() -> bool {
    with(|page| page.app().is_busy())
}

#[unsafe(no_mangle)]
pub extern "C" fn step() {
    with(|page| page.app().step());
}

/// The last step took so long.
#[unsafe(no_mangle)]
pub extern "C" fn took(micros: f64) {
    with(|page| page.took(micros));
}

/// Pictures are due though nobody touches anything.
#[unsafe(no_mangle)]
pub extern "C" fn moving() -> bool {
    with(|page| page.app().is_moving())
}

/// Something changed since the last picture.
#[unsafe(no_mangle)]
pub extern "C" fn dirty() -> bool {
    with(|page| page.app().is_dirty())
}

/// Draws; answers how many cells are not what they were, five numbers each: which, what, ink, ground, how.
#[unsafe(no_mangle)]
pub extern "C" fn draw(all: bool) -> usize {
    let mut cells = OUT.take();
    let count = with(|page| page.draw(all, &mut cells));
    OUT.set(cells);
    count
}

/// The letters of a glyph that is more than one character.
#[unsafe(no_mangle)]
pub extern "C" fn cluster(glyph: u32) -> usize {
    say(&with(|page| page.cells.cluster(glyph)))
}

/// What the page shows beside the picture, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn state() -> usize {
    answer(with(|page| page.state()))
}

/// What has to be stored, and files for the player, as JSON. Each is told once.
#[unsafe(no_mangle)]
pub extern "C" fn changes() -> usize {
    answer(with(|page| page.storage().changes()))
}

/// Everything is kept: the tab may be gone at any moment.
#[unsafe(no_mangle)]
pub extern "C" fn keep() {
    with(|page| page.app().keep());
}

/// On with the kept game that stands in the room.
#[unsafe(no_mangle)]
pub extern "C" fn go_on() -> bool {
    let id = told();
    with(|page| page.go_on(&id))
}

/// The story of a lesson that comes with the program, by name.
#[unsafe(no_mangle)]
pub extern "C" fn lesson() -> bool {
    let name = told();
    with(|page| page.lesson(&name))
}

/// The evening of a code that stands in the room: at its moment, or to be beaten. Answers what is wrong with it.
#[unsafe(no_mangle)]
pub extern "C" fn code() -> usize {
    let code = told();
    say(&with(|page| page.code(&code)))
}

/// A scenario of the player's own: in the room its name (so many bytes), then its text. Answers what is wrong with it,
/// as the terminal would; nothing, and its story is open.
#[unsafe(no_mangle)]
pub extern "C" fn file(name: usize) -> usize {
    let told = told();
    let (name, text) = told.split_at_checked(name).unwrap_or(("", &told));
    say(&with(|page| page.file(name, text)))
}

/// The game in lines: what is said first; what is answered to the line in the room; what happened since.
#[unsafe(no_mangle)]
pub extern "C" fn lines_begin() -> usize {
    answer(with(|page| page.lines.begin()).into())
}

#[unsafe(no_mangle)]
pub extern "C" fn lines_obey() -> usize {
    let line = told();
    answer(with(|page| page.obey(line.trim())).into())
}

#[unsafe(no_mangle)]
pub extern "C" fn lines_news() -> usize {
    answer(with(|page| page.lines.news()).into())
}

/// Something was begun whose end is to be said before the next line.
#[unsafe(no_mangle)]
pub extern "C" fn lines_at_work() -> bool {
    with(|page| page.lines.is_at_work())
}

/// Why a call did not come back.
#[unsafe(no_mangle)]
pub extern "C" fn last_words() -> usize {
    say(&LAST_WORDS.take())
}

/// Every shipped scenario, untouched and solved: name and digests, for the table that the terminal's are held against.
#[unsafe(no_mangle)]
pub extern "C" fn digests() -> usize {
    let mut rows = String::new();
    for (name, _) in builtin::all() {
        let Ok(scenario) = scenario::load(name, &[]) else { continue };
        let setup = Arc::new(scenario.setup.clone());
        let digest = |commands| replicate::run(&setup, commands, None, &mut ()).world.digest();
        rows += &format!("{name} {} {} {}\n", setup.seed, digest(&[]), digest(&scenario.solution));
    }
    say(&rows)
}
