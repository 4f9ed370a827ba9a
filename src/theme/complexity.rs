//! How complex a site's own style sheets and scripts are: linear scans that know strings, comments and brackets, and nothing
//! else. What minifies them goes down into what is nested by recursion, so that it must not get what is too deep.

use memchr::memmem;

/// Brackets within each other in a style sheet.
const CSS_DEPTH: usize = 32;
/// Signs of sums and products in one pair of brackets of a style sheet: each is a level below the one before.
const CSS_TERMS: usize = 256;
/// Rules in one rule of a style sheet.
const CSS_RULES: usize = 4096;
/// Rules that are minified together. Each is compared with those before it that it may be merged with.
const CSS_PART: usize = 512;
/// Brackets within each other in a script.
const JS_DEPTH: usize = 128;
/// Signs and words of all statements that are not at their end where one stands within the other: `a + b + c`, `else if` and
/// `a ? b : c` are nested without brackets.
const JS_TERMS: usize = 8192;

/// What is too complex: where it stands, what is reported about it, the limit, and how to mend it.
pub(super) type Excess = (usize, &'static str, usize, &'static str);

/// The parts of a style sheet that can be minified one after the other.
///
/// # Errors
/// What is too complex.
pub(super) fn style_parts(css: &str) -> Result<Vec<&str>, Excess> {
    let bytes = css.as_bytes();
    let mut parts = Vec::new();
    // The ends of what is open, with the signs in it.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let (mut at, mut start, mut rules, mut inside) = (0, 0, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = comment(bytes, at),
            b'\\' => at += 1,
            b'(' if is_address(bytes, at) => at = address(bytes, at),
            b'(' | b'[' | b'{' => {
                open.push((if byte == b'(' { b')' } else { byte + 2 }, 0));
                let is_rule = usize::from(byte == b'{');
                (rules, inside) = (rules + is_rule, inside + is_rule);
                if open.len() > CSS_DEPTH {
                    return Err((at, "@deep", CSS_DEPTH, "@fewer-brackets"));
                } else if inside > CSS_RULES {
                    return Err((at, "@many-rules", CSS_RULES, "@fewer-rules"));
                }
            }
            _ if open.last().is_some_and(|(end, _)| *end == byte) => {
                open.pop();
                if open.is_empty() && byte == b'}' {
                    inside = 0;
                    if rules >= CSS_PART {
                        parts.push(&css[start..=at]);
                        (start, rules) = (at + 1, 0);
                    }
                }
            }
            b'+' | b'-' | b'*' | b'/' => {
                let is_sign = matches!(byte, b'*' | b'/') || bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
                if let Some((_, signs)) = open.last_mut().filter(|(end, _)| is_sign && *end == b')') {
                    *signs += 1;
                    if *signs > CSS_TERMS {
                        return Err((at, "@long-sum", CSS_TERMS, "@shorter-sum"));
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(&css[start..]);
    Ok(parts)
}

/// The last byte of a string that begins at `at`. A line end is one, too.
fn string(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' => break,
            _ if byte == bytes[at] => break,
            _ => {}
        }
        end += 1;
    }
    end
}

/// The last byte of a comment that begins at `at` and may go over several lines.
fn comment(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 2..).unwrap_or_default();
    memmem::find(rest, b"*/").map_or(bytes.len(), |end| at + 2 + end + 1)
}

/// True for a bracket that begins an address without quotes, in which every other sign is part of it.
fn is_address(bytes: &[u8], at: usize) -> bool {
    let is_named = at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"url");
    let is_whole = !at.checked_sub(4).is_some_and(|before| is_word(bytes[before]));
    let first = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    is_named && is_whole && !matches!(first, Some(b'"' | b'\''))
}

fn address(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end).filter(|byte| **byte != b')') {
        end += if byte == b'\\' { 2 } else { 1 };
    }
    end
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | b'\\') || !byte.is_ascii()
}

/// What is too complex in a script.
pub(super) fn script_excess(script: &str) -> Option<Excess> {
    Script { bytes: script.as_bytes(), at: 0, levels: vec![Level::default()], terms: 0, before: Before::Sign }.excess()
}

/// What stands before a sign.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// A sign that an operand follows, or nothing.
    Sign,
    /// A word that an operand or statement follows.
    Keyword,
    /// A name, a number or a string.
    Operand,
    /// The end of brackets after which a statement or expression begins: of a condition, or of a block.
    Head,
    /// The end of round or square brackets, or of a function's or an object's.
    Closed(u8),
}

/// What is open.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Words and signs since the last statement or item ended.
    terms: usize,
    /// `else`, which goes on with the statement before it.
    elses: usize,
    /// The round brackets of a condition, or the curly ones of a block.
    is_head: bool,
    /// The curly brackets of a template string.
    is_template: bool,
}

struct Script<'s> {
    bytes: &'s [u8],
    at: usize,
    levels: Vec<Level>,
    /// Those of all levels.
    terms: usize,
    before: Before,
}

