//! Text → runs of digits, as readers see them: written in any width, as references or escapes, in groups with signs between
//! them, with marks between them that nobody sees. Each digit keeps its place in the text.

use std::ops::Range;

/// Digits with nothing but signs between them.
#[derive(Default)]
pub(super) struct Run {
    /// `0` to `9`, and `X`, which only ends a number.
    pub digits: Vec<u8>,
    /// Where each digit stands.
    places: Vec<(usize, usize)>,
    /// The first digit of each group.
    starts: Vec<usize>,
    /// What stands before each group; before the first one nothing does.
    gaps: Vec<Gap>,
}

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// The sign; of several different ones `MIXED`; spaces beside another sign do not count.
    pub sign: Option<char>,
    /// A line ends in it.
    pub breaks: bool,
    /// It has a sign that separates numbers as often as it groups the digits of one.
    pub separates: bool,
    count: usize,
}

/// The sign of a gap that has several.
pub(super) const MIXED: char = '\u{FFFF}';

/// Most signs between two groups, without the spaces with which a line begins.
const MOST_SIGNS: usize = 5;

/// Bytes of a tag between digits; one that is longer ends the run.
const TAG: usize = 200;

/// Bytes of a comment between digits; one that is longer ends the run.
const COMMENT: usize = 1000;

/// Elements inside of which a text goes on.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "nobr", "q", "s", "small",
    "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "tspan",
];

