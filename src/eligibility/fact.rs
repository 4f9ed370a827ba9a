//! Facts → the values that an answer can have, and answers → values.

use std::cell::{OnceCell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::rules::Domain;
use crate::diagnostic::catalogue::key;
use crate::diagnostic::{Code, Diagnostic, Names, Relation};
use crate::model::eligibility::{Answer, Fact, FactKind, FactOption, OptionsFrom, UNSURE};
use crate::model::{Kind, Record, Site, Vocabulary};
use crate::source::{FileId, Span};
use crate::syntax::value::At;

/// The greatest number that a browser counts to without rounding.
const MAX_NUMBER: u64 = (1 << 53) - 1;

/// Ids that addresses with answers keep for themselves.
const RESERVED: [&str; 6] = ["v", "at", "for", "start", "answers", "result"];

/// A fact with its values; there is none for a fact that is wrong.
pub struct Known<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// The values that it can have.
    pub domain: Domain,
    /// Its options, `(id, name)`.
    options: Vec<(String, String)>,
    /// The places of the options that it can have, by their ids.
    places: FxHashMap<String, usize>,
    /// Made for the first answer that is no option.
    meant: OnceCell<RefCell<Meant>>,
}

/// What looks for the option that somebody probably meant.
struct Meant {
    /// All options in words.
    known: String,
    ids: Names<'static>,
    names: Names<'static>,
    /// Options whose names may still be looked at one by one.
    steps: usize,
}

/// Options of one fact that are looked at, one by one, for all answers that are none of them.
const STEPS: usize = 4_000_000;

