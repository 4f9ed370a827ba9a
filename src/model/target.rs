//! What the address in a link means.

use super::kind::Kind;
use super::site::Site;
use crate::diagnostic::catalogue::{Lang, word};
use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::source::Span;
use crate::syntax::clause::{ClauseRef, Meaning};
use crate::syntax::markdown::Document;
use crate::syntax::value::Id;

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A record, and the anchor of a heading in its page.
    Record(Kind, usize, Option<String>),
    /// A clause of a policy.
    Clause(usize, ClauseRef),
    /// A file of the content folder, by its path.
    File(String),
    /// An anchor in the same page.
    Here(String),
    /// An address outside of the site, or a mail or telephone address.
    Outside(String),
}

/// Why an address means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// No such record.
    Record(Kind, String),
    /// No such clause of a policy.
    Clause(Kind, usize, String),
    /// More than one such clause of a policy; their places.
    Several(usize, String, Vec<usize>),
    /// No such heading in the page of a record; without one in the page itself.
    Anchor(String, Option<(Kind, usize)>),
    /// No such file.
    File(String),
    /// No such kind of link.
    Unknown(String),
}

impl Site {
    /// What `target` means in a document of the file at `from`, as far as the target alone shows it: whether another page has the
    /// anchor that it names is for [`reached`](Self::reached) to say.
    ///
    /// # Errors
    /// Why it means nothing.
    pub fn link_target(&self, target: &str, from: &str, document: &Document) -> Result<LinkTarget, ResolveError> {
        if let Some(anchor) = target.strip_prefix('#') {
            return here(anchor, document);
        }
        if let Some((scheme, rest)) = target.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
            if matches!(scheme, "https" | "http" | "mailto" | "tel") {
                return Ok(LinkTarget::Outside(target.to_owned()));
            }
            let Some(kind) = Kind::from_word(scheme) else { return Err(ResolveError::Unknown(target.to_owned())) };
            let (id, anchor) = rest.split_once('#').map_or((rest, None), |(id, anchor)| (id, Some(anchor)));
            let index = Id::parse(id).and_then(|id| self.find(kind, &id));
            let index = index.ok_or_else(|| ResolveError::Record(kind, id.to_owned()))?;
            return self.record_target(kind, index, anchor);
        }
        let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
        let path = self.path(path, from).ok_or_else(|| ResolveError::File(path.to_owned()))?;
        match self.at_path(&path) {
            Some((kind, index)) => self.record_target(kind, index, anchor),
            None => Ok(LinkTarget::File(path)),
        }
    }

    fn record_target(&self, kind: Kind, index: usize, anchor: Option<&str>) -> Result<LinkTarget, ResolveError> {
        let Some(anchor) = anchor else { return Ok(LinkTarget::Record(kind, index, None)) };
        let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
        if kind != Kind::Policy {
            return Ok(LinkTarget::Record(kind, index, Some(anchor.into_owned())));
        }
        let clause = ClauseRef::parse(&anchor).ok_or_else(|| ResolveError::Clause(kind, index, anchor.into_owned()))?;
        Ok(LinkTarget::Clause(index, clause))
    }

    /// The place of the clause to which `link_target`, the meaning of `target`, leads, when it leads to one.
    ///
    /// # Errors
    /// What the page does not have.
    pub fn reached(&self, link_target: &LinkTarget, target: &str) -> Result<Option<usize>, ResolveError> {
        match link_target {
            LinkTarget::Clause(policy, clause) => {
                let written = target.split_once('#').map_or(target, |(_, anchor)| anchor);
                let written = percent_encoding::percent_decode_str(written).decode_utf8_lossy();
                self.meant(*policy, clause, &written).map(Some)
            }
            LinkTarget::Record(kind, index, Some(anchor)) => {
                let record = self.content.record(*kind, *index);
                if record.is_some_and(|record| record.body.has_anchor(anchor)) {
                    return Ok(None);
                }
                Err(ResolveError::Anchor(anchor.clone(), Some((*kind, *index))))
            }
            _ => Ok(None),
        }
    }

    /// The place of the clause of a policy that a reference names, as it is written.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn meant(&self, policy: usize, clause: &ClauseRef, written: &str) -> Result<usize, ResolveError> {
        match self.clause(policy, clause) {
            Meaning::One(found) => Ok(found),
            Meaning::Several(found) => Err(ResolveError::Several(policy, written.to_owned(), found)),
            Meaning::Nothing => Err(ResolveError::Clause(Kind::Policy, policy, written.to_owned())),
        }
    }

    /// The file that `path` names from the folder of the file at `from`, when it exists.
    pub fn path(&self, path: &str, from: &str) -> Option<String> {
        near(path, from).find(|path| self.files.contains_key(path) || self.index.paths.contains_key(path.as_str()))
    }

    /// Every file name that a link could have meant.
    pub fn file_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.files.keys().map(String::as_str).chain(self.index.paths.keys().map(|path| &**path))
    }

    /// The diagnostic for an address that means nothing, at `span` in the file at `from`. What was probably meant is
    /// looked up by `Suggestions`.
    pub fn refuse(&self, refusal: &ResolveError, from: &str, span: Span) -> Diagnostic {
        match refusal {
            ResolveError::Record(kind, id) => {
                Diagnostic::at(Code::UnknownRecord, span).arg("kind", kind.word()).arg("id", id)
            }
            ResolveError::Clause(kind, index, clause) => {
                let name = self.content.record(*kind, *index).map_or("", |record| record.entry.name());
                let reported = Diagnostic::at(Code::UnknownClause, span).arg("policy", name).arg("clause", clause);
                match pinned(clause) {
                    Some(meant) => reported.meant(&meant),
                    None => reported,
                }
            }
            ResolveError::Several(policy, clause, found) => {
                let name = self.content.record(Kind::Policy, *policy).map_or("", |record| record.entry.name());
                let clauses = self.clauses(*policy);
                let labels = found.iter().take(NAMED).filter_map(|&at| Some(clauses.get(at)?.path.label()));
                let labels = labels.collect::<Vec<_>>().join("、");
                let reported = Diagnostic::at(Code::SeveralClauses, span).arg("policy", name).arg("clause", clause);
                let places = found.iter().take(NAMED).filter_map(|&at| Some(clauses.get(at)?.span));
                places.fold(reported.arg("clauses", labels), |reported, place| reported.related(place, Relation::Meant))
            }
            ResolveError::Anchor(anchor, page) => {
                let page = page.and_then(|(kind, index)| self.content.record(kind, index));
                let page = page.map_or(from, |page| page.entry.name());
                Diagnostic::at(Code::UnknownAnchor, span).arg("anchor", anchor).arg("page", page)
            }
            ResolveError::File(path) => {
                let reported = Diagnostic::at(Code::MissingFile, span).arg("path", path);
                match address(path) {
                    Some(meant) => reported.meant(&meant),
                    None => reported,
                }
            }
            ResolveError::Unknown(link) => {
                let (scheme, rest) = link.split_once(':').unwrap_or((link, ""));
                // `file:///D:/a.doc` is the address of no record.
                let words = Kind::ALL.iter().map(|kind| kind.word()).filter(|_| !rest.starts_with("//"));
                Diagnostic::at(Code::UnknownLink, span).arg("link", link).suggest(scheme, words)
            }
        }
    }
}

