//! Numbers of persons → diagnostics.

use std::ops::Range;

use super::numbers::{self, Number, Writing};
use crate::diagnostic::{Code, Diagnostic};

/// Numbers of one file that are reported, each at its place; of further ones only how many there are.
pub(super) const MOST: usize = 20;

/// How the text of a file is written, by its path.
pub(super) fn writing(path: &str) -> Writing {
    let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "css" | "js" | "mjs" | "map" | "svg" | "typ" => Writing::Script,
        _ => Writing::Prose,
    }
}

/// Numbers in the name of a file, which is a part of its address.
pub(super) fn in_name(path: &str) -> Vec<Diagnostic> {
    let reported = |(range, number): (Range<usize>, Number)| {
        personal(Diagnostic::path(Code::PersonalData, path), number, &path[range], "@file-name")
    };
    numbers::find(path).into_iter().map(reported).collect()
}

/// How many further numbers the first diagnostic of a file stands for.
pub(super) fn beside(at: usize, more: usize) -> String {
    if at == 0 && more > 0 { format!("@more {more} ") } else { String::new() }
}

/// A diagnostic with the number of a person that it is about.
pub(super) fn personal(reported: Diagnostic, number: Number, digits: &str, place: &str) -> Diagnostic {
    reported.arg("what", number.word()).arg("number", numbers::masked(digits)).arg("place", place)
}
