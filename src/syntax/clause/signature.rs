//! What stands at the end of an official document: who signs, the date, and what is said of its publication (GB/T 9704—2012,
//! 7.3.5 and 7.4).

use super::marker::{is_space, trimmed};
use super::numeral::{digit, is_numeral};

/// Bytes that a date may have, with spaces and brackets.
const DATE: usize = 80;
/// Characters that the name of a body may have.
const NAME: usize = 40;
/// How the names of offices and other bodies end.
const BODIES: [&str; 27] = [
    "局", "厅", "部", "委", "院", "府", "办", "室", "署", "会", "组", "处", "科", "中心", "公司", "集团", "银行",
    "大学", "学校", "队", "馆", "站", "所", "社", "妇联", "分行", "支行",
];
/// Words of a sentence that ends with the name of a body.
const SENTENCES: [&str; 3] = ["权归", "报送", "提交"];
/// How the posts of persons end who sign.
const POSTS: [&str; 5] = ["长", "主任", "主席", "总理", "书记"];
/// How a line begins that says something of the document itself, and is no part of what it orders.
const CLOSINGS: [&str; 16] = [
    "抄送",
    "抄报",
    "分送",
    "发送",
    "主题词",
    "公开属性",
    "公开方式",
    "公开类别",
    "信息公开",
    "（此件",
    "(此件",
    "（信息公开",
    "（公开",
    "（本文有删减",
    "（印章",
    "（盖章",
];
/// How a line begins that stands beside a signature, and elsewhere is text like any other.
const BESIDE: [&str; 7] = ["（联系", "(联系", "联系人", "联系电话", "附注", "校对", "打印"];
/// Characters of a line that says what a document is for: 特此通知。
const HEREBY: usize = 14;

/// True for a day on a line of its own: `2026年3月1日`, `二〇二六年元月一日`, `2026-03-01`, in brackets as well.
pub fn is_date(text: &str) -> bool {
    if text.len() > DATE || !text.contains(['年', '-', '/']) {
        return false;
    }
    let text: String = text.chars().filter(|c| !is_space(*c) && !matches!(c, '（' | '）' | '(' | ')')).collect();
    let words = text.trim_end_matches('。').strip_suffix('日').and_then(|text| {
        let (year, rest) = text.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some([year, month, day])
    });
    let signs = || {
        let mut parts = text.split(['-', '/']);
        let found = [parts.next()?, parts.next()?, parts.next()?];
        (parts.next().is_none() && found[0].len() == 4).then_some(found)
    };
    let is_number = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| digit(c).is_some() || is_numeral(c) || matches!(c, '元' | 'O' | '×' | 'X'))
    };
    words.or_else(signs).is_some_and(|parts| parts.into_iter().all(is_number))
}

/// True for the name of an office or another body: `甲市某局`, `甲市人民政府（代章）`.
pub fn is_body(text: &str) -> bool {
    let name = text.split(['（', '(']).next().unwrap_or(text).trim_matches(is_space);
    // A sentence without its stop: 解释权归某局.
    let is_sentence = || name.starts_with('由') || SENTENCES.iter().any(|words| name.contains(words));
    let is_name = || !name.contains(['，', '。', '；', '：', ',', ';', ':', '？', '！']) && !is_sentence();
    BODIES.iter().any(|end| name.ends_with(end)) && is_name() && name.chars().count() <= NAME
}

/// True for a person with a post: `市长　张某`.
pub(super) fn is_officer(text: &str) -> bool {
    let mut parts = text.split(is_space).filter(|part| !part.is_empty());
    let (Some(post), Some(_)) = (parts.next(), parts.next()) else { return false };
    POSTS.iter().any(|end| post.ends_with(end))
        && text.chars().count() <= NAME
        && !text.contains(['，', '。', '；', '：'])
}

/// True for a body and a date in one line: `甲市某局　2026年3月1日`.
pub(super) fn is_signed(text: &str) -> bool {
    let Some(year) = Some(text).filter(|text| text.len() <= 2 * DATE).and_then(|text| text.find('年')) else {
        return false;
    };
    let is_numeral = |c: char| digit(c).is_some() || is_numeral(c) || matches!(c, '×' | 'X') || is_space(c);
    let start = text[..year].trim_end_matches(is_numeral).len();
    is_date(&text[start..]) && is_body(&text[..start])
}

/// True for a line that says something of the document itself: copies, publication, printing, 特此通知。
pub(super) fn is_closing(text: &str) -> bool {
    let text = trimmed(text);
    let is_printed =
        || (text.ends_with("印发") && text.contains('年')) || (text.starts_with("共印") && text.contains('份'));
    let is_hereby = || text.starts_with("特此") && text.chars().count() <= HEREBY;
    CLOSINGS.iter().any(|start| text.starts_with(start)) || is_hereby() || (text.len() <= 2 * DATE && is_printed())
}

/// True for a line that may stand beside a signature.
pub(super) fn is_beside(text: &str) -> bool {
    let text = trimmed(text);
    BESIDE.iter().any(|start| text.starts_with(start))
}
