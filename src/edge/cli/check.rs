//! `mingce check`: a content folder → a report; with `--fix`, what can be mended is mended before, and named.

use std::process::ExitCode;

use clap::{ArgAction, Args};

use super::args::{Content, stopped};
use super::build::make;
use super::streams::{err, out};
use super::{Command, Said, filled};
use crate::compile;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::Lang;
use crate::edge::build::Purpose;
use crate::edge::disk;
use crate::edge::fix::{Fixed, apply};
use crate::edge::os::shown;
use crate::report::{Format, Look, report};
use crate::source::Snapshot;
use crate::syntax::slips::is_hidden;

#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    content: Content,
    #[arg(long, action = ArgAction::SetTrue)]
    fix: bool,
}

impl Command for Check {
    const NAME: &'static str = "check";

    fn run(self, said: &Said) -> ExitCode {
        let mended = if self.fix { mend(&self.content, said.lang) } else { Ok(()) };
        mended.map_or_else(|code| code, |()| make(&self.content, &Purpose::Check, said.lang))
    }
}

/// Fixes may overlap, or bring to light what they hid; after so many rounds the rest is for the author.
const ROUNDS: usize = 8;

/// Makes the fixes of the content folder and says which.
///
/// # Errors
/// Why the command ends here.
fn mend(args: &Content, lang: Lang) -> Result<(), ExitCode> {
    let options = args.options().map_err(|trouble| stopped(trouble, args.format, lang))?;
    let mut text = String::new();
    let mut count = 0;
    let mut refused = Diagnostics::default();
    for _ in 0..ROUNDS {
        let (snapshot, mut diagnostics) = disk::load(&args.content);
        let (compiled, reported) = compile(snapshot, &options);
        diagnostics.extend(reported);
        let (done, wrong) = apply(&args.content, &compiled.snapshot, &diagnostics.sorted());
        count += done.len();
        done.iter().for_each(|fixed| text.push_str(&line(args, fixed, lang)));
        let is_last = done.is_empty() || !wrong.is_empty();
        refused.extend(wrong);
        if is_last {
            break;
        }
    }
    let done = if count == 0 { "fix-none" } else { "fix-done" };
    text.push_str(&filled(done, &[("count", count.to_string())], lang));
    // Standard output is the report's in a format for programs.
    let code = match args.format {
        Format::Text => out(&text, ExitCode::SUCCESS, lang),
        _ => err(&text, ExitCode::SUCCESS),
    };
    if code != ExitCode::SUCCESS {
        return Err(code);
    }
    if refused.iter().next().is_none() {
        return Ok(());
    }
    let folder = shown(&args.content);
    let look = Look { lang, folder: &folder, ..Look::default() };
    Err(err(&report(&refused.sorted(), &Snapshot::default(), &look), ExitCode::from(2)))
}

/// One line about what was mended.
fn line(args: &Content, fixed: &Fixed, lang: Lang) -> String {
    let place = format!("{}:{}:{}", shown(&args.content.join(&fixed.path)), fixed.line, fixed.column);
    let values = [
        ("place", place),
        ("code", fixed.code.to_string()),
        ("before", visible(&fixed.before)),
        ("after", visible(&fixed.after)),
    ];
    filled(if fixed.after.is_empty() { "fix-removed" } else { "fix-one" }, &values, lang)
}

/// A text in which invisible characters are shown by their code points.
fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        c if is_hidden(c) || c.is_whitespace() && c != ' ' => format!("U+{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}
