//! A table of sequences: whole, cut at every byte, and garbage.

use super::*;

fn c(c: char) -> Heard {
    Heard::Key(Key::char(c), None)
}

fn alt(code: Code) -> Heard {
    Heard::Key(Key { code, ctrl: false, alt: true }, None)
}

fn ctrl(code: Code) -> Heard {
    Heard::Key(Key { code, ctrl: true, alt: false }, None)
}

fn mouse(what: Button, column: u16, row: u16) -> Heard {
    Heard::Mouse(Mouse { what, column, row })
}

/// Every sequence that says something to us.
fn known() -> Vec<(&'static [u8], Vec<Heard>)> {
    let at = |c: char, latin: char| Heard::Key(Key::char(c), Some(latin));
    vec![
        (b"a", vec![c('a')]),
        (b"A", vec![c('A')]),
        (b"\r", vec![key(Code::Enter)]),
        (b"\n", vec![key(Code::Enter)]),
        (b"\t", vec![key(Code::Tab)]),
        (b"\x7f", vec![key(Code::Backspace)]),
        (b"\x08", vec![key(Code::Backspace)]),
        (b"\x03", vec![Heard::Key(Key::ctrl('c'), None)]),
        (b"\x1a", vec![Heard::Key(Key::ctrl('z'), None)]),
        ("ф".as_bytes(), vec![c('ф')]),
        ("é".as_bytes(), vec![c('é')]),
        ("🍕".as_bytes(), vec![c('🍕')]),
        (b"\x1b[A", vec![key(Code::Up)]),
        (b"\x1b[B", vec![key(Code::Down)]),
        (b"\x1b[C", vec![key(Code::Right)]),
        (b"\x1b[D", vec![key(Code::Left)]),
        (b"\x1b[H", vec![key(Code::Home)]),
        (b"\x1b[F", vec![key(Code::End)]),
        (b"\x1b[Z", vec![key(Code::BackTab)]),
        (b"\x1bOA", vec![key(Code::Up)]),
        (b"\x1bOF", vec![key(Code::End)]),
        (b"\x1bOM", vec![key(Code::Enter)]),
        (b"\x1bOq", vec![c('1')]),
        (b"\x1b[1~", vec![key(Code::Home)]),
        (b"\x1b[3~", vec![key(Code::Delete)]),
        (b"\x1b[4~", vec![key(Code::End)]),
        (b"\x1b[5~", vec![key(Code::PageUp)]),
        (b"\x1b[6~", vec![key(Code::PageDown)]),
        (b"\x1b[1;5C", vec![ctrl(Code::Right)]),
        (b"\x1b[1;3D", vec![alt(Code::Left)]),
        (b"\x1bb", vec![alt(Code::Char('b'))]),
        (b"\x1b\x7f", vec![alt(Code::Backspace)]),
        (b"\x1b\x03", vec![Heard::Key(Key::ctrl('c'), None)]),
        // kitty: plain, with Shift, with Caps Lock, Ctrl-C in Russian, AltGr, the number pad.
        (b"\x1b[97u", vec![c('a')]),
        (b"\x1b[97:65;2;65u", vec![c('A')]),
        (b"\x1b[97;65;65u", vec![c('A')]),
        (b"\x1b[27u", vec![key(Code::Esc)]),
        (b"\x1b[9;2u", vec![key(Code::BackTab)]),
        (b"\x1b[99;5u", vec![Heard::Key(Key::ctrl('c'), None)]),
        (b"\x1b[1089::99;5u", vec![Heard::Key(Key::ctrl('с'), Some('c'))]),
        (b"\x1b[1092::97;;1092u", vec![at('ф', 'a')]),
        (b"\x1b[113;7;64u", vec![c('@')]),
        (b"\x1b[64;7u", vec![c('@')]),
        (b"\x1b[57400u", vec![c('1')]),
        (b"\x1b[57420u", vec![key(Code::Down)]),
        // xterm's modifyOtherKeys.
        (b"\x1b[27;5;99~", vec![Heard::Key(Key::ctrl('c'), None)]),
        (b"\x1b[27;7;8364~", vec![c('€')]),
        (b"\x1b[<0;3;7M", vec![mouse(Button::Press, 2, 6)]),
        (b"\x1b[<32;300;200M", vec![mouse(Button::Drag, 299, 199)]),
        (b"\x1b[<64;1;1M", vec![mouse(Button::WheelUp, 0, 0)]),
        (b"\x1b[<81;1;1M", vec![mouse(Button::WheelDown, 0, 0)]),
        (b"\x1b[M !!", vec![mouse(Button::Press, 0, 0)]),
        (b"\x1b[32;5;6M", vec![mouse(Button::Press, 4, 5)]),
        (b"\x1b[200~one\ntwo\x1b[201~", vec![Heard::Paste("one\ntwo".into())]),
        (b"\x1b]11;rgb:0c0c/0c0c/0c0c\x1b\\", vec![Heard::Ground(Ground::Dark)]),
        (b"\x1b]11;rgb:ff/fa/fa\x07", vec![Heard::Ground(Ground::Light)]),
        (b"\x1b[?0u", vec![Heard::Kitty]),
    ]
}

