//! What can be broken, and mended: the lines of the fault menu. One a row of the command table that is a fault.

use super::choices::*;
use super::{Book, Choice, LineState};
use crate::sim::command::Command;
use crate::sim::setup::DeliveryMode;
use crate::units::{OutletId, Span, ZoneId};

pub(super) fn write(book: &mut Book<'_>) {
    power_and_lines(book);
    people(book);
    customers(book);
}

fn power_and_lines(book: &mut Book<'_>) {
    let outlet = book.outlet;
    let at = book.name().to_string();
    let world = &book.game.session.world;
    let (power, line) = (world.outlets[outlet.index()].power, world.outlets[outlet.index()].line);
    book.section("Power and telephone", false);
    let text = book.say("{power-cut} at ") + &at;
    let cuts = lasting(&text, &at, "power_outage", |lasts| Command::PowerOutage { outlet, lasts });
    book.line("power_outage", 'p', "{power-cut}", LineState::Word(String::new()), cuts);
    if !power.is_fine() {
        let phrase = format!("power back at {at}");
        let back = only(phrase, Command::RestorePower { outlet });
        book.line("restore_power", 'b', "power back", LineState::Word("at once".into()), back);
    }
    let text = book.say("{line-cut} at ") + &at;
    let cuts = lasting(&text, &at, "cut_line", |lasts| Command::CutLine { outlet, lasts });
    book.line("cut_line", 'l', "{line-cut}", LineState::Word(String::new()), cuts);
    if !line.is_fine() {
        let phrase = format!("mend the line to {at}");
        let mend = only(phrase, Command::MendLine { outlet });
        book.line("mend_line", 'm', "mend the line", LineState::Word("at once".into()), mend);
    }
}

/// A quarter of an hour to the rest of the day.
fn lasting(what: &str, at: &str, name: &str, command: impl Fn(Option<Span>) -> Command) -> Vec<Choice> {
    let mut choices = Choices::default();
    for minutes in [15, 30, 60, 120] {
        let span = Span::from_mins(minutes);
        let text = span_text(span);
        choices.give("1234", text.clone(), format!("{what}, {text}"), false, command(Some(span)));
    }
    choices.type_it(format!("{name} outlet={} lasts=\"", quoted(at)));
    choices.done()
}

fn people(book: &mut Book<'_>) {
    let outlet = book.outlet;
    let at = book.name().to_string();
    book.section("People", false);
    let ill = ill(book, outlet, &at);
    book.line("chef_ill", 'i', "{a chef} falls ill", LineState::Word(String::new()), ill);
    let mut choices = Choices::default();
    for (text, factor) in [("half as fast", 0.5), ("a third as fast", 1.0 / 3.0), ("a tenth as fast", 0.1)] {
        let lasts = Some(Span::from_hours(1));
        let phrase = book.say("{slow-chef} at ") + &format!("{at}, {text}");
        choices.give(
            "123",
            format!("{text}, 1 h"),
            phrase,
            false,
            Command::SlowChef { outlet, skill: None, factor, lasts },
        );
    }
    choices.type_it(format!("slow_chef outlet={} factor=", quoted(&at)));
    book.line("slow_chef", 's', "{slow-chef}", LineState::Word("nobody notices".into()), choices.done());
    if book.game.session.world.delivery_mode != DeliveryMode::Pickup {
        let text = book.say("{rude-driver} at ") + &at;
        let rude = lasting(&text, &at, "rude_driver", |lasts| Command::RudeDriver { outlet, lasts });
        book.line("rude_driver", 'r', "{rude-driver}", LineState::Word(String::new()), rude);
    }
}

fn ill(book: &Book<'_>, outlet: OutletId, at: &str) -> Vec<Choice> {
    let skills = book.skills();
    let what = book.say("{a chef} falls ill at ") + at;
    let mut choices = Choices::default();
    for minutes in [15, 30, 60] {
        let span = Span::from_mins(minutes);
        let text = span_text(span);
        let command = Command::ChefIll { outlet, skill: None, lasts: Some(span) };
        choices.give("123", text.clone(), format!("{what}, {text}"), false, command);
    }
    if skills.len() > 1 {
        for (skill, name) in skills {
            let command = Command::ChefIll { outlet, skill: Some(skill), lasts: Some(Span::from_hours(1)) };
            let word = book.say("{chef}");
            let phrase = format!("a {name} {word} falls ill at {at}, 1 h");
            choices.give(&name, format!("{name}, 1 h"), phrase, false, command);
        }
    }
    choices.type_it(format!("chef_ill outlet={} lasts=\"", quoted(at)));
    choices.done()
}

fn customers(book: &mut Book<'_>) {
    let zones = book.game.session.setup.zones.len();
    book.section("{Customer+} and roads", true);
    let lasts = Span::from_mins(30);
    let mut choices = Choices::default();
    for factor in [1.5, 2.0, 3.0] {
        let phrase = book.say("{rush}") + &format!(" ×{factor} everywhere, 30 min");
        let command = Command::Surge { zone: None, item: None, factor, lasts };
        choices.give("123", format!("×{factor}, 30 min"), phrase, false, command);
    }
    if zones > 1 {
        for (i, zone) in book.game.session.setup.zones.iter().enumerate().take(6) {
            let phrase = book.say("{rush}") + &format!(" ×2 in {}, 30 min", zone.name);
            let command =
                Command::Surge { zone: Some(ZoneId(i as u32)), item: None, factor: 2.0, lasts: Span::from_mins(30) };
            choices.give(&zone.name, format!("{} ×2", zone.name), phrase, false, command);
        }
    }
    choices.type_it("surge factor=".into());
    book.line("surge", 'c', "{rush}", LineState::Word(String::new()), choices.done());

    let mut choices = Choices::default();
    for (text, factor) in [("half as patient", 0.5), ("a quarter as patient", 0.25), ("twice as patient", 2.0)] {
        let command = Command::Impatience { zone: None, factor, lasts: Span::from_hours(1) };
        choices.give("123", format!("{text}, 1 h"), format!("{text} for an hour"), false, command);
    }
    choices.type_it("impatience factor=".into());
    book.line("impatience", 'n', "{patience}", LineState::Word(String::new()), choices.done());

    let mut choices = Choices::default();
    for factor in [1.5, 2.0, 3.0] {
        let phrase = book.say("{traffic-jam}") + &format!(" ×{factor}, 30 min");
        let command = Command::Traffic { factor, lasts: Span::from_mins(30) };
        choices.give("123", format!("rides ×{factor}, 30 min"), phrase, false, command);
    }
    choices.type_it("traffic factor=".into());
    book.line("traffic", 't', "{traffic-jam}", LineState::Word(String::new()), choices.done());
}
