//! Order books in words.

use super::words::{Word, Words, capital, verb};
use crate::session::{What, Why};
use crate::sim::explain::NoQuorum;
use crate::sim::order_books::{Entry, Forgotten, OrderBook, OrderBooks};
use crate::sim::setup::WaitFor;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::{OutletId, Span};

/// An entry of the log about order books, as a sentence.
pub fn told(scene: &Scene, what: &What) -> String {
    let w = scene.words;
    let name = |book: &u32| format!("{} {}", w.say("Book", "Replica"), book + 1);
    match what {
        What::BookAway { book, .. } => format!("{} {}.", name(book), w.say("is away", "is down")),
        What::BookBack { book, .. } => format!("{} {}.", name(book), w.say("is back", "is up again")),
        What::BookBurnt { book, .. } => {
            format!("{} {}.", name(book), w.say("burns, with all that stands in it", "is lost, with all its data"))
        }
        _ => String::new(),
    }
}

/// What is added to it; may be empty.
pub fn more(scene: &Scene, what: &What) -> String {
    let w = scene.words;
    let stops = w.say("no order can be taken", "no write quorum");
    match what {
        What::BookAway { writable, .. } => {
            let ends = match scene.session.known_end(what) {
                Some(at) => format!("{} at about {}", w.say("back", "up again"), scene.clock(at)),
                None => "nobody knows for how long".into(),
            };
            let then = if *writable { w.say("the others go on", "the others take writes") } else { stops };
            format!("{then}; {ends}")
        }
        What::BookBack { waiting: 0, .. } => String::new(),
        What::BookBack { writable, waiting, .. } => {
            let (orders, wait) = (w.with(Word::Order, u64::from(*waiting)), verb((*waiting).into(), "waits", "wait"));
            let then = if *writable { w.say("they are written now", "catching up") } else { stops };
            format!("*{waiting}* {orders} {wait} to be taken; {then}")
        }
        What::BookBurnt { forgotten: 0, over: true, .. } => never(scene),
        What::BookBurnt { forgotten: 0, .. } => {
            w.say("every order stands in another book, too", "nothing acknowledged is lost").into()
        }
        What::BookBurnt { forgotten, first, over, .. } => {
            let count = w.say(
                format!("*{forgotten}* taken {} forgotten", verb((*forgotten).into(), "order is", "orders are")),
                format!("*{forgotten}* acknowledged {} lost", verb((*forgotten).into(), "write is", "writes are")),
            );
            let first = first.map_or(String::new(), |first| format!("; {}", last_seconds(scene, &first)));
            let over = if *over { format!("; {}", never(scene)) } else { String::new() };
            format!("{count}{first}{over}")
        }
        _ => String::new(),
    }
}

/// That the rule can never be met again.
fn never(scene: &Scene) -> String {
    let books = scene.world().order_books();
    let all = books.map_or(0, |books| books.books.len());
    scene.words.say(
        format!("all {all} can never have an order again: wait for fewer, or take none"),
        format!("a quorum of all {all} can never be met again"),
    )
}

/// `#97, taken at 19:28:40, stood in one book; the next would have had it 21 s later`.
fn last_seconds(scene: &Scene, first: &Forgotten) -> String {
    let w = scene.words;
    let (serial, taken) = (numbers::count(first.serial), scene.clock_seconds(first.taken));
    let said = w.say(
        format!("#{serial}, taken at {taken}, stood in one book"),
        format!("#{serial}, acknowledged at {taken}, had one replica"),
    );
    if first.next.is_never() {
        return said;
    }
    let after = numbers::duration(first.next.since(first.burnt));
    format!(
        "{said}; {}",
        w.say(format!("the next would have had it {after} later"), format!("the next was {after} away"))
    )
}

/// A lost order that was forgotten.
pub fn forgotten(w: Words, order: &str, waited: Span) -> String {
    let after = numbers::duration(waited);
    w.say(
        format!("{order} is forgotten after {after}, though taken."),
        format!("{order} is lost after {after} although it was acknowledged."),
    )
}

