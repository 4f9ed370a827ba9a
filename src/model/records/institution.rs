//! Institutions: who trains and who evaluates.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, entry};
use crate::model::history::Update;
use crate::model::kind::Kind;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

/// What an institution does in the programme. 机构承担的工作。
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Trains and issues the training certificate. 培训机构：培训学员，颁发培训证书。
    Training,
    /// Assesses and issues the level certificate. 评价机构：考核评价，颁发等级证书。
    Evaluation,
}

/// A training or evaluation body. 机构。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Name. 机构的全称。
    pub name: String,
    /// What it does here. 做什么：`training`（培训机构）或 `evaluation`（评价机构）。
    pub role: Role,
    /// What it does, in words; Markdown. 说明承担什么工作；可以用 Markdown，可以链接到条款。
    pub summary: Prose,
    /// Fields for which it does this. 承担的领域的编号，写成列表，如 `[big-data]`；没有就写 `[]`。
    pub fields: Vec<Ref>,
    /// Where it is responsible. 服务的区域。
    #[serde(default)]
    pub region: Known<String>,
    /// How to reach it. 联系方式。
    #[serde(default)]
    pub contact: Known<String>,
    /// Its own address on the web. 机构自己的网址。
    #[serde(default)]
    pub url: At<Known<String>>,
    /// The day of which this is true. 这些情况截至哪一天，如 2023-07-26。
    pub as_of: At<Date>,
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

entry!(Institution, name, |this, visit| {
    visit(Part::Web(&this.url));
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    visit(Part::AsOf(&this.as_of));
    this.fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
});
