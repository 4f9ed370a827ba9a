//! The text of an official document → its tree for print, with the roles of its parts (`render/roles`), headings and leads of
//! clauses, editors' notes, attachments that are forms (GB/T 9704—2012, 7.3).

use serde_json::{Value, json};

use crate::form::sheet::{self, MARGIN, Sheet};
use crate::model::article::{Attachment, Policy};
use crate::model::{Kind, Record};
use crate::print::footnotes;
use crate::print::tree::{self, Addresses};
use crate::render::context::RenderContext;
use crate::render::roles::{self, Role};
use crate::syntax::clause::to_chinese;

use super::clause::Levels;
use super::closing;
use super::part::{Part, close};

/// What templates call the role of a paragraph that is set in a way of its own.
fn name(role: Role) -> Option<&'static str> {
    match role {
        Role::Centred => Some("centred"),
        Role::Addressee => Some("addressee"),
        Role::Attachment => Some("attachment"),
        Role::AttachmentTitle => Some("attachment-title"),
        _ => None,
    }
}

impl<'a> RenderContext<'a> {
    /// The blocks of an official document with its parts marked, without its title.
    pub(super) fn official(&self, policy: &'a Record<Policy>, addresses: &Addresses<'_>) -> Vec<Value> {
        let mut parts = self.printed_parts(policy, addresses);
        footnotes::place(&mut parts.iter_mut().map(|part| &mut part.node).collect::<Vec<_>>());
        // The title stands above already.
        parts.retain(|part| part.role != Some(Role::Title));
        let mut levels = Levels::default();
        for part in &mut parts {
            levels.mark(part, &policy.body.clauses[part.opens.clone()]);
        }
        bookmark_attachments(&mut parts);
        let parts = self.noted(policy, parts);
        let parts = closing::attachments(self.forms(policy, parts));
        closing::signature(parts, policy.data.sealed).into_iter().map(|part| part.node).collect()
    }

    /// The nodes of each block that anything is seen of, with its role.
    fn printed_parts(&self, policy: &'a Record<Policy>, addresses: &Addresses<'_>) -> Vec<Part> {
        let body = &policy.body;
        let mut parts = Vec::new();
        for (block, mut role) in body.blocks.iter().zip(self.roles(policy)) {
            let html = self.blocks(body, policy.file, std::slice::from_ref(block));
            let mut opens = roles::opened(&body.clauses, block);
            let nodes = tree::nodes(html.as_str(), addresses).into_iter().filter(is_seen);
            parts.extend(nodes.map(|node| {
                let (mut node, role) = (element(node), role.take());
                if let Some(name) = role.and_then(name) {
                    node["role"] = json!(name);
                }
                Part { node, role, opens: std::mem::take(&mut opens) }
            }));
        }
        parts
    }

    /// The parts with the editors' notes behind what they are about.
    fn noted(&self, policy: &'a Record<Policy>, parts: Vec<Part>) -> Vec<Part> {
        let mut notes = Self::notes(policy).into_iter().peekable();
        let mut noted = Vec::with_capacity(parts.len());
        let mut before = |next: usize, noted: &mut Vec<Part>| {
            while let Some((_, texts)) = notes.next_if(|(clause, _)| *clause < next) {
                let notes: Vec<_> = texts.iter().map(|text| json!({ "t": "p", "c": [text] })).collect();
                let node = json!({ "t": "notes", "c": notes, "label": self.theme.text("clause_notes") });
                noted.push(Part::new(node));
            }
        };
        for part in parts {
            if !part.opens.is_empty() {
                before(part.opens.start, &mut noted);
            }
            noted.push(part);
        }
        before(usize::MAX, &mut noted);
        noted
    }

