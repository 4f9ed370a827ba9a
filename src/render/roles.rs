//! The blocks of an official document that have a place of their own on its page and on paper: its title, the addressee,
//! headings, attachments and their list, who signs and when (GB/T 9704—2012, 7.3).

use std::ops::Range;

use memchr::memmem;

use crate::model::Record;
use crate::model::article::Policy;
use crate::syntax::clause::{Kind as Numbering, Script, digit, is_date, number};
use crate::syntax::markdown::{Block, Clause, words};

use super::context::RenderContext;
use super::view::Html;

/// Blocks at the beginning among which title and addressee stand.
const OPENING: usize = 12;
/// Characters of a line that can be a heading, an office or the title of an attachment.
const LINE: usize = 40;
/// Bytes of the HTML of a block that can have a role.
const SHORT: usize = 1_000;
/// Lines of a list of attachments without numbers.
const UNNUMBERED: usize = 10;
/// Stops. A line that ends with one is no heading.
const STOPS: [char; 10] = ['。', '；', '：', '，', ';', ':', ',', '.', '！', '？'];
/// What a block is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document, which the heading of its page says already.
    Title,
    /// The head of an order, the number of the document, or the note below it.
    Centred,
    /// To whom the document is sent.
    Addressee,
    /// A numbered line without a full stop: 一、总体要求.
    Heading,
    /// A part, a chapter or a section: 第一章　总则.
    Chapter,
    /// The list of the attachments: 附件：1.…
    Listed,
    /// Its further lines.
    ListedNext,
    /// The number of an attachment, with which it begins.
    Attachment,
    /// Its title, or that of a document that this one carries.
    AttachmentTitle,
    /// Who signs.
    Issuer,
    /// The day on which they sign, or who signs and when.
    Date,
}

impl Role {
    /// The attributes of its element, which is a paragraph or a heading already.
    fn attributes(self, paragraph: bool) -> &'static str {
        match self {
            Self::Attachment if !paragraph => " class=o-att",
            Self::Title => " class=o-title",
            Self::Centred | Self::AttachmentTitle => " class=o-mid",
            Self::Addressee => " class=o-to",
            Self::Heading => " class=o-h role=heading aria-level=2",
            Self::Chapter => " class=\"o-h o-mid\" role=heading aria-level=2",
            Self::Listed => " class=o-list",
            Self::ListedNext => " class=\"o-list o-next\"",
            Self::Attachment => " class=o-att role=heading aria-level=2",
            Self::Issuer | Self::Date => " class=o-sign",
        }
    }
}

impl RenderContext<'_> {
    /// The role of each block of a policy, where it has one.
    pub(super) fn roles(&self, policy: &Record<Policy>) -> Vec<Option<Role>> {
        let roles = vec![None; policy.body.blocks.len()];
        let mut finder = Finder { policy, attached: memmem::Finder::new("附"), roles };
        finder.opening();
        let blocks = 0..finder.roles.len();
        blocks.clone().for_each(|at| finder.attachment(at));
        blocks.clone().for_each(|at| finder.signature(at));
        blocks.for_each(|at| finder.line(at));
        finder.roles
    }

    /// Finished HTML of some blocks of a policy, with their roles.
    pub(super) fn placed(&self, policy: &Record<Policy>, range: Range<usize>, roles: &[Option<Role>]) -> Html {
        let blocks = |range: Range<usize>| self.blocks(&policy.body, policy.file, &policy.body.blocks[range]);
        let mut html = Html::default();
        let mut start = range.start;
        for at in range.clone() {
            let Some(role) = roles[at] else { continue };
            if start < at {
                html.push(&blocks(start..at));
            }
            let block = blocks(at..at + 1);
            let end = block.as_str().find([' ', '>']).unwrap_or(0);
            let (start_tag, rest) = block.as_str().split_at(end);
            html.push(&Html::trusted([start_tag, role.attributes(start_tag == "<p"), rest].concat()));
            start = at + 1;
        }
        if start < range.end {
            html.push(&blocks(start..range.end));
        }
        html
    }
}

