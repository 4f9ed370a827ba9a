//! Steps of the process, their time limits, and how often something is due.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, entry};
use crate::model::history::Update;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Days, Id, Sources, yes};

/// One step of the process. 办理流程中的一步。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// What is done. 这一步的名称。
    pub name: String,
    /// The part of the process that it belongs to (报名, 培训, 考核, …). 属于哪个阶段，如报名、培训、考核；同一阶段的几步写同样的字。
    pub stage: String,
    /// Who acts. 由谁来办，写成列表。
    pub actors: Vec<String>,
    /// What happens; Markdown. 这一步做什么；可以用 Markdown。
    pub text: Prose,
    /// Its time limit.
    /// 时限：文件没有规定的写 `none-stated`；有的写成 `{ within: { days: 10个工作日, after: 收到材料 } }` 或 `{ every: quarter-end }`。
    pub clock: Clock,
    /// What a trainee does here; absent when nothing. 学员在这一步要做什么；没有就不写。
    pub trainee: Option<String>,
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

/// The time limit of a step. 时限。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Clock {
    /// Within so many days after something. 期限：多少天以内。
    Within {
        /// How long. 多长时间，如 30日 或 10个工作日。
        days: Days,
        /// After what; absent when the document does not say. 从什么时候起算；文件没有写明的不写。
        after: Option<String>,
    },
    /// Again and again: `quarter-end`. 周期：每隔一段时间办一次。
    Every(Recurrence),
    /// The document states none. 文件未规定时限。
    NoneStated,
    /// There is one, but it is not announced. 尚未公布：有时限，但是没有公布。
    Unpublished,
}

/// How often something is due. 周期。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recurrence {
    /// At the end of each quarter. 每季度末。
    QuarterEnd,
    /// At the end of each year. 每年年末。
    YearEnd,
}

entry!(Step, name, |this, visit| {
    visit(Part::Prose(&this.text.value, &this.text.range));
    visit(Part::Sources("", &this.source));
});