    /// The parts with attachments that are forms of the site in the layout of the form. An attachment that says more than
    /// its form is printed as it is written.
    fn forms(&self, policy: &'a Record<Policy>, parts: Vec<Part>) -> Vec<Part> {
        let mut laid = Vec::with_capacity(parts.len());
        let mut parts = parts.into_iter().peekable();
        while let Some(part) = parts.next() {
            let label = part.words();
            let attachment =
                policy.data.attachments.iter().find(|own| part.role == Some(Role::Attachment) && names(&label, own));
            let Some((attachment, sheet)) = attachment.and_then(|own| Some((own, self.sheet_of(own)?))) else {
                laid.push(part);
                continue;
            };
            let mut own = Vec::new();
            while let Some(next) = parts.next_if(|next| next.role != Some(Role::Attachment)) {
                own.push(next);
            }
            let (notes, text): (Vec<Part>, Vec<Part>) = own.into_iter().partition(|part| part.node["t"] == "notes");
            if says(&sheet, &text) {
                let roles = [sheet::Role::Attachment, sheet::Role::Title, sheet::Role::Note];
                let [top, title, note] = roles.map(|role| sheet.size_of(role));
                laid.push(Part::new(json!({
                    "t": "form", "sheet": sheet, "margin": MARGIN,
                    "sizes": { "attachment": top, "title": title, "note": note },
                    "bookmark": format!("{label}　{}", attachment.title),
                })));
            } else {
                laid.push(part);
                laid.extend(text);
            }
            laid.extend(notes);
        }
        laid
    }

    fn sheet_of(&self, attachment: &Attachment) -> Option<Sheet> {
        let index = self.site.find(Kind::Form, &attachment.form.as_ref()?.value)?;
        Some(self.sheet(self.site.content.forms.get(index)?))
    }
}

/// Gives each attachment a bookmark with its title, which stands below it.
fn bookmark_attachments(parts: &mut [Part]) {
    for at in 0..parts.len() {
        if parts[at].role == Some(Role::Attachment) {
            let title = parts.get(at + 1).filter(|next| next.role == Some(Role::AttachmentTitle));
            let names = [Some(parts[at].words()), title.map(|title| tree::text(&title.node).trim().to_owned())];
            parts[at].node["bookmark"] = json!(names.into_iter().flatten().collect::<Vec<_>>().join("　"));
        }
    }
}

/// True when a line is the label of an attachment: `附件1`, `附件一：`, `附件` of the only one, with its title or without.
fn names(label: &str, attachment: &Attachment) -> bool {
    let number = attachment.number;
    let chinese = u16::try_from(number).map(to_chinese).unwrap_or_default();
    let title = close(&attachment.title);
    let is_rest = |rest: &str| {
        let rest = rest.trim_start_matches(['：', ':']);
        rest.is_empty() || rest == title
    };
    let Some(rest) = label.strip_prefix("附件") else { return false };
    let numbers = [number.to_string(), chinese.to_string()];
    numbers.iter().any(|own| rest.strip_prefix(own.as_str()).is_some_and(is_rest)) || (number == 1 && is_rest(rest))
}

/// True when a sheet says all that these parts say; dots stand for lines to go on with.
fn says(sheet: &Sheet, parts: &[Part]) -> bool {
    let texts: Vec<String> = sheet.lines().flat_map(|line| &line.cells).map(|cell| close(&cell.text)).collect();
    let said = texts.concat();
    let is_said = |text: &str| {
        let text = close(text);
        text.chars().all(|c| ".．…·".contains(c)) || said.contains(&text)
    };
    parts.iter().all(|part| tree::texts(&part.node).iter().all(|text| is_said(text)))
}

/// Text without an element of its own as a paragraph.
fn element(node: Value) -> Value {
    if node.is_string() { json!({ "t": "p", "c": [node] }) } else { node }
}

/// True when a reader sees anything of a node.
fn is_seen(node: &Value) -> bool {
    !close(&tree::text(node)).is_empty() || ["table", "hr", "img", "input"].iter().any(|name| tree::holds(node, name))
}