/// The clauses that a block opens, from the outermost to the innermost, by their places.
pub(super) fn opened(clauses: &[Clause], block: &Block) -> Range<usize> {
    let Some(inner) = block.clause else { return 0..0 };
    let outer = clauses[..=inner].iter().rev().take_while(|clause| clause.span == block.span).count();
    inner + 1 - outer..inner + 1
}

/// The text of a policy, in which roles are looked for.
struct Finder<'a> {
    policy: &'a Record<Policy>,
    /// Finds the sign with which all labels of attachments begin.
    attached: memmem::Finder<'static>,
    roles: Vec<Option<Role>>,
}

impl<'a> Finder<'a> {
    /// The HTML of a block that is short enough to have a role.
    fn short(&self, at: usize) -> Option<&'a str> {
        let html = self.policy.body.html_of(self.policy.body.blocks.get(at..=at)?);
        (html.len() <= SHORT).then_some(html)
    }

    /// The HTML of a short paragraph.
    fn paragraph(&self, at: usize) -> Option<&'a str> {
        self.short(at).filter(|html| html.starts_with("<p"))
    }

    /// True for a heading in Markdown.
    fn is_heading(&self, at: usize) -> bool {
        self.policy.body.blocks.get(at..=at).is_some_and(|block| self.policy.body.html_of(block).starts_with("<h"))
    }

    /// The words of a short paragraph, without white space.
    fn words(&self, at: usize) -> Option<String> {
        self.paragraph(at).map(words)
    }

    fn opens(&self, at: usize) -> &'a [Clause] {
        let body = &self.policy.body;
        &body.clauses[opened(&body.clauses, &body.blocks[at])]
    }

    /// Title, number and addressee.
    fn opening(&mut self) {
        let data = &self.policy.data;
        let end = OPENING.min(self.roles.len());
        let next = self.title(end);
        for at in next..end {
            let Some(words) = self.words(at) else { return };
            let is_number = data.document_number.get().is_some_and(|number| squeezed(number) == words);
            let is_note = words.starts_with('（') && words.ends_with('）') && words.contains('年');
            let is_order = at == 0 && is_order(&words)
                || at == 1 && self.roles[0] == Some(Role::Centred) && is_order_number(&words);
            if is_number || is_order || (is_note && at > 0) {
                self.roles[at] = Some(Role::Centred);
                continue;
            }
            let named = data.addressee.as_deref().is_some_and(|to| squeezed(to) == words.trim_end_matches(['：', ':']));
            if named || is_addressee(&words) {
                self.roles[at] = Some(Role::Addressee);
            }
            return;
        }
    }

    /// The title, which may stand on several lines. Gives the block behind it.
    fn title(&mut self, end: usize) -> usize {
        let title = squeezed(&self.policy.data.title);
        let mut read = String::new();
        for at in 0..end {
            let Some(html) = self.short(at).filter(|html| html.starts_with("<p") || html.starts_with("<h")) else {
                break;
            };
            read += &words(html);
            if read == title {
                self.roles[..=at].fill(Some(Role::Title));
                return at + 1;
            }
            if !title.starts_with(&read) {
                break;
            }
        }
        0
    }

    /// The number of an attachment and its title; the title of a document that this one carries.
    fn attachment(&mut self, at: usize) {
        let is_line = self.is_heading(at) || self.paragraph(at).is_some();
        if !is_line || self.roles[at].is_some() {
            return;
        }
        if self.opens(at).iter().any(Clause::is_attachment) {
            self.roles[at] = Some(Role::Attachment);
            let is_own = |next: usize| self.opens(next).is_empty();
            if self.words(at + 1).is_some_and(|words| is_title(&words)) && is_own(at + 1) {
                self.roles[at + 1] = Some(Role::AttachmentTitle);
            }
        } else if self.opens(at).iter().any(|clause| {
            clause.path.own().is_some_and(|own| own.kind == Numbering::Carried) && !clause.path.is_labelled()
        }) {
            self.roles[at] = Some(Role::AttachmentTitle);
        }
    }

    /// The end (落款) to which a block belongs.
    fn closing(&self, at: usize) -> Option<usize> {
        let body = &self.policy.body;
        let clause = body.blocks[at].clause?;
        body.clauses[clause].path.own().filter(|own| own.kind == Numbering::Closing).map(|_| clause)
    }

    /// The date at an end, with those who sign above it.
    fn signature(&mut self, at: usize) {
        let Some(closing) = self.closing(at).filter(|_| self.roles[at].is_none()) else { return };
        let Some(words) = self.words(at) else { return };
        if is_signed_day(&words) {
            self.roles[at] = Some(Role::Date);
            return;
        }
        if !is_date(&words) {
            return;
        }
        let signs = |above: &usize| self.closing(*above) == Some(closing) && self.signs(*above);
        let first = (0..at).rev().take_while(signs).last().unwrap_or(at);
        self.roles[first..at].fill(Some(Role::Issuer));
        self.roles[at] = Some(Role::Date);
    }

    /// True for a line above the date of an end that names who signs.
    fn signs(&self, at: usize) -> bool {
        self.roles[at].is_none() && self.words(at).is_some_and(|words| is_name(&words))
    }

    /// What a line by itself shows.
    fn line(&mut self, at: usize) {
        let Some(html) = self.paragraph(at).filter(|_| self.roles[at].is_none()) else { return };
        let names_attachments = |html: &str| ["附件", "附：", "附:"].into_iter().any(|label| html.contains(label));
        if self.attached.find(html.as_bytes()).is_some() && names_attachments(html) {
            self.list(at);
        } else if !is_sentence(html) && (self.opens(at).iter().any(is_numbered_clause) || html.starts_with("<p>第")) {
            let words = words(html);
            if is_chapter(&words) {
                self.roles[at] = Some(Role::Chapter);
            } else if is_heading(&words) {
                self.roles[at] = Some(Role::Heading);
            }
        }
    }

    /// The list of the attachments with its further lines.
    fn list(&mut self, at: usize) {
        let words = self.words(at).unwrap_or_default();
        let words = words.trim_start_matches(['-', '－', '—']);
        let labels = ["附件：", "附件:", "附：", "附:"];
        let Some(named) = labels.into_iter().find_map(|label| words.strip_prefix(label)) else { return };
        let is_next = |finder: &Self, next: usize, fits: fn(&str) -> bool| {
            let is_free = finder.roles[next].is_none() && finder.opens(next).is_empty();
            is_free && finder.words(next).is_some_and(|words| fits(&words) && !is_date(&words))
        };
        let is_counted: fn(&str) -> bool = |words| numbered(words).is_some_and(|(_, script)| script == Script::Digits);
        let behind = at + 1..self.roles.len();
        let mut end = behind.clone().find(|&next| !is_next(self, next, is_counted)).unwrap_or(behind.end);
        if named.is_empty() && end == at + 1 {
            // Names without numbers go on up to who signs.
            let last = behind.clone().take(UNNUMBERED).find(|&next| !is_next(self, next, is_title));
            let is_signed = last.is_some_and(|last| matches!(self.roles[last], Some(Role::Issuer | Role::Date)));
            end = last.filter(|_| is_signed).unwrap_or(end);
        }
        if !named.is_empty() || end > at + 1 {
            self.roles[at] = Some(Role::Listed);
            self.roles[at + 1..end].fill(Some(Role::ListedNext));
        }
    }
}

