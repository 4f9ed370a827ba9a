//! The stages of a build by themselves, through the library, on the same made-up policies as `whole`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

#[allow(dead_code, reason = "only one of the layouts is measured here")]
mod corpus;
#[allow(dead_code, reason = "nothing is started here")]
mod machine;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bytes::Bytes;
use corpus::Layout;
use mingce::Compiled;
use mingce::diagnostic::{Diagnostics, Severity};
use mingce::edge::disk;
use mingce::edge::publish::Stage;
use mingce::eligibility;
use mingce::model::{self, Options};
use mingce::plan::{Plan, Route};
use mingce::render::SINGLES;
use mingce::source::Snapshot;
use mingce::target::{SiteFile, Target};
use mingce::theme::Theme;
use nix::sys::resource::{UsageWho, getrusage};
use rayon::prelude::*;

const HELP: &str = "\
cargo bench --bench stages -- [N …] [--runs R] [--dir DIR]

N          policies: 1000 and 10000 when none is given
--runs R   counted runs (default: 5)
--dir DIR  a folder in memory (default: /dev/shm)";

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
    let (mut sizes, mut runs, mut dir) = (Vec::new(), 5, String::from("/dev/shm"));
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(HELP);
        match arg.as_str() {
            "--bench" => {}
            "--runs" => runs = value()?.parse()?,
            "--dir" => dir = value()?,
            number => sizes.push(number.replace(['_', ','], "").parse().map_err(|_| HELP)?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000];
    }
    real_checks(runs)?;
    let dir = Path::new(&dir).join(format!("mingce-stages-{}", std::process::id()));
    let done = sizes.iter().try_for_each(|&policies| size(policies, runs, &dir));
    fs::remove_dir_all(&dir)?;
    done
}

/// Wall and CPU time of the stages of one run, in their order.
#[derive(Default)]
struct Clock {
    laps: Vec<(&'static str, Duration, f64)>,
}

impl Clock {
    fn lap<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let (start, before) = (Instant::now(), cpu());
        let made = stage();
        self.laps.push((name, start.elapsed(), cpu() - before));
        made
    }
}

/// CPU seconds of this process, all threads together.
fn cpu() -> f64 {
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    getrusage(UsageWho::RUSAGE_SELF).map_or(0.0, |usage| seconds(usage.user_time()) + seconds(usage.system_time()))
}

fn size(policies: usize, runs: usize, dir: &Path) -> Result<(), Failure> {
    let before = machine::busy();
    let (used, start) = (cpu(), Instant::now());
    let (content, output) = (dir.join("content"), dir.join("public"));
    let size = corpus::write(Layout::Mingce, policies, &content)?;
    let mut clocks = Vec::new();
    // The first run warms up, the last one is looked into.
    for run in 0..runs + 2 {
        let mut clock = Clock::default();
        let (compiled, pages) = build(&mut clock, &content, &output)?;
        fs::remove_dir_all(&output)?;
        if run <= runs {
            clock.lap("let go", || drop((compiled, pages)));
            if run > 0 {
                clocks.push(clock);
            }
            continue;
        }
        let bytes = size.bytes as f64 / 1e6;
        println!("## {policies} policies, {} records, {bytes:.1} MB of content\n", size.records);
        report(&clocks);
        let others = (machine::busy().used - before.used) - (cpu() - used);
        println!("Other processes used {:.2} cores meanwhile.\n", others.max(0.0) / start.elapsed().as_secs_f64());
        by_sort(&compiled)?;
    }
    fs::remove_dir_all(content)?;
    Ok(())
}

type Pages = Vec<(String, Bytes)>;

fn build(clock: &mut Clock, content: &Path, output: &Path) -> Result<(Compiled, Pages), Failure> {
    let options = Options::default();
    let (snapshot, diagnostics): (Snapshot, Diagnostics) = clock.lap("load", || disk::load(content));
    refuse(&diagnostics)?;
    let (records, diagnostics) = clock.lap("collect", || model::collect(&snapshot, None));
    refuse(&diagnostics)?;
    let (site, diagnostics) = clock.lap("link", || model::link(&snapshot, records, &options, None));
    refuse(&diagnostics)?;
    let diagnostics = clock.lap("check", || mingce::check::check(&snapshot, &site, None)).0;
    refuse(&diagnostics)?;
    let (theme, diagnostics) = clock.lap("theme", || Theme::load(&snapshot, &site.settings.language, &[], None));
    refuse(&diagnostics)?;
    let (plan, diagnostics) = clock.lap("plan", || Plan::new(&site, &theme, &SINGLES));
    refuse(&diagnostics)?;
    let (checks, diagnostics) = clock.lap("eligibility", || eligibility::compile(&snapshot, &site));
    refuse(&diagnostics)?;
    let (print, diagnostics) = clock.lap("print", || mingce::print::set_up(&snapshot, &site, &theme, None));
    refuse(&diagnostics)?;
    let (layout, documents, search, remarks) = Default::default();
    let (checks, theme, plan) = (checks.into(), theme.into(), plan.into());
    let compiled =
        Compiled { snapshot, site, checks, theme, engine: print.engine, plan, layout, documents, search, remarks };
    clock.lap("search", || _ = compiled.search());
    let rendered = |wanted: fn(&str, &Route) -> bool| {
        let routes: Vec<_> = compiled.plan.routes().filter(|(path, route)| wanted(path, route)).collect();
        let one = |(path, route): (&str, &Route)| compiled.render(route).ok().map(|bytes| (path.to_owned(), bytes));
        routes.into_par_iter().filter_map(one).collect::<Pages>()
    };
    let mut pages =
        clock.lap("render pages", || rendered(|path, route| !is_for_machines(path, route) && !is_markdown(route)));
    clock.lap("publish pages", || publish(output, &pages))?;
    fs::remove_dir_all(output)?;
    let data = clock.lap("render data", || rendered(is_for_machines));
    let texts = clock.lap("render Markdown", || {
        pages.par_iter().filter_map(|(path, page)| compiled.markdown(path, page)).collect::<Pages>()
    });
    pages.extend(data.into_iter().chain(texts));
    clock.lap("publish all", || publish(output, &pages))?;
    Ok((compiled, pages))
}

