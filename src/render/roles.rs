//! The blocks of an official document that have a place of their own on its page: its title, the addressee, headings,
//! attachments, who signs and when (GB/T 9704—2012, 7.3).

use std::ops::Range;

use crate::model::Record;
use crate::model::article::Policy;
use crate::syntax::markdown::{Block, words};

use super::frame::Frame;
use super::view::Html;

/// Blocks at the beginning among which title and addressee stand.
const OPENING: usize = 12;
/// Characters of a line that can be a heading, an office or the title of an attachment.
const LINE: usize = 40;
/// Bytes of the HTML of a block that can have a role.
const SHORT: usize = 1_000;
/// Names of offices above a date.
const SIGNERS: usize = 6;
/// Digits of Chinese numbers.
const DIGITS: &str = "〇○零一二三四五六七八九十百";

/// What a block is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document, which the heading of its page says already.
    Title,
    /// The number of the document, the note below it, the title of an attachment.
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
    /// Who signs, and the date.
    Signed,
}

impl Role {
    /// The attributes of its element, which is a paragraph or a heading already.
    fn attributes(self, paragraph: bool) -> &'static str {
        match self {
            Self::Attachment if !paragraph => " class=o-att",
            Self::Title => " class=o-title",
            Self::Centred => " class=o-mid",
            Self::Addressee => " class=o-to",
            Self::Heading => " class=o-h role=heading aria-level=2",
            Self::Chapter => " class=\"o-h o-mid\" role=heading aria-level=2",
            Self::Listed => " class=o-list",
            Self::ListedNext => " class=\"o-list o-next\"",
            Self::Attachment => " class=o-att role=heading aria-level=2",
            Self::Signed => " class=o-sign",
        }
    }
}

impl Frame<'_> {
    /// The role of each block of a policy, where it has one.
    pub(super) fn roles(&self, policy: &Record<Policy>) -> Vec<Option<Role>> {
        let mut roles = vec![None; policy.body.blocks.len()];
        let text = Text { policy, made_on: policy.data.made_on.value.get().map(|date| squeezed(&self.date(*date))) };
        text.opening(&mut roles);
        for at in 0..roles.len() {
            text.line(at, &mut roles);
        }
        roles
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

/// The text of a policy, as roles are looked for in it.
struct Text<'a> {
    policy: &'a Record<Policy>,
    /// The day on which it was made, as its text would write it.
    made_on: Option<String>,
}

