//! Which runs of `*`, `_` and `~` are emphasis in a Chinese text, and which are signs of the text itself.
//!
//! CommonMark decides by spaces and punctuation, which is wrong between Chinese punctuation and Han characters, and takes
//! masks (`138****5678`), products (`5*8`), blanks (`____`) and ranges (`（一）~（三）`) for markup. Here runs are paired first.
//! A pair gets a sentinel where the parser would not see it; what has no partner gets stand-ins and is text.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::phrase::last_word;
use super::rewrite::{Edits, SENTINEL};

/// How runs are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// `**strong**` only, within one line.
    Strong,
    /// All of Markdown's, within one paragraph.
    All,
}

/// A run of one sign.
struct Run {
    start: usize,
    length: usize,
    mark: u8,
    opens: bool,
    closes: bool,
    /// What a mask would hide behind: a number, or a family name that stands alone.
    hides: Option<Hides>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hides {
    Number,
    Name,
}

impl Run {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.length
    }

    /// True for a bullet, a line across the page and a fence of code, which are no emphasis.
    fn is_block(&self, is_between_spaces: bool) -> bool {
        let is_fence = self.mark == b'~' && self.length > 2;
        let is_blank = self.mark == b'_' && self.length > 2;
        is_fence || is_between_spaces && !is_blank
    }

    /// Its sort among those that can be partners; nothing for one that is never markup.
    fn sort(&self, marks: Marks) -> Option<usize> {
        Some(match (self.mark, self.length) {
            (b'*', 2) => 0,
            _ if marks == Marks::Strong => return None,
            (b'*', 1) => 1,
            (b'*', 3) => 2,
            (b'_', 1) => 3,
            (b'_', 2) => 4,
            (b'~', 2) => 5,
            _ => return None,
        })
    }
}

const SORTS: usize = 6;

/// Edits `text` so that the parser sees pairs of runs as emphasis, and no other run. Gives the runs that were probably meant
/// as emphasis and have no partner.
pub fn guard(text: &str, marks: Marks, edits: &mut Edits) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lonely = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    // The first run of the paragraph that spaces part from both its sides.
    let mut apart = None;
    let (mut from, mut end) = (0, 0);
    while let Some(found) = memchr::memchr3(b'*', b'_', b'~', &bytes[from..]) {
        let start = from + found;
        if parts(&text[end..start], marks) {
            lonely.extend(first(settle(text, marks, &mut runs, edits), apart.take()));
        }
        let length = bytes[start..].iter().take_while(|&&byte| byte == bytes[start]).count();
        // The first sign is escaped, and those behind it are as good as escaped.
        if !is_escaped(bytes, start) {
            let run = run(text, start, length);
            apart = apart.or_else(|| (run.is_none() && is_apart(text, start, length)).then_some(start..start + length));
            runs.extend(run);
        }
        from = start + length;
        end = from;
    }
    lonely.extend(first(settle(text, marks, &mut runs, edits), apart));
    lonely
}

/// The one of two runs that stands first.
fn first(one: Option<Range<usize>>, other: Option<Range<usize>>) -> Option<Range<usize>> {
    one.into_iter().chain(other).min_by_key(|range| range.start)
}

/// True for `**` or `~~` between spaces in a line of words: it does nothing, though somebody meant it as a mark. A cell of a
/// table may hold it, as the sign of a note.
fn is_apart(text: &str, start: usize, length: usize) -> bool {
    let before = &text[text[..start].rfind('\n').map_or(0, |end| end + 1)..start];
    let behind = text[start + length..].split('\n').next().unwrap_or_default();
    let has_words = |text: &str| text.contains(char::is_alphanumeric);
    length == 2
        && text.as_bytes()[start] != b'_'
        && (has_words(before) || has_words(behind))
        && !before.trim_end().ends_with('|')
}

/// True for a sign behind an odd number of backslashes.
pub fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// True when what lies between two runs parts them: a line break, or an empty line.
fn parts(between: &str, marks: Marks) -> bool {
    let breaks = memchr::memchr_iter(b'\n', between.as_bytes());
    match marks {
        Marks::Strong => breaks.take(1).count() == 1,
        Marks::All => breaks.into_iter().any(|at| between[at + 1..].trim_start_matches([' ', '\t']).starts_with('\n')),
    }
}

