//! Files of the built-in theme that are written out to be changed, and what has become of a site's own since.
//!
//! The last line of a file that was written out says which version of the built-in one it came from, as the digest of that.
//! It is no part of the theme.

use std::sync::Arc;

use super::default_files;

/// What begins the last line of a file that was written out, behind the signs of a comment.
const MARK: &str = "mingce-theme: ";
/// Hexadecimal digits that tell versions apart.
const DIGITS: usize = 16;

/// What a file of a site's own theme is to the built-in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is no built-in one of this name.
    Added,
    /// It is the built-in one, and can be deleted.
    Same,
    /// It was changed; the built-in one is still the one that it came from.
    Changed,
    /// It was not changed, but the built-in one was since.
    Old,
    /// Both were changed.
    Both,
    /// It does not say which version it came from.
    Unknown,
}

impl State {
    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "theme-added",
            Self::Same => "theme-same",
            Self::Changed => "theme-changed",
            Self::Old => "theme-old",
            Self::Both => "theme-both",
            Self::Unknown => "theme-unknown",
        }
    }
}

/// The files of the built-in theme that a site can have for itself, by their paths in the theme.
pub fn built_in() -> impl Iterator<Item = (String, Arc<str>)> {
    let is_own = |path: &str| {
        !path.starts_with("fonts/")
            && [".html", ".css", ".js", ".typ", ".yaml", ".svg"].iter().any(|end| path.ends_with(end))
    };
    default_files().into_iter().filter(move |(path, _)| is_own(path)).map(|(path, file)| (path, file.text))
}

/// A built-in file as it is written out.
pub fn written(path: &str, text: &str) -> String {
    let mark = format!("{MARK}{}", digest(text));
    let (open, close) = match path.rsplit('.').next() {
        Some("html") => ("{# ", " #}"),
        Some("css") => ("/* ", " */"),
        Some("svg") => ("<!-- ", " -->"),
        Some("yaml") => ("# ", ""),
        _ => ("// ", ""),
    };
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{end}{open}{mark}{close}\n")
}

/// What a file of this text is to the built-in one.
pub fn state(own: &str, built_in: Option<&str>) -> State {
    let Some(built_in) = built_in else { return State::Added };
    let (text, origin) = parted(own);
    let is_same = |one: &str, other: &str| one.trim_end() == other.trim_end();
    match origin {
        _ if is_same(text, built_in) => State::Same,
        None => State::Unknown,
        Some(origin) if origin == digest(built_in) => State::Changed,
        // What was changed is no longer the version that it came from, but for an end of the line.
        Some(origin) if [text, text.trim_end()].iter().any(|text| origin == digest(text)) => State::Old,
        Some(_) => State::Both,
    }
}

/// A file without the line that says where it came from, and what that says.
pub(super) fn parted(text: &str) -> (&str, Option<&str>) {
    let body = text.trim_end();
    let start = body.rfind('\n').map_or(0, |end| end + 1);
    let Some((_, origin)) = body[start..].split_once(MARK) else { return (text, None) };
    let digits = origin.bytes().take_while(u8::is_ascii_hexdigit).count();
    if digits == DIGITS { (&text[..start], Some(&origin[..digits])) } else { (text, None) }
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_knows_the_version_that_it_came_from() {
        for path in ["a.html", "a.css", "a.js", "a.typ", "a.yaml", "icon.svg"] {
            for text in ["甲\n", "甲", "甲\n\n乙\n"] {
                let own = written(path, text);
                let (body, origin) = parted(&own);
                assert_eq!((body.trim_end(), origin), (text.trim_end(), Some(&*digest(text))), "{path}");
                assert_eq!(state(&own, Some(text)), State::Same, "{path} {text:?}");
                let changed = own.replace('甲', "丙");
                assert_eq!(state(&changed, Some(text)), State::Changed, "{path} {text:?}");
                assert_eq!(state(&own, Some("丁\n")), State::Old, "{path} {text:?}");
                assert_eq!(state(&changed, Some("丁\n")), State::Both, "{path} {text:?}");
                assert_eq!(state(&own, None), State::Added);
            }
        }
        assert_eq!(state("甲\n", Some("甲")), State::Same);
        assert_eq!(state("乙\n", Some("甲")), State::Unknown);
        for text in ["", "\n", "甲\n// mingce-theme: 12\n", "// mingce-theme: 0123456789abcdef\n甲\n"] {
            assert_eq!(parted(text), (text, None));
        }
    }

    #[test]
    fn what_can_be_changed_is_listed() {
        let all: Vec<String> = built_in().map(|(path, _)| path).collect();
        assert!(all.iter().any(|path| path == "templates/home.html") && all.iter().any(|path| path == "icon.svg"));
        assert!(all.iter().all(|path| !path.contains("LICENSE") && !path.starts_with("fonts/")), "{all:?}");
    }
}
