//! `mingce init`: a folder → a small site in it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::args::{now, stopped};
use super::new::refused;
use super::streams::out;
use super::{Command, Said, filled};
use crate::edge::os::{quoted, shown};
use crate::edge::scaffold;
use crate::report::Format;

#[derive(Args)]
pub(super) struct Init {
    folder: PathBuf,
}

impl Command for Init {
    const NAME: &'static str = "init";

    fn run(self, said: &Said) -> ExitCode {
        let options = match now() {
            Ok(now) => now,
            Err(trouble) => return stopped(trouble, Format::Text, said.lang),
        };
        match scaffold::site(&self.folder, &options, said.lang) {
            Ok(files) => {
                let files: String =
                    files.iter().filter(|file| !self.hides(file)).map(|file| format!("{}\n", shown(file))).collect();
                let made = filled("init-made", &[("content", quoted(&self.folder))], said.lang);
                out(&(files + &made), ExitCode::SUCCESS, said.lang)
            }
            Err(refusal) => refused(refusal, said.lang),
        }
    }
}

impl Init {
    /// True for settings of editors and of Git, which are no content.
    fn hides(&self, file: &Path) -> bool {
        file.strip_prefix(&self.folder).is_ok_and(|inside| inside.as_os_str().as_encoded_bytes().starts_with(b"."))
    }
}
