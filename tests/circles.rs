//! Files of a room point one way: no circle leads from a file through others of its room back to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files that are one thing in several, which may know each other. Each group is one circle as a whole: when it is none any
/// more, its row goes.
const ONE_THING: &[&[&str]] = &[
    // A record names what the linker looks at, the linker reads all kinds of records, and a site is what it makes of them.
    &[
        "model::article",
        "model::collection",
        "model::content",
        "model::eligibility",
        "model::entry",
        "model::form",
        "model::records",
        "model::resolve",
        "model::settings",
        "model::several",
        "model::site",
        "model::suggest",
        "model::target",
        "model::unpublished",
        "model::validity",
        "model::wording",
    ],
    // The engine, what a job becomes for it, and the world in which it reads that.
    &["print::engine", "print::prepare", "print::world"],
    // What a page is made in, and what is made in it and kept for the next one.
    &[
        "render::answered",
        "render::context",
        "render::csp",
        "render::documents",
        "render::layout",
        "render::print",
        "render::roles",
    ],
    // Numbers and their clauses in texts, the marks of those texts, and what only looks like one.
    &["syntax::clause", "syntax::emphasis", "syntax::markdown", "syntax::phrase", "syntax::slips"],
    // The beginning of a text → the number in it, by what each way of numbering knows of the others.
    &[
        "syntax::clause::annex",
        "syntax::clause::brackets",
        "syntax::clause::marker",
        "syntax::clause::path",
        "syntax::clause::series",
    ],
    // One pass over the blocks of a document.
    &[
        "syntax::clause::outline::ahead",
        "syntax::clause::outline::believe",
        "syntax::clause::outline::choose",
        "syntax::clause::outline::closing",
        "syntax::clause::outline::lists",
        "syntax::clause::outline::parts",
        "syntax::clause::outline::place",
        "syntax::clause::outline::survey",
        "syntax::clause::outline::together",
    ],
    // One pass over the events of a text.
    &[
        "syntax::markdown::article",
        "syntax::markdown::builder",
        "syntax::markdown::clauses",
        "syntax::markdown::grid",
        "syntax::markdown::lines",
        "syntax::markdown::raw",
        "syntax::markdown::table",
        "syntax::markdown::unmeant",
        "syntax::markdown::within",
        "syntax::markdown::writer",
    ],
    // What the parser says, what a type says, and what an author wrote instead.
    &["syntax::yaml::explain", "syntax::yaml::shapes", "syntax::yaml::slips"],
];

/// A path with the name that it has after a `use`.
type Use = (Vec<String>, String);

/// The modules of the program by their paths: what each uses, and its text without comments and tests.
struct Modules {
    uses: BTreeMap<String, Vec<Use>>,
    texts: BTreeMap<String, String>,
}

impl Modules {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
        let mut modules = Self { uses: BTreeMap::new(), texts: BTreeMap::new() };
        for path in files.filter(|path| path.extension().is_some_and(|rs| rs == "rs") && !path.ends_with("tests.rs")) {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let code: Vec<_> = code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
            let (uses, rest) = split(&code.join("\n"));
            let name = name(path.strip_prefix(&root).unwrap());
            modules.uses.insert(name.clone(), uses);
            modules.texts.insert(name, rest);
        }
        modules
    }

    /// A path of the program, from the top; none of another crate.
    fn absolute(&self, module: &str, path: &[String]) -> Option<Vec<String>> {
        let mut base: Vec<String> = module.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let mut path = path.iter();
        let first = path.next()?;
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => drop(base.pop()),
            child => {
                base.push(child.to_owned());
                self.texts.get(&base.join("::"))?;
            }
        }
        for part in path {
            if part == "super" { drop(base.pop()) } else { base.push(part.clone()) }
        }
        Some(base)
    }

    /// The module that defines what a path names, also when another one passes it on.
    fn defining(&self, path: &[String], depth: usize) -> Option<String> {
        let (end, module) = (0..=path.len())
            .rev()
            .map(|end| (end, path[..end].join("::")))
            .find(|(_, name)| self.texts.contains_key(name))?;
        let passed = path.get(end).filter(|_| depth < 6).and_then(|name| {
            let (from, _) = self.uses[&module].iter().find(|(_, own)| own == name)?;
            let from = self.absolute(&module, from)?;
            (from != path[..=end]).then(|| self.defining(&[&from, &path[end + 1..]].concat(), depth + 1))?
        });
        passed.or(Some(module))
    }

    /// The modules that a module uses.
    fn used(&self, module: &str) -> BTreeSet<String> {
        let named = self.texts[module].split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let named = named.filter(|path| ["crate::", "super::", "self::"].iter().any(|start| path.starts_with(start)));
        let named = named.map(|path| path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
        let paths = self.uses[module].iter().map(|(path, _)| path.clone()).chain(named);
        paths.filter_map(|path: Vec<String>| self.defining(&self.absolute(module, &path)?, 0)).collect()
    }
}

