//! Repetitive content of any size: one construct, again and again.

/// A site that is the base site but for these files.
pub type Files = Vec<(String, String)>;

/// Something that is repeated.
pub struct Shape {
    pub name: String,
    make: Box<dyn Fn(usize) -> Files>,
}

impl Shape {
    fn new(name: impl Into<String>, make: impl Fn(usize) -> Files + 'static) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    /// The files of this shape with some `size` bytes of repetitions.
    pub fn files(&self, size: usize) -> Files {
        (self.make)(size)
    }
}

/// Repeats `unit` up to a size; `{}` in it is the number of the repetition.
fn repeated(unit: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + unit.len());
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&unit.replace("{}", &number.to_string()));
    }
    text
}

/// One file in which `unit` is repeated between a head and a tail.
fn one(path: &str, head: &str, unit: &str, tail: &str) -> impl Fn(usize) -> Files + use<> {
    let (path, head, unit, tail) = (path.to_owned(), head.to_owned(), unit.to_owned(), tail.to_owned());
    move |size| vec![(path.clone(), [&*head, &repeated(&unit, size), &*tail].concat())]
}

/// Two files, with `units` repeated up to half the size in each.
fn two(files: [(&str, &str, &str); 2]) -> impl Fn(usize) -> Files + use<> {
    let files = files.map(|(path, head, unit)| (path.to_owned(), head.to_owned(), unit.to_owned()));
    move |size| {
        let file =
            |(path, head, unit): &(String, String, String)| (path.clone(), head.clone() + &repeated(unit, size / 2));
        files.iter().map(file).collect()
    }
}

/// A chain of policies of two clauses, and terms that cite the second clause of each, with a further part.
fn cited(name: &str, link: &str, part: &str) -> Shape {
    let policy = format!("{}{link}---\n\n一、甲\n\n二、乙\n", POLICY.trim_end().trim_end_matches("---"));
    let policies = many("policies/p{}.md", &policy);
    let unit = format!("- {{ id: t{{}}, name: 词, definition: 词。, source: 'p{{}}#二{part}' }}\n");
    let terms = one("terms.yaml", TERM, &unit, "");
    // As many terms as policies.
    let share = move |size: usize| size * policy.len() / (policy.len() + unit.len());
    Shape::new(name, move |size| [policies(share(size)), terms(size - share(size))].concat())
}

/// The number of the first of many files: the numbers of all have as many digits, and so have their addresses, whose QR
/// codes cost more the more of their signs differ.
const FIRST: usize = 10_000;

/// Files named by their numbers, up to a size in all.
fn many(path: &str, text: &str) -> impl Fn(usize) -> Files + use<> {
    let (path, text) = (path.to_owned(), text.to_owned());
    move |size| {
        // Names of files are content, too: each is read, kept and written.
        let numbers = FIRST..FIRST + size / (path.len() + text.len()) + 1;
        let fill = |part: &str, number: usize| {
            part.replace("{}", &number.to_string()).replace("{next}", &(number + 1).to_string())
        };
        numbers.map(|number| (fill(&path, number), fill(&text, number))).collect()
    }
}

const PAGE: &str = "---\ntitle: 页\nsummary: 页。\n---\n\n";
const POLICY: &str = "---\ntitle: 文\nissuer: 局\ndocument_number: 〔2023〕1号\nvalidity: in-force\n---\n\n";
const TERM: &str = "- id: certificate\n  name: 证\n  definition: 证。\n  source: plan-2023#二（一）\n";

