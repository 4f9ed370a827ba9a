//! The kinds of records, the folders that hold them and the words that name them in links.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, nearest};

/// The table of kinds. A row is a type of records, which gives the kind its name; the folder that holds them and field of
/// [`Content`](super::Content); the word for one record, which is also the scheme of links to it; the files that may hold
/// it; whether it has a page of its own (others are anchors in the page of their column); and, where there is one, the
/// column that lists it, with its folder, and what `print.collections` of `site.yaml` calls its documents to print.
macro_rules! kinds {
    ($expand:ident) => {
        $expand! {
            /// 领域
            Field, fields, "field", Yaml, true, {
                column /** Fields. 领域。 */ Fields "fields"
            };
            /// 机构
            Institution, institutions, "institution", Yaml, true, {
                column /** Institutions. 机构。 */ Institutions "institutions"
            };
            /// 招生简章
            Notice, notices, "notice", Both, true, {
                column /** Admissions notices. 招生简章。 */ Notices "notices",
                print /** Posters of notices. 招生信息的海报。 */ Notices "notices"
            };
            /// 政策待遇
            Benefit, benefits, "benefit", Yaml, true, {
                column /** Benefits. 政策待遇。 */ Benefits "benefits"
            };
            /// 经办机构
            Office, offices, "office", Yaml, false, {
                column /** Where to go. 经办机构。 */ Offices "offices"
            };
            /// 步骤
            Step, steps, "step", Yaml, false, {
                column /** The process. 办理流程。 */ Process "process"
            };
            /// 名词
            Term, terms, "term", Yaml, false, {
                column /** Glossary. 名词解释。 */ Glossary "glossary"
            };
            /// 事实
            Fact, facts, "fact", Yaml, false, {};
            /// 自测
            Check, checks, "check", Yaml, true, {
                column /** Eligibility checks. 资格自测。 */ Checks "checks",
                print /** Posters of checks. 资格自测的海报。 */ Checks "checks"
            };
            /// 表格
            Form, forms, "form", Yaml, true, {
                column /** Forms. 表格。 */ Forms "forms"
            };
            /// 政策
            Policy, policies, "policy", Markdown, true, {
                column /** Policy texts. 政策文件。 */ Policies "policies",
                print /** Print-outs of policies. 政策文件的打印稿。 */ Policies "policies"
            };
            /// 解读
            Interpretation, interpretations, "interpretation", Markdown, true, {
                column /** Interpretations. 政策解读。 */ Interpretations "interpretations",
                print /** Print-outs of interpretations. 政策解读的打印稿。 */ Interpretations "interpretations"
            };
            /// 问答
            Question, questions, "question", Markdown, true, {
                column /** Questions. 常见问题。 */ Questions "questions"
            };
            /// 其他页面
            Page, pages, "page", Markdown, true, {};
        }
    };
}

pub(crate) use kinds;

macro_rules! kind {
    ($($(#[$doc:meta])* $kind:ident, $field:ident, $word:literal, $holder:ident, $has_page:literal, {
        $(column $(#[$column_doc:meta])* $column:ident $folder:literal)?
        $(, print $(#[$printed_doc:meta])* $printed:ident $printed_word:literal)?
    };)*) => {
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
            column: first(&[$(ColumnId::$column)?]),
            printed: first(&[$(Printed::$printed)?]),
            has_page: $has_page,
        },)*];

        /// The columns that Mingce can make. 可以有的栏目。
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
        pub enum ColumnId {
            $($($(#[$column_doc])* #[serde(rename = $folder)] $column,)?)*
        }

        impl ColumnId {
            /// The kind of record that the column lists.
            pub fn kind(self) -> Kind {
                match self {
                    $($(Self::$column => Kind::$kind,)?)*
                }
            }

            /// The folder of the column, which is also its word in settings and strings.
            pub fn folder(self) -> &'static str {
                match self {
                    $($(Self::$column => $folder,)?)*
                }
            }
        }

        /// A collection that can be printed. 可以打印的栏目。
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
        pub enum Printed {
            $($($(#[$printed_doc])* #[serde(rename = $printed_word)] $printed,)?)*
        }
    };
}

kinds!(kind);

const fn first<T: Copy>(row: &[T]) -> Option<T> {
    match row {
        [] => None,
        [first, ..] => Some(*first),
    }
}

/// A row of the table.
struct Row {
    kind: Kind,
    collection: &'static str,
    word: &'static str,
    holder: Holder,
    column: Option<ColumnId>,
    printed: Option<Printed>,
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

    /// What settings call its documents to print, if it can have any besides forms.
    pub fn printed(self) -> Option<Printed> {
        self.row().printed
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
