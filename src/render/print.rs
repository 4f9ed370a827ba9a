//! A form, a policy, an article, a notice or a check → what its document to print is made from.

mod clause;
mod closing;
mod official;
mod poster;
mod title;

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::form::sheet::{MARGIN, Role};
use crate::model::form::Form;
use crate::model::{Kind, Record};
use crate::plan::Route;
use crate::print::Job;
use crate::print::footnotes;
use crate::print::tree::{self, Addresses};
use crate::source::{FileId, Span};
use crate::syntax::markdown::{Document, Link};
use crate::syntax::value::Date;

use super::context::RenderContext;

/// Characters of the size of a title that a line of 156 mm holds.
const TITLE: f64 = 20.0;
/// Parts of a document, by the font of the theme that stands in for the official one.
const STAND_INS: [(&str, &[&str]); 2] =
    [("Noto Serif SC", &["title", "subheading", "body", "song"]), ("Noto Sans SC", &["heading"])];

impl<'a> RenderContext<'a> {
    /// What the document of a record is made from. Nothing for a record that is never printed.
    pub fn job(&self, kind: Kind, index: usize) -> Option<Job> {
        match kind {
            Kind::Form => Some(self.printed_form(self.site.content.forms.get(index)?)),
            Kind::Policy | Kind::Interpretation => self.printed_text(kind, index),
            Kind::Notice | Kind::Check => self.poster(kind, index),
            _ => None,
        }
    }

    /// A blank form.
    fn printed_form(&self, record: &Record<Form>) -> Job {
        let sheet = self.sheet(record);
        let [attachment, title, note] = [Role::Attachment, Role::Title, Role::Note].map(|role| sheet.size_of(role));
        let mut data = self.printed(&record.data.title.value, &[]);
        data["date"] = day(self.made_on(record));
        data["sheet"] = json!(sheet);
        data["sizes"] = json!({ "attachment": attachment, "title": title, "note": note });
        data["margin"] = json!(MARGIN);
        self.of("form.typ", record.span, data)
    }

    /// A policy or an interpretation as a document. Nothing for other records.
    fn printed_text(&self, kind: Kind, index: usize) -> Option<Job> {
        let content = &self.site.content;
        let files = RefCell::new(BTreeMap::new());
        let document = match kind {
            Kind::Policy => content.policies.get(index).map(|policy| (&policy.body, policy.file)),
            _ => content.interpretations.get(index).map(|article| (&article.body, article.file)),
        };
        let pictures = document.map(|(body, file)| self.pictures(body, file)).unwrap_or_default();
        let own = self.page_address(kind, index);
        let link = |href: &str| self.on_paper(href, own.as_deref());
        let picture = |src: &str| self.picture(src, &files);
        let unnamed = self.text("print_picture");
        let addresses = Addresses { link: &link, picture: &picture, unnamed: &unnamed };
        let (mut data, blocks) = match kind {
            Kind::Policy => {
                let policy = content.policies.get(index)?;
                let mut data = self.printed(&policy.data.title, &policy.data.keywords);
                data["author"] = json!(policy.data.issuer);
                (data, self.official(policy, &addresses))
            }
            Kind::Interpretation => {
                let article = content.interpretations.get(index)?;
                let mut nodes = tree::nodes(self.html(&article.body, article.file).as_str(), &addresses);
                footnotes::place(&mut nodes.iter_mut().collect::<Vec<_>>());
                (self.printed(&article.data.title, &article.data.keywords), nodes)
            }
            _ => return None,
        };
        let official = kind == Kind::Policy;
        let note = self.text(if official { "print_note_policy" } else { "print_note_article" });
        data["official"] = json!(official);
        data["lines"] = json!(title::lines(data["title"].as_str().unwrap_or_default(), TITLE));
        data["lapsed"] = json!(self.lapsed_lines(kind, index));
        data["url"] = json!(own);
        data["blocks"] = json!(blocks);
        data["colophon"] = json!(self.colophon(&note, kind, index));
        data["words"] = json!({ "printed": note, "qr": self.text("qr_label") });
        let mut files = files.into_inner();
        data["qr"] = json!(self.code(kind, index, &mut files));
        let place = content.record(kind, index)?.span;
        Some(Job { files, pictures, ..self.of("document.typ", place, data) })
    }

