//! Beginnings: a starting file for a record of any kind, and a small site that builds at once.
//!
//! The texts are in `scaffold/`; `{id}`, `{today}`, `{policy}`, `{clause}`, `{source}`, `{institution}`, `{field}` and `{fact}`
//! in them are filled in from the site that the record is for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{disk, editor};
use crate::compile;
use crate::diagnostic::catalogue::Lang;
use crate::model::eligibility::FactKind;
use crate::model::settings::Settings;
use crate::model::{Holder, Kind, Options, Site};
use crate::syntax::value::{Date, Id};
use crate::theme::origin;

use super::new_files::{Refusal, Undo};
use super::os::{real, shown};

/// `.gitattributes` of a content folder: texts have the same bytes on every system.
const GIT: &str = "* text=auto eol=lf\n*.md text diff=markdown\n*.yaml text\n";

static SCAFFOLD: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/scaffold");

/// What was made of a record.
pub struct Made {
    /// Its file.
    pub path: PathBuf,
    /// Kinds of records that it refers to and of which the site has none yet.
    pub missing: Vec<Kind>,
}

/// Makes a starting file for a record in the content folder; without an id, the next free one.
///
/// # Errors
/// There is no site, the id is taken, or the file cannot be written; nothing is changed then.
pub fn record(content: &Path, kind: Kind, id: Option<Id>, options: &Options) -> Result<Made, Refusal> {
    let (snapshot, _) = disk::load(content);
    if snapshot.find("site.yaml").or(snapshot.find("site.yml")).is_none() {
        return Err(Refusal::NoSite(content.join("site.yaml")));
    }
    let (compiled, _) = compile(snapshot, options);
    let site = &compiled.site;
    let extension = if kind.holder() == Holder::Yaml { "yaml" } else { "md" };
    let path = |id: &Id| content.join(kind.collection()).join(format!("{id}.{extension}"));
    let known = |id: &Id| {
        let known = site.content.records().into_iter().find(|record| record.kind == kind && record.id == id)?;
        Some(content.join(&*compiled.snapshot.source(known.file).path))
    };
    let taken = |id: &Id| known(id).is_some() || path(id).symlink_metadata().is_ok();
    let free = || (1..).filter_map(|number| Id::parse(&numbered(kind, number))).find(|id| !taken(id));
    let Some(id) = id.or_else(free) else { return Err(Refusal::Taken(content.join(kind.collection()))) };
    if let Some(file) = known(&id) {
        return Err(Refusal::Known(file));
    }
    let name = format!("new/{}.{extension}", kind.word());
    let text = SCAFFOLD.get_file(&name).and_then(include_dir::File::contents_utf8).unwrap_or_default();
    let folder = inside(content, kind.collection())?;
    let mut made = Undo::default();
    let filled = fill(text, site, &id, today(&site.settings, options));
    let filled = editor::with_schema(content, &format!("{}/{id}.{extension}", kind.collection()), filled);
    made.write(&folder.join(format!("{id}.{extension}")), &path(&id), &filled)?;
    made.keep();
    let named = [("{institution}", Kind::Institution), ("{field}", Kind::Field), ("{fact}", Kind::Fact)];
    let missing = |(name, kind): &(&str, Kind)| text.contains(name) && site.content.count(*kind) == 0;
    Ok(Made { path: path(&id), missing: named.into_iter().filter(missing).map(|(_, kind)| kind).collect() })
}

/// Makes a small valid site in a folder that is not there yet, or has nothing in it but hidden files (`.git`, `.DS_Store`).
/// The paths of its files.
///
/// # Errors
/// There is something in the folder, or it cannot be written to.
pub fn site(target: &Path, options: &Options, lang: Lang) -> Result<Vec<PathBuf>, Refusal> {
    let is_seen = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
    };
    match fs::read_dir(target).map(|mut entries| entries.any(is_seen)) {
        Ok(false) => {}
        Ok(true) => return Err(Refusal::Full(target.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Refusal::Machine(target.to_owned(), error)),
    }
    let today = today(&Settings::unread(), options).to_string();
    let mut files = Vec::new();
    SCAFFOLD.get_dir("site").into_iter().for_each(|dir| collect(dir, &mut files));
    let root = real(target).map_err(|error| Refusal::Machine(target.to_owned(), error))?;
    let (mut made, mut paths) = (Undo::default(), Vec::new());
    // Hidden files that are there already are somebody's own.
    let hidden = editor::files(lang).into_iter().chain([(".gitattributes".to_owned(), GIT.to_owned())]);
    for (inside, text) in hidden.filter(|(inside, _)| !root.join(inside).exists()) {
        made.write(&root.join(&inside), &target.join(&inside), &text)?;
        paths.push(target.join(inside));
    }
    for file in files {
        let inside = file.path().strip_prefix("site").unwrap_or(file.path());
        let text = file.contents_utf8().unwrap_or_default().replace("{today}", &today);
        let text = editor::with_schema(&root, &shown(inside), text);
        made.write(&root.join(inside), &target.join(inside), &text)?;
        paths.push(target.join(inside));
    }
    made.keep();
    Ok(paths)
}

