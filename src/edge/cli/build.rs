//! `mingce build`: a content folder → a site, a report and a summary.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::args::{Content, beside, stopped};
use super::streams::{self, err, out};
use super::summary::summary;
use super::{Command, Said};
use crate::diagnostic::catalogue::Lang;
use crate::edge::build::{self, How, Purpose};
use crate::edge::os::{shown, shows_colours};
use crate::report::{Colour, Format, Look, report};

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    content: Content,
    #[arg(long, short, default_value_os_t = beside(), value_name = "DIR")]
    output: PathBuf,
}

impl Command for Build {
    const NAME: &'static str = "build";

    fn run(self, said: &Said) -> ExitCode {
        make(&self.content, &Purpose::Publish(self.output), said.lang)
    }
}

/// Compiles the content for a purpose, and says how it went.
pub(super) fn make(args: &Content, purpose: &Purpose, lang: Lang) -> ExitCode {
    let options = match args.options() {
        Ok(options) => options,
        Err(trouble) => return stopped(trouble, args.format, lang),
    };
    let outcome = build::run(&args.content, purpose, &options, How { strict: args.strict, lang });
    let folder = shown(&args.content);
    let wants = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let colour = if wants && shows_colours() { Colour::Always } else { Colour::Never };
    let look = Look { format: args.format, lang, colour, folder: &folder, errors_only: args.errors_only };
    let text = report(&outcome.diagnostics, &outcome.compiled.snapshot, &look);
    let (code, summary) = (outcome.code(), summary(&outcome, purpose, lang));
    // The process is about to end: giving a site back piece by piece would only keep somebody waiting.
    std::mem::forget(outcome);
    if args.format == Format::Text {
        let code = err(&text, code);
        return out(&summary, code, lang);
    }
    match streams::print(&mut std::io::stdout(), &text) {
        Ok(()) => err(&summary, code),
        Err(error) => streams::unwritten(&error, lang),
    }
}
