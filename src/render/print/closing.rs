//! The end of an official document: the list of its attachments (GB/T 9704—2012, 7.3.4), who issued it and when (7.3.5).

use serde_json::{Value, json};

use crate::print::tree;

use super::official::Part;

/// Characters of a line that can be the name of an office.
const NAME: usize = 40;

/// The parts with the list of attachments (`附件：1．…`) as rows of a label, a number and a name.
pub(super) fn attachments(parts: Vec<Part>) -> Vec<Part> {
    let mut listed: Vec<Part> = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        let Some(label) = label(&part) else {
            listed.push(part);
            continue;
        };
        let mut lines = lines(part.node["c"].clone());
        while let Some(next) =
            parts.next_if(|next| next.node["t"] == "p" && numbered(&tree::text(&next.node)).is_some())
        {
            lines.extend(self::lines(next.node["c"].clone()));
        }
        let label = take(&mut lines[0], label);
        let rows: Vec<Value> = lines
            .into_iter()
            .map(|mut line| {
                let length = numbered(&joined(&line)).unwrap_or_default();
                json!({ "number": take(&mut line, length).trim_start(), "c": line })
            })
            .collect();
        listed.push(Part::new(json!({ "t": "attachments", "label": label.trim(), "rows": rows })));
    }
    listed
}

/// The length of the label with which a list of attachments begins.
fn label(part: &Part) -> Option<usize> {
    if part.node["t"] != "p" || !part.role().is_empty() {
        return None;
    }
    let text = tree::text(&part.node);
    let start = text.find("附件").filter(|&at| text[..at].chars().all(|c| c.is_whitespace() || "-－—".contains(c)))?;
    let rest = text[start + "附件".len()..].trim_start();
    let colon = rest.chars().next().filter(|c| ['：', ':'].contains(c))?;
    let names = &rest[colon.len_utf8()..];
    (!names.trim().is_empty()).then(|| text.len() - names.len())
}

/// The length of the number with which a line of a list of attachments begins: `1．`.
fn numbered(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let digits = text[start..].find(|c: char| !c.is_numeric()).filter(|&length| length > 0)?;
    let mark = text[start + digits..].chars().next().filter(|c| ['.', '．', '、'].contains(c))?;
    Some(start + digits + mark.len_utf8())
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

/// Marks who issued the document: the lines right above its date that are its issuer, one of its issuers, or a name; and
/// the issuer by itself at the end.
pub(super) fn issuers(parts: &mut [Part], issuer: &str) {
    let names: Vec<String> = issuer.split(['、', '，', ',', ' ', '　']).map(str::to_owned).collect();
    let whole: String = issuer.split_whitespace().collect();
    let is_issuer = |part: &Part| {
        let words = part.words();
        part.node["t"] == "p" && part.role().is_empty() && (words == whole || names.contains(&words))
    };
    let is_name = |part: &Part| {
        let words = part.words();
        let is_short = !words.is_empty() && words.chars().count() <= NAME;
        part.node["t"] == "p"
            && part.role().is_empty()
            && is_short
            && !words.contains(['。', '，', '；', '：', '、', ':', ';', '附'])
    };
    for at in (1..parts.len()).rev() {
        let above_date = at + 1 < parts.len() && parts[at + 1].role() == "date";
        let above_issuer = at + 1 < parts.len() && parts[at + 1].role() == "issuer";
        if (above_date && is_name(&parts[at])) || ((above_date || above_issuer || at > 1) && is_issuer(&parts[at])) {
            parts[at].node["role"] = json!("issuer");
        }
    }
}

/// The parts with issuers and date as one, which is set by the longer of them.
pub(super) fn signature(parts: Vec<Part>, sealed: bool) -> Vec<Part> {
    let mut signed = Vec::with_capacity(parts.len());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        if part.role() != "issuer" && part.role() != "date" {
            signed.push(part);
            continue;
        }
        let mut lines = vec![part];
        while lines.last().is_some_and(|last| last.role() == "issuer") {
            let Some(next) = parts.next_if(|next| ["issuer", "date"].contains(&next.role())) else { break };
            lines.push(next);
        }
        let date = lines.pop_if(|last| last.role() == "date").map(|date| date.node["c"].clone());
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

    #[test]
    fn lists_of_attachments_have_rows() {
        for (texts, label, rows) in [
            (&["附件：1．甲表\n2．乙表"][..], "附件：", vec![("1．", "甲表"), ("2．", "乙表")]),
            (&["附件: 1. 甲表", "2. 乙表", "正文"], "附件:", vec![("1.\u{a0}", "甲表"), ("2.\u{a0}", "乙表")]),
            (&["- 附件：1、甲表", "　　2、乙表"], "- 附件：", vec![("1、", "甲表"), ("2、", "乙表")]),
            (&["附件：甲表"], "附件：", vec![("", "甲表")]),
        ] {
            let listed = attachments(texts.iter().map(|text| part(text)).collect());
            assert_eq!(listed[0].node["label"], label);
            let found: Vec<(String, String)> = listed[0].node["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (row["number"].as_str().unwrap().to_owned(), tree::text(row)))
                .collect();
            assert_eq!(found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>(), rows);
        }
        for text in ["附件1", "附件：", "见附件：甲", "附件的甲"] {
            assert_eq!(attachments(vec![part(text)])[0].node["t"], "p", "{text}");
        }
    }

    #[test]
    fn issuers_stand_above_their_day() {
        let mut parts: Vec<Part> =
            ["正文。", "甲市某局", "乙市某局", "二〇二六年十月一日"].iter().map(|text| part(text)).collect();
        parts[3].node["role"] = json!("date");
        issuers(&mut parts, "甲市某局、乙市某局");
        let signed = signature(parts, false);
        assert_eq!(signed.len(), 2);
        assert_eq!(signed[1].node["issuers"].as_array().map(Vec::len), Some(2));
        assert_eq!(tree::text(&json!({ "c": signed[1].node["date"] })), "二〇二六年十月一日");
    }
}
