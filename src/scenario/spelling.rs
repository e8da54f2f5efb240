//! Suggestions for misspelt names.

use super::problem::quoted;

/// The known name most similar to a misspelt one, if any is similar enough.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.chars().count() > 64 {
        return None;
    }
    let small = word.to_lowercase();
    let near = |name: &'n str| {
        let score = strsim::jaro_winkler(&small, &name.to_lowercase());
        let apart = strsim::damerau_levenshtein(&small, &name.to_lowercase());
        let letters = small.chars().count();
        (apart < letters && (apart <= 1 + letters / 4 || score > 0.9)).then_some((apart, score, name))
    };
    let mut best: Option<(usize, f64, &str)> = None;
    for (apart, score, name) in names.into_iter().filter_map(near) {
        if best.is_none_or(|(least, top, _)| apart < least || (apart == least && score > top)) {
            best = Some((apart, score, name));
        }
    }
    best.map(|(.., name)| name)
}

/// "did you mean …?" for a misspelt name; if no name is similar, the names that exist, if they are few.
pub fn suggestion<'n>(word: &str, names: impl IntoIterator<Item = &'n str> + Clone) -> Option<String> {
    if let Some(name) = nearest(word, names.clone()) {
        return Some(format!("did you mean {}?", quoted(name)));
    }
    let few: Vec<String> = names.into_iter().take(13).map(quoted).collect();
    match few.len() {
        0 | 13 => None,
        1 => Some(format!("there is only {}", few[0])),
        _ => Some(format!("there are {}", few.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("rider", ["riders", "rent_per_hour"]), Some("riders"));
        assert_eq!(nearest("hire_cheff", ["hire_chef", "hire_rider"]), Some("hire_chef"));
        assert_eq!(nearest("prise", ["promise", "price"]), Some("price"));
        assert_eq!(nearest("xyz", ["riders"]), None);
    }
}
