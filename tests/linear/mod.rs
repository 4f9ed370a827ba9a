//! No content costs more than in proportion to its size.
//!
//! Every shape of repetitive content is compiled, reported on and rendered at two sizes, in this process. Where the bigger
//! one takes suspiciously much longer, also when tried again with more, valgrind counts the instructions for both, and the
//! counts decide: a busy machine makes more shapes be counted, and none fail.
//!
//! `MINGCE_LINEAR=NAME` counts the shapes whose names hold NAME, however long they take, and prints the counts.

mod shapes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, thread};

use crate::support;
use mingce::diagnostic::catalogue::Lang;
use mingce::model::Options;
use mingce::report::{Colour, Format, Look, report};
use mingce::source::{Snapshot, Source};
use mingce::{Cache, compile_again};
use nix::sys::resource::{UsageWho, getrusage};
use shapes::{Files, shapes};

/// Bytes of repetitions when time is taken of every shape: some, and four times as many. Of none it is taken once.
const GLANCED: [usize; 2] = [16 << 10, 64 << 10];
/// Bytes of repetitions when time is taken again: none, some, and four times as many.
const TIMED: [usize; 3] = [0, 32 << 10, 128 << 10];
/// How many times as long four times the content may take, and the least time that counts, in microseconds: of every shape,
/// whose square shows half as much in half the content, and again.
const SUSPICIOUS: [(f64, f64); 2] = [(6.0, 10_000.0), (8.0, 20_000.0)];
/// The site without a shape, among what was timed.
const NOTHING: &str = "nothing";
/// Bytes of repetitions when instructions are counted: none, some, and twice as many.
const COUNTED: [usize; 3] = [0, 64 << 10, 128 << 10];
/// How many times as many instructions twice the content may take.
const MOST: f64 = 2.5;
/// Processes side by side.
const WORKERS: usize = 2;

const WANTED: &str = "MINGCE_LINEAR";
const WORKER: &str = "MINGCE_LINEAR_WORKER";

