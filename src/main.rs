//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    mingce::edge::cli::run(std::env::args_os())
}
