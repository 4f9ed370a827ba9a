//! Entries of the glossary.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, entry};
use crate::model::history::Update;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Sources, yes};

/// An entry of the glossary. 名词解释。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// The term. 名词。
    pub name: String,
    /// Other names. 其他叫法，写成列表；没有就写 `[]`。
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it means; Markdown. 是什么意思；可以用 Markdown。
    pub definition: Prose,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核对过：没有核对的写 `false`，网页会注明；核对以后删掉这一行。
    #[serde(default = "yes")]
    pub verified: bool,
    /// The day on which somebody last compared it with its sources. 核对日期：最近一次对照依据核对是哪一天，如 2026-11-20。
    pub checked_on: Option<At<Date>>,
    /// What was updated since it was published, for readers. 更新记录：发布以后改了什么，写成 `[{ on: 2026-11-20, what: 补充第二批机构 }]`。
    #[serde(default)]
    pub updates: Vec<Update>,
    /// Its name and what it says in other languages, for the pages of these. 其他语言的译文，写成 `[{ language: en, name: Big data }]`；语言先写在
    /// `site.yaml` 的 `translations` 里。
    #[serde(default)]
    pub translations: Vec<Translation>,
}

entry!(Term, name, |this, visit| {
    visit(Part::Prose(&this.definition.value, &this.definition.range));
    visit(Part::Sources("", &this.source));
});
