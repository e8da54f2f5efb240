//! What Tab offers, asked as the shells' scripts ask, and by a real bash where there is one.

use super::{command, pizzeria, said};
use std::process::Command;

/// The words that are offered for the last one of a line.
fn offered(shell: &str, line: &[&str]) -> Vec<String> {
    let mut asked = command(&[]);
    asked
        .env("PIZZERIA_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", (line.len() - 1).to_string())
        .env("_CLAP_IFS", "\n");
    let said = said(asked.arg("--").args(line).output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said.out.lines().map(|word| word.split(['\t', ':']).next().unwrap_or_default().to_string()).collect()
}

#[test]
fn every_shell_is_offered_scenarios_and_settings() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(pizzeria(&["completions", shell]).out.contains("PIZZERIA_COMPLETE"), "{shell}");
        let has = |line: &[&str], word: &str| {
            let words = offered(shell, line);
            assert!(words.iter().any(|offered| offered == word), "{shell} {line:?}: {words:?}");
        };
        has(&["pizzeria", "ru"], "run");
        has(&["pizzeria", "run", "sto"], "story");
        has(&["pizzeria", "play", "power"], "power-cut");
        has(&["pizzeria", "check", "pre"], "prep");
        has(&["pizzeria", "run", "story", "--repl"], "--replications");
        has(&["pizzeria", "run", "story", "--format", "j"], "json");
        has(&["pizzeria", "run", "story", "--set", "outlet.1.ri"], "outlet.1.riders=");
        has(&["pizzeria", "run", "story", "--set", "dispatch.policy=sh"], "dispatch.policy=shortest_queue");
    }
    // The bytes of `=` are a break to bash.
    let words = offered("bash", &["pizzeria", "run", "story", "--set", "dispatch.policy", "=", "sh"]);
    assert_eq!(words, ["shortest_queue"]);
}

#[cfg(unix)]
#[test]
fn a_real_bash_completes() {
    let bash = "source <(pizzeria completions bash)\n\
        COMP_WORDS=(pizzeria run stor); COMP_CWORD=2; COMP_TYPE=9\n\
        _clap_complete_pizzeria pizzeria stor run 2>/dev/null\n\
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_pizzeria")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let Ok(output) = Command::new("bash").args(["--norc", "-c", bash]).env("PATH", path).output() else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "story", "{}", String::from_utf8_lossy(&output.stderr));
}
