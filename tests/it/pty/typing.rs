//! What a terminal may send: answers that nobody asked for, sequences in pieces, pastes, storms, other keyboards.

use super::*;

/// In a shop that stands, with the menu open in which letters cost money: nothing of an answer is a key.
#[test]
fn answers_that_nobody_asked_for_do_nothing() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    window.type_in("a");
    window.wait_for("hire a chef");
    let before = window.text();
    let answers: &[&[u8]] = &[
        b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
        b"\x1b]10;rgb:bbbb/bbbb/bbbb\x07",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]52;c;cXVpdAo=q\x1b\\",
        b"\x1b[>41;377;0c",
        b"\x1b[?64;1;2c",
        b"\x1bP>|XTerm(377) qb\x1b\\",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b^qq\x1b\\",
        b"\x1b[?2026;2$y",
        b"\x1b[24;80R",
        b"\x1b[I\x1b[O",
    ];
    for answer in answers {
        window.writer.write_all(answer).unwrap();
        // Byte by byte, too.
        for byte in *answer {
            window.writer.write_all(&[*byte]).unwrap();
            window.writer.flush().unwrap();
        }
    }
    window.type_in("\x1b[<65;500;500M");
    window.resize(121, 36);
    window.resize(120, 36);
    window.wait_until("the same picture", |window| window.text() == before);
    // The keys are still keys, an arrow in pieces among them.
    for piece in ["\x1b", "[", "B"] {
        window.type_in(piece);
    }
    window.wait_until("the next line to be chosen", |window| window.text() != before);
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    let home = window.home.clone();
    assert_eq!(kept_game(home.path()).commands, [], "nobody was hired");
}

#[test]
fn a_paste_without_an_end_ends_by_itself_and_ctrl_c_is_heard_in_it() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    window.type_in(":");
    window.wait_for("command");
    window.type_in("\x1b[200~hire_chef outlet=\"Main\nStreet\"");
    window.wait_for("outlet=\"Main Street\"");
    window.type_in("\x1b[200~ and no end");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

#[test]
fn a_paste_of_megabytes_that_is_not_marked_does_not_hold_up_ctrl_c() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    window.type_in(":");
    window.wait_for("command");
    let text = "hire_chef outlet=\"Main Street\" and so on\n".repeat(100_000);
    window.type_in(&text);
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    assert_eq!(kept_game(window.home.path()).commands, [], "nothing of it was obeyed");
}

#[test]
fn keys_of_other_keyboards_work() {
    for (menu, keys) in [("ф", "рз"), ("A", "HP"), ("α", "ηπ"), ("\x1b[1092::97;;1092u", "\x1b[1088::104;;1088uз")]
    {
        let mut window = Window::open(&["play", "story"], 120, 36);
        window.open_the_shop();
        window.type_in(menu);
        window.wait_for("hire a chef");
        window.type_in(keys);
        window.type_in("\r");
        window.wait_for("starts at Main Street");
        // Ctrl-C as a Russian keyboard sends it where the terminal tells keys apart.
        window.type_in("\x1b[1089::99;5u");
        assert!(window.wait_for_end().success(), "{menu}");
    }
}

#[test]
fn a_terminal_that_knows_keys_better_is_asked_to_tell_them_and_told_to_stop() {
    let mut window = Window::open(&[], 120, 36);
    window.wait_for_raw("\x1b[?u");
    window.type_in("\x1b[?0u");
    window.wait_for_raw("\x1b[>29u");
    window.type_in("\x1b[113;1;113u");
    assert!(window.wait_for_end().success());
    let raw = String::from_utf8_lossy(&window.raw).into_owned();
    assert!(raw.rfind("\x1b[<u") > raw.rfind("\x1b[>29u"), "it is asked no more");
    window.assert_left();
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    let mut window = Window::open(&["--no-mouse"], 120, 36);
    window.wait_for("Book one");
    assert!(!String::from_utf8_lossy(&window.raw).contains("\x1b[?1000h"));
    window.type_in("y");
    window.wait_for_raw("\x1b[?1000h");
    window.type_in("y");
    window.wait_until("the mouse to be off", |window| {
        let raw = String::from_utf8_lossy(&window.raw).into_owned();
        raw.rfind("\x1b[?1000l") > raw.rfind("\x1b[?1000h")
    });
    window.wait_for("select what you like");
    window.type_in("q");
    assert!(window.wait_for_end().success());
}

/// Resizes, mouse, pastes, keys and garbage at once, to a terminal that reads slowly.
#[test]
fn a_storm_breaks_nothing() {
    let mut window = Window::open(&["play", "story"], 120, 36);
    window.open_the_shop();
    let mut luck = crate::monkey::Luck(23);
    for _ in 0..1_500 {
        match luck.below(8) {
            0 => {
                let (columns, rows) = [(120, 36), (80, 24), (40, 10), (1, 1), (200, 60)][luck.below(5)];
                window.resize(columns, rows);
            }
            1 | 2 => {
                let (x, y, button) = (luck.below(200) + 1, luck.below(60) + 1, [0, 32, 64, 65, 35][luck.below(5)]);
                window.type_in(&format!("\x1b[<{button};{x};{y}M"));
            }
            3 => window.type_in(&format!("\x1b[200~{}\x1b[201~", "word\t\n".repeat(luck.below(200)))),
            4 => {
                let garbage: Vec<u8> = (0..luck.below(60)).map(|_| luck.below(256) as u8).collect();
                // But no key that ends or stops it, in any script.
                let garbage: Vec<u8> =
                    garbage.into_iter().filter(|b| !b"\x03\x1aqQ/u".contains(b) && *b < 0xc0).collect();
                window.writer.write_all(&garbage).unwrap();
            }
            5 => {
                // As slow as one piece a turn.
                if let Ok(bytes) = window.output.try_recv() {
                    window.screen.process(&bytes);
                    window.raw.extend(bytes);
                }
            }
            _ => {
                let keys: Vec<char> = "12345.+-nafhrduvte:i?gjlwy \r\t\x1b".chars().collect();
                let key = keys[luck.below(keys.len())].to_string();
                window.type_in(&key);
            }
        }
    }
    window.resize(120, 36);
    // Whatever sequence or paste the garbage has begun, Ctrl-C ends it all.
    window.type_in("\x1b\\\x03");
    assert!(window.wait_for_end().success());
    window.assert_left();
}

/// A question that comes up while the shop waits begins to answer by itself, without a key; and nobody waits for that
/// at full speed.
#[test]
fn a_guess_begins_to_answer_while_nothing_moves() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let shop = "schema = 1\n[scenario]\ntitle = \"Asked\"\nopens = \"17:00\"\nduration = \"2h\"\n\
                [menu.pizza]\nwork = { dist = \"fixed\", mean = \"4m\" }\n\
                [[zone]]\nname = \"Town\"\norders_per_hour = 6.0\n\
                [[outlet]]\nname = \"Main\"\n\
                [[predict]]\nat = \"17:10\"\nask = \"How many?\"\nchoices = [\"1\", \"2\"]\nanswer = \"1\"\n\
                metric = \"orders.late\"\nof = \"nothing\"\n";
    std::fs::write(home.path().join("asked.toml"), shop).unwrap();
    let mut window = Window::at(home, &["play", "asked.toml"], 120, 36, &[]);
    window.wait_for("open the shop");
    window.type_in("\r");
    window.wait_for("read first");
    let before = window.ticks();
    window.wait_for("that is my guess");
    // Hundredths of a second in half a second.
    let spent = window.ticks() - before;
    assert!(spent < 25, "{spent}");
}
