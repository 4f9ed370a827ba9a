//! Eligibility checks: the facts that readers are asked for, and the rules that lead from them to outcomes.

use schemars::JsonSchema;

pub use super::answer::{Answer, Pairs, UNSURE};
use super::records::{Period, Prose};
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

/// Something that a reader knows of himself or herself, asked in one question. Checks share facts.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Its name in conditions. 名称。
    pub name: String,
    /// The question. 提问。
    pub question: String,
    /// What helps to answer; Markdown. 说明。
    pub hint: Option<Prose>,
    /// What an answer is. 答案类型。
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// The answers, in order. 选项。
    #[serde(default)]
    pub options: Vec<FactOption>,
    /// Where answers come from; `options` stand after them. 选项来源。
    pub options_from: Option<OptionsFrom>,
    /// The unit of a number. 单位。
    pub unit: Option<String>,
    /// The least number. 最小值。
    pub min: Option<At<i64>>,
    /// The greatest number. 最大值。
    pub max: Option<At<i64>>,
    /// The words of the answer “not sure”; absent when that is no answer. “不确定”选项的文字。
    pub unsure: Option<String>,
    /// Whether one can change it, and in which direction. 能否改变。
    #[serde(default)]
    pub change: Change,
    /// What is missing, in a reader's words: `{option}`, or `{n}` and `{unit}`, are what it has to become. 差什么的说法。
    pub reach: Option<String>,
    /// What is missing of a number that is there already; `{n}` is how much more. 还差多少的说法。
    pub more: Option<String>,
    /// Answers that cannot be given together with answers to other facts. 不能同时成立的回答。
    #[serde(default)]
    pub excludes: Vec<Exclusion>,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Answers that contradict each other.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Comparisons of different facts, which are never all true of one person. 不能同时成立的条件。
    pub answers: Vec<At<Rule>>,
    /// Why, for readers. 理由。
    pub reason: At<String>,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Yes or no. 是或否。
    Boolean,
    /// One of the options. 单选。
    Enum,
    /// One of the options, which stand from the lowest to the highest. 有高低次序的单选。
    Ordered,
    /// Any number of the options. 多选。
    Several,
    /// A whole number. 整数。
    Integer,
}

/// A list whose entries are the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionsFrom {
    /// The fields. 领域。
    Fields,
    /// `levels` of `site.yaml`. 等级。
    Levels,
    /// `certificates` of `site.yaml`. 证书。
    Certificates,
    /// `employers` of `site.yaml`. 单位类别。
    Employers,
    /// `districts` of `site.yaml`. 区（市）。
    Districts,
}

/// Whether a reader can change a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is as it is. 不能改变。
    #[default]
    Never,
    /// It can only become more, or a later option. 只能增加。
    Up,
    /// It can become anything. 可以改变。
    Any,
}

/// One answer.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactOption {
    /// Its id. 编号。
    pub id: At<Id>,
    /// What readers see. 名称。
    pub name: String,
    /// What helps to choose it. 说明。
    pub hint: Option<String>,
    /// The level that it stands for; pages that know the level answer the question with it. 等级。
    pub level: Option<Ref>,
    /// What is missing when it has to become this, when the words of the fact will not do. 差什么的说法。
    pub reach: Option<String>,
}

/// An eligibility check.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it finds out; Markdown. 说明。
    pub summary: Prose,
    /// Its place among the checks; the lowest first. 次序。
    #[serde(default)]
    pub order: u32,
    /// Who decides in the end. 由谁确认。
    pub decided_by: Known<String>,
    /// The questions, in order. 提问顺序。
    pub flow: Vec<Ask>,
    /// The outcomes, in groups. 结论。
    pub groups: Vec<Group>,
    /// What is said when no outcome is met. 都不符合时。
    pub none: Option<NoOutcome>,
    /// Whether results show the admissions notices that are not over. 是否列出招生信息。
    #[serde(default)]
    pub notices: bool,
    /// When the rules hold. 有效期。
    pub valid: Option<At<Period>>,
    /// The day by which somebody has to look at the rules again. 复核日期。
    pub review_by: Option<At<Date>>,
    /// People made up to try the rules on, with what must come out. 样例。
    #[serde(default)]
    pub personas: Vec<Persona>,
    /// Source, for every condition without one of its own. 依据。
    pub source: Option<Sources>,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// One question of a check.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The fact. 事实。
    pub fact: Ref,
    /// When it is asked; it may rest on earlier questions only. Says nothing of eligibility. 何时提问。
    pub when: Option<At<Rule>>,
}

/// Outcomes that belong together.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name. 名称。
    pub name: Option<String>,
    /// How its outcomes go together. 关系。
    #[serde(default)]
    pub mode: Mode,
    /// When its outcomes are shown among the results; says nothing of eligibility. 何时显示。
    pub when: Option<At<Rule>>,
    /// The outcomes, from the lowest to the highest. 结论。
    pub outcomes: Vec<Outcome>,
}

