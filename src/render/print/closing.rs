//! The end of an official document: the list of its attachments (GB/T 9704—2012, 7.3.4), who issued it and when (7.3.5).

use serde_json::{Value, json};

use crate::print::tree;
use crate::render::roles::Role;
use crate::syntax::clause::{Script, number};

use super::part::Part;

/// The parts with the list of attachments (`附件：1．…`) as rows of a label, a number and a name.
pub(super) fn attachments(parts: Vec<Part>) -> Vec<Part> {
    let mut listed: Vec<Part> = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        if part.role != Some(Role::Listed) {
            listed.push(part);
            continue;
        }
        let mut lines = lines(part.node["c"].clone());
        let length = lines.first().map_or(0, |line| label(&joined(line)));
        let label = lines.first_mut().map(|line| take(line, length)).unwrap_or_default();
        while let Some(next) = parts.next_if(|next| next.role == Some(Role::ListedNext)) {
            lines.extend(self::lines(next.node["c"].clone()));
        }
        let rows: Vec<Value> = lines
            .into_iter()
            .filter(|line| !joined(line).trim().is_empty())
            .flat_map(one_by_one)
            .map(|mut line| {
                let length = numbered(&joined(&line)).map_or(0, |(_, length)| length);
                json!({ "number": take(&mut line, length).trim_start(), "c": line })
            })
            .collect();
        listed.push(Part::new(json!({ "t": "attachments", "label": label.trim(), "rows": rows })));
    }
    listed
}

