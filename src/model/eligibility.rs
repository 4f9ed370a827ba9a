//! Eligibility checks: the facts that readers are asked for, and the rules that lead from them to outcomes.

use schemars::JsonSchema;

pub use super::answer::{Answer, Pairs, UNSURE};
use super::entry::{Part, Vocabulary, entry};
use super::history::Update;
use super::kind::Kind;
use super::records::{Period, Prose};
use super::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

/// Something that a reader knows of himself or herself, asked in one question. Checks share facts. 自测要问的一个事实。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Its name in conditions. 事实的名称，用在条件里。
    pub name: String,
    /// The question. 怎么问，一个完整的问句。
    pub question: String,
    /// What helps to answer; Markdown. 帮助回答的说明；可以用 Markdown。
    pub hint: Option<Prose>,
    /// What an answer is. 回答的类型：`boolean`（是或否）、`enum`（选一项）、`ordered`（有高低的选一项）、`several`（选几项）或 `integer`（整数）。
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// The answers, in order. 选项，按次序；`ordered` 的从低到高。
    #[serde(default)]
    pub options: Vec<FactOption>,
    /// Where answers come from; `options` stand after them.
    /// 选项来自哪里：`fields`、`levels`、`certificates`、`employers` 或 `districts`；自己的 `options` 排在后面。
    pub options_from: Option<OptionsFrom>,
    /// The unit of a number. 数字的单位，如年。
    pub unit: Option<String>,
    /// The least number. 最小的数。
    pub min: Option<At<i64>>,
    /// The greatest number. 最大的数。
    pub max: Option<At<i64>>,
    /// The words of the answer “not sure”; absent when that is no answer. 选项“不确定”的文字；不写就没有这个选项。
    pub unsure: Option<String>,
    /// Whether one can change it, and in which direction. 读者能不能改变它：`never`（不能，默认）、`up`（只能增加）或 `any`（可以）。
    #[serde(default)]
    pub change: Change,
    /// What is missing, in a reader's words: `{option}`, or `{n}` and `{unit}`, are what it has to become.
    /// 还差什么的说法，如 取得`{option}`的培训学时证明；数字用 `{n}` 和 `{unit}`。
    pub reach: Option<String>,
    /// What is missing of a number that is there already; `{n}` is how much more. 数字还差多少的说法，用 `{n}` 表示差的数。
    pub more: Option<String>,
    /// Answers that cannot be given together with answers to other facts. 和别的事实不能同时成立的回答。
    #[serde(default)]
    pub excludes: Vec<Exclusion>,
    /// `false` when nobody has checked it. 是否核对过：没有核对的写 `false`，网页会注明；核对以后删掉这一行。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Answers that contradict each other. 不能同时成立的回答。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Comparisons of different facts, which are never all true of one person. 条件，每个事实一个，写成列表。
    pub answers: Vec<At<Rule>>,
    /// Why, for readers. 为什么不能同时成立，读者能看到。
    pub reason: At<String>,
}

/// What an answer is. 回答的类型。
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

/// A list whose entries are the answers. 选项的来源。
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionsFrom {
    /// The fields. 领域。
    Fields,
    /// `levels` of `site.yaml`. 等级（`site.yaml` 的 `levels`）。
    Levels,
    /// `certificates` of `site.yaml`. 证书（`site.yaml` 的 `certificates`）。
    Certificates,
    /// `employers` of `site.yaml`. 单位类别（`site.yaml` 的 `employers`）。
    Employers,
    /// `districts` of `site.yaml`. 区（市）（`site.yaml` 的 `districts`）。
    Districts,
}

/// Whether a reader can change a fact. 读者能不能改变它。
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

/// One answer. 一个选项。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactOption {
    /// Its id. 选项的编号，用在条件里。
    pub id: At<Id>,
    /// What readers see. 读者看到的选项。
    pub name: String,
    /// What helps to choose it. 帮助选择的说明。
    pub hint: Option<String>,
    /// The level that it stands for; pages that know the level answer the question with it. 代表哪个等级，写等级的编号。
    pub level: Option<Ref>,
    /// What is missing when it has to become this, when the words of the fact will not do. 还差这一项时的说法；不写就用事实的 `reach`。
    pub reach: Option<String>,
}

