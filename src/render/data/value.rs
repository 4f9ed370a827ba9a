//! Values of records as data: what pages show, with the words that they show for it, and where it stands.

use serde_json::{Map, Value, json};

use crate::model::records::Period;
use crate::model::{Kind, LinkTarget, Record, Vocabulary};
use crate::plan::Route;
use crate::render::context::{RenderContext, encode};
use crate::source::FileId;
use crate::syntax::markdown::Document;
use crate::syntax::parts::text;
use crate::syntax::value::{Absence, At, Date, Known, NOT_HELD, Ref, Source, Sources, UNPUBLISHED};

impl RenderContext<'_> {
    /// The address of a path: a complete one where the site has an address, else from the file that is made.
    pub(super) fn data_address(&self, path: &str, anchor: Option<&str>) -> String {
        match &self.site.base_url {
            Some(base) => {
                let anchor = anchor.map_or_else(String::new, |anchor| ["#", &encode(anchor)].concat());
                [base.as_str(), &encode(path), &anchor].concat()
            }
            None => self.to(path, anchor),
        }
    }

    /// The address of a record.
    pub(super) fn address_of(&self, kind: Kind, index: usize, anchor: Option<&str>) -> Value {
        let place = self.plan.record(self.site, kind, index);
        place.map_or(Value::Null, |(path, own)| json!(self.data_address(path, anchor.or(own.as_deref()))))
    }

    /// A value, or why there is none, with the words that pages show for that.
    pub(super) fn known_or<T>(&self, value: &Known<T>, of: impl FnOnce(&T) -> Value) -> Value {
        value.value().map_or_else(|why| self.absence(why), of)
    }

    pub(super) fn absence(&self, why: Absence) -> Value {
        json!({ "absent": word(why), "text": self.theme.text(word(why)) })
    }

    /// What a document states; where it does not, pages say that.
    pub(super) fn stated_or(&self, value: &Known<String>, of: impl FnOnce(&String) -> Value) -> Value {
        let silent = |why| json!({ "absent": word(why), "text": self.theme.text("not_stated") });
        value.value().map_or_else(silent, of)
    }

    pub(super) fn known_text(&self, value: &Known<String>) -> Value {
        self.known_or(value, |text| json!(text))
    }

    pub(super) fn known_day(&self, day: &Known<Date>) -> Value {
        self.known_or(day, |day| json!(day.to_string()))
    }

    /// The text of a prose.
    pub(super) fn prose_text<T, P>(&self, record: &Record<T>, prose: &At<P>) -> Value {
        json!(text(self.prose(record, prose).as_str()))
    }

    /// The text of a body; nothing of one without any.
    pub(super) fn body_text<T>(&self, record: &Record<T>) -> Value {
        json!(text(self.html(&record.body, record.file).as_str()))
    }

    pub(super) fn period_of(&self, period: &Known<Period>) -> Value {
        self.known_or(
            period,
            |period| json!({ "from": self.known_day(&period.from), "to": self.known_day(&period.to) }),
        )
    }

    /// A word of the settings.
    pub(super) fn word_of(&self, vocabulary: Vocabulary, id: &Ref) -> Value {
        let name = self.site.word(vocabulary, id).map_or(id.value.as_str(), |word| &word.name);
        json!({ "id": id.value.as_str(), "name": name })
    }

    pub(super) fn words_of(&self, vocabulary: Vocabulary, refs: &[Ref]) -> Value {
        refs.iter().map(|id| self.word_of(vocabulary, id)).collect()
    }

    /// A record that another one names.
    pub(super) fn named(&self, kind: Kind, id: &Ref) -> Value {
        let found = self.site.find(kind, &id.value).and_then(|index| self.site.content.record(kind, index));
        let Some(record) = found else { return Value::Null };
        let address = self.address_of(kind, record.index, None);
        json!({ "id": id.value.as_str(), "name": record.entry.name(), "url": address })
    }

    pub(super) fn all_named(&self, kind: Kind, refs: &[Ref]) -> Value {
        refs.iter().map(|id| self.named(kind, id)).collect()
    }

    /// A file of the site, or an address, that a record names.
    pub(super) fn file_address(&self, target: &str, file: FileId) -> Value {
        let Ok(found) = self.site.link_target(target, self.path_of(file), &Document::default()) else {
            return Value::Null;
        };
        match found {
            LinkTarget::File(path) => {
                let path = self.plan.path(&Route::File(path));
                path.map_or(Value::Null, |path| json!(self.data_address(path, None)))
            }
            LinkTarget::Outside(address) => json!(address),
            _ => Value::Null,
        }
    }

    /// The original of a notice, where it is published.
    pub(super) fn original(&self, original: &Known<String>, file: FileId) -> Value {
        let address = self.known_or(original, |target| self.file_address(target, file));
        if address.is_null() { self.absence(Absence::NotHeld) } else { address }
    }

    pub(super) fn sources_of(&self, sources: &Sources) -> Value {
        sources.0.iter().filter_map(|source| self.source_of(&source.value)).collect()
    }

    /// A clause of a policy of the site, or a document outside of it.
    fn source_of(&self, source: &Source) -> Option<Value> {
        let quote = source.quote.as_ref().map(|quote| quote.value.as_str());
        if let Some(written) = &source.clause {
            let (policy, place) = self.site.source(written).ok()?;
            let clause = self.site.clauses(policy).get(place)?;
            let name = self.record_link(Kind::Policy, policy).text;
            let (label, record) = (clause.path.label(), self.site.content.policies.get(policy)?);
            return Some(json!({
                "name": self.fill("source_clause", &[("policy", &name), ("clause", &label)]),
                "policy": record.id.as_str(),
                "clause": label,
                "anchor": clause.anchor,
                "url": self.address_of(Kind::Policy, policy, Some(&clause.anchor)),
                "quote": quote,
            }));
        }
        let document = source.document.as_ref()?;
        let name = match &source.place {
            Some(place) => self.fill("source_place", &[("document", document), ("place", place)]),
            None => document.clone(),
        };
        Some(json!({
            "name": name,
            "document": document,
            "place": source.place,
            "url": source.url.as_ref().map(|url| &url.value),
            "checked_on": source.checked_on.as_ref().map(|day| day.value.to_string()),
            "verified": source.verified,
            "quote": quote,
        }))
    }

    /// A word of the program's own, with the words that pages show for it.
    pub(super) fn term(&self, id: &str, key: &str) -> Value {
        json!({ "id": id, "name": self.theme.text(key) })
    }
}

pub(super) fn word(why: Absence) -> &'static str {
    match why {
        Absence::Unpublished => UNPUBLISHED,
        Absence::NotHeld => NOT_HELD,
    }
}

/// An object of these members.
pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}
