//! The page that says what matters most in another language. What is not translated is shown in the language of the site, and
//! says so.

use rustc_hash::FxHashSet;

use super::{Page, made};
use crate::model::Kind;
use crate::model::settings::Contact;
use crate::model::translation::{self, SiteTranslation};
use crate::plan::{HOME, Route, translations};
use crate::render::context::{RenderContext, encode};
use crate::render::metadata::Head;
use crate::render::reach;
use crate::render::view::{Badge, Html, Link, Version};
use crate::syntax::value::{At, Known};

/// Its template.
pub(super) const TEMPLATE: &str = "translation.html";

/// Records of a kind that are listed at most; the page of their column has all.
const LISTED: usize = 30;

/// Kinds of which every record is listed; of the others those are that have a translation.
const WHOLE: [Kind; 5] = [Kind::Benefit, Kind::Notice, Kind::Field, Kind::Institution, Kind::Office];

/// Kinds of which those records are listed that have a translation, after the others.
const TRANSLATED: [Kind; 6] = [Kind::Check, Kind::Form, Kind::Question, Kind::Interpretation, Kind::Policy, Kind::Term];

/// What its template knows.
pub mod view {
    use serde::Serialize;

    pub use crate::render::view::*;

    /// `translation.html`
    #[derive(Clone, Debug, Serialize)]
    pub struct Translation {
        /// One sentence that says what the site is, as HTML.
        pub summary: Html,
        /// Language of the site, in which the pages are that it leads to.
        pub original: String,
        /// The first check.
        pub start: Option<Link>,
        /// Whom to call, as HTML.
        pub telephone: Option<Html>,
        /// What readers ask first, with an answer in a line each.
        pub essentials: Vec<Translated>,
        /// The steps in which a trainee has something to do.
        pub steps: Vec<Translated>,
        /// Records by their columns.
        pub groups: Vec<TranslatedGroup>,
    }

    /// Records of a kind.
    #[derive(Clone, Debug, Serialize)]
    pub struct TranslatedGroup {
        /// The name of their column.
        pub title: String,
        /// Address of the page of the column.
        pub href: Option<String>,
        /// The records.
        pub records: Vec<Translated>,
        /// None of them says anything but its name.
        pub is_named_only: bool,
        /// There are more of them.
        pub is_cut: bool,
    }

    /// A record.
    #[derive(Clone, Debug, Serialize)]
    pub struct Translated {
        /// What it is called.
        pub name: Words,
        /// Address of its page.
        pub href: Option<String>,
        /// What it says.
        pub text: Option<Words>,
        /// Badges of a record that is unverified or no longer in force.
        pub badges: Vec<Badge>,
    }

    /// Words in the language of the page, or in that of the site.
    #[derive(Clone, Debug, Serialize)]
    pub struct Words {
        /// The words.
        pub html: Html,
        /// They are not translated.
        pub is_original: bool,
    }
}

/// The page of the translation at a place.
pub(super) fn make(cx: &RenderContext<'_>, index: usize) -> Page {
    let translation = &cx.site.settings.translations[index];
    made((
        Head::new("translation", translation.title.value.clone(), translation.summary.value.clone()),
        cx.translated_page(translation),
    ))
}

