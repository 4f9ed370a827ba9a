//! One definition of a form → every format, over one neutral layout.

pub mod layout;

pub use layout::Sheet;
