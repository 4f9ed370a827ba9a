//! `mingce theme`: lists the files of the built-in theme and what a site's own are to them, or writes some of them out to be
//! changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{ArgAction, Args};

use super::args::here;
use super::new::refused;
use super::streams::{err, out};
use super::{Command, Said, filled};
use crate::diagnostic::catalogue::{Lang, word};
use crate::diagnostic::nearest;
use crate::edge::os::{quoted, shown};
use crate::edge::{disk, scaffold};
use crate::theme::origin::{self, State};

#[derive(Args)]
pub(super) struct Theme {
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    #[arg(long, action = ArgAction::SetTrue, conflicts_with = "files")]
    all: bool,
    #[arg(long, default_value_os_t = here(), value_name = "CONTENT")]
    into: PathBuf,
}

impl Command for Theme {
    const NAME: &'static str = "theme";

    fn run(self, said: &Said) -> ExitCode {
        let all: BTreeMap<String, Arc<str>> = origin::built_in().collect();
        if self.files.is_empty() && !self.all {
            return out(&self.list(&all, said.lang), ExitCode::SUCCESS, said.lang);
        }
        let mut chosen = Vec::new();
        for name in if self.all { all.keys().cloned().collect() } else { self.files.clone() } {
            let path = name.replace('\\', "/");
            let path = path.strip_prefix("theme/").unwrap_or(&path);
            match all.get_key_value(path) {
                Some((path, text)) => chosen.push((path.clone(), Arc::clone(text))),
                None => return unknown(path, &all, said.lang),
            }
        }
        chosen.sort();
        chosen.dedup();
        match scaffold::theme(&self.into, &chosen) {
            Ok(files) => {
                let files: String = files.iter().map(|file| format!("{}\n", shown(file))).collect();
                let made = filled("theme-made", &[("content", quoted(&self.into))], said.lang);
                out(&(files + &made), ExitCode::SUCCESS, said.lang)
            }
            Err(refusal) => refused(refusal, said.lang),
        }
    }
}

impl Theme {
    /// All files by their paths, with what the site has of its own.
    fn list(&self, all: &BTreeMap<String, Arc<str>>, lang: Lang) -> String {
        let (snapshot, _) = disk::load(&self.into);
        let own = crate::theme::sources(&snapshot).filter_map(|(_, source)| {
            let path = source.path.strip_prefix("theme/")?;
            Some((path, origin::state(&source.text, all.get(path).map(|text| &**text))))
        });
        let own: BTreeMap<&str, State> = own.collect();
        let paths: std::collections::BTreeSet<&str> =
            all.keys().map(String::as_str).chain(own.keys().copied()).collect();
        let line = |path: &str| match own.get(path) {
            Some(state) => format!("{path}  {}\n", word(state.word(), lang).unwrap_or_default()),
            None => format!("{path}\n"),
        };
        paths.into_iter().map(line).collect::<String>() + &filled("theme-how", &[], lang)
    }
}

/// Says that the theme has no such file, and which was probably meant.
fn unknown(path: &str, all: &BTreeMap<String, Arc<str>>, lang: Lang) -> ExitCode {
    let near = nearest(path, all.keys().map(String::as_str));
    let near = near.map_or_else(String::new, |near| filled("suggestion", &[("word", near)], lang));
    err(&(filled("theme-no-file", &[("path", path.to_owned())], lang) + &near), ExitCode::from(2))
}
