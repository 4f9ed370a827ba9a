//! Who has issued a document, as its record says.

use super::gap::is_space;
use crate::syntax::markdown::without_space;

/// The names of those who have issued a document. They sign it, whatever they are called.
#[derive(Clone, Debug, Default)]
pub struct Signers(Vec<String>);

impl Signers {
    /// The names in a text that separates them with spaces or commas.
    pub fn new(issuer: &str) -> Self {
        let is_between = |c: char| is_space(c) || matches!(c, '、' | '，' | ',' | '；' | ';' | '\n');
        Self(issuer.split(is_between).filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// True when any name is known.
    pub(super) fn is_known(&self) -> bool {
        !self.0.is_empty()
    }

    /// True for a line with one of the names, or with several of them: `甲市某局（代章）`, `甲市某局　乙市某局`.
    pub fn has(&self, text: &str) -> bool {
        let name = text.split(['（', '(']).next().unwrap_or(text);
        let mut parts = name.split(|c| is_space(c) || c == '、').filter(|part| !part.is_empty()).peekable();
        let is_known = |name: &str| self.0.iter().any(|known| known == name);
        self.is_known() && parts.peek().is_some() && (parts.all(is_known) || is_known(&without_space(name)))
    }
}
