//! Official forms: a form is defined once, every format follows.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::{Part, entry};
use super::history::Update;
use super::kind::Kind;
use super::records::{Prose, Recurrence};
use super::translation::Translation;
use crate::syntax::value::{At, Date, Id, Ref, Sources, yes};

/// An official form. 要填报的表格。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 表格的标题。
    pub title: At<String>,
    /// Number of the attachment. 附件号，只写数字；不是附件的不写。
    pub attachment: Option<At<u32>>,
    /// The policy that it is attached to. 是哪个政策的附件，写编号。
    pub policy: Option<Ref>,
    /// What it is for; Markdown. 做什么用；可以用 Markdown。
    pub summary: Prose,
    /// Who fills it. 由谁填。
    pub filled_by: String,
    /// How often it is due. 报送周期：`quarter-end`（每季度末）或 `year-end`（每年年末）；不定期的不写。
    pub due: Option<Recurrence>,
    /// When it is due, in words. 什么时候报，用文字写。
    pub due_text: String,
    /// Where it goes. 报到哪里。
    pub sent_to: String,
    /// Blanks above the table. 表格上面的填写项。
    #[serde(default)]
    pub header: Vec<Blank>,
    /// Columns; a column may group others. 表格的列。
    pub columns: Vec<FormColumn>,
    /// Rows. 表格的行。
    pub rows: Vec<FormRow>,
    /// Blanks below the table. 表格下面的填写项。
    #[serde(default)]
    pub footer: Vec<Blank>,
    /// Note at the end. 表格末尾的备注，照原表写。
    pub note: Option<At<String>>,
    /// Sheet. 纸张：`landscape`（横向）或 `portrait`（纵向）；不写就是横向。
    #[serde(default)]
    pub orientation: Orientation,
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

/// A blank with its label. 填写项。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// Label as printed, with its colon. 印出来的名称，连同冒号，如 填报单位（盖章）：。
    pub label: At<String>,
    /// What is printed in the blank, such as `年 月 日`. 预先印好的字，如 年 月 日。
    pub value: Option<At<String>>,
}

/// A column, or a group of columns under one heading, which has neither a kind nor a width of its own.
/// 一列；几列合成一组时，组只写 `title` 和 `columns`。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Heading as printed. 列名，照原表写。
    pub title: At<String>,
    /// What goes in. 填什么：`name`（印好的行名）、`count`（非负整数）或 `text`（文字）。
    pub kind: Option<At<CellKind>>,
    /// How to fill it. 怎么填的说明。
    pub help: Option<String>,
    /// How wide it is, in millimetres; found from the heading when absent. 列宽，单位是毫米；不写就自动算。
    pub width: Option<At<u32>>,
    /// Columns under this heading. 下级的列。
    pub columns: Option<Vec<FormColumn>>,
}

/// What goes into the cells of a column. 一列里填什么。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// The printed name of the row. 印好的行名。
    Name,
    /// A whole number, 0 or more. 非负整数。
    Count,
    /// Any text. 文字。
    Text,
}

/// Rows of a form. 表格的行。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormRow {
    /// A row with this printed name. 固定的一行，写行名。
    Fixed(At<String>),
    /// One row for each of these fields, by its name. 列出的领域各一行，写领域的编号。
    Fields(Vec<Ref>),
    /// One row for each field of the site. 所有领域各一行。
    AllFields,
    /// So many empty rows. 空白行，写行数。
    Spare(At<u32>),
    /// A row with this printed name whose counts are the sums of those above it, down from the sum before.
    /// 小计行，写行名：从上一个小计往下，把人数加起来。
    Subtotal(At<String>),
    /// A row with this printed name whose counts are the sums of all above it that are no sums themselves.
    /// 合计行，写行名：把上面所有的人数加起来，小计不重复计算。
    Total(At<String>),
}

/// How the sheet lies. 纸张方向。
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// Landscape. 横向。
    #[default]
    Landscape,
    /// Portrait. 纵向。
    Portrait,
}

entry!(
    Form,
    title.value,
    |this, visit| {
        visit(Part::Prose(&this.summary.value, &this.summary.range));
        visit(Part::Sources("", &this.source));
        if let Some(policy) = &this.policy {
            visit(Part::Ref(Kind::Policy, policy));
        }
        for row in &this.rows {
            if let FormRow::Fields(fields) = row {
                fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
            }
        }
    },
    fn is_only_for_others(&self) -> bool {
        true
    }
);