/// What stands in a Markdown text again and again.
const MARKDOWN: &[(&str, &str)] = &[
    ("paragraphs", "甲乙丙。\n\n"),
    ("lines", "甲乙丙\n"),
    ("one line", "甲乙丙"),
    ("letters", "a"),
    ("spaces", " "),
    ("line feeds", "\n"),
    ("headings", "# 甲{}\n\n"),
    ("equal headings", "# 甲\n\n"),
    ("headings with links", "# a{} [甲](#a{}-甲)\n\n"),
    ("underlined headings", "甲{}\n===\n\n"),
    ("heading attributes", "# 甲 {#i{}}\n\n"),
    ("links to records", "[甲](policy:plan-2023) "),
    ("links to files", "[甲](../interpretations/overview.md)\n"),
    ("links to clauses", "[甲](policy:plan-2023#一)\n"),
    ("pinned links", "[甲](policy:plan-2023#一 \"线上和线下\")\n"),
    ("wrong pinned links", "[甲](policy:plan-2023#一 \"线{}上\")\n"),
    ("links with titles", "[《甲》《乙〈丙〉》某字〔2023〕1号](policy:plan-2023#一)\n"),
    ("rows that spaces part", "甲 500元\n"),
    ("links to wrong clauses", "[甲](policy:plan-2023#九（{}）)\n"),
    ("links to wrong records", "[甲](policy:plan-{})\n"),
    ("links to wrong anchors", "[甲](#a{})\n"),
    ("links to wrong anchors of others", "[甲](../interpretations/overview.md#a{})\n"),
    ("links to wrong files", "[甲](a{}.md)\n"),
    ("links to wrong kinds", "[甲](foo{}:a)\n"),
    ("outside links", "[甲](https://www.example.gov.cn/{})\n"),
    ("insecure links", "[甲](http://www.example.gov.cn/{})\n"),
    ("links by name", "[甲][r{}]\n\n[r{}]: https://www.example.gov.cn/{}\n\n"),
    ("definitions", "[r{}]: https://www.example.gov.cn/{}\n"),
    ("undefined names", "[甲][r{}] "),
    ("addresses", "<https://www.example.gov.cn/{}> "),
    ("literal links", "[甲](a b{}.md)\n"),
    ("images", "![甲](</images/流程 图.png>)\n"),
    ("images in a row", "![甲](</images/流程 图.png>) "),
    ("images without words", "![](</images/流程 图.png>)\n"),
    ("missing images", "![甲](/images/{}.png)\n"),
    ("outside images", "![甲](https://www.example.gov.cn/{}.png)\n"),
    ("footnotes", "甲[^n{}]\n\n[^n{}]: 乙\n\n"),
    ("references to one footnote", "甲[^a] "),
    ("undefined footnotes", "甲[^n{}] "),
    ("footnotes in lists", "- 甲[^n{}]\n\n  [^n{}]: 乙\n\n"),
    ("emphasis", "*甲* "),
    ("strong", "**甲**乙"),
    ("strong at punctuation", "甲**“乙”**丙"),
    ("open emphasis", "*甲 "),
    ("open strong", "**甲 "),
    ("open underscores", "_甲 "),
    ("stars", "*"),
    ("stars and letters", "*a"),
    ("deletions", "~~甲~~ "),
    ("open deletions", "~~甲 "),
    ("code", "`甲` "),
    ("open code", "`甲 ``乙 "),
    ("opening brackets", "["),
    ("image brackets", "!["),
    ("opening links", "[甲]("),
    ("closing brackets", "]"),
    ("bracket pairs", "[]"),
    ("entities", "&amp; "),
    ("ampersands", "&"),
    ("numeric entities", "&#20013; "),
    ("open numeric entities", "&#"),
    ("numeric entities without ends", "&#20013"),
    ("control characters", "&#1; "),
    ("escapes", "\\*"),
    ("backslashes", "\\"),
    ("list", "- 甲\n"),
    ("loose list", "- 甲\n\n"),
    ("numbered list", "{}. 甲\n"),
    ("lists of both sorts", "- 甲\n\n1. 乙\n\n"),
    ("nested lists", "- 甲\n  - 乙\n    - 丙\n"),
    ("deep lists", "- - - - - - - - 甲\n"),
    ("tasks", "- [ ] 甲\n- [x] 乙\n"),
    ("quotations", "> 甲\n\n"),
    ("one quotation", "> 甲\n"),
    ("alerts", "> [!NOTE]\n> 甲\n\n"),
    ("quotation marks", "> "),
    ("tables", "| 甲 | 乙 |\n| - | - |\n| 丙 | 丁 |\n\n"),
    ("grouped tables", "| 甲 | 乙 | |\n| - | - | - |\n| | 丙 | 丁 |\n\n"),
    ("pipes", "|"),
    ("fences", "```\n甲\n```\n\n"),
    ("open fences", "```\n甲\n"),
    ("indented code", "    甲\n"),
    ("definition list", "甲\n: 乙\n\n"),
    ("rules", "---\n\n"),
    ("hard breaks", "甲  \n乙\\\n"),
    ("breaks between links", "[](a)\n"),
    ("sentences", "培训{}采用线上方式，由大学承担；标准另行通知。"),
    ("numbers of persons", "13800138{}\n"),
    ("blocks of HTML", "<div>甲</div>\n\n"),
    ("comments", "<!-- 甲 -->\n\n"),
    ("comments in a line", "甲<!-- 乙 -->"),
    ("open comments", "<!--"),
    ("instructions", "<?"),
    ("declarations", "<!A"),
    ("character data", "<![CDATA["),
    ("tags", "<b>甲</b> "),
    ("tags on lines", "<b>\n"),
    ("open tags", "<b>"),
    ("unfinished tags", "<b "),
    ("less-than signs", "< "),
    ("anchors in HTML", "<a id=a{}>甲</a>\n"),
    ("links in HTML", "<a href=\"policy:plan-2023\">甲</a>\n"),
    ("closing tags", "</b>"),
];

/// What stands in a policy again and again.
const CLAUSES: &[(&str, &str)] = &[
    ("terms of validity", "有效期至2020年1月1日"),
    ("words of validity", "有效期"),
    ("terms of years", "自印发之日起施行，有效期自"),
    ("clauses", "{}. 甲乙。\n\n"),
    ("equal clauses", "一、甲\n\n"),
    ("clauses in clauses", "{}.甲\n\n（1）乙\n\n"),
    ("clauses of two sorts", "一、甲\n\n（一）乙\n\n"),
    ("clauses as headings", "## {}.甲\n\n乙\n\n"),
    ("items as clauses", "{}. 甲\n"),
    ("clauses in items", "- （一）甲\n- （二）乙\n"),
    ("attachments", "附件{}\n\n甲\n\n"),
    ("mixed brackets", "（一）甲\n\n(二)乙\n\n"),
    ("links to own clauses", "1.甲[乙](#1)\n\n"),
    ("footnotes of clauses", "{}. 甲[^n{}]\n\n[^n{}]: 乙\n\n"),
    ("articles", "第{}条　甲。\n\n（一）乙；\n\n丙。\n\n"),
    ("equal articles", "第一条　甲。\n\n"),
    ("articles without a space", "第{}条甲。\n"),
    ("divisions", "第{}章　甲\n\n第一节　乙\n\n"),
    ("divisions with articles of their own", "第{}章　甲\n\n第一条　乙。\n\n"),
    ("dotted numbers", "1.{} 甲\n\n"),
    ("dotted numbers in each other", "1.{} 甲\n\n1.{}.1.1.1.1.1 乙\n\n"),
    ("bare numbers", "{} 甲\n\n"),
    ("numbers that are too large", "第99999{}条　甲。\n\n"),
    ("numbers with slips", "{} 、甲\n\n"),
    ("doubtful numbers", "三、四级。\n\n"),
    ("references", "（一）（二）项人员。\n\n"),
    ("doubtful numbers and clauses", "{}、甲\n\n一、二等奖。\n\n"),
    ("numbers that are said to be text", "\\三、四级。\n\n"),
    ("numbers that are said to be clauses", "\\条{}、甲。\n\n"),
    ("numbers within a paragraph", "1.甲 2.乙 3.丙\n\n4.丁\n\n"),
    ("tables of contents", "目录\n\n第一章　甲\n\n"),
    ("tables of contents without a text", "目录\n\n"),
    ("quoted articles", "一、修改为：\n\n“第三条　甲。\n\n"),
    ("quoted articles that end", "一、修改为：“第三条　甲。\n\n第四条　乙。”\n\n"),
    ("lists of attachments", "附件：1．甲\n\n2．乙\n\n"),
    ("attachments with titles", "附件{} 甲\n\n"),
    ("equal titles of attachments", "附件1 甲\n\n"),
    ("signatures", "某市某局\n\n2026年1月1日\n\n"),
    ("names of offices", "某市某局\n\n"),
    ("days that are not filled in", "2026年3月　日"),
    ("carried documents", "某市办法\n\n第一条　甲。\n\n第二条　乙。\n\n"),
    ("notices that are carried", "某市方案\n\n一、甲\n\n二、乙\n\n"),
    ("articles in tables", "| 甲 | 乙 |\n| - | - |\n| 第{}条　丙 | 丁 |\n\n"),
];

