//! How complex a site's own scripts are: a linear scan that knows strings, comments, regular expressions and brackets, and
//! nothing else. What minifies them goes down into what is nested by recursion, so that it must not get what is too deep.
//!
//! Behind some signs only a grammar tells whether `/` divides or begins a regular expression. There the rest is read both
//! ways; a way that comes upon what no parser goes beyond, such as a string without its end, is not that of the parser.

use std::collections::BTreeMap;

use super::complexity::{Excess, comment};

/// Brackets within each other.
const DEPTH: usize = 128;
/// Signs and words of all statements that are not at their end where one stands within the other: `a + b + c`, `else if` and
/// `a ? b : c` are nested without brackets.
const TERMS: usize = 8192;
/// Signs `/` that are read both ways.
const DOUBTS: usize = 256;

/// What is too complex in a script.
pub(super) fn excess(script: &str) -> Option<Excess> {
    let mut readings = vec![Reading::new(script)];
    // What was open at signs that have been read both ways.
    let mut known: BTreeMap<usize, Vec<Level>> = BTreeMap::new();
    let mut doubts = 0;
    while let Some(mut reading) = readings.pop() {
        while let Some(byte) = reading.next() {
            let start = reading.at;
            if byte == b'/' && matches!(reading.before, Before::Curly | Before::Either) {
                if known.get(&start).is_some_and(|before| covers(before, &reading.levels)) {
                    break;
                }
                doubts += 1;
                if doubts > DOUBTS {
                    return Some((start, "@doubtful-signs", DOUBTS, "@bracketed"));
                }
                known.insert(start, reading.levels.clone());
                readings.push(Reading { before: Before::Sign, ..reading.clone() });
                reading.before = Before::Operand;
            }
            if reading.token(byte).is_none() {
                break;
            } else if reading.levels.len() > DEPTH + 1 {
                return Some((start, "@deep", DEPTH, "@fewer-brackets"));
            } else if reading.terms > TERMS {
                return Some((start, "@long-statement", TERMS, "@shorter-statement"));
            }
        }
    }
    None
}

/// True when what is open in one reading is what is open in the other, and no less.
fn covers(one: &[Level], other: &[Level]) -> bool {
    let covers = |(one, other): (&Level, &Level)| {
        let same = (one.end, one.is_head, one.is_template) == (other.end, other.is_head, other.is_template);
        same && one.terms >= other.terms && one.elses >= other.elses
    };
    one.len() == other.len() && one.iter().zip(other).all(covers)
}

/// What stands before a sign.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// What an operand or a statement follows, or nothing.
    Sign,
    /// A name, a number, a string, or the end of square brackets.
    Operand,
    /// The end of round brackets that are not those of a condition.
    Round,
    /// The end of curly brackets: an operand, or a statement follows.
    Curly,
    /// A word that may be a name, or a sign behind curly brackets: one of those above.
    Either,
}

/// What is open.
#[derive(Clone, Copy, Default)]
struct Level {
    /// The bracket that ends it.
    end: u8,
    /// Words and signs since the last statement or item ended.
    terms: usize,
    /// Number of `else` in the open statement: each continues the `if` before it.
    elses: usize,
    /// The round brackets of a condition.
    is_head: bool,
    /// The curly brackets of a template string.
    is_template: bool,
}

/// One way to read a script.
#[derive(Clone)]
struct Reading<'s> {
    script: &'s str,
    at: usize,
    levels: Vec<Level>,
    /// Those of all levels.
    terms: usize,
    before: Before,
    is_new_line: bool,
    /// Behind the word of a condition.
    is_condition: bool,
    /// Behind `.` or `#`: a word is the name of a property.
    is_member: bool,
}

/// Words after which an operand or a statement follows.
const KEYWORDS: &[&str] = &[
    "break",
    "case",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "extends",
    "in",
    "instanceof",
    "new",
    "return",
    "throw",
    "typeof",
    "void",
];
/// Words that may be names as well.
const EITHER: &[&str] = &["await", "of", "yield"];
/// Words before the brackets of a condition.
const HEADS: &[&str] = &["for", "if", "while", "with"];
/// Words that go on with a statement that a block or a line seemed to end.
const ONWARD: &[&str] = &["catch", "else", "finally", "in", "instanceof", "of", "while"];

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '\\') || !c.is_ascii() && !is_space(c)
}

