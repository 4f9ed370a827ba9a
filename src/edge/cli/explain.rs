//! `mingce explain`: a code → what it means.

use std::process::ExitCode;

use clap::Args;

use super::streams::{err, out};
use super::{Command, Said, filled};
use crate::diagnostic::catalogue;
use crate::diagnostic::{Code, nearest};

#[derive(Args)]
pub(super) struct Explain {
    code: String,
}

impl Command for Explain {
    const NAME: &'static str = "explain";

    fn run(self, said: &Said) -> ExitCode {
        let (text, lang) = (&*self.code, said.lang);
        match Code::parse(text) {
            Some(code) => {
                let severity = catalogue::severity(code.severity(), lang);
                let title = catalogue::title(code, lang);
                out(
                    &format!("{code} {title} ({severity})\n\n{}\n", catalogue::explain(code, lang).trim()),
                    ExitCode::SUCCESS,
                    lang,
                )
            }
            None => {
                let codes: Vec<String> = Code::ALL.iter().map(Code::to_string).collect();
                let near = nearest(&text.to_ascii_uppercase(), codes.iter().map(String::as_str));
                let near = near.map_or_else(String::new, |near| filled("suggestion", &[("word", near)], lang));
                err(&(filled("cli-no-code", &[("code", text.to_owned())], lang) + &near), ExitCode::from(2))
            }
        }
    }
}
