//! The kinds of records, the folders that hold them and the words that name them in links.

use super::settings::ColumnId;
use crate::diagnostic::{Code, Diagnostic, nearest};

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 领域
    Field,
    /// 机构
    Institution,
    /// 招生简章
    Notice,
    /// 政策待遇
    Benefit,
    /// 经办机构
    Office,
    /// 步骤
    Step,
    /// 名词
    Term,
    /// 事实
    Fact,
    /// 自测
    Check,
    /// 表格
    Form,
    /// 政策
    Policy,
    /// 解读
    Interpretation,
    /// 问答
    Question,
    /// 其他页面
    Page,
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
    pub const ALL: [Kind; 14] = [
        Kind::Field,
        Kind::Institution,
        Kind::Notice,
        Kind::Benefit,
        Kind::Office,
        Kind::Step,
        Kind::Term,
        Kind::Fact,
        Kind::Check,
        Kind::Form,
        Kind::Policy,
        Kind::Interpretation,
        Kind::Question,
        Kind::Page,
    ];

    /// The word for one record, which is also the scheme of links to it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Field => "field",
            Kind::Institution => "institution",
            Kind::Notice => "notice",
            Kind::Benefit => "benefit",
            Kind::Office => "office",
            Kind::Step => "step",
            Kind::Term => "term",
            Kind::Fact => "fact",
            Kind::Check => "check",
            Kind::Form => "form",
            Kind::Policy => "policy",
            Kind::Interpretation => "interpretation",
            Kind::Question => "question",
            Kind::Page => "page",
        }
    }

    /// The collection: the name of its list file and of its folder.
    pub fn collection(self) -> &'static str {
        match self {
            Kind::Field => "fields",
            Kind::Institution => "institutions",
            Kind::Notice => "notices",
            Kind::Benefit => "benefits",
            Kind::Office => "offices",
            Kind::Step => "steps",
            Kind::Term => "terms",
            Kind::Fact => "facts",
            Kind::Check => "checks",
            Kind::Form => "forms",
            Kind::Policy => "policies",
            Kind::Interpretation => "interpretations",
            Kind::Question => "questions",
            Kind::Page => "pages",
        }
    }

    /// The files that may hold it.
    pub fn holder(self) -> Holder {
        match self {
            Kind::Policy | Kind::Interpretation | Kind::Question | Kind::Page => Holder::Markdown,
            Kind::Notice => Holder::Both,
            _ => Holder::Yaml,
        }
    }

    /// The kind that a word names, when readers can be led to its records.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word && (kind.has_page() || kind.column().is_some()))
    }

    /// The kind of a collection.
    pub fn from_collection(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.collection() == name)
    }

    /// The column that lists records of this kind, if one does.
    pub fn column(self) -> Option<ColumnId> {
        Some(match self {
            Kind::Field => ColumnId::Fields,
            Kind::Institution => ColumnId::Institutions,
            Kind::Notice => ColumnId::Notices,
            Kind::Benefit => ColumnId::Benefits,
            Kind::Office => ColumnId::Offices,
            Kind::Step => ColumnId::Process,
            Kind::Term => ColumnId::Glossary,
            Kind::Check => ColumnId::Checks,
            Kind::Form => ColumnId::Forms,
            Kind::Policy => ColumnId::Policies,
            Kind::Interpretation => ColumnId::Interpretations,
            Kind::Question => ColumnId::Questions,
            Kind::Fact | Kind::Page => return None,
        })
    }

    /// True when a record of this kind has a page of its own; others are anchors in the page of their column.
    pub fn has_page(self) -> bool {
        !matches!(self, Kind::Office | Kind::Step | Kind::Term | Kind::Fact)
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
