//! The machine that a bench runs on, and the programs that it finds there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// CPU time of the whole machine, in seconds since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Busy {
    pub used: f64,
    pub all: f64,
}

/// Ticks of `/proc/stat` in a second, on every Linux.
const TICKS: f64 = 100.0;

/// How busy the machine has been; zeros where the system does not say.
pub fn busy() -> Busy {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).take(8).filter_map(|word| word.parse().ok()).collect();
    let all = ticks.iter().sum::<f64>();
    let idle = ticks.iter().skip(3).take(2).sum::<f64>();
    Busy { used: (all - idle) / TICKS, all: all / TICKS }
}

/// The machine in a line.
pub fn describe() -> String {
    let first = |path: &str, key: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
        line.split_once(':').map_or_else(|| "?".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?").to_owned();
    format!("{}, {cores} cores used, load before the bench {load}", first("/proc/cpuinfo", "model name"))
}

/// The hugo program: the one named, the one below `target/hugo`, or the one of the PATH. The start script of a Python
/// package is passed over in favour of the program that it starts.
pub fn hugo(named: Option<PathBuf>) -> Option<PathBuf> {
    let local = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/hugo/bin/hugo");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = match named {
        Some(path) => Some(path),
        None => {
            std::env::split_paths(&paths).map(|folder| folder.join("hugo")).chain([local]).find(|path| path.is_file())
        }
    };
    let found = found.filter(|path| path.is_file())?;
    let packages = found.parent().and_then(Path::parent).map(|venv| venv.join("lib"));
    let inner = packages.filter(|lib| lib.is_dir() && is_script(&found)).and_then(|lib| {
        let mut files = WalkDir::new(lib).into_iter().filter_map(Result::ok);
        files.find(|entry| entry.path().ends_with("hugo/binaries/hugo")).map(|entry| entry.into_path())
    });
    Some(inner.unwrap_or(found))
}

fn is_script(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"#!"))
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let place = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(place)?;
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}
