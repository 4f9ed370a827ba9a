//! The Markdown collections: policies, interpretations, questions, pages. These are their front matters.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::{Part, entry};
use super::history::Update;
use super::kind::Kind;
use super::translation::Translation;
use crate::syntax::value::{At, Date, Id, Known, Ref, Refs, Sources, yes};

/// A policy: an official document. 政策文件。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 标题，照原文写全。
    pub title: String,
    /// A shorter name for links and citations. 简称，用在网页各处。
    pub short_title: Option<String>,
    /// The shortest name, for the clauses that a statement cites (`实施方案`); the short title when absent.
    /// 更短的名称，用在每一句话后面的依据里，如“实施方案”；不写就用简称。
    pub cited_as: Option<String>,
    /// What it is, in a sentence. 一句话说明。
    pub summary: Option<String>,
    /// Who issued it. 发文机关，几个机关联合发文的用“、”隔开；不知道的写 `not_held`。
    pub issuer: Known<String>,
    /// Document number. 发文字号；没有的写 `unpublished`，本站没有收到的写 `not_held`。
    #[serde(default)]
    pub document_number: Known<String>,
    /// Index number. 索引号。
    #[serde(default)]
    pub index_number: Known<String>,
    /// Subject. 主题分类。
    #[serde(default)]
    pub subject: Known<String>,
    /// The day on which it was made. 成文日期，照文件末尾写，如 2023-07-26。
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// The day on which it was published. 发布日期，如 2023-07-26；晚于当天的到那天才发布，还没有发布的写 `unpublished`。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Whether it is in force. 有效性：`in-force`（现行有效）、`amended`（已修改）、`superseded`（已被取代）或 `expired`（已失效）。
    #[serde(default)]
    pub validity: Known<Validity>,
    /// The documents that replace it, by id; it is superseded then. 取代它的文件的编号；写在旧文件里，新文件不用写。
    #[serde(default)]
    pub superseded_by: Refs,
    /// To whom it is addressed. 主送机关。
    pub addressee: Option<String>,
    /// Key words. 关键词，写成列表，如 `[数字技术, 职称]`。
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The documents that it rests on, by id. 依据的文件的编号，写成列表；这些文件本站要有。
    #[serde(default)]
    pub basis: Vec<Ref>,
    /// Its attachments. 附件，每个附件一项。
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// `false` for a document that is only referred to and whose text is not here. 是否收录全文：只提到、没有收录正文的写 `false`。
    #[serde(default = "yes")]
    pub full_text: bool,
    /// `true` when the original bears a seal, by which a print-out places the issuer and the date.
    /// 原件是否加盖印章：盖章的写 `true`，打印稿按盖章的位置排署名和日期。
    #[serde(default)]
    pub sealed: bool,
    /// Editors' notes on clauses, shown apart from the text. 编者注，每条一项，和原文分开显示。
    #[serde(default)]
    pub notes: Vec<Note>,
    /// `true` for a map: a page that shows which clause is explained by what. 做条款导图的写 `true`：一页里列出每一条由哪些内容说明。
    #[serde(default)]
    pub map: bool,
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

impl Policy {
    /// What the document is called where it is cited: its short title, or its title.
    pub fn short_title(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }

    /// Each of those who have issued it.
    pub fn issuers(&self) -> impl Iterator<Item = &str> {
        let names = self.issuer.get().map_or("", String::as_str).split('、');
        names.map(str::trim).filter(|name| !name.is_empty())
    }

    /// What the document is called: its titles and its number.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let others =
            [self.short_title.as_deref(), self.cited_as.as_deref(), self.document_number.get().map(|it| &**it)];
        std::iter::once(&*self.title).chain(others.into_iter().flatten())
    }
}

/// Whether a policy, or what an article says of policies, is in force. 有效性。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// In force. 现行有效。
    InForce,
    /// Amended. 已修改。
    Amended,
    /// Superseded. 已被取代。
    Superseded,
    /// Expired. 已失效。
    Expired,
}

/// An attachment of a policy. 附件。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its number. 附件号，只写数字；与正文里的附件号一致。
    pub number: u32,
    /// Its title. 附件的名称。
    pub title: String,
    /// The form that it is, by id. 附件是本站的表格时，写表格的编号。
    pub form: Option<Ref>,
    /// Notices that it consists of, by id. 附件是招生简章时，写简章的编号。
    #[serde(default)]
    pub notices: Vec<Ref>,
    /// The original: a file of the site, beside the policy. 原件：政策旁边的文件，或者网址。
    #[serde(default)]
    pub original: At<Known<String>>,
}

/// An editor's note on a clause. 编者注。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The clause, as in a source (`三（三）`). 注在哪一条，如 二（一）。
    pub clause: At<String>,
    /// The note. 注的内容。
    pub text: String,
}