/// The length of the label with which a list of attachments begins.
fn label(text: &str) -> usize {
    text.char_indices().find(|(_, c)| ['：', ':'].contains(c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// The number with which a line of a list of attachments begins, and its length: `1．`.
fn numbered(text: &str) -> Option<(u16, usize)> {
    let start = text.len() - text.trim_start().len();
    let number = number(&text[start..]).filter(|number| number.script == Script::Digits)?;
    let mark = text[start + number.length..].chars().next().filter(|c| ['.', '．', '、'].contains(c))?;
    Some((number.value?, start + number.length + mark.len_utf8()))
}

/// The attachments of a line that has several: `1．甲 2．乙`.
fn one_by_one(line: Vec<Value>) -> Vec<Vec<Value>> {
    let [Value::String(text)] = &line[..] else { return vec![line] };
    let (mut rows, mut start) = (Vec::new(), 0);
    let mut last = numbered(text).map(|(number, _)| number);
    for (space, _) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let next = numbered(&text[space..]).map(|(number, _)| number);
        if next.is_some() && next == last.and_then(|last| last.checked_add(1)) && !text[start..space].trim().is_empty()
        {
            rows.push(vec![json!(text[start..space].trim_end())]);
            (start, last) = (space, next);
        }
    }
    rows.push(vec![json!(text[start..])]);
    rows
}

/// The lines of a paragraph.
fn lines(children: Value) -> Vec<Vec<Value>> {
    let Value::Array(children) = children else { return vec![Vec::new()] };
    let mut lines = vec![Vec::new()];
    for child in children {
        if child["t"] == "br" {
            lines.push(Vec::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(child);
        }
    }
    lines.retain(|line| !joined(line).trim().is_empty());
    lines
}

fn joined(line: &[Value]) -> String {
    line.iter().map(tree::text).collect()
}

/// Takes so many bytes of text from the beginning of a line, and the white space behind them, of which a space is kept.
fn take(line: &mut [Value], length: usize) -> String {
    let whole = joined(line);
    let rest = &whole[length..];
    let mut left = whole.len() - rest.trim_start().len();
    line.iter_mut().for_each(|node| drop_text(node, &mut left));
    let space = if rest.starts_with([' ', '\u{a0}']) { "\u{a0}" } else { "" };
    format!("{}{space}", &whole[..length])
}

fn drop_text(node: &mut Value, left: &mut usize) {
    match node {
        Value::String(text) => {
            let cut = text.len().min(*left);
            *left -= cut;
            text.drain(..cut);
        }
        other => tree::children_mut(other).for_each(|inner| drop_text(inner, left)),
    }
}

/// The parts with issuers and date as one, which is set by the longer of them.
pub(super) fn signature(parts: Vec<Part>, sealed: bool) -> Vec<Part> {
    let mut signed = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        let signs = |part: &Part| matches!(part.role, Some(Role::Issuer | Role::Date));
        if !signs(&part) {
            signed.push(part);
            continue;
        }
        let mut lines = vec![part];
        while lines.last().is_some_and(|last| last.role == Some(Role::Issuer)) {
            let Some(next) = parts.next_if(signs) else { break };
            lines.push(next);
        }
        let date = lines.pop_if(|last| last.role == Some(Role::Date)).map(|date| date.node["c"].clone());
        let issuers: Vec<Value> = lines.into_iter().map(|line| line.node["c"].clone()).collect();
        signed.push(Part::new(json!({ "t": "signature", "issuers": issuers, "date": date, "sealed": sealed })));
    }
    signed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Part {
        let children: Vec<Value> =
            text.split('\n').flat_map(|line| [json!({ "t": "br", "c": [] }), json!(line)]).skip(1).collect();
        Part::new(json!({ "t": "p", "c": children }))
    }

    fn placed(texts: &[&str], roles: impl IntoIterator<Item = Option<Role>>) -> Vec<Part> {
        let placed = |(text, role): (&&str, _)| {
            let mut part = part(text);
            part.role = role;
            part
        };
        texts.iter().zip(roles).map(placed).collect()
    }

    fn listed(texts: &[&str]) -> Vec<Part> {
        let roles = [Some(Role::Listed)].into_iter().chain(std::iter::repeat(Some(Role::ListedNext)));
        placed(texts, roles)
    }

    #[test]
    fn lists_of_attachments_have_rows() {
        for (texts, label, rows) in [
            (&["附件：1．甲表\n2．乙表"][..], "附件：", vec![("1．", "甲表"), ("2．", "乙表")]),
            (&["附件: 1. 甲表", "2. 乙表"], "附件:", vec![("1.\u{a0}", "甲表"), ("2.\u{a0}", "乙表")]),
            (&["- 附件：1、甲表", "　　2、乙表"], "- 附件：", vec![("1、", "甲表"), ("2、", "乙表")]),
            (&["附件：甲表"], "附件：", vec![("", "甲表")]),
            (&["附件：", "1．甲表", "2．乙表"], "附件：", vec![("1．", "甲表"), ("2．", "乙表")]),
            (&["附件：", "甲表"], "附件：", vec![("", "甲表")]),
            (&["附：1.甲表 2.乙表　3.丙 4 丁"], "附：", vec![("1.", "甲表"), ("2.", "乙表"), ("3.", "丙 4 丁")]),
            (&["附件：甲表 2026.1 版"], "附件：", vec![("", "甲表 2026.1 版")]),
        ] {
            let listed = attachments(listed(texts));
            assert_eq!(listed.len(), 1, "{texts:?}");
            assert_eq!(listed[0].node["label"], label);
            let rows_of = listed[0].node["rows"].as_array().unwrap();
            let found: Vec<(String, String)> =
                rows_of.iter().map(|row| (row["number"].as_str().unwrap().to_owned(), tree::text(row))).collect();
            assert_eq!(found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>(), rows);
        }
        assert_eq!(attachments(vec![part("附件：甲")])[0].node["t"], "p", "another part of the document");
    }

    #[test]
    fn issuers_stand_above_their_day() {
        let roles = [None, Some(Role::Issuer), Some(Role::Issuer), Some(Role::Date)];
        let texts = ["正文。", "甲市某局", "乙市某局", "二〇二六年十月一日"];
        let signed = signature(placed(&texts, roles), false);
        assert_eq!(signed.len(), 2);
        assert_eq!(signed[1].node["issuers"].as_array().map(Vec::len), Some(2));
        assert_eq!(tree::text(&json!({ "c": signed[1].node["date"] })), "二〇二六年十月一日");
    }
}