/// An eligibility check. 资格自测。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 标题，用读者的话写，如 我能不能申报初级。
    pub title: String,
    /// What it finds out; Markdown. 能查什么；可以用 Markdown。
    pub summary: Prose,
    /// Its place among the checks; the lowest first. 在各个自测里的次序，小的在前。
    #[serde(default)]
    pub order: u32,
    /// Who decides in the end. 由谁最后确认；没有写明的写 `unpublished`。
    pub decided_by: Known<String>,
    /// The questions, in order. 提问的次序，每个问题一项。
    pub flow: Vec<Ask>,
    /// The outcomes, in groups. 结论，分成几组。
    pub groups: Vec<Group>,
    /// What is said when no outcome is met. 一个结论都不符合时说什么。
    pub none: Option<NoOutcome>,
    /// Whether results show the admissions notices that are not over. 结果里是否列出没有结束的招生信息：`true` 或 `false`。
    #[serde(default)]
    pub notices: bool,
    /// When the rules hold. 规则的有效期，如 `{ from: 2026-01-01, to: 2026-12-31 }`。
    pub valid: Option<At<Period>>,
    /// The day by which somebody has to look at the rules again. 最晚哪一天要复核规则，如 2026-12-31；过了会提醒。
    pub review_by: Option<At<Date>>,
    /// People made up to try the rules on, with what must come out. 样例：假设的人和应得的结果，每次生成都要算一遍。
    #[serde(default)]
    pub personas: Vec<Persona>,
    /// Source, for every condition without one of its own. 依据：没有自己的依据的条件，都用它。
    pub source: Option<Sources>,
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

/// One question of a check. 一个问题。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The fact. 事实的编号。
    pub fact: Ref,
    /// When it is asked; it may rest on earlier questions only. Says nothing of eligibility. 什么时候才问，写条件；只能用前面问过的事实。
    pub when: Option<At<Rule>>,
}

/// Outcomes that belong together. 一组结论。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name. 组的名称；只有一组的可以不写。
    pub name: Option<String>,
    /// How its outcomes go together. 几个结论的关系：`independent`（各自独立，默认）、`highest`（取最高）或 `exclusive`（互斥）。
    #[serde(default)]
    pub mode: Mode,
    /// When its outcomes are shown among the results; says nothing of eligibility. 什么时候显示这一组，写条件。
    pub when: Option<At<Rule>>,
    /// The outcomes, from the lowest to the highest. 结论，从低到高，每个一项。
    pub outcomes: Vec<Outcome>,
}

/// How the outcomes of a group go together. 几个结论的关系。
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Each by itself. 各自独立。
    #[default]
    Independent,
    /// The highest one that is met counts. 取最高：符合的里面最高的一个。
    Highest,
    /// At most one can be met. 互斥：最多符合一个。
    Exclusive,
}

/// An outcome and its rule. 一个结论。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its id. 结论的编号，用在样例里。
    pub id: At<Id>,
    /// What one may do when it is met. 符合时可以做什么，如 申报初级。
    pub name: String,
    /// The rule. 规则，写条件。
    pub rule: At<Rule>,
    /// What to do next; Markdown. 下一步怎么办；可以用 Markdown。
    pub next: Option<Prose>,
    /// Who decides, when it is not the one of the check. 由谁确认；不写就是自测的 `decided_by`。
    pub decided_by: Option<Known<String>>,
    /// The level that it is about. 是哪个等级的，写等级的编号；知道等级的网页会链接到这里。
    pub level: Option<Ref>,
    /// The benefits that it opens. 带来哪些待遇，写待遇的编号。
    #[serde(default)]
    pub grants: Vec<Ref>,
    /// Source, for every condition without one of its own. 依据：没有自己的依据的条件，都用它。
    pub source: Option<Sources>,
}

/// What is said when no outcome is met. 一个结论都不符合时。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoOutcome {
    /// What to do; Markdown. 怎么办；可以用 Markdown。
    pub next: Prose,
}

