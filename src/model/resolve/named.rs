//! Links whose words name a clause or a document → whether they lead there.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::content::Content;
use crate::source::Span;
use crate::syntax::clause::{ClauseRef, Kind as Numbering, Meaning, digit};
use crate::syntax::markdown::without_space;

/// The policies by what they are called; made for the first link that names one.
#[derive(Default)]
pub struct Names(OnceLock<FxHashMap<String, usize>>);

impl Names {
    /// The policy that has this name, in the form of [`plain`].
    fn find(&self, content: &Content, name: &str) -> Option<usize> {
        let read = || {
            let policies = content.policies.iter().map(|policy| &policy.data).enumerate();
            // Of two with one name the first.
            policies
                .rev()
                .flat_map(|(at, policy)| policy.names().map(move |name| (plain(name).into_owned(), at)))
                .collect()
        };
        self.0.get_or_init(read).get(name).copied()
    }
}

impl Resolver<'_> {
    /// Tells of a link to a policy, at `span`, whose words are the title or the number of another policy. True when they are.
    pub(super) fn names_other(&mut self, policy: usize, span: Span) -> bool {
        let Some((words, _)) = self.written(span).strip_prefix('[').and_then(|rest| rest.split_once("](")) else {
            return false;
        };
        let names: Vec<_> = titles(words).chain(number(words)).take(MOST).map(plain).collect();
        if names.is_empty() {
            return false;
        }
        let content = &self.site.content;
        let (words, mut names) = (words.to_owned(), names.into_iter());
        let is_other = content.policies.get(policy).is_some_and(|record| {
            let is_own =
                |name: &Cow<'_, str>| record.data.is_itself(name) || record.data.names().any(|own| plain(own) == *name);
            !names.clone().any(|name| is_own(&name))
                && names.any(|name| self.world.names.find(content, &name).is_some_and(|other| other != policy))
        });
        // Another policy may be called so at any time.
        self.found.vague = true;
        if is_other {
            let title = content.policies.get(policy).map_or("", |policy| policy.data.short_title());
            let reported = Diagnostic::at(Code::OtherTarget, span).arg("written", words);
            self.report(reported.arg("target", format!("《{title}》")));
        }
        is_other
    }

    /// Tells of a link to a clause, at `span`, whose words are the number of another one: readers take the words for those of
    /// that clause.
    pub(super) fn named(&mut self, (policy, clause): (usize, usize), span: Span) {
        let written = self.written(span).strip_prefix('[').and_then(|rest| rest.split_once("]("));
        let Some(words) = written.map(|(words, _)| words).filter(|words| words.len() <= LONGEST) else { return };
        // `[1](…)` is the number of a note.
        if words.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let Some(reference) = reference(words) else { return };
        let clauses = self.site.clauses(policy);
        let Some(path) = clauses.get(clause).map(|clause| &clause.path) else { return };
        let is_within = |one: usize, other: usize| (one..clauses[one].end as usize).contains(&other);
        // `（二）` behind a link to 四（一） is 四（二）.
        let is_other = !reference.is_part_of(path)
            && match self.site.clause(policy, &reference) {
                Meaning::One(named) => !is_within(named, clause) && !is_within(clause, named),
                Meaning::Several(_) => false,
                Meaning::Nothing => {
                    let is_article = reference.own().is_some_and(|(kind, _)| kind == Numbering::Article);
                    is_article && path.steps.iter().any(|step| step.kind == Numbering::Article)
                }
            };
        if is_other {
            let reported = Diagnostic::at(Code::OtherTarget, span).arg("written", words);
            self.report(reported.arg("target", path.label()));
        }
    }
}

/// Bytes of words that may name a clause.
const LONGEST: usize = 120;

/// The clause that words name: all of them, or behind the title of a document (`实施方案四（二）`). Numerals alone behind a
/// title may be its own.
fn reference(words: &str) -> Option<ClauseRef> {
    let reference = ClauseRef::parse(words)?;
    if ClauseRef::is_number(words) {
        return Some(reference);
    }
    let is_number = words.contains(['（', '(', '第']);
    reference.without_title().filter(|_| is_number).map(|(reference, _)| reference)
}

/// Names of documents in the words of one link; others are not looked up.
const MOST: usize = 16;

/// The titles in a text, without their outer signs: `《甲》和《关于印发〈乙〉的通知》`.
fn titles(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begin = rest.find('《')? + '《'.len_utf8();
        let mut depth = 1;
        let close = rest[begin..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '《') - i32::from(*c == '》');
            depth == 0
        });
        let end = begin + close?.0;
        let title = &rest[begin..end];
        rest = &rest[end..];
        Some(title)
    })
}

/// The number of a document in a text: `鲁人社字〔2022〕156号`.
fn number(text: &str) -> Option<&str> {
    let end = text.find('号')? + '号'.len_utf8();
    let open = text[..end].rfind(OPEN)?;
    let is_part = |c: char| c.is_alphanumeric() && !"和及与按照根据见的".contains(c);
    let begin = text[..open].trim_end_matches(is_part).len();
    Some(&text[begin..end]).filter(|number| number.len() > end - open)
}

/// What stands before the year of a number.
const OPEN: [char; 8] = ['〔', '[', '［', '【', '(', '（', '﹝', '〈'];

/// A name without the ways in which it may be written: without spaces, with one kind of brackets and of digits.
fn plain(name: &str) -> Cow<'_, str> {
    let name = without_space(name);
    let one = |c: char| match c {
        '〈' | '<' => '《',
        '〉' | '>' => '》',
        '[' | '［' | '【' | '(' | '（' | '﹝' => '〔',
        ']' | '］' | '】' | ')' | '）' | '﹞' => '〕',
        _ => digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c),
    };
    if name.chars().all(|c| one(c) == c) { name } else { name.chars().map(one).collect::<String>().into() }
}
