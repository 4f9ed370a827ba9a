//! Reads a folder of texts of laws, each a file of Markdown, and says how well their articles are read.
//!
//! Which articles stand in a text is counted here once more, line by line, without the grammar: a line that begins with
//! 第…条. An article is read well when it is a clause, is found by what it is called, and has the words up to the next
//! article or heading and no others.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mingce::source::FileId;
use mingce::syntax::markdown::{Flavor, Origin, parse, without_space, words};

const HELP: &str = "\
cargo bench --bench laws -- FOLDER [--list]

FOLDER   texts as Markdown; what stands before a line <!-- INFO END --> is left out
--list   names what is wrong, line by line";

/// What is left out at the beginning of a text.
const INFO: &str = "<!-- INFO END -->";

#[derive(Default)]
struct Count {
    laws: usize,
    articles: usize,
    clauses: usize,
    found: usize,
    exact: usize,
    differ: usize,
    codes: BTreeMap<String, usize>,
    time: Duration,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let is_listed = args.iter().any(|arg| arg == "--list");
    let Some(folder) = args.iter().find(|arg| !arg.starts_with("--")) else {
        eprintln!("{HELP}");
        return ExitCode::FAILURE;
    };
    let mut count = Count::default();
    for path in texts(Path::new(folder)) {
        match fs::read_to_string(&path) {
            Ok(text) => law(&path, &text, is_listed, &mut count),
            Err(error) => eprintln!("{}: {error}", path.display()),
        }
    }
    print(&count);
    ExitCode::SUCCESS
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths = entries.map(walkdir::DirEntry::into_path);
    let is_text =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md");
    paths.filter(is_text).collect()
}

/// True for a line that begins with 第…条, and how the text goes on there.
fn is_article(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('第') else { return false };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "零〇一二三四五六七八九十百千".contains(c));
    let Some(after) = number.strip_prefix('条').filter(|_| number.len() < rest.len()) else { return false };
    let after = match after.strip_prefix('之') {
        Some(rest) => rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c)),
        None => after,
    };
    after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, '【' | '（'))
}

fn law(path: &Path, text: &str, is_listed: bool, count: &mut Count) {
    let body = text.split_once(INFO).map_or(text, |(_, body)| body);
    let start = Instant::now();
    let (document, told) = parse(body, Flavor::Policy, Origin::Body(FileId(0), 0));
    count.time += start.elapsed();
    count.laws += 1;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let tell = |what: &str| {
        if is_listed {
            println!("{name}: {what}");
        }
    };
    for told in &told {
        *count.codes.entry(told.code.to_string()).or_default() += 1;
        let line = told.span.and_then(|span| body.get(span.range())).unwrap_or_default();
        tell(&format!("{} {}", told.code, line.chars().take(40).collect::<String>()));
    }
    let starts: BTreeMap<usize, usize> =
        (document.clauses.iter().enumerate()).rev().map(|(at, clause)| (clause.span.start as usize, at)).collect();
    for (offset, wanted) in articles(body) {
        count.articles += 1;
        let Some(&at) = starts.get(&offset) else {
            tell(&format!("no clause: {}", wanted.chars().take(30).collect::<String>()));
            continue;
        };
        count.clauses += 1;
        count.found += usize::from(document.clause(&document.clauses[at].path.label()) == Some(at));
        let is_exact = document.wording(at) == wanted;
        count.exact += usize::from(is_exact);
        if !is_exact {
            tell(&format!("other words: {}", document.clauses[at].path));
        }
    }
    if visible(body) != words(&document.html) {
        count.differ += 1;
        tell("visible words differ");
    }
}

/// Where each article begins, and its words up to the next one or a heading.
fn articles(body: &str) -> Vec<(usize, String)> {
    let mut articles: Vec<(usize, String)> = Vec::new();
    let (mut offset, mut is_open) = (0, false);
    for line in body.split_inclusive('\n') {
        let text = line.trim();
        let start = offset + line.len() - line.trim_start().len();
        offset += line.len();
        let is_heading = text.starts_with('#');
        let plain = text.trim_start_matches('#').trim_start();
        if is_article(plain) {
            articles.push((start, String::new()));
            is_open = true;
        } else if is_heading {
            is_open = false;
        }
        if let (true, Some((_, words))) = (is_open, articles.last_mut()) {
            words.push_str(&visible(text));
        }
    }
    articles
}

/// The words of a text without the marks of headings, tables, comments and strong words.
fn visible(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("<!--"));
    let is_divider = |line: &str| line.starts_with('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let plain = |line: &str| match line.starts_with('|') {
        true => line.replace('|', ""),
        // An empty heading stays as it is written.
        false if line.chars().all(|c| c == '#') => line.to_owned(),
        false => line.trim_start_matches('#').replace("**", ""),
    };
    let text: String = lines.filter(|line| !is_divider(line)).map(plain).collect();
    without_space(&text).into_owned()
}

fn print(count: &Count) {
    let warnings: usize = count.codes.values().sum();
    println!("{} laws in {:.3} s", count.laws, count.time.as_secs_f64());
    println!("{} articles stand in them", count.articles);
    println!("{} of them are clauses", count.clauses);
    println!("{} are found by what they are called", count.found);
    println!("{} have their own words and no others", count.exact);
    println!("{} laws whose visible words differ", count.differ);
    println!("{warnings} diagnostics: {:?}", count.codes);
}
