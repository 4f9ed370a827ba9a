//! Checks, forms, and what is written as a text: policies, interpretations, questions, pages.

use serde_json::{Value, json};

use super::super::shape::Shape::{self, *};
use super::super::value::word;
use super::{Column, column};
use crate::model::article::{Interpretation, Page, Policy, Question, Validity};
use crate::model::eligibility::{Check, Outcome};
use crate::model::form::Form;
use crate::model::settings::Particular;
use crate::model::{Kind, Vocabulary};
use crate::plan::{Route, data};
use crate::render::context::RenderContext;
use crate::render::validity::validity_key;
use crate::syntax::value::Sources;

const SOURCES: Shape = List(&Source);
const RECORDS: Shape = List(&Record);
const TEXT: Shape = Known(&Text);
const DAY: Shape = Known(&Day);

fn sources(cx: &RenderContext<'_>, sources: Option<&Sources>) -> Value {
    sources.map_or_else(|| json!([]), |sources| cx.sources_of(sources))
}

fn validity(cx: &RenderContext<'_>, validity: Validity) -> Value {
    let id = match validity {
        Validity::InForce => "in-force",
        Validity::Amended => "amended",
        Validity::Superseded => "superseded",
        Validity::Expired => "expired",
    };
    cx.term(id, validity_key(validity))
}

/// A value of a policy. Of one that is only named here, an absent value is none: its text was not read for it.
fn known(policy: &Policy, value: Value) -> Value {
    if policy.full_text || value.get("absent").is_none() { value } else { Value::Null }
}

/// What its page says where the settings want it to.
fn particular(cx: &RenderContext<'_>, row: Particular, value: Value) -> Value {
    if shows(cx, row) { value } else { Value::Null }
}

fn shows(cx: &RenderContext<'_>, row: Particular) -> bool {
    cx.site.settings.particulars.contains(&row)
}

/// The address of the text of a policy, where it is here.
fn text(cx: &RenderContext<'_>, policy: usize, text: data::Text) -> Value {
    let path = cx.plan.path(&Route::Text(policy, text));
    path.map_or(Value::Null, |path| json!(cx.data_address(path, None)))
}

pub(in super::super) const POLICIES: &[Column<Policy>] = &[
    column("short_title", "data_short_title", Optional(&Text), |_, _, it| json!(it.data.short_title)),
    column("summary", "data_summary", Optional(&Text), |_, _, it| json!(it.data.summary)),
    column("issuer", "p_issuer", Optional(&TEXT), |cx, _, it| known(&it.data, cx.known_text(&it.data.issuer))),
    column("document_number", "p_document_number", Optional(&TEXT), |cx, _, it| {
        known(&it.data, cx.known_text(&it.data.document_number))
    }),
    column("index_number", "p_index_number", Optional(&TEXT), |cx, _, it| {
        particular(cx, Particular::IndexNumber, known(&it.data, cx.known_text(&it.data.index_number)))
    }),
    column("subject", "p_subject", Optional(&TEXT), |cx, _, it| {
        particular(cx, Particular::Subject, known(&it.data, cx.known_text(&it.data.subject)))
    }),
    column("made_on", "p_made_on", Optional(&DAY), |cx, _, it| known(&it.data, cx.known_day(&it.data.made_on.value))),
    column("published_on", "p_published_on", Optional(&DAY), |cx, _, it| {
        known(&it.data, cx.known_day(&it.data.published_on.value))
    }),
    column("validity", "p_validity", Optional(&Known(&Word)), |cx, _, it| {
        // Every page of what is no longer in force says so.
        let value = match it.data.lapsed() {
            Some(lapsed) => validity(cx, lapsed),
            None => {
                let value = cx.known_or(&it.data.validity, |known| validity(cx, *known));
                particular(cx, Particular::Validity, value)
            }
        };
        known(&it.data, value)
    }),
    column("superseded_by", "lapsed_successors", RECORDS, |cx, _, it| {
        cx.all_named(Kind::Policy, &it.data.superseded_by.0)
    }),
    column("addressee", "p_addressee", Optional(&Text), |cx, _, it| {
        particular(cx, Particular::Addressee, json!(it.data.addressee))
    }),
    column("keywords", "p_keywords", List(&Text), |cx, _, it| {
        let is_shown = shows(cx, Particular::Keywords);
        it.data.keywords.iter().filter(|_| is_shown).map(String::as_str).collect()
    }),
    column("basis", "basis", RECORDS, |cx, _, it| cx.all_named(Kind::Policy, &it.data.basis)),
    column(
        "attachments",
        "attachments",
        List(&Object(2, " ", &[("label", Text), ("title", Text), ("original", Known(&Address))])),
        |cx, _, it| {
            let attachment = |attachment: &crate::model::article::Attachment| {
                let original = attachment.original.value.value();
                let absent = |why| json!({ "absent": word(why), "text": cx.theme.text("attachment_not_published") });
                let original = original.map_or_else(absent, |target| cx.file_address(target, it.file));
                let label = cx.fill("attachment_label", &[("n", &attachment.number.to_string())]);
                json!({ "label": label, "title": attachment.title, "original": original })
            };
            it.data.attachments.iter().map(attachment).collect()
        },
    ),
    column("full_text", "data_full_text", Flag, |_, _, it| json!(it.data.full_text)),
    column("json", "data_clauses", Optional(&Address), |cx, (_, at), _| text(cx, at, data::Text::Json)),
    column("akn", "data_akn", Optional(&Address), |cx, (_, at), _| text(cx, at, data::Text::AkomaNtoso)),
];