/// Markup that is none, and what was never filled in: what stands before it, the repetition, what stands behind.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("titles in a link", "[", "《甲》", "](policy:plan-2023)"),
    ("wide brackets", "", "【甲】（https://www.example.gov.cn/{}） ", ""),
    ("wide brackets on lines", "", "[甲]（https://www.example.gov.cn/{}）\n", ""),
    ("open wide brackets", "", "【", "】"),
    ("open wide brackets with a request", "", "【待填", "】"),
    ("closing wide brackets", "", "】（", ""),
    ("empty wide brackets", "", "【】", ""),
    ("open links with an address", "", "[甲](https://www.example.gov.cn/{}\n", ""),
    ("open names of footnotes", "", "[^", "]"),
    ("names of footnotes in a line", "", "[^n{}]: ", "\n"),
    ("wide bars", "", "｜甲｜乙｜\n", ""),
    ("rows without a rule", "", "| 甲 | 乙 |\n", ""),
    ("rows with dashes", "", "| 甲 | 乙 |\n| —— | —— |\n\n", ""),
    ("rows with more cells", "| 甲 | 乙 |\n| - | - |\n", "| 丙 | 丁 | 戊 |\n", ""),
    ("cells in a row", "| 甲 | 乙 |\n| - | - |\n", "| 丙 ", "|\n"),
    ("cells of a heading", "", "| 甲 ", "|\n| - |\n"),
    ("escaped bars", "| 甲 | 乙 |\n| - | - |\n", "\\|", "|\n"),
    ("tabs in lines", "", "甲\t乙\n", ""),
    ("tabs in a line", "", "甲\t", ""),
    ("headings without a space", "", "##甲{}\n", ""),
    ("headings with a wide sign", "", "＃甲{}\n", ""),
    ("hashes behind a heading", "# 甲 ", "#", "\n"),
    ("hashes", "", "#", "\n"),
    ("braces", "", "# 甲 {.a}\n", ""),
    ("open braces", "# 甲 ", "{", "}\n"),
    ("crosses", "", "第XX条 ", ""),
    ("blanks before units", "", "每人____元。", ""),
    ("one blank", "每人", "_", "元。"),
    ("what is open", "", "待定。", ""),
    ("hidden characters", "", "甲\u{200B}", ""),
    ("hidden characters in a row", "甲", "\u{200B}", "乙"),
    ("indented lines", "", "\u{3000}\u{3000}甲。\n", ""),
    ("lines indented by references", "", "&emsp;&emsp;甲。\n", ""),
    ("one indentation of references", "", "&emsp;", "甲\n"),
    ("one indentation", "", "\u{3000}", "甲\n"),
    ("numbers on lines", "", "{}、甲。\n", ""),
    ("ordered lists with other brackets", "", "{}) 甲\n", ""),
    ("lines of HTML", "", "<div>\n甲\n", ""),
    ("comments that go on", "", "甲 <!-- 乙\n丙 -->\n", ""),
    ("breaks", "", "甲\\\n", ""),
    ("masks of names", "", "张** 和李** ", ""),
    ("masks of numbers", "", "138****5678、", ""),
    ("masks behind brackets", "", "**（甲）、**（乙）", ""),
    ("stars in threes", "", "***甲***乙", ""),
    ("backticks", "", "`", ""),
    ("backslashes before backticks", "", "\\`", ""),
];

