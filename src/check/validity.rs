//! Documents that are no longer in force: what still rests on them, and whether what is said of them can be true.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::model::article::{Policy, Validity};
use crate::model::{Citation, Entry, Kind, Owner, Part, Record, Site};
use crate::source::Span;
use crate::syntax::value::{Date, Scalar};
use crate::syntax::yaml::written_date;

/// Everything that is wrong with the validity of policies, and with statements that rest on it.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let rules = rule_sources(site);
    let citations = site.lapsed_citations().filter(|(citation, _)| !rules.contains(&citation.span));
    let mut reported: Vec<Diagnostic> = citations.map(|(citation, why)| lapsed(site, citation, why)).collect();
    for record in &site.content.policies {
        reported.extend(contradiction(record));
        reported.extend(older_successors(site, record));
        reported.extend(ended(site, record));
    }
    reported
}

/// Where the sources of eligibility checks stand: those are reported by `eligibility`, with the words of the rule.
fn rule_sources(site: &Site) -> Vec<Span> {
    let mut spans = Vec::new();
    for record in &site.content.checks {
        record.data.parts(&mut |part| {
            if let Part::Sources(_, sources) = part {
                let written = sources.0.iter().filter_map(|source| source.value.clause.as_ref());
                spans.extend(written.map(|clause| Span::new(record.file, clause.range.clone())));
            }
        });
    }
    spans
}

/// A statement about today that rests on a policy that is no longer in force.
fn lapsed(site: &Site, citation: &Citation, why: Validity) -> Diagnostic {
    let policies = &site.content.policies;
    let title = |at: usize| policies.get(at).map_or("", |policy| name(&policy.data));
    let current: Vec<String> = site.current(citation.policy).iter().map(|&at| format!("《{}》", title(at))).collect();
    let why = if why == Validity::Expired { "@lapsed-expired" } else { "@lapsed-superseded" };
    let reported = Diagnostic::at(Code::LapsedSource, citation.span)
        .arg("statement", statement(site, citation))
        .arg("policy", title(citation.policy))
        .arg("validity", why)
        .arg("successor", if current.is_empty() { "@successor".to_owned() } else { current.join("、") });
    let policy = policies.get(citation.policy);
    let named =
        policy.and_then(|policy| Some(Span::new(policy.file, policy.data.superseded_by.0.first()?.range.clone())));
    named.into_iter().fold(reported, |reported, named| reported.related(named, Relation::Defined))
}

/// The name of a statement: its owner, and its part of it.
fn statement(site: &Site, citation: &Citation) -> String {
    let owner = match citation.owner {
        Owner::Site => site.settings.title.as_str(),
        Owner::Record(kind, index) => site.content.record(kind, index).map_or("", |record| record.entry.name()),
    };
    if citation.part.is_empty() { owner.to_owned() } else { format!("{owner}：{}", citation.part) }
}

/// The short title of a policy, or its title.
fn name(policy: &Policy) -> &str {
    policy.short_title.as_deref().unwrap_or(&policy.title)
}

/// A policy that is said to be in force and to be superseded.
fn contradiction(record: &Record<Policy>) -> Option<Diagnostic> {
    let successor = record.data.superseded_by.0.first().filter(|_| record.data.contradicts_itself())?;
    let word = if record.data.validity.get() == Some(&Validity::Amended) { "amended" } else { "in-force" };
    let reported = Diagnostic::at(Code::InForceAndSuperseded, Span::new(record.file, successor.range.clone()));
    Some(reported.arg("policy", name(&record.data)).arg("validity", word))
}

/// Successors of a policy that were made before it.
fn older_successors(site: &Site, record: &Record<Policy>) -> Vec<Diagnostic> {
    let older = record.data.superseded_by.0.iter().filter_map(|id| {
        let successor = site.content.policies.get(site.find(Kind::Policy, &id.value)?)?;
        let (made, successor_made) = (record.data.made_on.value.get()?, successor.data.made_on.value.get()?);
        let reported = || Diagnostic::at(Code::OlderSuccessor, Span::new(record.file, id.range.clone()));
        (successor_made < made).then(|| {
            reported()
                .arg("policy", name(&record.data))
                .arg("made", made)
                .arg("successor", name(&successor.data))
                .arg("successor_made", successor_made)
        })
    });
    older.collect()
}

/// A policy that is said to be in force, and whose text says that this ended before today: 本办法自…起施行，有效期至….
fn ended(site: &Site, record: &Record<Policy>) -> Option<Diagnostic> {
    static TERM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("有效期"));
    if record.data.validity.get() != Some(&Validity::InForce) {
        return None;
    }
    let html = &*record.body.html;
    let mut found = TERM.find_iter(html.as_bytes()).filter(|&at| is_own(&html[..at]));
    let (at, day) = found.find_map(|at| last_day(&html[at + "有效期".len()..]).map(|day| (at, day)))?;
    let blocks = &record.body.blocks;
    let block = &blocks[blocks.partition_point(|block| block.html.start <= at).checked_sub(1)?];
    let reported = Diagnostic::at(Code::EndedByItself, block.span).arg("policy", name(&record.data)).arg("day", day);
    (day < site.as_of).then_some(reported)
}

/// Bytes in which a sentence says of what its term is.
const SENTENCE: usize = 600;

/// True when a sentence that begins so speaks of the document itself, and not of a certificate or another document.
fn is_own(html: &str) -> bool {
    let html = &html[html.ceil_char_boundary(html.len().saturating_sub(SENTENCE))..];
    const OWN: [&str; 11] =
        ["施行", "执行", "实施", "生效", "印发之日", "发布之日", "公布之日", "本办法", "本通知", "本文件", "本细则"];
    let begin = html.rfind(['。', '；', '《', '>']).map_or(0, |at| html.ceil_char_boundary(at + 1));
    OWN.iter().any(|word| html[begin..].contains(word))
}

/// The day at the end of a term: `至2024年12月31日`, `截至二〇二四年十二月三十一日止`.
fn last_day(text: &str) -> Option<Date> {
    const WORDS: [&str; 9] = ["限", "延长", "为", "截至", "截止至", "截止到", "截止", "至", "到"];
    let mut rest = text;
    while let Some(behind) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    let (day, _) = rest.split_once('日').filter(|(day, _)| rest.len() < text.len() && day.len() <= LONGEST_DAY)?;
    Date::read(&written_date(day)?)
}

/// Bytes of a day as it is written.
const LONGEST_DAY: usize = 48;
