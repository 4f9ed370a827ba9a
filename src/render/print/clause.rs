//! A block that opens a clause → a heading, or a paragraph with what leads it: levels are those of the clauses, however the
//! text is written.

use serde_json::{Value, json};

use crate::print::tree;
use crate::render::roles::Role;
use crate::syntax::clause::{Kind, marker};
use crate::syntax::markdown::Clause;

use super::part::Part;

/// Characters that a title within a line may have, its number not counted.
const RUN_IN: usize = 30;
/// Characters that a title on a line of its own may have.
const ALONE: usize = 40;
/// Characters of a clause that its bookmark shows when it has no title.
const BOOKMARK: usize = 20;
/// Ranks that have bookmarks: `一、` and `（一）`.
const MARKED: u8 = 2;

/// How a clause is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Set {
    /// 1 in 黑体, 2 in 楷体, 3 and more like the text (7.3.3).
    rank: u8,
    /// Levels below that of the division in which it stands.
    below: u8,
    /// 编 章 节: in the middle.
    is_division: bool,
    /// 第一条: its number shows the rank.
    is_article: bool,
}

/// Levels of the headings so far; the title of the document is the first level, and none is left out.
#[derive(Default)]
pub(super) struct Levels {
    last: u8,
    division: u8,
}

impl Levels {
    /// Marks a heading, and what the clauses begin with that a part opens: `rank` says by which typeface it is set.
    pub fn mark(&mut self, part: &mut Part, opened: &[Clause]) {
        let node = &mut part.node;
        let heading = node["t"].as_str().and_then(|name| name.strip_prefix('h')?.parse::<u8>().ok());
        if part.role == Some(Role::Attachment) {
            node["t"] = json!("h2");
            node["level"] = json!(self.next(2));
            self.division = 0;
            return;
        }
        let set = opened
            .iter()
            .rev()
            .find_map(set)
            .filter(|_| matches!(part.role, None | Some(Role::Heading | Role::Chapter)));
        match (heading, set) {
            (_, Some(set)) if set.is_division && (heading.is_some() || node["t"] == "p") => {
                self.division = 0;
                self.heading(node, set);
                node["center"] = json!(true);
                self.division = self.last;
            }
            (Some(_), Some(set)) => self.heading(node, set),
            (Some(level), None) => {
                let rank = level.saturating_sub(1).max(1);
                self.heading(node, Set { rank, below: rank, is_division: false, is_article: false });
            }
            (None, Some(set)) if node["t"] == "p" => self.paragraph(node, set),
            _ => {}
        }
    }

    /// The level of a heading that should be on this one.
    fn next(&mut self, wanted: u8) -> u8 {
        self.last = wanted.min(self.last.max(1) + 1).max(2);
        self.last
    }

    fn heading(&mut self, node: &mut Value, set: Set) {
        let level = self.next(self.division.max(1) + set.below);
        node["t"] = json!("h2");
        (node["rank"], node["level"]) = (json!(set.rank), json!(level));
    }

    fn paragraph(&mut self, node: &mut Value, set: Set) {
        let whole = tree::text(node);
        let Some(mark) = marker(&whole) else { return };
        let (start, number) = (whole.len() - whole.trim_start().len(), mark.length);
        let rest = whole[number..].trim();
        let is_alone = !rest.is_empty()
            && rest.chars().count() <= ALONE
            && !rest.contains(['。', '；', ';'])
            && !rest.ends_with(['，', '：', ':', '、']);
        if set.rank > MARKED {
            return;
        }
        if is_alone {
            self.heading(node, set);
        } else {
            self.lead(node, (start, number), set);
        }
    }

    /// Takes apart a paragraph: what leads it, whether that is a title of its own, and its bookmark.
    fn lead(&mut self, node: &mut Value, (start, number): (usize, usize), set: Set) {
        let whole = tree::text(node);
        let Some(first) = node["c"].get_mut(0) else { return };
        let text = tree::text(first);
        let Some(after) = text.get(number..) else { return };
        let end = after.find('。').map_or(text.len(), |at| number + at + '。'.len_utf8());
        let sentence = text[number..end].trim_end_matches('。').trim();
        let is_title = !set.is_article
            && !sentence.is_empty()
            && sentence.chars().count() <= RUN_IN
            && !sentence.contains(['，', ',', '；', ';'])
            && (text[..end].ends_with('。') || first.is_object())
            && whole.len() > end;
        let words: String =
            if is_title { sentence } else { whole[number..].trim_start() }.chars().take(BOOKMARK + 1).collect();
        let words = match words.char_indices().nth(BOOKMARK).filter(|_| !is_title) {
            Some((cut, _)) => format!("{}…", &words[..cut]),
            None => words,
        };
        let gap = if whole[..number].ends_with(char::is_whitespace) { "　" } else { "" };
        let bookmark = format!("{}{gap}{words}", whole[start..number].trim());
        let lead = match first {
            Value::String(text) => {
                let rest = text.split_off(if is_title { end } else { number });
                std::mem::replace(text, rest)
            }
            // A number within a link or emphasis cannot be had without the rest of it.
            _ if !is_title => return,
            element => {
                *element = json!("");
                text
            }
        };
        let level = self.next(self.division.max(1) + set.below);
        let ranked = is_title || set.is_article;
        node["clause"] =
            json!({ "lead": lead, "ranked": ranked, "bookmark": bookmark, "level": level, "rank": set.rank });
    }
}

/// How a clause is set. Nothing for the opening, the end, a 款 and what has a title of its own.
fn set(clause: &Clause) -> Option<Set> {
    let path = &clause.path;
    let own = path.own()?.kind;
    let dotted = path.steps.iter().filter(|step| step.kind == Kind::Dotted).count();
    let in_article = path.steps.iter().any(|step| step.kind == Kind::Article);
    let rank = match own {
        Kind::Paragraph | Kind::Carried | Kind::Closing => return None,
        kind if kind.is_annex() => return None,
        kind if kind.is_division() => 1,
        Kind::Article | Kind::Chinese => 1,
        Kind::Dotted => u8::try_from(dotted).unwrap_or(u8::MAX),
        _ if in_article => 3,
        Kind::Bracketed => 2,
        _ => 3,
    };
    let below = if own.is_division() { u8::try_from(path.steps.len()).unwrap_or(u8::MAX) } else { rank };
    Some(Set { rank, below, is_division: own.is_division(), is_article: own == Kind::Article })
}
