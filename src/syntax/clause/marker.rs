//! The beginning of a text → the clause number with which it begins, if it begins with one, and what makes that doubtful.

use smallvec::{SmallVec, smallvec};

use super::amount::{counts, measures, spans};
use super::annex::{attachment, supplement, titled};
use super::brackets::bracketed;
use super::gap::{is_space, space, trimmed};
use super::numeral::{Number, Script, Sign, digit, is_numeral, number, ordinal as ordinal_number, sign};
use super::path::{Kind, Step, letter as letter_number};
use super::series::{series, unusual};

/// What speaks against a number being that of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Nothing.
    None,
    /// The text follows without the space that usually stands there.
    Tight,
    /// A number without any sign behind it.
    Bare,
    /// It is written in a rare way, in which words begin as well: `A. `, `甲、`.
    Rare,
    /// A digit follows the marker: `1.2025年`.
    Digits,
    /// The words are those of a reference or of an enumeration: `（三）项所称`, `三、四级`.
    Reference,
}

/// A clause number at the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Its steps: one, but for `1.3.1`.
    pub steps: SmallVec<[Step; 4]>,
    /// Length in bytes, with the space before and behind it.
    pub length: usize,
    /// What speaks against it.
    pub doubt: Doubt,
    /// It is written in an unusual way, but can be read: `三 、`, `四，`, `（五)`.
    pub slip: bool,
    /// For bracketed numbers: whether the brackets are half-width.
    pub half_width: Option<bool>,
    /// A number is beyond [`LARGEST`](super::numeral::LARGEST).
    pub too_large: bool,
    /// The letter of the appendix to which the number belongs: `A.1.1`.
    pub letter: Option<u16>,
}

impl Marker {
    pub(super) fn new(kind: Kind, number: Option<u16>, length: usize) -> Self {
        let steps = smallvec![Step::new(kind, number.unwrap_or(0))];
        let too_large = number.is_none();
        Self { steps, length, doubt: Doubt::None, slip: false, half_width: None, too_large, letter: None }
    }

    /// Its own step, the last.
    pub fn own(&self) -> Step {
        self.steps[self.steps.len() - 1]
    }

    /// True when nothing speaks against it.
    pub fn is_sure(&self) -> bool {
        self.doubt == Doubt::None
    }

    /// True when a text is nothing but the number.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        self.length == text.len()
    }

    pub(super) fn doubted(self, doubt: Doubt) -> Self {
        Self { doubt: self.doubt.max(doubt), ..self }
    }
}

/// Signs that are set before a heading and say nothing: `👉 一、报名时间`.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '\u{1F300}'
            ..='\u{1FAFF}' | '\u{FE0F}' | '■' | '▪' | '▶' | '►' | '◆' | '◇' | '●' | '★' | '☆' | '➤' | '✅'
    )
}

/// The clause number with which `text` begins, if it begins with one.
pub fn marker(text: &str) -> Option<Marker> {
    let rest = trimmed(text);
    let first = rest.chars().next()?;
    let (rest, first) = match is_ornament(first) {
        true => {
            let behind = rest.trim_start_matches(|c| is_ornament(c) || is_space(c));
            (behind, behind.chars().next()?)
        }
        false => (rest, first),
    };
    let before = text.len() - rest.len();
    let mut found = match first {
        '第' | '笫' => ordinal(rest, first),
        '附' => supplement(rest).or_else(|| attachment(rest)),
        '【' | '［' | '（' | '(' if trimmed(&rest[first.len_utf8()..]).starts_with('附') => titled(rest, first),
        'A'..='Z' => lettered(rest, first).or_else(|| series(rest)),
        '（' | '(' | '〔' | '［' | '[' | '【' | '〈' | '﹙' | '﹝' => bracketed(rest, first),
        c if is_numeral(c) || DASHES.contains(&c) => chinese(rest),
        c if digit(c).is_some() => digits(rest),
        c => signed(rest, c).or_else(|| series(rest)),
    }?;
    found.length += space(&rest[found.length..]) + before;
    Some(found)
}