/// Sequences that say nothing to us: none of their bytes is a key.
fn foreign() -> Vec<&'static [u8]> {
    vec![
        b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
        b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
        b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1b]52;c;cXVpdCBxcXFx\x1b\\",
        b"\x1b]52;c;q\rq\nq\x07",
        b"\x1b]lquit q\x1b\\",
        b"\x1b[?1;2c",
        b"\x1b[>41;377;0c",
        b"\x1b[=1;2c",
        b"\x1b[?2026;2$y",
        b"\x1b[24;80R",
        b"\x1b[?24;80;1R",
        b"\x1b[0n",
        b"\x1b[8;24;80t",
        b"\x1b[3;0;0t",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[201~",
        b"\x1bP>|XTerm(377)q\x1b\\",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1bP0+rq\x1b\\",
        b"\x1bP!|00000000\x1b\\",
        b"\x1b_Gi=31;OK q\x1b\\",
        b"\x1b^q\x1b\\",
        b"\x1bXq\x1b\\",
        b"\x1b[11~",
        b"\x1b[24~",
        b"\x1b[2~",
        b"\x1bOP",
        b"\x1bOS",
        b"\x1b[[A",
        b"\x1b[[E",
        b"\x1b[57441;2u",
        b"\x1b[97;1:3u",
        b"\x1b[97;9u",
        b"\x1b[1;1:3A",
        b"\x1b[<0;3;7m",
        b"\x1b[<35;3;7M",
        b"\x1b[<1;3;7M",
        b"\x1b[<999999999999;3;7M",
        b"\x9b>0;1u",
        b"\x9d52;c;q\x9c",
        b"\xc2\x9d52;c;q\x1b\\",
        b"\x1b[\x01\x02q",
    ]
}

/// Between two pieces of a sequence: not so long that an Esc would stand alone.
const BETWEEN: Duration = Duration::from_millis(ESC_PAUSE.as_millis() as u64 - 10);

fn decode(pieces: &[&[u8]], pause: Duration) -> Vec<Heard> {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    for piece in pieces {
        decoder.feed(piece, &mut heard);
        if decoder.patience().is_some_and(|patience| patience <= pause) {
            decoder.pause(pause, &mut heard);
        }
    }
    decoder.pause(LOST_PAUSE, &mut heard);
    heard
}

#[test]
fn what_is_known_is_heard_whole_and_cut_anywhere() {
    for (bytes, said) in known() {
        assert_eq!(decode(&[bytes], Duration::ZERO), said, "{:?}", String::from_utf8_lossy(bytes));
        for cut in 1..bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(decode(&[a, b], BETWEEN), said, "{a:?} {b:?}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decode(&single, BETWEEN), said, "{bytes:?} byte by byte");
    }
}

#[test]
fn what_is_foreign_is_no_key_whole_or_cut_anywhere() {
    for bytes in foreign() {
        assert_eq!(decode(&[bytes], Duration::ZERO), [], "{:?}", String::from_utf8_lossy(bytes));
        for cut in 1..bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(decode(&[a, b], BETWEEN), [], "{a:?} {b:?}");
        }
        let after = [bytes, b"n"].concat();
        assert_eq!(decode(&[&after], Duration::ZERO), [c('n')], "{:?} and a key", String::from_utf8_lossy(bytes));
    }
}

/// The line was so slow that Esc was taken for the key: that is all that goes wrong.
#[test]
fn what_comes_late_after_its_esc_is_not_typed() {
    let late = Duration::from_millis(300);
    assert_eq!(decode(&[b"\x1b", b"[A"], late), [key(Code::Esc), key(Code::Up)]);
    assert_eq!(decode(&[b"\x1b", b"]11;rgb:00/00/00\x07"], late), [key(Code::Esc), Heard::Ground(Ground::Dark)]);
    assert_eq!(decode(&[b"\x1b", b"[", b"]"], late), [key(Code::Esc), c('['), c(']')], "typed by hand");
    assert_eq!(decode(&[b"\x1b", b"q"], late), [key(Code::Esc), c('q')]);
}

