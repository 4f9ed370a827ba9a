//! Official forms: a form is defined once, every format follows.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{Prose, Recurrence};
use crate::syntax::value::{At, Id, Ref, Sources, yes};

/// An official form.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: At<String>,
    /// Number of the attachment. 附件号。
    pub attachment: Option<At<u32>>,
    /// The policy that it is attached to. 所属文件。
    pub policy: Option<Ref>,
    /// What it is for; Markdown. 用途。
    pub summary: Prose,
    /// Who fills it. 填报主体。
    pub filled_by: String,
    /// How often it is due. 报送周期。
    pub due: Option<Recurrence>,
    /// When it is due, in words. 报送时间。
    pub due_text: String,
    /// Where it goes. 报送去向。
    pub sent_to: String,
    /// Blanks above the table. 表头填写项。
    #[serde(default)]
    pub header: Vec<Blank>,
    /// Columns; a column may group others. 表格的列。
    pub columns: Vec<FormColumn>,
    /// Rows. 表格的行。
    pub rows: Vec<FormRow>,
    /// Blanks below the table. 表尾填写项。
    #[serde(default)]
    pub footer: Vec<Blank>,
    /// Note at the end. 备注。
    pub note: Option<At<String>>,
    /// Sheet. 纸张方向。
    #[serde(default)]
    pub orientation: Orientation,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A blank with its label.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// Label as printed, with its colon. 标签。
    pub label: At<String>,
    /// What is printed in the blank, such as `年 月 日`. 预印内容。
    pub value: Option<At<String>>,
}

/// A column, or a group of columns under one heading, which has neither a kind nor a width of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Heading as printed. 列名。
    pub title: At<String>,
    /// What goes in. 填写内容。
    pub kind: Option<At<CellKind>>,
    /// How to fill it. 填写说明。
    pub help: Option<String>,
    /// How wide it is, in millimetres; found from the heading when absent. 列宽（毫米）。
    pub width: Option<At<u32>>,
    /// Columns under this heading. 下级列。
    pub columns: Option<Vec<FormColumn>>,
}

/// What goes into the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// The printed name of the row. 行名。
    Name,
    /// A whole number, 0 or more. 非负整数。
    Count,
    /// Any text. 文字。
    Text,
}

/// Rows of a form.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormRow {
    /// A row with this printed name. 固定行。
    Fixed(At<String>),
    /// One row for each of these fields, by its name. 列出的领域各一行。
    Fields(Vec<Ref>),
    /// One row for each field of the site. 所有领域各一行。
    AllFields,
    /// So many empty rows. 空白行数。
    Spare(At<u32>),
    /// A row with this printed name whose counts are the sums of those above it, down from the sum before. 小计行。
    Subtotal(At<String>),
    /// A row with this printed name whose counts are the sums of all above it that are no sums themselves. 合计行。
    Total(At<String>),
}

/// How the sheet lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// 横向
    #[default]
    Landscape,
    /// 纵向
    Portrait,
}
