//! Documents that are no longer in force: what still rests on them, and whether what is said of them can be true.

use std::sync::LazyLock;

use jiff::ToSpan;
use memchr::memmem::Finder;

use crate::diagnostic::{Code, Diagnostic, Relation};
use crate::model::article::{Policy, Validity};
use crate::model::{Citation, Entry, Kind, Owner, Part, Record, Site};
use crate::source::Span;
use crate::syntax::clause::number;
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
    let title = |at: usize| policies.get(at).map_or("", |policy| policy.data.short_title());
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

/// A policy that is said to be in force and to be superseded.
fn contradiction(record: &Record<Policy>) -> Option<Diagnostic> {
    let successor = record.data.superseded_by.0.first().filter(|_| record.data.contradicts_itself())?;
    let word = if record.data.validity.get() == Some(&Validity::Amended) { "amended" } else { "in-force" };
    let reported = Diagnostic::at(Code::InForceAndSuperseded, Span::new(record.file, successor.range.clone()));
    Some(reported.arg("policy", record.data.short_title()).arg("validity", word))
}

/// Successors of a policy that were made before it.
fn older_successors(site: &Site, record: &Record<Policy>) -> Vec<Diagnostic> {
    let older = record.data.superseded_by.0.iter().filter_map(|id| {
        let successor = site.content.policies.get(site.find(Kind::Policy, &id.value)?)?;
        let (made, successor_made) = (record.data.made_on.value.get()?, successor.data.made_on.value.get()?);
        let reported = || Diagnostic::at(Code::OlderSuccessor, Span::new(record.file, id.range.clone()));
        (successor_made < made).then(|| {
            reported()
                .arg("policy", record.data.short_title())
                .arg("made", made)
                .arg("successor", successor.data.short_title())
                .arg("successor_made", successor_made)
        })
    });
    older.collect()
}

/// A policy that is said to be in force, and whose text says that this ended before today: 本办法自…起施行，有效期至….
fn ended(site: &Site, record: &Record<Policy>) -> Option<Diagnostic> {
    if record.data.validity.get() != Some(&Validity::InForce) {
        return None;
    }
    let html = &*record.body.html;
    let places =
        |term: &'static Finder<'static>| term.find_iter(html.as_bytes()).take(MOST).map(|at| (at, term.needle().len()));
    let terms = TERMS.iter().flat_map(places);
    let found = terms.filter_map(|(at, length)| {
        let (sentence, behind) = (sentence(&html[..at]), &html[at + length..]);
        let term = &behind[..behind.floor_char_boundary(TERM)];
        let day = is_own(sentence).then(|| last_day(term))?.or_else(|| last_of_years(&record.data, sentence, term))?;
        Some((at, day))
    });
    let (at, day) = found.min()?;
    let blocks = &record.body.blocks;
    let block = &blocks[blocks.partition_point(|block| block.html.start <= at).checked_sub(1)?];
    let reported =
        Diagnostic::at(Code::EndedByItself, block.span).arg("policy", record.data.short_title()).arg("day", day);
    (day < site.as_of).then_some(reported)
}

/// What a term is called.
static TERMS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["有效期", "试行期"].map(Finder::new));

/// Terms of a document that are looked at.
const MOST: usize = 100;
/// Bytes in which a sentence says of what its term is.
const SENTENCE: usize = 600;
/// Bytes in which it says when the term ends.
const TERM: usize = 200;

/// What stands in the sentence of a term before it.
fn sentence(html: &str) -> &str {
    let html = &html[html.ceil_char_boundary(html.len().saturating_sub(SENTENCE))..];
    let begin = html.rfind(['。', '；', '《', '>']).map_or(0, |at| html.ceil_char_boundary(at + 1));
    &html[begin..]
}

/// True when a sentence that begins so speaks of the document itself, and not of a certificate or another document.
fn is_own(sentence: &str) -> bool {
    const OWN: [&str; 11] =
        ["施行", "执行", "实施", "生效", "印发之日", "发布之日", "公布之日", "本办法", "本通知", "本文件", "本细则"];
    OWN.iter().any(|word| sentence.contains(word))
}

/// The day at the end of a term: `至2024年12月31日`, `截至二〇二四年十二月三十一日止`.
fn last_day(text: &str) -> Option<Date> {
    const WORDS: [&str; 9] = ["限", "延长", "为", "截至", "截止至", "截止到", "截止", "至", "到"];
    let mut rest = text;
    while let Some(behind) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    let (day, _) = rest.split_once('日').filter(|(day, _)| rest.len() < text.len() && day.len() <= LONGEST_DAY)?;
    day_of(day)
}

/// Bytes of a day as it is written.
const LONGEST_DAY: usize = 48;

/// A day without its 日.
fn day_of(written: &str) -> Option<Date> {
    Date::read(&written_date(written)?)
}

/// The last day of a term of years: `自2020年1月1日起施行，有效期5年`, `自印发之日起施行，有效期为五年`. Sentences that give
/// certificates and licences a term have none for the document.
fn last_of_years(policy: &Policy, sentence: &str, term: &str) -> Option<Date> {
    const WORDS: [&str; 5] = ["限", "暂定", "为", "是", "："];
    const HOLDERS: [&str; 4] = ["证", "许可", "执照", "资格"];
    let mut rest = term;
    // `自发布之日起30日后施行` begins on another day.
    let begins = |(_, behind): &(&str, &str)| !behind.contains('后');
    let mut begin = sentence.rsplit_once('起').filter(begins);
    loop {
        if let Some(behind) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = behind;
        } else if let Some((day, behind)) = rest.strip_prefix('自').and_then(|rest| rest.split_once('起')) {
            // The day on which a document takes effect stands before.
            if !day.contains("行之日") && !day.contains("施之日") {
                begin = Some((day, behind));
            }
            rest = behind;
        } else {
            break;
        }
    }
    let count = rest.strip_prefix('两').map(|rest| (2, rest));
    let count = count.or_else(|| number(rest).and_then(|found| Some((found.value?, &rest[found.length..]))));
    let (years, _) = count.filter(|(years, rest)| rest.starts_with('年') && *years < 100)?;
    if HOLDERS.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let day = begin?.0;
    let first = if day.ends_with("之日") {
        // The later one: nothing is reported too early.
        let known = [&policy.made_on, &policy.published_on].map(|day| day.value.get().copied());
        known.into_iter().flatten().max()?
    } else {
        day_of(day.rsplit(['自', '从', '于']).next()?.trim().trim_end_matches('日'))?
    };
    let last = first.0.checked_add(i64::from(years).years()).and_then(|next| next.yesterday());
    last.ok().map(Date)
}