fn run(text: &str, start: usize, length: usize) -> Option<Run> {
    let end = start + length;
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let mark = text.as_bytes()[start];
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // A product, a mask: no sign of markup stands inside of a number, and no single star inside of a word.
    let inside = match (mark, length) {
        (b'*', 1) => is_word(before) && is_word(after),
        _ => is_digit(before) && is_digit(after),
    };
    // A single star behind a word is a note or a mask.
    let hangs = length == 1 && is_word(before);
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let hides = (length == 2).then(|| hides(&text[..start])).flatten();
    let run = Run {
        start,
        length,
        mark,
        opens: !(inside || hangs || space(after) || after.is_some_and(is_closing)),
        closes: !(inside || space(before) || before.is_some_and(is_opening)),
        hides,
    };
    (!run.is_block(space(before) && space(after))).then_some(run)
}

/// Family names that most people have: a run behind one that stands alone may hide the rest of a name (`王**`).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤于乔温康施文牛樊葛邢安齐易庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦柳左甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤";

/// Family names of two characters.
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "宇文", "长孙", "南宫",
    "东方", "西门", "端木", "轩辕", "百里", "呼延", "东郭", "淳于", "单于", "申屠", "公冶", "钟离", "闻人", "拓跋",
];

/// All of them.
static FAMILIES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let short = SURNAMES.char_indices().map(|(at, c)| &SURNAMES[at..at + c.len_utf8()]);
    short.chain(LONG_SURNAMES.iter().copied()).collect()
});

/// Characters before a run in which a word is looked for.
const NEAR: usize = 8;

/// What a mask behind a text would hide the rest of.
fn hides(before: &str) -> Option<Hides> {
    let last = before.chars().next_back()?;
    if last.is_ascii_digit() {
        return Some(Hides::Number);
    }
    let mut ends = before.char_indices().rev().map(|(at, _)| &before[at..]).take(2);
    let (one, two) = (ends.next().unwrap_or_default(), ends.next().unwrap_or_default());
    let length = [two, one].into_iter().find(|name| FAMILIES.contains(name))?.len();
    let rest = &before[..before.len() - length];
    let is_part = |c: char| c.is_alphanumeric() && !joins(c);
    if !rest.chars().next_back().is_some_and(is_part) {
        return Some(Hides::Name);
    }
    // Behind other words (被告张**) it is a word by itself, and no part of one (课程).
    (last_word(near_end(before)).len() <= length).then_some(Hides::Name)
}

/// The last characters of a text.
fn near_end(text: &str) -> &str {
    &text[text.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at)..]
}

/// Words between two names.
fn joins(c: char) -> bool {
    matches!(c, '和' | '与' | '及' | '同' | '或')
}

/// Punctuation with which no emphasised text begins.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '、' | '，'
            | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '】'
            | '》'
            | '」'
            | '』'
            | '〕'
            | '〉'
            | '”'
            | '’'
            | '…'
            | '％'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '%'
            | '|'
    )
}

/// Punctuation with which no emphasised text ends.
fn is_opening(c: char) -> bool {
    matches!(c, '（' | '【' | '《' | '「' | '『' | '〔' | '〈' | '“' | '‘' | '(' | '[' | '{' | '|')
}