/// The values of a fact.
///
/// # Errors
/// What its type needs and is not there, or is there and has no meaning.
pub fn domain(site: &Site, record: &Record<Fact>) -> Result<Domain, Vec<Diagnostic>> {
    let fact = &record.data;
    let reported = |key: &str, problem: &str| {
        let reported = Diagnostic::at(Code::BadFact, record.span).arg("fact", &fact.name).arg("key", key);
        reported.arg("type", word(fact.kind)).arg("problem", problem)
    };
    let chosen = matches!(fact.kind, FactKind::Enum | FactKind::Ordered | FactKind::Several);
    let number = fact.kind == FactKind::Integer;
    let mut wrong = Vec::new();
    let keys = [
        ("options", !fact.options.is_empty(), chosen && fact.options_from.is_none(), chosen),
        ("options_from", fact.options_from.is_some(), false, chosen),
        ("unit", fact.unit.is_some(), number, number),
        ("min", fact.min.is_some(), number, number),
        ("max", fact.max.is_some(), number, number),
    ];
    for (key, there, needed, possible) in keys {
        if there && !possible {
            wrong.push(reported(key, "@has-no"));
        } else if needed && !there {
            wrong.push(reported(key, "@needs"));
        }
    }
    if RESERVED.contains(&record.id.as_str()) {
        wrong.push(reported(record.id.as_str(), "@reserved"));
    }
    let mut seen: FxHashMap<&str, &FactOption> = FxHashMap::default();
    for option in &fact.options {
        let id = &option.id.value;
        if id.as_str() == UNSURE {
            let span = Span::new(record.file, option.id.range.clone());
            wrong.push(Diagnostic::at(Code::BadValue, span).arg("value", UNSURE).arg("pattern", "@option-id"));
        }
        let first = *seen.entry(id.as_str()).or_insert(option);
        if !std::ptr::eq(first, option) {
            let span = |option: &FactOption| Span::new(record.file, option.id.range.clone());
            let twice = Diagnostic::at(Code::DuplicateId, span(option)).arg("id", id).arg("collection", "options");
            wrong.push(twice.related(span(first), Relation::First));
        }
    }
    let range = (fact.min.as_ref().map(|min| min.value), fact.max.as_ref().map(|max| max.value));
    for (key, limit) in [("min", &fact.min), ("max", &fact.max)].into_iter().filter(|_| number) {
        let Some(limit) = limit else { continue };
        let problem = match range {
            (Some(min), Some(max)) if min > max && key == "min" => "@above-max",
            _ if limit.value.unsigned_abs() > MAX_NUMBER => "@beyond",
            _ => continue,
        };
        wrong.push(Diagnostic { span: Some(Span::new(record.file, limit.range.clone())), ..reported(key, problem) });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if let Some(from) = fact.options_from.filter(|_| chosen) {
        let ids: Vec<String> = entries(site, from).into_iter().map(|(id, _)| id).collect();
        if whole(site, from) && ids.is_empty() {
            wrong.push(reported("options_from", "@no-entries"));
        } else if ids.iter().any(|id| id == UNSURE) {
            wrong.push(reported("options_from", "@holds-unsure"));
        }
        let known: FxHashSet<&str> = ids.iter().map(String::as_str).collect();
        for option in fact.options.iter().filter(|option| known.contains(option.id.value.as_str())) {
            let span = Span::new(record.file, option.id.range.clone());
            wrong.push(Diagnostic { span: Some(span), ..reported(option.id.value.as_str(), "@in-source") });
        }
        if ids.is_empty() || !wrong.is_empty() || !whole(site, from) {
            return Err(wrong);
        }
    }
    Ok(match (fact.kind, range) {
        (FactKind::Boolean, _) => Domain::One(vec!["no".into(), "yes".into()]),
        (FactKind::Integer, (Some(min), Some(max))) => Domain::Range(min, max),
        (FactKind::Several, _) => Domain::Several(options(site, fact)),
        _ => Domain::One(options(site, fact)),
    })
}

/// False when something of the list could not be read, which is reported where it stands.
fn whole(site: &Site, from: OptionsFrom) -> bool {
    match from {
        OptionsFrom::Fields => !site.content.unread.any_of(Kind::Field),
        _ => site.content.settings.is_some(),
    }
}

fn options(site: &Site, fact: &Fact) -> Vec<String> {
    names(site, fact).into_iter().map(|(id, _)| id).collect()
}

/// The options of a fact, `(id, name)`: those of the list that it names, then its own; none for a boolean and a number.
pub fn names(site: &Site, fact: &Fact) -> Vec<(String, String)> {
    let own = fact.options.iter().map(|option| (option.id.value.to_string(), option.name.clone()));
    fact.options_from.map_or_else(Vec::new, |from| entries(site, from)).into_iter().chain(own).collect()
}

/// The entries of a list as options.
fn entries(site: &Site, from: OptionsFrom) -> Vec<(String, String)> {
    let words = |vocabulary| {
        let words = site.words(vocabulary).iter();
        words.map(|word| (word.id.value.to_string(), word.name.clone())).collect()
    };
    match from {
        OptionsFrom::Fields => {
            site.content.fields.iter().map(|field| (field.id.to_string(), field.data.name.clone())).collect()
        }
        OptionsFrom::Levels => words(Vocabulary::Level),
        OptionsFrom::Certificates => words(Vocabulary::Certificate),
        OptionsFrom::Employers => words(Vocabulary::Employer),
        OptionsFrom::Districts => words(Vocabulary::District),
    }
}

/// The type as it is written.
pub fn word(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Boolean => "boolean",
        FactKind::Enum => "enum",
        FactKind::Ordered => "ordered",
        FactKind::Several => "several",
        FactKind::Integer => "integer",
    }
}

/// The comparisons of rules.
const RULE_KEYS: [&str; 6] = ["is", "one_of", "at_least", "at_most", "between", "has"];

impl<'a> Known<'a> {
    /// A fact with its values and the names of its options.
    pub fn new(fact: &'a Fact, domain: Domain, options: Vec<(String, String)>) -> Self {
        let mut places = FxHashMap::default();
        if let Domain::One(ids) | Domain::Several(ids) = &domain {
            for (at, id) in ids.iter().enumerate() {
                places.entry(id.clone()).or_insert(at);
            }
        }
        Self { fact, domain, options, places, meant: OnceCell::new() }
    }

    /// What is said of a comparison or, when `how` is `answer`, of an answer that does not fit the type.
    pub fn unfit(&self, span: Span, written: &str, how: &str) -> Diagnostic {
        let written = if how == "answer" { format!("`{written}`") } else { key(written) };
        let reported = Diagnostic::at(Code::WrongComparison, span).arg("comparison", written);
        let kind = word(self.fact.kind);
        reported.arg("fact", &self.fact.name).arg("type", kind).arg("how", format!("@{how}-{kind}"))
    }

    /// An answer that is no option.
    fn unknown(&self, written: &str, options: &[String], span: Span) -> Diagnostic {
        let new = || {
            let (ids, names): (Vec<_>, Vec<_>) = self.options.iter().cloned().unzip();
            let (ids, names) = (Names::new(ids), Names::new(names));
            RefCell::new(Meant { known: options.join("、"), ids, names, steps: STEPS })
        };
        let mut meant = self.meant.get_or_init(new).borrow_mut();
        let reported = Diagnostic::at(Code::UnknownOption, span).arg("value", written);
        let reported = reported.arg("fact", &self.fact.name).arg("known", &meant.known);
        Diagnostic { suggestion: self.meant(&mut meant, written), ..reported }
    }

