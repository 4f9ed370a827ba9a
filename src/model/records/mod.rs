//! The YAML collections that describe a programme: fields, institutions, notices, benefits, offices, steps, terms.

mod benefit;
mod field;
mod institution;
mod notice;
mod office;
mod step;
mod term;

use crate::syntax::value::At;

pub use benefit::{Benefit, LevelText};
pub use field::{Field, OccupationCode, Standard};
pub use institution::{Institution, Role};
pub use notice::{Notice, Period};
pub use office::{Duty, Office};
pub use step::{Clock, Recurrence, Step};
pub use term::Term;

/// Text with inline Markdown, read from one YAML scalar.
pub type Prose = At<String>;
