//! Texts → parts of about one size: what the script reads, and which rows it has.

use std::io::Write;

use bytes::Bytes;

use super::text::compared;
use super::traditional::Characters;
use super::units::{ORDER, Texts};
use super::{Address, File, ROW_BITS, Unit, WORD, beginning, row};

/// A part of the texts.
pub(super) struct Part {
    /// What the script reads.
    pub script: Bytes,
    /// Its digest.
    pub digest: blake3::Hash,
    /// Which rows name it, as bits.
    pub rows: Vec<u64>,
    /// The characters in it.
    pub characters: Characters,
}

impl Part {
    pub fn new(file: File, texts: &[Texts], address: Address<'_>) -> Self {
        let (rows, characters) = (vec![0; (1 << ROW_BITS) / WORD], Characters::new());
        let mut part = Writer { script: beginning(file).into_bytes(), rows, characters };
        part.raw("[");
        let mut comma = "";
        for text in texts {
            let Some((path, place)) = address(text.place) else { continue };
            let kind = ORDER.iter().position(|kind| *kind == text.place.kind()).unwrap_or(ORDER.len());
            part.raw(&format!("{comma}[{kind},"));
            part.quoted(&path);
            part.raw(",");
            part.quoted(&text.title);
            part.raw(",[");
            comma = ",";
            part.take(&text.title);
            let end = compared(text.title.chars()).last();
            for (number, unit) in text.units.iter().enumerate() {
                part.raw(if number == 0 { "[" } else { ",[" });
                part.quoted(unit.anchor.as_deref().or(place.as_deref()).unwrap_or_default());
                part.raw(",");
                part.quoted(&unit.label);
                part.raw(",");
                part.quoted(&unit.text);
                part.raw("]");
                // A word may begin in the title and go on in the number of a clause.
                part.take(&end.into_iter().chain(unit.label.chars()).collect::<String>());
                part.take(&unit.text);
            }
            part.raw("]]");
        }
        part.raw("])");
        Self {
            digest: blake3::hash(&part.script),
            script: part.script.into(),
            rows: part.rows,
            characters: part.characters,
        }
    }
}

/// A part that is being written.
struct Writer {
    script: Vec<u8>,
    rows: Vec<u64>,
    characters: Characters,
}

impl Writer {
    fn raw(&mut self, text: &str) {
        self.script.extend_from_slice(text.as_bytes());
    }

    /// Writes a text as a string.
    fn quoted(&mut self, text: &str) {
        let written = serde_json::to_writer(self.script.by_ref(), text);
        debug_assert!(written.is_ok(), "memory takes everything");
    }

    /// Notes the rows and the characters of a text.
    fn take(&mut self, text: &str) {
        let mut before = None;
        text.chars().for_each(|c| self.characters.take(c));
        for c in compared(text.chars()) {
            // Nothing is looked for across these.
            if matches!(c, '\n' | ' ') {
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
        self.rows[row / WORD] |= 1 << (row % WORD);
    }
}

/// Texts in so many parts of about one size, in their order; a record whose units lie in several parts is in each of them.
pub(super) fn parts(texts: Vec<Texts>, count: usize) -> Vec<Vec<Texts>> {
    let total = texts.iter().flat_map(|text| &text.units).map(size).sum::<usize>().max(1);
    let mut parts: Vec<Vec<Texts>> = (0..count).map(|_| Vec::new()).collect();
    let mut before = 0;
    for Texts { place, title, units } in texts {
        let mut last = None;
        for unit in units {
            let at = (before * count / total).min(count - 1);
            before += size(&unit);
            if last != Some(at) {
                parts[at].push(Texts { place, title: title.clone(), units: Vec::new() });
                last = Some(at);
            }
            if let Some(text) = parts[at].last_mut() {
                text.units.push(unit);
            }
        }
    }
    parts
}

fn size(unit: &Unit) -> usize {
    unit.text.len() + unit.label.len() + 8
}