impl Text<'_> {
    fn blocks(&self) -> &[Block] {
        &self.policy.body.blocks
    }

    /// True for a heading in Markdown.
    fn is_heading(&self, at: usize) -> bool {
        self.blocks().get(at..=at).is_some_and(|block| self.policy.body.html_of(block).starts_with("<h"))
    }

    /// The HTML of a short paragraph.
    fn paragraph(&self, at: usize) -> Option<&str> {
        let html = self.policy.body.html_of(self.blocks().get(at..=at)?);
        (html.len() <= SHORT && html.starts_with("<p")).then_some(html)
    }

    /// The words of a short paragraph, without white space.
    fn words(&self, at: usize) -> Option<String> {
        self.paragraph(at).map(words)
    }

    /// Title, number and addressee.
    fn opening(&self, roles: &mut [Option<Role>]) {
        let data = &self.policy.data;
        let end = OPENING.min(roles.len());
        let title = squeezed(&data.title);
        let mut read = String::new();
        let mut next = 0;
        for at in 0..end {
            read += &self.words(at).unwrap_or_default();
            if read == title {
                roles[..=at].fill(Some(Role::Title));
                next = at + 1;
            }
            if !title.starts_with(&read) {
                break;
            }
        }
        for (at, role) in roles.iter_mut().enumerate().take(end).skip(next) {
            let Some(words) = self.words(at) else { return };
            let is_number = data.document_number.get().is_some_and(|number| squeezed(number) == words);
            let is_note = words.starts_with('（') && words.ends_with('）') && words.contains('年');
            if is_number || (is_note && at > 0) {
                *role = Some(Role::Centred);
                continue;
            }
            if words.ends_with(['：', ':']) && !words.contains('。') && !is_numbered(&words) {
                *role = Some(Role::Addressee);
            }
            return;
        }
    }

    /// Everything that a line by itself, or with those around it, tells.
    fn line(&self, at: usize, roles: &mut [Option<Role>]) {
        let block = &self.blocks()[at];
        let clause = block.clause.and_then(|clause| self.policy.body.clauses.get(clause));
        let opened = clause.filter(|clause| clause.span == block.span);
        let is_attachment = opened.is_some_and(|clause| clause.is_attachment());
        if is_attachment && (self.is_heading(at) || self.paragraph(at).is_some()) {
            roles[at] = Some(Role::Attachment);
            if self.words(at + 1).is_some_and(|words| is_title(&words)) {
                roles[at + 1] = Some(Role::Centred);
            }
        }
        let Some(html) = self.paragraph(at).filter(|_| roles[at].is_none()) else { return };
        if html.ends_with("日</p>") || html.ends_with("日</p>\n") {
            self.signature(at, roles);
        } else if html.contains("附件") || html.contains("附：") {
            self.list(at, roles);
        } else if opened.is_some() || html.starts_with("<p>第") {
            let words = words(html);
            if is_chapter(&words) {
                roles[at] = Some(Role::Chapter);
            } else if is_heading(&words) {
                roles[at] = Some(Role::Heading);
            }
        }
    }

    /// A date with those who sign above it.
    fn signature(&self, at: usize, roles: &mut [Option<Role>]) {
        let Some(words) = self.words(at).filter(|words| is_date(words)) else { return };
        let issuer = squeezed(&self.policy.data.issuer);
        let names = (0..at).rev().take(SIGNERS).take_while(|&above| {
            roles[above].is_none() && self.words(above).is_some_and(|words| words == issuer || is_office(&words))
        });
        let first = names.last();
        if first.is_some() || self.made_on.as_ref() == Some(&words) {
            roles[first.unwrap_or(at)..=at].fill(Some(Role::Signed));
        }
    }

    /// The list of the attachments with its further lines.
    fn list(&self, at: usize, roles: &mut [Option<Role>]) {
        let words = self.words(at).unwrap_or_default();
        let words = words.trim_start_matches(['-', '－', '—']);
        let named = ["附件：", "附件:", "附：", "附:"].into_iter().find_map(|label| words.strip_prefix(label));
        if named.is_none_or(str::is_empty) {
            return;
        }
        roles[at] = Some(Role::Listed);
        let is_next = |words: String| words.starts_with(|c: char| c.is_numeric()) && !is_date(&words);
        let further = (at + 1..roles.len()).take_while(|&next| self.words(next).is_some_and(is_next));
        for next in further {
            roles[next] = Some(Role::ListedNext);
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_short(words: &str) -> bool {
    !words.is_empty() && words.chars().nth(LINE).is_none()
}

/// A line that ends without a stop.
fn is_open(words: &str) -> bool {
    is_short(words) && !words.ends_with(['。', '；', '：', '，', ';', ':', ',', '.', '！', '？'])
}

/// `一、…`, `（一）…`, `1．…`, `第一条…`
fn is_numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(['（', '(', '第']);
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || DIGITS.contains(c));
    number.len() < rest.len() && number.starts_with(['、', '）', ')', '．', '.', '条', '章'])
}

/// `一、总体要求`: what is numbered on the first level and ends without a stop.
fn is_heading(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| DIGITS.contains(c));
    rest.len() < words.len() && rest.starts_with('、') && is_open(words) && !words.contains('。')
}

/// `第一章总则`
fn is_chapter(words: &str) -> bool {
    let Some(rest) = words.strip_prefix('第').filter(|_| is_open(words)) else { return false };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || DIGITS.contains(c));
    name.len() < rest.len() && name.starts_with(['编', '章', '节']) && !name.contains('，')
}

/// The title of an attachment, below its number.
fn is_title(words: &str) -> bool {
    is_open(words) && !is_numbered(words)
}

/// The name of an office, or of who else signs.
fn is_office(words: &str) -> bool {
    let stops = ['。', '，', '；', '：', '、', ',', ';', ':', '（', '《'];
    is_short(words) && !words.contains(stops) && !is_numbered(words) && !words.starts_with("附")
}

/// A day as documents write it: `2026年10月1日`, `二〇二六年十月一日`.
pub(super) fn is_date(words: &str) -> bool {
    let is_number = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c) || DIGITS.contains(c))
    };
    let parts = words.strip_suffix('日').and_then(|rest| {
        let (year, rest) = rest.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some([year, month, day])
    });
    parts.is_some_and(|parts| parts.into_iter().all(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_other_lines() {
        for (text, expected) in [
            ("2026年10月1日", true),
            ("二〇二六年十月一日", true),
            ("２０２６年１０月１日", true),
            ("年月日", false),
            ("2026年10月1日起施行", false),
            ("自2026年10月1日", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }
}
