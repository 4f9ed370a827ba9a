//! Titles → names of files and of sheets that every system takes.

/// UTF-8 bytes that the stem of a file name may have; file systems stop at 255 with the extension.
const MAX_STEM: usize = 180;
/// What a file is called whose title leaves no name.
const FALLBACK: &str = "form";
/// UTF-16 units that the name of a sheet may have.
const MAX_SHEET: usize = 31;

/// A readable, safe file name: `["附件1", "情况表"]` and `xlsx` give `附件1-情况表.xlsx`.
///
/// Leaves out what Windows does not allow in a file name and what cannot be seen; parts that are empty then are left
/// out too. Never empty, never a device name, never longer than a file system takes.
pub fn file_name(parts: &[&str], extension: &str) -> String {
    let parts = parts.iter().map(|part| cleaned(part, &['<', '>', ':', '"', '/', '\\', '|', '?', '*']));
    let stem = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let stem = cut(&stem, MAX_STEM, char::len_utf8).trim_matches(['.', ' ', '-']);
    match stem {
        "" => format!("{FALLBACK}.{extension}"),
        _ if is_device(stem) => format!("{FALLBACK}-{stem}.{extension}"),
        _ => format!("{stem}.{extension}"),
    }
}

/// A name that a spreadsheet takes for a sheet.
pub fn sheet_name(title: &str) -> String {
    let name = cleaned(title, &['[', ']', ':', '*', '?', '/', '\\']);
    let name = cut(name.trim_matches(['\'', ' ']), MAX_SHEET, char::len_utf16);
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() || name.eq_ignore_ascii_case("history") { format!("Sheet{name}") } else { name.to_owned() }
}

fn cleaned(text: &str, unwanted: &[char]) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    let kept: String = text.chars().filter(|c| !unseen(*c) && !unwanted.contains(c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As many characters from the start as fit.
pub(super) fn cut(text: &str, limit: usize, size: fn(char) -> usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += size(*c);
        used > limit
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Names that Windows keeps for devices, whatever the extension.
fn is_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or(stem).trim_end().to_ascii_uppercase();
    let numbered = base.strip_prefix("COM").or_else(|| base.strip_prefix("LPT"));
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_readable_and_safe() {
        let title = "数字技术工程师培育项目开展情况表";
        assert_eq!(file_name(&["附件1", title], "xlsx"), "附件1-数字技术工程师培育项目开展情况表.xlsx");
        assert_eq!(file_name(&["", "a/b\\c:d*e?f\"g<h>i|j\u{202e}\n"], "xlsx"), "abcdefghij.xlsx");
        assert_eq!(file_name(&["../..", "表"], "pdf"), "表.pdf");
        assert_eq!(file_name(&["con"], "xlsx"), "form-con.xlsx");
        assert_eq!(file_name(&["Com1.x"], "xlsx"), "form-Com1.x.xlsx");
        assert_eq!(file_name(&["", "…？"], "xlsx"), "…？.xlsx");
        assert_eq!(file_name(&["", " . "], "xlsx"), "form.xlsx");
        assert!(file_name(&[&"表".repeat(500)], "xlsx").len() <= 255);
    }

    #[test]
    fn sheet_names_are_taken_by_spreadsheets() {
        for title in ["", "'", "a/b[c]:*?\\", "History", &"情".repeat(40), &"😀".repeat(40), "'引'号'"] {
            let name = sheet_name(title);
            rust_xlsxwriter::utility::check_sheet_name(&name).unwrap_or_else(|error| panic!("{title}: {error}"));
        }
        assert_eq!(sheet_name("附件1"), "附件1");
    }
}
