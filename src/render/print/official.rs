//! The tree of an official document → the same with its parts marked: addressee, issuer, date, attachments, and what a
//! clause that is no heading begins with.

use serde_json::{Value, json};

use crate::model::Record;
use crate::model::article::Policy;
use crate::print::tree;
use crate::render::frame::Frame;
use crate::syntax::clause::{Kind, marker, to_chinese};

/// Characters that a title within a line may have, its number not counted.
const RUN_IN: usize = 30;
/// Characters of a clause that its bookmark shows when it has no title.
const BOOKMARK: usize = 20;

impl Frame<'_> {
    /// The blocks of an official document with their parts marked: its title, which stands above already, is left out;
    /// addressee, issuer, date, attachments and their titles are said to be such, and clauses with their bookmarks.
    pub(super) fn official(&self, policy: &Record<Policy>, nodes: Vec<Value>) -> Vec<Value> {
        let data = &policy.data;
        let is_seen = |node: &Value| {
            !close(&tree::text(node)).is_empty() || ["table", "hr", "img"].iter().any(|name| tree::holds(node, name))
        };
        let mut nodes: Vec<Value> = nodes.into_iter().filter(is_seen).collect();
        let title = close(&data.title);
        let mut read = String::new();
        let opening = nodes.iter().position(|node| {
            read += &close(&tree::text(node));
            !title.starts_with(&read) || read == title
        });
        if let Some(last) = opening.filter(|_| read == title) {
            nodes.drain(..=last);
        }
        let date = data.made_on.value.get().map(|date| close(&self.date(*date)));
        let labels: Vec<String> = policy
            .body
            .clauses
            .iter()
            .filter(|clause| clause.is_attachment())
            .map(|clause| close(&clause.path.to_string()))
            .collect();
        // The title of the document is the first level.
        let mut above = 1;
        for node in &mut nodes {
            let text = close(&tree::text(node));
            let role = match () {
                () if labels.contains(&text) => "attachment",
                () if data.attachments.iter().any(|attachment| close(&attachment.title) == text) => "attachment-title",
                () if data.addressee.as_deref().is_some_and(|to| text.trim_end_matches(['：', ':']) == close(to)) => {
                    "addressee"
                }
                () if text == close(&data.issuer) => "issuer",
                () if date.as_ref() == Some(&text) => "date",
                () => "",
            };
            if role == "attachment" {
                node["t"] = json!("h2");
            }
            if !role.is_empty() {
                node["role"] = json!(role);
            }
            match node["t"].as_str().and_then(|name| name.strip_prefix('h')?.parse::<u8>().ok()) {
                Some(level) => above = level.max(2),
                None => clause(node, above + 1),
            }
        }
        nodes
    }
}

/// Takes apart a paragraph that begins with a number of the second level: what leads it, whether that is a title of its
/// own, and its bookmark, with the level that this has.
fn clause(node: &mut Value, level: u8) {
    let whole = tree::text(node);
    let Some(mark) = marker(whole.trim_start()).filter(|mark| mark.own().kind == Kind::Bracketed && node["t"] == "p")
    else {
        return;
    };
    let Some(first) = node["c"].get_mut(0) else { return };
    let text = tree::text(first);
    let start = text.len() - text.trim_start().len();
    let number = start + mark.length;
    let Some(after) = text.get(number..) else { return };
    let end = after.find('。').map_or(text.len(), |at| number + at + '。'.len_utf8());
    let sentence = text[number..end].trim_end_matches('。').trim();
    let is_title = !sentence.is_empty()
        && sentence.chars().count() <= RUN_IN
        && !sentence.contains(['，', ',', '；', ';'])
        && (text[..end].ends_with('。') || first.is_object())
        && whole.len() > end;
    let words: String =
        if is_title { sentence } else { whole[number..].trim_start() }.chars().take(BOOKMARK + 1).collect();
    let words = match words.char_indices().nth(BOOKMARK).filter(|_| !is_title) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    };
    let bookmark = format!("（{}）{words}", to_chinese(mark.own().number));
    let lead = match first {
        Value::String(text) => {
            let rest = text.split_off(if is_title { end } else { number });
            std::mem::replace(text, rest)
        }
        // A number within a link or emphasis cannot be had without the rest of it.
        _ if !is_title => return,
        element => {
            *element = json!("");
            text
        }
    };
    node["clause"] = json!({ "lead": lead, "title": is_title, "bookmark": bookmark, "level": level });
}

fn close(text: &str) -> String {
    text.split_whitespace().collect()
}