/// Files of YAML in which something is repeated: their path, what stands before, the repetition.
const RECORDS: &[(&str, &str, &str, &str)] = &[
    ("fields", "fields.yaml", "", "- { id: f{}, name: 域, summary: 域。, occupation: 员, source: plan-2023#一 }\n"),
    (
        "institutions",
        "institutions.yaml",
        "",
        "- { id: i{}, name: 校, role: training, summary: 训。, as_of: 2024-02-01, source: plan-2023#一 }\n",
    ),
    (
        "offices",
        "offices.yaml",
        "",
        "- { id: o{}, name: 科, employers: [city], duties: [{ text: 收, source: plan-2023#一 }], contact: unpublished, source: plan-2023#一 }\n",
    ),
    (
        "steps",
        "steps.yaml",
        "",
        "- { id: s{}, name: 报, stage: 报, actors: [各], text: 报。, clock: none-stated, source: plan-2023#一 }\n",
    ),
    ("terms", "terms.yaml", TERM, "- { id: t{}, name: 词{}, definition: 词。, source: plan-2023#一 }\n"),
    (
        "benefits",
        "benefits.yaml",
        "",
        "- { id: b{}, name: 贴, summary: 贴。, who: 人。, decided_by: unpublished, how_to_claim: unpublished, source: plan-2023#一 }\n",
    ),
    ("facts", "facts.yaml", "", "- { id: f{}, name: 岗, question: 在岗吗？, type: boolean }\n"),
    (
        "forms",
        "forms.yaml",
        "",
        "- { id: f{}, title: 表{}, summary: 表。, filled_by: 各, due_text: 末, sent_to: 科, columns: [{ title: 名, kind: name }], rows: [{ spare: 2 }], source: plan-2023#一 }\n",
    ),
    ("equal records", "terms.yaml", TERM, "- { id: t, name: 词, definition: 词。, source: plan-2023#一 }\n"),
    ("records without an id", "terms.yaml", TERM, "- { name: 词, definition: 词。, source: plan-2023#一 }\n"),
    ("wrong keys", "terms.yaml", TERM, "- id: t{}\n  nmae: 词\n  definition: 词。\n  source: plan-2023#一\n"),
    ("missing keys", "terms.yaml", TERM, "- id: t{}\n  name: 词\n"),
    ("wrong types", "terms.yaml", TERM, "- id: t{}\n  name: [词]\n  definition: 词。\n  source: plan-2023#一\n"),
    ("wrong ids", "terms.yaml", TERM, "- id: T{}\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n"),
    (
        "wrong dates",
        "institutions.yaml",
        "",
        "- id: i{}\n  name: 校\n  role: training\n  summary: 训。\n  as_of: 2024-2-1\n  source: plan-2023#一\n",
    ),
    (
        "keys said twice",
        "terms.yaml",
        TERM,
        "- id: t{}\n  name: 词\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n",
    ),
    (
        "escaped control characters",
        "terms.yaml",
        TERM,
        "- id: t{}\n  name: \"\\u0001\"\n  definition: 词。\n  source: plan-2023#一\n",
    ),
    ("tabs", "terms.yaml", TERM, "- id: t{}\n\tname: 词\n"),
    ("open quotes", "terms.yaml", TERM, "- id: t{}\n  name: \"词\n"),
    ("comments", "terms.yaml", TERM, "# 甲\n"),
    ("empty lines", "terms.yaml", TERM, "\n"),
    ("documents", "terms.yaml", TERM, "---\n"),
    ("tags", "terms.yaml", TERM, "- { id: t{}, name: !!str 词, definition: !!str 词。, source: !!str plan-2023#一 }\n"),
    (
        "repeated values",
        "terms.yaml",
        "- { id: t, name: &a 词, definition: 词。, source: plan-2023#一 }\n",
        "- { id: t{}, name: *a, definition: *a, source: plan-2023#一 }\n",
    ),
    ("kept values", "terms.yaml", TERM, "- { id: t{}, name: &a{} 词, definition: *a{}, source: plan-2023#一 }\n"),
    (
        "merged keys",
        "terms.yaml",
        "- &a { id: t, name: 词, definition: 词。, source: plan-2023#一 }\n",
        "- { <<: *a, id: t{} }\n",
    ),
    ("opening brackets", "terms.yaml", TERM, "["),
    ("opening braces", "terms.yaml", TERM, "{"),
    ("dashes", "terms.yaml", TERM, "- "),
    ("colons", "terms.yaml", TERM, "a: "),
    ("question marks", "terms.yaml", TERM, "? "),
    ("block text", "terms.yaml", "- id: t\n  name: 词\n  source: plan-2023#一\n  definition: |\n", "    甲乙\n"),
    ("folded text", "terms.yaml", "- id: t\n  name: 词\n  source: plan-2023#一\n  definition: >\n", "    甲乙\n"),
    ("plain text on lines", "terms.yaml", "- id: t\n  name: 词\n  source: plan-2023#一\n  definition:\n", "    甲乙\n"),
    (
        "numbers of persons",
        "terms.yaml",
        "- id: t\n  name: 词\n  source: plan-2023#一\n  definition: >\n",
        "    13800138{}\n",
    ),
    ("numbers in comments", "terms.yaml", TERM, "# 13800138{}\n"),
    ("sources", "terms.yaml", "- id: t\n  name: 词\n  definition: 词。\n  source:\n", "    - plan-2023#二（一）\n"),
    (
        "pinned sources",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source:\n",
        "    - { clause: plan-2023#一, quote: 线上和线下 }\n",
    ),
    (
        "wrong quotes",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source:\n",
        "    - { clause: plan-2023#一, quote: 线{}上 }\n",
    ),
    (
        "wrong clauses",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source:\n",
        "    - plan-2023#九（{}）\n",
    ),
    (
        "wrong pinned clauses",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source:\n",
        "    - { clause: plan-2023#九（{}）, quote: 线上 }\n",
    ),
    ("wrong sources", "terms.yaml", "- id: t\n  name: 词\n  definition: 词。\n  source:\n", "    - plan-{}#一\n"),
    ("bad sources", "terms.yaml", "- id: t\n  name: 词\n  definition: 词。\n  source:\n", "    - 甲{}\n"),
    (
        "outside sources",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source:\n",
        "    - { document: 甲, url: 'https://www.example.gov.cn/{}', checked_on: 2024-01-01 }\n",
    ),
    (
        "aliases",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n  aliases:\n",
        "    - 词{}\n",
    ),
    (
        "values that are cut",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n  aliases:\n",
        "    - 词 #{}\n",
    ),
    (
        "lists with wide commas",
        "terms.yaml",
        TERM,
        "- { id: t{}, name: 词, definition: 词。, source: plan-2023#一, aliases: [甲，乙] }\n",
    ),
    (
        "wide commas in one list",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n  aliases: [",
        "甲，",
    ),
    (
        "brackets in one line",
        "terms.yaml",
        "- id: t\n  name: 词\n  definition: 词。\n  source: plan-2023#一\n  aliases: [",
        "[甲，乙], ",
    ),
    ("empty names", "terms.yaml", TERM, "- id: t{}\n  name: \"\"\n  definition: 词。\n  source: plan-2023#一\n"),
    ("hidden characters in keys", "terms.yaml", TERM, "- id: t{}\n  na\u{200B}me: 词\n"),
    ("dashes in a telephone number", "offices.yaml", "- id: city-office\n  phone: 0632", "－"),
    (
        "signs of comments in a value",
        "terms.yaml",
        "- id: t\n  definition: 词。\n  source: plan-2023#一\n  name: 词",
        " #甲",
    ),
    (
        "wrong words",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  levels:\n",
        "    - l{}\n",
    ),
    (
        "words",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  levels:\n",
        "    - junior\n",
    ),
    (
        "references",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  offices:\n",
        "    - city-office\n",
    ),
    (
        "wrong references",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  offices:\n",
        "    - o{}\n",
    ),
    (
        "exceptions",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  exceptions:\n",
        "    - 甲{}\n",
    ),
    (
        "texts by level",
        "benefits.yaml",
        "- id: b\n  name: 贴\n  summary: 贴。\n  who: 人。\n  decided_by: unpublished\n  how_to_claim: unpublished\n  source: plan-2023#一\n  by_level:\n",
        "    - { level: junior, text: 甲{} }\n",
    ),
    (
        "duties",
        "offices.yaml",
        "- id: city-office\n  name: 科\n  contact: unpublished\n  source: plan-2023#一\n  duties:\n",
        "    - { text: 甲{}, source: plan-2023#一 }\n",
    ),
    (
        "codes",
        "fields.yaml",
        "- id: big-data\n  name: 域\n  summary: 域。\n  occupation: 员\n  source: plan-2023#一\n  codes:\n",
        "    - { system: 甲, code: '{}', source: plan-2023#一 }\n",
    ),
    (
        "directions",
        "fields.yaml",
        "- id: big-data\n  name: 域\n  summary: 域。\n  occupation: 员\n  source: plan-2023#一\n  directions:\n",
        "    - 甲{}\n",
    ),
    (
        "actors",
        "steps.yaml",
        "- id: s\n  name: 报\n  stage: 报\n  text: 报。\n  clock: none-stated\n  source: plan-2023#一\n  actors:\n",
        "    - 甲{}\n",
    ),
    (
        "fields of institutions",
        "institutions.yaml",
        "- id: university\n  name: 校\n  role: training\n  summary: 训。\n  as_of: 2024-02-01\n  source: plan-2023#一\n  fields:\n",
        "    - big-data\n",
    ),
    (
        "options",
        "facts.yaml",
        "- id: f\n  name: 岗\n  question: 岗？\n  type: enum\n  options:\n",
        "    - { id: o{}, name: 甲{} }\n",
    ),
    (
        "equal options",
        "facts.yaml",
        "- id: f\n  name: 岗\n  question: 岗？\n  type: enum\n  options:\n",
        "    - { id: o, name: 甲 }\n",
    ),
    (
        "columns of a form",
        "forms.yaml",
        "- id: progress\n  title: 表\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  rows: [{ spare: 2 }]\n  columns:\n",
        "    - { title: 甲{}, kind: count }\n",
    ),
    (
        "rows of a form",
        "forms.yaml",
        "- id: progress\n  title: 表\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  columns: [{ title: 甲, kind: name }]\n  rows:\n",
        "    - fixed: 甲{}\n",
    ),
    (
        "totals of a form",
        "forms.yaml",
        "- id: progress\n  title: 表\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  columns: [{ title: 甲, kind: name }]\n  rows:\n",
        "    - total: 甲{}\n",
    ),
    (
        "blanks of a form",
        "forms.yaml",
        "- id: progress\n  title: 表\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  columns: [{ title: 甲, kind: name }]\n  rows: [{ spare: 2 }]\n  header:\n",
        "    - { label: 甲{} }\n",
    ),
    (
        "a form of fields",
        "forms.yaml",
        "- id: progress\n  title: 表\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  columns: [{ title: 甲, kind: name }]\n  rows:\n",
        "    - fields: [big-data]\n",
    ),
    (
        "long title of a form",
        "forms.yaml",
        "- id: progress\n  summary: 表。\n  filled_by: 各\n  due_text: 末\n  sent_to: 科\n  source: plan-2023#一\n  columns: [{ title: 甲, kind: name }]\n  rows: [{ spare: 2 }]\n  title: ",
        "甲乙",
    ),
];

/// A list of `site.yaml`, which takes the place of the one in the base site.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("levels", "levels", "  - { id: l{}, name: 甲{} }\n"),
    ("equal levels", "levels", "  - { id: l, name: 甲 }\n"),
    ("certificates", "certificates", "  - { id: training{}, name: 甲{} }\n"),
    ("employers", "employers", "  - { id: e{}, name: 甲{} }\n"),
    ("districts", "districts", "  - { id: d{}, name: 甲{}, code: '{}' }\n"),
    ("highlights", "highlights", "  - { label: 甲{}, value: 乙, source: plan-2023#一 }\n"),
    (
        "highlights with wrong quotes",
        "highlights",
        "  - { label: 甲, value: 乙, source: { clause: plan-2023#一, quote: 线{}上 } }\n",
    ),
    ("equal columns", "columns", "  - { id: policies, name: 甲, description: 乙, keywords: [丙], type: 丁 }\n"),
    ("missing exceptions", "data_exceptions", "  - { file: static/{}.xlsx, reason: 甲 }\n"),
    ("idle exceptions", "data_exceptions", "  - { file: static/robots.txt, reason: 甲 }\n"),
    ("exceptions without a reason", "data_exceptions", "  - { file: static/robots.txt, reason: '' }\n"),
    ("particulars", "particulars", "  - index-number\n"),
];

