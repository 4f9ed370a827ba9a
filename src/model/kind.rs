//! The kinds of records, the folders that hold them and the words that name them in links.

use super::settings::ColumnId;
use crate::diagnostic::{Code, Diagnostic, nearest};

/// The table of kinds. A row is a type of records, which gives the kind its name; the folder that holds them and field of
/// [`Content`](super::Content); the word for one record, which is also the scheme of links to it; the files that may hold
/// it; the column that lists it, if one does; whether it has a page of its own (others are anchors in the page of their
/// column).
macro_rules! kinds {
    ($expand:ident) => {
        $expand! {
            /// 领域
            Field, fields, "field", Yaml, Some(ColumnId::Fields), true;
            /// 机构
            Institution, institutions, "institution", Yaml, Some(ColumnId::Institutions), true;
            /// 招生简章
            Notice, notices, "notice", Both, Some(ColumnId::Notices), true;
            /// 政策待遇
            Benefit, benefits, "benefit", Yaml, Some(ColumnId::Benefits), true;
            /// 经办机构
            Office, offices, "office", Yaml, Some(ColumnId::Offices), false;
            /// 步骤
            Step, steps, "step", Yaml, Some(ColumnId::Process), false;
            /// 名词
            Term, terms, "term", Yaml, Some(ColumnId::Glossary), false;
            /// 事实
            Fact, facts, "fact", Yaml, None, false;
            /// 自测
            Check, checks, "check", Yaml, Some(ColumnId::Checks), true;
            /// 表格
            Form, forms, "form", Yaml, Some(ColumnId::Forms), true;
            /// 政策
            Policy, policies, "policy", Markdown, Some(ColumnId::Policies), true;
            /// 解读
            Interpretation, interpretations, "interpretation", Markdown, Some(ColumnId::Interpretations), true;
            /// 问答
            Question, questions, "question", Markdown, Some(ColumnId::Questions), true;
            /// 其他页面
            Page, pages, "page", Markdown, None, true;
        }
    };
}

pub(crate) use kinds;

macro_rules! kind {
    ($($(#[$doc:meta])* $kind:ident, $field:ident, $word:literal, $holder:ident, $column:expr, $has_page:literal;)*) => {
        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        /// What is known of each kind, in the order of [`Kind`].
        const ROWS: &[Row] = &[$(Row {
            kind: Kind::$kind,
            collection: stringify!($field),
            word: $word,
            holder: Holder::$holder,
            column: $column,
            has_page: $has_page,
        },)*];
    };
}

kinds!(kind);

/// A row of the table.
struct Row {
    kind: Kind,
    collection: &'static str,
    word: &'static str,
    holder: Holder,
    column: Option<ColumnId>,
    has_page: bool,
}

/// The files that may hold records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// YAML: a list file, or a folder of records.
    Yaml,
    /// Markdown with front matter: a folder.
    Markdown,
    /// Either.
    Both,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; ROWS.len()] = {
        let mut all = [ROWS[0].kind; ROWS.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = ROWS[at].kind;
            at += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word for one record, which is also the scheme of links to it.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// The collection: the name of its list file and of its folder.
    pub fn collection(self) -> &'static str {
        self.row().collection
    }

    /// The files that may hold it.
    pub fn holder(self) -> Holder {
        self.row().holder
    }

    /// The column that lists records of this kind, if one does.
    pub fn column(self) -> Option<ColumnId> {
        self.row().column
    }

    /// True when a record of this kind has a page of its own; others are anchors in the page of their column.
    pub fn has_page(self) -> bool {
        self.row().has_page
    }

    /// The kind that a word names, when readers can be led to its records.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word && (kind.has_page() || kind.column().is_some()))
    }

    /// The kind of a collection.
    pub fn from_collection(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.collection() == name)
    }
}

impl ColumnId {
    /// The kind of record that the column lists.
    pub fn kind(self) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.column() == Some(self)).unwrap_or(Kind::Page)
    }

    /// The folder of the column, which is also its word in strings.
    pub fn folder(self) -> &'static str {
        match self {
            ColumnId::Process => "process",
            ColumnId::Glossary => "glossary",
            other => other.kind().collection(),
        }
    }
}

/// True for a text that is meant for those who write the content, by its path.
pub fn is_readme(path: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.eq_ignore_ascii_case("readme")
}

/// A file that belongs to no collection by its name, or whose collection is not written in files of this kind.
pub(super) fn unknown_file(path: &str, collection: &str, name: &str) -> Diagnostic {
    let names = Kind::ALL.iter().map(|kind| kind.collection()).chain(["site"]);
    let known = Kind::from_collection(collection).is_some();
    let mut diagnostic = Diagnostic::path(Code::UnknownFile, path).arg("name", if known { name } else { collection });
    diagnostic.suggestion = nearest(collection, names).filter(|_| !known);
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_listed_by_one_kind_each() {
        let mut columns: Vec<_> = Kind::ALL.into_iter().filter_map(Kind::column).collect();
        assert!(columns.iter().all(|column| column.kind().column() == Some(*column)));
        let count = columns.len();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), count);
    }
}