/// Pairs the runs of one paragraph. Gives the first one that was probably meant as a mark and has no partner.
fn settle(text: &str, marks: Marks, runs: &mut Vec<Run>, edits: &mut Edits) -> Option<Range<usize>> {
    let mut paired = vec![false; runs.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut count = [0usize; SORTS];
    let mut doubtful = None;
    for (at, run) in runs.iter().enumerate() {
        let Some(sort) = run.sort(marks) else { continue };
        if run.closes && count[sort] > 0 {
            let partner = close(runs, marks, &mut open, &mut count, sort);
            match pair(text, &runs[partner], run) {
                Pair::Marks => {
                    paired[at] = true;
                    paired[partner] = true;
                }
                Pair::Masks => {}
                Pair::Doubtful => doubtful = doubtful.or_else(|| Some(runs[partner].range())),
            }
        } else if run.opens {
            open.push(at);
            count[sort] += 1;
        }
    }
    // Notes of a table begin with stars too.
    let has_notes = runs.iter().any(|run| (run.mark, run.length) == (b'*', 1));
    let is_meant = |(run, is_paired): &(&Run, &bool)| {
        let before = text[..run.start].chars().next_back();
        let is_begin = before.is_none_or(|c| c.is_whitespace() || !c.is_ascii() && is_punctuation(c));
        let is_begin = is_begin || runs.len() == 1 && run.hides.is_none();
        // What only closes is no mask of a name or a number, when it does not stand behind one.
        let is_end = run.closes && !run.opens && run.hides.is_none();
        let is_deleted = (run.mark, run.length) == (b'~', 2) && (run.opens || run.closes);
        let is_strong = (run.mark, run.length) == (b'*', 2) && (run.opens && is_begin || is_end) && !has_notes;
        !**is_paired && (is_strong || is_deleted)
    };
    let meant = doubtful.or_else(|| runs.iter().zip(&paired).find(is_meant).map(|(run, _)| run.range()));
    for (run, is_paired) in runs.drain(..).zip(paired) {
        match is_paired {
            true => sentinel(text, &run, edits),
            false => run.range().for_each(|at| edits.literal(text, at)),
        }
    }
    meant
}

/// What two runs are between which the parser would see emphasis.
enum Pair {
    Marks,
    /// They hide parts of names or numbers.
    Masks,
    /// They may be either, and are taken for signs of the text.
    Doubtful,
}

/// Bytes in which the bracket closes that follows a masked name.
const BRACKET: usize = 120;

fn pair(text: &str, first: &Run, second: &Run) -> Pair {
    let between = &text[first.start + first.length..second.start];
    let behind = &text[second.start + second.length..];
    if (first.mark, first.length) != (b'*', 2) {
        return Pair::Marks;
    }
    let near = &between[..between.floor_char_boundary(BRACKET)];
    let is_list = || {
        let end = near.strip_prefix(['（', '(']).and_then(|inner| inner.split_once(['）', ')']));
        end.is_some_and(|(_, rest)| rest.starts_with(['、', '，', '；', '和']))
    };
    let is_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_joined = || between.starts_with(['（', '(']) || between.starts_with(joins);
    match (first.hides, second.hides) {
        (Some(first), Some(second)) if first == second => Pair::Masks,
        _ if is_list() => Pair::Masks,
        (Some(_), Some(_)) if is_joined() => Pair::Doubtful,
        // **公司与**公司
        _ if between.ends_with(joins) && last_word(near_end(between)).chars().nth(1).is_none() => Pair::Doubtful,
        // Numbers of which the first digits are hidden: 尾号**5678和**1234.
        _ if is_digit(between) && is_digit(behind) => Pair::Doubtful,
        _ => Pair::Marks,
    }
}

/// Takes the last open run of a sort, and those behind it, which stay without a partner.
fn close(runs: &[Run], marks: Marks, open: &mut Vec<usize>, count: &mut [usize; SORTS], sort: usize) -> usize {
    while let Some(last) = open.pop() {
        let Some(own) = runs[last].sort(marks) else { continue };
        count[own] -= 1;
        if own == sort {
            return last;
        }
    }
    0
}

/// Sets a sentinel beside a run that stands between Chinese punctuation and a character.
fn sentinel(text: &str, run: &Run, edits: &mut Edits) {
    let end = run.start + run.length;
    let (Some(before), Some(after)) = (text[..run.start].chars().next_back(), text[end..].chars().next()) else {
        return;
    };
    if before.is_whitespace() || after.is_whitespace() || !(is_wide(before) || is_wide(after)) {
        return;
    }
    match (is_punctuation(before), is_punctuation(after)) {
        (true, false) => edits.insert(run.start, SENTINEL),
        (false, true) => edits.insert(end, SENTINEL),
        _ => {}
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_alphanumeric() && !c.is_whitespace())
}

/// True for Han characters, Chinese punctuation and full-width forms: text in which no spaces stand between words.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
