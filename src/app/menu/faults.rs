//! The lines of the fault menu: one for every fault in the command table, and their repairs.

use super::book::Book;
use super::choices::*;
use super::{Choice, LineState};
use crate::sim::command::Fault;
use crate::sim::setup::DeliveryMode;
use crate::text::values::*;
use crate::units::{OutletId, Span, ZoneId};

pub(super) fn write(book: &mut Book<'_>) {
    power_and_lines(book);
    people(book);
    customers(book);
}

fn power_and_lines(book: &mut Book<'_>) {
    let outlet = book.outlet;
    let at = book.name().to_string();
    let world = book.game.session.world();
    let (power, line) = (world.outlets()[outlet.index()].power, world.outlets()[outlet.index()].link);
    book.section("Power and telephone", false);
    let cuts = lasting(book, &at, "power_outage", |lasts| Fault::PowerOutage { outlet, lasts });
    book.line("power_outage", ('p', 'o'), "{power-cut}", LineState::Word(String::new()), cuts);
    if !power.is_fine() {
        let back = only(Fault::RestorePower { outlet });
        book.line("restore_power", ('b', 'b'), "power back", LineState::Word("at once".into()), back);
    }
    let cuts = lasting(book, &at, "cut_line", |lasts| Fault::CutLine { outlet, lasts });
    book.line("cut_line", ('l', 'n'), "{line-cut}", LineState::Word(String::new()), cuts);
    if !line.is_fine() {
        let mend = only(Fault::MendLine { outlet });
        book.line("mend_line", ('m', 'm'), "mend the line", LineState::Word("at once".into()), mend);
    }
    match book.game.session.world().order_books() {
        Some(books) => order_books(book, books.books.len() as u32),
        None => dead_line(book, &at),
    }
}

/// An order book is away, or burns.
fn order_books(book: &mut Book<'_>, count: u32) {
    let name = |book: &Book<'_>, number: u32| format!("{} {number}", book.say("{order-book}"));
    let mut choices = Choices::default();
    for number in 1..=count {
        let command = Fault::BookAway { book: number, lasts: Some(Span::from_mins(30)) };
        choices.amount(format!("{}, for 30 min", name(book, number)), false, command);
    }
    choices.type_it("book_away book=".into());
    book.line("book_away", ('a', 'r'), "{book-away}", LineState::Word(String::new()), choices.done(book.game));
    let mut choices = Choices::default();
    for number in 1..=count {
        choices.amount(name(book, number), false, Fault::BookBurns { book: number });
    }
    choices.type_it("book_burns book=".into());
    book.line("book_burns", ('d', 'd'), "{book-burns}", LineState::Word("for good".into()), choices.done(book.game));
}

/// The telephone rings, and nobody answers.
fn dead_line(book: &mut Book<'_>, at: &str) {
    let outlet = book.outlet;
    let dead = lasting(book, at, "dead_line", |lasts| Fault::DeadLine { outlet, lasts });
    book.line("dead_line", ('d', 'd'), "{dead-line}", LineState::Word("nobody notices".into()), dead);
}

/// Durations from a quarter of an hour to the rest of the day.
fn lasting(book: &Book<'_>, at: &str, name: &str, command: impl Fn(Option<Span>) -> Fault) -> Vec<Choice> {
    let mut choices = Choices::default();
    for minutes in [15, 30, 60, 120] {
        let span = Span::from_mins(minutes);
        choices.amount(format!("for {}", span_text(span)), false, command(Some(span)));
    }
    choices.type_it(format!("{name} outlet={} lasts=\"", quoted(at)));
    choices.done(book.game)
}

