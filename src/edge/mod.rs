//! The rooms with I/O: disk, network, terminal. Nothing below them knows that there is a machine.

pub mod cause;
pub mod disk;
pub mod publish;
pub mod report;
