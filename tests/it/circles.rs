//! No circles of imports: a file can be read knowing only what it imports, and what that imports, down to the ground.
//!
//! A file may import what its own folder's head (`app.rs` of `app/…`) passes on; that is how a folder presents itself,
//! and no edge of this graph.

use super::house::{code_only, imports, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Pairs that cannot be told apart and why.
const TOGETHER: &[(&str, &str, &str)] = &[
    ("sim::notice", "sim::world", "a notice is shown to its witness together with the world it came of"),
    ("sim::command", "sim::setup", "a setup holds its script, and a command's sentence the names of the setup"),
];

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_file_imports_itself_by_way_of_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let texts: BTreeMap<String, String> = files
        .iter()
        .map(|file| {
            let within = file.strip_prefix(&root).unwrap().with_extension("");
            let module = within.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("::");
            (module, fs::read_to_string(file).unwrap())
        })
        .filter(|(module, _)| module != "lib" && module != "main")
        .collect();
    let circles = circles(&graph(&texts));
    assert!(
        circles.is_empty(),
        "files import one another in circles; give what they share a file of its own:\n{circles:#?}"
    );
}

/// Who imports whom, as far as both are files here.
fn graph(texts: &BTreeMap<String, String>) -> Graph {
    let known =
        |path: &[&str]| (1..=path.len()).rev().map(|n| path[..n].join("::")).find(|module| texts.contains_key(module));
    let mut graph = Graph::new();
    for (module, text) in texts {
        let code = code_only(text);
        let code = &code[..code.find("#[cfg(test)]").unwrap_or(code.len())];
        let edges = graph.entry(module.clone()).or_default();
        for path in imports(code).into_iter().map(|(_, path)| path).chain(written_out(code)) {
            let parts: Vec<&str> = path.split("::").collect();
            let own: Vec<&str> = module.split("::").collect();
            let ups = parts.iter().take_while(|part| **part == "super").count();
            let whole = match parts[0] {
                "crate" => parts[1..].to_vec(),
                "super" if ups <= own.len() => [&own[..own.len() - ups], &parts[ups..]].concat(),
                "self" => [&own[..], &parts[1..]].concat(),
                _ => continue,
            };
            let Some(used) = known(&whole) else { continue };
            let is_head = module.starts_with(&format!("{used}::"));
            let together = TOGETHER.iter().any(|(a, b, _)| (a, b) == (&module.as_str(), &used.as_str()));
            if used != *module && !is_head && !together {
                edges.insert(used);
            }
        }
    }
    graph
}

/// Paths that stand in the code itself: `crate::sim::world::World::new`.
fn written_out(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let starts = ["crate::", "super::"].iter().flat_map(|root| code.match_indices(root));
    let whole = starts.filter(|(at, _)| !code[..*at].ends_with(is_part));
    whole.map(|(at, _)| code[at..].chars().take_while(|c| is_part(*c)).collect()).collect()
}

/// One way round for each file that can be reached from itself.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for start in graph.keys() {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut next = vec![start.as_str()];
        while let Some(module) = next.pop() {
            for used in graph.get(module).into_iter().flatten() {
                if !came_from.contains_key(used.as_str()) {
                    came_from.insert(used, module);
                    next.push(used);
                }
            }
        }
        if came_from.contains_key(start.as_str()) {
            let mut way = vec![start.clone()];
            let mut at = came_from[start.as_str()];
            while at != start {
                way.push(at.to_string());
                at = came_from[at];
            }
            way.reverse();
            if !found.iter().any(|known| known.iter().any(|module| way.contains(module))) {
                found.push(way);
            }
        }
    }
    found
}

#[test]
fn a_circle_is_found_and_a_folder_may_present_itself() {
    let of =
        |files: &[(&str, &str)]| circles(&graph(&files.iter().map(|(m, t)| (m.to_string(), t.to_string())).collect()));
    let circle = of(&[("a", "use crate::b::X;"), ("b", "use crate::c::{self, Y};"), ("c", "fn f() -> super::a::Z {}")]);
    assert_eq!(circle.len(), 1, "{circle:?}");
    assert_eq!(circle[0].len(), 3);
    assert!(of(&[("a", "mod b; pub use b::X;"), ("a::b", "use super::Y;")]).is_empty(), "a folder and its head");
    assert!(of(&[("a", "use crate::b::X;"), ("b", "#[cfg(test)] mod tests { use crate::a::Y; }")]).is_empty());
}
