//! What the pages of fields, institutions, notices and benefits have in common.

use crate::render::context::RenderContext;
use crate::render::metadata::{Article, Head};
use crate::render::view::{self, Value, plain};
use crate::syntax::value::Known;

/// The attribute of a link that leads out of the site.
pub(super) const OUTSIDE: (&str, &str) = ("rel", "noopener external");

impl<'a> RenderContext<'a> {
    pub(super) fn record_head(&self, title: &str, description: String, sources: Vec<view::Source>) -> Head {
        let mut head = Head::new("record", title.to_owned(), description);
        head.article = Some(Article::default());
        head.sources = sources;
        head
    }

    /// A value that the documents may not state.
    pub fn stated(&self, value: &Known<String>) -> Value {
        value.get().map_or_else(|| self.unpublished("not_stated"), |text| plain(text))
    }
}