    /// What a print-out says above its title, line by line, when its text is no longer in force or is about rules of the
    /// past: the same as its page.
    fn lapsed_lines(&self, kind: Kind, index: usize) -> Vec<String> {
        if kind != Kind::Policy {
            return self.lapsed_article(kind, index).into_iter().collect();
        }
        let Some(lapsed) = self.lapsed_policy(index) else { return Vec::new() };
        let (colon, separator) = (self.theme.text("colon"), self.theme.text("list_separator"));
        let named = |label: &str, links: Vec<super::view::Link>| {
            let names: Vec<String> = links.into_iter().map(|link| link.text).collect();
            (!names.is_empty()).then(|| [self.theme.text(label), colon, &names.join(separator)].concat())
        };
        let mut lines = vec![lapsed.text];
        lines.extend(named("lapsed_successors", lapsed.successors));
        lines.extend(named("lapsed_current", lapsed.current));
        lines.push(self.text("lapsed_policy_text"));
        lines
    }

    /// A notice or a check on one page, to be put up. Nothing for other records.
    fn poster(&self, kind: Kind, index: usize) -> Option<Job> {
        let content = &self.site.content;
        let (lead, facts) = match kind {
            Kind::Notice => {
                let notice = content.notices.get(index)?;
                (self.prose(notice, &notice.data.summary), self.notice_facts(notice))
            }
            Kind::Check => {
                let check = content.checks.get(index)?;
                (self.prose(check, &check.data.summary), self.check_facts(check))
            }
            _ => return None,
        };
        let record = content.record(kind, index)?;
        let column = kind.column().map_or_else(String::new, |column| self.column_name(column));
        let mut data = self.printed(record.entry.name(), &[]);
        let (size, lines) = title::large(record.entry.name());
        (data["size"], data["lines"]) = (json!(size), json!(lines));
        data["kicker"] = json!([self.site.settings.title.clone(), column]);
        data["lead"] = json!(poster::words(lead.as_str()));
        data["facts"] = json!(facts);
        data["contact"] = self.contact(&self.site.settings.contact).into_iter().map(poster::fact).collect();
        data["url"] = json!(self.page_address(kind, index));
        data["colophon"] = json!(self.colophon(&self.text("print_note_poster"), kind, index));
        data["words"] =
            json!({ "qr": self.text("qr_label"), "scan": self.text("print_scan"), "ask": self.text("print_ask") });
        let mut files = BTreeMap::new();
        data["qr"] = json!(self.code(kind, index, &mut files));
        Some(Job { files, ..self.of("poster.typ", record.span, data) })
    }

    /// A job without pictures.
    fn of(&self, template: &'static str, place: Span, data: Value) -> Job {
        let substituted = self.text("print_substituted");
        Job { template, place, data, files: BTreeMap::new(), pictures: BTreeMap::new(), substituted }
    }

    /// What every document says of itself.
    fn printed(&self, title: &str, keywords: &[String]) -> Value {
        let settings = &self.site.settings;
        let (language, region) = settings.language.split_once('-').unwrap_or((&settings.language, ""));
        json!({
            "title": title,
            "author": settings.owner,
            "keywords": keywords,
            "date": day(self.site.as_of),
            "lang": language,
            "region": if region.is_empty() { Value::Null } else { json!(region) },
        })
    }

    /// The address of a record's page.
    fn page_address(&self, kind: Kind, index: usize) -> Option<String> {
        let path = self.plan.path(&Route::Record(kind, index))?;
        Some(format!("{}{}", self.site.base_url.as_ref()?, super::context::encode(path)))
    }

