//! Data and a template of the theme → a document to print, as PDF (A-2a and UA-1).
//!
//! Templates are written for Typst and stand in `print/` of the theme. A build of the program without the feature `print`
//! makes no such documents, and plans none.

#[cfg(feature = "print")]
mod desk;
#[cfg(feature = "print")]
mod fonts;
#[cfg(feature = "print")]
mod glyphs;
#[cfg(feature = "print")]
mod press;
#[cfg(feature = "print")]
pub mod tree;

#[cfg(not(feature = "print"))]
mod none;
#[cfg(not(feature = "print"))]
use none as press;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::model::settings::Printed;
use crate::model::{Kind, Site};
use crate::source::{Snapshot, Span};
use crate::theme::Theme;

pub use press::Press;

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
}

/// True for a kind of which `site.yaml` wants every record printed. Forms are always printed, beside their other formats.
pub fn prints(site: &Site, kind: Kind) -> bool {
    let printed = match kind {
        Kind::Policy => Printed::Policies,
        Kind::Interpretation => Printed::Interpretations,
        Kind::Notice => Printed::Notices,
        Kind::Check => Printed::Checks,
        _ => return false,
    };
    ABLE && site.settings.print.collections.contains(&printed)
}

/// The press of a site, and what is wrong with its fonts and with what is printed. No press when nothing is.
pub fn set_up(snapshot: &Snapshot, site: &Site, theme: &Theme) -> (Option<Press>, Diagnostics) {
    let print = &site.settings.print;
    if !ABLE || (site.content.forms.is_empty() && print.collections.is_empty()) {
        return (None, Diagnostics::default());
    }
    let (mut press, mut told) = Press::new(site, theme);
    told.extend(press.check(snapshot, site));
    (Some(press), told)
}
