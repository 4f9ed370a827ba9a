//! Fields, institutions, notices, benefits, offices, steps and terms.

use serde_json::{Value, json};

use super::super::shape::Shape::{self, *};
use super::super::value::object;
use super::{Column, column};
use crate::model::records::{Benefit, Clock, Field, Institution, Notice, Office, Recurrence, Role, Step, Term};
use crate::model::settings::Contact;
use crate::model::{Kind, Vocabulary};
use crate::render::context::RenderContext;
use crate::syntax::value;

const SOURCES: Shape = List(&Source);
const PERIOD: Shape = Known(&Object(2, " – ", &[("from", Known(&Day)), ("to", Known(&Day))]));
const WORDS: Shape = List(&Word);
const RECORDS: Shape = List(&Record);
const TEXT: Shape = Known(&Text);

pub(in super::super) const FIELDS: &[Column<Field>] = &[
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("occupation", "l_occupation", TEXT, |cx, _, it| cx.known_text(&it.data.occupation)),
    column("occupation_verified", "data_occupation_verified", Flag, |_, _, it| json!(it.data.occupation_verified)),
    column(
        "codes",
        "l_codes",
        List(&Object(2, " ", &[("system", Text), ("code", Text), ("sources", SOURCES), ("verified", Flag)])),
        |cx, _, it| {
            let code = |code: &crate::model::records::OccupationCode| {
                let sources = cx.sources_of(&code.source);
                json!({ "system": code.system, "code": code.code, "sources": sources, "verified": code.verified })
            };
            it.data.codes.iter().map(code).collect()
        },
    ),
    column(
        "standard",
        "l_standard",
        Optional(&Object(1, "", &[("name", Text), ("sources", SOURCES), ("verified", Flag)])),
        |cx, _, it| {
            it.data.standard.as_ref().map_or(Value::Null, |standard| {
                let sources = cx.sources_of(&standard.source);
                json!({ "name": standard.name, "sources": sources, "verified": standard.verified })
            })
        },
    ),
    column("directions", "l_directions", Known(&List(&Text)), |cx, _, it| {
        cx.known_or(&it.data.directions, |all| json!(all))
    }),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

pub(in super::super) const INSTITUTIONS: &[Column<Institution>] = &[
    column("role", "l_role", Word, |cx, _, it| match it.data.role {
        Role::Training => cx.term("training", "role_training"),
        Role::Evaluation => cx.term("evaluation", "role_evaluation"),
    }),
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("fields", "l_fields", RECORDS, |cx, _, it| cx.all_named(Kind::Field, &it.data.fields)),
    column("region", "l_region", TEXT, |cx, _, it| cx.known_text(&it.data.region)),
    column("contact", "l_contact", TEXT, |cx, _, it| cx.known_text(&it.data.contact)),
    column("web", "l_web", TEXT, |cx, _, it| cx.known_text(&it.data.url.value)),
    column("as_of", "l_as_of", Day, |_, _, it| json!(it.data.as_of.value.to_string())),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

pub(in super::super) const NOTICES: &[Column<Notice>] = &[
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("institution", "l_institution", Record, |cx, _, it| cx.named(Kind::Institution, &it.data.institution)),
    column("fields", "l_fields", RECORDS, |cx, _, it| cx.all_named(Kind::Field, &it.data.fields)),
    column("levels", "l_levels", Known(&WORDS), |cx, _, it| {
        cx.known_or(&it.data.levels, |levels| cx.words_of(Vocabulary::Level, levels))
    }),
    column("enrolment", "l_enrolment", PERIOD, |cx, _, it| cx.period_of(&it.data.enrolment.value)),
    column("classes", "l_classes", PERIOD, |cx, _, it| cx.period_of(&it.data.classes.value)),
    column("place", "l_place", TEXT, |cx, _, it| cx.known_text(&it.data.place)),
    column("mode", "l_mode", TEXT, |cx, _, it| cx.known_text(&it.data.mode)),
    column("hours", "l_hours", TEXT, |cx, _, it| cx.known_text(&it.data.hours)),
    column("fee", "l_fee", TEXT, |cx, _, it| cx.known_text(&it.data.fee)),
    column("materials", "l_materials", Known(&List(&Text)), |cx, _, it| {
        cx.known_or(&it.data.materials, |all| json!(all))
    }),
    column("how_to_enrol", "l_how_to_enrol", TEXT, |cx, _, it| cx.known_text(&it.data.how_to_enrol)),
    column("original", "l_original", Known(&Address), |cx, _, it| cx.original(&it.data.original.value, it.file)),
    column("published_on", "l_published_on", Known(&Day), |cx, _, it| cx.known_day(&it.data.published_on.value)),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

pub(in super::super) const BENEFITS: &[Column<Benefit>] = &[
    column("summary", "data_summary", Text, |cx, _, it| cx.prose_text(it, &it.data.summary)),
    column("who", "l_who", Text, |cx, _, it| cx.prose_text(it, &it.data.who)),
    column("levels", "l_levels", WORDS, |cx, _, it| cx.words_of(Vocabulary::Level, &it.data.levels)),
    column("by_level", "l_by_level", List(&Object(2, " ", &[("level", Word), ("text", Text)])), |cx, _, it| {
        let levels = it.data.by_level.iter();
        let of = |level: &crate::model::records::LevelText| json!({ "level": cx.word_of(Vocabulary::Level, &level.level), "text": level.text });
        levels.map(of).collect()
    }),
    column("certificates", "l_certificates", WORDS, |cx, _, it| {
        cx.words_of(Vocabulary::Certificate, &it.data.certificates)
    }),
    column("certificate_text", "data_certificate_text", Optional(&Text), |_, _, it| json!(it.data.certificate_text)),
    column("employers", "l_employers", WORDS, |cx, _, it| cx.words_of(Vocabulary::Employer, &it.data.employers)),
    column("decided_by", "l_decided_by", TEXT, |cx, _, it| cx.stated_or(&it.data.decided_by, |text| json!(text))),
    column("offices", "l_offices", RECORDS, |cx, _, it| cx.all_named(Kind::Office, &it.data.offices)),
    column("how_to_claim", "l_how_to_claim", TEXT, |cx, _, it| {
        cx.stated_or(&it.data.how_to_claim.value, |_| cx.prose_text(it, &it.data.how_to_claim))
    }),
    column("amount", "l_amount", Optional(&TEXT), |cx, _, it| {
        it.data.amount.as_ref().map_or(Value::Null, |amount| cx.known_text(amount))
    }),
    column("exceptions", "l_exceptions", List(&Text), |cx, _, it| {
        it.data.exceptions.iter().map(|text| cx.prose_text(it, text)).collect()
    }),
    column("automatic", "data_automatic", Optional(&Flag), |_, _, it| json!(it.data.automatic)),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

const CONTACT: Shape = Object(
    4,
    "\n",
    &[("name", Optional(&Text)), ("phone", Optional(&TEXT)), ("email", Optional(&TEXT)), ("address", Optional(&TEXT))],
);

fn contact(cx: &RenderContext<'_>, contact: &Contact) -> Value {
    let known = |known: &Option<value::Known<String>>| known.as_ref().map_or(Value::Null, |known| cx.known_text(known));
    object([
        ("name", json!(contact.name)),
        ("phone", known(&contact.phone)),
        ("email", known(&contact.email)),
        ("address", known(&contact.address)),
    ])
}

pub(in super::super) const OFFICES: &[Column<Office>] = &[
    column("district", "l_district", Optional(&Word), |cx, _, it| {
        it.data.district.as_ref().map_or(Value::Null, |district| cx.word_of(Vocabulary::District, district))
    }),
    column("employers", "l_employers", WORDS, |cx, _, it| cx.words_of(Vocabulary::Employer, &it.data.employers)),
    column("duties", "l_duties", List(&Object(1, "", &[("text", Text), ("sources", SOURCES)])), |cx, _, it| {
        let duties = it.data.duties.iter();
        duties.map(|duty| json!({ "text": duty.text, "sources": cx.sources_of(&duty.source) })).collect()
    }),
    column("contact", "l_contact", Known(&CONTACT), |cx, _, it| {
        cx.known_or(&it.data.contact, |found| contact(cx, found))
    }),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

const CLOCK: Shape = Object(
    1,
    "",
    &[
        ("text", Text),
        ("kind", Text),
        ("days", Optional(&Number)),
        ("working_days", Optional(&Flag)),
        ("after", Optional(&Text)),
    ],
);

fn clock(cx: &RenderContext<'_>, clock: &Clock) -> Value {
    let (kind, days, after) = match clock {
        Clock::Within { days, after } => ("within", Some(days), after.as_deref()),
        Clock::Every(Recurrence::QuarterEnd) => ("quarter-end", None, None),
        Clock::Every(Recurrence::YearEnd) => ("year-end", None, None),
        Clock::NoneStated => ("none-stated", None, None),
        Clock::Unpublished => ("unpublished", None, None),
    };
    let (count, working) = (days.map(|days| days.count), days.map(|days| days.working));
    json!({ "text": cx.clock(clock).0, "kind": kind, "days": count, "working_days": working, "after": after })
}

pub(in super::super) const STEPS: &[Column<Step>] = &[
    column("stage", "data_stage", Text, |_, _, it| json!(it.data.stage)),
    column("actors", "l_actors", List(&Text), |_, _, it| json!(it.data.actors)),
    column("text", "data_text", Text, |cx, _, it| cx.prose_text(it, &it.data.text)),
    column("clock", "l_clock", CLOCK, |cx, _, it| clock(cx, &it.data.clock)),
    column("trainee", "l_trainee", Optional(&Text), |_, _, it| json!(it.data.trainee)),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];

pub(in super::super) const TERMS: &[Column<Term>] = &[
    column("aliases", "l_aliases", List(&Text), |_, _, it| json!(it.data.aliases)),
    column("definition", "data_definition", Text, |cx, _, it| cx.prose_text(it, &it.data.definition)),
    column("sources", "sources", SOURCES, |cx, _, it| cx.sources_of(&it.data.source)),
];
