//! Benefits: what a participant gets.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, Vocabulary, entry};
use crate::model::history::Update;
use crate::model::kind::Kind;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

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

/// What holds for one level. 一个等级的内容。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelText {
    /// The level. 等级的编号。
    pub level: Ref,
    /// What holds. 这个等级的内容。
    pub text: String,
}

entry!(Benefit, name, |this, visit| {
    visit(Part::Prose(&this.summary.value, &this.summary.range));
    visit(Part::Prose(&this.who.value, &this.who.range));
    if let Some(text) = this.how_to_claim.value.get() {
        visit(Part::Prose(text, &this.how_to_claim.range));
    }
    visit(Part::Sources("", &this.source));
    this.exceptions.iter().for_each(|exception| visit(Part::Prose(&exception.value, &exception.range)));
    this.levels.iter().for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
    this.by_level.iter().for_each(|text| visit(Part::Word(Vocabulary::Level, &text.level)));
    this.certificates.iter().for_each(|certificate| visit(Part::Word(Vocabulary::Certificate, certificate)));
    this.employers.iter().for_each(|employer| visit(Part::Word(Vocabulary::Employer, employer)));
    this.offices.iter().for_each(|office| visit(Part::Ref(Kind::Office, office)));
});
