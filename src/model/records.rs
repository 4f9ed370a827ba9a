//! The YAML collections that describe a programme: fields, institutions, notices, benefits, offices, steps, terms.

use schemars::JsonSchema;
use serde::Deserialize;

use super::settings::Contact;
use crate::syntax::value::{At, Date, Days, Id, Known, Ref, Sources, yes};

/// Text with inline Markdown, read from one YAML scalar.
pub type Prose = At<String>;

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
}

/// A period of days; an end that is not announced is `unpublished`. 一段日期；没有公布的一头不写。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day. 第一天，如 2026-03-01。
    #[serde(default)]
    pub from: Known<Date>,
    /// Last day. 最后一天，如 2026-03-31。
    #[serde(default)]
    pub to: Known<Date>,
}

/// An admissions notice. 招生简章。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it is about; Markdown. 一句话说明招什么人、学什么；可以用 Markdown。
    pub summary: Prose,
    /// Who enrols. 招生机构的编号。
    pub institution: Ref,
    /// Fields. 领域的编号，写成列表，如 `[big-data]`。
    pub fields: Vec<Ref>,
    /// Levels. 等级的编号，写成列表，如 `[junior]`；编号写在 `site.yaml` 的 `levels` 里。
    #[serde(default)]
    pub levels: Known<Vec<Ref>>,
    /// When one can enrol. 报名时间，如 `{ from: 2026-03-01, to: 2026-03-31 }`。
    #[serde(default)]
    pub enrolment: At<Known<Period>>,
    /// When classes are held. 开班时间，写法和报名时间一样。
    #[serde(default)]
    pub classes: At<Known<Period>>,
    /// Where. 培训地点。
    #[serde(default)]
    pub place: Known<String>,
    /// How it is taught. 培训方式，如线上、线下。
    #[serde(default)]
    pub mode: Known<String>,
    /// Hours of training. 学时。
    #[serde(default)]
    pub hours: Known<String>,
    /// Fee. 费用。
    #[serde(default)]
    pub fee: Known<String>,
    /// Papers to bring. 报名材料，写成列表，每项一种。
    #[serde(default)]
    pub materials: Known<Vec<String>>,
    /// How to enrol. 报名办法。
    #[serde(default)]
    pub how_to_enrol: Known<String>,
    /// The original: a file of the site or an address. 原件：内容文件夹里的文件，或者网址。
    #[serde(default)]
    pub original: At<Known<String>>,
    /// Published on. 发布日期，如 2023-07-26；晚于当天的到那天才发布，还没有发布的写 `unpublished`。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `true` for a draft, which previews show and builds leave out. 草稿写 `true`：预览能看到，正式生成时不发布。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核对过：没有核对的写 `false`，网页会注明；核对以后删掉这一行。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What a participant gets. 政策待遇。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Name. 待遇的名称。
    pub name: String,
    /// What one gets; Markdown. 有什么待遇；可以用 Markdown，可以链接到条款。
    pub summary: Prose,
    /// Who gets it; Markdown. 谁能享受；可以用 Markdown。
    pub who: Prose,
    /// Levels for which it holds; empty when the document does not tell them apart. 适用的等级的编号，写成列表；文件没有区分等级的不写。
    #[serde(default)]
    pub levels: Vec<Ref>,
    /// What differs by level: level → text. Shown in the comparison table. 各等级的区别，每个等级一项，显示在对照表里。
    #[serde(default)]
    pub by_level: Vec<LevelText>,
    /// Certificates that open it. 凭哪种证书，写编号；编号写在 `site.yaml` 的 `certificates` 里。
    #[serde(default)]
    pub certificates: Vec<Ref>,
    /// The certificate in the document's own words, where these leave open which one it is. 证书在原文里的写法；原文没有说清是哪种证书时用它。
    pub certificate_text: Option<String>,
    /// Employer types; empty when the document does not tell them apart. 适用的单位类别的编号；文件没有区分的不写。
    #[serde(default)]
    pub employers: Vec<Ref>,
    /// Who decides. 由谁决定；文件没有写明的写 `unpublished`。
    pub decided_by: Known<String>,
    /// The offices that handle it. 经办机构的编号，写成列表。
    #[serde(default)]
    pub offices: Vec<Ref>,
    /// How to claim it; Markdown. 怎么办理、怎么申领；文件没有写明的写 `unpublished`。
    pub how_to_claim: At<Known<String>>,
    /// The amount, where there is one. 金额或标准；没有金额的待遇不写这个键，有金额但没有公布的写 `unpublished`。
    pub amount: Option<Known<String>>,
    /// What it does not cover; Markdown. 例外和要注意的事，写成列表，每项一句话。
    #[serde(default)]
    pub exceptions: Vec<Prose>,
    /// Whether one gets it without asking; absent when the document does not say.
    /// 是否不用申请就享受：`true` 或 `false`；文件没有写明的不写。
    pub automatic: Option<bool>,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核对过：没有核对的写 `false`，网页会注明；核对以后删掉这一行。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What holds for one level. 一个等级的内容。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelText {
    /// The level. 等级的编号。
    pub level: Ref,
    /// What holds. 这个等级的内容。
    pub text: String,
}

/// An office and what it does for whom. 经办机构。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Name. 机构的名称。
    pub name: String,
    /// District for which it is responsible; absent for the whole city.
    /// 负责的区（市）的编号；负责全市的不写。编号写在 `site.yaml` 的 `districts` 里。
    pub district: Option<Ref>,
    /// Employer types for which it is responsible. 办理哪些类别的单位，写编号；编号写在 `site.yaml` 的 `employers` 里，没有区分的写 `[]`。
    pub employers: Vec<Ref>,
    /// What it does. 办哪些事，每件事一项，各有依据。
    pub duties: Vec<Duty>,
    /// How to reach it. 联系方式；没有公布的写 `unpublished`。只写办公电话，不写手机号。
    #[serde(default)]
    pub contact: Known<Contact>,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `false` when nobody has checked it. 是否核对过：没有核对的写 `false`，网页会注明；核对以后删掉这一行。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// One thing that an office does. 办的一件事。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What. 办什么事。
    pub text: String,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
}

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
}