/// An interpretation of policies in plain language. 政策解读。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interpretation {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it says, in a sentence. 一句话说明。
    pub summary: String,
    /// The policies that it interprets, by id. 解读哪些政策，写编号，如 `[plan]`。
    pub policies: Vec<Ref>,
    /// Who wrote it; absent when those who make the site did. 解读单位；本站自己编写的不写。
    pub author: Option<Known<String>>,
    /// The day on which it was made. 成文日期，如 2023-07-26；没有的写 `unpublished`。
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// The day on which it was published. 发布日期，如 2023-07-26；晚于当天的到那天才发布，还没有发布的写 `unpublished`。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Key words. 关键词，写成列表，如 `[数字技术, 职称]`。
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Further sources beside the links of the text. 依据：正文里的链接以外，还依据什么。
    pub source: Option<Sources>,
    /// The picture of cards, as WeChat shows them of a link; the site's when absent. 分享到微信时卡片上的图片：PNG 或
    /// JPEG，长宽都不小于300像素；不写就用网站的图片。
    pub picture: Option<At<String>>,
    /// The headings of the sections that its picture (一图读懂) shows; without any it has none.
    /// 一图读懂：放哪几节，照正文的小标题写成列表，如 `[主要目标, 适用对象]`；不写就不做图。
    #[serde(default)]
    pub glance: Vec<At<String>>,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does.
    /// 有效性：内容不再有效时写 `superseded`（已被取代）或 `expired`（已失效）；还有效的不写。
    pub validity: Option<Validity>,
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

/// A question with its answer. 常见问题。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// The question. 问题，用读者的话写。
    pub title: String,
    /// The answer in one sentence. 一句话回答。
    pub summary: String,
    /// The group that it is listed under. 属于哪一组，如报名；同一组的写同样的字。
    pub group: String,
    /// Place in its group, smallest first. 在组里的次序，小的在前。
    #[serde(default)]
    pub order: u32,
    /// `false` when nothing has been announced that would answer it. 有没有答案：政策没有写、还答不了的写 `false`。
    #[serde(default = "yes")]
    pub answered: bool,
    /// The day on which it was made. 成文日期，如 2023-07-26；没有的写 `unpublished`。
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// The day on which it was published. 发布日期，如 2023-07-26；晚于当天的到那天才发布，还没有发布的写 `unpublished`。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Key words. 关键词，写成列表，如 `[数字技术, 职称]`。
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does.
    /// 有效性：内容不再有效时写 `superseded`（已被取代）或 `expired`（已失效）；还有效的不写。
    pub validity: Option<Validity>,
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

/// Another page. 其他页面。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Id; the file's name when absent. 编号：小写字母、数字和连字符；不写就用文件名。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it says, in a sentence. 一句话说明。
    pub summary: String,
    /// The day on which it was made. 成文日期，如 2023-07-26；没有的写 `unpublished`。
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// The day on which it was published. 发布日期，如 2023-07-26；晚于当天的到那天才发布，还没有发布的写 `unpublished`。
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// Key words. 关键词，写成列表，如 `[数字技术, 职称]`。
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Source. 依据；可以不写。
    pub source: Option<Sources>,
    /// The picture of cards, as WeChat shows them of a link; the site's when absent. 分享到微信时卡片上的图片：PNG 或
    /// JPEG，长宽都不小于300像素；不写就用网站的图片。
    pub picture: Option<At<String>>,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does.
    /// 有效性：内容不再有效时写 `superseded`（已被取代）或 `expired`（已失效）；还有效的不写。
    pub validity: Option<Validity>,
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
    Policy,
    title,
    dated,
    |this, visit| {
        this.issuer.get().into_iter().for_each(|issuer| visit(Part::Issuer(issuer)));
        visit(Part::Date(&this.made_on));
        visit(Part::Date(&this.published_on));
        this.basis.iter().chain(&this.superseded_by.0).for_each(|policy| visit(Part::Ref(Kind::Policy, policy)));
        this.notes.iter().for_each(|note| visit(Part::OwnClause(&note.clause)));
        for attachment in &this.attachments {
            if let Some(form) = &attachment.form {
                visit(Part::Ref(Kind::Form, form));
            }
            attachment.notices.iter().for_each(|notice| visit(Part::Ref(Kind::Notice, notice)));
            visit(Part::File(&attachment.original));
        }
    },
    fn short_name(&self) -> &str {
        self.short_title()
    },
    fn lapsed(&self) -> Option<Validity> {
        Policy::lapsed(self)
    },
    fn is_only_for_others(&self) -> bool {
        !self.full_text
    }
);

entry!(
    Interpretation,
    title,
    dated,
    |this, visit| {
        visit(Part::Date(&this.made_on));
        visit(Part::Date(&this.published_on));
        this.policies.iter().for_each(|policy| visit(Part::Ref(Kind::Policy, policy)));
        if let Some(source) = &this.source {
            visit(Part::Sources("", source));
        }
        this.glance.iter().for_each(|heading| visit(Part::Heading(heading)));
        this.picture.iter().for_each(|picture| visit(Part::Picture(picture)));
    },
    fn picture(&self) -> Option<&At<String>> {
        self.picture.as_ref()
    },
    fn lapsed(&self) -> Option<Validity> {
        self.validity?.lapsed()
    }
);

entry!(
    Question,
    title,
    dated,
    |this, visit| {
        visit(Part::Date(&this.made_on));
        visit(Part::Date(&this.published_on));
        visit(Part::Sources("", &this.source));
    },
    fn lapsed(&self) -> Option<Validity> {
        self.validity?.lapsed()
    }
);

entry!(
    Page,
    title,
    dated,
    |this, visit| {
        visit(Part::Date(&this.made_on));
        visit(Part::Date(&this.published_on));
        if let Some(source) = &this.source {
            visit(Part::Sources("", source));
        }
        this.picture.iter().for_each(|picture| visit(Part::Picture(picture)));
    },
    fn picture(&self) -> Option<&At<String>> {
        self.picture.as_ref()
    },
    fn lapsed(&self) -> Option<Validity> {
        self.validity?.lapsed()
    }
);
