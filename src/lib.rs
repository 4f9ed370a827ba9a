//! Mingce 明策: a compiler from a content folder to a public site in which every statement cites its clause.

pub mod diagnostic;
pub mod edge;
pub mod form;
pub mod model;
pub mod render;
pub mod source;
pub mod syntax;
