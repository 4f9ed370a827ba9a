//! Data and a template of the theme → a document to print, as PDF (A-2a and UA-1).
//!
//! Templates are written for Typst and stand in `print/` of the theme. A build of the program without the feature `print`
//! makes no such documents, and plans none.

#[cfg(feature = "print")]
mod engine;
#[cfg(feature = "print")]
mod fonts;
#[cfg(feature = "print")]
pub mod footnotes;
#[cfg(feature = "print")]
mod glyphs;
#[cfg(feature = "print")]
mod prepare;
#[cfg(feature = "print")]
mod runs;
#[cfg(feature = "print")]
mod tables;
#[cfg(feature = "print")]
pub mod tree;
#[cfg(feature = "print")]
mod world;

#[cfg(not(feature = "print"))]
mod none;
#[cfg(not(feature = "print"))]
use none as engine;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, ScanCache};
use crate::model::{Kind, Same, Site};
use crate::source::{FileId, Snapshot, Span};
use crate::theme::Theme;

pub use engine::PrintEngine;

/// True when this program can make documents to print.
pub const ABLE: bool = cfg!(feature = "print");

/// A document to make.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its template, a file of the theme: `document.typ`.
    pub template: &'static str,
    /// The record that it is made from.
    pub place: Span,
    /// What the template reads as `/data.json`; `fonts` is added to it.
    pub data: serde_json::Value,
    /// Pictures that the data names, by their paths in the output.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Where pictures stand in the text, by the same paths.
    pub pictures: BTreeMap<String, Span>,
    /// The line that `colophon` of the data gets when characters have substitutes, with `{characters}`.
    pub substituted: String,
}

/// True for a kind of which `site.yaml` wants every record printed. Forms are always printed, beside their other formats.
pub fn prints(site: &Site, kind: Kind) -> bool {
    ABLE && kind.printed().is_some_and(|printed| site.settings.print.collections.contains(&printed))
}

/// The files of records that are printed.
pub fn files(site: &Site) -> BTreeSet<FileId> {
    let printed = |kind| (ABLE && kind == Kind::Form) || prints(site, kind);
    site.content.records().into_iter().filter(|record| printed(record.kind)).map(|record| record.file).collect()
}

/// What a site is printed with.
#[derive(Clone, Default)]
pub struct SetUp {
    /// The engine; none when nothing is printed.
    pub engine: Option<PrintEngine>,
    /// What is wrong with its fonts.
    fonts: Diagnostics,
    /// What is wrong with what is printed.
    glyphs: ScanCache,
}

/// True when a site is printed with what the other is printed with: settings, theme and fonts are the same ones.
pub fn is_same(same: &Same, (old, old_theme): (&Site, &Theme), (new, new_theme): (&Site, &Theme)) -> bool {
    let fonts = |site: &Site| {
        let named = site.settings.print.fonts.parts();
        named.map(|(_, path)| path.and_then(|path| site.files.get(&path.value).cloned()))
    };
    same.places && std::ptr::eq(old_theme, new_theme) && fonts(old) == fonts(new)
}

/// What a site is printed with, and the diagnostics of its fonts and of what is printed. What is the same as `before`
/// is taken from there.
pub fn set_up(snapshot: &Snapshot, site: &Site, theme: &Theme, before: Option<&SetUp>) -> (SetUp, Diagnostics) {
    let print = &site.settings.print;
    if !ABLE || (site.content.forms.is_empty() && print.collections.is_empty()) {
        return <_>::default();
    }
    let known = before.and_then(|before| Some((before.engine.clone()?, before.fonts.clone())));
    let (mut engine, fonts) = known.unwrap_or_else(|| PrintEngine::new(site, theme));
    let glyphs = engine.scan(snapshot, site, before.map(|before| &before.glyphs));
    let mut reported = fonts.clone();
    reported.extend(glyphs.reported().values().flatten().cloned());
    (SetUp { engine: Some(engine), fonts, glyphs }, reported)
}
