//! The shape of the program: layers point downwards only, rooms stay small.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms from the lowest to the highest; a room may use those before it and itself.
const LAYERS: &[&str] = &[
    "source",
    "yaml",
    "diagnostic",
    "report",
    "syntax",
    "office",
    "picture",
    "model",
    "form",
    "eligibility",
    "check",
    "schema",
    "search",
    "theme",
    "print",
    "plan",
    "render",
    "cache",
    "target",
    "preview",
    "edge",
];

/// Lines that a room may have, its tests not counted.
const ROOM: usize = 420;

fn rooms() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| (path.strip_prefix(&root).unwrap().to_owned(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// The layer of a file: its folder below `src`, or its own name.
fn layer(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn layers_point_downwards() {
    let mut seen = 0;
    for (path, text) in rooms() {
        let own = layer(&path);
        let Some(height) = LAYERS.iter().position(|layer| *layer == own) else {
            assert!(["lib", "main"].contains(&own.as_str()), "{} is in no layer; add it to LAYERS", path.display());
            continue;
        };
        for (number, line) in code(&text).lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // `crate::{Compiled, compile}` is the pipeline itself, which only the edge may drive.
                let top = ["", "compile", "Compiled"].contains(&used.as_str()) && own == "edge";
                let target = LAYERS.iter().position(|layer| *layer == used);
                let allowed = top || target.is_some_and(|target| target <= height);
                assert!(allowed, "{}:{}: {own} uses {used}, which is above it", path.display(), number + 1);
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "only {seen} uses were found: the test no longer reads what it should");
}

#[test]
fn rooms_are_small_and_say_what_they_are_for() {
    for (path, text) in rooms() {
        let lines = code(&text).lines().count();
        assert!(lines <= ROOM, "{} has {lines} lines; split it by noun", path.display());
        let is_test = path.file_name().is_some_and(|name| name == "tests.rs");
        assert!(is_test || text.starts_with("//! "), "{} does not say what it is for", path.display());
    }
}

#[test]
fn only_the_edge_meets_the_machine() {
    for (path, text) in rooms() {
        if ["edge", "main"].contains(&layer(&path).as_str()) {
            continue;
        }
        for word in ["std::fs", "std::env", "std::net", "std::process", "Instant::now", "Timestamp::now", "println!"] {
            assert!(!code(&text).contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn only_one_room_names_a_system() {
    const NAMES: [&str; 10] = [
        "cfg(unix)",
        "cfg(windows)",
        "cfg!(unix)",
        "cfg!(windows)",
        "target_os",
        "target_family",
        "std::os::",
        "rustix",
        "winapi",
        "nix::",
    ];
    let mut seen = 0;
    for (path, text) in rooms() {
        let own = path.starts_with("edge/os") || path == Path::new("edge/os.rs");
        let named = NAMES.iter().filter(|name| code(&text).contains(*name)).collect::<Vec<_>>();
        assert!(own || named.is_empty(), "{} names a system: {named:?}", path.display());
        seen += usize::from(own && !named.is_empty());
    }
    assert_eq!(seen, 3, "edge/os and its two systems");
}

/// Where text becomes HTML without being escaped, and how often: each was looked at. A new place needs a reason.
const TRUSTED: &[(&str, usize)] = &[
    // A document, sanitised where an author's HTML stands in it.
    ("render/context.rs", 2),
    // A paragraph of one, with the attributes of its role.
    ("render/roles.rs", 1),
    // What templates gave.
    ("render/layout.rs", 1),
    ("theme.rs", 1),
    // A number between two control characters.
    ("syntax/compact.rs", 1),
];

#[test]
fn text_becomes_html_without_escape_in_known_places_only() {
    let mut found = BTreeMap::new();
    for (path, text) in rooms() {
        let text = code(&text);
        let name = path.to_str().unwrap().replace('\\', "/");
        for word in ["for Html {", "safe_string"] {
            assert!(name == "syntax/markup.rs" || !text.contains(word), "{name}: {word}");
        }
        let count = text.matches("Html::trusted").count();
        if count > 0 {
            found.insert(name, count);
        }
    }
    let expected: BTreeMap<String, usize> = TRUSTED.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(found, expected);
    let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/syntax/markup.rs")).unwrap();
    let traits: Vec<_> = own.lines().filter(|line| line.starts_with("impl")).collect();
    assert_eq!(traits, ["impl Html {", "impl FromIterator<Html> for Html {", "impl Serialize for Html {"]);
}

/// In templates a value stands where escaping protects the page: in content, or in the quotes of an attribute that is
/// neither script nor style.
#[test]
fn templates_put_values_where_escaping_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["themes", "scaffold", "tests/sites", "content"].into_iter();
    let files = files.flat_map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let mut read = 0;
    for path in files.map(|entry| entry.unwrap().into_path()) {
        if path.extension().is_none_or(|extension| extension != "html") || !path.iter().any(|part| part == "templates")
        {
            continue;
        }
        let text = without_statements(&std::fs::read_to_string(&path).unwrap());
        let name = path.display();
        assert!(!text.contains("| safe") && !text.contains("|safe"), "{name}: a value is not escaped");
        read += usize::from(text.contains("{{"));
        for (at, _) in text.match_indices("{{") {
            let before = &text[..at];
            let opaque = ["script", "style"].iter().any(|element| {
                let open = before.rfind(&format!("<{element}"));
                open.is_some_and(|open| before[open..].contains('>') && !before[open..].contains("</"))
            });
            let data = text[at..].starts_with("{{ view.data }}</script>");
            assert!(!opaque || data, "{name}: {} stands in a script or a style", &text[at..].lines().next().unwrap());
            let Some(tag) = before.rfind(['<', '>']).filter(|tag| before[*tag..].starts_with('<')) else { continue };
            let tag = &before[tag..];
            let component =
                before.ends_with("{{ ") || tag.contains("/>") || before[..before.len() - tag.len()].ends_with("{{ ");
            if component || !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let value = tag.rfind("=\"").map(|start| (&tag[..start], &tag[start + 2..]));
            match value.filter(|(_, value)| !value.contains('"')) {
                Some((tag, _)) => {
                    let attribute = tag.rsplit([' ', '\n']).next().unwrap();
                    let acts = attribute.starts_with("on") || ["style", "srcdoc"].contains(&attribute);
                    assert!(!acts, "{name}: a value stands in {attribute}");
                }
                None => {
                    let allowed = tag.starts_with("<h") || tag.ends_with("data-");
                    assert!(allowed, "{name}: a value stands in {tag} without quotes");
                }
            }
        }
    }
    assert!(read > 15, "only {read} templates were read");
}

/// A template without what decides and repeats: the values in it stand where they stood.
fn without_statements(text: &str) -> String {
    let mut parts = text.split("{%");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("%}").map_or("", |(_, rest)| rest))
}

#[test]
fn every_file_of_tests_is_compiled() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = std::fs::read_to_string(tests.join("main.rs")).unwrap();
    let files = std::fs::read_dir(&tests).unwrap().map(|entry| entry.unwrap().path());
    let modules = files.filter(|path| path.extension().is_some_and(|rs| rs == "rs") || path.join("mod.rs").exists());
    for module in modules.filter(|path| !path.ends_with("main.rs")) {
        let name = module.file_stem().unwrap().to_str().unwrap();
        assert!(
            main.contains(&format!("mod {name};\n")),
            "tests/main.rs does not name {name}: its tests are never run"
        );
    }
}