#[test]
#[ignore = "takes minutes: a step of its own in tests/run.sh"]
fn work_grows_with_the_content_and_not_with_its_square() {
    let found = Command::new("valgrind").arg("--version").output();
    assert!(found.is_ok(), "No valgrind, which counts the instructions. Install it: apt-get install valgrind");
    let wanted = env::var(WANTED).ok();
    let names: Vec<String> = shapes().into_iter().map(|shape| shape.name).collect();
    assert!(names.len() > 100, "only {} shapes", names.len());
    let suspicious = match &wanted {
        Some(wanted) => names.into_iter().filter(|name| name.contains(wanted)).collect(),
        None => suspicious(&names),
    };
    let mut wrong = Vec::new();
    for (name, counts) in side_by_side(&suspicious, &counting, "linear::counts_shapes") {
        let [nothing, some, twice] = counts[..] else { panic!("{name}: {counts:?}") };
        let growth = (twice - nothing) / (some - nothing).max(1.0);
        let line =
            format!("{growth:.2} times from {:.0} to {:.0} instructions: {name}", some - nothing, twice - nothing);
        println!("{line}");
        if growth > MOST {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "twice the content is more than {MOST} times the work:\n{}", wrong.join("\n"));
}

/// The shapes that take longer than in proportion, by the processor's time.
fn suspicious(names: &[String]) -> Vec<String> {
    let here = |_: &Path| Command::new(env::current_exe().unwrap());
    let grows = |nothing: f64, times: &[f64], (most, least): (f64, f64)| {
        (times[1] - nothing) / (times[0] - nothing).max(least) > most
    };
    let mut glanced = side_by_side(names, &here, "linear::glances_at_shapes");
    let nothing = glanced.remove(NOTHING).unwrap().into_iter().fold(f64::MAX, f64::min);
    assert_eq!(glanced.len(), names.len(), "some shapes were not timed");
    glanced.retain(|_, times| grows(nothing, times, SUSPICIOUS[0]));
    let again: Vec<String> = glanced.into_keys().collect();
    let timed = side_by_side(&again, &here, "linear::times_shapes").into_iter();
    timed.filter(|(_, times)| grows(times[0], &times[1..], SUSPICIOUS[1])).map(|(name, _)| name).collect()
}

/// This program under valgrind, which writes what it has counted before and after [`work`].
fn counting(place: &Path) -> Command {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--dump-line=no", "--quiet"]);
    for name in ["*linear::work", "*linear::work::h*"] {
        valgrind.arg(format!("--dump-before={name}")).arg(format!("--dump-after={name}"));
    }
    valgrind.arg(format!("--callgrind-out-file={}", place.join("counts").display())).arg(env::current_exe().unwrap());
    valgrind
}

/// What the ignored test `child` says of each of these shapes, in processes side by side.
fn side_by_side(
    names: &[String],
    program: &(dyn Fn(&Path) -> Command + Sync),
    child: &str,
) -> BTreeMap<String, Vec<f64>> {
    if names.is_empty() {
        return BTreeMap::new();
    }
    let run = |worker: usize| {
        let dir = support::folder();
        fs::write(dir.path().join("names"), names.join("\n")).unwrap();
        let mut command = program(dir.path());
        command.args(support::child(child, dir.path()).get_args());
        command.env(support::PLACE, dir.path()).env(WORKER, worker.to_string());
        support::assert_done(&command.output().unwrap())
    };
    let said: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|worker| scope.spawn(move || run(worker))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (name, figure) in
        said.iter().flat_map(|said| said.lines()).filter_map(|line| line.strip_prefix("shape\t")?.split_once('\t'))
    {
        all.entry(name.to_owned()).or_default().push(figure.parse().unwrap());
    }
    all
}

#[test]
#[ignore = "run by its parent"]
fn glances_at_shapes() {
    each(3, &GLANCED, &mut time);
}

#[test]
#[ignore = "run by its parent"]
fn times_shapes() {
    each(0, &TIMED, &mut time);
}

/// The processor's time for some work, in microseconds.
fn time(_: &Path, work: &mut dyn FnMut()) -> u64 {
    let processor = || {
        let used = getrusage(UsageWho::RUSAGE_THREAD).unwrap();
        let times = [used.user_time(), used.system_time()];
        times.map(|time| time.tv_sec() * 1_000_000 + time.tv_usec()).iter().sum::<i64>()
    };
    let before = processor();
    work();
    u64::try_from(processor() - before).unwrap()
}

#[test]
#[ignore = "run by its parent, under valgrind"]
fn counts_shapes() {
    each(0, &COUNTED, &mut |place, work| {
        work();
        last_count(place)
    });
}

/// Says a figure for the work that each of the worker's shapes makes at each size; before that, so many times, for the work
/// that there is without a shape.
fn each(without: usize, sizes: &[usize], figure: &mut (dyn FnMut(&Path, &mut dyn FnMut()) -> u64 + Send)) {
    let Some(place) = support::place() else { return };
    let names = fs::read_to_string(place.join("names")).unwrap();
    let worker: usize = env::var(WORKER).unwrap().parse().unwrap();
    let mine: Vec<&str> = names.lines().skip(worker).step_by(WORKERS).collect();
    // Of threads that wait for each other it would be counted how long they wait.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().unwrap();
    let mut cache = Cache::default();
    println!();
    pool.install(|| {
        let shapes = shapes();
        work(snapshot(&shapes[0].files(1)), &mut cache);
        let mut say = |name: &str, files: &Files| {
            let mut snapshot = Some(snapshot(files));
            let found = figure(&place, &mut || {
                snapshot.take().map(|snapshot| work(snapshot, &mut cache));
            });
            println!("shape\t{name}\t{found}");
        };
        for size in 0..without {
            // As with shapes, a file is another one than before.
            say(NOTHING, &shapes[0].files(size % 2));
        }
        for shape in shapes.iter().filter(|shape| mine.contains(&&*shape.name)) {
            sizes.iter().for_each(|&size| say(&shape.name, &shape.files(size)));
        }
    });
    support::done();
}

/// The instructions of the last call of [`work`], whose counts are the last ones that were written.
fn last_count(place: &Path) -> u64 {
    let number = |path: &PathBuf| path.extension().and_then(|end| end.to_str()?.parse::<usize>().ok());
    let mut written: Vec<_> = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()).collect();
    written.retain(|path| number(path).is_some());
    written.sort_by_key(number);
    let text = fs::read_to_string(written.last().unwrap()).unwrap();
    written.iter().for_each(|path| fs::remove_file(path).unwrap());
    text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok()).unwrap()
}

/// All that is done with content, but for reading and writing files. What stays the same as in the content before it, the
/// theme above all, is not made again.
#[inline(never)]
fn work(snapshot: Snapshot, cache: &mut Cache) -> usize {
    let (compiled, diagnostics) = compile_again(snapshot, &Options::default(), cache);
    let reported = |format| {
        let look = Look { format, lang: Lang::Zh, colour: Colour::Never, folder: "content", ..Look::default() };
        report(&diagnostics, &compiled.snapshot, &look).len()
    };
    let reported = reported(Format::Text) + reported(Format::Json);
    let pages = compiled.plan.routes().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".ics"));
    reported + pages.map(|(_, route)| compiled.render(route).map_or(0, |bytes| bytes.len())).sum::<usize>()
}

/// The base site with some files instead of its own, or besides.
fn snapshot(files: &Files) -> Snapshot {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base");
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&base).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&base).unwrap().to_str().unwrap().to_owned();
            all.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    all.extend(files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let mut snapshot = Snapshot::default();
    for (path, bytes) in all {
        let ends = if path.starts_with("theme/") { ".html .css .js .typ .yaml" } else { ".yaml .md" };
        if ends.split(' ').any(|end| path.ends_with(end)) {
            snapshot.texts.push(Source::decode(path, &bytes));
        } else {
            snapshot.files.insert(path, bytes.into());
        }
    }
    snapshot
}