impl<'s> Reading<'s> {
    fn new(script: &'s str) -> Self {
        let mut new = Self {
            script,
            at: 0,
            levels: vec![Level::default()],
            terms: 0,
            before: Before::Sign,
            is_new_line: true,
            is_condition: false,
            is_member: false,
        };
        if script.starts_with("#!") {
            new.end_line();
        }
        new
    }

    fn rest(&self) -> &'s str {
        self.script.get(self.at..).unwrap_or_default()
    }

    /// Goes to the end of the line.
    fn end_line(&mut self) {
        self.at += self.rest().find(ends_line).unwrap_or(self.rest().len());
    }

    /// Goes to the next word or sign, which begins with this byte.
    fn next(&mut self) -> Option<u8> {
        loop {
            let rest = self.rest();
            let first = rest.chars().next()?;
            if is_space(first) {
                self.is_new_line |= ends_line(first);
                self.at += first.len_utf8();
            } else if rest.starts_with("/*") {
                let end = comment(self.script.as_bytes(), self.at) + 1;
                self.is_new_line |= self.script.get(self.at..end)?.contains(ends_line);
                self.at = end;
            } else if rest.starts_with("//") || rest.starts_with("<!--") || self.is_new_line && rest.starts_with("-->")
            {
                self.end_line();
            } else {
                return rest.bytes().next();
            }
        }
    }

    /// Takes the word or sign that begins with `byte`. Nothing when no parser goes on here.
    fn token(&mut self, byte: u8) -> Option<()> {
        let is_operand = matches!(self.before, Before::Operand | Before::Round);
        let (is_condition, mut is_member) = (std::mem::take(&mut self.is_condition), false);
        let mut before = Before::Sign;
        match byte {
            b'"' | b'\'' => {
                self.at = self.string(byte)?;
                before = Before::Operand;
            }
            b'`' => before = self.template()?,
            b'/' if !is_operand => {
                self.at = self.regex()?;
                before = Before::Operand;
            }
            b'(' | b'[' | b'{' => {
                let end = if byte == b'(' { b')' } else { byte + 2 };
                self.levels.push(Level { end, is_head: is_condition, ..Level::default() });
            }
            b')' | b']' | b'}' => before = self.close(byte)?,
            b';' | b',' => self.end(),
            b'+' | b'-' if self.rest().as_bytes().get(1) == Some(&byte) => {
                self.at += 1;
                before = match self.before {
                    Before::Curly => Before::Either,
                    _ if is_operand && self.is_new_line => Before::Sign,
                    before => before,
                };
            }
            b'.' if self.rest().starts_with("...") => self.at += 2,
            b'.' | b'#' => is_member = true,
            _ if self.rest().starts_with(is_word) => before = self.word(is_condition),
            _ => {}
        }
        (self.before, self.is_member, self.is_new_line) = (before, is_member, false);
        self.at += 1;
        if let Some(level) = self.levels.last_mut() {
            level.terms += 1;
            self.terms += 1;
        }
        Some(())
    }

    /// Nothing that comes on this level lies in what was before.
    fn end(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.terms -= level.terms;
            level.terms = 0;
        }
    }

    fn close(&mut self, byte: u8) -> Option<Before> {
        let level = self.levels.pop().filter(|level| level.end == byte)?;
        self.terms -= level.terms + level.elses;
        match byte {
            b'}' if level.is_template => self.template(),
            b'}' => Some(Before::Curly),
            b')' if level.is_head => Some(Before::Sign),
            b')' => Some(Before::Round),
            _ => Some(Before::Operand),
        }
    }

    /// Takes a word or a number, up to its last byte.
    fn word(&mut self, is_condition: bool) -> Before {
        let rest = self.rest();
        let length = |from: usize| rest[from..].find(|c| !is_word(c)).unwrap_or(rest.len() - from);
        let mut end = length(0);
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        if is_number && !self.is_member && rest[end..].starts_with('.') {
            end += 1 + length(end + 1);
        }
        let word = if self.is_member { "" } else { &rest[..end] };
        let is_after = match self.before {
            Before::Curly => true,
            Before::Operand => self.is_new_line,
            _ => false,
        };
        if is_after && !ONWARD.contains(&word) {
            self.end();
        }
        if let Some(level) = self.levels.last_mut().filter(|_| word == "else") {
            level.elses += 1;
            self.terms += 1;
        }
        self.at += end - 1;
        self.is_condition = HEADS.contains(&word) || is_condition && word == "await";
        match () {
            () if KEYWORDS.contains(&word) => Before::Sign,
            () if EITHER.contains(&word) => Before::Either,
            () => Before::Operand,
        }
    }

    /// The last byte of a string that begins here.
    fn string(&self, quote: u8) -> Option<usize> {
        let bytes = self.script.as_bytes();
        let mut end = self.at + 1;
        loop {
            match *bytes.get(end)? {
                b'\\' => end += if bytes[end + 1..].starts_with(b"\r\n") { 2 } else { 1 },
                b'\n' | b'\r' => return None,
                byte if byte == quote => return Some(end),
                _ => {}
            }
            end += 1;
        }
    }

    /// Takes the rest of a template string, up to an expression in it or its end.
    fn template(&mut self) -> Option<Before> {
        let bytes = self.script.as_bytes();
        loop {
            self.at += 1;
            match *bytes.get(self.at)? {
                b'\\' => self.at += 1,
                b'`' => return Some(Before::Operand),
                b'$' if bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 1;
                    self.levels.push(Level { end: b'}', is_template: true, ..Level::default() });
                    return Some(Before::Sign);
                }
                _ => {}
            }
        }
    }

    /// The last byte of a regular expression that begins here.
    fn regex(&self) -> Option<usize> {
        let (mut in_class, mut is_escaped) = (false, false);
        let mut signs = self.rest().char_indices().skip(1);
        let end = signs.find_map(|(at, c)| {
            match c {
                _ if ends_line(c) => return Some(None),
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => return Some(Some(self.at + at)),
                _ => {}
            }
            None
        });
        end.flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(script: &str) -> Option<&'static str> {
        excess(script).map(|(_, cause, ..)| cause)
    }

    #[test]
    fn what_is_no_regular_expression_or_comment_hides_nothing() {
        let deep = ["(".repeat(200), "1".to_owned(), ")".repeat(200)].concat();
        for before in [
            "//\u{2028}",
            "//\u{2029}",
            "//\r",
            "a=b++/",
            "a=b--/",
            "a=x.of/",
            "a=x.return/",
            "a=x . return/",
            "a=x?.of/",
            "class A{#of;b(){return this.#of/",
            "a=x.if(b)/",
            "of=1;a=of/",
            "a=function(){}/",
            "a={}/",
            "a=1./",
            "a=1.5/",
            "a=.5.return/",
            "a:{}/`/;",
            "a=>{}\n/`/;",
            "a\u{b}/",
            "a\u{a0}/",
            "a=\u{a0}/`/;",
            "return\u{a0}/`/;",
            "#!`\n",
            "<!-- `\n",
            "a\n--> `\n",
            "b\n++/`/;",
            "for await (a of b)/`/;",
            "for (a of /`/)",
            "\"\\\r\n\";",
            "[.../`/,",
            "if (a) /`/;",
        ] {
            assert_eq!(cause(&[before, &deep, "/2"].concat()), Some("@deep"), "{before:?}");
        }
        for before in ["//\u{2028}", "a={}/;/+", "a=x.of/"] {
            for part in ["a=>", "a+", "a={}/;/+a+"] {
                assert!(cause(&[before, &part.repeat(5_000)].concat()).is_some(), "{before:?} {part}");
            }
        }
    }

    #[test]
    fn what_is_deep_or_long_is_found() {
        for (open, deep) in [("(", 129), ("[", 200), ("{", 3_200), ("`${", 200), ("a(", 2_000), ("a=>{", 500)] {
            assert!(cause(&open.repeat(deep)).is_some(), "{open}");
        }
        for part in [
            "a+",
            "a?a:",
            "if(a);else ",
            "a.b().",
            "!",
            "a=>",
            "typeof ",
            "if(a)",
            "a=",
            "do ",
            "new ",
            "x:",
            "/a/+",
            "a\n+",
        ] {
            assert!(cause(&part.repeat(20_000)).is_some(), "{part}");
        }
    }

    #[test]
    fn signs_that_may_be_read_both_ways_make_nothing_complex() {
        for part in ["if (a) {}\n/['\"(]/.test(b);\n", "if (a) {}\n/b/.test(b);\n", "a = {} / 2;\n", "a++ / 2 / b;\n"] {
            assert_eq!(cause(&part.repeat(200)), None, "{part}");
        }
        for part in
            ["let a = b;\n", "`(((\\``;", "if (a) /'/.test(b);\n", "a = /[(]\\/(/;", "// ((\u{2028}", "a = 1..b;\n"]
        {
            assert_eq!(cause(&part.repeat(20_000)), None, "{part}");
        }
        assert_eq!(cause(&"{}/a/\n".repeat(2_000)), Some("@doubtful-signs"));
    }
}
