//! Texts → parts of about one size: what the script reads, and which rows it has.

use super::text::folded;
use super::units::{ORDER, Texts};
use super::{Address, ROW_BITS, row};

/// A part of the texts.
pub(super) struct Part {
    /// What the script reads.
    pub json: String,
    rows: Vec<u64>,
}

impl Part {
    pub fn new(texts: &[Texts], address: Address<'_>) -> Self {
        let mut part = Self { json: String::from("["), rows: vec![0; (1 << ROW_BITS) / 64] };
        for text in texts {
            let Some((path, place)) = address(text.kind, text.index) else { continue };
            let kind = ORDER.iter().position(|kind| *kind == text.kind).unwrap_or(ORDER.len());
            if part.json.len() > 1 {
                part.json.push(',');
            }
            part.json.push_str(&format!("[{kind},{},{},[", quoted(&path), quoted(&text.title)));
            for (number, unit) in text.units.iter().enumerate() {
                let anchor = unit.anchor.as_deref().or(place.as_deref()).unwrap_or_default();
                let comma = if number == 0 { "" } else { "," };
                let [anchor, label, words] = [anchor, &unit.label, &unit.text].map(quoted);
                part.json.extend([comma, "[", &anchor, ",", &label, ",", &words, "]"]);
                if unit.label.is_empty() {
                    part.take(&text.title);
                }
                part.take(&unit.text);
            }
            part.json.push_str("]]");
        }
        part.json.push(']');
        part
    }

    /// Notes the rows of a text.
    fn take(&mut self, text: &str) {
        let mut before = None;
        for c in text.chars().filter_map(folded) {
            if c == '\n' {
                before = None;
                continue;
            }
            self.note(row(c, '\0'));
            if let Some(before) = before {
                self.note(row(before, c));
            }
            before = Some(c);
        }
    }

    fn note(&mut self, row: usize) {
        self.rows[row / 64] |= 1 << (row % 64);
    }

    pub fn has(&self, row: usize) -> bool {
        self.rows[row / 64] >> (row % 64) & 1 == 1
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Texts in so many parts of about one size, in their order; a record whose units lie in several parts is in each of them.
pub(super) fn parts(texts: Vec<Texts>, count: usize) -> Vec<Vec<Texts>> {
    let total = texts.iter().flat_map(|text| &text.units).map(size).sum::<usize>().max(1);
    let mut parts: Vec<Vec<Texts>> = (0..count).map(|_| Vec::new()).collect();
    let mut before = 0;
    for Texts { kind, index, title, units } in texts {
        let mut last = None;
        for unit in units {
            let at = (before * count / total).min(count - 1);
            before += size(&unit);
            if last != Some(at) {
                parts[at].push(Texts { kind, index, title: title.clone(), units: Vec::new() });
                last = Some(at);
            }
            if let Some(text) = parts[at].last_mut() {
                text.units.push(unit);
            }
        }
    }
    parts
}

fn size(unit: &super::Unit) -> usize {
    unit.text.len() + unit.label.len() + 8
}