/// A list of the check, with the head of the check before it and the rest behind.
const CHECKS: &[(&str, &str, &str, &str)] = &[
    (
        "questions",
        "  flow:\n",
        "    - { fact: f{} }\n",
        "  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n",
    ),
    (
        "equal questions",
        "  flow:\n",
        "    - { fact: f0 }\n",
        "  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n",
    ),
    (
        "conditional questions",
        "  flow:\n    - { fact: f0 }\n",
        "    - { fact: f{}, when: { fact: f0, is: true } }\n",
        "  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n",
    ),
    (
        "outcomes",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n",
        "        - { id: o{}, name: 甲, rule: { fact: f0, is: true } }\n",
        "",
    ),
    (
        "outcome groups",
        "  flow: [{ fact: f0 }]\n  groups:\n",
        "    - outcomes: [{ id: o{}, name: 甲, rule: { fact: f0, is: true } }]\n",
        "",
    ),
    (
        "conditions",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            all:\n",
        "              - { fact: f0, is: true }\n",
        "",
    ),
    (
        "wrong conditions",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            all:\n",
        "              - { fact: f{}, is: 甲 }\n",
        "",
    ),
    (
        "sources of conditions",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            all:\n",
        "              - { fact: f0, is: true, text: 甲{}, source: plan-2023#一 }\n",
        "",
    ),
    (
        "values",
        "  flow: [{ fact: g }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            fact: g\n            one_of:\n",
        "              - o{}\n",
        "",
    ),
    (
        "grants",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule: { fact: f0, is: true }\n          grants:\n",
        "            - subsidy\n",
        "",
    ),
    (
        "papers",
        "  flow: [{ fact: f0 }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            fact: f0\n            is: true\n            papers:\n",
        "              - 甲{}\n",
        "",
    ),
    (
        "personas",
        "  flow: [{ fact: f0 }]\n  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n  personas:\n",
        "    - { name: 甲{}, answers: { f0: true }, expect: { a: met } }\n",
        "",
    ),
    (
        "failing personas",
        "  flow: [{ fact: f0 }]\n  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n  personas:\n",
        "    - { name: 甲, answers: { f0: true }, expect: { a: unmet } }\n",
        "",
    ),
    (
        "wrong answers",
        "  flow: [{ fact: f0 }]\n  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n  personas:\n    - name: 甲\n      expect: { a: met }\n      answers:\n",
        "        g{}: true\n",
        "",
    ),
    (
        "wrong expectations",
        "  flow: [{ fact: f0 }]\n  groups: [{ outcomes: [{ id: a, name: 甲, rule: { fact: f0, is: true } }] }]\n  personas:\n    - name: 甲\n      answers: { f0: true }\n      expect:\n",
        "        b{}: met\n",
        "",
    ),
];

