//! The text of a policy as Akoma Ntoso 3.0 (OASIS LegalDocML): what is known of the document, its clauses by their kinds,
//! the signature, the attachments. Ids of clauses are those of its naming convention, made of their numbers.

mod ids;
mod meta;

use std::ops::Range;

use super::outline::{Node, outline};
use super::xml::{blocks, blocks_of, escaped, line, raw_text};
use crate::model::Record;
use crate::model::article::Policy;
use crate::render::context::{RenderContext, encode};
use crate::render::roles::Role;
use crate::syntax::clause::{Kind, marker};
use crate::syntax::markdown::Clause;
use crate::syntax::parts::footnotes;

use crate::plan::Route;
use ids::{element, ids};
use meta::Work;

/// The namespace.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The document of a policy.
pub(super) fn document(cx: &RenderContext<'_>, index: usize) -> String {
    let policy = &cx.site.content.policies[index];
    let (nodes, rest) = outline(&policy.body);
    let page = cx.plan.path(&Route::Record(crate::model::Kind::Policy, index)).unwrap_or_default();
    let page = encode(page.rsplit('/').next().unwrap_or_default());
    let rest = cx.blocks(&policy.body, policy.file, &policy.body.blocks[rest]);
    let notes = footnotes(rest.as_str()).into_iter();
    let notes: Vec<_> = notes.map(|(number, parts)| (number, blocks_of(&parts, &page))).collect();
    let mut writer = Writer {
        cx,
        policy,
        page,
        roles: cx.roles(policy),
        ids: ids(&policy.body.clauses),
        work: Work::new(cx, index, policy),
        xml: String::with_capacity(policy.body.html.len() * 2 + 4096),
    };
    writer.act(&nodes, &notes);
    writer.xml
}

/// A document that is written.
struct Writer<'a> {
    cx: &'a RenderContext<'a>,
    policy: &'a Record<Policy>,
    /// The name of its page, beside which it stands.
    page: String,
    roles: Vec<Option<Role>>,
    /// Ids of the clauses; nothing where the one before it is the same.
    ids: Vec<Option<String>>,
    work: Work<'a>,
    xml: String,
}

impl<'a> Writer<'a> {
    fn push(&mut self, parts: &[&str]) {
        self.xml.extend(parts.iter().copied());
    }

    fn html(&self, range: Range<usize>) -> String {
        let body = &self.policy.body;
        self.cx.blocks(body, self.policy.file, &body.blocks[range]).as_str().to_owned()
    }

    /// Blocks, without the first `skip` bytes of their text.
    fn blocks(&mut self, range: Range<usize>, skip: usize) {
        let written = blocks(&self.html(range), skip, &self.page);
        self.xml.push_str(&written);
    }

