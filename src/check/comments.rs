//! The comments of a YAML text, which are not published. A line of a text in quotes, or of a block (`|`, `>`), is none,
//! whatever it begins with.

use std::ops::Range;

/// The lines of a YAML text that are comments, from the first.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut reader = Reader::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if reader.is_comment(line) {
            found.push(start..start + line.len());
        }
        start += line.len();
    }
    found
}

/// What a line of YAML begins in.
#[derive(Default)]
struct Reader {
    /// A block below a line that is indented by as much.
    block: Option<usize>,
    /// A text in quotes of this kind.
    quote: Option<u8>,
}

impl Reader {
    /// Reads the next line.
    fn is_comment(&mut self, line: &str) -> bool {
        let content = line.trim_end();
        let indent = content.len() - content.trim_start().len();
        if let Some(above) = self.block {
            if content.is_empty() || indent > above {
                return false;
            }
            self.block = None;
        }
        if self.quote.is_none() && content[indent..].starts_with('#') {
            return true;
        }
        let end = self.quotes(content);
        if self.quote.is_none() && begins_block(&content[..end]) {
            self.block = Some(indent);
        }
        false
    }

    /// Follows the quotes of a line; gives the place where a comment begins, or the end.
    fn quotes(&mut self, line: &str) -> usize {
        let bytes = line.as_bytes();
        // A quote in the middle of a word is a sign like others.
        let mut opens = true;
        let mut at = 0;
        while at < bytes.len() {
            match (self.quote, bytes[at]) {
                (Some(b'"'), b'\\') => at += 1,
                (Some(quote), byte) if quote == byte => {
                    if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                        at += 1;
                    } else {
                        self.quote = None;
                        opens = false;
                    }
                }
                (Some(_), _) => {}
                (None, quote @ (b'"' | b'\'')) if opens => self.quote = Some(quote),
                (None, b'#') if at == 0 || bytes[at - 1].is_ascii_whitespace() => return at,
                (None, byte) => {
                    opens = matches!(byte, b':' | b'-' | b'?' | b',' | b'[' | b'{') || (opens && byte == b' ')
                }
            }
            at += 1;
        }
        line.len()
    }
}

/// True for a line that ends in the sign of a block: `|` or `>`, with signs for its indentation and end.
fn begins_block(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    let signs = last.strip_prefix(['|', '>']);
    signs.is_some_and(|signs| signs.len() <= 2 && signs.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_block_or_of_a_text_in_quotes_is_no_comment() {
        let text = "# 1\na: |\n  #2\n\n  # 3\n# 4\nb: \"x\n  # 5\n  \\\" # 6\n  \" # c\n- c: >-\n    #7\n  # 8\nd: 'it''s\n  # 9'\n\
                    e: don't\n# 10\nf: [ \"a\", 'b' ] # '\n# 11\n- |2+\n   # 12\ng: x # |\n  # 13\n";
        let found = comments(text);
        let numbers: Vec<_> =
            found.iter().map(|range| text[range.clone()].trim().trim_start_matches(['#', ' '])).collect();
        assert_eq!(numbers, ["1", "4", "10", "11", "13"]);
    }
}
