//! in place of the print engine in a program without the feature `print`.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Remarks, ScanCache};
use crate::model::Site;
use crate::source::Snapshot;
use crate::theme::Theme;

use super::Job;

/// Prints nothing; no route asks it to.
#[derive(Clone)]
pub struct PrintEngine;

impl PrintEngine {
    /// A engine that needs no fonts.
    pub fn new(_: &Site, _: &Theme) -> (Self, Diagnostics) {
        (Self, Diagnostics::default())
    }

    /// Nothing is printed, so no character is missing.
    pub fn scan(&mut self, _: &Snapshot, _: &Site, _: Option<&ScanCache>) -> ScanCache {
        ScanCache::default()
    }

    /// # Errors
    /// Always.
    pub fn pdf(&self, job: &Job, _: &Remarks) -> Result<Vec<u8>, Diagnostic> {
        Err(Diagnostic::path(Code::Template, format!("theme/print/{}", job.template)).arg("cause", "print"))
    }
}
