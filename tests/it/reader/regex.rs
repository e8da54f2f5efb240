//! Enough of regular expressions for the patterns of our schema: literals, classes, groups, `|`, `? + *`, `{m,n}`,
//! anchors. Backtracking over positions; written plainly, because only tests use it.

pub fn is_match(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    (0..=text.len()).any(|start| !any_of(&pattern, &text, start).is_empty())
}

/// Where a match of one of the alternatives that begins at `at` may end.
fn any_of(pattern: &[char], text: &[char], at: usize) -> Vec<usize> {
    alternatives(pattern).into_iter().flat_map(|branch| sequence(branch, text, vec![at])).collect()
}

fn alternatives(pattern: &[char]) -> Vec<&[char]> {
    let (mut depth, mut from, mut branches) = (0, 0, Vec::new());
    let mut i = 0;
    while i < pattern.len() {
        match pattern[i] {
            '\\' => i += 1,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                branches.push(&pattern[from..i]);
                from = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    branches.push(&pattern[from..]);
    branches
}

fn sequence(pattern: &[char], text: &[char], ends: Vec<usize>) -> Vec<usize> {
    if pattern.is_empty() || ends.is_empty() {
        return ends;
    }
    let atom = atom_length(pattern);
    let (least, most, quantifier) = quantifier(&pattern[atom..]);
    let mut reached = if least == 0 { ends.clone() } else { Vec::new() };
    let mut frontier = ends;
    for round in 1..=most.min(text.len() + 1) {
        frontier = frontier.iter().flat_map(|at| one(&pattern[..atom], text, *at)).collect();
        frontier.sort();
        frontier.dedup();
        if round >= least {
            reached.extend(&frontier);
        }
    }
    reached.sort();
    reached.dedup();
    sequence(&pattern[atom + quantifier..], text, reached)
}

fn atom_length(pattern: &[char]) -> usize {
    match pattern[0] {
        '\\' => 2,
        '[' => pattern.iter().position(|c| *c == ']').unwrap() + 1,
        '(' => {
            let mut depth = 0;
            let closes = |(_, c): &(usize, &char)| {
                depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0
            };
            pattern.iter().enumerate().find(closes).unwrap().0 + 1
        }
        _ => 1,
    }
}

fn quantifier(rest: &[char]) -> (usize, usize, usize) {
    match rest.first() {
        Some('?') => (0, 1, 1),
        Some('*') => (0, usize::MAX, 1),
        Some('+') => (1, usize::MAX, 1),
        Some('{') => {
            let end = rest.iter().position(|c| *c == '}').unwrap();
            let inside: String = rest[1..end].iter().collect();
            let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
            (least.parse().unwrap(), most.parse().unwrap(), end + 1)
        }
        _ => (1, 1, 0),
    }
}

fn one(atom: &[char], text: &[char], at: usize) -> Vec<usize> {
    let next = text.get(at).copied();
    let step = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
    match atom {
        ['^'] => {
            if at == 0 {
                vec![at]
            } else {
                Vec::new()
            }
        }
        ['$'] => {
            if at == text.len() {
                vec![at]
            } else {
                Vec::new()
            }
        }
        ['\\', 'd'] => step(next.is_some_and(|c| c.is_ascii_digit())),
        ['\\', literal] => step(next == Some(*literal)),
        ['[', class @ .., ']'] => step(next.is_some_and(|c| in_class(class, c))),
        ['(', inner @ .., ')'] => any_of(inner, text, at),
        [literal] => step(next == Some(*literal)),
        _ => panic!("this checker knows no {atom:?}"),
    }
}

fn in_class(class: &[char], c: char) -> bool {
    let mut i = 0;
    while i < class.len() {
        if class.get(i + 1) == Some(&'-') && i + 2 < class.len() {
            if class[i] <= c && c <= class[i + 2] {
                return true;
            }
            i += 3;
        } else {
            if class[i] == c {
                return true;
            }
            i += 1;
        }
    }
    false
}

#[test]
fn patterns_match_as_they_should() {
    let span = pizzeria::scenario::schema::SPAN;
    for (pattern, text, fits) in [
        (span, "1h30m", true),
        (span, "90s", true),
        (span, "1.5h", false),
        (span, "30m1h", false),
        (pizzeria::scenario::schema::MOMENT, "day2 18:30", true),
        (pizzeria::scenario::schema::MOMENT, "+1h", true),
        (pizzeria::scenario::schema::MOMENT, "18:3", false),
        ("[1-9]", "0m10s", true),
        ("[1-9]", "0s", false),
        ("^[A-Za-z0-9_-]+$", "a-b_9", true),
        ("^[A-Za-z0-9_-]+$", "a b", false),
    ] {
        assert_eq!(is_match(pattern, text), fits, "{pattern} {text}");
    }
}
