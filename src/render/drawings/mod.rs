//! Drawings of what the content says, with every text in its place: a drawing neither wraps a text nor makes room for it.

pub(super) mod flow;
mod lines;
pub(super) mod points;
pub(super) mod tall;
