//! What people write to cite a clause → its parts: `四（二）`, `第八条第二款第（三）项`, `1.3.1`, `附件1二（三）`.

use smallvec::SmallVec;

use super::gap::is_space;
use super::marker::{Doubt, Marker, marker};
use super::numeral::{Script, number, ordinal};
use super::path::{CLOSING, COPIED, ClausePath, IMPRINT, Kind, REMARK, Step, WHOLE};
use super::series;

/// What one part of a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A number of this kind.
    Kind(Kind),
    /// 项: a list below an article or another clause.
    Item,
    /// 目: a list below a 项.
    SubItem,
    /// A number in digits, `1` or one of `1.3.1`.
    Digits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Want {
    pub named: Named,
    pub number: u16,
    pub sub: u16,
}

impl Want {
    /// The kinds of numbers that it may be.
    pub fn kinds(&self) -> &'static [Kind] {
        match self.named {
            Named::Kind(kind) => std::slice::from_ref(&Kind::ALL[kind as usize]),
            Named::Item | Named::SubItem => Kind::LISTS,
            Named::Digits => &[Kind::Digit, Kind::Dotted],
        }
    }

    /// True for the step at a place of a path.
    pub fn is(&self, path: &ClausePath, at: usize) -> bool {
        let step = path.steps[at];
        // 一、 is no 项 of a text that has no articles.
        let has_article = || path.steps[..at].iter().any(|step| step.kind == Kind::Article);
        let is_part = |step: &Step| step.kind.is_list() && (step.kind != Kind::Chinese || has_article());
        let depth = || path.steps[..=at].iter().filter(|step| is_part(step)).count();
        let named = match self.named {
            Named::Kind(kind) => kind == step.kind,
            Named::Item => is_part(&step) && depth() == 1,
            Named::SubItem => is_part(&step) && depth() == 2,
            Named::Digits => matches!(step.kind, Kind::Digit | Kind::Dotted),
        };
        named && self.number == step.number && self.sub == step.sub
    }
}

/// The parts of a reference; nothing when it has others.
pub(super) fn wanted(text: &str) -> Option<SmallVec<[Want; 4]>> {
    let mut rest = text;
    let mut wanted: SmallVec<[Want; 4]> = SmallVec::new();
    while !rest.is_empty() {
        let length = part(rest, &mut wanted)?;
        rest = rest[length..].trim_start_matches(is_between);
    }
    (!wanted.is_empty()).then_some(wanted)
}

/// Reads one part and says how long it is.
fn part(text: &str, wanted: &mut SmallVec<[Want; 4]>) -> Option<usize> {
    if let Some(length) = counted(text, wanted) {
        return Some(length);
    }
    for (word, number) in [(CLOSING, 1), (COPIED, IMPRINT), (REMARK, WHOLE)] {
        if text.starts_with(word) {
            wanted.push(Want { named: Named::Kind(Kind::Closing), number, sub: 0 });
            return Some(word.len());
        }
    }
    if let Some(found) = annex(text).or_else(|| marker(text)).filter(|found| !found.too_large) {
        let digits = |step: &Step| match step.kind {
            Kind::Digit | Kind::Dotted => Named::Digits,
            kind => Named::Kind(kind),
        };
        // `1.2025` is no list.
        if !(found.own().kind == Kind::Digit && found.doubt == Doubt::Digits) {
            let want = |step: &Step| Want { named: digits(step), number: step.number, sub: step.sub };
            // `A.1.1` is a number of 附录A.
            let appendix = |number| Want { named: Named::Kind(Kind::Appendix), number, sub: 0 };
            let letter = found.letter.map(appendix).filter(|letter| wanted.last() != Some(letter));
            wanted.extend(letter);
            wanted.extend(found.steps.iter().map(want));
            return Some(found.length);
        }
    }
    // A number without a sign: `四`, `4`, `甲`.
    let Some(found) = number(text) else {
        let (kind, number, length) = series::bare(text)?;
        wanted.push(Want { named: Named::Kind(kind), number, sub: 0 });
        return Some(length);
    };
    let named = if found.script == Script::Chinese { Named::Kind(Kind::Chinese) } else { Named::Digits };
    wanted.push(Want { named, number: found.value?, sub: 0 });
    Some(found.length)
}

/// `附件1`, whatever follows it.
fn annex(text: &str) -> Option<Marker> {
    // All of their words begin with it.
    text.strip_prefix('附')?;
    let kinds = [Kind::Annex, Kind::Appendix, Kind::AnnexTable, Kind::AnnexFigure];
    let word = kinds.into_iter().find(|kind| text.starts_with(kind.word()))?;
    let gap = text.len() - text[word.word().len()..].trim_start_matches(is_space).len();
    let rest = &text[gap..];
    let end = rest.find(|c: char| {
        !(c.is_ascii_alphanumeric() || matches!(c, '-' | '－' | '—' | '–') || super::numeral::digit(c).is_some())
    });
    // `附件第三条`: the only one.
    if rest.starts_with('第') {
        return Some(Marker::new(word, Some(1), gap));
    }
    // A number in Chinese ends where the next one begins, which white space would have shown: `附件一二`.
    let end = match end {
        // `附录A.1.1`, `附录A1`
        _ if rest.starts_with(|c: char| c.is_ascii_alphabetic()) => 1,
        Some(0) => match number(rest) {
            Some(found) => found.length,
            None => rest.chars().next().filter(|&c| super::numeral::is_numeral(c)).map(char::len_utf8)?,
        },
        end => end.unwrap_or(rest.len()),
    };
    marker(&text[..gap + end])
}

