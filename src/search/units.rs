//! Records → what is found of them: the words that readers see, clause by clause, section by section.

use rustc_hash::FxHashSet;

use crate::model::article::Policy;
use crate::model::form::{Form, FormColumn, FormRow};
use crate::model::{AnyRecord, Kind, Part, Record, Site};
use crate::syntax::html::seen;
use crate::syntax::markdown::{Document, HOLE};
use crate::syntax::value::Known;

use super::text::is_space;

/// Kinds in the order in which they are shown: what answers readers first, then what it rests on.
pub const ORDER: [Kind; 13] = [
    Kind::Question,
    Kind::Benefit,
    Kind::Notice,
    Kind::Check,
    Kind::Step,
    Kind::Office,
    Kind::Form,
    Kind::Field,
    Kind::Institution,
    Kind::Term,
    Kind::Interpretation,
    Kind::Policy,
    Kind::Page,
];

/// What is found of a record.
#[derive(Debug)]
pub struct Texts {
    /// Its kind.
    pub kind: Kind,
    /// Its place in its collection.
    pub index: usize,
    /// What readers call it.
    pub title: String,
    /// What is found.
    pub units: Vec<Unit>,
}

/// What is found as one.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands; nothing for the record itself.
    pub anchor: Option<String>,
    /// The clause, or the heading that it stands under; empty for the record itself, to which its title belongs.
    pub label: String,
    /// Its words.
    pub text: String,
}

impl Unit {
    /// What is found beside its words: what other pages call it, unless its words begin so.
    pub fn number(&self) -> Option<&str> {
        Some(self.label.as_str()).filter(|label| !label.is_empty() && !self.text.starts_with(label))
    }
}

/// The records that are found, in their order.
pub(super) fn places(site: &Site) -> Vec<(Kind, usize)> {
    ORDER.into_iter().flat_map(|kind| (0..site.content.count(kind)).map(move |index| (kind, index))).collect()
}

/// What is found of a record.
pub fn texts(site: &Site, kind: Kind, index: usize) -> Texts {
    let content = &site.content;
    let Some(record) = content.record(kind, index) else {
        return Texts { kind, index, title: String::new(), units: Vec::new() };
    };
    let mut lines = Lines::default();
    match kind {
        Kind::Policy => lines.policy(&content.policies[index].data),
        Kind::Benefit => {
            let data = &content.benefits[index].data;
            data.by_level.iter().for_each(|level| lines.add(&level.text));
            lines.known([Some(&data.decided_by), data.amount.as_ref()]);
            lines.some([data.certificate_text.as_deref()]);
        }
        Kind::Notice => {
            let data = &content.notices[index].data;
            lines.known([&data.place, &data.mode, &data.hours, &data.fee, &data.how_to_enrol].map(Some));
            data.materials.get().into_iter().flatten().for_each(|material| lines.add(material));
        }
        Kind::Field => {
            let data = &content.fields[index].data;
            lines.known([Some(&data.occupation)]);
            data.codes.iter().for_each(|code| lines.add(&format!("{} {}", code.system, code.code)));
            lines.some([data.standard.as_ref().map(|standard| standard.name.as_str())]);
            data.directions.get().into_iter().flatten().for_each(|direction| lines.add(direction));
        }
        Kind::Institution => {
            let data = &content.institutions[index].data;
            lines.known([Some(&data.region), Some(&data.contact), Some(&data.url.value)]);
        }
        Kind::Office => {
            let data = &content.offices[index].data;
            data.duties.iter().for_each(|duty| lines.add(&duty.text));
            if let Some(contact) = data.contact.get() {
                lines.some([contact.name.as_deref()]);
                lines.known([&contact.phone, &contact.email, &contact.address].map(Option::as_ref));
            }
        }
        Kind::Step => {
            let data = &content.steps[index].data;
            data.actors.iter().for_each(|actor| lines.add(actor));
            lines.some([Some(data.stage.as_str()), data.trainee.as_deref()]);
        }
        Kind::Term => content.terms[index].data.aliases.iter().for_each(|alias| lines.add(alias)),
        Kind::Check => lines.known([Some(&content.checks[index].data.decided_by)]),
        Kind::Form => lines.form(&content.forms[index].data),
        Kind::Interpretation => {
            let data = &content.interpretations[index].data;
            lines.article(&data.summary, &data.keywords);
        }
        Kind::Question => {
            let data = &content.questions[index].data;
            lines.article(&data.summary, &data.keywords);
        }
        Kind::Page => lines.add(&content.pages[index].data.summary),
        Kind::Fact => {}
    }
    if kind != Kind::Policy {
        lines.named(site, &record);
    }
    record.entry.updates().iter().for_each(|update| lines.add(&update.what));
    let mut rest = Vec::new();
    match kind {
        Kind::Policy => {
            let policy = &content.policies[index];
            rest = clauses(policy, &mut lines);
            for note in &policy.data.notes {
                let anchor = policy.body.clause(&note.clause.value).map(|at| policy.body.clauses[at].anchor.clone());
                rest.push(Unit { anchor, label: note.clause.value.clone(), text: clean(&note.text) });
            }
        }
        Kind::Interpretation | Kind::Question | Kind::Page => rest = sections(record.body, &mut lines),
        _ => record.documents().into_iter().for_each(|document| lines.add(&shown(&document.html))),
    }
    let own = Unit { anchor: None, label: String::new(), text: lines.0 };
    let title = clean(record.entry.name());
    Texts { kind, index, title, units: std::iter::once(own).chain(rest).filter(is_there).collect() }
}

