//! Games that were left and read more than their own file: from another folder, from a path that is no text, with what
//! the player allowed when he began, and no more than that.

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

const SHOP: &str = r#"
[scenario]
title = "Recorded"
opens = "17:00"
duration = "3h"
allow = ["hire_chef"]
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Old Town"
arrivals = { trace = "../times.csv" }
[[outlet]]
name = "Main Street"
riders = 2
[[outlet.chef]]
"#;

/// A scenario in a folder whose name is no text, with its arrivals outside it.
fn recorded() -> Arc<TempDir> {
    let home = tempfile::Builder::new().prefix(OsStr::from_bytes(b"h\xffme")).tempdir().unwrap();
    std::fs::create_dir(home.path().join("in")).unwrap();
    std::fs::create_dir(home.path().join("kept")).unwrap();
    std::fs::write(home.path().join("in/shop.toml"), SHOP).unwrap();
    write_times(home.path(), 60);
    Arc::new(home)
}

fn write_times(home: &Path, apart: usize) {
    let times: String = (1..100).map(|n| format!("{}\n", n * apart)).collect();
    std::fs::write(home.join("times.csv"), format!("seconds\n{times}")).unwrap();
}

fn window(home: &Arc<TempDir>, cwd: &Path, arguments: &[&str]) -> Window {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pizzeria"));
    command.cwd(cwd);
    Window::of(command, home.clone(), arguments, 120, 36, &[])
}

/// Plays a little, and leaves it.
fn left() -> Arc<TempDir> {
    let home = recorded();
    let mut window = window(&home, &home.path().join("in"), &["play", "--allow-outside", "shop.toml"]);
    window.open_the_shop();
    window.type_in("ah\r");
    window.wait_for("starts at Main Street");
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
    home
}

/// Goes on with it from another folder; what it is told.
fn going_on(home: &Arc<TempDir>, until: &str) {
    let mut window = window(home, Path::new("/"), &[]);
    window.wait_for("go on: Recorded");
    window.type_in("c");
    window.wait_until(until, |window| window.text().split_whitespace().collect::<Vec<_>>().join(" ").contains(until));
    window.type_in("\x03");
    assert!(window.wait_for_end().success());
}

#[test]
fn what_was_allowed_when_a_game_began_is_allowed_when_it_goes_on_and_is_said() {
    let home = left();
    let began = kept_game(home.path());
    assert!(began.beside.outside && began.beside.traces.len() == 1, "{:?}", began.beside);
    assert_eq!(began.beside.path.as_deref(), Some(&*home.path().join("in/shop.toml")));
    for _ in 0..2 {
        going_on(&home, "outside the scenario's folder. You allowed that");
        let after = kept_game(home.path());
        assert_eq!((after.commands, after.beside), (began.commands.clone(), began.beside.clone()), "and once more");
    }
}

/// Whoever writes a kept game by hand cannot make it open a file that he has not read himself.
#[test]
fn a_kept_game_reads_nothing_outside_but_what_was_read_then() {
    let home = left();
    let kept = kept_game(home.path());
    write_times(home.path(), 61);
    going_on(&home, "are not those of then");
    write_times(home.path(), 60);
    let file = std::fs::read_dir(home.path().join("games")).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&file).unwrap();
    let without = text.replacen("\"outside\":true,", "", 1);
    assert_ne!(without, text, "{text}");
    std::fs::write(&file, without).unwrap();
    going_on(&home, "is not in the scenario's folder");
    std::fs::write(&file, &text).unwrap();
    assert_eq!(kept_game(home.path()), kept, "a game that cannot go on now is not lost by that");
    going_on(&home, "You allowed that");
}

#[test]
fn a_file_opened_by_a_relative_path_is_opened_again_from_another_folder_and_no_lock_is_left() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let shop = home.path().join("in/shop.toml");
    std::fs::create_dir(home.path().join("in")).unwrap();
    std::fs::write(&shop, SHOP.replace("arrivals = { trace = \"../times.csv\" }", "orders_per_hour = 30.0")).unwrap();
    let mut first = window(&home, &home.path().join("in"), &["play", "shop.toml"]);
    first.open_the_shop();
    first.type_in("ah\r");
    first.wait_for("starts at Main Street");
    first.type_in("\x03");
    assert!(first.wait_for_end().success());
    let names = |folder: &Path| -> Vec<String> {
        let files = std::fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
    };
    let all = [names(home.path()), names(&home.path().join("games"))].concat();
    assert!(all.iter().all(|name| !name.ends_with("lock")), "{all:?}");
    assert_eq!(kept_game(home.path()).scenario, shop.to_str().unwrap());
    let mut second = window(&home, Path::new("/"), &[]);
    second.wait_for("go on: Recorded");
    // The last of the picker's entries.
    second.type_in("\x1b[F");
    second.wait_for("shop.toml");
    second.type_in("\r");
    second.wait_for("open the shop");
    second.type_in("\x03");
    assert!(second.wait_for_end().success());
}
