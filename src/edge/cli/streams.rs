//! Standard output and standard error: what is printed arrives, or the command fails.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use super::filled;
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::cause::{cause, said};

/// Prints to a stream. A reader that went away early (`| head`) is no failure.
pub(super) fn print(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Prints to standard output; the exit code that it then is.
pub(super) fn out(text: &str, code: ExitCode, lang: Lang) -> ExitCode {
    print(&mut io::stdout(), text).map_or_else(|error| unwritten(&error, lang), |()| code)
}

/// Prints to standard error; the exit code that it then is. Nothing can be said when that fails.
pub(super) fn err(text: &str, code: ExitCode) -> ExitCode {
    print(&mut io::stderr(), text).map_or(ExitCode::from(2), |()| code)
}

/// Says that standard output cannot be written.
pub(super) fn unwritten(error: &io::Error, lang: Lang) -> ExitCode {
    let text = filled("out-failed", &[("cause", said(&cause(error), lang))], lang);
    err(&format!("{}: {text}", word("error", lang).unwrap_or("error")), ExitCode::from(2))
}
