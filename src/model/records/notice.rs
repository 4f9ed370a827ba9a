//! Admissions notices.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Prose;
use crate::model::entry::{Part, Vocabulary, entry};
use crate::model::history::Update;
use crate::model::kind::Kind;
use crate::model::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources, yes};

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
    /// The picture of cards, as WeChat shows them of a link; the site's when absent. 分享到微信时卡片上的图片：PNG 或
    /// JPEG，长宽都不小于300像素；不写就用网站的图片。
    pub picture: Option<At<String>>,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `true` for a draft, which previews show and builds leave out. 草稿写 `true`：预览能看到，正式生成时不发布。
    #[serde(default)]
    pub draft: bool,
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

entry!(
    Notice,
    title,
    dated,
    |this, visit| {
        visit(Part::Prose(&this.summary.value, &this.summary.range));
        visit(Part::Sources("", &this.source));
        visit(Part::Ref(Kind::Institution, &this.institution));
        visit(Part::File(&this.original));
        visit(Part::Date(&this.published_on));
        this.fields.iter().for_each(|field| visit(Part::Ref(Kind::Field, field)));
        if let Some(levels) = this.levels.get() {
            levels.iter().for_each(|level| visit(Part::Word(Vocabulary::Level, level)));
        }
        this.picture.iter().for_each(|picture| visit(Part::Picture(picture)));
    },
    fn picture(&self) -> Option<&At<String>> {
        self.picture.as_ref()
    }
);
