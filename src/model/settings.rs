//! `site.yaml`: what the site is, whose it is, and the vocabularies that its records use.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::Vocabulary;
use super::kind::{ColumnId, Printed};
use super::translation::{self, SiteTranslation};
use crate::syntax::value::{At, Date, Id, Known, Ref, Sources};

/// The settings of a site. 网站的设置。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the site. 网站的名称。
    pub title: String,
    /// One sentence that says what it is. 一句话说明网站做什么。
    pub summary: String,
    /// Who publishes it. 主办单位。
    pub owner: String,
    /// Address with its base path, ending in `/`; absent or `unpublished` until it is known.
    /// 网站发布以后的网址，以 / 结尾，如 `https://www.example.com/ztzl/`；还不知道的写 `unpublished`。
    #[serde(default)]
    pub base_url: Option<At<Known<String>>>,
    /// Language of the readers' texts: `zh-CN` or `en`. 网页的语言：`zh`-CN（中文）或 `en`（英文）；不写就是中文。
    #[serde(default = "chinese")]
    pub language: String,
    /// Time zone in which the site's day begins. 时区；不写就是 Asia/Shanghai（北京时间）。
    #[serde(default = "shanghai")]
    pub time_zone: At<String>,
    /// The day that counts as today; the command line's `--as-of` goes before it. 把哪一天当作“今天”，如 2026-11-22；不写就是当天。
    pub as_of: Option<At<Date>>,
    /// Whom readers ask. 读者向谁咨询。只写办公电话，不写手机号。
    pub contact: Contact,
    /// Numbers that identify a government site. 政府网站的标识。
    #[serde(default)]
    pub identity: Identity,
    /// Marks that the office may show in the foot of every page: 党政机关, 政府网站找错. 页脚的标识，如“党政机关”“政府网站找错”；有了才写。
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// What the foot of every page has of the site's own. 页脚里自己的链接；不需要就不写。
    #[serde(default)]
    pub footer: Footer,
    /// The picture before the name of the site in the head of every page; without it, the icon of the theme stands there.
    /// 页头里网站名称前面的标志，放在 static 文件夹里，如 static/logo.png；不写就用主题的小图标。
    pub logo: Option<At<String>>,
    /// The picture of cards, as WeChat shows them of a link: PNG or JPEG, at least 300 pixels wide and high; a record may have
    /// its own. 分享到微信时卡片上的图片：PNG 或 JPEG，长宽都不小于300像素，如 static/card.png；一条内容可以另写自己的。
    pub picture: Option<At<String>>,
    /// The columns in the order of the navigation. 栏目，按导航的次序，每个栏目一项。
    pub columns: Vec<Column>,
    /// Certificate levels, lowest first; at most 50. 等级，从低到高，最多 50 项；没有的写 `[]`，或者不写。
    #[serde(default)]
    pub levels: Vec<Word>,
    /// Kinds of certificate; at most 200. 证书的种类，最多 200 项；没有就不写。
    #[serde(default)]
    pub certificates: Vec<Word>,
    /// Kinds of employer that offices tell apart; at most 50. 单位的类别，最多 50 项；没有就不写。
    #[serde(default)]
    pub employers: Vec<Word>,
    /// Districts; at most 500. 区（市），最多 500 项；没有就不写。
    #[serde(default)]
    pub districts: Vec<Word>,
    /// What Markdown may hold. 正文里可以写什么。
    #[serde(default)]
    pub markdown: MarkdownSettings,
    /// Rows of a policy's table of particulars, in order. 政策页元数据表里有哪些行，按什么次序；不写就用常用的九行。
    #[serde(default = "particulars")]
    pub particulars: Vec<Particular>,
    /// Facts that the home page shows beside the title. 首页的要点，每条一项，各有依据。
    #[serde(default)]
    pub highlights: Vec<Highlight>,
    /// What readers ask first, which the home page answers in a line each. 首页先回答的几件事，每件一行，答案取自常见问题的 summary。
    #[serde(default)]
    pub essentials: Vec<Essential>,
    /// `true` has browsers keep copies of pages for readers without a network, over HTTPS; `false` takes them away again
    /// where there was `true` before. 断网时能不能看：`true` 让浏览器存下看过的网页和最要紧的几页，要有 https 的网址；以前写过
    /// `true`、现在不要了的，写 `false`，读者的浏览器就会删掉。没有用过的不写。
    pub offline: Option<bool>,
    /// Other languages in which a page says what matters most. 用其他语言做一页要点，每种语言一项；不需要就不写。
    #[serde(default)]
    pub translations: Vec<SiteTranslation>,
    /// Documents to print. 哪些栏目做打印稿和海报。
    #[serde(default)]
    pub print: Print,
    /// Files that are published in spite of what the check of published files says. 发布前检查的例外，每个文件一项，都要写明理由。
    #[serde(default)]
    pub data_exceptions: Vec<DataException>,
}

