//! The log of a server, or a list of words, line by line → what readers have looked for, and how often.
//!
//! Whoever asks the server writes its log: what is held is bounded, whatever stands there.

use std::borrow::Cow;
use std::collections::HashMap;

use encoding_rs::GB18030;

use super::text::words;

/// Different searches that are held; further ones are counted.
const DISTINCT: usize = 50_000;
/// Characters of a search; a longer one is no word of a reader's.
pub(super) const LONGEST: usize = 100;

/// Bytes of a line; a longer one is not read.
pub const LINE: usize = 64 << 10;

/// Searches that were read.
#[derive(Debug, Default)]
pub struct Asked {
    /// What was looked for, by its words with a space between them: as it was written first, and how often.
    pub(super) searches: HashMap<String, (String, u64)>,
    /// How many searches there were.
    pub count: u64,
    /// How many are too different from each other to be held.
    pub beyond: u64,
    /// How many lines could not be read.
    pub unread: u64,
    /// How many searches were those of programs.
    pub programs: u64,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Search(String),
    /// A search of a program that reads sites.
    Program,
    /// A request for something else, one that was refused, or nothing.
    Other,
    Unread,
}

impl Asked {
    /// How many different searches are held.
    pub fn distinct(&self) -> usize {
        self.searches.len()
    }

    /// Takes a line, without its end.
    pub fn take(&mut self, line: &[u8]) {
        match read(line) {
            Line::Other => {}
            Line::Unread => self.unread += 1,
            Line::Program => self.programs += 1,
            Line::Search(search) => {
                let key = words(&search).join(" ");
                // The page looks for nothing then.
                if key.is_empty() {
                    return;
                }
                self.count += 1;
                if let Some((_, count)) = self.searches.get_mut(&key) {
                    *count += 1;
                } else if self.searches.len() < DISTINCT {
                    self.searches.insert(key, (search, 1));
                } else {
                    self.beyond += 1;
                }
            }
        }
    }
}

/// What a line says: a request as the formats `common`, `combined` and W3C have it, an address, or a search as it is.
fn read(line: &[u8]) -> Line {
    if line.len() > LINE {
        return Line::Unread;
    }
    let text = in_utf8(line);
    let text = text.trim_start_matches('\u{FEFF}');
    if let Some((_, request)) = text.split_once("\"GET /").or_else(|| text.split_once(" GET /")) {
        let mut words = request.split([' ', '"']);
        let (target, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, next));
        let is_search = path.rsplit('/').next() == Some("search.html");
        return match is_search && !is_refused(request) {
            true if is_program(request) => Line::Program,
            true => asked(query),
            false => Line::Other,
        };
    }
    let is_request = text.contains("] \"") || text.contains(" HEAD /") || text.contains(" POST /");
    if let Some((_, query)) = text.split_once("search.html?").filter(|_| !is_request) {
        return asked(query.split([' ', '"', '#', '\t']).next().unwrap_or_default());
    }
    let text = text.trim();
    match text {
        _ if is_request || text.starts_with('#') || text.is_empty() => Line::Other,
        _ if text.contains("://") || text.contains("HTTP/") || text.contains('\u{FFFD}') => Line::Unread,
        _ => search(text),
    }
}

/// A line in UTF-8, or in the encoding in which editors of Windows save a list.
fn in_utf8(line: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(line) {
        Ok(text) => text.into(),
        Err(_) => match GB18030.decode_without_bom_handling(line) {
            (text, false) => text,
            _ => String::from_utf8_lossy(line),
        },
    }
}

/// True for a request that the server has refused: its status, behind the request in quotes, is an error.
fn is_refused(request: &str) -> bool {
    let status = request.split_once("\" ").map_or("", |(_, behind)| behind);
    let digits = status.split(' ').next().unwrap_or_default();
    digits.parse::<u16>().is_ok_and(|status| (400..600).contains(&status))
}

