//! The rooms that meet the world outside: disk, terminal, network.

/// Diagnostics as text, JSON, SARIF and workflow commands.
pub mod report;
