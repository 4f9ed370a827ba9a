//! `site.yaml`: what the site is, whose it is, and the vocabularies that its records use.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::Vocabulary;
use crate::syntax::value::{At, Date, Id, Known, Sources};

/// The settings of a site.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the site. 网站名称。
    pub title: String,
    /// One sentence that says what it is. 一句话说明。
    pub summary: String,
    /// Who publishes it. 主办单位。
    pub owner: String,
    /// Address with its base path, ending in `/`; absent or `unpublished` until it is known. 网址。
    #[serde(default)]
    pub base_url: Option<At<Known<String>>>,
    /// Language of the readers' texts: `zh-CN` or `en`. 语言。
    #[serde(default = "chinese")]
    pub language: String,
    /// Time zone in which the site's day begins. 时区。
    #[serde(default = "shanghai")]
    pub time_zone: At<String>,
    /// The day that counts as today; the command line's `--as-of` goes before it. 截至日期。
    pub as_of: Option<At<Date>>,
    /// Whom readers ask. 联系方式。
    pub contact: Contact,
    /// Numbers that identify a government site. 网站标识。
    #[serde(default)]
    pub identity: Identity,
    /// The columns in the order of the navigation. 栏目。
    pub columns: Vec<Column>,
    /// Certificate levels, lowest first. 等级。
    #[serde(default)]
    pub levels: Vec<Word>,
    /// Kinds of certificate. 证书种类。
    #[serde(default)]
    pub certificates: Vec<Word>,
    /// Kinds of employer that offices tell apart. 单位类别。
    #[serde(default)]
    pub employers: Vec<Word>,
    /// Districts. 区（市）。
    #[serde(default)]
    pub districts: Vec<Word>,
    /// What Markdown may hold. Markdown 设置。
    #[serde(default)]
    pub markdown: MarkdownSettings,
    /// Rows of a policy's table of particulars, in order. 政策元数据表的栏目次序。
    #[serde(default = "particulars")]
    pub particulars: Vec<Particular>,
    /// Facts that the home page shows beside the title. 首页要点。
    #[serde(default)]
    pub highlights: Vec<Highlight>,
    /// Documents to print. 打印稿和海报。
    #[serde(default)]
    pub print: Print,
    /// Files that are published in spite of what the check of published files says. 发布检查的例外。
    #[serde(default)]
    pub data_exceptions: Vec<DataException>,
}

impl Settings {
    /// The settings of a site whose `site.yaml` could not be read.
    pub fn unread() -> Self {
        Self { language: chinese(), time_zone: shanghai(), ..Self::default() }
    }

    /// The words of a vocabulary.
    pub fn words(&self, vocabulary: Vocabulary) -> &[Word] {
        match vocabulary {
            Vocabulary::Level => &self.levels,
            Vocabulary::Certificate => &self.certificates,
            Vocabulary::Employer => &self.employers,
            Vocabulary::District => &self.districts,
        }
    }
}

fn chinese() -> String {
    "zh-CN".into()
}

fn shanghai() -> At<String> {
    At { value: "Asia/Shanghai".into(), range: 0..0 }
}

fn particulars() -> Vec<Particular> {
    use Particular::*;
    vec![IndexNumber, Subject, Issuer, MadeOn, Title, DocumentNumber, PublishedOn, Validity, Keywords]
}

/// Documents to print, as PDF. Blank forms are always printed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Print {
    /// Collections whose records are documents to print: texts as print-outs, the others as posters. 打印哪些栏目。
    pub collections: Vec<Printed>,
    /// Font files of the site, for those that own the official ones. 自备字体。
    pub fonts: PrintFonts,
}

/// A collection that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Printed {
    /// 政策文件的打印稿
    Policies,
    /// 政策解读的打印稿
    Interpretations,
    /// 招生信息的海报
    Notices,
    /// 资格自测的海报
    Checks,
}

/// Font files, by their paths in the content folder; they are not published. What is not given is printed
/// in the fonts of the theme.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PrintFonts {
    /// 标题（小标宋）
    pub title: Option<At<String>>,
    /// 一级标题（黑体）
    pub heading: Option<At<String>>,
    /// 二级标题（楷体）
    pub subheading: Option<At<String>>,
    /// 正文（仿宋）
    pub body: Option<At<String>>,
    /// 页码和表格（宋体）
    pub song: Option<At<String>>,
}

impl PrintFonts {
    /// The parts of a document and the fonts given for them.
    pub fn parts(&self) -> [(&'static str, Option<&At<String>>); 5] {
        [
            ("title", self.title.as_ref()),
            ("heading", self.heading.as_ref()),
            ("subheading", self.subheading.as_ref()),
            ("body", self.body.as_ref()),
            ("song", self.song.as_ref()),
        ]
    }
}

/// A file that is published although it looks as if it held data of persons, cannot be looked into, or is of a kind that
/// never belongs on a server.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataException {
    /// Its path in the content folder. 文件。
    pub file: At<String>,
    /// Why it may be published. 理由。
    pub reason: At<String>,
}