/// Front matter in which something is repeated: the file, what stands before it.
const FRONT: &[(&str, &str, &str, &str)] = &[
    ("keywords", "policies/a.md", "keywords:\n", "  - 甲{}\n"),
    ("basis", "policies/a.md", "basis:\n", "  - law-2022\n"),
    ("wrong basis", "policies/a.md", "basis:\n", "  - law-{}\n"),
    ("attachments in front matter", "policies/a.md", "attachments:\n", "  - { number: {}, title: 甲{} }\n"),
    ("equal attachments", "policies/a.md", "attachments:\n", "  - { number: 1, title: 甲, form: progress }\n"),
    ("originals", "policies/a.md", "attachments:\n", "  - { number: {}, title: 甲, original: /images/{}.png }\n"),
    ("notes", "policies/a.md", "notes:\n", "  - { clause: 一, text: 甲{} }\n"),
    ("wrong notes", "policies/a.md", "notes:\n", "  - { clause: 九（{}）, text: 甲 }\n"),
    ("unknown keys", "policies/a.md", "", "key{}: 甲\n"),
    ("long title", "policies/a.md", "short_title: ", "甲乙"),
];

/// Every shape.
pub fn shapes() -> Vec<Shape> {
    let mut all = Vec::new();
    for (name, unit) in MARKDOWN {
        all.push(Shape::new(format!("page: {name}"), one("pages/a.md", PAGE, unit, "\n")));
    }
    for (name, unit) in MARKDOWN.iter().chain(CLAUSES) {
        all.push(Shape::new(format!("policy: {name}"), one("policies/a.md", POLICY, unit, "\n")));
    }
    for (name, head, unit, tail) in SLIPS {
        for (kind, path, front) in [("page", "pages/a.md", PAGE), ("policy", "policies/a.md", POLICY)] {
            let head = [front, head].concat();
            all.push(Shape::new(format!("{kind}: {name}"), one(path, &head, unit, &format!("{tail}\n"))));
        }
    }
    all.extend(nested());
    for (name, path, head, unit) in RECORDS {
        all.push(Shape::new(format!("{path}: {name}"), one(path, head, unit, "\n")));
    }
    for (name, list, unit) in SETTINGS {
        all.push(Shape::new(format!("site.yaml: {name}"), settings(list, unit)));
    }
    for (name, head, unit, tail) in CHECKS {
        all.push(Shape::new(format!("checks.yaml: {name}"), check(head, unit, tail)));
    }
    for (name, path, head, unit) in FRONT {
        let start = POLICY.strip_suffix("---\n\n").unwrap().to_owned() + head;
        all.push(Shape::new(format!("front matter: {name}"), one(path, &start, unit, "\n---\n\n一、甲\n")));
    }
    let title = "---\nissuer: 局\ndocument_number: 〔2023〕1号\nvalidity: in-force\ntitle: ";
    all.push(Shape::new(
        "front matter: title",
        one("policies/a.md", title, "关于印发《方案》的通知", "\n---\n\n一、甲\n"),
    ));
    all.extend(pairs());
    all.push(checks_of_benefits());
    all.extend(theme());
    all.extend(folders());
    all
}

/// Openings of strong text, and as many ends behind them.
fn nested() -> impl Iterator<Item = Shape> {
    let texts = [
        ("strong in strong", "**甲 ", "乙** "),
        ("strong lists in brackets", "**（甲 ", "）、乙** "),
        ("masks in each other", "张** ", "李** "),
    ];
    let files = [("page", "pages/a.md", PAGE), ("policy", "policies/a.md", POLICY)];
    texts.into_iter().flat_map(move |(name, open, close)| {
        files.map(|(kind, path, front)| {
            let make = move |size: usize| {
                let text = [front, &repeated(open, size / 2), &repeated(close, size / 2), "\n"].concat();
                vec![(path.to_owned(), text)]
            };
            Shape::new(format!("{kind}: {name}"), make)
        })
    })
}

/// `site.yaml` with a list in which something is repeated.
fn settings(list: &str, unit: &str) -> impl Fn(usize) -> Files + use<> {
    let base = include_str!("../invalid/base/site.yaml");
    let mut rest = String::new();
    let mut inside = false;
    for line in base.split_inclusive('\n') {
        if !line.starts_with(' ') {
            inside = line.trim_end() == format!("{list}:");
        }
        if !inside {
            rest.push_str(line);
        }
    }
    one("site.yaml", &format!("{rest}{list}:\n"), unit, "")
}

