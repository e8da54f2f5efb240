//! Order books: rulings 136 to 143, each worked by hand.

use super::kit::{Evening, play_at, town};
use pizzeria::scenario;
use pizzeria::sim::metric::{Scope, resolve};

/// One outlet with one chef of four minutes; three books, of which the first has an order at once and each other after
/// two minutes. Closing at half past.
fn with_books(wait_for: &str, zone: &str, outlet: &str, rest: &str) -> String {
    format!(
        r#"
        [scenario]
        duration = "30m"
        [menu.pizza]
        work = {{ dist = "fixed", mean = "4m" }}
        [books]
        copies = 3
        wait_for = "{wait_for}"
        copy = {{ dist = "fixed", mean = "2m" }}
        [[zone]]
        name = "Town"
        orders_per_hour = 1.0
        {zone}
        [[outlet]]
        name = "Main"
        {outlet}
        {rest}
        "#
    )
}

fn read(evening: &Evening, path: &str) -> Option<f64> {
    resolve(path, false).unwrap().read(&evening.measures(), Scope::Shop)
}

fn one_call(wait_for: &str, commands: &[(u64, &str)]) -> Evening {
    play_at(&with_books(wait_for, "", "", ""), &[&[60]], commands)
}

/// Rulings 136 and 137: most and all have it after two minutes, one at once.
#[test]
fn an_order_is_taken_once_enough_books_have_it() {
    for (wait_for, books) in [("most", 2), ("all", 3)] {
        one_call(wait_for, &[]).went(&format!(
            "0:01:00 #1 placed
             0:03:00 #1 taken by {books}, #1 begun by 1
             0:07:00 #1 cooked by 1, #1 delivered
             0:30:00 closing, end"
        ));
    }
    let evening = one_call("one", &[]);
    evening.went(
        "0:01:00 #1 placed, #1 taken by 1, #1 begun by 1
         0:05:00 #1 cooked by 1, #1 delivered
         0:30:00 closing, end",
    );
    let waits = |wait_for| {
        let evening = one_call(wait_for, &[]);
        // What waits for its books waits: the span `queue`, and no ticket in a line.
        assert_eq!(read(&evening, "spans.queue.max"), read(&evening, "books.wait.max"));
        (read(&evening, "books.wait.mean"), read(&evening, "waiting.max"), read(&evening, "books.writable"))
    };
    assert_eq!(waits("all"), (Some(120.0), Some(0.0), Some(1.0)));
    assert_eq!(waits("one"), (Some(0.0), Some(0.0), Some(1.0)));
}

/// Ruling 140: whoever waits for one forgets; the copies of two minutes are not there when the first burns after one.
#[test]
fn what_one_book_alone_has_burns_with_it() {
    let evening = one_call("one", &[(120, "book_burns book=1")]);
    evening.went(
        "0:01:00 #1 placed, #1 taken by 1, #1 begun by 1
         0:02:00 book 1 burns, #1 forgotten, (book_burns)
         0:05:00 #1 cooked by 1, #1 wasted
         0:30:00 closing, end",
    );
    assert_eq!((read(&evening, "orders.forgotten"), read(&evening, "orders.wasted")), (Some(1.0), Some(1.0)));
    let first = evening.world.order_books().unwrap().first_forgotten.unwrap();
    assert_eq!((first.serial, first.taken.0, first.burnt.0, first.next.0), (1, 60_000_000, 120_000_000, 180_000_000));
    // A second later than the copies it stands in two others.
    let late = one_call("one", &[(181, "book_burns book=1")]);
    assert_eq!((read(&late, "orders.forgotten"), read(&late, "orders.delivered")), (Some(0.0), Some(1.0)));
    // The copies at the very moment: the end of work comes first.
    assert_eq!(read(&one_call("one", &[(180, "book_burns book=1")]), "orders.forgotten"), Some(0.0));
}

/// Ruling 137: all of three wait for the third, which begins anew when it is back.
#[test]
fn all_wait_for_the_book_that_is_away() {
    let evening = one_call("all", &[(30, "book_away book=3 lasts=\"9m30s\"")]);
    evening.went(
        "0:00:30 book 3 away until 0:10:00, too few books, (book_away)
         0:01:00 #1 placed
         0:10:00 book 3 back, enough books
         0:12:00 #1 taken by 3, #1 begun by 1
         0:16:00 #1 cooked by 1, #1 delivered
         0:30:00 closing, end",
    );
    // Away for nine and a half of thirty minutes.
    assert_eq!(read(&evening, "books.writable"), Some(20.5 / 30.0));
    let most = one_call("most", &[(30, "book_away book=3 lasts=\"9m30s\"")]);
    assert_eq!(most.when("#1 taken by 2"), "0:03:00");
    assert_eq!(read(&most, "books.writable"), Some(1.0));
}

