//! Documents: every format of the real blank form, and made-up policies as PDF.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench talks to whoever runs it")]

#[allow(dead_code, reason = "only one of the layouts is measured here")]
mod corpus;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use corpus::Layout;
use mingce::Compiled;
use mingce::diagnostic::Severity;
use mingce::edge::disk;
use mingce::model::{Kind, Options};
use mingce::plan::Route;
use rayon::prelude::*;

/// Policies that are printed.
const POLICIES: usize = 100;
/// Times that the form is made after the first.
const RUNS: usize = 9;

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    match form().and_then(|()| policies()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A site whose fonts are loaded.
fn compiled(content: &Path) -> Result<Compiled, Failure> {
    let options = Options::default();
    let (snapshot, _) = disk::load(content);
    let (compiled, diagnostics) = mingce::compile(snapshot, &options);
    match diagnostics.iter().next() {
        Some(first) if diagnostics.count(Severity::Error) > 0 => Err(format!("the content is wrong: {first:?}").into()),
        _ => Ok(compiled),
    }
}

/// Every format of the first form, each by itself: the first time, and again, when the engine remembers the parts of its
/// templates.
fn form() -> Result<(), Failure> {
    let mut compiled = compiled(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"))?;
    let is_form = |route: &Route| matches!(route, Route::Form(_, 0) | Route::Print(Kind::Form, 0));
    let all: Vec<(String, Route)> =
        compiled.plan.routes().map(|(path, route)| (path.to_owned(), route.clone())).collect();
    let all: Vec<_> = all.into_iter().filter(|(_, route)| is_form(route)).collect();
    println!("## The blank form in all its formats\n\n| | bytes | first, ms | again, ms |\n|---|---|---|---|");
    let (mut first, mut again) = (0.0, 0.0);
    for (path, route) in &all {
        let mut times = Vec::new();
        let mut size = 0;
        for _ in 0..=RUNS {
            compiled.documents = mingce::render::Documents::default();
            let start = Instant::now();
            size = compiled.render(route).map_err(|reported| format!("{reported:?}"))?.len();
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let once = times.remove(0);
        times.sort_by(f64::total_cmp);
        let extension = path.rsplit('.').next().unwrap_or(path);
        println!("| {extension} | {size} | {once:.1} | {:.1} |", times[RUNS / 2]);
        first += once;
        again += times[RUNS / 2];
    }
    println!("| together | | {first:.1} | {again:.1} |\n");
    Ok(())
}

fn policies() -> Result<(), Failure> {
    let dir = std::env::temp_dir().join(format!("mingce-documents-{}", std::process::id()));
    let size = corpus::write(Layout::Mingce, POLICIES, &dir)?;
    let site = dir.join("site.yaml");
    let settings = fs::read_to_string(&site)?;
    fs::write(&site, format!("{settings}\nprint: {{ collections: [policies] }}\n"))?;
    let compiled = compiled(&dir);
    fs::remove_dir_all(&dir)?;
    let compiled = compiled?;
    let routes: Vec<Route> = (0..POLICIES).map(|at| Route::Print(Kind::Policy, at)).collect();
    let start = Instant::now();
    let made: Result<Vec<usize>, _> =
        routes.par_iter().map(|route| compiled.render(route).map(|bytes| bytes.len())).collect();
    let time = start.elapsed().as_secs_f64();
    let bytes: usize = made.map_err(|reported| format!("{reported:?}"))?.iter().sum();
    let characters = size.han_per_policy;
    println!("## Policies as PDF\n");
    println!(
        "{POLICIES} policies of {characters} Chinese characters: {time:.2} s on {} threads, {} KB each.",
        rayon::current_num_threads(),
        bytes / POLICIES / 1024,
    );
    Ok(())
}