/// `model/kind.rs` → `model::kind`; the top is empty.
fn name(path: &Path) -> String {
    let parts: Vec<_> =
        PathBuf::from(path).with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    let name = parts.join("::");
    let name = name.strip_suffix("::mod").unwrap_or(&name);
    if ["lib", "main"].contains(&name) { String::new() } else { name.to_owned() }
}

/// What a text uses, and the text without that.
fn split(code: &str) -> (Vec<Use>, String) {
    let (mut uses, mut rest) = (Vec::new(), String::new());
    let mut statement: Option<String> = None;
    for line in code.lines() {
        let trimmed = line.trim_start();
        let after =
            trimmed.strip_prefix("pub").map_or(trimmed, |after| after.trim_start_matches(|c| c != ' ')).trim_start();
        match &mut statement {
            Some(open) => open.push_str(trimmed),
            None if after.starts_with("use ") => statement = Some(after["use ".len()..].to_owned()),
            None => rest.extend([line, "\n"]),
        }
        if let Some(whole) = statement.take_if(|open| open.contains(';')) {
            tree(&[], whole.split(';').next().unwrap(), &mut uses);
        }
    }
    (uses, rest)
}

/// The paths of `a::{b, c::{self, d as e}}`.
fn tree(prefix: &[String], text: &str, uses: &mut Vec<Use>) {
    let mut depth = 0;
    let parts = text.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let (path, inner) = part.split_once('{').map_or((part, None), |(path, inner)| (path, Some(inner)));
        let (path, own) = path.split_once(" as ").map_or((path, None), |(path, own)| (path, Some(own)));
        let own_parts = path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        let mut whole: Vec<String> = prefix.iter().cloned().chain(own_parts).collect();
        match inner {
            Some(inner) => tree(&whole, inner.strip_suffix('}').unwrap(), uses),
            None => {
                if whole.len() > 1 && whole.last().is_some_and(|last| last == "self") {
                    whole.pop();
                }
                let last = own.map_or_else(|| whole.last().unwrap().clone(), str::to_owned);
                uses.push((whole, last));
            }
        }
    }
}

/// The nodes of a graph that lead back to themselves, in their groups.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(node) = open.pop() {
            for next in graph.get(node).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = graph.keys().map(|node| (node, reached(node))).collect();
    let group = |node: &&String| {
        let own = reach[node].iter().filter(|other| reach.get(other).is_some_and(|back| back.contains(*node)));
        own.cloned().collect::<BTreeSet<_>>()
    };
    graph.keys().map(|node| group(&node)).filter(|group| group.len() > 1).collect()
}

#[test]
fn files_of_a_room_point_one_way() {
    let modules = Modules::read();
    // Of each room, its files and folders, and which of these use which; a folder is as one.
    let mut rooms: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut arrows = 0;
    for module in modules.texts.keys() {
        for used in modules.used(module) {
            let (own, other): (Vec<_>, Vec<_>) = (module.split("::").collect(), used.split("::").collect());
            let common = own.iter().zip(&other).take_while(|(own, other)| own == other).count();
            if common == own.len() || common == other.len() || common == 0 {
                continue;
            }
            let (own, other) = (own[..=common].join("::"), other[..=common].join("::"));
            let room = own.rsplit_once("::").unwrap().0.to_owned();
            rooms.entry(room).or_default().entry(own).or_default().insert(other);
            arrows += 1;
        }
    }
    assert!(arrows > 300, "only {arrows} uses were found: the test no longer reads what it should");
    let found: BTreeSet<_> = rooms.values().flat_map(circles).collect();
    let known: BTreeSet<BTreeSet<String>> =
        ONE_THING.iter().map(|group| group.iter().map(|&name| name.to_owned()).collect()).collect();
    let (new, gone): (Vec<_>, Vec<_>) = (found.difference(&known).collect(), known.difference(&found).collect());
    assert!(new.is_empty() && gone.is_empty(), "new circles: {new:#?}\nno circles any more: {gone:#?}");
}
