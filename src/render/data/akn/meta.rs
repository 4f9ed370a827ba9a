//! What Akoma Ntoso says of a document (FRBR): the work, its expression in a language, this file of it. Nothing is said that
//! the record does not say; of a work of which no day is known, the day is that of the site, and is called so.

use crate::model::Record;
use crate::model::article::Policy;
use crate::render::context::{RenderContext, encode};
use crate::syntax::value::Date;

use super::super::xml::escaped;

/// What is said of a document, and of each of its parts.
pub(super) struct Work<'a> {
    policy: &'a Policy,
    /// The address of its page, where the site has one.
    page: Option<String>,
    /// Its issuers, by their names.
    issuers: Vec<&'a str>,
    uri: String,
    language: String,
    /// The day of the work, and what day that is.
    day: (Date, &'static str),
    as_of: Date,
    site: &'a str,
    owner: &'a str,
}

impl<'a> Work<'a> {
    pub fn new(cx: &'a RenderContext<'a>, index: usize, record: &'a Record<Policy>) -> Self {
        let (policy, settings) = (&record.data, &cx.site.settings);
        let made = policy.made_on.value.get().map(|day| (*day, "generation"));
        let published = policy.published_on.value.get().map(|day| (*day, "publication"));
        let day = made.or(published).unwrap_or((cx.site.as_of, "asOf"));
        let number = policy.document_number.get().map_or(record.id.as_str(), |number| number);
        let written = made.or(published).map_or_else(|| "nodate".to_owned(), |(day, _)| day.to_string());
        let language = match settings.language.split('-').next() {
            Some("en") => "eng".to_owned(),
            Some("zh") => "zho".to_owned(),
            _ => settings.language.clone(),
        };
        let page = cx.site.base_url.is_some().then(|| cx.address_of(crate::model::Kind::Policy, index, None));
        Self {
            policy,
            page: page.and_then(|page| page.as_str().map(str::to_owned)),
            issuers: policy.issuers().collect(),
            uri: format!("/akn/cn/act/{written}/{}", segment(number)),
            language,
            day,
            as_of: cx.site.as_of,
            site: &settings.title,
            owner: &settings.owner,
        }
    }

    /// The metadata of a part of the document: `!main`, or an attachment.
    pub fn meta(&self, part: &str, notes: &[(String, String)]) -> String {
        let (day, called) = &self.day;
        let expression = format!(
            "{}/{}@{}",
            self.uri,
            self.language,
            if *called == "asOf" { String::new() } else { day.to_string() }
        );
        let manifestation = format!("{expression}.xml");
        let authors: String =
            (1..=self.issuers.len()).map(|at| format!("<FRBRauthor href=\"#issuer-{at}\"/>")).collect();
        let authors = if authors.is_empty() { "<FRBRauthor href=\"#site\"/>".to_owned() } else { authors };
        let core = |uri: &str, this: &str, alias: &str, day: Date, called: &str, authors: &str| {
            format!(
                "<FRBRthis value=\"{this}\"/><FRBRuri value=\"{uri}\"/>{alias}<FRBRdate date=\"{day}\" name=\"{called}\"/>{authors}"
            )
        };
        let is_main = part == "!main";
        let alias = self.page.as_ref().filter(|_| is_main);
        let alias =
            alias.map_or_else(String::new, |page| format!("<FRBRalias value=\"{}\" name=\"page\"/>", escaped(page)));
        let number = self.policy.document_number.get().filter(|_| is_main);
        let number = number.map_or_else(String::new, |number| format!("<FRBRnumber value=\"{}\"/>", escaped(number)));
        let name =
            if is_main { format!("<FRBRname value=\"{}\"/>", escaped(&self.policy.title)) } else { String::new() };
        let this = |uri: &str| format!("{uri}/{part}");
        let mut meta = format!(
            "<meta>\n<identification source=\"#site\">\n<FRBRWork>{}<FRBRcountry value=\"cn\"/>{number}{name}</FRBRWork>\n\
             <FRBRExpression>{}<FRBRlanguage language=\"{}\"/></FRBRExpression>\n<FRBRManifestation>{}\
             <FRBRformat value=\"application/akn+xml\"/></FRBRManifestation>\n</identification>\n",
            core(&self.uri, &this(&self.uri), &alias, *day, called, &authors),
            core(&expression, &this(&expression), "", *day, called, &authors),
            escaped(&self.language),
            core(
                &manifestation,
                &[&this(&expression), ".xml"].concat(),
                "",
                self.as_of,
                "asOf",
                "<FRBRauthor href=\"#site\"/>"
            ),
        );
        if is_main {
            self.references(&mut meta, notes);
        }
        meta + "</meta>\n"
    }

    /// When it was published, who is named, and its footnotes.
    fn references(&self, meta: &mut String, notes: &[(String, String)]) {
        if let Some(day) = self.policy.published_on.value.get() {
            let issuer = self.policy.issuer.get().map_or(self.site, String::as_str);
            let issuer = escaped(issuer);
            meta.push_str(&format!("<publication date=\"{day}\" name=\"publication\" showAs=\"{issuer}\"/>\n"));
        }
        meta.push_str("<references source=\"#site\">");
        let organization = |id: &str, name: &str| {
            let href = format!("/akn/ontology/organization/cn/{}", segment(name));
            format!("<TLCOrganization eId=\"{id}\" href=\"{href}\" showAs=\"{}\"/>", escaped(name))
        };
        let site = if self.owner.is_empty() { self.site } else { self.owner };
        meta.push_str(&organization("site", site));
        for (at, issuer) in self.issuers.iter().enumerate() {
            meta.push_str(&organization(&format!("issuer-{}", at + 1), issuer));
        }
        meta.push_str("</references>\n");
        if !notes.is_empty() {
            meta.push_str("<notes source=\"#site\">");
            for (number, blocks) in notes {
                let (number, blocks) = (escaped(number), if blocks.is_empty() { "<p/>" } else { blocks });
                meta.push_str(&format!("<note eId=\"note_{number}\" marker=\"[{number}]\">{blocks}</note>"));
            }
            meta.push_str("</notes>\n");
        }
    }
}

/// A text as a part of an IRI.
fn segment(text: &str) -> String {
    encode(&text.split_whitespace().collect::<String>()).replace('/', "%2F").replace('&', "%26")
}