#[test]
fn a_lost_end_ends_by_itself() {
    for bytes in [b"\x1b]52;c;abc".as_slice(), b"\x1b[1;", b"\x1bP", b"\xe2\x82", b"\x1b[M!", b"\x1bO"] {
        assert_eq!(decode(&[bytes, b"", b"n"], LOST_PAUSE), [c('n')], "{bytes:?}");
    }
    let pasted = Heard::Paste("abc".into());
    assert_eq!(decode(&[b"\x1b[200~abc", b"n"], LOST_PAUSE), [pasted.clone(), c('n')]);
    assert_eq!(decode(&[b"\x1b[200~abc\x1b[20", b"n"], LOST_PAUSE), [pasted.clone(), c('n')]);
    // Ctrl-C is heard in the middle of everything.
    let end = Heard::Key(Key::ctrl('c'), None);
    assert_eq!(decode(&[b"\x1b[200~abc", b"\x03"], Duration::ZERO), [pasted, end.clone()]);
    for bytes in [b"\x1b]52;c;abc\x03".as_slice(), b"\x1b[1;\x03", b"\x1bO\x03", b"\x1bPq\x03"] {
        assert_eq!(decode(&[bytes], Duration::ZERO), std::slice::from_ref(&end), "{bytes:?}");
    }
    assert_eq!(decode(&[b"\x1b[200~a\x03b\x1b[201~"], Duration::ZERO), [Heard::Paste("a\u{3}b".into())]);
}

#[test]
fn a_burst_that_nobody_can_type_is_a_paste() {
    let long = "x".repeat(BURST - 3) + "\nyz";
    assert_eq!(decode(&[long.as_bytes()], Duration::ZERO).len(), BURST, "as keys");
    let lines = "ä b\n".repeat(100);
    assert_eq!(decode(&[lines.as_bytes()], Duration::ZERO), [Heard::Paste(lines.clone())]);
    // What comes right behind it, cut in the middle of a letter, is no key either; after a pause it is.
    let bytes = lines.as_bytes();
    let heard = decode(&[&bytes[..401], &bytes[401..403], &bytes[403..]], Duration::ZERO);
    assert!(
        heard.iter().all(|heard| matches!(heard, Heard::Paste(_) | Heard::Key(Key { code: Code::Char('ä'), .. }, _))),
        "{heard:?}"
    );
    assert_eq!(decode(&[bytes, b"n"], PASTE_PAUSE).last(), Some(&c('n')));
    let longer = "x".repeat(BURST + 1) + "yz";
    assert_eq!(decode(&[longer.as_bytes()], Duration::ZERO), [Heard::Paste(longer.clone())]);
    let with_end = longer.clone() + "\x03";
    let heard = decode(&[with_end.as_bytes()], Duration::ZERO);
    assert_eq!(heard, [Heard::Paste(longer), Heard::Key(Key::ctrl('c'), None)]);
}

#[test]
fn a_paste_of_megabytes_is_kept_in_part() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 5_000_000));
    bytes.extend(b"\x1b[201~n");
    match decode(&[&bytes], Duration::ZERO).as_slice() {
        [Heard::Paste(text), after] => assert_eq!((text.len(), after), (LONGEST_PASTE, &c('n'))),
        other => assert_eq!(other.len(), 2, "a paste and a key"),
    }
}

/// Garbage of all kinds, in pieces: nothing panics, memory stays bounded, and a second of silence later a key is a key.
#[test]
fn after_garbage_and_a_pause_a_key_is_a_key() {
    let mut seed = 1u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (known, foreign) = (known(), foreign());
    let mut decoder = Decoder::default();
    for _ in 0..20_000 {
        let mut bytes: Vec<u8> = match next(4) {
            0 => (0..next(40)).map(|_| next(256) as u8).collect(),
            1 => known[next(known.len())].0.to_vec(),
            2 => foreign[next(foreign.len())].to_vec(),
            _ => (0..next(20)).map(|_| b"\x1b[]OP_^X0123456789;:<>?mMuq~\\\x07\x9b\x9d"[next(30)]).collect(),
        };
        bytes.truncate(next(bytes.len() + 1));
        let mut heard = Vec::new();
        decoder.feed(&bytes, &mut heard);
        if next(10) == 0 {
            decoder.pause(LOST_PAUSE, &mut heard);
            decoder.pause(LOST_PAUSE, &mut heard);
            heard.clear();
            decoder.feed(b"n", &mut heard);
            assert_eq!(heard, [c('n')], "after {bytes:?}");
        }
    }
}