impl Settings {
    /// The settings of a site whose `site.yaml` could not be read.
    pub fn unread() -> Self {
        Self { language: chinese(), time_zone: shanghai(), ..Self::default() }
    }

    /// The translations that have a page, by their places: those into other languages than the site's, each once.
    pub fn translated(&self) -> Vec<usize> {
        translation::used(&self.language, &self.translations)
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

/// Documents to print, as PDF. Blank forms are always printed. 打印稿和海报。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Print {
    /// Collections whose records are documents to print: texts as print-outs, the others as posters.
    /// 为哪些栏目做 PDF：`policies`、`interpretations` 是打印稿，`notices`、`checks` 是海报。
    pub collections: Vec<Printed>,
    /// Font files of the site, for those that own the official ones. 自备的字体；没有就不写，用自带的字体。
    pub fonts: PrintFonts,
}

/// Font files, by their paths in the content folder; they are not published. What is not given is printed in the fonts
/// of the theme. 自备的字体：内容文件夹里的文件，不会发布。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PrintFonts {
    /// The title. 标题的字体（小标宋）。
    pub title: Option<At<String>>,
    /// Headings of the first level. 一级标题的字体（黑体）。
    pub heading: Option<At<String>>,
    /// Headings of the second level. 二级标题的字体（楷体）。
    pub subheading: Option<At<String>>,
    /// The text. 正文的字体（仿宋）。
    pub body: Option<At<String>>,
    /// Page numbers and tables. 页码和表格的字体（宋体）。
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

/// A file that is published although it looks as if it held data of persons, cannot be looked into, or is of a kind
/// that never belongs on a server. 发布前检查的一个例外。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataException {
    /// Its path in the content folder. 文件，如 `static/list.pdf`。
    pub file: At<String>,
    /// Why it may be published. 为什么可以公开。
    pub reason: At<String>,
}

/// A row of a policy's table of particulars. 政策元数据表的一行。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Particular {
    /// Index number. 索引号。
    IndexNumber,
    /// Subject. 主题分类。
    Subject,
    /// Issuer. 发文机关。
    Issuer,
    /// The day on which it was made. 成文日期。
    MadeOn,
    /// Title. 标题。
    Title,
    /// Document number. 发文字号。
    DocumentNumber,
    /// The day on which it was published. 发布日期。
    PublishedOn,
    /// Whether it is in force. 有效性。
    Validity,
    /// Key words. 主题词。
    Keywords,
    /// Addressee. 主送机关。
    Addressee,
}

/// A fact that the home page shows. 首页的一条要点。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// What it is. 要点的名称。
    pub label: String,
    /// Its value. 要点的内容。
    pub value: String,
    /// Its source. 依据：政策编号加条款，如 `plan#二（一）`；要核对原文的写 `clause` 和 `quote`，站外文件写 `document` 等，可以有几条。
    pub source: Sources,
}

/// What the home page answers in a line: the summary of a question. 首页先回答的一件事。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Essential {
    /// What is asked, in a few characters. 几个字，如“多少钱”。
    pub label: String,
    /// Id of the question whose summary answers it. 哪一个常见问题，写它的编号。
    pub question: Ref,
}

/// Whom to ask. 联系方式。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Office or section. 科室的名称。
    pub name: Option<String>,
    /// Telephone. 办公电话，加引号，如 `"0632-3314140"`；没有公布的写 `unpublished`。
    pub phone: Option<Known<String>>,
    /// Mail address. 邮箱。
    pub email: Option<Known<String>>,
    /// Postal address. 地址。
    pub address: Option<Known<String>>,
    /// Where this is said. 依据：这些联系方式出自哪里。
    pub source: Option<Sources>,
}