    /// The option that somebody probably meant, by an id that is near or by its name.
    fn meant(&self, meant: &mut Meant, written: &str) -> Option<String> {
        let named = |steps: &mut usize, same: &dyn Fn(&str) -> bool| {
            *steps = steps.checked_sub(self.options.len())?;
            let mut found = self.options.iter().filter(|(_, name)| same(name));
            found.next().filter(|_| found.next().is_none()).map(|(id, _)| id.clone())
        };
        let near = meant.ids.nearest(written);
        near.or_else(|| named(&mut meant.steps, &|name| name == written)).or_else(|| {
            let name = meant.names.nearest(written);
            named(&mut meant.steps, &|own| name.as_deref() == Some(own) || own.contains(written))
        })
    }

    /// The value that an answer means: of a single option, `true`, or a number.
    ///
    /// # Errors
    /// Why it means nothing. `comparison` is where it stands.
    pub fn value(&self, answer: &At<Answer>, file: FileId, comparison: &str) -> Result<i64, Diagnostic> {
        let span = Span::new(file, answer.range.clone());
        let unfit = || {
            let how = if RULE_KEYS.contains(&comparison) { "compare" } else { "answer" };
            self.unfit(span, &format!("{comparison}: {}", answer.value), how)
        };
        match (&self.domain, &answer.value) {
            (Domain::One(_), Answer::Boolean(value)) if self.fact.kind == FactKind::Boolean => Ok(i64::from(*value)),
            (Domain::Range(min, max), Answer::Number(value)) if (min..=max).contains(&value) => Ok(*value),
            (Domain::Range(min, max), Answer::Number(value)) => {
                let reported = Diagnostic::at(Code::OutOfRange, span).arg("value", value).arg("fact", &self.fact.name);
                Err(reported.arg("min", min).arg("max", max))
            }
            (Domain::One(options) | Domain::Several(options), Answer::Word(_) | Answer::Number(_))
                if self.fact.kind != FactKind::Boolean =>
            {
                let word = answer.value.to_string();
                let place = self.places.get(&word).map(|&place| place as i64);
                place.ok_or_else(|| self.unknown(&word, options, span))
            }
            _ => Err(unfit()),
        }
    }

    /// The value that a reader's whole answer means; nothing for “not sure”.
    ///
    /// # Errors
    /// Why it means nothing.
    pub fn answer(&self, id: &str, answer: &At<Answer>, file: FileId) -> Result<Option<i64>, Diagnostic> {
        if matches!(&answer.value, Answer::Word(word) if word == UNSURE) && self.fact.unsure.is_some() {
            return Ok(None);
        }
        let Domain::Several(_) = self.domain else { return self.value(answer, file, id).map(Some) };
        let Answer::Words(words) = &answer.value else {
            let span = Span::new(file, answer.range.clone());
            return Err(self.unfit(span, &format!("{id}: {}", answer.value), "answer"));
        };
        let mut set = 0;
        for word in words {
            let one = At { value: Answer::Word(word.clone()), range: answer.range.clone() };
            set |= 1 << self.value(&one, file, id)?;
        }
        Ok(Some(set))
    }
}

/// A value as an author writes it.
pub fn written(domain: &Domain, kind: FactKind, value: Option<i64>) -> String {
    let Some(value) = value else { return UNSURE.to_owned() };
    let place = usize::try_from(value).unwrap_or_default();
    match domain {
        Domain::One(_) if kind == FactKind::Boolean => (value == 1).to_string(),
        Domain::One(options) => options.get(place).map(|option| quoted(option)).unwrap_or_default(),
        Domain::Range(..) => value.to_string(),
        Domain::Several(options) => {
            let chosen = options.iter().enumerate().filter(|(bit, _)| value >> bit & 1 == 1);
            format!("[{}]", chosen.map(|(_, option)| quoted(option)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// An id, in quotes where YAML would not read it as text.
fn quoted(id: &str) -> String {
    let word = id.starts_with(|first: char| first.is_ascii_alphabetic()) && !["true", "false", "null"].contains(&id);
    if word { id.to_owned() } else { format!("\"{id}\"") }
}