/// Ruling 138: what is being written is broken off, and begins anew.
#[test]
fn writing_is_broken_off_and_begins_anew() {
    let evening = one_call("all", &[(120, "book_away book=2 lasts=\"1m\"")]);
    evening.went(
        "0:01:00 #1 placed
         0:02:00 book 2 away until 0:03:00, too few books, (book_away)
         0:03:00 book 2 back, enough books
         0:05:00 #1 taken by 3, #1 begun by 1
         0:09:00 #1 cooked by 1, #1 delivered
         0:30:00 closing, end",
    );
    // Copying goes on after "taken": the second book is back at 4 and has it at 6; the first burns at 5 or at 7.
    let burns = |at: u64| {
        let gone = [(70, "book_away book=2 lasts=\"170s\""), (70, "book_away book=3"), (at, "book_burns book=1")];
        let text = with_books("one", "", "", "").replace("4m", "10m");
        read(&play_at(&text, &[&[60]], &gone), "orders.forgotten")
    };
    assert_eq!((burns(359), burns(360)), (Some(1.0), Some(0.0)));
}

/// Ruling 140: not taken yet, it is written on in the others; after the fire all of three can never have it.
#[test]
fn after_a_fire_all_can_never_be_met_again() {
    let fire = (120, "book_burns book=1");
    let evening = one_call("all", &[fire]);
    evening.went(
        "0:01:00 #1 placed
         0:02:00 book 1 burns, too few books, (book_burns)
         0:30:00 closing, end",
    );
    assert_eq!((evening.measures().orders.in_system, read(&evening, "orders.forgotten")), (1, Some(0.0)));
    assert!(evening.world.order_books().unwrap().is_over());
    let drained = with_books("all", "", "", "").replace("duration", "drain = true\n        duration");
    let for_good = play_at(&drained, &[&[60]], &[fire]);
    assert_eq!(for_good.lines.last().unwrap(), "0:30:00 closing, 1 stranded, end");
    // Ruling 141: whoever waits is taken by the new rule at once, the oldest first.
    let text = with_books("all", "", "", "");
    let evening = play_at(&text, &[&[60, 90]], &[fire, (600, "set_books wait_for=\"most\"")]);
    evening.went(
        "0:01:00 #1 placed
         0:01:30 #2 placed
         0:02:00 book 1 burns, too few books, (book_burns)
         0:10:00 enough books, #1 taken by 2, #1 begun by 1, #2 taken by 2, (set_books)
         0:14:00 #1 cooked by 1, #1 delivered, #2 begun by 1
         0:18:00 #2 cooked by 1, #2 delivered
         0:30:00 closing, end",
    );
}

/// Ruling 140: a ticket that waits is torn up, one on the road is delivered.
#[test]
fn who_is_forgotten_depends_on_where_the_order_is() {
    let text = with_books("one", "", "riders = 1", "[delivery]\nmode = \"decoupled\"").replace("\"2m\"", "\"20m\"");
    let text = text.replace("name = \"Town\"", "name = \"Town\"\nat = [2.0, 0.0]");
    let evening = play_at(&text, &[&[60, 70, 80]], &[(400, "book_burns book=1")]);
    evening.went(
        "0:01:00 #1 placed, #1 taken by 1, #1 begun by 1
         0:01:10 #2 placed, #2 taken by 1
         0:01:20 #3 placed, #3 taken by 1
         0:05:00 #1 cooked by 1, #1 shelved, #1 with rider 1, #2 begun by 1
         0:06:40 book 1 burns, #2 forgotten, #3 forgotten, #3 torn up, (book_burns)
         0:09:00 #2 cooked by 1, #2 wasted
         0:10:00 #1 delivered
         0:30:00 closing, end",
    );
}

/// Rulings 136 and 142: patience runs; a forgotten guest does not call, one who left before does.
#[test]
fn patience_runs_while_an_order_is_written() {
    let patience = "patience = { dist = \"fixed\", mean = \"90s\" }\nretry = { wait = \"10m\" }";
    let text = |cancels: &str| with_books("all", &format!("{patience}\n{cancels}"), "", "");
    play_at(&text(""), &[&[60]], &[]).went(
        "0:01:00 #1 placed
         0:02:30 #1 abandoned, again at 0:12:30
         0:12:30 #2 placed
         0:14:00 #2 abandoned, again at 0:24:00
         0:24:00 #3 placed
         0:25:30 #3 abandoned
         0:30:00 closing, end",
    );
    // Who leaves without a word: his order is written, taken and cooked all the same.
    let silent = play_at(&text("cancels = false"), &[&[60]], &[]);
    assert_eq!(silent.when("#1 taken by 3, #1 begun by 1"), "0:03:00");
    assert_eq!(silent.when("#1 cooked by 1, #1 wasted"), "0:07:00");
    assert_eq!(read(&silent, "books.wait.max"), None, "nobody who waited was told anything");
    let forgotten = play_at(&text("").replace("all", "one"), &[&[60]], &[(120, "book_burns book=1")]);
    assert_eq!((read(&forgotten, "orders.forgotten"), read(&forgotten, "orders.retried")), (Some(1.0), Some(0.0)));
}

