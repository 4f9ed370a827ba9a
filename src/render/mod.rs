//! Site and route → bytes, purely.

pub mod view;
