//! Offices and what they do for whom.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::entry::{Part, Vocabulary, entry};
use crate::model::history::Update;
use crate::model::settings::Contact;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

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

/// One thing that an office does. 办的一件事。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What. 办什么事。
    pub text: String,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
}

entry!(Office, name, |this, visit| {
    visit(Part::Sources("", &this.source));
    for duty in &this.duties {
        visit(Part::Sources(&duty.text, &duty.source));
    }
    if let Some(district) = &this.district {
        visit(Part::Word(Vocabulary::District, district));
    }
    if let Some(source) = this.contact.get().and_then(|contact| contact.source.as_ref()) {
        visit(Part::Sources("", source));
    }
    this.employers.iter().for_each(|employer| visit(Part::Word(Vocabulary::Employer, employer)));
});
