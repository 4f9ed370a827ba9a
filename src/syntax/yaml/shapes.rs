//! A value of another shape than its key has → what belongs there, and what was probably meant.

use std::ops::Range;

use super::explain::slipped;
use super::{first_line, slips};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::clause::{digit, number};

/// A value at a place of a text where something else is expected, by the word of the catalogue for that; `has_key` for one
/// that a key has.
pub(super) fn wrong(
    (file, text): (FileId, &str),
    range: Range<usize>,
    expected: &'static str,
    has_key: bool,
) -> Diagnostic {
    let found = shape(text, &range);
    let written = text[range.clone()].trim();
    if (expected, found) == ("@mapping", "@text")
        && let Some(slip) = slips::colons(text, range.clone(), 1).pop()
    {
        return slipped(file, text, slip);
    }
    let (expected, found) = match (expected, found) {
        ("@count", "@number") => ("@count", "@other-number"),
        // The parser knows no more of what it expected.
        ("@text", "@list" | "@mapping") => ("@single", found),
        both => both,
    };
    let reported = Diagnostic::at(Code::WrongType, Span::new(file, range.clone()));
    let reported = reported.arg("expected", expected).arg("found", found).arg("how", how(expected));
    let meant = match (expected, found) {
        ("@boolean", _) => boolean(written).map(str::to_owned),
        ("@count", _) => count(written),
        ("@list", "@text") if has_key => {
            let lines = if written.contains('\n') { written } else { &text[first_line(text, range.start)] };
            Some(slips::listed(lines.trim()))
        }
        ("@known", "@number") => Some(format!("\"{written}\"")),
        _ => None,
    };
    Diagnostic { suggestion: meant, ..reported }
}

/// What belongs where something is expected, as a word of the catalogue.
fn how(expected: &str) -> &'static str {
    match expected {
        "@boolean" => "@how-boolean",
        "@count" => "@how-count",
        "@known" => "@how-known",
        "@list" => "@how-list",
        "@mapping" => "@how-mapping",
        "@single" => "@how-single",
        "@sources" => "@how-sources",
        "@text" => "@how-text",
        _ => "@how-shape",
    }
}

/// The word for what an author says with another one.
fn boolean(written: &str) -> Option<&'static str> {
    const YES: [&str; 13] = ["是", "yes", "y", "on", "ture", "tru", "t", "对", "真", "有", "√", "✓", "1"];
    const NO: [&str; 15] =
        ["否", "no", "n", "off", "fasle", "flase", "fals", "f", "不是", "假", "没有", "无", "×", "✗", "0"];
    let said = written.trim_end_matches(['。', '；', ';', '，', ',', '.']).to_ascii_lowercase();
    let said = said.trim_matches(['“', '”', '‘', '’']);
    match said {
        "true" => Some("true"),
        "false" => Some("false"),
        _ if YES.contains(&said) => Some("true"),
        _ if NO.contains(&said) => Some("false"),
        _ => None,
    }
}

/// The number that is a whole text, in Chinese numerals or digits.
pub(super) fn numeral(text: &str) -> Option<u32> {
    number(text).filter(|found| found.length == text.len())?.value.map(u32::from)
}

/// The whole number that is written in another way: `二十`, `２０`, `1,000`, `1_000`, `+5`, `010`, `20.0`, `20人`.
fn count(written: &str) -> Option<String> {
    const UNITS: [&str; 10] = ["人", "名", "个", "号", "项", "条", "行", "列", "毫米", "mm"];
    let bare = UNITS.iter().find_map(|unit| written.strip_suffix(unit)).unwrap_or(written).trim();
    let bare = bare.strip_prefix('+').unwrap_or(bare);
    let digits = || {
        let whole = bare.strip_suffix(".0").unwrap_or(bare);
        let is_apart = |c: char| matches!(c, ',' | '，' | '_' | ' ');
        let plain: Option<String> =
            whole.chars().filter(|&c| !is_apart(c)).map(|c| char::from_digit(digit(c)?, 10)).collect();
        plain?.parse::<u32>().ok()
    };
    let meant = digits().or_else(|| numeral(bare))?.to_string();
    (meant != written).then_some(meant)
}

/// The shape of a YAML value as written, as a word of the catalogue.
fn shape(text: &str, range: &Range<usize>) -> &'static str {
    let written = text[range.clone()].trim();
    // The place of an empty value is its key.
    if text[range.end..first_line(text, range.end).end].trim() == ":" {
        return "@nothing";
    }
    let is_number = written.parse::<f64>().is_ok() || matches!(written.trim_start_matches('-'), ".inf" | ".nan");
    match written.chars().next() {
        None => "@nothing",
        Some('[') => "@list",
        Some('{') => "@mapping",
        Some(_) if is_number => "@number",
        Some(_) if written.starts_with("---") => "@nothing",
        Some('-') if written == "-" || written.starts_with("- ") => "@list",
        Some(_) if matches!(written, "true" | "false") => "@boolean",
        Some(_) if written == "null" || written == "~" => "@nothing",
        Some(_) if written.contains(": ") || written.ends_with(':') => "@mapping",
        Some(_) => "@text",
    }
}

/// What serde or the parser expects, as a word of the catalogue.
pub(super) fn word(words: &str) -> &'static str {
    let has = |part: &str| words.contains(part);
    if has("answer") {
        "@answer"
    } else if has("unpublished") {
        "@known"
    } else if has("source") {
        "@sources"
    } else if has("bool") {
        "@boolean"
    } else if has("sequence") || has("list") || has("array") {
        "@list"
    } else if has("map") || has("struct") {
        "@mapping"
    } else if has("integer") || has("u32") || has("number") || has("float") {
        "@count"
    } else if has("unit") || has("null") || has("Option") {
        "@nothing"
    } else {
        "@text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_for_true_and_false_are_understood() {
        for word in ["是", "yes", "Y", "TRUE。", "对", "√", "1", "ture"] {
            assert_eq!(boolean(word), Some("true"), "{word}");
        }
        for word in ["否", "No", "false；", "不是", "没有", "0", "fasle"] {
            assert_eq!(boolean(word), Some("false"), "{word}");
        }
        for word in ["空", "null", "~", "", "已核实", "10"] {
            assert_eq!(boolean(word), None, "{word}");
        }
    }

    #[test]
    fn a_number_written_in_another_way_is_understood() {
        for (written, meant) in [
            ("二十", "20"),
            ("２０", "20"),
            ("1,000", "1000"),
            ("1，000", "1000"),
            ("1_000", "1000"),
            ("010", "10"),
            ("20.0", "20"),
            ("20人", "20"),
            ("+5", "5"),
        ] {
            assert_eq!(count(written).as_deref(), Some(meant), "{written}");
        }
        for written in ["20", "-5", "1.5", "1.5万", "20%", "0x10", "1e3", "空", "", "4294967296", "二十多"] {
            assert_eq!(count(written), None, "{written}");
        }
    }
}