/// The only check, and as many facts as it may ask for.
fn check(head: &str, unit: &str, tail: &str) -> impl Fn(usize) -> Files + use<> {
    let head = format!("- id: level\n  title: 查\n  summary: 查。\n  decided_by: 科\n  source: plan-2023#一\n{head}");
    let list = one("checks.yaml", &head, unit, tail);
    let fact = "- { id: f{}, name: 岗, question: 在岗吗？, type: boolean }\n";
    move |size| {
        let options = repeated("    - { id: o{}, name: 甲{} }\n", size);
        let several = format!(
            "- id: g\n  name: 系\n  question: 哪个？\n  type: enum\n  options:\n    - {{ id: z, name: 末 }}\n{options}"
        );
        let mut files = list(size);
        files.push(("facts.yaml".into(), repeated(fact, size) + &several));
        files
    }
}

/// Two lists that both grow, of which one refers to the other.
fn pairs() -> Vec<Shape> {
    let term = "- { id: t{}, name: 词, definition: 词。, source: ";
    let policy = "{}.培训甲乙{}采用线上，由大学承担丙丁{}。\n\n";
    vec![
        Shape::new(
            "sources of many clauses",
            two([("policies/a.md", POLICY, policy), ("terms.yaml", TERM, &format!("{term}a#{{}} }}\n"))]),
        ),
        Shape::new(
            "wrong clauses of many",
            two([("policies/a.md", POLICY, policy), ("terms.yaml", TERM, &format!("{term}a#9{{}} }}\n"))]),
        ),
        Shape::new(
            "quotes of many clauses",
            two([
                ("policies/a.md", POLICY, policy),
                ("terms.yaml", TERM, &format!("{term}{{ clause: 'a#{{}}', quote: 培训甲乙{{}} }} }}\n")),
            ]),
        ),
        Shape::new(
            "wrong quotes of many clauses",
            two([
                ("policies/a.md", POLICY, policy),
                ("terms.yaml", TERM, &format!("{term}{{ clause: 'a#{{}}', quote: 培训采{{}}用甲 }} }}\n")),
            ]),
        ),
        Shape::new(
            "quotes of one clause",
            two([
                ("policies/a.md", POLICY, "培训甲乙{}采用线上，由大学承担丙丁{}。\n\n"),
                ("terms.yaml", TERM, &format!("{term}{{ clause: 'a#引言', quote: 培训甲乙{{}}采用 }} }}\n")),
            ]),
        ),
        Shape::new(
            "wrong clauses with quotes",
            two([
                ("policies/a.md", POLICY, policy),
                ("terms.yaml", TERM, &format!("{term}{{ clause: 'a#9{{}}', quote: 培训甲乙{{}} }} }}\n")),
            ]),
        ),
        Shape::new(
            "renamed records",
            two([
                ("terms.yaml", TERM, "- { id: record-{}, name: 词, definition: 词。, source: plan-2023#一 }\n"),
                ("pages/a.md", PAGE, "[甲](term:rekord-{})\n"),
            ]),
        ),
        Shape::new(
            "links to many records",
            two([
                ("terms.yaml", TERM, "- { id: record-{}, name: 词, definition: 词。, source: plan-2023#一 }\n"),
                ("pages/a.md", PAGE, "[甲](term:record-{})\n"),
            ]),
        ),
        Shape::new(
            "links to broken records",
            two([
                ("terms.yaml", TERM, "- { id: record-{}, name: [词], definition: 词。, source: plan-2023#一 }\n"),
                ("pages/a.md", PAGE, "[甲](term:record-{})\n"),
            ]),
        ),
        Shape::new(
            "links to headings of another page",
            two([("pages/b.md", PAGE, "# a{}\n\n"), ("pages/a.md", PAGE, "[甲](b.md#a{})\n")]),
        ),
        Shape::new(
            "links to wrong headings of another page",
            two([("pages/b.md", PAGE, "# heading-{}\n\n"), ("pages/a.md", PAGE, "[甲](b.md#haeding-{})\n")]),
        ),
        Shape::new(
            "wrong answers with many options",
            two([
                (
                    "facts.yaml",
                    "- id: g\n  name: 系\n  question: 哪个？\n  type: enum\n  options:\n",
                    "    - { id: option-{}, name: 甲{} }\n",
                ),
                (
                    "checks.yaml",
                    "- id: level\n  title: 查\n  summary: 查。\n  decided_by: 科\n  source: plan-2023#一\n  flow: [{ fact: g }]\n  groups:\n    - outcomes:\n        - id: a\n          name: 甲\n          rule:\n            fact: g\n            one_of:\n",
                    "              - optoin-{}\n",
                ),
            ]),
        ),
    ]
}

/// As many checks as benefits that they open, and notices that their results list.
fn checks_of_benefits() -> Shape {
    let benefit = "- { id: b{}, name: 词, summary: 词。, who: 人。, levels: [junior], decided_by: unpublished, how_to_claim: unpublished, source: plan-2023#一 }\n";
    let check = "- { id: c{}, title: 查{}, summary: 查。, decided_by: 科, source: plan-2023#一, notices: true, flow: [{ fact: employed }], groups: [{ outcomes: [{ id: a, name: 甲, level: junior, grants: [b{}], rule: { fact: employed, is: true } }] }], none: { next: 问。 } }\n";
    let benefits = one("benefits.yaml", include_str!("../invalid/base/benefits.yaml"), benefit, "");
    let checks = one("checks.yaml", include_str!("../invalid/base/checks.yaml"), check, "");
    let open = include_str!("../invalid/base/notices/autumn.md").replace("2023-09-30", "2024-09-30");
    let notices = many("notices/n{}.md", &open);
    Shape::new("checks of benefits with notices", move |size| {
        [benefits(size / 4), checks(size / 2), notices(size / 4)].concat()
    })
}

