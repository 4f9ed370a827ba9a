//! Arguments that several commands take.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgAction, Args};

use super::streams::{err, out};
use crate::diagnostic::catalogue::Lang;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edge::machine;
use crate::model::Options;
use crate::report::{Format, Look, report};
use crate::source::Snapshot;
use crate::syntax::value::{Date, Scalar, is_address};

/// The content folder when none is named: `content`, or this very folder when it is one.
pub(super) fn here() -> PathBuf {
    let is_one = ["site.yaml", "site.yml"].iter().any(|name| Path::new(name).is_file());
    if is_one && !Path::new("content").exists() { ".".into() } else { "content".into() }
}

/// The output folder when none is named: `public`, beside the content folder.
pub(super) fn beside() -> PathBuf {
    if here() == Path::new(".") { "../public".into() } else { "public".into() }
}

/// What is compiled, and how it is reported on.
#[derive(Args)]
pub(super) struct Content {
    #[arg(default_value_os_t = here(), value_name = "CONTENT")]
    pub content: PathBuf,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    #[arg(long, action = ArgAction::SetTrue)]
    pub strict: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    pub errors_only: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    pub drafts: bool,
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    pub format: Format,
}

impl Content {
    /// The options of a run that begins now.
    pub(super) fn options(&self) -> Result<Options, Diagnostic> {
        let now = now()?;
        machine::threads()?;
        Ok(Options { as_of: self.as_of, base_url: self.base_url.clone(), drafts: self.drafts, ..now })
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| text.to_owned())
}

pub(super) fn address(text: &str) -> Result<String, String> {
    if is_address(text) { Ok(text.to_owned()) } else { Err(text.to_owned()) }
}

/// Options of now; the machine has to have a clock that can be right.
pub(super) fn now() -> Result<Options, Diagnostic> {
    Ok(Options { now: machine::now()?, ..Options::default() })
}

/// Says why the machine cannot do what was asked for.
pub(super) fn stopped(trouble: Diagnostic, format: Format, lang: Lang) -> ExitCode {
    let look = Look { format, lang, ..Look::default() };
    let mut reported = Diagnostics::default();
    reported.push(trouble);
    let text = report(&reported, &Snapshot::default(), &look);
    if format == Format::Text { err(&text, ExitCode::from(2)) } else { out(&text, ExitCode::from(2), lang) }
}
