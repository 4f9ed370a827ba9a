//! Generated texts, with every sign that Markdown takes and every way of beginning a line.

use proptest::prelude::*;
use proptest::sample::select;

use super::marks::ADDRESS;

/// Words, numbers and signs, half-width and full-width.
const PIECES: &[&str] = &[
    "甲",
    "乙方",
    "丙，",
    "丁。",
    "“戊”",
    "（己）",
    "《庚》",
    "：",
    "；",
    "、",
    "1",
    "20",
    "3.5",
    "A",
    "IPv6",
    "*",
    "**",
    "***",
    "_",
    "__",
    "____",
    "~",
    "~~",
    "{",
    "}",
    "{#a}",
    "\\",
    "\\\\",
    "#",
    " # ",
    "<",
    ">",
    "<5%",
    "《<",
    "|",
    " | ",
    "[",
    "]",
    "(",
    ")",
    "&",
    "&nbsp;",
    "&lt;",
    "&amp;",
    "&#42;",
    "`",
    "``",
    "!",
    "+",
    "-",
    " - ",
    "=",
    ":",
    "^",
    "$",
    "\"",
    "'",
    "@",
    "/",
    "%",
    ".",
    ",",
    ";",
    "?",
    " ",
    "  ",
    "\t",
    "\u{3000}",
    "\u{A0}",
    "＊",
    "＿",
    "～",
    "｛",
    "｝",
    "＼",
    "＃",
    "＜",
    "＞",
    "｜",
    "［",
    "］",
    "（",
    "）",
    "＆",
    "－",
    "＝",
    "138****5678",
    "**5678",
    "XXXX",
    "张*",
    "李**",
    "王**和赵**",
    "欧阳**",
    "（一）~（三）项",
    "5*8*2",
    "____元",
    "年__月__日",
    "【】",
    "1)",
    "1.",
    "**甲乙**",
    "**“丙”**丁",
    "甲**（乙）**",
    "<!-- 注 -->",
    "---",
    "===",
    "[^1]",
    "[甲]:",
    "]:",
    "](",
];

/// What may stand before a line.
const INDENTS: &[&str] = &[
    "",
    "",
    "",
    "",
    "\u{3000}\u{3000}",
    "\u{A0}\u{A0}",
    "\u{2003}\u{2003}",
    "\u{200B}",
    "\u{FEFF}",
    "\t",
    "    ",
    "        ",
    " ",
    "  ",
    "&nbsp;&nbsp;",
    "&emsp;",
    "\u{3000} \t\u{3000}",
    "\u{2028}",
    "\u{2002}",
];

/// How lines begin: numbers of every style, and signs that would begin a block.
const LEADS: &[&str] = &[
    "",
    "",
    "",
    "",
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "a)",
    "B. ",
    "甲、",
    "壹、",
    "Ⅱ.",
    "一　",
    "2.500元",
    "第一条　",
    "第二条 ",
    "第一章　",
    "1.",
    "1. ",
    "2．",
    "3、",
    "1)",
    "（1）",
    "10) ",
    "1.1 ",
    "1.2.1",
    "①",
    "②",
    "附件1",
    "附件：1．",
    "2026年1月1日",
    "# ",
    "## ",
    "###",
    "###### ",
    "####### ",
    "#",
    "- ",
    "-",
    "-\t",
    "+ ",
    "* ",
    "*",
    "> ",
    ">",
    "=",
    "~~~",
    "```",
    "|",
    "| ",
    "***",
    "---",
    "___",
    "\\",
    "\\三、",
    "\\条四、",
    "\\# ",
    "\\- ",
    "[",
    "[^",
    "[甲]: ",
    "\\1. ",
    "**",
    "!",
    "<",
];

/// How lines end.
const ENDS: &[&str] =
    &["", "", "", "", "", "。", "；", "\\", "\\\\", " #", " ##", "  ", "\u{3000}", "#", "|", "-", "**"];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => select(PIECES).prop_map(str::to_owned),
        1 => prop::collection::vec(select(PIECES), 0..3).prop_map(|words| format!("[{}]{ADDRESS}", words.concat().replace('^', ""))),
    ]
}

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..most).prop_map(|pieces| pieces.concat())
}

fn line() -> impl Strategy<Value = String> {
    let start = (select(INDENTS), select(LEADS));
    (start, words(8), select(ENDS)).prop_map(|((indent, lead), words, end)| format!("{indent}{lead}{words}{end}"))
}

fn table() -> impl Strategy<Value = String> {
    let cell = || words(3).prop_map(|words| words.replace(['|', '\n'], ""));
    let row = move |own: usize| {
        prop::collection::vec(cell(), own..own + 1).prop_map(|cells| format!("| {} |", cells.join(" | ")))
    };
    (2usize..4).prop_flat_map(move |columns| {
        let rows = prop::collection::vec((1usize..columns + 2).prop_flat_map(row), 0..4);
        let head = prop::collection::vec(cell().prop_map(|cell| format!("列{cell}")), columns..columns + 1);
        (head, rows, select(&["---", ":-:", "-", "--:"][..])).prop_map(|(head, rows, rule)| {
            let divider = format!("|{}", format!(" {rule} |").repeat(head.len()));
            [vec![format!("| {} |", head.join(" | ")), divider], rows].concat().join("\n")
        })
    })
}

/// A policy: lines with and without empty ones between, tables, footnotes.
pub fn policy() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        12 => line(),
        1 => table(),
        1 => words(4).prop_map(|words| format!("[^1]: {words}")),
    ];
    let join = select(&["\n", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\n\u{3000}\n"][..]);
    prop::collection::vec((block, join), 1..12)
        .prop_map(|blocks| blocks.into_iter().map(|(block, join)| block + join).collect::<String>())
        // Beside other brackets a reference to a footnote is a matter of its own.
        .prop_map(|text| text.replace("[^1][", "[^1]").replace("[^1](", "[^1]").replace("[[^1]", "[^1]"))
        // The words of a picture are no text.
        .prop_map(|text| text.replace("![", "! ["))
}

/// Signs that Markdown takes, of those that stand in Chinese texts.
const SIGNS: &[&str] = &[
    "*",
    "**",
    "_",
    "__",
    "____",
    "~",
    "~~",
    "{",
    "}",
    "{#a}",
    "{甲}",
    "\\",
    "#",
    "1.",
    "1)",
    "2. ",
    "-",
    "+",
    "+ ",
    "- ",
    "> ",
    "# ",
    "=",
    "[",
    "]",
    "(",
    ")",
    "&",
    "<",
    "|",
    "`",
    "!",
    ":",
    "：",
    "138****5678",
    "张**",
    "5*8",
    "（一）~（三）",
    "____元",
];
const WORDS: &[&str] =
    &["甲", "乙丙", "丁。", "“戊”", "（己）", "、", "1", "2026", "条", "\n", "\n\n", "\u{3000}\u{3000}", " "];

/// A short article.
pub fn article() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![select(SIGNS), select(WORDS)], 1..9).prop_map(|pieces| pieces.concat())
}