/// Words after which an operand or a statement follows.
const KEYWORDS: &[&[u8]] = &[
    b"await",
    b"case",
    b"delete",
    b"do",
    b"else",
    b"extends",
    b"in",
    b"instanceof",
    b"new",
    b"of",
    b"return",
    b"throw",
    b"typeof",
    b"void",
    b"yield",
];
/// Words before the brackets of a condition.
const HEADS: &[&[u8]] = &[b"for", b"if", b"while", b"with"];
/// Words that go on with a statement that a block or a line seemed to end.
const ONWARD: &[&[u8]] = &[b"catch", b"else", b"finally", b"in", b"instanceof", b"of", b"while"];

impl Script<'_> {
    fn excess(mut self) -> Option<Excess> {
        let (mut is_new_line, mut is_condition) = (true, false);
        while let Some(&byte) = self.bytes.get(self.at) {
            let (start, next) = (self.at, self.bytes.get(self.at + 1).copied());
            match byte {
                b'\n' => is_new_line = true,
                _ if byte.is_ascii_whitespace() => {}
                b'/' if next == Some(b'/') => {
                    self.at += memchr::memchr(b'\n', &self.bytes[start..]).unwrap_or(self.bytes.len()) - 1;
                }
                b'/' if next == Some(b'*') => self.at = comment(self.bytes, start),
                _ => {
                    self.token(byte, is_new_line, is_condition);
                    is_condition = HEADS.contains(&self.bytes.get(start..=self.at).unwrap_or_default());
                    is_new_line = false;
                    if self.levels.len() > JS_DEPTH + 1 {
                        return Some((start, "@deep", JS_DEPTH, "@fewer-brackets"));
                    } else if self.terms > JS_TERMS {
                        return Some((start, "@long-statement", JS_TERMS, "@shorter-statement"));
                    }
                }
            }
            self.at += 1;
        }
        None
    }

    /// Takes the word or sign that begins with `byte`, up to its last byte.
    fn token(&mut self, byte: u8, is_new_line: bool, is_condition: bool) {
        let is_operand = matches!(self.before, Before::Operand | Before::Closed(_));
        let mut before = Before::Sign;
        match byte {
            b'"' | b'\'' => {
                self.at = string(self.bytes, self.at);
                before = Before::Operand;
            }
            b'`' => before = self.template(),
            b'/' if !is_operand => {
                self.at = regex(self.bytes, self.at);
                before = Before::Operand;
            }
            b'(' | b'[' | b'{' => {
                let is_block = byte == b'{' && (is_operand || self.before == Before::Head);
                self.levels.push(Level { is_head: is_condition || is_block, ..Level::default() });
            }
            b')' | b']' | b'}' => before = self.close(byte),
            b';' | b',' => self.end(),
            _ if is_word(byte) && byte != b'-' => before = self.word(is_new_line),
            _ => {}
        }
        self.before = before;
        self.count();
    }

    fn count(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.terms += 1;
            self.terms += 1;
        }
    }

    /// Nothing that comes on this level lies in what was before.
    fn end(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.terms -= level.terms;
            level.terms = 0;
        }
    }

    fn close(&mut self, byte: u8) -> Before {
        let Some(level) = self.levels.pop().filter(|_| !self.levels.is_empty()) else {
            self.levels.push(Level::default());
            self.terms = 0;
            return Before::Closed(byte);
        };
        self.terms -= level.terms + level.elses;
        match () {
            () if level.is_template => self.template(),
            () if level.is_head => Before::Head,
            () => Before::Closed(byte),
        }
    }

    fn word(&mut self, is_new_line: bool) -> Before {
        let length = self.bytes[self.at..].iter().take_while(|byte| is_word(**byte) && **byte != b'-').count();
        let word = &self.bytes[self.at..self.at + length];
        let is_after = match self.before {
            Before::Closed(b'}') | Before::Head => self.bytes[..self.at].trim_ascii_end().ends_with(b"}"),
            Before::Operand | Before::Closed(b']') => is_new_line,
            _ => false,
        };
        if is_after && !ONWARD.contains(&word) {
            self.end();
        }
        if let Some(level) = self.levels.last_mut().filter(|_| word == b"else") {
            level.elses += 1;
            self.terms += 1;
        }
        self.at += length - 1;
        if KEYWORDS.contains(&word) { Before::Keyword } else { Before::Operand }
    }

    /// The rest of a template string, up to an expression in it or its end.
    fn template(&mut self) -> Before {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'`' => return Before::Operand,
                b'$' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 1;
                    self.levels.push(Level { is_template: true, ..Level::default() });
                    return Before::Sign;
                }
                _ => {}
            }
            self.at += 1;
        }
        Before::Operand
    }
}

/// The last byte of a regular expression that begins at `at`.
fn regex(bytes: &[u8], at: usize) -> usize {
    let (mut end, mut in_class) = (at + 1, false);
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'\n' => break,
            b'/' if !in_class => break,
            _ => {}
        }
        end += 1;
    }
    end
}
