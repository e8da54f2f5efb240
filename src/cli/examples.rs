//! The example command lines under every `--help`. A test parses each of them.

pub struct Examples {
    pub all: &'static str,
    pub play: &'static str,
    pub run: &'static str,
    pub check: &'static str,
    pub list: &'static str,
    pub schema: &'static str,
    pub completions: &'static str,
    pub man: &'static str,
    pub new: &'static str,
    pub show: &'static str,
    pub code: &'static str,
    pub grade: &'static str,
    pub tonight: &'static str,
    pub ladder: &'static str,
}

pub const EXAMPLES: Examples = Examples {
    all: "\
Examples:
  pizzeria                                    # the picker
  pizzeria play story                         # one scenario
  pizzeria run story --solution               # its numbers, without a dashboard
  pizzeria new long-night                     # a lesson of your own to start from",
    play: "\
Examples:
  pizzeria play story
  pizzeria play power-cut --seed 7 --set dispatch.health_check=5s
  pizzeria play my.toml --ascii
  pizzeria play pz1.eNortxBcMA                # race against the evening of a code
  pizzeria play story --plain                 # lines instead of a dashboard",
    run: "\
Examples:
  pizzeria run story --solution
  pizzeria run story --replications 100 --format json
  pizzeria run story --set outlet.0.riders=3 --format csv --out report.csv
  pizzeria run power-cut --commands game.toml --require-goals
  pizzeria run break-it --commands game.toml --export night.toml   # the evening as a scenario file
  pizzeria run pz1.eNortxBcMA --verify        # is it what it claims?",
    check: "\
Examples:
  pizzeria check my.toml
  pizzeria check --prove story prep
  pizzeria check --prove --seed 1000 --seeds 200 my.toml",
    list: "\
Examples:
  pizzeria list
  pizzeria list --format json",
    schema: "\
Examples:
  pizzeria schema > pizzeria.schema.json      # for your editor
  pizzeria schema --format text               # every key with a sentence",
    completions: "\
Examples, to be put where your shell starts:
  pizzeria completions bash > ~/.local/share/bash-completion/completions/pizzeria
  pizzeria completions zsh > ~/.zfunc/_pizzeria
  pizzeria completions fish > ~/.config/fish/completions/pizzeria.fish",
    man: "\
Examples:
  pizzeria man | man -l -
  pizzeria man > pizzeria.1",
    new: "\
Examples:
  pizzeria new long-night
  pizzeria new --sandbox chaos                # a night without a goal, to break things in",
    show: "\
Examples:
  pizzeria show pz1.eNortxBcMA --at 19:40
  pizzeria show pz1.eNortxBcMA --scenario my.toml
  pizzeria show pz1.eNortxBcMA --card card.svg  # a picture of it, to be shown around",
    grade: "\
Examples:
  pizzeria grade retry-storm hand-ins/
  pizzeria grade my.toml hand-ins/ --format html --out class.html
  pizzeria grade story pz1.eNortxBcMA evening.toml --format csv",
    tonight: "\
Examples:
  pizzeria tonight
  pizzeria tonight --about retry-storm        # the same trouble every day, another shop
  pizzeria tonight --date 2026-12-24 --print > christmas-eve.toml",
    ladder: "\
Examples:
  pizzeria ladder hand-ins/
  pizzeria ladder hand-ins/ --mine anna.txt --format html --out ladder.html
  pizzeria ladder --scenario my.toml anna.toml pz1.eNortxBcMA",
    code: "\
Examples:
  pizzeria code story --solution
  pizzeria code my.toml --commands evening.toml --whole
  pizzeria code retry-storm --at 18:55        # a prepared moment, for `show`",
};