/// `第一条`, `第三条之一`, `第二章`; `笫一条` and `第十－条` as well.
fn ordinal(text: &str, first: char) -> Option<Marker> {
    let inner = &text[first.len_utf8()..];
    let gap = space(inner);
    let (number, is_dashed) = dashed(ordinal_number(&inner[gap..]), &inner[gap..], Kind::Article.word())?;
    let after = &inner[gap + number.length..];
    let gap = gap + space(after);
    let after = trimmed(after);
    let simple = after.chars().next().and_then(simplified);
    let kind = simple.or_else(|| DIVISIONS.into_iter().find(|kind| after.starts_with(kind.word())))?;
    let mut found = Marker::new(kind, number.value, text.len() - after.len() + kind.word().len());
    found.slip = simple.is_some() || is_dashed || first != '第' || gap > 0 && number.script == Script::Chinese;
    if kind == Kind::Article {
        after_article(&mut found, text);
    }
    let rest = &text[found.length..];
    let doubt = match rest.chars().next() {
        None | Some('：' | ':' | '【' | '（' | '(' | '［' | '[') => Doubt::None,
        Some(c) if is_space(c) => Doubt::None,
        Some('、' | '，' | '。' | '；' | '-' | '—' | '～' | '~' | '）' | ')' | '》' | '”') => {
            Doubt::Reference
        }
        _ if REFERRING.iter().any(|word| rest.starts_with(word)) => Doubt::Reference,
        _ => Doubt::Tight,
    };
    // `第一类医疗器械`, `第一类、第二类` are words.
    Some(found.doubted(doubt)).filter(|found| kind != Kind::Class || found.doubt == Doubt::None)
}

/// The kind whose word is written in its traditional form, which has the same length: `第三條`.
fn simplified(c: char) -> Option<Kind> {
    Some(match c {
        '條' => Kind::Article,
        '節' => Kind::Section,
        '編' => Kind::Part,
        _ => return None,
    })
}

const DIVISIONS: [Kind; 8] =
    [Kind::Article, Kind::Chapter, Kind::Section, Kind::Part, Kind::Volume, Kind::SubPart, Kind::Portion, Kind::Class];

/// The number with which `text` begins, and whether its 一 is a dash before this sign: `三十－条`, `—、`.
fn dashed(found: Option<Number>, text: &str, sign: &str) -> Option<(Number, bool)> {
    let length = found.map_or(0, |found| found.length);
    let dash = text[length..].chars().next().filter(|c| DASHES.contains(c));
    let tens = found.map_or(Some(0), |found| found.value.filter(|value| value % 10 == 0));
    match (dash, tens) {
        (Some(dash), Some(tens)) if text[length + dash.len_utf8()..].starts_with(sign) => {
            let number = Number { value: Some(tens + 1), length: length + dash.len_utf8(), script: Script::Chinese };
            Some((number, true))
        }
        _ => found.map(|found| (found, false)),
    }
}

/// What programs that read pictures make of 一.
const DASHES: [char; 4] = ['－', '—', '─', '-'];

/// What follows the number of an article that is referred to.
const REFERRING: [&str; 24] = [
    "第",
    "所称",
    "所列",
    "所述",
    "所指",
    "所规定",
    "规定",
    "中",
    "和",
    "及",
    "或",
    "与",
    "至",
    "到",
    "的",
    "之",
    "以",
    "条",
    "款",
    "项",
    "明确",
    "要求的",
    "修改",
    "增加",
];

/// Reads `之一` behind `第三条`.
fn after_article(found: &mut Marker, text: &str) {
    let Some(rest) = text[found.length..].strip_prefix('之') else { return };
    let Some(number) = number(rest).filter(|number| number.script == Script::Chinese) else { return };
    found.steps[0].sub = number.value.unwrap_or(0);
    found.too_large |= number.value.is_none();
    found.length += '之'.len_utf8() + number.length;
}

/// `A.1.1`: a number of the appendix with this letter.
fn lettered(text: &str, letter: char) -> Option<Marker> {
    let rest = text[1..].strip_prefix(['.', '．'])?;
    let first = number(rest).filter(|found| found.script == Script::Digits)?;
    let mut found = dotted(rest, first.value);
    found.length += text.len() - rest.len();
    found.letter = letter_number(letter);
    (found.doubt < Doubt::Digits).then_some(found)
}

