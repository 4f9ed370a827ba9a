//! The JSON Schema of the texts of policies, of which each has a file of its own.

use super::super::data::policy_schema;
use super::Output;
use crate::plan::Single;
use crate::plan::data::POLICY_SCHEMA;

/// There is one when the text of a policy is here.
pub(super) const OUTPUT: Output = Output {
    single: Single {
        path: POLICY_SCHEMA,
        is_there: |site| site.content.policies.iter().any(|policy| policy.data.full_text),
    },
    make: policy_schema,
    link: None,
};