/// The record itself is found by its title, whatever else it says.
fn is_there(unit: &Unit) -> bool {
    unit.label.is_empty() || !unit.text.is_empty()
}

/// What a record says of itself, line by line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, text: &str) {
        let text = clean(text);
        if !text.is_empty() && !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(&text);
    }

    fn some<'a>(&mut self, texts: impl IntoIterator<Item = Option<&'a str>>) {
        texts.into_iter().flatten().for_each(|text| self.add(text));
    }

    fn known<'a>(&mut self, values: impl IntoIterator<Item = Option<&'a Known<String>>>) {
        values.into_iter().flatten().filter_map(Known::get).for_each(|text| self.add(text));
    }

    fn article(&mut self, summary: &str, keywords: &[String]) {
        self.add(summary);
        keywords.iter().for_each(|keyword| self.add(keyword));
    }

    fn policy(&mut self, data: &Policy) {
        self.some([data.short_title.as_deref()]);
        self.known([&data.document_number, &data.index_number, &data.subject, &data.issuer].map(Some));
        self.some([data.addressee.as_deref()]);
        self.some([data.summary.as_deref().filter(|_| !data.full_text)]);
        data.keywords.iter().for_each(|keyword| self.add(keyword));
        data.attachments.iter().for_each(|attachment| self.add(&attachment.title));
    }

    fn form(&mut self, data: &Form) {
        self.some([Some(data.filled_by.as_str()), Some(data.due_text.as_str()), Some(data.sent_to.as_str())]);
        for blank in data.header.iter().chain(&data.footer) {
            self.add(&blank.label.value);
            self.some([blank.value.as_ref().map(|value| value.value.as_str())]);
        }
        self.columns(&data.columns);
        for row in &data.rows {
            if let FormRow::Fixed(text) | FormRow::Subtotal(text) | FormRow::Total(text) = row {
                self.add(&text.value);
            }
        }
        self.some([data.note.as_ref().map(|note| note.value.as_str())]);
    }

    fn columns(&mut self, columns: &[FormColumn]) {
        for column in columns {
            self.add(&column.title.value);
            self.some([column.help.as_deref()]);
            self.columns(column.columns.as_deref().unwrap_or_default());
        }
    }

    /// The names of what a record names, each once.
    fn named(&mut self, site: &Site, record: &AnyRecord<'_>) {
        let mut known = FxHashSet::default();
        record.entry.parts(&mut |part| {
            let name = match part {
                Part::Ref(kind, id) => site.get(kind, &id.value).map(|named| named.entry.short_name()),
                Part::Word(vocabulary, id) => site.word(vocabulary, id).map(|word| word.name.as_str()),
                _ => None,
            };
            self.some([name.filter(|name| known.insert(*name))]);
        });
    }
}