/// `一、`, and [`unusual`] ways of writing it.
fn chinese(text: &str) -> Option<Marker> {
    let (number, is_dashed) = dashed(number(text), text, "、")?;
    let after = &text[number.length..];
    let gap = space(after);
    let Some(sign) = trimmed(after).chars().next() else {
        // Its title is the next line.
        return Some(Marker::new(Kind::Chinese, number.value, number.length).doubted(Doubt::Rare));
    };
    let slip = match sign {
        '、' => gap > 0 || is_dashed,
        '，' | ',' | '．' | '.' | '﹑' | '､' | '。' | '·' | '；' => true,
        _ => return unusual(number.value, number.length, after),
    };
    let mut found = Marker::new(Kind::Chinese, number.value, number.length + gap + sign.len_utf8());
    found.slip = slip;
    let doubt = match sign {
        // `十一、12日报送` counts nothing.
        _ if !begins_with_digit(&text[found.length..])
            && number.value.is_some_and(|value| enumerates(value, &text[found.length..])) =>
        {
            Doubt::Reference
        }
        '。' | '·' | '；' => Doubt::Rare,
        _ => Doubt::None,
    };
    Some(found.doubted(doubt))
}

/// True when the number behind `二、` comes next: `二、三产业`, `四、五十年代`; `一、二十大精神` is none.
pub(super) fn is_pair(text: &str, marker: &Marker) -> bool {
    let own = marker.own().number;
    let next = number(&text[marker.length..]).filter(|next| next.script == Script::Chinese);
    let after = own.saturating_add(1);
    let is_next = |value: u16| value == after || own > 1 && Some(value) == after.checked_mul(10);
    next.and_then(|next| next.value).is_some_and(is_next)
}

/// True when the number after `value、` belongs to the same enumeration: a greater one of something that is counted.
fn enumerates(value: u16, rest: &str) -> bool {
    let rest = trimmed(rest);
    // `十、百、千工程`
    let is_power = rest.strip_prefix(['百', '千', '万']).is_some_and(|rest| rest.starts_with('、'));
    let Some(next) = number(rest) else { return is_power };
    let after = trimmed(&rest[next.length..]);
    let greater = next.value.is_some_and(|next| next > value && next - value < 10);
    greater && (after.starts_with(['、', '至']) || counts(after))
}

fn begins_with_digit(text: &str) -> bool {
    trimmed(text).starts_with(|c| digit(c).is_some())
}

/// `1.`, `1、`, `1）`, `1.3.1`, and a number by itself.
fn digits(text: &str) -> Option<Marker> {
    let first = number(text)?;
    let after = &text[first.length..];
    // `1️⃣`
    if let Some(rest) = after.trim_start_matches('\u{FE0F}').strip_prefix('\u{20E3}') {
        return Some(Marker::new(Kind::Digit, first.value, text.len() - rest.len()));
    }
    let gap = space(after);
    let sign = trimmed(after).chars().next();
    // `3组织`: the sign is missing.
    if gap == 0 && sign.is_some_and(|c| c.is_alphabetic() && !c.is_ascii()) && !counts(after) && !measures(after) {
        let mut found = Marker::new(Kind::Digit, first.value, first.length);
        found.slip = true;
        return Some(found.doubted(Doubt::Reference));
    }
    let Some(sign) = sign.filter(|sign| gap == 0 || matches!(sign, '、' | '.' | '．')) else {
        let bare = Marker::new(Kind::Dotted, first.value, first.length);
        let doubt = if spans(after) { Doubt::Reference } else { Doubt::Bare };
        return Some(bare.doubted(doubt)).filter(|_| gap > 0 || after.is_empty());
    };
    let length = first.length + gap + sign.len_utf8();
    let rest = &text[length..];
    let digits = rest.starts_with(|c| digit(c).is_some());
    let mut found = match sign {
        '.' | '．' if digits && gap == 0 => return Some(dotted(text, first.value)),
        '、' | '.' | '．' => Marker::new(Kind::Digit, first.value, length),
        '，' | ',' | '：' | ':' | '。' | '·' | '；' if !digits => Marker::new(Kind::Digit, first.value, length),
        '）' | ')' => Marker::new(Kind::HalfBracketed, first.value, length),
        _ => return None,
    };
    found.slip = gap > 0 || !matches!(sign, '、' | '.' | '．' | '）' | ')');
    let enumerates = first.value.is_some_and(|value| enumerates(value, rest));
    let doubt = match sign {
        '、' if digits && enumerates => Doubt::Reference,
        _ if digits => Doubt::Digits,
        '：' | ':' | '。' | '·' | '；' => Doubt::Rare,
        _ => Doubt::None,
    };
    Some(found.doubted(doubt))
}

