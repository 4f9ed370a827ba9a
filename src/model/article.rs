//! The Markdown collections: policies, interpretations, questions, pages. These are their front matters.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::Record;
use crate::syntax::clause::{ClauseRef, Meaning, is_called};
use crate::syntax::markdown::without_space;
use crate::syntax::value::{At, Date, Id, Known, Ref, Refs, Sources, yes};

/// A policy: an official document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// A shorter name for links and citations. 简称。
    pub short_title: Option<String>,
    /// The shortest name, for the clauses that a statement cites (`实施方案`); the short title when absent. 引用时的简称。
    pub cited_as: Option<String>,
    /// What it is, in a sentence. 摘要。
    pub summary: Option<String>,
    /// Who issued it. 发文机关。
    pub issuer: String,
    /// 发文字号
    #[serde(default)]
    pub document_number: Known<String>,
    /// 索引号
    #[serde(default)]
    pub index_number: Known<String>,
    /// 主题分类
    #[serde(default)]
    pub subject: Known<String>,
    /// 成文日期
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// 发布日期
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// 有效性
    #[serde(default)]
    pub validity: Known<Validity>,
    /// The documents that replace it, by id; it is superseded then. 取代它的文件。
    #[serde(default)]
    pub superseded_by: Refs,
    /// 主送机关
    pub addressee: Option<String>,
    /// 主题词
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The documents that it rests on, by id. 依据文件。
    #[serde(default)]
    pub basis: Vec<Ref>,
    /// Its attachments. 附件。
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// `false` for a document that is only referred to and whose text is not here. 是否收录全文。
    #[serde(default = "yes")]
    pub full_text: bool,
    /// `true` when the original bears a seal, by which a print-out places the issuer and the date. 原件是否加盖印章。
    #[serde(default)]
    pub sealed: bool,
    /// Editors' notes on clauses, shown apart from the text. 编者注。
    #[serde(default)]
    pub notes: Vec<Note>,
    /// `true` for a draft, which previews show and builds leave out. 草稿。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

impl Policy {
    /// True for a name of the document itself: one of its titles, or the end of one, or `本办法`.
    fn is_itself(&self, name: &str) -> bool {
        let quoted = self.title.split('《').skip(1).filter_map(|rest| Some(rest.split_once('》')?.0));
        let titles = [Some(self.title.as_str()), self.short_title.as_deref(), self.cited_as.as_deref()];
        let is_own = name == "正文" || name.strip_prefix('本').is_some_and(|word| word.chars().count() == 2);
        is_own || titles.into_iter().flatten().chain(quoted).any(|title| is_called(&without_space(title), name))
    }
}

impl Record<Policy> {
    /// What a reference to a clause means in the document. Its own title may stand before a number of its own text, and
    /// before the number of an attachment.
    pub fn find(&self, clause: &ClauseRef) -> Meaning {
        let found = self.body.find(clause);
        let bare = clause.without_title().filter(|(_, title)| found == Meaning::Nothing && self.data.is_itself(title));
        let Some((bare, _)) = bare else { return found };
        let is_own = |at: &usize| !self.body.clauses[*at].path.is_carried() || bare.names_attachment();
        match self.body.find(&bare) {
            Meaning::One(at) if !is_own(&at) => Meaning::Nothing,
            Meaning::Several(mut all) => {
                all.retain(is_own);
                match all[..] {
                    [] => Meaning::Nothing,
                    [one] => Meaning::One(one),
                    _ => Meaning::Several(all),
                }
            }
            found => found,
        }
    }
}

/// Whether a policy, or what an article says of policies, is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// 有效
    InForce,
    /// 已修改
    Amended,
    /// 已废止（被替代）
    Superseded,
    /// 失效
    Expired,
}

/// An attachment of a policy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its number. 附件号。
    pub number: u32,
    /// Its title. 名称。
    pub title: String,
    /// The form that it is, by id. 对应的表格。
    pub form: Option<Ref>,
    /// Notices that it consists of, by id. 对应的招生简章。
    #[serde(default)]
    pub notices: Vec<Ref>,
    /// The original: a file of the site, beside the policy. 原件。
    #[serde(default)]
    pub original: At<Known<String>>,
}

/// An editor's note on a clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The clause, as in a source (`三（三）`). 条款。
    pub clause: At<String>,
    /// The note. 内容。
    pub text: String,
}

/// An interpretation of policies in plain language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interpretation {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it says, in a sentence. 摘要。
    pub summary: String,
    /// The policies that it interprets, by id. 所解读的政策。
    pub policies: Vec<Ref>,
    /// Who wrote it; absent when those who make the site did. 解读单位；本站自己编写的不写。
    pub author: Option<Known<String>>,
    /// 成文日期
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// 发布日期
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// 关键词
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Further sources beside the links of the text. 依据。
    pub source: Option<Sources>,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does. 有效性；还有效的不写。
    pub validity: Option<Validity>,
    /// `true` for a draft, which previews show and builds leave out. 草稿。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A question with its answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// The question. 问题。
    pub title: String,
    /// The answer in one sentence. 一句话回答。
    pub summary: String,
    /// The group that it is listed under. 分组。
    pub group: String,
    /// Place in its group, smallest first. 次序。
    #[serde(default)]
    pub order: u32,
    /// `false` when nothing has been announced that would answer it. 是否有答案。
    #[serde(default = "yes")]
    pub answered: bool,
    /// 成文日期
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// 发布日期
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// 关键词
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Source. 依据。
    pub source: Sources,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does. 有效性；还有效的不写。
    pub validity: Option<Validity>,
    /// `true` for a draft, which previews show and builds leave out. 草稿。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Another page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Id; the file's name when absent. 编号。
    pub id: Option<At<Id>>,
    /// Title. 标题。
    pub title: String,
    /// What it says, in a sentence. 摘要。
    pub summary: String,
    /// 成文日期
    #[serde(default)]
    pub made_on: At<Known<Date>>,
    /// 发布日期
    #[serde(default)]
    pub published_on: At<Known<Date>>,
    /// 关键词
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Source. 依据。
    pub source: Option<Sources>,
    /// `superseded` or `expired` when what it says holds no longer; absent while it does. 有效性；还有效的不写。
    pub validity: Option<Validity>,
    /// `true` for a draft, which previews show and builds leave out. 草稿。
    #[serde(default)]
    pub draft: bool,
    /// `false` when nobody has checked it. 是否核实。
    #[serde(default = "yes")]
    pub verified: bool,
}