/// What interpretations, questions and pages have in common.
macro_rules! article {
    ($($own:expr),* $(,)?; $sources:expr) => {
        &[
            column("summary", "data_summary", Text, |_, _, it| json!(it.data.summary)),
            $($own,)*
            column("made_on", "l_made_on", DAY, |cx, _, it| cx.known_day(&it.data.made_on.value)),
            column("published_on", "l_published_on", DAY, |cx, _, it| cx.known_day(&it.data.published_on.value)),
            column("keywords", "l_keywords", List(&Text), |_, _, it| json!(it.data.keywords)),
            column("validity", "p_validity", Optional(&Word), |cx, _, it| {
                it.data.validity.map_or(Value::Null, |known| validity(cx, known))
            }),
            column("text", "data_text", Text, |cx, _, it| cx.body_text(it)),
            column("sources", "sources", SOURCES, $sources),
        ]
    };
}

pub(in super::super) const INTERPRETATIONS: &[Column<Interpretation>] = article!(
    column("policies", "l_policies", RECORDS, |cx, _, it| cx.all_named(Kind::Policy, &it.data.policies)),
    column("author", "l_author", TEXT, |cx, _, it| match &it.data.author {
        None => json!(cx.theme.text("author_site")),
        Some(author) => cx.known_text(author),
    });
    |cx, _, it| sources(cx, it.data.source.as_ref())
);

pub(in super::super) const QUESTIONS: &[Column<Question>] = article!(
    column("group", "data_group", Text, |_, _, it| json!(it.data.group)),
    column("answered", "data_answered", Flag, |_, _, it| json!(it.data.answered));
    |cx, _, it| sources(cx, Some(&it.data.source))
);

pub(in super::super) const PAGES: &[Column<Page>] = article!(; |cx, _, it| sources(cx, it.data.source.as_ref()));

pub(in super::super) const FORMS: &[Column<Form>] = &[
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("attachment", "data_attachment", Optional(&Number), |_, _, it| {
        json!(it.data.attachment.as_ref().map(|number| number.value))
    }),
    column("policy", "l_policies", Optional(&Record), |cx, _, it| {
        it.data.policy.as_ref().map_or(Value::Null, |policy| cx.named(Kind::Policy, policy))
    }),
    column("filled_by", "l_filled_by", Text, |_, _, it| json!(it.data.filled_by)),
    column("due", "l_due", Text, |_, _, it| json!(it.data.due_text)),
    column("sent_to", "l_sent_to", Text, |_, _, it| json!(it.data.sent_to)),
    column("files", "data_files", List(&Address), |cx, (_, at), _| {
        let formats = crate::form::Format::ALL.map(|format| Route::Form(format, at));
        let paths = formats.iter().filter_map(|route| cx.plan.path(route));
        paths.map(|path| json!(cx.data_address(path, None))).collect()
    }),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

const OUTCOME: Shape = Object(
    1,
    "",
    &[("name", Text), ("id", Text), ("level", Optional(&Word)), ("benefits", RECORDS), ("sources", SOURCES)],
);

fn outcome(cx: &RenderContext<'_>, outcome: &Outcome) -> Value {
    json!({
        "name": outcome.name,
        "id": outcome.id.value.as_str(),
        "level": outcome.level.as_ref().map(|level| cx.word_of(Vocabulary::Level, level)),
        "benefits": cx.all_named(Kind::Benefit, &outcome.grants),
        "sources": sources(cx, outcome.source.as_ref()),
    })
}

pub(in super::super) const CHECKS: &[Column<Check>] = &[
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("decided_by", "l_decided_by", TEXT, |cx, _, it| cx.stated_or(&it.data.decided_by, |text| json!(text))),
    column("outcomes", "data_outcomes", List(&OUTCOME), |cx, _, it| {
        it.data.groups.iter().flat_map(|group| &group.outcomes).map(|found| outcome(cx, found)).collect()
    }),
    column("sources", "sources", SOURCES, |cx, _, it| sources(cx, it.data.source.as_ref())),
];
