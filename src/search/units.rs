//! Records, columns and the home page → what is found of them: the words that readers see, clause by clause, section by section.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::article::Policy;
use crate::model::form::{Form, FormColumn, FormRow};
use crate::model::{AnyRecord, ColumnId, Kind, Part, Record, Site};
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

/// What is found by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A record, by its place in its collection.
    Record(Kind, usize),
    /// What a column says of itself, and of what it lists only there.
    Column(ColumnId),
    /// The home page.
    Home,
}

impl Place {
    /// The kind among which it is shown.
    pub fn kind(self) -> Kind {
        match self {
            Self::Record(kind, _) => kind,
            Self::Column(_) | Self::Home => Kind::Page,
        }
    }
}

/// What is found of a place.
#[derive(Debug)]
pub struct Texts {
    /// Where it stands.
    pub place: Place,
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

/// All that is found, in its order.
pub fn places(site: &Site) -> Vec<Place> {
    let of = |kind| (0..site.content.count(kind)).map(move |index| Place::Record(kind, index));
    let columns = site.settings.columns.iter().map(|column| Place::Column(column.id.value));
    ORDER.into_iter().flat_map(of).chain(columns).chain([Place::Home]).collect()
}

/// What is found of a place.
pub fn texts(site: &Site, place: Place) -> Texts {
    match place {
        Place::Record(kind, index) => of_record(site, kind, index),
        Place::Column(id) => {
            let column = site.settings.columns.iter().find(|column| column.id.value == id);
            let (name, description) = column.map_or(("", ""), |column| (&column.name, &column.description));
            let mut lines = Lines::default();
            lines.add(description);
            match id {
                ColumnId::Policies => {
                    let with_text = site.content.policies.iter().filter(|policy| policy.data.full_text);
                    lines.some(with_text.map(|policy| policy.data.summary.as_deref()));
                }
                ColumnId::Questions => {
                    let groups: FxHashSet<&str> =
                        site.content.questions.iter().map(|question| question.data.group.as_str()).collect();
                    let mut groups: Vec<&str> = groups.into_iter().collect();
                    groups.sort_unstable();
                    groups.into_iter().for_each(|group| lines.add(group));
                }
                _ => {}
            }
            Texts::of(place, name, lines, Vec::new())
        }
        Place::Home => {
            let settings = &site.settings;
            let mut lines = Lines::default();
            lines.some([Some(settings.summary.as_str()), Some(settings.owner.as_str())]);
            for highlight in &settings.highlights {
                lines.some([Some(highlight.label.as_str()), Some(highlight.value.as_str())]);
            }
            settings.essentials.iter().for_each(|essential| lines.add(&essential.label));
            lines.some([settings.contact.name.as_deref()]);
            lines.known([settings.contact.phone.as_ref()]);
            Texts::of(place, &settings.title, lines, Vec::new())
        }
    }
}

impl Texts {
    fn of(place: Place, title: &str, lines: Lines, rest: Vec<Unit>) -> Self {
        let own = Unit { anchor: None, label: String::new(), text: lines.0 };
        let units = std::iter::once(own).chain(rest).filter(is_there).collect();
        Self { place, title: clean(title), units }
    }
}

fn of_record(site: &Site, kind: Kind, index: usize) -> Texts {
    let content = &site.content;
    let place = Place::Record(kind, index);
    let mut lines = Lines::default();
    let Some(record) = content.record(kind, index) else { return Texts::of(place, "", lines, Vec::new()) };
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
    Texts::of(place, record.entry.name(), lines, rest)
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
    let notes = Notes::of(body);
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
        let html = body.html_of(blocks);
        if html.starts_with(NOTES) {
            continue;
        }
        let text = notes.with(html);
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
    let notes = Notes::of(body);
    let mut units: Vec<Unit> = Vec::new();
    let mut headings = body.headings.iter();
    for block in &body.blocks {
        let html = body.html_of(std::slice::from_ref(block));
        if html.starts_with(NOTES) {
            continue;
        }
        let text = notes.with(html);
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

/// How the block with the footnotes of a document begins, and a reference to one.
const NOTES: &str = "<section class=footnotes";
const REFERENCE: &str = "<sup id=fnref-";

/// The footnotes of a document, by their numbers. They are found where they are referred to.
struct Notes<'a>(FxHashMap<&'a str, String>);

impl<'a> Notes<'a> {
    fn of(body: &'a Document) -> Self {
        let blocks = body.blocks.iter().rev().take(1);
        let all = blocks.map(|block| body.html_of(std::slice::from_ref(block))).find(|html| html.starts_with(NOTES));
        let items = all.into_iter().flat_map(|html| html.split("<li id=fn-").skip(1));
        let note = |item: &'a str| {
            let (number, html) = item.split_once('>')?;
            let (before, back) = html.rsplit_once(" <a href=#fnref-").unwrap_or((html, ""));
            Some((number, [shown(before), shown(back.split_once("</a>").map_or("", |(_, behind)| behind))].concat()))
        };
        Self(items.filter_map(note).collect())
    }

    /// The words of HTML, and those of the footnotes to which it refers first.
    fn with(&self, html: &str) -> String {
        let mut text = shown(html);
        // Further references to one have other ids: each is found once.
        let numbers = html.split(REFERENCE).skip(1).filter_map(|reference| reference.split_once('>'));
        for note in numbers.filter_map(|(number, _)| self.0.get(number)) {
            text.push('\n');
            text.push_str(note);
        }
        text
    }
}

/// The words that readers see of HTML, without the numbers of footnotes and the words of the theme, lines apart.
fn shown(html: &str) -> String {
    let mut text = String::new();
    let mut rest = Some(html);
    while let Some(html) = rest {
        let note = html.split_once(REFERENCE);
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