/// Ruling 142: the books are the desk's; a dark outlet changes nothing there, and the order is sent when it is taken.
#[test]
fn where_it_is_sent_is_decided_when_it_is_taken() {
    let two = "[[outlet]]\nname = \"Far\"\nat = [9.0, 0.0]";
    let rest = format!("[dispatch]\nhealth_check = \"0s\"\n{two}");
    let evening = play_at(&with_books("most", "", "", &rest), &[&[60]], &[(120, "power_outage outlet=\"Main\"")]);
    assert_eq!(evening.when("#1 taken by 2, #1 to Far, #1 begun by Far/1"), "0:03:00");
    let held = rest.replace("health_check", "when_none = \"hold\"\nhealth_check");
    let dark =
        [(100, "power_outage outlet=\"Main\""), (100, "power_outage outlet=\"Far\""), (300, "book_burns book=1")];
    let evening = play_at(&with_books("one", "", "", &held).replace("\"2m\"", "\"9m\""), &[&[120]], &dark);
    assert_eq!(evening.when("#1 placed, #1 taken by 1, #1 held"), "0:02:00");
    assert_eq!(evening.when("#1 forgotten"), "0:05:00");
}

/// By chance: each book by its own clock, which stops while it is away otherwise.
#[test]
fn books_are_away_by_chance() {
    let text =
        with_books("one", "", "", "").replace("copies = 3", "copies = 3\naway = { every = \"5m\", lasts = \"1m\" }");
    let evening = play_at(&text, &[&[60]], &[]);
    let of = |fact: &str| evening.lines.iter().filter(|line| line.contains(fact)).count();
    assert!(of("away") >= 6 && of("back") >= 6, "{:?}", evening.lines);
    for book in ["book 1", "book 2", "book 3"] {
        assert!(of(&format!("{book} away")) > 0, "{book}");
    }
    let none = with_books("one", "", "", "");
    assert_eq!(play_at(&none, &[&[60]], &[]).lines.len(), 3);
}

/// P7, and what makes no sense: refused by a sentence.
#[test]
fn what_books_refuse() {
    let evening = one_call(
        "all",
        &[
            (10, "hire_clerk"),
            (10, "dead_line outlet=\"Main\""),
            (10, "set_fuse"),
            (10, "set_books wait_for=\"all\""),
            (10, "book_away book=4"),
            (10, "book_away book=3"),
            (10, "book_away book=3"),
            (10, "book_burns book=3"),
            (10, "book_burns book=3"),
            (10, "book_burns book=2"),
            (10, "book_burns book=1"),
            (20, "book_away book=3"),
        ],
    );
    let both = "Clerks and order books cannot be used together: both keep an order at the desk.";
    let said = |why: &Option<String>| match why {
        Some(why) => why.trim_start_matches("No. ").trim_end_matches(" Nothing was changed.").to_string(),
        None => String::new(),
    };
    let refused: Vec<String> = evening.refusals.iter().map(said).collect();
    assert_eq!(
        refused,
        [
            both,
            both,
            both,
            "",
            "There are 3 books.",
            "",
            "Book 3 is away already.",
            "",
            "Book 3 has burnt.",
            "",
            "The last book cannot burn.",
            "Book 3 has burnt.",
        ]
    );
    let none = play_at(
        &town("duration = \"30m\"", "", "", ""),
        &[&[60]],
        &[(10, "set_books wait_for=\"one\""), (10, "book_burns book=1")],
    );
    assert_eq!(none.refusals.iter().map(said).collect::<Vec<_>>(), ["There are no order books here."; 2]);
    for (key, said) in [
        ("[dispatch]\nclerks = 2", "Clerks and order books cannot be used together"),
        ("[dispatch]\ngive_up = \"1m\"", "Clerks and order books cannot be used together"),
    ] {
        let text = format!("schema = 1\n{}", with_books("all", "", "", key));
        let problems = scenario::read("test.toml", &text, None, &[]).expect_err("they do not go together");
        assert!(problems.to_string().contains(said), "{problems}");
    }
    let text = format!("schema = 1\n{}", with_books("all", "unsure = { wait = \"3m\" }", "", ""));
    let problems = scenario::read("test.toml", &text, None, &[]).expect_err("they do not go together");
    assert!(problems.to_string().contains("`unsure` and `[books]` cannot be used together"), "{problems}");
}

/// More books draw nothing anew: the second has an order as soon as it had with one fewer.
#[test]
fn further_books_shift_no_draw() {
    let with = |copies: u32| {
        let copy = "copy = { dist = \"uniform\", min = \"1m\", max = \"5m\" }";
        let text = with_books("all", "", "", "").replace("copies = 3", &format!("copies = {copies}"));
        let text = text.replace("copy = { dist = \"fixed\", mean = \"2m\" }", copy);
        read(&play_at(&text, &[&[60]], &[]), "books.wait.max").unwrap()
    };
    let waits: Vec<f64> = (1..=9).map(with).collect();
    assert_eq!(waits[0], 0.0);
    assert!(waits.windows(2).all(|two| two[0] <= two[1]) && (60.0..=300.0).contains(&waits[1]), "{waits:?}");
}