/// Writes files of the built-in theme into the content folder, to be changed there. The paths of the files.
///
/// # Errors
/// There is no site, there is such a file already, or it cannot be written; nothing is changed then.
pub fn theme(content: &Path, files: &[(String, Arc<str>)]) -> Result<Vec<PathBuf>, Refusal> {
    if !["site.yaml", "site.yml"].iter().any(|name| content.join(name).is_file()) {
        return Err(Refusal::NoSite(content.join("site.yaml")));
    }
    let folder = inside(content, "theme")?;
    let (mut made, mut paths) = (Undo::default(), Vec::new());
    for (path, text) in files {
        let shown = content.join("theme").join(path);
        made.write(&folder.join(path), &shown, &origin::written(path, text))?;
        paths.push(shown);
    }
    made.keep();
    Ok(paths)
}

fn collect(dir: &'static Dir<'static>, into: &mut Vec<&'static include_dir::File<'static>>) {
    into.extend(dir.files());
    dir.dirs().for_each(|inner| collect(inner, into));
}

/// The day that it is where the site is, whatever day counts as today.
fn today(settings: &Settings, options: &Options) -> Date {
    let zone = jiff::tz::TimeZone::get(&settings.time_zone.value).unwrap_or(jiff::tz::TimeZone::UTC);
    Date(options.now.to_zoned(zone).date())
}

/// Puts in what the site has; where it has nothing, the id that the first record gets, which a check reports until then.
fn fill(text: &str, site: &Site, id: &Id, today: Date) -> String {
    let first = |kind: Kind| {
        let record = site.content.records().into_iter().find(|record| record.kind == kind);
        record.map_or_else(|| numbered(kind, 1), |record| record.id.to_string())
    };
    let policy =
        site.content.policies.iter().find(|policy| policy.body.clauses.iter().any(|clause| !clause.is_attachment()));
    let (policy, clause) = match policy {
        Some(policy) => {
            let clauses = || policy.body.clauses.iter().filter(|clause| !clause.is_attachment());
            // The opening has no number that a text could name.
            let clause = clauses().find(|clause| !clause.path.steps.is_empty()).or_else(|| clauses().next());
            (policy.id.to_string(), clause.map(|clause| clause.path.to_string()).unwrap_or_default())
        }
        None => (first(Kind::Policy), "一".to_owned()),
    };
    let fact = site.content.facts.iter().find(|fact| fact.data.kind == FactKind::Boolean);
    let values = [
        ("{id}", id.to_string()),
        ("{today}", today.to_string()),
        ("{source}", format!("{policy}#{clause}")),
        ("{clause}", clause),
        ("{policy}", policy),
        ("{institution}", first(Kind::Institution)),
        ("{field}", first(Kind::Field)),
        ("{fact}", fact.map_or_else(|| numbered(Kind::Fact, 1), |fact| fact.id.to_string())),
    ];
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// The id that the record of a kind gets that has none.
fn numbered(kind: Kind, number: u64) -> String {
    format!("{}-{number}", kind.word())
}

/// Where a folder of the content really is. A link may lead to another folder of the content, and nowhere else.
fn inside(content: &Path, folder: &str) -> Result<PathBuf, Refusal> {
    let shown = content.join(folder);
    let machine = |error| Refusal::Machine(shown.clone(), error);
    let root = real(content).map_err(machine)?;
    match fs::canonicalize(root.join(folder)) {
        Ok(real) if real.starts_with(&root) => Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(root.join(folder)),
        Ok(_) => Err(Refusal::Outside(shown)),
        Err(error) => Err(machine(error)),
    }
}
