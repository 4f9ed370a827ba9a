//! What a page says, for search engines: JSON-LD in the words of <https://schema.org>.
//!
//! It says nothing that the page does not show: what is not known, or not verified, is left out, and addresses are there when
//! the site has one.

use serde::{Serialize, Serializer};

use super::context::{RenderContext, encode};
use super::metadata::Head;
use super::view::{Html, Link};
use crate::model::article::{Policy, Validity};
use crate::model::history;
use crate::model::records::{Institution, Notice, Role};
use crate::model::settings::{Contact, Particular};
use crate::model::{ColumnId, Kind, Record, Vocabulary, join};
use crate::plan::{HOME, Route};
use crate::syntax::value::{Date, Known, Ref};

/// How many questions the list gives at most.
const QUESTIONS: usize = 100;

/// A thing, with those of its properties that are known.
struct Thing(Vec<(&'static str, Said)>);

/// What is said of a thing.
#[derive(Serialize)]
#[serde(untagged)]
enum Said {
    Text(String),
    Number(usize),
    Thing(Thing),
    All(Vec<Said>),
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(property, value)| (property, value)))
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Thing> for Said {
    fn from(thing: Thing) -> Self {
        Self::Thing(thing)
    }
}

impl Thing {
    /// A thing of a type.
    fn new(kind: &str) -> Self {
        Self(vec![("@type", kind.into())])
    }

    /// What is said elsewhere of the one that publishes the site.
    fn owner() -> Self {
        Self(vec![("@id", "#owner".into())])
    }

    fn with(mut self, property: &'static str, value: impl Into<Said>) -> Self {
        self.0.push((property, value.into()));
        self
    }

    fn some(self, property: &'static str, value: Option<impl Into<Said>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }

    /// A property with several values; without any, the thing has none.
    fn all(self, property: &'static str, mut values: Vec<Said>) -> Self {
        match values.len() {
            0 => self,
            1 => self.with(property, values.remove(0)),
            _ => self.with(property, Said::All(values)),
        }
    }

    fn has(&self, property: &str) -> bool {
        self.0.iter().any(|(own, _)| *own == property)
    }
}

impl RenderContext<'_> {
    /// The element that says what this page is.
    pub(super) fn linked_data(&self, head: &Head, crumbs: &[Link]) -> Option<Html> {
        let mut things: Vec<Thing> = match self.plan.route(self.path)? {
            &HOME => self.said_of_home(),
            Route::Translation(_) => vec![self.said_of_translation(head)],
            Route::Column(ColumnId::Offices) => self.said_of_offices(),
            Route::Column(ColumnId::Questions) => self.said_of_questions().into_iter().collect(),
            Route::Record(..) if !head.verified => Vec::new(),
            &Route::Record(kind, index) => self.said_of_record(kind, index, head).into_iter().collect(),
            _ => Vec::new(),
        };
        things.extend(self.said_of_crumbs(crumbs));
        let mut all = Thing(vec![("@context", "https://schema.org".into())]);
        match things.len() {
            0 => return None,
            1 => all.0.append(&mut things[0].0),
            _ => all = all.with("@graph", Said::All(things.into_iter().map(Said::Thing).collect())),
        }
        let data = Html::script_data(&serde_json::to_string(&all).expect("keys are texts"));
        Some(Html::element("script", &[("type", "application/ld+json")], &data))
    }

    /// The address of a path of this site, when that has one.
    fn complete(&self, path: &str) -> Option<String> {
        let base = self.site.base_url.as_deref()?;
        Some([base, path.strip_suffix("index.html").unwrap_or(path)].concat())
    }

    fn own_address(&self) -> Option<String> {
        self.complete(&encode(self.path))
    }

    /// The way from the home page, whose addresses have to be complete.
    fn said_of_crumbs(&self, crumbs: &[Link]) -> Option<Thing> {
        self.site.base_url.as_ref()?;
        let item = |(at, crumb): (usize, &Link)| {
            let href = crumb.href.as_ref().and_then(|href| self.complete(&join(&encode(self.path), href)?));
            Thing::new("ListItem")
                .with("position", Said::Number(at + 1))
                .with("name", crumb.text.as_str())
                .some("item", href)
        };
        let items: Vec<Said> = crumbs.iter().enumerate().map(|crumb| item(crumb).into()).collect();
        (!items.is_empty()).then(|| Thing::new("BreadcrumbList").with("itemListElement", Said::All(items)))
    }

    fn said_of_home(&self) -> Vec<Thing> {
        let settings = &self.site.settings;
        let (title, summary) = (settings.title.as_str(), settings.summary.as_str());
        let site = Thing::new("WebSite").with("name", title).with("inLanguage", settings.language.as_str());
        let service = Thing::new("GovernmentService").with("name", title).with("description", summary);
        vec![
            site.some("url", self.own_address()).with("publisher", Thing::owner()),
            office(&settings.owner, Some(&settings.contact)).with("@id", "#owner"),
            service.some("url", self.own_address()).with("serviceOperator", Thing::owner()),
        ]
    }

    fn said_of_translation(&self, head: &Head) -> Thing {
        let home = self.complete("index.html").map(|url| Thing::new("WebPage").with("url", url));
        let page =
            Thing::new("WebPage").with("name", head.title.as_str()).with("description", head.description.as_str());
        page.with("inLanguage", self.language()).some("url", self.own_address()).some("translationOfWork", home)
    }

    fn said_of_offices(&self) -> Vec<Thing> {
        let offices = self.site.content.offices.iter().filter(|office| office.data.verified);
        offices.map(|record| office(&record.data.name, record.data.contact.get())).collect()
    }

    /// Those that have an answer, with what the list says of it.
    fn said_of_questions(&self) -> Option<Thing> {
        let questions = &self.site.content.questions;
        let is_told = |at: &usize| {
            let question = &questions[*at].data;
            question.answered && question.verified && self.site.lapsed(Kind::Question, *at).is_none()
        };
        let told = self.in_order(Kind::Question).into_iter().filter(is_told).take(QUESTIONS).map(|at| {
            let answer = Thing::new("Answer").with("text", questions[at].data.summary.as_str());
            let answer = answer.some(
                "url",
                self.record(Kind::Question, at, None).and_then(|href| self.complete(&join(&encode(self.path), &href)?)),
            );
            Thing::new("Question").with("name", questions[at].data.title.as_str()).with("acceptedAnswer", answer).into()
        });
        let told: Vec<Said> = told.collect();
        (!told.is_empty()).then(|| Thing::new("FAQPage").with("mainEntity", Said::All(told)))
    }

    fn said_of_record(&self, kind: Kind, index: usize, head: &Head) -> Option<Thing> {
        let content = &self.site.content;
        match kind {
            Kind::Policy => Some(self.said_of_policy(&content.policies[index].data)),
            Kind::Notice => Some(self.said_of_notice(&content.notices[index], head)),
            Kind::Field => self.said_of_field(index, head),
            _ => None,
        }
    }

    fn said_of_policy(&self, policy: &Policy) -> Thing {
        // Which particulars a page shows is a setting.
        let shows = |particular| self.site.settings.particulars.contains(&particular);
        let number = policy.document_number.get().filter(|_| shows(Particular::DocumentNumber));
        let issuers = policy.issuers().filter(|_| shows(Particular::Issuer));
        let force = match (policy.lapsed(), policy.validity.get()) {
            (Some(_), _) => Some("https://schema.org/NotInForce"),
            (None, Some(Validity::InForce)) => Some("https://schema.org/InForce"),
            _ => None,
        };
        let thing = Thing::new("Legislation").with("name", policy.title.as_str());
        let thing = thing.some("legislationIdentifier", number.map(String::as_str));
        let thing = thing.some("legislationDate", policy.made_on.value.get().map(ToString::to_string));
        let thing = thing.some("datePublished", policy.published_on.value.get().map(ToString::to_string));
        let thing = thing.some("dateModified", history::last(&policy.updates).map(|day| day.to_string()));
        let thing = thing.all("legislationPassedBy", issuers.map(|issuer| office(issuer, None).into()).collect());
        thing
            .some("legislationLegalForce", force.filter(|_| shows(Particular::Validity)))
            .some("url", self.own_address())
    }

    fn said_of_notice(&self, notice: &Record<Notice>, head: &Head) -> Thing {
        let data = &notice.data;
        let classes = data.classes.value.get();
        let day = |end: Option<&Date>| end.map(ToString::to_string);
        let place = data.place.get().map(|place| Thing::new("Place").with("name", place.as_str()));
        let instance = Thing::new("CourseInstance")
            .some("courseMode", data.mode.get().map(String::as_str))
            .some("location", place)
            .some("startDate", day(classes.and_then(|classes| classes.from.get())))
            .some("endDate", day(classes.and_then(|classes| classes.to.get())));
        let levels = data
            .levels
            .get()
            .into_iter()
            .flatten()
            .filter_map(|id| self.site.word(Vocabulary::Level, id).map(|word| word.name.as_str().into()));
        let is_known = instance.0.len() > 1;
        course(&data.title, head)
            .all("provider", self.institutions(std::slice::from_ref(&data.institution)))
            .all("educationalLevel", levels.collect())
            .some("hasCourseInstance", is_known.then_some(instance))
            .some("url", self.own_address())
    }

    /// A field is a course where somebody trains in it.
    fn said_of_field(&self, index: usize, head: &Head) -> Option<Thing> {
        let institutions = self.site.referring((Kind::Field, index), Kind::Institution);
        let trains = |data: &&Institution| data.verified && data.role == Role::Training;
        let named = institutions.map(|at| &self.site.content.institutions[at].data).filter(trains);
        let providers: Vec<Said> = named.map(|data| provider(&data.name)).collect();
        let thing = course(&self.site.content.fields[index].data.name, head).some("url", self.own_address());
        (!providers.is_empty()).then(|| thing.all("provider", providers))
    }

    fn institutions(&self, ids: &[Ref]) -> Vec<Said> {
        let named = ids.iter().filter_map(|id| self.site.get(Kind::Institution, &id.value));
        named.filter(|record| record.entry.verified()).map(|record| provider(record.entry.name())).collect()
    }
}

fn course(name: &str, head: &Head) -> Thing {
    Thing::new("Course").with("name", name).with("description", head.description.as_str())
}

fn provider(name: &str) -> Said {
    Thing::new("Organization").with("name", name).into()
}

/// An office, with how it is reached as far as that is announced.
fn office(name: &str, contact: Option<&Contact>) -> Thing {
    let known = |value: fn(&Contact) -> Option<&Known<String>>| {
        contact.and_then(value).and_then(|value| value.get()).map(String::as_str)
    };
    let point = Thing::new("ContactPoint")
        .some("name", contact.and_then(|contact| contact.name.as_deref()))
        .some("telephone", known(|contact| contact.phone.as_ref()))
        .some("email", known(|contact| contact.email.as_ref()));
    let is_reached = point.has("telephone") || point.has("email");
    Thing::new("GovernmentOrganization")
        .with("name", name)
        .some("contactPoint", is_reached.then_some(point))
        .some("address", known(|contact| contact.address.as_ref()))
}
