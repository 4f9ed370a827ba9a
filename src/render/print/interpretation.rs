//! An interpretation → its print-out.

use super::Printing;
use super::text::Text;
use crate::model::Kind;
use crate::print::{Job, footnotes, tree};
use crate::render::context::RenderContext;

/// The row of the table.
pub(super) const PRINTING: Printing = Printing { kind: Kind::Interpretation, job };

fn job(cx: &RenderContext<'_>, index: usize) -> Job {
    let article = &cx.site.content.interpretations[index];
    let text = Text {
        kind: Kind::Interpretation,
        index,
        data: cx.printed(&article.data.title, &article.data.keywords),
        is_official: false,
        lapsed: cx.lapsed_article(Kind::Interpretation, index).into_iter().collect(),
        note: cx.text("print_note_article"),
        remarks: Vec::new(),
    };
    cx.text_document(text, article, |addresses| {
        let mut nodes = tree::nodes(cx.html(&article.body, article.file).as_str(), addresses);
        footnotes::place(&mut nodes.iter_mut().collect::<Vec<_>>());
        nodes
    })
}