/// True for a clause with a number of its own: no opening, no end, no paragraph of an article.
fn is_numbered_clause(clause: &Clause) -> bool {
    clause.path.own().is_some_and(|own| !matches!(own.kind, Numbering::Paragraph | Numbering::Closing))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_short(words: &str) -> bool {
    !words.is_empty() && words.chars().nth(LINE).is_none()
}

/// A line that ends without a stop.
fn is_open(words: &str) -> bool {
    is_short(words) && !words.ends_with(STOPS)
}

/// True for a paragraph that ends with a stop, by the end of its HTML: its words are not [open](is_open). A `;` may end a
/// character reference, and is left to [`is_open`].
fn is_sentence(html: &str) -> bool {
    html.trim_end().strip_suffix("</p>").is_some_and(|words| words.ends_with(STOPS) && !words.ends_with(';'))
}

/// What follows the number with which a text begins, and how that is written.
fn numbered(text: &str) -> Option<(&str, Script)> {
    number(text).map(|number| (&text[number.length..], number.script))
}

/// `一、…`, `（一）…`, `1．…`, `第一条…`
fn is_numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(['（', '(', '第']);
    numbered(rest).is_some_and(|(rest, _)| rest.starts_with(['、', '）', ')', '．', '.', '条', '章']))
}

