//! The data of a job → what can be printed of it: characters that no font has get a substitute, and pictures that cannot
//! be read their alternative text.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use typst::foundations::Bytes;
use typst::syntax::FileId;

use super::engine::PrintEngine;
use super::fonts::Fonts;
use super::world::{PrintWorld, id};
use super::{Job, glyphs, runs, tables};

/// What a document is made from, ready for the engine.
pub(super) struct Prepared {
    pub data: Value,
    pub files: Vec<(FileId, Bytes)>,
    /// Characters that no font has.
    pub lacking: BTreeSet<char>,
    /// Paths of pictures that cannot be read, with the reason.
    pub refused: Vec<(String, String)>,
}

impl Prepared {
    /// Prepares a job.
    pub fn of(job: &Job, engine: &PrintEngine, main: FileId) -> Self {
        let world = PrintWorld { engine, main, data: (main, Bytes::new(Vec::new())), files: Vec::new() };
        let mut own = Self { data: job.data.clone(), files: Vec::new(), lacking: BTreeSet::new(), refused: Vec::new() };
        let mut names = BTreeMap::new();
        for (at, (path, bytes)) in job.files.iter().enumerate() {
            // Without an extension, the engine finds the format by the bytes.
            let name = format!("picture-{at}");
            let bytes = Bytes::new(own.lettered(bytes, &engine.fonts));
            match (world.readable(&bytes), id(&name)) {
                (Ok(()), Some(id)) => {
                    own.files.push((id, bytes));
                    names.insert(path.as_str(), name);
                }
                (Err(cause), _) => own.refused.push((path.clone(), cause)),
                (Ok(()), None) => {}
            }
        }
        let mut data = std::mem::take(&mut own.data);
        if let Some(Value::String(path)) = data.get_mut("qr") {
            *path = names.get(path.as_str()).cloned().unwrap_or_default();
        }
        own.walk(&mut data, &names, &engine.fonts);
        if let (false, Some(lines)) = (own.lacking.is_empty(), data.get_mut("colophon").and_then(Value::as_array_mut)) {
            let names: Vec<String> = own.lacking.iter().copied().map(glyphs::code_point).collect();
            lines.push(Value::String(job.substituted.replace("{characters}", &names.join("、"))));
        }
        for node in data.get_mut("blocks").and_then(Value::as_array_mut).into_iter().flatten() {
            tables::lay_out(node);
            runs::mark(node);
        }
        own.data = data;
        own
    }

    /// A picture with substitutes in its text: an SVG is a text itself, of which other characters are left as they are.
    fn lettered(&mut self, picture: &[u8], fonts: &Fonts) -> Vec<u8> {
        let text = std::str::from_utf8(picture).ok();
        match text.and_then(|text| glyphs::substituted(fonts, text)) {
            Some((printable, lacking)) => {
                self.lacking.extend(lacking);
                printable.into_bytes()
            }
            None => picture.to_vec(),
        }
    }

    fn walk(&mut self, value: &mut Value, names: &BTreeMap<&str, String>, fonts: &Fonts) {
        match value {
            Value::String(text) => {
                if let Some((printable, lacking)) = glyphs::substituted(fonts, text) {
                    *text = printable;
                    self.lacking.extend(lacking);
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.walk(value, names, fonts)),
            Value::Object(fields) => {
                if let Some(Value::String(path)) = fields.get_mut("src") {
                    *path = names.get(path.as_str()).cloned().unwrap_or_default();
                }
                fields.values_mut().for_each(|value| self.walk(value, names, fonts));
            }
            _ => {}
        }
    }
}