/// Laps of what is for other programs, and for the search.
const FOR_MACHINES: [&str; 3] = ["search", "render data", "render Markdown"];

/// True for what other programs read, and for the files of the search.
fn is_for_machines(path: &str, route: &Route) -> bool {
    matches!(route, Route::Search(_) | Route::Data(..) | Route::Text(..))
        || matches!(route, Route::Single(_)) && !path.ends_with(".html")
}

/// True for a page as Markdown, which a build makes of the page when it has that.
fn is_markdown(route: &Route) -> bool {
    matches!(route, Route::Markdown(_))
}

fn publish(output: &Path, pages: &Pages) -> Result<(), Failure> {
    let stage = Stage::open(output)?;
    pages.par_iter().try_for_each(|(path, bytes)| stage.take(path, SiteFile::Bytes(bytes)))?;
    stage.commit()?;
    Ok(())
}

fn refuse(diagnostics: &Diagnostics) -> Result<(), Failure> {
    match diagnostics.iter().next() {
        Some(first) if diagnostics.count(Severity::Error) > 0 => Err(format!("the corpus is wrong: {first:?}").into()),
        _ => Ok(()),
    }
}

/// The checks of the real content: compiling them and trying every combination of answers.
fn real_checks(runs: usize) -> Result<(), Failure> {
    let options = Options::default();
    let (snapshot, _) = disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let (records, _) = model::collect(&snapshot, None);
    let (site, diagnostics) = model::link(&snapshot, records, &options, None);
    refuse(&diagnostics)?;
    let mut times = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        let (checks, diagnostics) = eligibility::compile(&snapshot, &site);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        refuse(&diagnostics)?;
        drop(checks);
    }
    let (checks, _) = eligibility::compile(&snapshot, &site);
    println!("## Checks of the real content\n");
    println!("{} checks compiled and tried with all answers: {:.1} ms.\n", checks.len(), median(times));
    Ok(())
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn report(clocks: &[Clock]) {
    println!("| stage | wall ms | CPU ms |\n|---|---|---|");
    let Some(first) = clocks.first() else { return };
    let figure = |at: usize, value: &dyn Fn(&(&'static str, Duration, f64)) -> f64| {
        median(clocks.iter().filter_map(|clock| clock.laps.get(at)).map(value).collect())
    };
    let mut slowest = ("", 0.0);
    // Wall and CPU time of a build with everything, and of one of pages only.
    let (mut whole, mut pages) = ((0.0, 0.0), (0.0, 0.0));
    for (at, (name, ..)) in first.laps.iter().enumerate() {
        let (wall, cpu) = (figure(at, &|lap| lap.1.as_secs_f64() * 1e3), figure(at, &|lap| lap.2 * 1e3));
        println!("| {name} | {wall:.1} | {cpu:.1} |");
        slowest = if wall > slowest.1 { (name, wall) } else { slowest };
        if *name != "publish pages" {
            whole = (whole.0 + wall, whole.1 + cpu);
        }
        if !FOR_MACHINES.contains(name) && *name != "publish all" {
            pages = (pages.0 + wall, pages.1 + cpu);
        }
    }
    println!("\n{:.0} ms in all, {:.0} ms of CPU; the slowest is {}.", whole.0, whole.1, slowest.0);
    println!("Without search, data, feeds and Markdown: {:.0} ms, {:.0} ms of CPU.\n", pages.0, pages.1);
}

/// Rendering by sort of page, one after the other on one thread.
fn by_sort(compiled: &Compiled) -> Result<(), Failure> {
    let mut sorts: BTreeMap<String, (usize, usize, Duration)> = BTreeMap::new();
    for (_, route) in compiled.plan.routes() {
        let name = match route {
            Route::Record(kind, _) => kind.word().to_owned(),
            Route::Search(_) => "search".to_owned(),
            Route::Text(_, text) => format!("{text:?} of a policy"),
            Route::Markdown(_) => "Markdown, with its page".to_owned(),
            other => format!("{other:?}"),
        };
        let start = Instant::now();
        let bytes = compiled.render(route).map_err(|reported| format!("{reported:?}"))?;
        let sort = sorts.entry(name).or_default();
        *sort = (sort.0 + 1, sort.1 + bytes.len(), sort.2 + start.elapsed());
    }
    println!("| rendered on one thread | pages | bytes a page | µs a page | ms in all |\n|---|---|---|---|---|");
    for (name, (pages, bytes, time)) in sorts {
        let each = time.as_secs_f64() * 1e6 / pages as f64;
        println!("| {name} | {pages} | {} | {each:.0} | {:.1} |", bytes / pages, time.as_secs_f64() * 1e3);
    }
    println!();
    Ok(())
}
