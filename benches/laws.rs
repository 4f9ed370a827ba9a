//! Reads a folder of texts of laws, each a file of Markdown, and says how well their articles are read.
//!
//! Which articles stand in a text is counted here once more, line by line, without the grammar: a line that begins with
//! 第…条. An article is read well when it is a clause, is found by what it is called, and has the words up to the next
//! article, heading, title of a chapter or attachment and no others.
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
--list   lists the differences, line by line";

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
    let Some((spaces, after)) = numbered(line, &["条"]) else { return false };
    let after = match after.strip_prefix('之') {
        Some(rest) => rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c)),
        None => after,
    };
    // Who writes `第七十五 条` has put the space in the wrong place.
    spaces || after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, '【' | '（'))
}

/// What stands behind 第…条 or another of these words, and whether a space stands before the word. 笫 and a dash for 一 are
/// what is typed by mistake.
fn numbered<'t>(line: &'t str, words: &[&str]) -> Option<(bool, &'t str)> {
    let rest = line.strip_prefix(['第', '笫'])?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "零〇一二三四五六七八九十百千－".contains(c));
    let word = behind.trim_start();
    let after = words.iter().find_map(|name| word.strip_prefix(name))?;
    (behind.len() < rest.len()).then_some((word.len() < behind.len(), after))
}

/// True for a line that is a title: it is short and no sentence.
fn is_title(line: &str) -> bool {
    line.chars().count() <= 40 && !line.ends_with(['。', '；', '：', '，', ':', ';', '、', '”'])
}

/// True for a plain line that no article goes on with: the title of a chapter, of a group of articles, of what is attached.
fn is_end(line: &str, next: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let is_listed = |line: &str| match line.strip_prefix('（') {
        Some(rest) => rest.trim_start_matches(numeral).starts_with('）'),
        None => line.trim_start_matches(numeral).starts_with('、'),
    };
    let is_chapter = numbered(line, &["编", "篇", "章", "节"]).is_some();
    let is_supplement = line.split_whitespace().collect::<String>() == "附则";
    is_supplement || is_annex(line) || is_title(line) && (is_chapter || is_listed(line) && is_article(next))
}

/// True for the first line of what is attached, and of the list of attachments.
fn is_annex(line: &str) -> bool {
    let is_colon = |rest: &str| rest.trim_start().starts_with(['：', ':']);
    let Some(rest) = ["附件", "附表", "附图", "附录", "附"].iter().find_map(|word| line.strip_prefix(word))
    else {
        return false;
    };
    let behind =
        rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let is_numbered = behind.len() < rest.trim_start().len();
    let is_apart = |rest: &str| rest.starts_with(char::is_whitespace);
    let is_whole = rest.is_empty() && line != "附";
    is_whole
        || is_colon(rest)
        || is_title(line)
            && (is_apart(rest) || is_numbered && (behind.is_empty() || is_apart(behind) || behind.starts_with('：')))
}

/// White space and characters that nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn law(path: &Path, text: &str, is_listed: bool, count: &mut Count) {
    let body = text.split_once(INFO).map_or(text, |(_, body)| body);
    let start = Instant::now();
    let (document, reported) = parse(body, Flavor::Policy, Origin::Body(FileId(0), 0));
    count.time += start.elapsed();
    count.laws += 1;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let tell = |what: &str| {
        if is_listed {
            println!("{name}: {what}");
        }
    };
    for reported in &reported {
        *count.codes.entry(reported.code.to_string()).or_default() += 1;
        let line = reported.span.and_then(|span| body.get(span.range())).unwrap_or_default();
        tell(&format!("{} {}", reported.code, line.chars().take(40).collect::<String>()));
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
        let wording = document.wording(at);
        count.exact += usize::from(wording == wanted);
        if wording != wanted {
            let (stands, read) = parting(&wanted, &wording);
            tell(&format!("other words: {}: “{stands}” stands there, “{read}” is read", document.clauses[at].path));
        }
    }
    if visible(body) != words(&document.html) {
        count.differ += 1;
        tell("visible words differ");
    }
}

/// Where two texts part, a few characters of each.
fn parting<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let same: usize =
        one.chars().zip(other.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    let few = |text: &'t str| &text[same..text.floor_char_boundary(same + 60)];
    (few(one), few(other))
}

/// Where each article begins, and its words up to the next one, a heading or a line that ends it.
fn articles(body: &str) -> Vec<(usize, String)> {
    let mut articles: Vec<(usize, String)> = Vec::new();
    let (mut offset, mut is_open) = (0, false);
    let mut lines = body.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = offset + line.len() - line.trim_start_matches(is_blank).len();
        offset += line.len();
        // The next line that says anything.
        while let Some(blank) = lines.next_if(|line| line.trim_matches(is_blank).is_empty()) {
            offset += blank.len();
        }
        let next = lines.peek().map_or("", |next| next.trim_matches(is_blank).trim_start_matches('#').trim_start());
        let text = line.trim_matches(is_blank);
        if is_article(text.trim_start_matches('#').trim_start()) {
            articles.push((start, String::new()));
            is_open = true;
        } else if text.starts_with('#') || is_end(text, next) {
            is_open = false;
        }
        if let (true, Some((_, words))) = (is_open, articles.last_mut()) {
            words.push_str(&visible(text));
        }
    }
    articles
}

/// The words of a text without the marks of headings, tables, comments and strong words, and without what stands before
/// a line and is not seen.
fn visible(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("<!--").next().unwrap_or_default());
    let lines = lines.map(|line| line.trim_start_matches(is_blank).trim_end());
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