/// True for a request of a program, by what it calls itself: the last words in quotes, or all that follows where there are none.
fn is_program(request: &str) -> bool {
    const WORDS: [&str; 14] = [
        "bot",
        "spider",
        "crawl",
        "slurp",
        "curl/",
        "wget",
        "python",
        "go-http",
        "java/",
        "okhttp",
        "lighthouse",
        "headless",
        "httpclient",
        "scrapy",
    ];
    let behind = request.split_once([' ', '"']).map_or("", |(_, behind)| behind);
    let quoted = behind.trim_end().strip_suffix('"').and_then(|rest| rest.rsplit_once('"'));
    let agent = quoted.map_or(behind, |(_, agent)| agent).to_ascii_lowercase();
    // The search itself stands behind the path where the log has fields of their own.
    let agent = agent.split(' ').filter(|word| !word.contains("q=")).collect::<Vec<_>>().join(" ");
    WORDS.iter().any(|word| agent.contains(word))
}

fn search(text: &str) -> Line {
    // Control characters would act on a terminal.
    let is_unread = text.chars().count() > LONGEST || text.chars().any(char::is_control);
    if is_unread { Line::Unread } else { Line::Search(text.to_owned()) }
}

/// What the part of an address behind `?` asks for, as the script of the search reads it.
fn asked(query: &str) -> Line {
    let Some(value) = query.split('&').find_map(|part| part.strip_prefix("q=")) else { return Line::Other };
    let in_utf8 = |value: &str| decoded(value).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(text) = in_utf8(value) else { return Line::Unread };
    // Some servers encode an address again.
    let again = in_utf8(&text).filter(|again| text.is_ascii() && !again.is_ascii());
    search(again.as_deref().unwrap_or(&text).trim())
}

