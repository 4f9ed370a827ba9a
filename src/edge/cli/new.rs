//! `mingce new`: a kind of record → its starting file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::args::{here, now, stopped};
use super::streams::{err, out};
use super::{Command, Said, filled};
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::cause::{cause, said};
use crate::edge::machine;
use crate::edge::new_files::Refusal;
use crate::edge::os::{quoted, shown};
use crate::edge::scaffold::{self, Made};
use crate::model::{Kind, Options};
use crate::report::Format;
use crate::syntax::value::Id;

#[derive(Args)]
pub(super) struct New {
    #[arg(value_parser = kind)]
    kind: Kind,
    #[arg(value_parser = id)]
    id: Option<Id>,
    #[arg(long, default_value_os_t = here(), value_name = "CONTENT")]
    into: PathBuf,
}

impl Command for New {
    const NAME: &'static str = "new";

    fn run(self, said: &Said) -> ExitCode {
        match now().and_then(|now| machine::threads().map(|()| now)) {
            Ok(now) => record(self.kind, self.id, &self.into, &now, said.lang),
            Err(trouble) => stopped(trouble, Format::Text, said.lang),
        }
    }
}

/// The kind that a word names: its own, its collection's or the Chinese one.
pub(super) fn kind(text: &str) -> Result<Kind, String> {
    let names = |kind: &Kind| [Lang::Zh, Lang::En].map(|lang| word(kind.word(), lang));
    let named = |kind: &Kind| {
        [kind.word(), kind.collection()].contains(&text)
            || names(kind).iter().any(|name| name.is_some_and(|name| name == text))
    };
    Kind::ALL.into_iter().find(named).ok_or_else(|| text.to_owned())
}

/// The id of a new record; not one that Windows keeps for devices and would make no file of.
fn id(text: &str) -> Result<Id, String> {
    let numbered =
        |name| text.strip_prefix(name).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    let device = ["con", "prn", "aux", "nul"].contains(&text) || numbered("com") || numbered("lpt");
    Id::parse(text).filter(|_| !device).ok_or_else(|| text.to_owned())
}

/// Makes a starting file for a record.
fn record(kind: Kind, id: Option<Id>, into: &Path, options: &Options, lang: Lang) -> ExitCode {
    let Made { path, missing } = match scaffold::record(into, kind, id, options) {
        Ok(made) => made,
        Err(refusal) => return refused(refusal, lang),
    };
    let mut text = format!("{}\n", shown(&path));
    for kind in missing {
        let name = word(kind.word(), lang).unwrap_or(kind.word()).to_owned();
        text.push_str(&filled("new-first", &[("name", name), ("kind", kind.word().to_owned())], lang));
    }
    text.push_str(&filled("new-made", &[("content", quoted(into))], lang));
    out(&text, ExitCode::SUCCESS, lang)
}

/// Says why no file was made.
pub(super) fn refused(refusal: Refusal, lang: Lang) -> ExitCode {
    let (key, place, cause, code) = match refusal {
        Refusal::Taken(place) => ("new-taken", place, String::new(), ExitCode::from(1)),
        Refusal::Known(place) => ("new-known", place, String::new(), ExitCode::from(1)),
        Refusal::Full(place) => ("init-full", place, String::new(), ExitCode::from(1)),
        Refusal::Outside(place) => ("new-outside", place, String::new(), ExitCode::from(2)),
        Refusal::NoSite(place) => ("new-no-site", place, String::new(), ExitCode::from(1)),
        Refusal::Machine(place, error) => ("new-machine", place, said(&cause(&error), lang), ExitCode::from(2)),
    };
    let text = filled(key, &[("path", shown(&place)), ("cause", cause)], lang);
    err(&format!("{}: {text}", word("error", lang).unwrap_or("error")), code)
}