/// A condition: `all`, `any`, `not`, a comparison of a `fact`, something that somebody has to `confirm`, or something
/// whose rule is `delegated` to others. 条件：`all`、`any`、`not`、`fact` 加一种比较、`confirm` 或 `delegated`，只能写一种。
#[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Every one of these. 全部满足：条件的列表。
    pub all: Option<Vec<At<Rule>>>,
    /// At least one of these. 满足任一：条件的列表。
    pub any: Option<Vec<At<Rule>>>,
    /// Not this. 不满足：一个条件。
    pub not: Option<Box<At<Rule>>>,
    /// What somebody has to confirm. 须由别人确认的内容。
    pub confirm: Option<String>,
    /// A condition whose rule this site does not hold (another document, an office's own policy), so that no answer
    /// decides it: the result stays `unknown`. 规定不在本站的条件，回答什么都还不能判断；要用 `by` 写明问谁。
    pub delegated: Option<String>,
    /// Who confirms it, or who knows the rule. 由谁确认，或者问谁。
    pub by: Option<String>,
    /// The fact that is compared. 比较哪个事实，写编号。
    pub fact: Option<Ref>,
    /// It is this. 是：等于这个回答。
    pub is: Option<At<Answer>>,
    /// It is one of these. 是其中之一：回答的列表。
    pub one_of: Option<Vec<At<Answer>>>,
    /// It is this or more. 不低于这个回答。
    pub at_least: Option<At<Answer>>,
    /// It is this or less. 不高于这个回答。
    pub at_most: Option<At<Answer>>,
    /// It lies between these two, or is one of them. 介于两个回答之间，写成列表，如 `[1, 5]`；两头都算。
    pub between: Option<(At<Answer>, At<Answer>)>,
    /// This is among several answers. 多选的回答里有这一项。
    pub has: Option<At<Answer>>,
    /// The condition in words, when those made from the names will not do; of a `not`, what is true when it is met.
    /// 条件的文字；不写就用名称自动拼成。写在 `not` 旁边的，要说满足时的真实情况。
    pub text: Option<String>,
    /// What is said when it is met. 满足时的文字。
    pub met: Option<String>,
    /// What is said when it is not met. 不满足时的文字。
    pub unmet: Option<String>,
    /// Papers that prove it. 证明材料，写成列表。
    #[serde(default)]
    pub papers: Vec<String>,
    /// What a reader has or has not, and is never told to go and get, though the fact can change.
    /// 写 `true` 表示不作为建议：还差什么里不会提到它。
    #[serde(default)]
    pub fixed: bool,
    /// Source; the one of the condition around it when absent. 依据；不写就用外面一层的。
    pub source: Option<Sources>,
}

/// Somebody made up, and what must come out. 样例。
#[derive(Clone, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// Who. 是谁，如 专科，刚满1年。
    pub name: At<String>,
    /// The answers: fact → answer. What is not there is not answered.
    /// 回答，如 `{ degree: college, years: 1 }`；没有写的就是没有回答。
    pub answers: At<Pairs<Answer>>,
    /// What must come out: outcome → result.
    /// 应得的结果，如 `{ junior: met }`：`met`（符合）、`confirm`（须由机构确认）、`unknown`（还不能判断）或 `unmet`（不符合）。
    pub expect: At<Pairs<Expected>>,
}

/// A result of an outcome. 结果。
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// Not met. 不符合。
    Unmet,
    /// Cannot be reported yet. 还不能判断。
    Unknown,
    /// Met when somebody confirms it. 基本符合，须由机构确认。
    Confirm,
    /// Met. 符合。
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

entry!(Fact, name, without_history, |this, visit| {
    let levels = this.options.iter().filter_map(|option| option.level.as_ref());
    levels.for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
    if let Some(hint) = &this.hint {
        visit(Part::Prose(&hint.value, &hint.range));
    }
    for answer in this.excludes.iter().flat_map(|exclusion| &exclusion.answers) {
        rule("", answer, visit);
    }
});

entry!(Check, title, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    if let Some(none) = &this.none {
        visit(Part::Prose(&none.next.value, &none.next.range));
    }
    if let Some(source) = &this.source {
        visit(Part::Sources("", source));
    }
    for ask in &this.flow {
        visit(Part::Ref(Kind::Fact, &ask.fact));
        if let Some(when) = &ask.when {
            rule("", when, visit);
        }
    }
    for when in this.groups.iter().filter_map(|group| group.when.as_ref()) {
        rule("", when, visit);
    }
    for outcome in this.groups.iter().flat_map(|group| &group.outcomes) {
        if let Some(next) = &outcome.next {
            visit(Part::Prose(&next.value, &next.range));
        }
        if let Some(source) = &outcome.source {
            visit(Part::Sources(&outcome.name, source));
        }
        if let Some(level) = &outcome.level {
            visit(Part::Word(Vocabulary::Level, level));
        }
        outcome.grants.iter().for_each(|benefit| visit(Part::Ref(Kind::Benefit, benefit)));
        rule(&outcome.name, &outcome.rule, visit);
    }
});

/// The parts of a rule that belongs to the statement `name`.
fn rule<'a>(name: &'a str, whole: &'a At<Rule>, visit: &mut dyn FnMut(Part<'a>)) {
    Rule::walk(whole, &mut |part| {
        if let Some(fact) = &part.value.fact {
            visit(Part::Ref(Kind::Fact, fact));
        }
        if let Some(source) = &part.value.source {
            visit(Part::Sources(name, source));
        }
    });
}