/// A row of a policy's table of particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Particular {
    /// 索引号
    IndexNumber,
    /// 主题分类
    Subject,
    /// 发文机关
    Issuer,
    /// 成文日期
    MadeOn,
    /// 标题
    Title,
    /// 发文字号
    DocumentNumber,
    /// 发布日期
    PublishedOn,
    /// 有效性
    Validity,
    /// 主题词
    Keywords,
    /// 主送机关
    Addressee,
}

/// A fact that the home page shows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// What it is. 名称。
    pub label: String,
    /// Its value. 内容。
    pub value: String,
    /// Its source. 依据。
    pub source: Sources,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Office or section. 科室。
    pub name: Option<String>,
    /// Telephone. 电话。
    pub phone: Option<Known<String>>,
    /// Mail address. 邮箱。
    pub email: Option<Known<String>>,
    /// Postal address. 地址。
    pub address: Option<Known<String>>,
    /// Where this is said. 依据。
    pub source: Option<Sources>,
}

/// The numbers of a government site; what is absent is shown as missing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// 网站标识码
    #[serde(default)]
    pub site_code: At<Known<String>>,
    /// ICP 备案号
    #[serde(default)]
    pub icp: At<Known<String>>,
    /// 公安备案号
    #[serde(default)]
    pub police: At<Known<String>>,
}

/// A column of the site.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What it holds. 收录的内容。
    pub id: At<ColumnId>,
    /// Its name. 栏目名称。
    pub name: String,
    /// What it is for. 栏目说明。
    pub description: String,
    /// Key words. 关键词。
    pub keywords: Vec<String>,
    /// The type in the guideline for government sites (政策文件, 政策解读, 办事服务, …). 栏目类别。
    #[serde(rename = "type")]
    pub column_type: String,
}

/// The columns that Mingce can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnId {
    /// Policy texts. 政策文件。
    Policies,
    /// Interpretations. 政策解读。
    Interpretations,
    /// Fields. 领域。
    Fields,
    /// Institutions. 机构。
    Institutions,
    /// Admissions notices. 招生简章。
    Notices,
    /// Benefits. 政策待遇。
    Benefits,
    /// The process. 流程。
    Process,
    /// Eligibility checks. 自测。
    Checks,
    /// Where to go. 经办机构。
    Offices,
    /// Forms. 表格。
    Forms,
    /// Questions. 问答。
    Questions,
    /// Glossary. 名词解释。
    Glossary,
}

/// An entry of a vocabulary.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Its id. 编号。
    pub id: At<Id>,
    /// What readers see. 名称。
    pub name: String,
    /// An official code, such as that of a division. 代码。
    pub code: Option<String>,
}

/// What Markdown may hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkdownSettings {
    /// Whether HTML is let in; it is sanitised then. 是否允许 HTML。
    #[serde(default)]
    pub raw_html: bool,
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::diagnostic::Code;
    use crate::source::FileId;
    use crate::syntax::yaml::record;

    #[test]
    fn each_key_of_a_record_and_each_item_of_its_lists_is_told_of() {
        use Code::*;
        let site = include_str!("../../tests/invalid/base/site.yaml");
        let wrong = site
            .replace("title: 数", "titel: 数")
            .replace("owner: 某市人力资源和社会保障局\n", "")
            .replace("summary: 怎", "summary: []\nsumary: 怎")
            .replace("2024-03-01", "2024-3-1")
            .replace("  name: 人才科", "  nmae: 人才科\n  email: []\n  address: 甲\n  address: 乙")
            .replace("icp: 鲁ICP备00000000号", "icp: [甲]")
            .replace("{ id: process, name", "{ id: proces, name")
            .replace("description: 由哪里办理。, ", "")
            .replace("    value: 线上", "    values: 线上");
        let expected = [
            (UnknownKey, "titel"),
            (MissingKey, "titel: 数字技能培训政策"),
            (WrongType, "[]"),
            (UnknownKey, "sumary"),
            (BadDate, "2024-3-1"),
            (UnknownKey, "nmae"),
            (WrongType, "[]"),
            (DuplicateKey, "address"),
            (WrongType, "[甲]"),
            (UnknownWord, "proces"),
            (MissingKey, "{ id: offices, name: 到哪里办, keywords: [经办], type: 办事服务 }"),
            (UnknownKey, "values"),
        ];
        let told = record::<Settings>(FileId(0), &wrong).unwrap_err();
        let mut told: Vec<_> = told.into_iter().map(|told| (told.code, told.span.unwrap().range())).collect();
        told.sort_by_key(|(code, range)| (range.start, *code));
        let told: Vec<_> = told.into_iter().map(|(code, range)| (code, &wrong[range])).collect();
        assert_eq!(told, expected);
    }
}