/// `1.3.1`, and what only looks like it: `3.5万元`, `1.2025年`.
fn dotted(text: &str, first: Option<u16>) -> Marker {
    let mut found = Marker::new(Kind::Dotted, first, 0);
    let mut length = number(text).map_or(0, |number| number.length);
    while let Some(rest) = text[length..].strip_prefix(['.', '．']) {
        // `1.0.1`: the first of a chapter without sections.
        if let Some(zero) = zero(rest) {
            found.steps.push(Step::new(Kind::Dotted, 0));
            length = text.len() - rest.len() + zero;
            continue;
        }
        let Some(part) = number(rest).filter(|part| part.script == Script::Digits) else { break };
        found.steps.push(Step::new(Kind::Dotted, part.value.unwrap_or(0)));
        found.too_large |= part.value.is_none();
        length = text.len() - rest.len() + part.length;
    }
    let rest = &text[length..];
    let sign = rest.chars().next().filter(|c| matches!(c, '.' | '．' | '、')).map_or(0, char::len_utf8);
    found.length = length + sign;
    // `2.0版本`: nothing is numbered 0.
    if sign > 0 && rest[sign..].starts_with(|c| digit(c).is_some()) {
        return found.doubted(Doubt::Reference);
    }
    if rest.is_empty() || rest.starts_with(is_space) || found.length > length {
        return found;
    }
    // `1.2025年` and `2．3，4—亚甲基` are numbers of a list.
    let is_year = |step: &Step| (1_900..2_200).contains(&step.number) && rest.starts_with('年');
    let is_word = rest.starts_with(['—', '－', '-', '，', ',', '′']);
    // Behind the letter of an appendix there may be one number only.
    if found.steps.len() == 2 && (is_year(&found.own()) || is_word) {
        let length = number(text).map_or(0, |number| number.length);
        let sign = text[length..].chars().next().map_or(0, char::len_utf8);
        return Marker::new(Kind::Digit, first, length + sign).doubted(Doubt::Digits);
    }
    // The number of a version: `1.0.1版本`.
    let is_version = !found.too_large && found.steps.iter().any(|step| step.number == 0);
    let is_decimal = is_version || found.steps.len() == 2 && (measures(rest) || counts(rest));
    found.doubted(if is_decimal { Doubt::Reference } else { Doubt::Tight })
}

/// The length of a zero between two points of a number.
fn zero(text: &str) -> Option<usize> {
    let zero = text.chars().next().filter(|&c| digit(c) == Some(0))?.len_utf8();
    let behind = text[zero..].strip_prefix(['.', '．'])?;
    behind.starts_with(|c| digit(c).is_some()).then_some(zero)
}

/// The number `1.` with which `text` begins, where `marker` is a longer one: `1.500`.
pub(super) fn before_stop(text: &str, marker: &Marker, doubt: Doubt) -> Marker {
    let before = text.find(|c| digit(c).is_some()).unwrap_or(0);
    let stop = text[before..].find(['.', '．']).map_or(before, |stop| before + stop);
    let length = stop + text[stop..].chars().next().map_or(0, char::len_utf8);
    Marker::new(Kind::Digit, Some(marker.steps[0].number), length).doubted(doubt)
}

/// Numbers within one sign: `①`, `⑴`, `⒈`, `㈠`.
fn signed(text: &str, c: char) -> Option<Marker> {
    let (kind, number) = match sign(c)? {
        Sign::Circled(number) => (Kind::Circled, number),
        Sign::Bracketed(number) => (Kind::BracketedDigit, number),
        Sign::Dotted(number) => (Kind::Digit, number),
        Sign::ChineseBracketed(number) => (Kind::Bracketed, number),
    };
    let mut found = Marker::new(kind, Some(number), c.len_utf8());
    let rest = trimmed(&text[c.len_utf8()..]);
    let first = rest.chars().next();
    let next = first.and_then(|first| match first {
        '、' | '和' | '至' | '—' | '-' | '～' => rest[first.len_utf8()..].chars().next().and_then(sign),
        _ => sign(first),
    });
    if next.is_some() {
        found.doubt = Doubt::Reference;
    }
    Some(found)
}

#[cfg(test)]
mod tests;
