//! Which data a site has beside its pages, for other programs and for spreadsheets.

use crate::model::{Kind, Site};
use crate::syntax::value::Id;

/// A file of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Its records, as JSON.
    Json,
    /// What its JSON holds, as JSON Schema.
    Schema,
    /// Its records, as a table for spreadsheets.
    Csv,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Schema];

    /// Where it stands.
    pub fn path(self, kind: Kind) -> String {
        let ending = match self {
            Self::Json => "json",
            Self::Schema => "schema.json",
            Self::Csv => "csv",
        };
        format!("data/{}.{ending}", kind.collection())
    }
}

/// The JSON Schema of the texts of policies.
pub const POLICY_SCHEMA: &str = "data/policy.schema.json";

/// A file with the text of a policy, clause by clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// JSON.
    Json,
    /// Akoma Ntoso, the XML of legal documents.
    AkomaNtoso,
}

impl Text {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Json, Self::AkomaNtoso];

    /// Where it stands.
    pub fn path(self, policy: &Id) -> String {
        let ending = match self {
            Self::Json => "json",
            Self::AkomaNtoso => "akn.xml",
        };
        format!("{}/{policy}.{ending}", Kind::Policy.collection())
    }
}

/// The collections of a site that are published as data: those that readers see.
pub fn collections(site: &Site) -> impl Iterator<Item = Kind> {
    let is_seen = |kind: &Kind| (kind.has_page() || kind.column().is_some()) && site.content.count(*kind) > 0;
    Kind::ALL.into_iter().filter(is_seen)
}
