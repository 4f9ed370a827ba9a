//! The YAML collections that describe a programme: fields, institutions, notices, benefits, offices, steps, terms.

use schemars::JsonSchema;
use serde::Deserialize;

use super::settings::Contact;
use crate::syntax::value::{At, Date, Days, Id, Known, Ref, Sources, yes};

/// Text with inline Markdown, read from one YAML scalar.
pub type Prose = At<String>;

/// A technical field of the programme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Name. 名称。
    pub name: String,
    /// What it is, in a sentence or two; Markdown. 简介。
    pub summary: Prose,
    /// The occupation of the national standard. 职业名称。
    pub occupation: Known<String>,
    /// `false` when only somebody else's copy of the standard was seen. 职业名称是否核实。
    #[serde(default = "yes")]
    pub occupation_verified: bool,
    /// Its codes. 职业编码。
    #[serde(default)]
    pub codes: Vec<OccupationCode>,
    /// The national occupational standard. 国家职业标准。
    pub standard: Option<Standard>,
    /// Directions in which training is offered. 培训方向。
    #[serde(default)]
    pub directions: Known<Vec<String>>,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A code of an occupation, in one code system.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OccupationCode {
    /// The code system. 编码体系。
    pub system: String,
    /// The code. 编码。
    pub code: String,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when only somebody else's copy was seen. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A national occupational standard.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its name. 名称。
    pub name: String,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when only somebody else's copy was seen. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What an institution does in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Trains and issues the training certificate. 培训机构。
    Training,
    /// Assesses and issues the level certificate. 评价机构。
    Evaluation,
}

/// A training or evaluation body.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Name. 名称。
    pub name: String,
    /// What it does here. 承担的工作。
    pub role: Role,
    /// What it does, in words; Markdown. 说明。
    pub summary: Prose,
    /// Fields for which it does this. 领域。
    pub fields: Vec<Ref>,
    /// Where it is responsible. 服务区域。
    #[serde(default)]
    pub region: Known<String>,
    /// How to reach it. 联系方式。
    #[serde(default)]
    pub contact: Known<String>,
    /// Its own address on the web. 网址。
    #[serde(default)]
    pub url: At<Known<String>>,
    /// The day of which this is true. 截至日期。
    pub as_of: At<Date>,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A period of days; an end that is not announced is `unpublished`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day. 开始。
    #[serde(default)]
    pub from: Known<Date>,
    /// Last day. 结束。
    #[serde(default)]
    pub to: Known<Date>,
}

/// An admissions notice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it is about; Markdown. 摘要。
    pub summary: Prose,
    /// Who enrols. 招生机构。
    pub institution: Ref,
    /// Fields. 领域。
    pub fields: Vec<Ref>,
    /// Levels. 等级。
    #[serde(default)]
    pub levels: Known<Vec<Ref>>,
    /// When one can enrol. 报名时间。
    #[serde(default)]
    pub enrolment: At<Known<Period>>,
    /// When classes are held. 开班时间。
    #[serde(default)]
    pub classes: At<Known<Period>>,
    /// Where. 地点。
    #[serde(default)]
    pub place: Known<String>,
    /// How it is taught. 培训方式。
    #[serde(default)]
    pub mode: Known<String>,
    /// Hours of training. 学时。
    #[serde(default)]
    pub hours: Known<String>,
    /// Fee. 费用。
    #[serde(default)]
    pub fee: Known<String>,
    /// Papers to bring. 报名材料。
    #[serde(default)]
    pub materials: Known<Vec<String>>,
    /// How to enrol. 报名办法。
    #[serde(default)]
    pub how_to_enrol: Known<String>,
    /// The original: a file of the site or an address. 原件。
    #[serde(default)]
    pub original: At<Known<String>>,
    /// Published on. 发布日期。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Source. 依据。
    pub source: Sources,
    /// `true` for a draft, which previews show and builds leave out. 草稿。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What a participant gets.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Name. 名称。
    pub name: String,
    /// What one gets; Markdown. 内容。
    pub summary: Prose,
    /// Who gets it; Markdown. 对象。
    pub who: Prose,
    /// Levels for which it holds; empty when the document does not tell them apart. 等级。
    #[serde(default)]
    pub levels: Vec<Ref>,
    /// What differs by level: level → text. Shown in the comparison table. 各等级的区别。
    #[serde(default)]
    pub by_level: Vec<LevelText>,
    /// Certificates that open it. 证书。
    #[serde(default)]
    pub certificates: Vec<Ref>,
    /// The certificate in the document's own words, where these leave open which one it is. 证书的原文写法。
    pub certificate_text: Option<String>,
    /// Employer types; empty when the document does not tell them apart. 单位类别。
    #[serde(default)]
    pub employers: Vec<Ref>,
    /// Who decides. 由谁决定。
    pub decided_by: Known<String>,
    /// The offices that handle it. 经办机构。
    #[serde(default)]
    pub offices: Vec<Ref>,
    /// How to claim it; Markdown. 办理办法。
    pub how_to_claim: At<Known<String>>,
    /// The amount, where there is one. 标准。
    pub amount: Option<Known<String>>,
    /// What it does not cover; Markdown. 例外。
    #[serde(default)]
    pub exceptions: Vec<Prose>,
    /// Whether one gets it without asking; absent when the document does not say. 是否自动享受。
    pub automatic: Option<bool>,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What holds for one level.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelText {
    /// The level. 等级。
    pub level: Ref,
    /// What holds. 内容。
    pub text: String,
}

/// An office and what it does for whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Name. 名称。
    pub name: String,
    /// District for which it is responsible; absent for the whole city. 区（市）。
    pub district: Option<Ref>,
    /// Employer types for which it is responsible. 单位类别。
    pub employers: Vec<Ref>,
    /// What it does. 职责。
    pub duties: Vec<Duty>,
    /// How to reach it. 联系方式。
    #[serde(default)]
    pub contact: Known<Contact>,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// One thing that an office does.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What. 内容。
    pub text: String,
    /// Source. 依据。
    pub source: Sources,
}

/// One step of the process.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// What is done. 名称。
    pub name: String,
    /// The part of the process that it belongs to (报名, 培训, 考核, …). 阶段。
    pub stage: String,
    /// Who acts. 由谁办。
    pub actors: Vec<String>,
    /// What happens; Markdown. 说明。
    pub text: Prose,
    /// Its time limit. 时限。
    pub clock: Clock,
    /// What a trainee does here; absent when nothing. 学员要做的事。
    pub trainee: Option<String>,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// The time limit of a step.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Clock {
    /// Within so many days after something. 期限。
    Within {
        /// How long. 期限。
        days: Days,
        /// After what; absent when the document does not say. 起算。
        after: Option<String>,
    },
    /// Again and again: `quarter-end`. 周期。
    Every(Recurrence),
    /// The document states none. 文件未规定时限。
    NoneStated,
    /// There is one, but it is not announced. 尚未公布。
    Unpublished,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Recurrence {
    /// At the end of each quarter. 每季度末。
    QuarterEnd,
    /// At the end of each year. 每年年末。
    YearEnd,
}

/// An entry of the glossary.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// The term. 名词。
    pub name: String,
    /// Other names. 别称。
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it means; Markdown. 解释。
    pub definition: Prose,
    /// Source. 依据。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}