/// References with names that may stand in a number, and what they are.
const NAMED: &[(&str, char)] = &[
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("hairsp", ' '),
    ("numsp", ' '),
    ("puncsp", ' '),
    ("emsp13", ' '),
    ("emsp14", ' '),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("NonBreakingSpace", ' '),
    ("ThinSpace", ' '),
    ("shy", '\u{AD}'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200D}'),
    ("ZeroWidthSpace", '\u{200D}'),
    ("NoBreak", '\u{200D}'),
    ("lrm", '\u{200D}'),
    ("rlm", '\u{200D}'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("minus", '-'),
    ("horbar", '-'),
    ("ast", '*'),
    ("midast", '*'),
    ("lowast", '*'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '('),
    ("lbrack", '('),
    ("rsqb", ')'),
    ("rbrack", ')'),
    ("period", '.'),
    ("middot", '·'),
    ("centerdot", '·'),
    ("bull", '·'),
    ("sol", '/'),
    ("bsol", '/'),
    ("lowbar", '_'),
    ("plus", '+'),
    ("comma", ','),
    ("colon", ':'),
];

/// Beginnings of references and escapes, which the first digit of one belongs to.
const OPENINGS: &[&str] = &["&#x", "&#X", "&#", "\\x", "\\u{", "\\u", "\\U", "%"];

/// The last bytes of these.
const ENDS: &[u8] = b"#xX{uU%";

/// A part of a text.
enum Piece {
    Digit(u8),
    /// Stands between groups.
    Sign(char),
    /// Nobody sees it.
    Hidden,
    /// No number goes on after it.
    End,
}

/// Gives every run of a text with at least `least` digits to `each`, from the left.
pub(super) fn runs(text: &str, least: usize, mut each: impl FnMut(&Run)) {
    let bytes = text.as_bytes();
    let is_wide = may_hold_wide_digit(bytes);
    let next = |from: usize| if is_wide { any_digit(bytes, from) } else { digit(bytes, from) };
    let mut run = Run::default();
    let mut at = 0;
    while let Some(digit) = next(at) {
        if let Some(end) = few(&bytes[at..], digit - at, least) {
            at += end;
            continue;
        }
        let may_open = digit > at && ENDS.contains(&bytes[digit - 1]);
        let opening = OPENINGS.iter().find(|opening| may_open && text[at..digit].ends_with(**opening));
        let end = run.read(text, digit - opening.map_or(0, |opening| opening.len()));
        at = end.max(digit + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if run.digits.len() >= least {
            each(&run);
        }
    }
}

/// Where a run ends that begins at `start` and has fewer digits than `least`, when that is seen without reading it: a word
/// in Chinese begins right behind its first digits, and no reference or escape before them.
fn few(bytes: &[u8], start: usize, least: usize) -> Option<usize> {
    let digits = bytes[start..].iter().take(least).take_while(|byte| byte.is_ascii_digit()).count();
    let is_word = bytes.get(start + digits).is_some_and(|byte| matches!(byte, 0xE4..=0xE9));
    let is_plain = start.checked_sub(1).is_none_or(|before| !ENDS.contains(&bytes[before]));
    (digits > 0 && digits < least && is_word && is_plain).then_some(start + digits)
}

impl Run {
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.starts.len()
    }

    /// The digits of a group, by their places among all.
    pub fn group(&self, at: usize) -> Range<usize> {
        self.starts[at]..self.starts.get(at + 1).copied().unwrap_or(self.digits.len())
    }

    /// What stands before a group.
    pub fn gap(&self, at: usize) -> Gap {
        self.gaps[at]
    }

    /// Where some of the digits stand in the text.
    pub fn range(&self, digits: Range<usize>) -> Range<usize> {
        self.places[digits.start].0..self.places[digits.end - 1].1
    }

    /// Reads the run that begins at `start`. Gives the place of what ends it.
    fn read(&mut self, text: &str, start: usize) -> usize {
        self.digits.clear();
        self.places.clear();
        self.starts.clear();
        self.gaps.clear();
        let mut gap = Gap::default();
        let mut at = start;
        loop {
            let (piece, next) = piece(text, at, !self.digits.is_empty());
            match piece {
                Piece::Digit(digit) => {
                    if self.digits.is_empty() || gap.count > 0 || gap.breaks {
                        self.starts.push(self.digits.len());
                        self.gaps.push(if self.digits.is_empty() { Gap::default() } else { gap });
                    }
                    self.digits.push(digit);
                    self.places.push((at, next));
                    gap = Gap::default();
                }
                Piece::Sign(sign) if gap.add(sign) => {}
                Piece::Hidden => {}
                Piece::Sign(_) | Piece::End => return at,
            }
            at = next;
        }
    }
}

impl Gap {
    /// Adds a sign; false when no number has a gap like this.
    fn add(&mut self, sign: char) -> bool {
        match sign {
            '\n' if self.breaks => return false,
            '\n' => self.breaks = true,
            ' ' | '>' if self.breaks => {}
            _ => self.count += 1,
        }
        self.separates |= matches!(sign, ',' | ':');
        self.sign = match (self.sign.filter(|known| *known != ' '), sign) {
            (known, ' ' | '\n' | '>') => known.or(Some(' ')),
            (None, sign) => Some(sign),
            (Some(known), sign) if known == sign => Some(known),
            // Brackets come in pairs.
            (Some('(' | ')'), '(' | ')') => Some(')'),
            _ => Some(MIXED),
        };
        // Four stars stand for hidden digits; emphasis has three at most.
        self.count <= if self.sign == Some('*') { 3 } else { MOST_SIGNS }
    }
}

/// The part of a text at a place, and where it ends.
fn piece(text: &str, at: usize, inside: bool) -> (Piece, usize) {
    let rest = &text[at..];
    let Some(&first) = rest.as_bytes().first() else { return (Piece::End, at) };
    let (piece, length) = match first {
        b'0'..=b'9' => (Piece::Digit(first), 1),
        b'X' | b'x' => (last_digit(&rest[1..], inside), 1),
        b'<' => markup(rest),
        b'&' => reference(rest),
        b'\\' => escape(rest),
        b'%' => percent(rest),
        b'>' => (Piece::Sign('>'), 1),
        0x00..0x80 => (of_char(char::from(first)), 1),
        _ => {
            let c = rest.chars().next().unwrap_or_default();
            let piece = if matches!(c, 'Ｘ' | 'ｘ') { last_digit(&rest[c.len_utf8()..], inside) } else { of_char(c) };
            (piece, c.len_utf8())
        }
    };
    (piece, at + length)
}

/// An `X` after digits, unless a word begins with it.
fn last_digit(after: &str, inside: bool) -> Piece {
    let goes_on = after.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if inside && !goes_on { Piece::Digit(b'X') } else { Piece::End }
}

/// What a character is to a number.
fn of_char(c: char) -> Piece {
    match c {
        '0'..='9' => Piece::Digit(c as u8),
        '\u{FF10}'..='\u{FF19}' => Piece::Digit(b'0' + (u32::from(c) - 0xFF10) as u8),
        '\u{1D7CE}'..='\u{1D7FF}' => Piece::Digit(b'0' + ((u32::from(c) - 0x1D7CE) % 10) as u8),
        '\r'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Piece::Hidden,
        '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => Piece::Sign('\n'),
        '\t' => Piece::Sign('\t'),
        ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{2800}' | '\u{3000}' => {
            Piece::Sign(' ')
        }
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207B}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{301C}'
        | '\u{3030}'
        | '\u{30FC}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '~'
        | '～' => Piece::Sign('-'),
        '.' | '．' | '․' => Piece::Sign('.'),
        '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '○' => Piece::Sign('·'),
        '*' | '＊' | '∗' | '⁎' | '★' | '☆' | '✱' | '﹡' => Piece::Sign('*'),
        '(' | '（' | '[' | '［' | '【' | '〔' | '{' | '｛' | '「' | '『' | '〈' | '《' | '﹙' | '⟨' => {
            Piece::Sign('(')
        }
        ')' | '）' | ']' | '］' | '】' | '〕' | '}' | '｝' | '」' | '』' | '〉' | '》' | '﹚' | '⟩' => {
            Piece::Sign(')')
        }
        '/' | '／' | '＼' | '⁄' | '∕' => Piece::Sign('/'),
        '_' | '＿' => Piece::Sign('_'),
        '+' | '＋' => Piece::Sign('+'),
        ',' | '，' | '、' => Piece::Sign(','),
        ':' | '：' => Piece::Sign(':'),
        _ => Piece::End,
    }
}