/// A theme of the site's own.
fn theme() -> Vec<Shape> {
    let footer = |unit: &str| one("theme/templates/footer.html", "", unit, "");
    vec![
        Shape::new("theme: templates", many("theme/templates/p{}.html", "<p>甲</p>{# \"p{next}.html\" #}\n")),
        Shape::new("theme: templates that nothing calls", many("theme/templates/p{}.html", "<p>甲</p>\n")),
        Shape::new("theme: wrong templates", many("theme/templates/p{}.html", "<p>{{甲</p>\n")),
        Shape::new("theme: unknown files", many("theme/css/a/p{}.css", "a{b:c}\n")),
        Shape::new("theme: style sheets", many("theme/css/p{}.css", ".a{}{b:c}\n")),
        Shape::new("theme: rules", one("theme/css/50-site.css", "", ".a{}{b:c}\n", "")),
        Shape::new(
            "theme: addresses of rules",
            one("theme/css/50-site.css", "", ".a{}{background:url(x{}.png)}\n", ""),
        ),
        Shape::new("theme: statements", one("theme/js/50-site.js", "", "f({});\n", "")),
        Shape::new("theme: functions", one("theme/js/50-site.js", "", "function f{}(a){return a}\n", "")),
        Shape::new("theme: words", one("theme/strings/zh-CN.yaml", "", "key-{}: 甲\n", "")),
        Shape::new("theme: lines of a template", footer("<p>甲{}</p>\n")),
        Shape::new("theme: expressions", footer("{{ site.title }}\n")),
        Shape::new("theme: wrong expressions", footer("{{ x{}.y }}\n")),
        Shape::new("theme: loops", footer("{% for a in range(end=1) %}{% endfor %}\n")),
        Shape::new("theme: addresses", footer("<a href=\"x{}.html\">甲</a>\n")),
        Shape::new("theme: beginnings of expressions", footer("{{ ")),
        Shape::new("theme: print templates", one("theme/print/more.typ", "", "#let a{} = 1\n", "")),
    ]
}

/// Many files.
fn folders() -> Vec<Shape> {
    let policy = "---\ntitle: 文{}\nissuer: 局\ndocument_number: 〔2023〕1号\nvalidity: in-force\n";
    let page = "---\ntitle: 页{}\nsummary: 页。\n";
    let draft = format!("{page}draft: true\n---\n\n甲\n");
    vec![
        Shape::new("pages", many("pages/p{}.md", &format!("{page}---\n\n甲\n"))),
        Shape::new("pages that link to the next", many("pages/p{}.md", &format!("{page}---\n\n[甲](p{{next}}.md)\n"))),
        Shape::new("drafts", many("pages/p{}.md", &draft)),
        Shape::new("policies", many("policies/p{}.md", &format!("{policy}---\n\n一、甲\n"))),
        Shape::new("basis chain", many("policies/p{}.md", &format!("{policy}basis: [p{{next}}]\n---\n\n一、甲\n"))),
        Shape::new(
            "basis chain of clauses",
            many(
                "policies/p{}.md",
                &format!(
                    "{policy}basis: [p{{next}}]\n---\n\n一、甲\n\n（一）乙[丙](policy:p{{next}}#一（一） \"乙丙\")\n"
                ),
            ),
        ),
        cited("basis chain with citations", "basis: [p{next}]\n", ""),
        cited("basis chain in which a clause is missing", "basis: [p{next}]\n", "（九）"),
        cited("succession chain with citations", "superseded_by: [p{next}]\n", ""),
        Shape::new(
            "basis cycles",
            many("policies/p{}.md", &format!("{policy}basis: [p{{next}}, p0]\n---\n\n一、甲\n")),
        ),
        Shape::new(
            "interpretations",
            many("interpretations/p{}.md", &format!("{page}policies: [plan-2023]\n---\n\n[甲](policy:plan-2023#一)\n")),
        ),
        Shape::new(
            "questions",
            many(
                "questions/p{}.md",
                &format!("{page}group: 组{{}}\nanswered: true\nsource: plan-2023#一\n---\n\n甲\n"),
            ),
        ),
        Shape::new(
            "questions of a group",
            many("questions/p{}.md", &format!("{page}group: 组\nanswered: true\nsource: plan-2023#一\n---\n\n甲\n")),
        ),
        Shape::new(
            "notices",
            many(
                "notices/p{}.md",
                &format!(
                    "{page}institution: university\nfields: [big-data]\nlevels: [junior]\nsource: plan-2023#一\n---\n\n甲\n"
                ),
            ),
        ),
        Shape::new("equal ids in files", many("pages/p{}.md", &format!("{page}id: a\n---\n\n甲\n"))),
        Shape::new("files without front matter", many("pages/p{}.md", "甲\n")),
        Shape::new("unknown files", many("foo{}.yaml", "a: 1\n")),
        Shape::new("broken files", many("pages/p{}.md", "---\ntitle: [\n---\n")),
        Shape::new("static files", many("static/p{}.css", "a{b:c}\n")),
        Shape::new("unused files", many("images/p{}.svg", "<svg/>")),
        Shape::new("text of static files", one("static/a.txt", "", "13800138{}\n", "")),
        Shape::new("links to drafts", {
            let drafts = many("pages/p{}.md", &draft);
            let links = one("pages/a.md", PAGE, "[甲](page:p{})\n", "");
            move |size| [drafts(size / 2), links(size / 2)].concat()
        }),
        Shape::new("links to missing files", {
            let files = many("pages/p{}.md", &format!("{page}---\n\n甲\n"));
            let links = one("pages/a.md", PAGE, "[甲](q{}.md)\n", "");
            move |size| [files(size / 2), links(size / 2)].concat()
        }),
        Shape::new("exceptions of missing files", {
            let files = many("images/p{}.svg", "<svg>0123456789</svg>");
            let list = settings("data_exceptions", "  - { file: images/q{}.svg, reason: 甲 }\n");
            move |size| [files(size / 2), list(size / 2)].concat()
        }),
    ]
}
