//! What a run needs of the machine before it begins: a clock and threads. What is missing is a diagnostic of the machine's,
//! not a panic, and nothing of it is the author's fault.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use jiff::Timestamp;

use crate::diagnostic::{Code, Diagnostic};

/// The time that the machine's clock says.
///
/// # Errors
/// A year that no clock says unless it is wrong: before 1970 or after 9999.
pub fn now() -> Result<Timestamp, Diagnostic> {
    moment(SystemTime::now())
}

fn moment(time: SystemTime) -> Result<Timestamp, Diagnostic> {
    let wrong = |cause| Diagnostic::path(Code::WrongClock, "").arg("cause", cause);
    if time < SystemTime::UNIX_EPOCH {
        return Err(wrong("@clock-early"));
    }
    Timestamp::try_from(time).map_err(|_| wrong("@clock-late"))
}

/// Has an abort end the process with 2. The allocator and the C library abort when there is no memory left, and have said
/// so on standard error by then; nothing else can be done at that moment.
pub fn end_when_aborted() {
    let always = Arc::new(AtomicBool::new(true));
    // Without it the process ends by the signal, as any other.
    let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGABRT, 2, always);
}

/// Starts the threads that share the work, once for the process.
///
/// # Errors
/// The machine has no threads, or no memory for them.
pub fn threads() -> Result<(), Diagnostic> {
    match rayon::ThreadPoolBuilder::new().build_global() {
        // The only failure without a source is that they were started before.
        Err(error) if error.source().is_some() => Err(Diagnostic::path(Code::NoThreads, "")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_cannot_be_right_is_reported() {
        let day = Duration::from_secs(86_400);
        let reported = |time| moment(time).map_err(|reported| (reported.code, reported.args[0].1.clone()));
        let start = SystemTime::UNIX_EPOCH;
        assert_eq!(reported(start - day), Err((Code::WrongClock, "@clock-early".to_owned())));
        assert_eq!(reported(start + day * 3_000_000), Err((Code::WrongClock, "@clock-late".to_owned())));
        for days in [0, 20_000, 2_932_000] {
            assert_eq!(reported(start + day * days).map(|time| time.as_second()), Ok(i64::from(days) * 86_400));
        }
    }
}