    fn act(&mut self, nodes: &[Node<'_>], notes: &[(String, String)]) {
        self.push(&[
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"",
            NAMESPACE,
            "\">\n<act name=\"act\">\n",
        ]);
        let meta = self.work.meta("!main", notes);
        self.xml.push_str(&meta);
        let (opening, nodes) = match nodes {
            [first, rest @ ..] if first.kind().is_none() => (first.blocks.clone(), rest),
            _ => (0..0, nodes),
        };
        let titled =
            opening.clone().take_while(|&at| matches!(self.roles[at], Some(Role::Title | Role::Centred))).count();
        let (title, text) = (opening.start..opening.start + titled, opening.start + titled..opening.end);
        self.preface(title);
        let (own, closings, components) = split(nodes);
        if !own.is_empty() && !text.is_empty() {
            self.xml.push_str("<preamble>");
            self.filled(text.clone());
            self.xml.push_str("</preamble>\n");
        }
        self.xml.push_str("<body>");
        self.nodes(own, 0);
        if own.is_empty() {
            self.xml.push_str("<hcontainer eId=\"hcontainer_text\" name=\"text\"><content>");
            self.filled(text);
            self.xml.push_str("</content></hcontainer>");
        }
        self.xml.push_str("</body>\n");
        self.behind(closings, components);
        self.xml.push_str("</act>\n</akomaNtoso>\n");
    }

    /// The title, as it stands at the head of the text; where it does not, that of the record.
    fn preface(&mut self, range: Range<usize>) {
        self.xml.push_str("<preface>");
        if !range.clone().any(|at| self.roles[at] == Some(Role::Title)) {
            let policy = self.policy;
            self.push(&["<p><docTitle>", &escaped(&policy.data.title), "</docTitle></p>"]);
        }
        for at in range {
            let text = line(&self.html(at..at + 1), 0, &self.page);
            match self.roles[at] {
                Some(Role::Title) => self.push(&["<p><docTitle>", &text, "</docTitle></p>"]),
                _ => self.push(&["<p>", &text, "</p>"]),
            }
        }
        self.xml.push_str("</preface>\n");
    }

    /// Blocks, of which there has to be one.
    fn filled(&mut self, range: Range<usize>) {
        let before = self.xml.len();
        self.blocks(range, 0);
        if self.xml.len() == before {
            self.xml.push_str("<p/>");
        }
    }

    /// The end of a document, and its attachments.
    fn behind(&mut self, closings: &[Node<'_>], components: &[Node<'_>]) {
        if !closings.is_empty() {
            self.xml.push_str("<conclusions>");
            let before = self.xml.len();
            closings.iter().for_each(|node| self.closing(node));
            if self.xml.len() == before {
                self.xml.push_str("<p/>");
            }
            self.xml.push_str("</conclusions>\n");
        }
        if !components.is_empty() {
            self.xml.push_str("<attachments>\n");
            components.iter().for_each(|node| self.component(node));
            self.xml.push_str("</attachments>\n");
        }
    }

    /// The blocks of an end; who signs is marked.
    fn closing(&mut self, node: &Node<'_>) {
        for at in node.all_blocks() {
            match self.roles[at] {
                Some(Role::Issuer) => {
                    let text = line(&self.html(at..at + 1), 0, &self.page);
                    self.push(&["<p><signature>", &text, "</signature></p>"]);
                }
                _ => self.blocks(at..at + 1, 0),
            }
        }
    }

    /// An attachment, or a document that this one carries: a document with a number and a title.
    fn component(&mut self, node: &Node<'_>) {
        let (name, id) = self.id(node);
        self.push(&["<attachment", &id, ">"]);
        let (rest, skip) = self.number_and_heading(node, 0);
        let kind = if node.clause.is_attachment() { "attachment" } else { "document" };
        self.push(&["\n<doc name=\"", kind, "\">\n"]);
        let meta = self.work.meta(&format!("!{name}"), &[]);
        self.xml.push_str(&meta);
        self.xml.push_str("<mainBody>");
        let before = self.xml.len();
        self.blocks(rest, skip);
        let (own, closings, components) = split(&node.children);
        self.nodes(own, if node.blocks.start == node.blocks.end { skip } else { 0 });
        if self.xml.len() == before {
            self.xml.push_str("<p/>");
        }
        self.xml.push_str("</mainBody>\n");
        self.behind(closings, components);
        self.xml.push_str("</doc>\n</attachment>\n");
    }

    /// Clauses that follow each other. `used` is that of the first.
    fn nodes(&mut self, nodes: &[Node<'_>], used: usize) {
        for (at, node) in nodes.iter().enumerate() {
            self.node(node, if at == 0 { used } else { 0 });
        }
    }

    /// A clause with those below it. `used` bytes of the text of its first block belong to the numbers of those around it.
    fn node(&mut self, node: &Node<'_>, used: usize) {
        let (name, attributes) = match node.kind().and_then(element) {
            Some((name, _)) => (name, String::new()),
            None => {
                let name = match node.kind() {
                    None => "opening",
                    Some(Kind::Closing) => "closing",
                    Some(Kind::Carried) => "document",
                    Some(Kind::Supplement) => "supplement",
                    Some(_) => "attachment",
                };
                ("hcontainer", format!(" name=\"{name}\""))
            }
        };
        let (_, id) = self.id(node);
        self.push(&["<", name, &id, &attributes, ">"]);
        let (rest, skip) = self.number_and_heading(node, used);
        let (below, last) = match node.children.split_last() {
            Some((last, below)) if last.is_closing() => (below, Some(last)),
            _ => (node.children.as_slice(), None),
        };
        let around = match below.is_empty() && last.is_none() {
            true => "content",
            false => "intro",
        };
        let html = self.html(rest.clone());
        let own = blocks(&html, skip, &self.page);
        if !own.is_empty() || node.children.is_empty() {
            self.push(&["<", around, ">", &own, "</", around, ">"]);
        }
        self.nodes(below, if node.blocks.start == node.blocks.end { skip } else { 0 });
        if let Some(last) = last {
            self.xml.push_str("<wrapUp>");
            self.closing(last);
            self.xml.push_str("</wrapUp>");
        }
        self.push(&["</", name, ">"]);
    }

    /// The id of a clause, and its attribute.
    fn id(&self, node: &Node<'_>) -> (String, String) {
        match &self.ids[node.at] {
            Some(id) => (id.clone(), format!(" eId=\"{id}\"")),
            None => (node.clause.anchor.clone(), String::new()),
        }
    }

    /// Writes the number and the heading of a clause. Gives its blocks that are left, and how many bytes of the text of the
    /// first one are written, in which the numbers of the clauses around it stand as well.
    fn number_and_heading(&mut self, node: &Node<'_>, used: usize) -> (Range<usize>, usize) {
        let first = node.blocks.start;
        let Some(block) = self.policy.body.blocks.get(first) else { return (node.blocks.clone(), 0) };
        if block.span != node.clause.span {
            return (node.blocks.clone(), 0);
        }
        let html = self.html(first..first + 1);
        let text = raw_text(&html);
        let number = number(node.clause, &text[used..]);
        let skip = used + number;
        let written = text[used..skip].trim();
        if !written.is_empty() {
            self.push(&["<num>", &escaped(written), "</num>"]);
        }
        if node.blocks.start == node.blocks.end {
            return (node.blocks.clone(), skip);
        }
        let is_heading = html.starts_with("<h")
            || matches!(
                self.roles[first],
                Some(Role::Heading | Role::Chapter | Role::Attachment | Role::AttachmentTitle)
            );
        if !is_heading {
            return (node.blocks.clone(), skip);
        }
        let mut heading = line(&html, skip, &self.page);
        let mut rest = first + 1..node.blocks.end;
        // The title of an attachment is a line below its number.
        if heading.is_empty() && !rest.is_empty() && self.roles[rest.start] == Some(Role::AttachmentTitle) {
            heading = line(&self.html(rest.start..rest.start + 1), 0, &self.page);
            rest.start += 1;
        }
        if !heading.is_empty() {
            self.push(&["<heading>", &heading, "</heading>"]);
        }
        (rest, 0)
    }
}

/// How many bytes of the beginning of a text are the number of a clause.
fn number(clause: &Clause, text: &str) -> usize {
    let Some(own) = clause.path.own() else { return 0 };
    if matches!(own.kind, Kind::Paragraph | Kind::Carried | Kind::Closing) {
        return 0;
    }
    let found = marker(text).filter(|found| found.own().kind == own.kind && found.own().number == own.number);
    found.map_or(0, |found| found.length)
}

/// The clauses of a document itself, the end behind them, and the attachments behind that. What stands otherwise stays among
/// the clauses, where it is.
fn split<'n, 'a>(nodes: &'n [Node<'a>]) -> (&'n [Node<'a>], &'n [Node<'a>], &'n [Node<'a>]) {
    let tail = nodes.iter().rposition(|node| !node.is_component()).map_or(0, |at| at + 1);
    let (before, components) = nodes.split_at(tail);
    let end = before.iter().rposition(|node| !node.is_closing()).map_or(0, |at| at + 1);
    let (own, closings) = before.split_at(end);
    (own, closings, components)
}