impl RenderContext<'_> {
    fn translated_page(&self, translation: &SiteTranslation) -> view::Translation {
        let settings = &self.site.settings;
        let essentials = settings.essentials.iter().filter_map(|essential| {
            let at = self.site.find(Kind::Question, &essential.question.value)?;
            Some(self.translated(Kind::Question, at))
        });
        view::Translation {
            summary: self.spoken(Html::text(&translation.summary.value)),
            original: settings.language.clone(),
            start: self.in_order(Kind::Check).first().map(|&at| self.record_link(Kind::Check, at)),
            telephone: settings
                .contact
                .phone
                .as_ref()
                .and_then(Known::get)
                .map(|number| self.spoken(reach::telephone(number))),
            essentials: essentials.collect(),
            steps: self.trainee_steps().into_iter().map(|at| self.translated(Kind::Step, at)).collect(),
            groups: WHOLE.into_iter().chain(TRANSLATED).filter_map(|kind| self.translated_group(kind)).collect(),
        }
    }

    fn translated_group(&self, kind: Kind) -> Option<view::TranslatedGroup> {
        let mut records = self.in_order(kind);
        if !WHOLE.contains(&kind) {
            records.retain(|&at| self.translation_of(kind, at).is_some());
        }
        if kind == Kind::Question {
            let essentials = self.site.settings.essentials.iter();
            let essentials: FxHashSet<_> = essentials.map(|essential| &essential.question.value).collect();
            records.retain(|&at| !essentials.contains(&self.site.content.questions[at].id));
        }
        let column = kind.column()?;
        let is_cut = records.len() > LISTED;
        let records: Vec<_> = records.into_iter().take(LISTED).map(|at| self.translated(kind, at)).collect();
        (!records.is_empty()).then(|| view::TranslatedGroup {
            title: self.text_of_column(column),
            href: self.route(&Route::Column(column)),
            is_named_only: records.iter().all(|record| record.text.is_none()),
            records,
            is_cut,
        })
    }

    fn translated(&self, kind: Kind, index: usize) -> view::Translated {
        let translation = self.translation_of(kind, index);
        let name = translation.and_then(|translation| translation.name.as_ref());
        let text = translation.and_then(|translation| translation.text.as_ref());
        let original = || view::Words { html: Html::text(&self.record_link(kind, index).text), is_original: true };
        view::Translated {
            name: name.map_or_else(original, |name| self.translated_words(name)),
            href: self.record(kind, index, None),
            text: text.map(|text| self.translated_words(text)).or_else(|| self.original_text(kind, index)),
            badges: self.badges(kind, index),
        }
    }

    /// The badges of a record that is unverified or no longer in force.
    fn badges(&self, kind: Kind, index: usize) -> Vec<Badge> {
        let is_verified = self.site.content.record(kind, index).is_none_or(|record| record.entry.verified());
        self.lapsed_badge(kind, index).into_iter().chain(self.unverified(is_verified)).collect()
    }

    /// What a record says in the language of the site.
    fn original_text(&self, kind: Kind, index: usize) -> Option<view::Words> {
        let content = &self.site.content;
        let html = match kind {
            Kind::Question => paragraph(&content.questions[index].data.summary),
            Kind::Step => paragraph(content.steps[index].data.trainee.as_deref()?),
            Kind::Benefit => self.prose(&content.benefits[index], &content.benefits[index].data.summary),
            Kind::Notice => self.prose(&content.notices[index], &content.notices[index].data.summary),
            _ => return None,
        };
        Some(view::Words { html, is_original: true })
    }

    fn translation_of(&self, kind: Kind, index: usize) -> Option<&translation::Translation> {
        let record = self.site.content.record(kind, index)?;
        translation::of(record.entry.translations(), self.language())
    }

    fn translated_words(&self, text: &At<String>) -> view::Words {
        view::Words { html: self.spoken(Html::text(&text.value)), is_original: false }
    }

    /// What a page says, with the language of Chinese words in it where the page is in another one, for those who hear it. A
    /// language that is written with the same characters has no need of that.
    pub fn spoken(&self, html: Html) -> Html {
        let own = &self.site.settings.language;
        let is_written_so = |tag: &str| ["zh", "ja"].contains(&tag.split('-').next().unwrap_or(tag));
        if own.starts_with("zh") && !is_written_so(self.language()) { html.with_chinese_in(own) } else { html }
    }

    /// A link to a record that has a name in the language of the page; in the site's, every one has.
    pub fn named_in_language(&self, kind: Kind, index: usize) -> Option<Link> {
        let link = self.record_link(kind, index);
        if self.translation.is_none() {
            return Some(link);
        }
        let name = self.translation_of(kind, index)?.name.as_ref()?;
        Some(Link { text: name.value.clone(), ..link })
    }

    /// The name of the site in the language of the page.
    pub fn title(&self) -> &str {
        self.translation.map_or(&self.site.settings.title, |translation| &translation.title.value)
    }

    /// The address of the home page in the language of the page.
    pub fn home_address(&self) -> String {
        if self.translation.is_some() { self.to(self.path, None) } else { self.to("index.html", None) }
    }

    /// Whom readers ask, in the language of the page.
    pub fn whom(&self) -> Contact {
        let contact = self.site.settings.contact.clone();
        match self.translation {
            Some(translation) => {
                Contact { name: translation.contact.as_ref().map(|name| name.value.clone()), ..contact }
            }
            None => contact,
        }
    }

    /// The home page in each language of the site, and again that in the site's own for readers of any other (`x-default`), with
    /// complete addresses where it has one, as search engines want them; empty when there is only one language.
    pub fn versions(&self) -> Vec<Version> {
        let complete = |route: &Route| {
            let path = self.plan.path(route)?;
            let base = self.site.base_url.as_ref();
            let whole = |base: &String| [base, &*encode(path.strip_suffix("index.html").unwrap_or(path))].concat();
            Some(base.map_or_else(|| self.to(path, None), whole))
        };
        let all: Vec<_> = self
            .languages()
            .filter_map(|(tag, route, name)| Some(Version::new(tag, name, complete(&route)?)))
            .collect();
        let others = |own: &Version| Version { lang: "x-default".into(), ..own.clone() };
        let others = all.first().map(others);
        if all.len() > 1 { all.into_iter().chain(others).collect() } else { Vec::new() }
    }

    /// The home page in the languages that are not the page's.
    pub fn other_versions(&self) -> Vec<Version> {
        let others = self.languages().filter(|(tag, ..)| *tag != self.language());
        others.filter_map(|(tag, route, name)| Some(Version::new(tag, name, self.route(&route)?))).collect()
    }

    /// The languages of the site: tag, home page, and what each is called in itself.
    fn languages(&self) -> impl Iterator<Item = (&str, Route, &str)> {
        const NAME: &str = "language_name";
        let theme = &self.compiled.theme;
        let own = (self.site.settings.language.as_str(), HOME, theme.text(NAME));
        let others = translations(self.site, theme);
        std::iter::once(own).chain(others.map(|(index, tag, theme)| (tag, Route::Translation(index), theme.text(NAME))))
    }
}

fn paragraph(text: &str) -> Html {
    Html::element("p", &[], &Html::text(text))
}