impl Site {
    /// The address that was probably meant by one that means nothing, in a document of the file at `from`: with signs of
    /// an input method (`policy：plan＃二`, `https：／／a.cn`), without its kind (`plan#二`), with a kind in Chinese.
    pub(super) fn intended(&self, target: &str, from: &str, document: &Document) -> Option<String> {
        let narrow = |c: char| match c {
            '：' => ':',
            '／' => '/',
            '＃' => '#',
            '．' => '.',
            '＠' => '@',
            '－' => '-',
            c => c,
        };
        let folded: String = target.trim().chars().map(narrow).collect();
        let kind = folded.split_once(':').map(|(kind, rest)| format!("{}:{}", scheme_of(kind), rest.trim_start()));
        let host = folded.split('/').next().filter(|host| !host.contains('@'));
        let host = host.is_some_and(|host| ENDS.iter().any(|end| host.ends_with(end)));
        let bare = folded.strip_suffix('#').map(str::to_owned);
        let site = host.then(|| format!("https://{folded}"));
        // `policies/plan.md#二`
        let file = source(&folded).map(|source| format!("policy:{source}"));
        let candidates = [kind, Some(folded.clone()), bare, Some(format!("policy:{folded}")), file, site];
        let is_meant = |candidate: &String| {
            let link_target = self.link_target(candidate, from, document);
            candidate != target && link_target.and_then(|link_target| self.reached(&link_target, candidate)).is_ok()
        };
        candidates.into_iter().flatten().find(is_meant)
    }
}