fn people(book: &mut Book<'_>) {
    let outlet = book.outlet;
    let at = book.name().to_string();
    book.section("People", false);
    let ill = ill(book, outlet, &at);
    book.line("chef_ill", ('i', 'i'), "{a chef} falls ill", LineState::Word(String::new()), ill);
    let mut choices = Choices::default();
    for (text, factor) in [("half as fast", 0.5), ("a third as fast", 1.0 / 3.0), ("a tenth as fast", 0.1)] {
        let lasts = Some(Span::from_hours(1));
        let command = Fault::SlowChef { outlet, skill: None, factor, lasts };
        choices.amount(format!("{text}, for 1 h"), false, command);
    }
    choices.type_it(format!("slow_chef outlet={} factor=", quoted(&at)));
    book.line(
        "slow_chef",
        ('s', 'g'),
        "{slow-chef}",
        LineState::Word("nobody notices".into()),
        choices.done(book.game),
    );
    let mut choices = Choices::default();
    for (text, seconds) in [("after 15 s", 15), ("after 1 min", 60)] {
        let command =
            Fault::Burns { outlet, skill: None, after: Span::from_secs(seconds), lasts: Some(Span::from_hours(1)) };
        choices.amount(format!("{text}, for 1 h"), false, command);
    }
    choices.type_it(format!("burns outlet={} after=\"", quoted(&at)));
    book.line("burns", ('c', 'c'), "{burner}", LineState::Word("nobody notices".into()), choices.done(book.game));
    let lamps = &book.game.session.world().outlets()[outlet.index()].lamps;
    if !lamps.is_empty() {
        let mut choices = Choices::default();
        for lamp in lamps {
            let name = book.game.session.setup().items[lamp.item.index()].name.clone();
            choices.give(name, false, Fault::ClearTray { outlet, item: lamp.item });
        }
        let state = LineState::Word(String::new());
        book.line("clear_tray", ('f', 'h'), "{lamp-falls}", state, choices.done(book.game));
    }
    if book.game.session.world().delivery_mode() != DeliveryMode::Pickup {
        let rude = lasting(book, &at, "rude_driver", |lasts| Fault::RudeDriver { outlet, lasts });
        book.line("rude_driver", ('r', 'f'), "{rude-driver}", LineState::Word(String::new()), rude);
    }
}

fn ill(book: &Book<'_>, outlet: OutletId, at: &str) -> Vec<Choice> {
    let skills = book.skills();
    let mut choices = Choices::default();
    for minutes in [15, 30, 60] {
        let span = Span::from_mins(minutes);
        let command = Fault::ChefIll { outlet, skill: None, lasts: Some(span) };
        choices.amount(format!("for {}", span_text(span)), false, command);
    }
    if skills.len() > 1 {
        for (skill, name) in skills {
            let command = Fault::ChefIll { outlet, skill: Some(skill), lasts: Some(Span::from_hours(1)) };
            choices.give(format!("{name}, for 1 h"), false, command);
        }
    }
    choices.type_it(format!("chef_ill outlet={} lasts=\"", quoted(at)));
    choices.done(book.game)
}

fn customers(book: &mut Book<'_>) {
    let zones = book.game.session.setup().zones.len();
    book.section("{Customer+} and roads", true);
    let lasts = Span::from_mins(30);
    let mut choices = Choices::default();
    for factor in [1.5, 2.0, 3.0] {
        let command = Fault::Surge { zone: None, item: None, factor, lasts: Some(lasts) };
        choices.amount(format!("{factor} times as many, for 30 min"), false, command);
    }
    if zones > 1 {
        for (i, zone) in book.game.session.setup().zones.iter().enumerate().take(6) {
            let command = Fault::Surge { zone: Some(ZoneId(i as u32)), item: None, factor: 2.0, lasts: Some(lasts) };
            choices.give(format!("twice as many from {}", zone.name), false, command);
        }
    }
    choices.type_it("surge factor=".into());
    book.line("surge", ('u', 'k'), "{rush}", LineState::Word(String::new()), choices.done(book.game));

    let mut choices = Choices::default();
    for (text, factor) in [("half as patient", 0.5), ("a quarter as patient", 0.25), ("twice as patient", 2.0)] {
        let command = Fault::Impatience { zone: None, factor, lasts: Span::from_hours(1) };
        choices.amount(format!("{text}, for 1 h"), false, command);
    }
    choices.type_it("impatience factor=".into());
    book.line("impatience", ('n', 'u'), "{patience}", LineState::Word(String::new()), choices.done(book.game));

    if book.game.session.setup().has_unsure() {
        let mut choices = Choices::default();
        for share in [0.1, 0.35, 0.7] {
            let command = Fault::BadLine { zone: None, share, lasts: Some(Span::from_hours(1)) };
            choices.amount(format!("{:.0} % of the calls, for 1 h", share * 100.0), false, command);
        }
        choices.type_it("bad_line share=".into());
        book.line("bad_line", ('d', 'l'), "{bad-line}", LineState::Word(String::new()), choices.done(book.game));
    }

    let mut choices = Choices::default();
    for factor in [1.5, 2.0, 3.0] {
        let command = Fault::Traffic { factor, lasts: Span::from_mins(30) };
        choices.amount(format!("{factor} times as long, for 30 min"), false, command);
    }
    choices.type_it("traffic factor=".into());
    book.line("traffic", ('t', 'w'), "{traffic-jam}", LineState::Word(String::new()), choices.done(book.game));
}