/// How the outcomes of a group go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Each by itself. 各自独立。
    #[default]
    Independent,
    /// The highest one that is met counts. 取最高。
    Highest,
    /// At most one can be met. 互斥。
    Exclusive,
}

/// An outcome and its rule.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its id. 编号。
    pub id: At<Id>,
    /// What one may do when it is met. 名称。
    pub name: String,
    /// The rule. 规则。
    pub rule: At<Rule>,
    /// What to do next; Markdown. 下一步。
    pub next: Option<Prose>,
    /// Who decides, when it is not the one of the check. 由谁确认。
    pub decided_by: Option<Known<String>>,
    /// The level that it is about. 等级。
    pub level: Option<Ref>,
    /// The benefits that it opens. 带来的待遇。
    #[serde(default)]
    pub grants: Vec<Ref>,
    /// Source, for every condition without one of its own. 依据。
    pub source: Option<Sources>,
}

/// What is said when no outcome is met.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoOutcome {
    /// What to do; Markdown. 下一步。
    pub next: Prose,
}

/// A condition: `all`, `any`, `not`, a comparison of a `fact`, something that somebody has to `confirm`, or something
/// whose rule is `delegated` to others.
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Every one of these. 全部满足。
    pub all: Option<Vec<At<Rule>>>,
    /// At least one of these. 满足任一。
    pub any: Option<Vec<At<Rule>>>,
    /// Not this. 不满足。
    pub not: Option<Box<At<Rule>>>,
    /// What somebody has to confirm. 须确认的内容。
    pub confirm: Option<String>,
    /// A condition whose rule this site does not hold (another document, an office's own policy), so that no answer decides
    /// it: the result stays 还不能判断. 本站没有这项规定。
    pub delegated: Option<String>,
    /// Who confirms it, or who knows the rule. 由谁确认，或者谁知道规定。
    pub by: Option<String>,
    /// The fact that is compared. 事实。
    pub fact: Option<Ref>,
    /// It is this. 是。
    pub is: Option<At<Answer>>,
    /// It is one of these. 是其中之一。
    pub one_of: Option<Vec<At<Answer>>>,
    /// It is this or more. 不低于。
    pub at_least: Option<At<Answer>>,
    /// It is this or less. 不高于。
    pub at_most: Option<At<Answer>>,
    /// It lies between these two, or is one of them. 介于。
    pub between: Option<(At<Answer>, At<Answer>)>,
    /// This is among several answers. 包含。
    pub has: Option<At<Answer>>,
    /// The condition in words, when those made from the names will not do; of a `not`, what is true when it is met. 条件的文字。
    pub text: Option<String>,
    /// What is said when it is met. 满足时的文字。
    pub met: Option<String>,
    /// What is said when it is not met. 不满足时的文字。
    pub unmet: Option<String>,
    /// Papers that prove it. 证明材料。
    #[serde(default)]
    pub papers: Vec<String>,
    /// What a reader has or has not, and is never told to go and get, though the fact can change. 不作为建议。
    #[serde(default)]
    pub fixed: bool,
    /// Source; the one of the condition around it when absent. 依据。
    pub source: Option<Sources>,
}

/// Somebody made up, and what must come out.
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// Who. 名称。
    pub name: At<String>,
    /// The answers: fact → answer. What is not there is not answered. 回答。
    pub answers: At<Pairs<Answer>>,
    /// What must come out: outcome → result. 应得结果。
    pub expect: At<Pairs<Expected>>,
}

/// A result of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// 不符合
    Unmet,
    /// 还不能判断
    Unknown,
    /// 基本符合，须由机构确认
    Confirm,
    /// 符合
    Met,
}

impl Rule {
    /// True for a comparison of a fact with nothing else that decides or says something.
    pub fn is_bare(&self) -> bool {
        let parts = self.all.is_some() || self.any.is_some() || self.not.is_some();
        let said = self.text.is_some() || self.met.is_some() || self.unmet.is_some() || self.source.is_some();
        let others = self.confirm.is_some() || self.delegated.is_some() || self.by.is_some();
        self.fact.is_some() && !parts && !said && !others && self.papers.is_empty() && !self.fixed
    }

    /// Every condition in this one, itself first.
    pub fn walk<'a>(rule: &'a At<Self>, visit: &mut dyn FnMut(&'a At<Self>)) {
        visit(rule);
        let parts = rule.value.all.iter().chain(&rule.value.any).flatten();
        parts.chain(rule.value.not.as_deref()).for_each(|part| Self::walk(part, visit));
    }
}

/// The first and the last day of a period, where they are known.
pub fn known_period(period: Option<&At<Period>>) -> (Option<Date>, Option<Date>) {
    let day = |date: &Known<Date>| date.get().copied();
    period.map_or((None, None), |period| (day(&period.value.from), day(&period.value.to)))
}