/// Last words of a line that introduces the text below it, and is no addressee.
const LABELS: [&str; 12] =
    ["如下", "名单", "目录", "清单", "说明", "附件", "内容", "事项", "条件", "时间", "地点", "依据"];

/// `各区（市）人民政府：`, and not `现通知如下：`
fn is_addressee(words: &str) -> bool {
    words.strip_suffix(['：', ':']).is_some_and(|named| {
        let is_label = LABELS.iter().any(|label| named.ends_with(label));
        !named.contains(['。', '：', ':']) && !is_label && !is_numbered(named)
    })
}

/// `一、总体要求`: what is numbered on the first level and ends without a stop.
fn is_heading(words: &str) -> bool {
    let rest = numbered(words).filter(|(_, script)| *script == Script::Chinese).map(|(rest, _)| rest);
    rest.is_some_and(|rest| rest.starts_with('、')) && is_open(words) && !words.contains('。')
}

/// `某市人民政府令`, the head of an order, and of announcements.
fn is_order(words: &str) -> bool {
    is_open(words) && ["令", "公告", "通告"].iter().any(|end| words.ends_with(end))
}

/// `第12号`, below the head of an order: `（第12号）`, `2026年第3号`.
fn is_order_number(words: &str) -> bool {
    let bare = words.trim_start_matches('（').trim_end_matches('）');
    let number = bare.split_once('第').and_then(|(year, number)| {
        let is_year = year.is_empty() || year.ends_with('年');
        number.strip_suffix('号').filter(|_| is_year)
    });
    number.and_then(numbered).is_some_and(|(rest, _)| rest.is_empty())
}

/// Who signs and when, on one line: `某市某局2026年3月1日`.
fn is_signed_day(words: &str) -> bool {
    let name = words.find(|c: char| digit(c).is_some() || matches!(c, '二' | '一' | '〇' | '○'));
    name.is_some_and(|name| name > 0 && is_short(words) && is_name(&words[..name]) && is_date(&words[name..]))
}

/// `第一章总则`
fn is_chapter(words: &str) -> bool {
    let rest = words.strip_prefix('第').and_then(numbered).map(|(rest, _)| rest);
    rest.is_some_and(|rest| rest.starts_with(['编', '章', '节']) && !rest.contains('，')) && is_open(words)
}

/// The title of an attachment, below its number.
fn is_title(words: &str) -> bool {
    is_open(words) && !is_numbered(words)
}

/// The name of an office, or of who else signs.
fn is_name(words: &str) -> bool {
    let stops = ['。', '，', '；', '：', '、', ',', ';', ':', '《'];
    let others = ["附", "（", "特此"];
    is_short(words)
        && !words.contains(stops)
        && !is_numbered(words)
        && !others.iter().any(|other| words.starts_with(other))
}

#[cfg(test)]
mod tests;
