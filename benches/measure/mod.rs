//! One process from outside: how long, how much CPU, how much memory at most.
//!
//! The bench starts itself as a small process that starts the command, waits for it and asks the system what its
//! children used: exact to the end, whatever threads and processes the command has, and nothing of the bench in it.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use walkdir::WalkDir;

use crate::machine::busy;

/// The first argument of the inner process.
pub const FLAG: &str = "--measure";

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of user and system time.
    pub cpu: f64,
    /// Peak resident memory in MiB.
    pub peak: f64,
    /// Share of the machine that other processes used meanwhile, 0 to 1.
    pub others: f64,
}

/// The runs of one command.
pub struct Series {
    pub name: &'static str,
    pub runs: Vec<Run>,
    command: Vec<OsString>,
    /// Deleted before each run.
    output: Option<PathBuf>,
}

/// Median, least and most of a figure.
pub struct Spread {
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

impl Series {
    pub fn new(name: &'static str, command: Vec<OsString>, output: Option<PathBuf>) -> Self {
        Self { name, runs: Vec::new(), command, output }
    }

    /// Runs the command once more.
    pub fn run(&self) -> Result<Run, Box<dyn Error>> {
        if let Some(output) = self.output.as_ref().filter(|output| output.exists()) {
            std::fs::remove_dir_all(output)?;
        }
        let before = busy();
        let out = Command::new(std::env::current_exe()?).arg(FLAG).args(&self.command).output()?;
        let after = busy();
        let text = String::from_utf8_lossy(&out.stdout);
        let mut numbers = text.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
        let (Some(wall), Some(cpu), Some(peak), true) =
            (numbers.next(), numbers.next(), numbers.next(), out.status.success())
        else {
            return Err(format!("{}: {}", self.name, String::from_utf8_lossy(&out.stderr)).into());
        };
        let (used, all) = (after.used - before.used, after.all - before.all);
        Ok(Run { wall, cpu, peak, others: ((used - cpu) / all.max(1e-9)).max(0.0) })
    }

    /// How a figure is spread over the runs.
    pub fn of(&self, figure: impl Fn(&Run) -> f64) -> Spread {
        let mut all: Vec<f64> = self.runs.iter().map(figure).collect();
        all.sort_by(f64::total_cmp);
        let at = |at: usize| all.get(at).copied().unwrap_or(f64::NAN);
        let middle = all.len() / 2;
        let median = if all.len() % 2 == 1 { at(middle) } else { (at(middle.saturating_sub(1)) + at(middle)) / 2.0 };
        Spread { median, least: at(0), most: at(all.len().saturating_sub(1)) }
    }
}

/// A program with its arguments.
pub fn command(program: impl AsRef<OsStr>, args: &[&OsStr]) -> Vec<OsString> {
    [program.as_ref()].iter().chain(args).map(|&part| part.to_owned()).collect()
}

/// The inner process: runs the command and prints wall seconds, CPU seconds and peak MiB.
pub fn inner(command: &[OsString]) -> ExitCode {
    match run(command) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &[OsString]) -> Result<String, Box<dyn Error>> {
    let (program, args) = command.split_first().ok_or("no command")?;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let wall = start.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("ended with {status}").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    Ok(format!("{wall} {cpu} {}", usage.max_rss() as f64 / 1024.0))
}

/// What a tool wrote.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tree {
    pub files: usize,
    pub pages: usize,
    pub bytes: u64,
}

impl Tree {
    /// Counts the files below `root`; nothing when it is not there.
    pub fn of(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        if !root.exists() {
            return Ok(tree);
        }
        for entry in WalkDir::new(root) {
            let entry = entry?;
            if entry.file_type().is_file() {
                tree.files += 1;
                tree.pages += usize::from(entry.path().extension().is_some_and(|end| end == "html"));
                tree.bytes += entry.metadata()?.len();
            }
        }
        Ok(tree)
    }
}
