//! Every combination of answers of a check, exactly: values that no test tells apart are one class, and what holds of
//! each combination is one bit of a plane.

/// Combinations that a check may have.
pub const LIMIT: usize = 1 << 21;