/// The bytes of a part of an address. Servers write bytes that are no printable letters as `\xHH` too.
fn decoded(value: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        let digits = match first {
            b'%' => behind,
            b'\\' => behind.strip_prefix(b"x").unwrap_or_default(),
            _ => {
                decoded.push(if first == b'+' { b' ' } else { first });
                continue;
            }
        };
        let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
        match (digit(0).zip(digit(1)), first) {
            (Some((high, low)), _) => {
                decoded.push(u8::try_from(high * 16 + low).ok()?);
                rest = &digits[2..];
            }
            (None, b'%') => return None,
            (None, _) => decoded.push(first),
        }
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn searches_are_read_from_logs_and_lists() {
        let combined = |request: &str, referer: &str| {
            format!(
                "203.0.113.9 - - [29/Nov/2026:08:00:00 +0800] \"{request}\" 200 5 \"{referer}\" \"Mozilla/5.0 (X11)\""
            )
        };
        let referer = "https://a.cn/search.html?q=%E4%B9%99";
        let search = |text: &str| Line::Search(text.to_owned());
        for (line, expected) in [
            (combined("GET /ztzl/search.html?q=%E8%A1%A5%E8%B4%B4 HTTP/1.1", "-"), search("补贴")),
            (combined("GET /search.html?from=a&q=a+b%20%2B HTTP/2.0", "-"), search("a b +")),
            (combined("GET /search.html?q=\\xE8\\xA1\\xA5\\y HTTP/1.1", "-"), search("补\\y")),
            (combined("GET /search.html?q= HTTP/1.1", "-"), search("")),
            // What asks for something else, wherever its reader came from.
            (combined("GET /search.html HTTP/1.1", referer), Line::Other),
            (combined("GET /search.html?faq=1 HTTP/1.1", referer), Line::Other),
            (combined("GET /assets/site.css HTTP/1.1", referer), Line::Other),
            (combined("GET /research.html?q=a HTTP/1.1", "-"), Line::Other),
            (combined("HEAD /search.html HTTP/1.1", "-"), Line::Other),
            (combined("HEAD /search.html?q=a HTTP/1.1", "-"), Line::Other),
            ("2026-11-29 00:00:00 10.0.0.1 HEAD /search.html q=a 443 - 203.0.113.9".into(), Line::Other),
            (combined("GET /search.html?q=a HTTP/1.1", "-").replace("200 5", "404 5"), Line::Other),
            (combined("GET /search.html?q=robot HTTP/1.1", "-"), search("robot")),
            (combined("GET /search.html?q=a HTTP/1.1", "-").replace("(X11)", "(compatible; Baiduspider/2.0)"), Line::Program),
            (
                "2026-11-29 00:00:00 10.0.0.1 GET /search.html q=a 443 - 203.0.113.9 Mozilla/5.0+(compatible;+bingbot/2.0) - 200 0".into(),
                Line::Program,
            ),
            (combined("GET /search.html?q=%25E8%25A1%25A5 HTTP/1.1", "-"), search("补")),
            (combined("GET /search.html?q=100%25 HTTP/1.1", "-"), search("100%")),
            ("\u{FEFF}补贴".into(), search("补贴")),
            (combined("-", "-"), Line::Other),
            (combined("\\x16\\x03\\x01", "-"), Line::Other),
            // Encoded as no browser encodes a text, in GBK, cut off: the page looks for nothing.
            (combined("GET /search.html?q=%zz HTTP/1.1", "-"), Line::Unread),
            (combined("GET /search.html?q=%B2%B9 HTTP/1.1", "-"), Line::Unread),
            (combined("GET /search.html?q=%E8%A1 HTTP/1.1", "-"), Line::Unread),
            (combined("GET /search.html?q=%", "-"), Line::Unread),
            ("2026-11-29 00:00:00 10.0.0.1 GET /search.html q=%E8%A1%A5 443 - 203.0.113.9".into(), search("补")),
            ("{\"request\":\"GET /search.html?q=a HTTP/1.1\",\"status\":200}".into(), search("a")),
            ("{\"uri\":\"/search.html?q=a\",\"status\":200}".into(), search("a")),
            ("https://a.cn/search.html?q=a#b".into(), search("a")),
            ("https://a.cn/".into(), Line::Unread),
            ("#Fields: date time".into(), Line::Other),
            ("  补贴 多少 ".into(), search("补贴 多少")),
            ("".into(), Line::Other),
            ("\u{1B}[2J".into(), Line::Unread),
            ("长".repeat(LONGEST + 1), Line::Unread),
            ("a".repeat(LINE + 1), Line::Unread),
        ] {
            assert_eq!(read(line.as_bytes()), expected, "{line}");
        }
        assert_eq!(read(b"\xB2\xB9"), search("补"));
        assert_eq!(read(b"\xFF\xFE"), Line::Unread);
    }

    #[test]
    fn searches_of_the_same_words_are_one() {
        let mut asked = Asked::default();
        for line in ["补贴（2022）", "补贴 [2022]", "补贴2022", "（）", "", "补贴2022"] {
            asked.take(line.as_bytes());
        }
        let mut all: Vec<_> = asked.searches.values().cloned().collect();
        all.sort();
        assert_eq!(all, [("补贴 [2022]".to_owned(), 1), ("补贴（2022）".to_owned(), 3)]);
        assert_eq!((asked.count, asked.unread, asked.beyond), (4, 0, 0));
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut asked = Asked::default();
        (0..DISTINCT + 7).for_each(|number| asked.take(number.to_string().as_bytes()));
        asked.take(b"3");
        assert_eq!((asked.distinct(), asked.beyond), (DISTINCT, 7));
        assert_eq!(asked.searches["3"].1, 2);
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in prop::collection::vec(any::<u8>(), 0..200)) {
            Asked::default().take(&line);
        }

        #[test]
        fn what_a_browser_encodes_is_read(text in "[^\\p{C}]{1,90}") {
            let encoded = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
            prop_assert_eq!(read(format!("\"GET /search.html?q={encoded} HTTP/1.1\"").as_bytes()), search(text.trim()));
        }
    }
}
