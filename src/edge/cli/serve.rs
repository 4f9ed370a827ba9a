//! `mingce serve` on the command line: its arguments, and what it says while it runs.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Args};

use super::args::{address, date, here, now, stopped};
use super::streams::{err, print};
use super::{Command, Said, filled};
use crate::diagnostic::catalogue::Lang;
use crate::edge::cause::{cause, said};
use crate::edge::machine;
use crate::edge::serve::{Order, Report, Saying, serve};
use crate::model::Options;
use crate::report::Format;
use crate::syntax::value::Date;

#[derive(Args)]
pub(super) struct Serve {
    #[arg(default_value_os_t = here(), value_name = "CONTENT")]
    content: PathBuf,
    #[arg(long, default_value_t = 8000, value_name = "PORT")]
    port: u16,
    #[arg(long, default_value = "127.0.0.1", value_name = "HOST")]
    host: String,
    #[arg(long, action = ArgAction::SetTrue)]
    open: bool,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<Date>,
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    editor: Option<String>,
    #[arg(long, action = ArgAction::SetTrue)]
    poll: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    no_drafts: bool,
}

impl Command for Serve {
    const NAME: &'static str = "serve";

    fn run(self, said: &Said) -> ExitCode {
        show(self, said.asked, said.lang)
    }
}

/// Serves until it is interrupted; what there is to say goes to standard error, the address to standard output.
fn show(args: Serve, shown: Option<Lang>, lang: Lang) -> ExitCode {
    let options = match now().and_then(|now| machine::threads().map(|()| now)) {
        Ok(now) => Options { as_of: args.as_of, base_url: args.base_url, drafts: !args.no_drafts, ..now },
        Err(trouble) => return stopped(trouble, Format::Text, lang),
    };
    let order = Order {
        content: args.content,
        host: args.host,
        port: args.port,
        options,
        lang,
        shown,
        editor: args.editor.or_else(|| std::env::var("MINGCE_EDITOR").ok()),
        polling: args.poll,
    };
    let browser = args.open;
    let done = serve(order, move |saying| {
        let (key, values): (_, Vec<(&str, String)>) = match saying {
            Saying::At(address) => {
                print(&mut std::io::stdout(), &format!("{address}\n"))?;
                if browser {
                    open::that_detached(&address).ok();
                }
                ("serve-at", vec![("address", address)])
            }
            Saying::PortTaken(port) => ("serve-taken", vec![("port", port.to_string())]),
            Saying::Found(report) => {
                print_report(&report, lang);
                return Ok(());
            }
            Saying::Wide => ("serve-wide", Vec::new()),
            Saying::Others(port) => ("serve-others", vec![("port", port.to_string())]),
            Saying::Polling => ("serve-polling", Vec::new()),
            Saying::Made { first, report, time, files, errors, partial } => {
                print_report(&report, lang);
                let time = format!("{:.0}", time.as_secs_f64() * 1000.0);
                let key = match (first, errors) {
                    _ if partial => "serve-partial",
                    (true, _) => "serve-read",
                    (false, 0) => "serve-made",
                    (false, _) => "serve-wrong",
                };
                (key, vec![("files", files.to_string()), ("time", time), ("errors", errors.to_string())])
            }
        };
        // A terminal that is gone does not end the preview.
        err(&filled(key, &values, lang), ExitCode::SUCCESS);
        Ok(())
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => err(&filled("serve-failed", &[("cause", said(&cause(&error), lang))], lang), ExitCode::from(2)),
    }
}

/// Prints new diagnostics in full, and a count of those already shown.
fn print_report(report: &Report, lang: Lang) {
    let Some(text) = &report.text else { return };
    let known = [("count", report.known.to_string())];
    let known = if report.known > 0 { filled("serve-known", &known, lang) } else { String::new() };
    err(&format!("{text}{known}"), ExitCode::SUCCESS);
}
