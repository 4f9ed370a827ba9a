//! Warnings that are found while pages and documents are rendered.

use std::sync::{Mutex, PoisonError};

use super::Diagnostic;

/// Warnings about what has been rendered so far, each once.
#[derive(Debug, Default)]
pub struct Remarks(Mutex<Vec<Diagnostic>>);

impl Remarks {
    /// Adds a warning, unless it is known.
    pub fn add(&self, warning: Diagnostic) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.contains(&warning) {
            known.push(warning);
        }
    }

    /// What is known so far, in the order in which it was found.
    pub fn all(&self) -> Vec<Diagnostic> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
