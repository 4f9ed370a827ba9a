//! Arguments in, exit code out.

use std::process::ExitCode;

// It stands in the place of `malloc`, which Rust's own allocator calls: as Rust's allocator itself it would treat all that
// it is asked for as if it had to lie at a special address, which takes it longer.
use mimalloc as _;

fn main() -> ExitCode {
    mingce::edge::cli::run(std::env::args_os())
}
