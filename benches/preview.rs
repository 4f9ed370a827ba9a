//! From the last write of a file to the new bytes that a preview serves: Mingce and `hugo server` on the same text.
//! `benches/README.md` says how.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

mod corpus;
mod machine;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use corpus::Layout;

const HELP: &str = "\
cargo bench --bench preview -- [PAGES …] [--edits E] [--hugo PATH] [--without-hugo] [--dir DIR]

PAGES         pages of the site, about: 100, 1000 and 10000 when none is given
--edits E     edits of each sort (default: 50)
--hugo PATH   the hugo program; else $HUGO, target/hugo, or the one of the PATH
--without-hugo  leave Hugo out
--dir DIR     where the content lies (default: the system's folder for temporary files)";

/// A preview that shows nothing new for so long never will.
const PATIENCE: Duration = Duration::from_secs(20);
/// The header that asks for as much of a page as any edit needs to show.
const BEGINNING: &str = "Range: bytes=0-65535\r\n";
/// Between two edits, so that none falls into the work after another.
const REST: Duration = Duration::from_millis(60);

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let (mut sizes, mut edits, mut dir) = (Vec::new(), 50, std::env::temp_dir());
    let (mut with_hugo, mut named) = (true, std::env::var_os("HUGO").map(PathBuf::from));
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(HELP);
        match arg.as_str() {
            "--bench" => {}
            "--edits" => edits = value()?.parse()?,
            "--hugo" => named = Some(value()?.into()),
            "--without-hugo" => with_hugo = false,
            "--dir" => dir = value()?.into(),
            number => sizes.push(number.replace(['_', ','], "").parse().map_err(|_| HELP)?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![100, 1_000, 10_000];
    }
    let hugo = if with_hugo { Some(machine::hugo(named).ok_or("hugo was not found; see --help")?) } else { None };
    println!("{}\n", machine::describe());
    let dir = dir.join(format!("mingce-preview-{}", std::process::id()));
    let done = sizes.iter().try_for_each(|&pages| size(pages, edits, hugo.as_deref(), &dir));
    fs::remove_dir_all(&dir)?;
    done
}

fn size(pages: usize, edits: usize, hugo: Option<&Path>, dir: &Path) -> Result<(), Failure> {
    // Ten fields, sixty benefits, the pages of columns; a policy brings a question and a twentieth of an interpretation.
    let policies = (pages.saturating_sub(80) * 20 / 41).max(6);
    let content = dir.join("content");
    corpus::write(Layout::Mingce, policies, &content)?;
    println!("## {policies} policies, about {pages} pages\n");
    let before = machine::busy();
    let mingce = Preview::mingce(&content)?;
    measure(&mingce, &mingce_edits(&content)?, edits)?;
    drop(mingce);
    if let Some(hugo) = hugo {
        let source = dir.join("hugo");
        machine::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo"), &source)?;
        corpus::write(Layout::Hugo, policies, &source.join("content"))?;
        let preview = Preview::hugo(hugo, &source)?;
        measure(&preview, &hugo_edits(&source)?, edits)?;
    }
    let busy = machine::busy();
    let share = (busy.used - before.used) / (busy.all - before.all).max(f64::EPSILON) * 100.0;
    println!("The machine was {share:.0} % busy meanwhile, with everything that runs on it.\n");
    fs::remove_dir_all(dir.join("content"))?;
    fs::remove_dir_all(dir.join("hugo")).ok();
    Ok(())
}

/// A text in a file that is changed again and again, and the page in which the change shows.
struct Edit {
    name: &'static str,
    place: PathBuf,
    before: String,
    after: String,
    page: &'static str,
}

impl Edit {
    /// Splits a file at the end of the first line that begins with `line`, or at its end.
    fn new(name: &'static str, place: PathBuf, line: Option<&str>, page: &'static str) -> Result<Self, Failure> {
        let text = fs::read_to_string(&place)?;
        let at = match line {
            Some(line) => {
                let start = text.find(line).ok_or_else(|| format!("no `{line}` in {}", place.display()))?;
                text[start + 1..].find('\n').map_or(text.len(), |end| start + 1 + end)
            }
            None => text.len(),
        };
        let (before, after) = text.split_at(at);
        Ok(Self { name, before: before.to_owned(), after: after.to_owned(), place, page })
    }
}

fn mingce_edits(content: &Path) -> Result<Vec<Edit>, Failure> {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/footer.html");
    let own = content.join("theme/templates/footer.html");
    fs::create_dir_all(own.parent().ok_or("no folder")?)?;
    fs::copy(theme, &own)?;
    let policy = content.join("policies/p00001.md");
    Ok(vec![
        Edit::new("body", policy.clone(), None, "policies/p00001.html")?,
        Edit::new("title", policy.clone(), Some("title:"), "policies/p00001.html")?,
        Edit::new("title, seen in the list", policy, Some("title:"), "policies/index.html")?,
        Edit::new("YAML", content.join("benefits.yaml"), Some("\n  name:"), "benefits/b00.html")?,
        Edit::new("template", own, None, "policies/p00001.html")?,
    ])
}

fn hugo_edits(source: &Path) -> Result<Vec<Edit>, Failure> {
    let policy = source.join("content/policies/p00001.md");
    let page = "policies/p00001.html";
    Ok(vec![
        Edit::new("body", policy.clone(), None, "policies/p00001.html")?,
        Edit::new("title", policy.clone(), Some("title:"), "policies/p00001.html")?,
        Edit::new("title, seen in the list", policy, Some("linkTitle:"), "policies.html")?,
        Edit::new("YAML", source.join("content/benefits/b00.md"), Some("title:"), "benefits/b00.html")?,
        Edit::new("template", source.join("layouts/baseof.html"), Some("      <nav aria-label=\"其他\">"), page)?,
    ])
}

/// A preview that runs until it is dropped.
struct Preview {
    name: &'static str,
    child: Child,
    address: String,
    started: Instant,
    /// What it says, line by line.
    said: Receiver<String>,
    /// Whether it tells how long it has worked.
    tells: bool,
}

impl Preview {
    fn mingce(content: &Path) -> Result<Self, Failure> {
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
        command.args(["serve", "--lang", "en", "--port", "0", "--as-of", corpus::AS_OF]).arg(content);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let said = lines(child.stderr.take().ok_or("no output")?);
        Ok(Self { name: "Mingce", child, address, started, said, tells: true })
    }

    fn hugo(hugo: &Path, source: &Path) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let started = Instant::now();
        let mut command = Command::new(hugo);
        command.args(["server", "--bind", "127.0.0.1", "--port", &port.to_string(), "--source"]).arg(source);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let said = lines(child.stdout.take().ok_or("no output")?);
        let address = format!("127.0.0.1:{port}");
        Ok(Self { name: "hugo server", child, address, started, said, tells: false })
    }

    /// A page, or its beginning; nothing while nobody answers.
    fn get(&self, path: &str, part: &str) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let request = format!("GET /{path} HTTP/1.0\r\nHost: {}\r\n{part}\r\n", self.address);
        stream.write_all(request.as_bytes()).ok()?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).ok()?;
        Some(all)
    }

    /// Asks for the beginning of a page until it holds `mark`, and then for the page; gives up when [`PATIENCE`] is over.
    /// Asking for a list of megabytes all the time would keep the machine from making the new one.
    fn until(&self, path: &str, mark: &str) -> Option<Instant> {
        let start = Instant::now();
        loop {
            let holds =
                |part| memchr::memmem::find(&self.get(path, part).unwrap_or_default(), mark.as_bytes()).is_some();
            if holds(BEGINNING) && holds("") {
                return Some(Instant::now());
            }
            if start.elapsed() > PATIENCE {
                return None;
            }
            std::thread::sleep(Duration::from_micros(300));
        }
    }

    /// MiB of memory that it has now.
    fn memory(&self) -> f64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1024.0
    }

    /// Milliseconds of work that it reported about last: what is not the watcher's.
    fn own(&self) -> Option<f64> {
        let read = |line: &str| line.strip_prefix("updated, ")?.split(' ').next()?.parse().ok();
        // It speaks when it has tried the large pages as well, after the edit is shown.
        std::iter::from_fn(|| self.said.recv_timeout(PATIENCE).ok()).find_map(|line| read(&line))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, reported) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                return;
            }
        }
    });
    reported
}