/// The numbers of a government site; what is absent is shown as missing. 政府网站的标识；没有的，网页会写明。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The identification code of the site. 网站标识码，加引号；没有的写 `unpublished`。
    #[serde(default)]
    pub site_code: At<Known<String>>,
    /// The ICP record number. 备案号（ICP）；没有的写 `unpublished`。
    #[serde(default)]
    pub icp: At<Known<String>>,
    /// The public-security record number. 公安备案号；没有的写 `unpublished`。
    #[serde(default)]
    pub police: At<Known<String>>,
}

/// A mark in the foot of every page. 页脚的标识。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// What it says, for those who do not see it. 标识上的字，如“政府网站找错”。
    pub text: At<String>,
    /// Its picture, a file of the content folder: `static/found.png`. 标识的图片，放在 static 文件夹里，如 static/found.png。
    pub picture: At<String>,
    /// Where it leads, with `https://`. 点了到哪里去，写完整的网址。
    pub address: At<String>,
}

/// What the foot of every page has of the site's own. 页脚里自己的内容。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Footer {
    /// Links, before those to the pages of the site. 链接，每个一项，排在本站网页的前面。
    pub links: Vec<FootLink>,
}

/// A link in the foot of every page. 页脚的一个链接。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FootLink {
    /// Its words. 链接的文字，如“市人社局网站”。
    pub text: At<String>,
    /// Where it leads, as in Markdown: a web address, a record or a file. 点了到哪里去，和正文里的链接一样写：完整的网址、`policy:plan`、
    /// `static/list.pdf`。
    pub address: At<String>,
}

/// A column of the site. 栏目。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What it holds. 收录哪一类内容，如 `policies`；可以写的见下面的列表。
    pub id: At<ColumnId>,
    /// Its name. 栏目的名称。
    pub name: String,
    /// What it is for. 栏目的说明。
    pub description: String,
    /// Key words. 栏目的关键词，写成列表。
    pub keywords: Vec<String>,
    /// For whom it is, which groups the navigation; without it, as usual for what it holds. 给谁看的，导航按它分组：
    /// `individuals`（个人）、`employers`（单位）、`everyone`（不分）；不写就按栏目收录的内容定。
    pub audience: Option<Audience>,
    /// The type in the guideline for government sites (政策文件, 政策解读, 办事服务, …). 栏目的类别，照政府网站的规范写，如政策文件、政策解读、办事服务。
    #[serde(rename = "type")]
    pub column_type: String,
}

/// For whom a column is. 栏目给谁看。
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Individuals. 个人。
    Individuals,
    /// Everyone who wants to read what is said. 不分个人和单位。
    Everyone,
    /// Employers and offices. 单位。
    Employers,
}

impl Audience {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 3] = [Self::Individuals, Self::Everyone, Self::Employers];

    /// For whom a column usually is.
    fn usual(column: ColumnId) -> Self {
        match column {
            ColumnId::Policies | ColumnId::Interpretations | ColumnId::Glossary => Self::Everyone,
            ColumnId::Forms => Self::Employers,
            _ => Self::Individuals,
        }
    }
}

impl Column {
    /// For whom it is.
    pub fn audience(&self) -> Audience {
        self.audience.unwrap_or(Audience::usual(self.id.value))
    }
}

/// An entry of a vocabulary. 词表的一项。
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Its id. 编号，在别的文件里用。
    pub id: At<Id>,
    /// What readers see. 读者看到的名称。
    pub name: String,
    /// An official code, such as that of a division. 官方的代码，如行政区划代码；没有就不写。
    pub code: Option<String>,
}

/// What Markdown may hold. 正文里可以写什么。
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkdownSettings {
    /// Whether HTML is let in; it is sanitised then. 能不能写 HTML：`true` 或 `false`；写了的也要先去掉可能有害的部分。
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
    fn each_key_of_a_record_and_each_item_of_its_lists_is_reported_of() {
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
        let reported = record::<Settings>(FileId(0), &wrong).unwrap_err();
        let mut reported: Vec<_> =
            reported.into_iter().map(|reported| (reported.code, reported.span.unwrap().range())).collect();
        reported.sort_by_key(|(code, range)| (range.start, *code));
        let reported: Vec<_> = reported.into_iter().map(|(code, range)| (code, &wrong[range])).collect();
        assert_eq!(reported, expected);
    }
}