    /// Puts the code of a record's page among the files, and says under which name.
    fn code(
        &self,
        kind: Kind,
        index: usize,
        files: &mut BTreeMap<String, std::sync::Arc<[u8]>>,
    ) -> Option<&'static str> {
        const NAME: &str = "qr.png";
        let png = super::qr::png_of(&self.page_address(kind, index)?)?;
        files.insert(NAME.to_owned(), png.into());
        Some(NAME)
    }

    /// Where a document comes from, line by line.
    fn colophon(&self, note: &str, kind: Kind, index: usize) -> Vec<String> {
        let mut lines = vec![note.to_owned()];
        lines.extend(self.page_address(kind, index).map(|url| self.fill("print_source", &[("url", &url)])));
        lines.push(self.fill("print_as_of", &[("date", &self.date(self.site.as_of))]));
        // Only of official documents the typefaces are prescribed.
        if kind != Kind::Policy {
            return lines;
        }
        let given = self.site.settings.print.fonts.parts();
        let missing = |part: &&&str| given.iter().any(|(name, font)| name == *part && font.is_none());
        let separator = self.theme.text("list_separator");
        let stand_ins: Vec<String> = STAND_INS
            .iter()
            .map(|(font, parts)| {
                (font, parts.iter().filter(missing).map(|part| self.theme.text(part_key(part))).collect::<Vec<_>>())
            })
            .filter(|(_, parts)| !parts.is_empty())
            .map(|(font, parts)| self.fill("print_stand_in", &[("font", font), ("parts", &parts.join(separator))]))
            .collect();
        lines.extend(stand_ins);
        lines
    }

    /// The address of a link on paper: complete, or nothing when it leads nowhere from there. What leads to a place of
    /// the same page leads to that of the page at `own`; footnotes stand on the paper itself.
    fn on_paper(&self, href: &str, own: Option<&str>) -> Option<String> {
        match href {
            _ if href.starts_with("#fn-") => None,
            _ if href.starts_with('#') => Some(format!("{}{href}", own?)),
            _ if href.contains("://") || href.starts_with("mailto:") || href.starts_with("tel:") => {
                Some(href.to_owned())
            }
            _ => Some(format!("{}{}", self.site.base_url.as_ref()?, absolute(self.path, href))),
        }
    }

    /// Where the pictures of a text stand, by their paths in the output.
    fn pictures(&self, body: &Document, from: FileId) -> BTreeMap<String, Span> {
        let pictures = body.links.iter().filter(|link| link.image);
        let place = |link: &Link| Some((self.picture_path(&self.link_target(&link.target, body, from)?)?, link.span));
        pictures.filter_map(place).collect()
    }

    /// The path in the output of a picture of the page.
    fn picture_path(&self, src: &str) -> Option<String> {
        let path = absolute(self.path, src);
        Some(percent_encoding::percent_decode_str(&path).decode_utf8().ok()?.into_owned())
    }

    /// Puts a picture of the page among the files, and says under which name.
    fn picture(&self, src: &str, files: &RefCell<BTreeMap<String, std::sync::Arc<[u8]>>>) -> Option<String> {
        let path = self.picture_path(src)?;
        let Some(Route::File(file)) = self.plan.route(&path) else { return None };
        files.borrow_mut().insert(path.clone(), self.site.files.get(file)?.bytes().ok()?);
        Some(path)
    }
}

/// A day as templates read it.
fn day(Date(date): Date) -> Value {
    json!({ "year": date.year(), "month": date.month(), "day": date.day() })
}

fn part_key(part: &str) -> &'static str {
    match part {
        "title" => "print_font_title",
        "heading" => "print_font_heading",
        "subheading" => "print_font_subheading",
        "body" => "print_font_body",
        _ => "print_font_song",
    }
}

/// A relative address of a page at `from` as a path in the output.
fn absolute(from: &str, href: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let mut rest = href;
    while let Some(above) = rest.strip_prefix("../") {
        folders.pop();
        rest = above;
    }
    folders.push(rest);
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_completed() {
        assert_eq!(absolute("policies/a.pdf", "../fields/b.html#c"), "fields/b.html#c");
        assert_eq!(absolute("policies/a.pdf", "b.html"), "policies/b.html");
        assert_eq!(absolute("a.pdf", "x/b.html"), "x/b.html");
    }
}
