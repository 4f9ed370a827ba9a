//! `mingce new` and `mingce init` on the command line: which files were made, or why none was.

use std::path::Path;
use std::process::ExitCode;

use super::filled;
use super::streams::{err, out};
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::cause::{cause, said};
use crate::edge::scaffold::{self, Made, Refusal};
use crate::model::{Kind, Options};
use crate::syntax::value::Id;

/// Makes a starting file for a record.
pub(super) fn record(kind: Kind, id: Option<Id>, into: &Path, options: &Options, lang: Lang) -> ExitCode {
    let Made { path, missing } = match scaffold::record(into, kind, id, options) {
        Ok(made) => made,
        Err(refusal) => return refused(refusal, lang),
    };
    let mut text = format!("{}\n", path.display());
    for kind in missing {
        let name = word(kind.word(), lang).unwrap_or(kind.word()).to_owned();
        text.push_str(&filled("new-first", &[("name", name), ("kind", kind.word().to_owned())], lang));
    }
    text.push_str(&filled("new-made", &[("content", quoted(into))], lang));
    out(&text, ExitCode::SUCCESS, lang)
}

/// Makes a small site.
pub(super) fn site(folder: &Path, options: &Options, lang: Lang) -> ExitCode {
    match scaffold::site(folder, options) {
        Ok(files) => {
            let files: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
            let made = filled("init-made", &[("content", quoted(folder))], lang);
            out(&(files + &made), ExitCode::SUCCESS, lang)
        }
        Err(refusal) => refused(refusal, lang),
    }
}

fn refused(refusal: Refusal, lang: Lang) -> ExitCode {
    let (key, place, cause, code) = match refusal {
        Refusal::Taken(place) => ("new-taken", place, String::new(), ExitCode::from(1)),
        Refusal::Known(place) => ("new-known", place, String::new(), ExitCode::from(1)),
        Refusal::Full(place) => ("init-full", place, String::new(), ExitCode::from(1)),
        Refusal::Outside(place) => ("new-outside", place, String::new(), ExitCode::from(2)),
        Refusal::NoSite(place) => ("new-no-site", place, String::new(), ExitCode::from(1)),
        Refusal::Machine(place, error) => ("new-machine", place, said(&cause(&error), lang), ExitCode::from(2)),
    };
    let text = filled(key, &[("path", place.display().to_string()), ("cause", cause)], lang);
    err(&format!("{}: {text}", word("error", lang).unwrap_or("error")), code)
}

/// A path as it can be given to a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text.chars().all(|c| c.is_alphanumeric() || "_-+./\\:".contains(c)) {
        text
    } else if cfg!(windows) {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_shell_would_part_are_quoted() {
        for (path, expected) in [
            ("content", "content"),
            ("../政策/一.md", "../政策/一.md"),
            ("政策 一", "'政策 一'"),
            ("a'b\"c", r#"'a'\''b"c'"#),
            ("$HOME", "'$HOME'"),
        ] {
            let expected = if cfg!(windows) { expected.replace('\'', "\"") } else { expected.to_owned() };
            if !cfg!(windows) || !path.contains('"') {
                assert_eq!(quoted(Path::new(path)), expected);
            }
        }
    }
}