/// `book 3 is away`, `books 2 and 3 are burnt`; `None`: none is.
fn missing(scene: &Scene, books: &OrderBooks, which: fn(&OrderBook) -> bool, how: &str) -> Option<String> {
    let w = scene.words;
    let missing = books.books.iter().enumerate().filter(|(_, book)| which(book));
    let missing: Vec<String> = missing.map(|(b, _)| (b + 1).to_string()).collect();
    match missing.as_slice() {
        [] => None,
        [one] => Some(format!("{} {one} is {how}", w.say("book", "replica"))),
        [many @ .., last] => Some(format!("{} {} and {last} are {how}", w.say("books", "replicas"), many.join(", "))),
    }
}

/// How many are waited for, in words: `all three`, `most of them`.
fn waited_for(scene: &Scene, books: &OrderBooks) -> String {
    let (w, all, needed) = (scene.words, books.books.len(), books.needed());
    match books.wait_for {
        WaitFor::All => w.say(format!("you wait for all {all}"), format!("writes need all {all}")),
        WaitFor::Most => w.say(format!("you wait for {needed} of {all}"), format!("writes need {needed} of {all}")),
        WaitFor::One => w.say("you wait for one".to_string(), "writes need one".to_string()),
    }
}

/// `No order can be taken since 18:00.`, longest form first.
pub fn headlines(scene: &Scene, why: &Why) -> Vec<Rich> {
    let w = scene.words;
    let said = |what: String| {
        Rich::of(w.say("No order", "Write quorum"), Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)
    };
    let short = said(w.say("can be taken.", "lost.").to_string());
    match why.lately.no_quorum {
        Some(NoQuorum { since, .. }) => {
            let since = scene.clock(since);
            vec![said(w.say(format!("can be taken since {since}."), format!("lost since {since}."))), short]
        }
        None => vec![short],
    }
}

/// `Book 3 is away, and you wait for all three: 12 orders wait to be taken.`, longest form first.
pub fn evidence(scene: &Scene, why: &Why) -> Vec<String> {
    let (Some(lost), Some(books)) = (why.lately.no_quorum, scene.world().order_books()) else {
        return vec![String::new()];
    };
    let w = scene.words;
    let burnt = missing(scene, books, OrderBook::is_burnt, w.say("burnt", "lost"));
    let away = missing(scene, books, |book| !book.is_here() && !book.is_burnt(), w.say("away", "down"));
    let who = capital(&burnt.into_iter().chain(away).collect::<Vec<_>>().join(", "));
    let waiting = w.say(
        format!("*{}* {} to be taken", lost.waiting, verb(lost.waiting, "order waits", "orders wait")),
        format!("*{}* {} pending", lost.waiting, verb(lost.waiting, "write is", "writes are")),
    );
    let rule = waited_for(scene, books);
    let never = if books.is_over() { format!(" {}.", capital(&never(scene))) } else { String::new() };
    vec![
        format!("{who}, and {rule}: {waiting}.{never}"),
        format!("{who}, and {rule}.{never}"),
        format!("{who}, and {rule}: {waiting}."),
        format!("{who}, and {rule}."),
    ]
}

/// What a fire took with it, longest form first.
pub fn fire(scene: &Scene, why: &Why) -> Vec<String> {
    let (w, count) = (scene.words, why.lately.forgotten);
    let said = w.say(
        format!(
            "*{count}* {} taken when one book had {}, and burnt with it.",
            verb(count, "order was", "orders were"),
            verb(count, "it", "them")
        ),
        format!("*{count}* {} acknowledged by one replica, which was lost.", verb(count, "write was", "writes were")),
    );
    let last = scene.world().order_books().and_then(|books| books.first_forgotten);
    let last = last.map(|first| format!("{said} {}.", capital(&last_seconds(scene, &first))));
    last.into_iter().chain([said]).collect()
}

