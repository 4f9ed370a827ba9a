//! A build that ends at any moment leaves the old site or the new one, whole, and the next build succeeds.

use std::fs;
use std::io::{BufRead, BufReader, Error};
use std::path::{Path, PathBuf};
use std::process::{Stdio, exit};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use mingce::edge::publish::{Observer, PublishError, Stage, Step};

use super::{Site, fill, names, publish, site, tree};
use crate::support::{child, folder, place};

/// `EINVAL`: what a file system says that cannot exchange.
const INVALID: i32 = 22;
/// `ENOSPC`.
const FULL: i32 = 28;
const KILLED: i32 = 70;
const READY: &str = "the child is ready";

/// Lets every step happen; with `exchange` false, on a file system that cannot exchange.
pub fn observer(exchange: bool) -> Observer {
    Box::new(
        move |step| if step == Step::Exchange && !exchange { Err(Error::from_raw_os_error(INVALID)) } else { Ok(()) },
    )
}

/// Calls `act` at step number `at`, counted from 0, and is an observer like [`observer`] otherwise.
fn observer_at(at: usize, exchange: bool, act: impl Fn(Step) -> Error + Send + Sync + 'static) -> Observer {
    let (count, rest) = (AtomicUsize::new(0), observer(exchange));
    Box::new(move |step| if count.fetch_add(1, Ordering::SeqCst) == at { Err(act(step)) } else { rest(step) })
}

fn old_site() -> Site {
    site(&[("index.html", "old"), ("a/same.html", "same"), ("a/gone.html", "gone"), ("b/same.html", "same")])
}

fn new_site() -> Site {
    site(&[("index.html", "new"), ("a/same.html", "same"), ("b/same.html", "same"), ("c/new.html", "new")])
}

/// How a target begins: whether there is a site already, and whether the file system can exchange.
const BEGINNINGS: [(bool, bool); 4] = [(false, true), (true, true), (false, false), (true, false)];

fn begin(target: &Path, exists: bool) -> Option<Site> {
    exists.then(|| publish(target, &old_site()))?;
    Some(old_site())
}

#[test]
fn killed_before_every_step() {
    for (exists, exchange) in BEGINNINGS {
        let mut steps = 0;
        loop {
            let dir = folder();
            let target = dir.path().join("public");
            let old = begin(&target, exists);
            let mut child = child("publish::kill::child_that_ends_at_a_step", &target);
            let child = child.env("STEP", steps.to_string()).env("EXCHANGE", exchange.to_string());
            let status = child.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
            if status.success() {
                assert_eq!(tree(&target), Some(new_site()));
                break;
            }
            assert_eq!(status.code(), Some(KILLED));
            let left = tree(&target);
            let moved = !exchange && exists && left.is_none();
            assert!(moved || left == old || left == Some(new_site()), "{exists} {exchange} {steps}: {left:?}");
            // The next one repairs, even if it gives up itself; and the one after it publishes.
            drop(Stage::open(&target).unwrap());
            let left = tree(&target);
            assert!(left == old || left == Some(new_site()), "{exists} {exchange} {steps}: {left:?}");
            publish(&target, &new_site());
            assert_eq!((tree(&target), names(dir.path())), (Some(new_site()), vec!["public".to_owned()]));
            steps += 1;
        }
        assert!(steps >= 10, "{steps}");
    }
}

#[test]
#[ignore = "run by its parent"]
fn child_that_ends_at_a_step() {
    let Some(target) = place() else { return };
    let variable = |name| std::env::var(name).unwrap();
    let (at, exchange) = (variable("STEP").parse().unwrap(), variable("EXCHANGE").parse().unwrap());
    let observer = observer_at(at, exchange, |_| exit(KILLED));
    fill(Stage::open_observed(&target, observer).unwrap(), &new_site()).unwrap();
}

#[test]
fn failed_at_every_step() {
    for (exists, exchange) in BEGINNINGS {
        for at in 0.. {
            let dir = folder();
            let target = dir.path().join("public");
            let old = begin(&target, exists);
            let failed = std::sync::Arc::new(Mutex::new(None));
            let note = failed.clone();
            let observer = observer_at(at, exchange, move |step| {
                *note.lock().unwrap() = Some(step);
                Error::from_raw_os_error(FULL)
            });
            let result = Stage::open_observed(&target, observer).and_then(|stage| fill(stage, &new_site()));
            let Some(step) = *failed.lock().unwrap() else { break };
            match &result {
                Err(PublishError::Io { cause, .. }) => {
                    assert_eq!((cause.raw_os_error(), tree(&target)), (Some(FULL), old), "{step:?}");
                }
                // What is only swept up after the swap, or has another way, does not make it fail.
                Ok(_) => {
                    assert!(matches!(step, Step::Link | Step::SetAside | Step::Remove | Step::Unlock), "{step:?}");
                    assert_eq!(tree(&target), Some(new_site()), "{step:?}");
                }
                Err(error) => panic!("{step:?}: {error}"),
            }
            let clean = !matches!(step, Step::Remove | Step::Unlock);
            assert_eq!(names(dir.path()).iter().any(|name| name == ".public.mingce"), !clean, "{step:?}");
            publish(&target, &new_site());
            assert_eq!((tree(&target), names(dir.path())), (Some(new_site()), vec!["public".to_owned()]));
        }
    }
}