/// The clauses of a policy as its page parts them: the blocks that begin with the same one are found as one.
fn clauses(policy: &Record<Policy>, lines: &mut Lines) -> Vec<Unit> {
    let body = &policy.body;
    let mut units: Vec<Unit> = Vec::new();
    let mut outer = None;
    let mut start = 0;
    while start < body.blocks.len() {
        let clause = body.blocks[start].clause;
        let same = body.blocks[start..].iter().take_while(|block| block.clause == clause).count();
        let blocks = &body.blocks[start..start + same];
        start += same;
        if let Some(at) = clause.filter(|&at| blocks[0].span == body.clauses[at].span) {
            let above = (0..at).rev().take_while(|&above| body.clauses[above].span == body.clauses[at].span);
            outer = Some(above.last().unwrap_or(at));
        }
        let text = shown(body.html_of(blocks));
        let Some(clause) = outer.map(|at| &body.clauses[at]) else {
            lines.add(&text);
            continue;
        };
        let anchor = Some(clause.anchor.clone());
        match units.last_mut().filter(|unit| unit.anchor == anchor) {
            Some(unit) => {
                unit.text.push('\n');
                unit.text.push_str(&text);
            }
            None => units.push(Unit { anchor, label: clause.path.label(), text }),
        }
    }
    units
}

/// The sections of an article. What stands before the first heading belongs to the article itself.
fn sections(body: &Document, lines: &mut Lines) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut headings = body.headings.iter();
    for block in &body.blocks {
        let html = body.html_of(std::slice::from_ref(block));
        let text = shown(html);
        if is_heading(html)
            && let Some(heading) = headings.next()
        {
            units.push(Unit { anchor: Some(heading.id.clone()), label: clean(&heading.text), text });
            continue;
        }
        match units.last_mut() {
            Some(unit) => {
                unit.text.push('\n');
                unit.text.push_str(&text);
            }
            None => lines.add(&text),
        }
    }
    units
}

fn is_heading(html: &str) -> bool {
    let mut bytes = html.bytes();
    bytes.next() == Some(b'<') && bytes.next() == Some(b'h') && bytes.next().is_some_and(|level| level.is_ascii_digit())
}

/// The words that readers see of HTML, without the numbers of footnotes and the words of the theme, lines apart.
fn shown(html: &str) -> String {
    let mut text = String::new();
    let mut rest = Some(html);
    while let Some(html) = rest {
        let note = html.split_once("<sup id=fnref-");
        rest = note.map(|(_, note)| note.split_once("</sup>").map_or("", |(_, behind)| behind));
        text.push_str(&seen(note.map_or(html, |(before, _)| before)).text);
    }
    let parts = text.split(HOLE).enumerate().filter(|(at, _)| at % 2 == 0);
    clean(&parts.map(|(_, part)| part).collect::<String>())
}

/// A text on lines that hold something, with one space where there is any.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let words = rest.trim_start_matches(is_space);
        let space = &rest[..rest.len() - words.len()];
        let (word, behind) = words.split_at(words.find(is_space).unwrap_or(words.len()));
        if !word.is_empty() && !space.is_empty() && !clean.is_empty() {
            clean.push(if space.contains(['\n', '\u{2028}', '\u{2029}']) { '\n' } else { ' ' });
        }
        clean.push_str(word);
        rest = behind;
    }
    clean
}
