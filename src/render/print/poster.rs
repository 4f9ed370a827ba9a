//! A notice or a check → the facts of a page to be put up.

use serde_json::{Value, json};

use crate::model::eligibility::Check;
use crate::model::records::Notice;
use crate::model::{Kind, Record};
use crate::print::tree::{self, Addresses};
use crate::render::answered::Knows;
use crate::render::context::{RenderContext, plain as escaped};
use crate::render::view::Row;
use crate::syntax::clause::ClauseRef;
use crate::syntax::html::is_inline;

/// Stands for a citation while a text is read; no text holds it.
const CITATION: char = '\u{1}';

impl<'a> RenderContext<'a> {
    /// Who teaches what, on which level, and when.
    pub(super) fn notice_facts(&self, record: &'a Record<Notice>) -> Vec<Value> {
        let data = &record.data;
        let institution = self.links(Kind::Institution, std::slice::from_ref(&data.institution));
        let levels = match data.levels.value() {
            Ok(levels) => self.links_value(&self.levels_with(levels, Knows::default())),
            Err(why) => self.absent(why),
        };
        let rows = [
            self.row("l_institution", self.links_value(&institution)),
            self.row("l_fields", self.links_value(&self.links(Kind::Field, &data.fields))),
            self.row("l_levels", levels),
            self.row("l_enrolment", self.period(&data.enrolment.value)),
            self.row("l_classes", self.period(&data.classes.value)),
        ];
        rows.map(fact).into()
    }

    /// What a check tells, how, and who decides.
    pub(super) fn check_facts(&self, record: &'a Record<Check>) -> Vec<Value> {
        let outcomes = record.data.groups.iter().flat_map(|group| &group.outcomes);
        let names: Vec<&str> = outcomes.map(|outcome| outcome.name.as_str()).collect();
        let questions = self.fill("print_check_questions", &[("n", &record.data.flow.len().to_string())]);
        vec![
            json!({ "label": self.text("print_check_outcomes"), "value": names }),
            fact(self.row("print_check_how", escaped(&questions))),
            fact(self.row("l_decided_by_check", self.stated(&record.data.decided_by))),
        ]
    }
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
