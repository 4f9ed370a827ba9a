//! What has been done to a record since it was written.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::syntax::value::{At, Date};

/// A change of the content, which its page lists. 一次更新。
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Its day. 哪一天更新的，如 2026-11-20。
    pub on: At<Date>,
    /// What is other than before, in a sentence. 改了什么，一句话，如 补充第二批培训机构。
    pub what: String,
}

/// The day of the last of some updates.
pub fn last(updates: &[Update]) -> Option<Date> {
    updates.iter().map(|update| update.on.value).max()
}
