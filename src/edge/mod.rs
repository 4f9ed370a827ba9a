//! The rooms with I/O: disk, network, terminal. Nothing below them knows that there is a machine.

pub mod build;
pub mod cause;
pub mod cli;
pub mod disk;
pub mod editor;
pub mod fix;
mod machine;
pub mod new_files;
mod os;
pub mod publish;
pub mod scaffold;
pub mod serve;
