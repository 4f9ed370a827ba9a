//! Fields: what a programme teaches.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, entry};
use crate::model::history::Update;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Sources, yes};

/// A technical field of the programme. 领域。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Name. 领域的名称，如大数据。
    pub name: String,
    /// What it is, in a sentence or two; Markdown. 简介，一两句话；可以用 Markdown，可以链接到条款。
    pub summary: Prose,
    /// The occupation of the national standard. 对应的职业名称，照国家职业标准写；没有公布的写 `unpublished`，本站没有收到的写 `not_held`。
    pub occupation: Known<String>,
    /// `false` when only somebody else's copy of the standard was seen. 职业名称是否核实：只见过转载件的写 `false`。
    #[serde(default = "yes")]
    pub occupation_verified: bool,
    /// Its codes. 职业编码，可以有几个。
    #[serde(default)]
    pub codes: Vec<OccupationCode>,
    /// The national occupational standard. 国家职业标准。
    pub standard: Option<Standard>,
    /// Directions in which training is offered. 培训方向，写成列表。
    #[serde(default)]
    pub directions: Known<Vec<String>>,
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

/// A code of an occupation, in one code system. 职业编码。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OccupationCode {
    /// The code system. 编码体系的名称。
    pub system: String,
    /// The code. 编码，加引号，如 `"2-02-10-11"`。
    pub code: String,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `false` when only somebody else's copy was seen. 是否核实：只见过转载件的写 `false`。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A national occupational standard. 国家职业标准。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its name. 标准的名称。
    pub name: String,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `false` when only somebody else's copy was seen. 是否核实：只见过转载件的写 `false`。
    #[serde(default = "yes")]
    pub verified: bool,
}

entry!(Field, name, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Sources("", &this.source));
    for code in &this.codes {
        visit(Part::Sources(&code.system, &code.source));
    }
    if let Some(standard) = &this.standard {
        visit(Part::Sources(&standard.name, &standard.source));
    }
});