fn measure(preview: &Preview, edits: &[Edit], times: usize) -> Result<(), Failure> {
    let shown = preview.until("", "</html>").ok_or_else(|| format!("{} shows nothing", preview.name))?;
    print!("{}: first page {:.0} ms after the start, ", preview.name, (shown - preview.started).as_secs_f64() * 1e3);
    std::thread::sleep(Duration::from_millis(500));
    println!("{:.0} MiB then.\n", preview.memory());
    println!("| edit | median ms | worst ms | its own work, median ms | worst ms |\n|---|---|---|---|---|");
    for edit in edits {
        match series(preview, edit, times)? {
            Some([all, own]) => {
                let ((median, worst), own) = (spread(all), Some(own).filter(|own| !own.is_empty()).map(spread));
                let own = own.map_or("– | –".to_owned(), |(median, worst)| format!("{median:.1} | {worst:.1}"));
                println!("| {} | {median:.1} | {worst:.1} | {own} |", edit.name);
            }
            None => println!("| {} | not shown within {} s | | | |", edit.name, PATIENCE.as_secs()),
        }
    }
    println!("\n{:.0} MiB at the end.\n", preview.memory());
    Ok(())
}

/// Milliseconds until each edit was shown, and those of them that were the preview's own work, as far as it tells; nothing
/// when an edit was not shown.
fn series(preview: &Preview, edit: &Edit, times: usize) -> Result<Option<[Vec<f64>; 2]>, Failure> {
    let (mut all, mut own) = (Vec::new(), Vec::new());
    // The first edit of a sort warms up.
    for time in 0..=times {
        let mark = format!("测量{}第{time}次", edit.name.len());
        std::thread::sleep(REST);
        preview.said.try_iter().for_each(drop);
        let text = format!("{} {mark}{}", edit.before, edit.after);
        fs::write(&edit.place, text)?;
        let written = Instant::now();
        let Some(shown) = preview.until(edit.page, &mark) else { return Ok(None) };
        if time > 0 {
            all.push((shown - written).as_secs_f64() * 1e3);
            std::thread::sleep(REST);
            if preview.tells {
                own.push(preview.own().ok_or_else(|| format!("{} tells nothing of its own work", preview.name))?);
            }
        }
    }
    fs::write(&edit.place, format!("{}{}", edit.before, edit.after))?;
    Ok(Some([all, own]))
}

/// Median and worst.
fn spread(mut all: Vec<f64>) -> (f64, f64) {
    all.sort_by(f64::total_cmp);
    let at = |at: usize| all.get(at).copied().unwrap_or(f64::NAN);
    (at(all.len() / 2), at(all.len().saturating_sub(1)))
}
