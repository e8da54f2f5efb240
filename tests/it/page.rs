//! The page in a browser: its list of lessons, which needs no program, is the shelf's; the README's and the page's own
//! promises about what it loads hold. What it does is tested where it runs, in web/tests.
//!
//! `BLESS=1 cargo test --test it page` writes the list anew.

use pizzeria::app::{App, Book, Entry, Progress, Shelf};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The six views, and what one sees there.
const PICTURES: [(&str, &str); 6] = [
    ("city", "The city: zones, outlets, orders and riders, and where the orders are stuck"),
    ("kitchen", "A kitchen: every waiting order as a bar of its age"),
    ("system", "The same shop as an architecture diagram"),
    ("charts", "Charts on one axis of time, with theory laid over"),
    ("orders", "Where one order's minutes go"),
    ("log", "What happened, and what it caused"),
];

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The lessons of Pizza Shop Story</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="All lessons of Pizza Shop Story, and what each of them teaches.">
<meta name="color-scheme" content="dark light">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="page.css">
</head>
<body class="list">
<h1>Pizza Shop Story</h1>
<p>You run a pizza shop. Business is booming, and now it must <b>scale</b>. Every order is simulated, and the same seed always
gives the same evening. What happens in the kitchen has names in system design; each lesson is about one of them.</p>
<p><a href="./">Play in this browser</a>, or in a terminal: <code>cargo run --release</code>. Whoever does not see pictures
<a href="./#lines">plays in lines</a>.</p>
"#;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn site() -> PathBuf {
    root().join("web/site")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn item(entry: &Entry) -> String {
    let number = entry.number.map_or("·".to_string(), |number| number.to_string());
    format!(
        "<li><b>{number}</b><h3><a href=\"./#play.{}\">{}</a></h3>\n<p>{} <span class=\"concept\">{}</span></p></li>\n",
        entry.source,
        escaped(&entry.title),
        escaped(&entry.summary),
        escaped(&entry.concept),
    )
}

fn lessons() -> String {
    let shelf = Shelf::load(&Progress::default());
    let mut html = HEAD.to_string();
    for (book, head) in [
        (Book::One, "Book one: the story"),
        (Book::Two, "Book two: trouble"),
        (Book::Three, "Book three: whose truth?"),
    ] {
        let items: String = shelf.book(book).map(|(_, entry)| item(entry)).collect();
        let _ = write!(html, "<h2>{head}</h2>\n<ol>\n{items}</ol>\n");
    }
    html += "<h2>What it looks like</h2>\n<div class=\"pictures\">\n";
    for (name, about) in PICTURES {
        let _ = writeln!(
            html,
            "<figure><img src=\"pictures/{name}.svg\" alt=\"{about}\" width=\"1036\" height=\"676\" loading=\"lazy\">\
             <figcaption>{about}.</figcaption></figure>"
        );
    }
    html + "</div>\n</body>\n</html>\n"
}

#[test]
fn the_list_of_lessons_is_the_shelf() {
    let (file, html) = (site().join("lessons.html"), lessons());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &html).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap();
    assert!(written == html, "web/site/lessons.html is not the shelf's: BLESS=1 cargo test --test it page");
    for (name, _) in PICTURES {
        assert!(root().join("assets/pictures").join(format!("{name}.svg")).exists(), "{name}");
    }
}

/// Every file that a page names is in its folder, or is put there by web/build.sh; and none is anywhere else.
#[test]
fn the_page_names_only_what_lies_beside_it() {
    let made = fs::read_to_string(root().join("web/build.sh")).unwrap();
    for page in ["index.html", "lessons.html"] {
        let html = fs::read_to_string(site().join(page)).unwrap();
        assert!(!html.contains("http://") && !html.contains("https://"), "{page} names another place");
        for link in html.split(['"']).skip(1).step_by(2).filter(|word| is_file(word)) {
            let there = site().join(link).exists() || made.contains(&format!("web/site/{link}"));
            let copied = link.starts_with("pictures/") && root().join("assets").join(link).exists();
            assert!(there || copied, "{page} names {link}");
        }
    }
    for script in fs::read_dir(site()).unwrap().map(|entry| entry.unwrap().path()) {
        if script.extension().is_some_and(|ending| ending == "js") {
            let text = fs::read_to_string(&script).unwrap();
            assert!(!text.contains("://"), "{} names another place", script.display());
            for (at, _) in text.match_indices(" from \"./") {
                let name = text[at + 9..].split('"').next().unwrap();
                assert!(site().join(name).exists(), "{} imports {name}", script.display());
            }
        }
    }
}

fn is_file(word: &str) -> bool {
    let endings = ["html", "css", "js", "svg", "wasm"];
    let ending = Path::new(word).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.contains(&ending)) && !word.contains([' ', '#', ';'])
}

/// Nothing may be asked of anybody, and nothing be run that is not the page's own.
#[test]
fn the_content_policy_is_strict() {
    let html = fs::read_to_string(site().join("index.html")).unwrap();
    let policy =
        html.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    for rule in
        ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "form-action 'none'"]
    {
        assert!(policy.split("; ").any(|part| part == rule), "{rule} is not in {policy}");
    }
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert!(!html.contains(" style=") && !html.contains(" onclick"), "no inline style, no inline script");
}

/// The list has a heading for each book of the shelf, and the shelf has no other.
#[test]
fn every_lesson_is_in_a_book_of_the_list() {
    let app = App::new((120, 36), None);
    let html = lessons();
    for entry in &app.shelf().entries {
        assert!(html.contains(&format!("#play.{}\"", entry.source)), "{}", entry.source);
    }
}