#[test]
fn a_site_that_was_moved_away_is_never_lost() {
    let dir = folder();
    let (target, old) = (dir.path().join("public"), dir.path().join(".public.mingce/old"));
    let cut_short = || {
        publish(&target, &old_site());
        fs::create_dir_all(dir.path().join(".public.mingce/stage")).unwrap();
        fs::write(dir.path().join(".public.mingce/lock"), "").unwrap();
        fs::rename(&target, &old).unwrap();
    };
    cut_short();
    drop(Stage::open(&target).unwrap());
    assert_eq!((tree(&target), names(dir.path())), (Some(old_site()), vec!["public".to_owned()]));
    // Somebody made the folder again, by hand.
    cut_short();
    fs::create_dir(&target).unwrap();
    drop(Stage::open(&target).unwrap());
    assert_eq!(tree(&target), Some(old_site()));
    // Somebody keeps something else there: neither is touched.
    cut_short();
    fs::create_dir(&target).unwrap();
    fs::write(target.join("mine.txt"), "mine").unwrap();
    assert!(matches!(Stage::open(&target), Err(PublishError::Foreign { .. })));
    assert_eq!((tree(&target), tree(&old)), (Some(site(&[("mine.txt", "mine")])), Some(old_site())));
    fs::remove_dir_all(&target).unwrap();
    // The same, between the two moves.
    drop(Stage::open(&target).unwrap());
    let path = target.clone();
    let intruder = move |step| {
        if step == Step::MoveIn {
            fs::create_dir(&path)?;
            fs::write(path.join("mine.txt"), "mine")?;
        }
        observer(false)(step)
    };
    let stage = Stage::open_observed(&target, Box::new(intruder)).unwrap();
    assert!(fill(stage, &new_site()).is_err());
    assert_eq!((tree(&target), tree(&old)), (Some(site(&[("mine.txt", "mine")])), Some(old_site())));
}

/// Two sites that share half of their files.
fn many(name: &str) -> Site {
    let text = |n: usize| format!("{} {n}\n", if n.is_multiple_of(2) { "both" } else { name }).repeat(100).into_bytes();
    (0..60).map(|n| (format!("{}/{n}.html", n % 7), text(n))).collect()
}

#[test]
fn killed_at_many_moments() {
    for exchange in [true, false] {
        let dir = folder();
        let target = dir.path().join("public");
        let sites = ["east", "west"].map(many);
        publish(&target, &sites[0]);
        let mut unfinished = 0;
        for round in 0..60_u64 {
            let mut child = child("publish::kill::child_that_publishes_for_ever", &target);
            child.env("EXCHANGE", exchange.to_string()).stdout(Stdio::piped());
            let mut child = child.spawn().unwrap();
            let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
            assert!(said.any(|line| line.unwrap() == READY));
            sleep(Duration::from_micros(round * 7_919 % 23_000));
            child.kill().unwrap();
            assert_eq!(child.wait().unwrap().code(), None, "killed, not ended");
            unfinished += usize::from(working_folder(&target).exists());
            let left = tree(&target);
            let moved = !exchange && left.is_none();
            assert!(moved || sites.iter().any(|site| left.as_ref() == Some(site)), "{exchange} {round}");
            drop(Stage::open(&target).unwrap());
            assert_eq!(names(dir.path()), ["public"]);
            let left = tree(&target).unwrap();
            assert!(sites.contains(&left), "{exchange} {round}");
        }
        assert!(unfinished > 10, "only {unfinished} of 60 were killed while they built");
    }
}

fn working_folder(target: &Path) -> PathBuf {
    target.with_file_name(".public.mingce")
}

#[test]
#[ignore = "run by its parent"]
fn child_that_publishes_for_ever() {
    let Some(target) = place() else { return };
    let exchange = std::env::var("EXCHANGE").unwrap().parse().unwrap();
    println!("\n{READY}");
    for site in ["west", "east"].map(many).iter().cycle() {
        fill(Stage::open_observed(&target, observer(exchange)).unwrap(), site).unwrap();
    }
}