/// A comment or a tag: what goes on inside of a line is not seen.
fn markup(rest: &str) -> (Piece, usize) {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let comment = &comment.as_bytes()[..comment.len().min(COMMENT)];
        let end = memchr::memmem::find(comment, b"-->");
        return end.map_or((Piece::End, 1), |end| (Piece::Hidden, "<!---->".len() + end));
    }
    let most = rest.len().min(TAG);
    let Some(end) = rest.as_bytes()[1..most].iter().position(|byte| matches!(byte, b'>' | b'<')).map(|end| end + 1)
    else {
        return (Piece::End, 1);
    };
    let name = rest[1..end].trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    if !rest[end..].starts_with('>') {
        (Piece::End, 1)
    } else if INLINE.contains(&name.as_str()) {
        (Piece::Hidden, end + 1)
    } else if name == "br" {
        (Piece::Sign('\n'), end + 1)
    } else {
        (Piece::End, 1)
    }
}

/// A reference to a character (`&#48;`, `&nbsp;`).
fn reference(rest: &str) -> (Piece, usize) {
    let length = rest.bytes().take(32).position(|byte| byte == b';');
    let Some(length) = length else { return (Piece::End, 1) };
    let name = &rest[1..length];
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let c = match number {
        Some(number) => number.and_then(char::from_u32),
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
    };
    c.map_or((Piece::End, 1), |c| (of_char(c), length + 1))
}

/// An escape of YAML, JSON, scripts or Markdown.
fn escape(rest: &str) -> (Piece, usize) {
    let code = |start: usize, length: usize| {
        let code = rest.get(start..start + length).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        code.and_then(char::from_u32).map_or((Piece::End, 1), |c| (of_char(c), start + length))
    };
    match rest.as_bytes().get(1) {
        Some(b'x') => code(2, 2),
        Some(b'u') if rest[2..].starts_with('{') => match rest[3..].bytes().take(8).position(|byte| byte == b'}') {
            Some(length) => {
                let (piece, end) = code(3, length);
                (piece, end + 1)
            }
            None => (Piece::End, 1),
        },
        Some(b'u') => code(2, 4),
        Some(b'U') => code(2, 8),
        Some(b'n' | b'N' | b'L' | b'P') => (Piece::Sign('\n'), 2),
        Some(b't') => (Piece::Sign('\t'), 2),
        Some(b'_' | b' ') => (Piece::Sign(' '), 2),
        // A line that goes on.
        Some(b'\n') => (Piece::Hidden, 2),
        Some(sign) if sign.is_ascii_punctuation() => (of_char(char::from(*sign)), 2),
        _ => (Piece::Sign('/'), 1),
    }
}

/// A byte of an address (`%31`).
fn percent(rest: &str) -> (Piece, usize) {
    let byte = rest.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    byte.filter(u8::is_ascii).map_or((Piece::End, 1), |byte| (of_char(char::from(byte)), 3))
}

/// True when a digit of full width, or one of mathematics, may stand in a text. The bytes are compared wherever they could
/// stand, without branches, because almost no text has one.
fn may_hold_wide_digit(bytes: &[u8]) -> bool {
    // The second byte tells few of them apart from others.
    let may_be = |first: u8, third: u8| (first == 0xEF) & (third & 0xF0 == 0x90) & (third < 0x9A) | (first == 0xF0);
    let third = bytes.get(2..).unwrap_or_default();
    bytes.iter().zip(third).fold(false, |has, (&first, &third)| has | may_be(first, third))
}

/// The first digit of any width from `start` on.
fn any_digit(bytes: &[u8], start: usize) -> Option<usize> {
    let is_digit = |at: &usize| match bytes[*at] {
        b'0'..=b'9' => true,
        0xEF => bytes[at + 1] == 0xBC && (0x90..=0x99).contains(&bytes[at + 2]),
        0xF0 => bytes[at + 1] == 0x9D && bytes[at + 2] == 0x9F && bytes[at + 3] >= 0x8E,
        _ => false,
    };
    (start..bytes.len()).find(is_digit)
}

/// The first digit from `start` on. Most texts have few: parts without any are passed over as a whole.
fn digit(bytes: &[u8], start: usize) -> Option<usize> {
    let part = start + without_digits::<64>(&bytes[start..]);
    let part = part + without_digits::<8>(&bytes[part..]);
    bytes[part..].iter().position(u8::is_ascii_digit).map(|at| part + at)
}

/// Length of the parts of `LENGTH` bytes with which a text begins and in which no digit is.
fn without_digits<const LENGTH: usize>(bytes: &[u8]) -> usize {
    let (parts, _) = bytes.as_chunks::<LENGTH>();
    let has_digit = |part: &[u8; LENGTH]| part.iter().fold(false, |has, byte| has | byte.is_ascii_digit());
    LENGTH * parts.iter().position(has_digit).unwrap_or(parts.len())
}