/// `第八条`, `第二款`, `第（三）项`, `第二目`.
fn counted(text: &str, wanted: &mut SmallVec<[Want; 4]>) -> Option<usize> {
    let inner = text.strip_prefix('第').unwrap_or(text);
    let open = inner.strip_prefix(['（', '(']);
    let inner = open.unwrap_or(inner);
    if let Some(length) = numbered(text, wanted) {
        return Some(length);
    }
    let found = ordinal(inner)?;
    let rest = &inner[found.length..];
    let rest = if open.is_some() { rest.strip_prefix(['）', ')'])? } else { rest };
    let kind = Kind::counted(rest).map(|kind| (kind.word(), Named::Kind(kind)));
    let items = [("项", Named::Item), ("目", Named::SubItem)];
    let (word, named) = kind.or_else(|| items.into_iter().find(|(word, _)| rest.starts_with(word)))?;
    // `二（一）第1项`
    let is_below = wanted.last().is_some_and(|above| above.named == Named::Kind(Kind::Bracketed));
    let named = if named == Named::Item && is_below && found.script == Script::Digits { Named::SubItem } else { named };
    let mut rest = &rest[word.len()..];
    let mut sub = 0;
    if let (Named::Kind(Kind::Article), Some(after)) = (named, rest.strip_prefix('之'))
        && let Some(found) = number(after)
    {
        sub = found.value?;
        rest = &after[found.length..];
    }
    wanted.push(Want { named, number: found.value?, sub });
    Some(text.len() - rest.len())
}

/// `第4.1.2条`: a number of a standard.
fn numbered(text: &str, wanted: &mut SmallVec<[Want; 4]>) -> Option<usize> {
    let inner = text.strip_prefix('第')?;
    let end = inner.find(['条', '款', '项', '节', '章']).filter(|&end| inner[..end].contains(['.', '．']))?;
    let found = marker(&inner[..end]).filter(|found| found.length == end && !found.too_large)?;
    let want = |step: &Step| Want { named: Named::Digits, number: step.number, sub: 0 };
    wanted.extend(found.steps.iter().map(want));
    Some(text.len() - inner.len() + end + '条'.len_utf8())
}

/// The title of a document in a reference, and the parts around it: `附件2《实施细则》第二条`, `行动方案二（一）`.
pub(super) fn named(text: &str) -> (String, SmallVec<[Want; 4]>) {
    if let Some(found) = quoted(text) {
        return found;
    }
    // `方案甲` is a title.
    let is_letter = |at: usize| series::bare(&text[at..]).is_some_and(|(.., length)| at + length == text.len());
    let mut starts = text.char_indices().skip(1).filter(|(at, _)| !is_letter(*at));
    let found = starts.find_map(|(at, _)| Some((&text[..at], wanted(&text[at..])?)));
    let (title, mut wanted) = found.unwrap_or_else(|| (text, SmallVec::new()));
    let mut title = title.trim_matches(['《', '》']);
    // `附件2实施细则第二条`, `附件实施细则第二条`
    if let Some(found) = annex(title).filter(|found| found.length < title.len() && !wanted.is_empty()) {
        let want = |step: &Step| Want { named: Named::Kind(step.kind), number: step.number, sub: step.sub };
        wanted.insert_many(0, found.steps.iter().map(want));
        title = title[found.length..].trim_start_matches(is_between);
    } else if let Some(rest) = title.strip_prefix("附件").filter(|rest| !rest.is_empty()) {
        title = rest.trim_start_matches(is_between);
    }
    (title.trim_matches(['《', '》']).to_owned(), wanted)
}

/// A reference with a title between `《` and `》`, when there are parts before it or behind it.
fn quoted(text: &str) -> Option<(String, SmallVec<[Want; 4]>)> {
    let open = text.find('《')?;
    let close = text.rfind('》').filter(|close| *close > open)?;
    // `附件《实施细则》第二条`: the attachment of this title.
    let before = Some(text[..open].trim_end_matches(is_between)).filter(|before| *before != "附件").unwrap_or_default();
    let behind = text[close + '》'.len_utf8()..].trim_start_matches(is_between);
    let parts = |text: &str| if text.is_empty() { Some(SmallVec::new()) } else { wanted(text) };
    let mut all = parts(before)?;
    all.extend(parts(behind)?);
    let title = text[open + '《'.len_utf8()..close].to_owned();
    (!all.is_empty()).then_some((title, all))
}

/// What may stand between two parts of a reference.
fn is_between(c: char) -> bool {
    is_space(c) || matches!(c, '、' | '，' | '：' | ':' | '.' | '．' | '的' | '-' | '·')
}
