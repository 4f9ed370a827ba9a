//! From the last write of a file to the new bytes over loopback: `mingce serve` and `hugo server` on the same made-up
//! policies. `benches/README.md` says how.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

mod corpus;
mod machine;

use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use corpus::Layout;

const HELP: &str = "\
cargo bench --bench preview -- [N …] [--edits E]

N           policies: 100, 1000 and 10000 when none is given
--edits E   edits of each sort (default: 50)

Hugo is $HUGO, target/hugo, or the one of the PATH; without one, Mingce alone is measured.";

/// What never comes is a fault.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two edits, so that a watcher has come to rest.
const REST: Duration = Duration::from_millis(150);

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
    let (mut sizes, mut edits) = (Vec::new(), 50);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--edits" => edits = args.next().ok_or(HELP)?.parse()?,
            number => sizes.push(number.replace(['_', ','], "").parse().map_err(|_| HELP)?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![100, 1_000, 10_000];
    }
    println!("{}\n", machine::describe());
    let hugo = machine::hugo(std::env::var_os("HUGO").map(PathBuf::from));
    for policies in sizes {
        let dir = Path::new("/dev/shm").join(format!("mingce-preview-{}", std::process::id()));
        let measured = size(policies, edits, &dir, hugo.as_deref());
        fs::remove_dir_all(&dir)?;
        measured?;
    }
    Ok(())
}

fn size(policies: usize, edits: usize, dir: &Path, hugo: Option<&Path>) -> Result<(), Failure> {
    println!("## {policies} policies, {edits} edits of each sort\n");
    println!(
        "| | start to first page s | body ms (worst) | title, in the list ms (worst) | data ms (worst) | template ms (worst) | memory MiB |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    Tool::mingce(policies, dir)?.measure("mingce serve", edits)?;
    if let Some(hugo) = hugo {
        Tool::hugo(policies, dir, hugo)?.measure("hugo server", edits)?;
    }
    println!();
    Ok(())
}

/// A file, the words in it that are edited, and the page that shows them.
struct Edit {
    file: PathBuf,
    /// The edit goes after the first of these.
    after: String,
    page: &'static str,
}

/// A preview that runs until it is dropped.
struct Tool {
    child: Child,
    port: u16,
    began: Instant,
    edits: [Edit; 4],
}

impl Drop for Tool {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Tool {
    fn mingce(policies: usize, dir: &Path) -> Result<Self, Failure> {
        let content = dir.join("mingce");
        corpus::write(Layout::Mingce, policies, &content)?;
        let footer = content.join("theme/templates/footer.html");
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/footer.html");
        fs::create_dir_all(footer.parent().ok_or("no folder")?)?;
        fs::write(&footer, format!("<i>own</i>{}", fs::read_to_string(theme)?))?;
        let edits = edits(&content, content.join("benefits.yaml"), (footer, "<i>own"), "/policies/index.html");
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingce"));
        let port = free()?;
        command.arg("serve").arg(&content).args(["--as-of", corpus::AS_OF, "--port", &port.to_string()]);
        Self::start(command, port, edits)
    }

    fn hugo(policies: usize, dir: &Path, hugo: &Path) -> Result<Self, Failure> {
        let source = dir.join("hugo");
        machine::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo"), &source)?;
        corpus::write(Layout::Hugo, policies, &source.join("content"))?;
        let base = source.join("layouts/baseof.html");
        fs::write(&base, fs::read_to_string(&base)?.replacen("<a class", "<i>own</i><a class", 1))?;
        let content = source.join("content");
        let data = content.join("benefits");
        let data = fs::read_dir(data)?.filter_map(Result::ok).map(|entry| entry.path());
        let data = data.filter(|path| !path.ends_with("_index.md")).min().ok_or("no benefit")?;
        let edits = edits(&content, data, (base, "<i>own"), "/policies.html");
        let mut command = Command::new(hugo);
        let port = free()?;
        command.args(["server", "--bind", "127.0.0.1", "--port", &port.to_string(), "--source"]).arg(&source);
        command.args(["--baseURL", "http://127.0.0.1/", "--quiet"]);
        Self::start(command, port, edits)
    }

    fn start(mut command: Command, port: u16, edits: [Edit; 4]) -> Result<Self, Failure> {
        let began = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { child, port, began, edits })
    }

    fn measure(&self, name: &str, count: usize) -> Result<(), Failure> {
        let (page, before) = (self.edits[0].page, machine::busy());
        self.until(page, "<html", self.began)?;
        let first = self.began.elapsed().as_secs_f64();
        let mut figures = Vec::new();
        for edit in &self.edits {
            std::thread::sleep(REST * 4);
            let before = fs::read_to_string(&edit.file)?;
            let mut times = Vec::new();
            for at in 0..count {
                let mark = format!("改动{at:03}号");
                let text = before.replacen(&edit.after, &format!("{}{mark}", edit.after), 1);
                fs::write(&edit.file, text)?;
                times.push(self.until(edit.page, &mark, Instant::now())?.as_secs_f64() * 1000.0);
                std::thread::sleep(REST);
            }
            fs::write(&edit.file, before)?;
            times.sort_by(f64::total_cmp);
            figures.push(format!("{:.1} ({:.1})", times[times.len() / 2], times[times.len() - 1]));
        }
        let after = machine::busy();
        let busy = (after.used - before.used) / (after.all - before.all).max(1e-9) * 100.0;
        println!("| {name} | {first:.2} | {} | {:.0} | {busy:.0} % |", figures.join(" | "), self.memory());
        Ok(())
    }

    /// Asks for a page until it has `mark`.
    fn until(&self, page: &str, mark: &str, start: Instant) -> Result<Duration, Failure> {
        loop {
            let answer = self.ask(page).unwrap_or_default();
            if memchr::memmem::find(&answer, mark.as_bytes()).is_some() {
                return Ok(start.elapsed());
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("{page} never had {mark}").into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn ask(&self, page: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(stream, "GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }

    /// Resident memory in MiB; 0 where the system does not say.
    fn memory(&self) -> f64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or_default() / 1024.0
    }
}

/// A clause of a policy, its title, the data of a benefit, a template.
fn edits(content: &Path, data: PathBuf, template: (PathBuf, &str), list: &'static str) -> [Edit; 4] {
    let policy = content.join("policies/p00007.md");
    let key = if data.ends_with("benefits.yaml") { "name: " } else { "title: " };
    let all = if list.ends_with("index.html") { "/benefits/index.html" } else { "/benefits.html" };
    let body = "/policies/p00007.html";
    [
        Edit { file: policy.clone(), after: "（二）工作目标。".into(), page: body },
        Edit { file: policy, after: "title: ".into(), page: list },
        Edit { file: data, after: key.into(), page: all },
        Edit { file: template.0, after: template.1.into(), page: body },
    ]
}

/// A port that nobody has.
fn free() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
