//! How complex a site's own style sheets are: a linear scan that knows strings, comments and brackets, and nothing else.
//! What minifies them goes down into what is nested by recursion, so that it must not get what is too deep; and it writes
//! rules inside one another out one after the other, so that it must not get what becomes too long.

use memchr::memmem;

/// Brackets within each other in a style sheet.
const CSS_DEPTH: usize = 32;
/// Signs of sums and products in one pair of brackets of a style sheet: each is a level below the one before.
const CSS_TERMS: usize = 256;
/// Rules in one rule of a style sheet.
const CSS_RULES: usize = 4096;
/// Rules that are minified together. Each is compared with those before it that it may be merged with.
const CSS_PART: usize = 512;
/// Bytes that rules inside one another take more when they are written out.
const CSS_WRITTEN: usize = 4 << 20;
/// How often a rule with a pseudo-class is written: once for each prefix of a browser, and without one.
const CSS_PREFIXES: usize = 4;

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
    // How rules that are open are written out.
    let mut written = vec![Written { selectors: 0, copies: 1 }];
    let (mut at, mut start, mut rules, mut inside, mut head, mut more) = (0, 0, 0, 0, 0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let before = at;
        match byte {
            b'"' | b'\'' => at = string(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = comment(bytes, at);
                if css[head..before].trim_ascii().is_empty() {
                    head = at + 1;
                }
            }
            b'\\' => at += 1,
            b'(' if is_address(bytes, at) => at = address(bytes, at),
            b'(' | b'[' | b'{' => {
                open.push((if byte == b'(' { b')' } else { byte + 2 }, 0));
                if let (b'{', Some(around)) = (byte, written.last()) {
                    let rule = around.inner(&css[head..at]);
                    more = more.saturating_add(rule.selectors.saturating_sub(at - head));
                    written.push(rule);
                    (rules, inside, head) = (rules + 1, inside + 1, at + 1);
                }
                if open.len() > CSS_DEPTH {
                    return Err((at, "@deep", CSS_DEPTH, "@fewer-brackets"));
                } else if inside > CSS_RULES {
                    return Err((at, "@many-rules", CSS_RULES, "@fewer-rules"));
                }
            }
            _ if open.last().is_some_and(|(end, _)| *end == byte) => {
                open.pop();
                if byte == b'}' {
                    written.pop();
                    head = at + 1;
                }
                if open.is_empty() && byte == b'}' {
                    inside = 0;
                    if rules >= CSS_PART {
                        parts.push(&css[start..=at]);
                        (start, rules) = (at + 1, 0);
                    }
                }
            }
            b';' if open.last().is_none_or(|(end, _)| *end == b'}') => head = at + 1,
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
        let copies = written.last().map_or(1, |rule| rule.copies);
        more = more.saturating_add((copies - 1).saturating_mul(at - before));
        if more > CSS_WRITTEN {
            return Err((before, "@long-rules", CSS_WRITTEN, "@fewer-selectors"));
        }
    }
    parts.push(&css[start..]);
    Ok(parts)
}

/// How a rule is written out for browsers that know no rules in rules.
#[derive(Clone, Copy)]
struct Written {
    /// Bytes of its selectors, in all copies.
    selectors: usize,
    /// How often what is in it is written at most.
    copies: usize,
}

impl Written {
    /// A rule in this one, by what stands before its bracket: `&`, or the beginning of each selector, stands for the
    /// selectors around it. A pseudo-class that some browsers do not know parts the selectors, and has copies with prefixes.
    fn inner(self, head: &str) -> Self {
        let count = |wanted| memchr::memchr_iter(wanted, head.as_bytes()).count();
        let head = head.trim_start();
        let is_nest = |word: &str| word.eq_ignore_ascii_case("nest");
        let is_style = head.strip_prefix('@').is_none_or(|word| word.get(..4).is_some_and(is_nest));
        if !is_style {
            return Self { selectors: self.selectors.saturating_mul(count(b'&').max(1)), ..self };
        }
        let (selectors, nests) = (count(b',') + 1, count(b'&'));
        let (prefixes, parts) = if head.contains(':') { (CSS_PREFIXES, selectors) } else { (1, 1) };
        let one = self.selectors.saturating_mul(selectors - 1 + nests.max(1)).saturating_add(head.len());
        Self {
            selectors: one.saturating_mul(prefixes),
            copies: self.copies.saturating_mul(prefixes.saturating_mul(parts)),
        }
    }
}

/// The last byte of a string that begins at `at`. A line end is one, too.
fn string(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += if bytes[end + 1..].starts_with(b"\r\n") { 2 } else { 1 },
            b'\n' | b'\r' | b'\x0c' => break,
            _ if byte == bytes[at] => break,
            _ => {}
        }
        end += 1;
    }
    end
}

/// The last byte of a comment that begins at `at` and may go over several lines.
pub(super) fn comment(bytes: &[u8], at: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_counted_as_they_are_written_out() {
        let nested = |open: &str, levels: usize| [&open.repeat(levels), "c{d:e}", &"}".repeat(levels)].concat();
        let cause = |css: &str| style_parts(css).err().map(|(_, cause, ..)| cause);
        for (open, levels) in [
            ("a,b{&>", 25),
            ("a,b,c,d,e,f,g,h{& ", 7),
            ("a{& &", 23),
            ("a:is(b,c){", 20),
            ("a,b:focus-visible{", 20),
            ("a:dir(rtl){b:c;", 20),
            ("a{@nest b &, c &", 25),
            ("a{@scope (&,&)", 25),
            ("/* a */a,b{/* b */&>", 25),
        ] {
            assert_eq!(cause(&nested(open, levels)), Some("@long-rules"), "{open}");
            assert_eq!(cause(&open.repeat(levels)), Some("@long-rules"), "{open}");
        }
        assert_eq!(cause(&["a:is(b,c){".repeat(6), "d:e;".repeat(10_000)].concat()), Some("@long-rules"));
        let sheet = "/* a: b, c, d */ @media (a: b) { .a { &:hover, &:focus { b: c; &::before { d: e } } } }\n";
        assert_eq!(cause(&sheet.repeat(500)), None);
        assert_eq!(cause(&["a:hover,".repeat(5_000), "b{c:d}".to_owned()].concat()), None);
        assert_eq!(cause(&"\\:a:hover{b:c;d:url(e;f)}".repeat(20_000)), None);
    }

    #[test]
    fn what_is_deep_is_found_however_deep_it_is() {
        for open in
            ["a{", "a{b:calc(", "a:not(", " @media all{", "a{b:(", "a[", "a{b:[", " @supports (", "a{b:url(x) var(--c,"]
        {
            for deep in [33, 700, 100_000] {
                assert!(style_parts(&open.repeat(deep)).is_err(), "{open}");
            }
        }
        let cause = |css: String| style_parts(&css).err().map(|(_, cause, ..)| cause);
        assert_eq!(cause(format!("a{{b:calc(1px{})}}", " + 1px".repeat(300))), Some("@long-sum"));
        assert_eq!(cause(format!("@media all{{{}}}", "a{b:c}".repeat(5_000))), Some("@many-rules"));
    }

    #[test]
    fn a_string_ends_with_its_line() {
        for line_end in ["\r", "\x0c", "\n"] {
            let css = ["a{b:'", line_end, &"(".repeat(40)].concat();
            assert_eq!(style_parts(&css).err().map(|(_, cause, ..)| cause), Some("@deep"), "{line_end:?}");
        }
    }
}