/// The ends of addresses on the web that are written without their scheme.
const ENDS: [&str; 5] = [".com", ".cn", ".org", ".net", ".gov"];

/// The kind of a link that is written in Chinese, in capitals or in the plural.
fn scheme_of(kind: &str) -> String {
    let named = |of: &Kind| word(of.word(), Lang::Zh).is_some_and(|name| name == kind) || of.collection() == kind;
    match kind {
        "电话" | "手机" => "tel".into(),
        "邮箱" | "邮件" => "mailto".into(),
        _ => match Kind::ALL.iter().find(|of| named(of)) {
            Some(kind) => kind.word().into(),
            None => kind.to_ascii_lowercase(),
        },
    }
}

/// What was probably meant by a path that looks like another address: `abc@a.cn`, `www.a.cn`, `policy：plan`.
pub(super) fn address(path: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || ".-_+@".contains(c);
    if path.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && path.chars().all(is_word)
    {
        return Some(format!("mailto:{path}"));
    }
    if path.starts_with("www.") {
        return Some(format!("https://{path}"));
    }
    let (scheme, rest) = path.split_once('：').filter(|(scheme, _)| is_scheme(scheme))?;
    Some(format!("{scheme}:{}", rest.replace('＃', "#")))
}

/// A reference with the words that it pins, between which a half-width space is missing: `二（一）"报名"`.
fn pinned(clause: &str) -> Option<String> {
    let quotes = ['"', '“', '”'];
    let (place, words) = clause.split_once(quotes)?;
    Some(format!("{} \"{}\"", place.trim(), words.trim_end_matches(quotes)))
}

/// What was probably meant by a source that is none: `policy:plan#四`, `plan.md#四`, `plan＃四`, `Plan#四`.
pub(super) fn source(written: &str) -> Option<String> {
    let mended = written.replace('＃', "#").replacen("policy：", "policy:", 1);
    let mended = mended.strip_prefix("policy:").unwrap_or(&mended);
    let (id, clause) = mended.split_once('#')?;
    let id = id.trim().to_lowercase();
    let id = id.strip_suffix(".md").unwrap_or(&id);
    let id = id.rsplit('/').next().filter(|id| Id::parse(id).is_some())?;
    (!clause.trim().is_empty()).then(|| format!("{id}#{}", clause.trim()))
}

/// Clauses that a diagnostic names.
const NAMED: usize = 4;

fn here(anchor: &str, document: &Document) -> Result<LinkTarget, ResolveError> {
    let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
    if document.has_anchor(&decoded) {
        return Ok(LinkTarget::Here(decoded.into_owned()));
    }
    match document.clause(&decoded) {
        Some(clause) => Ok(LinkTarget::Here(document.clauses[clause].anchor.clone())),
        None => Err(ResolveError::Anchor(anchor.to_owned(), None)),
    }
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// What `path` means from the folder of the file at `from`, as it is written and with its `%20` read.
pub(super) fn near<'a>(path: &'a str, from: &'a str) -> impl Iterator<Item = String> + use<'a> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok();
    [Some(path.into()), decoded].into_iter().flatten().filter_map(move |path| join(from, &path))
}

/// `path` from the folder of `from`, in the content folder or in the site; nothing when it leaves that.
pub fn join(from: &str, path: &str) -> Option<String> {
    let folder = if path.starts_with('/') { "" } else { &from[..from.rfind('/').unwrap_or(0)] };
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    joined.push_str(folder);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part if joined.is_empty() => joined.push_str(part),
            part => joined.extend(["/", part]),
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_lead_on_from_the_folder_of_a_file() {
        for (from, path, expected) in [
            ("policies/a.html", "b.html", Some("policies/b.html")),
            ("policies/a.html", "./c//b.html", Some("policies/c/b.html")),
            ("policies/a.html", "../index.html", Some("index.html")),
            ("a/b/c.md", "../../d/e.png", Some("d/e.png")),
            ("a/b/c.md", "/d.png", Some("d.png")),
            ("a/b.md", "../", Some("")),
            ("a/b.md", "../../c.md", None),
            ("index.html", "..", None),
            ("index.html", "a.html", Some("a.html")),
        ] {
            assert_eq!(join(from, path).as_deref(), expected, "{from} {path}");
        }
    }
}
