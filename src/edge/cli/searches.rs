//! `mingce searches`: what readers have looked for, from logs that the office keeps → what the site's search finds nothing for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::args::{here, now, stopped};
use super::streams::{err, out};
use super::{Command, Said, filled};
use crate::compile;
use crate::diagnostic::Severity;
use crate::diagnostic::catalogue::{Lang, word};
use crate::edge::cause::{cause, said};
use crate::edge::os::shown;
use crate::edge::{disk, machine};
use crate::render::Compiled;
use crate::report::{Format, Look, report};
use crate::search::asked::{Asked, LINE};
use crate::search::unfound::{AllUnfound, LISTED, Unfound, unfound};

#[derive(Args)]
pub(super) struct Searches {
    #[arg(required = true, value_name = "FILE")]
    logs: Vec<PathBuf>,
    #[arg(long, default_value_os_t = here(), value_name = "CONTENT")]
    content: PathBuf,
}

/// Why a log was not read.
enum Trouble {
    Machine(io::Error),
    /// It is packed with gzip.
    Packed,
    /// It is in UTF-16.
    Wide,
}

impl Command for Searches {
    const NAME: &'static str = "searches";

    fn run(self, said: &Said) -> ExitCode {
        let lang = said.lang;
        let options = match now().and_then(|now| machine::threads().map(|()| now)) {
            Ok(options) => options,
            Err(trouble) => return stopped(trouble, Format::Text, lang),
        };
        let mut asked = Asked::default();
        for log in &self.logs {
            if let Err(trouble) = read(log, &mut asked) {
                return unread(log, &trouble, lang);
            }
        }
        let (snapshot, mut diagnostics) = disk::load(&self.content);
        let (compiled, reported) = compile(snapshot, &options);
        diagnostics.extend(reported);
        // The search of a site with errors lacks records.
        if diagnostics.count(Severity::Error) > 0 {
            let folder = shown(&self.content);
            let look = Look { lang, folder: &folder, errors_only: true, ..Look::default() };
            return err(&report(&diagnostics.sorted(), &compiled.snapshot, &look), ExitCode::from(1));
        }
        let found = unfound(&compiled.site, &asked);
        out(&text(&compiled, &asked, &found, lang), ExitCode::SUCCESS, lang)
    }
}

/// Reads a log line by line; `-` is standard input.
fn read(log: &Path, asked: &mut Asked) -> Result<(), Trouble> {
    let source: Box<dyn Read> = match log == Path::new("-") {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(log).map_err(Trouble::Machine)?),
    };
    let mut source = BufReader::with_capacity(1 << 20, source);
    match source.fill_buf().map_err(Trouble::Machine)? {
        [0x1F, 0x8B, ..] => return Err(Trouble::Packed),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(Trouble::Wide),
        _ => {}
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        let most = LINE as u64 + 1;
        if source.by_ref().take(most).read_until(b'\n', &mut line).map_err(Trouble::Machine)? == 0 {
            return Ok(());
        }
        // The rest of a line that is too long is passed over.
        if line.len() > LINE && line.last() != Some(&b'\n') {
            source.skip_until(b'\n').map_err(Trouble::Machine)?;
        }
        asked.take(line.strip_suffix(b"\n").unwrap_or(&line));
    }
}

fn unread(log: &Path, trouble: &Trouble, lang: Lang) -> ExitCode {
    let (key, why) = match trouble {
        Trouble::Machine(error) => ("searches-unread", said(&cause(error), lang)),
        Trouble::Packed => ("searches-packed", String::new()),
        Trouble::Wide => ("searches-wide", String::new()),
    };
    let text = filled(key, &[("path", shown(log)), ("cause", why)], lang);
    err(&format!("{}: {text}", word("error", lang).unwrap_or("error")), ExitCode::from(2))
}

fn text(compiled: &Compiled, asked: &Asked, found: &AllUnfound, lang: Lang) -> String {
    let fill = |key: &str, numbers: &[(&str, u64)]| {
        let values: Vec<_> = numbers.iter().map(|(name, number)| (*name, number.to_string())).collect();
        filled(key, &values, lang)
    };
    let mut text: String = found.listed.iter().map(|unfound| one(compiled, unfound, lang)).collect();
    if found.distinct > LISTED {
        text.push_str(&fill("searches-more", &[("count", (found.distinct - LISTED) as u64)]));
    }
    if found.distinct > 0 {
        text.push_str(&fill("searches-how", &[]));
    }
    let (distinct, none) = (asked.distinct() as u64, found.distinct as u64);
    let numbers = [("count", asked.count), ("distinct", distinct), ("none", none), ("times", found.count)];
    let key = match (asked.count, found.distinct) {
        (0, _) => "searches-none",
        (_, 0) => "searches-found",
        _ => "searches-all",
    };
    text.push_str(&fill(key, &numbers));
    let left_out =
        [("searches-beyond", asked.beyond), ("searches-programs", asked.programs), ("searches-lines", asked.unread)];
    for (key, count) in left_out {
        if count > 0 {
            text.push_str(&fill(key, &[("count", count)]));
        }
    }
    text
}

/// A search, why nothing is found, and what is near.
fn one(compiled: &Compiled, unfound: &Unfound, lang: Lang) -> String {
    let values = [("count", unfound.count.to_string()), ("search", unfound.search.clone())];
    let mut text = filled("searches-one", &values, lang);
    let missing: Vec<&str> =
        unfound.words.iter().filter(|(_, is_found)| !is_found).map(|(word, _)| word.as_str()).collect();
    if !missing.is_empty() {
        text.push_str(&filled("searches-missing", &[("words", super::listed(missing, lang))], lang));
    } else if !unfound.words.is_empty() {
        text.push_str(&filled("searches-apart", &[], lang));
    }
    for &(kind, index) in &unfound.near {
        let Some(record) = compiled.site.content.record(kind, index) else { continue };
        let values = [
            ("kind", word(kind.word(), lang).unwrap_or(kind.word()).to_owned()),
            ("title", record.entry.name().to_owned()),
            ("path", compiled.snapshot.source(record.file).path.to_string()),
        ];
        text.push_str(&filled("searches-near", &values, lang));
    }
    if unfound.near.is_empty() {
        text.push_str(&filled("searches-new", &[], lang));
    }
    text
}
