//! A record → a page to be put up: the data of `poster.typ`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::title;
use crate::model::Kind;
use crate::print::Job;
use crate::print::tree::{self, Addresses};
use crate::render::context::RenderContext;
use crate::render::view::{Html, Row};
use crate::syntax::clause::ClauseRef;
use crate::syntax::html::is_inline;

/// Stands for a citation while a text is read; no text holds it.
const CITATION: char = '\u{1}';

/// A page to be put up, of what stands above its facts, and these.
pub(super) fn poster(cx: &RenderContext<'_>, kind: Kind, index: usize, lead: &Html, facts: &[Value]) -> Job {
    let record = cx.site.content.record(kind, index).expect("a plan names records of the site");
    let column = kind.column().map_or_else(String::new, |column| cx.column_name(column));
    let mut data = cx.printed(record.entry.name(), &[]);
    let (size, lines) = title::large(record.entry.name());
    (data["size"], data["lines"]) = (json!(size), json!(lines));
    data["kicker"] = json!([cx.site.settings.title.clone(), column]);
    data["lead"] = json!(words(lead.as_str()));
    data["facts"] = json!(facts);
    data["contact"] = cx.contact(&cx.site.settings.contact).into_iter().map(fact).collect();
    data["url"] = json!(cx.page_address(kind, index));
    data["colophon"] = json!(cx.colophon(&cx.text("print_note_poster"), kind, index));
    data["words"] = json!({ "qr": cx.text("qr_label"), "scan": cx.text("print_scan"), "ask": cx.text("print_ask") });
    let mut files = BTreeMap::new();
    data["qr"] = json!(cx.code(kind, index, &mut files));
    Job { files, ..cx.of("poster.typ", record.span, data) }
}

/// A row as a template reads it.
pub(super) fn fact(row: Row) -> Value {
    json!({ "label": row.label, "value": words(row.html.as_str()) })
}

/// The words of a piece of HTML for readers who cannot follow a link, on one line: without brackets that hold nothing
/// but clauses.
pub(super) fn words(html: &str) -> String {
    let none = Addresses { link: &|_| None, picture: &|_| None, unnamed: "" };
    let (mut text, mut cited) = (String::new(), Vec::new());
    tree::nodes(html, &none).iter().for_each(|node| read(node, &mut text, &mut cited));
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut cited = cited.into_iter();
    while let Some((before, after)) = rest.split_once('（') {
        let inner = after.split_once('）').filter(|(inner, _)| {
            inner.contains(CITATION) && inner.chars().all(|c| c == CITATION || "、，；和 ".contains(c))
        });
        put(before, &mut kept, &mut cited);
        rest = match inner {
            Some((inner, after)) => {
                cited.by_ref().take(inner.matches(CITATION).count()).for_each(drop);
                after
            }
            None => {
                kept.push('（');
                after
            }
        };
    }
    put(rest, &mut kept, &mut cited);
    kept.trim().to_owned()
}

/// The text of a node, with a sign for each link to a clause that says no more than its number.
fn read(node: &Value, text: &mut String, cited: &mut Vec<String>) {
    let own = tree::text(node);
    if node["t"] == "a" && ClauseRef::is_number(own.trim()) {
        text.push(CITATION);
        cited.push(own);
        return;
    }
    let name = match node {
        Value::String(words) => return text.push_str(words),
        other => other["t"].as_str().unwrap_or_default(),
    };
    let part = |text: &mut String| {
        if !is_inline(name) && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    };
    part(text);
    node["c"].as_array().into_iter().flatten().for_each(|inner| read(inner, text, cited));
    part(text);
}

/// Adds a text with what its signs stand for.
fn put(text: &str, kept: &mut String, cited: &mut impl Iterator<Item = String>) {
    for c in text.chars() {
        match c {
            CITATION => kept.extend(cited.next()),
            other => kept.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_with_nothing_but_clauses_are_left_out() {
        for (html, expected) in [
            ("<p>由谁认定（<a href=x>四（二）</a>）。见<a href=x>五</a>。</p>", "由谁认定。见五。"),
            ("各区（市）（<a>一</a>、<a>附件1</a>）和<a>二</a>（甲<a>三</a>）", "各区（市）和二（甲三）"),
            ("（<a>某方案四</a>）（", "（某方案四）（"),
            (
                "<p>享受：</p><ul><li>职称<b>认定</b></li><li>补贴</li></ul><p>甲<br>乙</p>",
                "享受： 职称认定 补贴 甲 乙",
            ),
            ("", ""),
        ] {
            assert_eq!(words(html), expected);
        }
    }
}
