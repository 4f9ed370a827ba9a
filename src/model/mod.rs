//! The typed content. It knows no HTML, no templates and no disk.

pub mod article;
pub mod form;
pub mod records;
pub mod site;