/// How the books are, for the desk's box: `waits for 2 of 3 books, 1 away`, longest form first.
pub fn rule(scene: &Scene, books: &OrderBooks) -> Vec<String> {
    let (w, all, needed) = (scene.words, books.books.len(), books.needed());
    let waiting = match books.waiting() {
        0 => String::new(),
        waiting => format!(", {waiting} {}", w.say("wait", "pending")),
    };
    vec![
        w.say(format!("taken by {needed} of {all} books{waiting}"), format!("ack after {needed} of {all}{waiting}")),
        w.say(format!("{needed} of {all} books{waiting}"), format!("w = {needed} of {all}{waiting}")),
        format!("{needed}/{all}{waiting}"),
    ]
}

/// How a book is that is not there; `None`: it is there.
pub fn absence(scene: &Scene, books: &OrderBooks, b: usize) -> Option<(String, Ink)> {
    let w = scene.words;
    let book = &books.books[b];
    if book.is_burnt() {
        return Some((w.say("burnt", "lost").into(), Ink::Danger));
    }
    if book.is_here() {
        return None;
    }
    Some(match scene.session.book_known_back(b as u32) {
        Some(back) => (format!("{} {}", w.say("back", "up"), scene.clock(back)), Ink::WarnFigure),
        None => (w.say("away", "down").into(), Ink::WarnFigure),
    })
}

/// The book for which most orders wait that are not taken yet, by number: the slowest.
pub fn slowest(books: &OrderBooks) -> Option<usize> {
    let waits = |entry: &&Entry| !entry.is_taken();
    let lacks = |b: usize| books.entries.iter().filter(waits).filter(|entry| !entry.pages[b].has()).count();
    let all = (0..books.books.len()).filter(|&b| !books.books[b].is_burnt());
    all.map(|b| (lacks(b), b)).filter(|(count, _)| *count > 0).max_by_key(|&(count, b)| (count, b)).map(|(_, b)| b)
}

/// What the books have of an order that is under way, for its trace: `in 2 of 3 books, taken after 2`.
pub fn of_order(scene: &Scene, serial: u64) -> String {
    let (w, world) = (scene.words, scene.world());
    let Some(books) = world.order_books() else { return String::new() };
    let Some(entry) = books.entries.iter().find(|entry| world.orders()[entry.key].serial == serial) else {
        return String::new();
    };
    let (has, all, needed) = (entry.copies(), books.books.len(), books.needed());
    let stands = w.say(format!("It stands in {has} of {all} books"), format!("{has} of {all} replicas have it"));
    match entry.is_taken() {
        true => {
            let after = numbers::duration(entry.taken.since(entry.turn.placed));
            format!("{stands}; {} ", w.say(format!("taken after {after}."), format!("acknowledged after {after}.")))
        }
        false => format!("{stands}, and is taken once {needed} {} it. ", verb(needed.into(), "has", "have")),
    }
}

/// `book 3 away: no order is taken`, longest first; `None`: enough books are there.
pub fn too_few(scene: &Scene) -> Option<Vec<String>> {
    let (w, books) = (scene.words, scene.world().order_books()?);
    if books.is_writable() {
        return None;
    }
    let (here, all) = (books.here(), books.books.len());
    Some(vec![
        w.say(format!("{here} of {all} books: no order taken"), format!("{here} of {all} replicas: no quorum")),
        w.say(format!("{here} of {all} books"), format!("{here} of {all} up")),
    ])
}

/// Why nothing comes in at an outlet that has nothing to do, longest first; empty if it has, or orders are taken.
pub fn matter(scene: &Scene, id: OutletId) -> Vec<String> {
    let (w, outlet) = (scene.words, &scene.world().outlets()[id.index()]);
    let Some(books) = scene.world().order_books().filter(|books| !books.is_writable()) else { return Vec::new() };
    let waiting = books.waiting();
    if outlet.load() > 0 || waiting == 0 {
        return Vec::new();
    }
    vec![
        w.say(format!("nothing comes: {waiting} not taken yet"), format!("starved: {waiting} writes pending")),
        w.say("nothing comes", "starved").into(),
    ]
}
