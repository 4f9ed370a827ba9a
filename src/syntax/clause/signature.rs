//! What stands at the end of an official document: who signs, the date, and what is said of its publication (GB/T 9704—2012,
//! 7.3.5 and 7.4).

use std::borrow::Cow;

use smallvec::SmallVec;

use super::gap::{is_space, trimmed};
use super::numeral::{digit, is_numeral};
use super::signers::Signers;
use crate::syntax::markdown::without_space;

/// Bytes that a date may have, with spaces and brackets.
const DATE: usize = 80;
/// Characters that may be said of a date behind it.
const SAID: usize = 8;
/// Characters that the name of a body may have.
const NAME: usize = 40;
/// How the names of offices and other bodies end.
const BODIES: [&str; 43] = [
    "局",
    "厅",
    "部",
    "委",
    "院",
    "府",
    "办",
    "室",
    "署",
    "会",
    "组",
    "处",
    "科",
    "中心",
    "公司",
    "集团",
    "银行",
    "大学",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "队",
    "馆",
    "站",
    "所",
    "社",
    "妇联",
    "残联",
    "文联",
    "工商联",
    "科协",
    "律协",
    "人大",
    "政协",
    "主席团",
    "林场",
    "气象台",
    "电视台",
    "分行",
    "支行",
    "农商行",
    "专班",
];
/// What may stand before the name of who signs.
const LABELS: [&str; 6] = ["发文机关：", "发文单位：", "发布机关：", "发布单位：", "印发机关：", "制发机关："];
/// What may stand before the date of a signature.
const DATES: [&str; 5] = ["日期", "成文日期", "发布日期", "印发日期", "签订日期"];
/// Words of a sentence that ends with the name of a body.
const SENTENCES: [&str; 3] = ["权归", "报送", "提交"];
/// How the posts of persons end who sign.
const POSTS: [&str; 9] = ["长", "主任", "主席", "总理", "书记", "经理", "签发人", "审判员", "陪审员"];
/// Characters of a line with a post and a person.
const OFFICER: usize = 24;
/// What a line says of the document itself, by its beginning. It is no part of what the document orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// To whom copies are sent.
    Copies,
    /// Who was there, who has written it, what is said of its publication.
    Other,
    /// Something that stands beside a signature; elsewhere it is text like any other.
    Beside,
}

/// The beginnings of these lines, and whether they stand in brackets. None begins with another one.
const BEGINNINGS: [(&str, bool, Says); 34] = [
    ("抄送", false, Says::Copies),
    ("抄报", false, Says::Copies),
    ("报送：", false, Says::Copies),
    ("分送", false, Says::Copies),
    ("发送", false, Says::Copies),
    ("出席：", false, Says::Other),
    ("列席：", false, Says::Other),
    ("缺席：", false, Says::Other),
    ("请假：", false, Says::Other),
    ("记录：", false, Says::Other),
    ("主送：", false, Says::Other),
    ("录入：", false, Says::Other),
    ("统一编号：", false, Says::Other),
    ("主题词", false, Says::Other),
    ("公开属性", false, Says::Other),
    ("公开方式", false, Says::Other),
    ("公开类别", false, Says::Other),
    ("信息公开", false, Says::Other),
    ("信息公开", true, Says::Other),
    ("公开", true, Says::Other),
    ("此件", true, Says::Other),
    ("本文有删减", true, Says::Other),
    ("此页无正文", false, Says::Other),
    ("此页无正文", true, Says::Other),
    ("本页无正文", true, Says::Other),
    ("联系", true, Says::Beside),
    ("联系人", false, Says::Beside),
    ("联系单位", false, Says::Beside),
    ("联系电话", false, Says::Beside),
    ("承办单位", false, Says::Beside),
    ("经办人", false, Says::Beside),
    ("附注", false, Says::Beside),
    ("校对", false, Says::Beside),
    ("打印", false, Says::Beside),
];
/// Bytes of a line in which spaces may part the characters of these words.
const LONGEST: usize = 400;
/// Lines that say what a letter is for.
const LETTERS: [&str; 9] =
    ["此复", "此函", "此令", "此布", "专此", "请予函复", "妥否，请批示", "妥否，请批复", "当否，请批示"];
/// What the parties of a contract do, in brackets behind their names.
const SEALS: [&str; 5] = ["盖章", "公章", "签章", "签字", "签名"];
/// Labels of what a party of a contract fills in, the longer before those that they begin with.
const BLANKS: [&str; 24] = [
    "法定代表人",
    "法人代表",
    "负责人",
    "委托代理人",
    "授权代表",
    "代理人",
    "承诺人",
    "申请人",
    "填表人",
    "经办人",
    "甲方",
    "乙方",
    "丙方",
    "签字日期",
    "签订日期",
    "签署日期",
    "日期",
    "身份证号码",
    "身份证号",
    "联系电话",
    "电话",
    "地址",
    "签字",
    "签名",
];
/// Characters of a line that says what a document is for: 特此通知。
const HEREBY: usize = 14;

/// True for a day on a line of its own: `2026年3月1日`, `二〇二六年元月一日`, `2026-03-01`, `2026.3.1`, in brackets as well, with
/// what is said of it (印发, 星期日), and several times.
pub fn is_date(text: &str) -> bool {
    text.len() <= DATE && (text.contains(['年', '-', '/', '.', '．']) && dated(text, true) || is_compact(text))
}

/// True for `20260301`.
fn is_compact(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    let number = |from: usize, to: usize| text[from..to].parse::<u16>().unwrap_or(0);
    text.len() == 8
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (1_900..2_100).contains(&number(0, 4))
        && (1..=12).contains(&number(4, 6))
        && (1..=31).contains(&number(6, 8))
}

/// True for the number of a document: `某政发〔2023〕5号`.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim_end_matches(is_space);
    text.ends_with('号') && text.len() <= DATE && text.contains(['〔', '［', '[', '【'])
}

/// True for the date of a signature below a name: as [`is_date`], or a month, a day without its year, one that was not
/// filled in.
pub(super) fn is_day(text: &str) -> bool {
    is_date(text) || text.len() <= DATE && text.contains(['年', '月']) && dated(text, false)
}

/// True for a date; a whole one has numbers for year, month and day.
fn dated(text: &str, is_whole: bool) -> bool {
    let text: String = text.chars().filter(|c| !is_space(*c) && !matches!(c, '（' | '）' | '(' | ')')).collect();
    let label = text.find(['：', ':']).filter(|&end| DATES.contains(&&text[..end]));
    let text = label.map_or(&*text, |end| text[end..].trim_start_matches(['：', ':'])).trim_end_matches('。');
    let is_number = |part: &str| {
        part.chars().all(|c| digit(c).is_some() || is_numeral(c) || matches!(c, '元' | '廿' | 'O' | 'Ｏ' | '×' | 'X'))
            && (!is_whole || !part.is_empty())
    };
    let words = || {
        let (year, rest) = match text.split_once('年') {
            Some(parts) => parts,
            None if is_whole => return None,
            None => ("", text),
        };
        let (month, rest) = rest.split_once('月')?;
        let (day, rest) = match rest.split_once('日') {
            Some(parts) => parts,
            None if is_whole => return None,
            None => (rest, ""),
        };
        // The same day once more, for another office.
        let is_again = |rest: &str| text.strip_suffix(rest).is_some_and(|first| first == rest);
        Some([year, month, day]).filter(|_| is_said(rest) || is_again(rest))
    };
    let signs = || {
        let mut parts = text.split(['-', '/', '.', '．']);
        let found = [parts.next()?, parts.next()?, parts.next()?];
        (parts.next().is_none() && found[0].chars().count() == 4 && found[1..].iter().all(|part| is_short(part)))
            .then_some(found)
    };
    words().or_else(signs).is_some_and(|parts| parts.into_iter().all(is_number))
}

/// True for what may be said of a date behind it.
fn is_said(rest: &str) -> bool {
    const WORDS: [&str; 8] = ["印", "发布", "公布", "星期", "共印", "于", "起草", "制定"];
    let is_time = |rest: &str| rest.chars().all(|c| digit(c).is_some() || matches!(c, ':' | '：' | '时' | '分'));
    rest.is_empty()
        || rest.chars().count() <= SAID && (WORDS.iter().any(|word| rest.starts_with(word)) || is_time(rest))
}

/// True for the name of an office or another body: `甲市某局`, `甲市人民政府（代章）`.
pub(super) fn is_body(text: &str) -> bool {
    let name = text.split(['（', '(']).next().unwrap_or(text).trim_matches(is_space);
    let name = LABELS.iter().find_map(|label| name.strip_prefix(label)).unwrap_or(name);
    let name = name.trim_end_matches(['启', '宣', '制', '印']).trim_end_matches(is_space);
    // A sentence without its stop: 解释权归某局.
    let is_sentence = || name.starts_with('由') || SENTENCES.iter().any(|words| name.contains(words));
    let is_name = || !name.contains(['，', '。', '；', '：', ',', ';', ':', '？', '！']) && !is_sentence();
    BODIES.iter().any(|end| name.ends_with(end)) && is_name() && name.chars().count() <= NAME
}

/// True for a month or a day in digits or numerals.
fn is_short(part: &str) -> bool {
    part.chars().count() <= 2
}

/// True for a person with a post: `市长　张某`, `局长：张某`, `局　长　张某`.
pub(super) fn is_officer(text: &str) -> bool {
    if text.len() > NAME * 3 || text.contains(['，', '。', '；']) {
        return false;
    }
    let parts: SmallVec<[&str; 6]> =
        text.split(|c| is_space(c) || matches!(c, '：' | ':')).filter(|part| !part.is_empty()).collect();
    // Spaces may part the characters of the post: 局　长　张某.
    let is_post = |count: usize| {
        let is_apart = count == 1 || parts[..count].iter().all(|part| is_short(part));
        is_apart && POSTS.iter().any(|end| parts[..count].concat().ends_with(end))
    };
    (1..parts.len()).any(is_post)
        && parts.iter().map(|part| part.chars().count()).sum::<usize>() <= OFFICER
        && parts.iter().all(|part| part.chars().all(|c| c.is_alphabetic() || c == '、'))
}

/// True for a body or an officer and a date in one line: `甲市某局　2026年3月1日`, in brackets as well; for a line that says
/// that only signatures follow.
pub(super) fn is_signed(text: &str) -> bool {
    let text = text.trim_matches(|c| is_space(c) || matches!(c, '（' | '）' | '(' | ')'));
    if text.starts_with("以下无正文") {
        return true;
    }
    let Some(year) = Some(text).filter(|text| text.len() <= 2 * DATE).and_then(|text| text.find('年')) else {
        return false;
    };
    let is_numeral = |c: char| digit(c).is_some() || is_numeral(c) || matches!(c, '×' | 'X') || is_space(c);
    let start = text[..year].trim_end_matches(is_numeral).len();
    is_date(&text[start..]) && (is_body(&text[..start]) || is_officer(&text[..start]))
}

/// What a line says of the document, by its beginning.
fn says(text: &str) -> Option<Says> {
    let text = trimmed(text);
    // Spaces may part the characters of a short line.
    let text = if text.len() > LONGEST { Cow::Borrowed(text) } else { without_space(text) };
    let inner = text.strip_prefix(['（', '(']);
    let begins = |(word, is_inner, _): &&(&str, bool, Says)| match inner {
        Some(inner) => *is_inner && inner.starts_with(word),
        None => !is_inner && text.starts_with(word),
    };
    BEGINNINGS.iter().find(begins).map(|(.., says)| *says)
}

/// True for a line that says something of the document itself: copies, publication, printing, 特此通知。
pub(super) fn is_closing(text: &str) -> bool {
    match says(text) {
        Some(Says::Copies | Says::Other) => return true,
        _ if text.len() > LONGEST => return false,
        _ => {}
    }
    let text = without_space(text);
    let is_printed = || {
        text.len() <= 2 * DATE && (text.ends_with("印发") || text.ends_with("日印")) && text.contains('年')
            || (text.starts_with("共印") && text.contains('份'))
    };
    let is_letter = || LETTERS.contains(&text.trim_end_matches(['。', '！']));
    let is_hereby = || text.starts_with("特此") && text.chars().count() <= HEREBY || is_letter();
    let is_seal = || text.starts_with(['（', '(']) && text.trim_end_matches(['）', ')']).ends_with(['章', '印']);
    is_hereby() || is_seal() || is_printed()
}

/// True for a line in which the party of a contract signs, or says when and where.
pub(super) fn is_sealed(text: &str) -> bool {
    let text = trimmed(text);
    let is_party = |word: &str| {
        let mut found = text.match_indices(word).filter_map(|(at, _)| text[..at].strip_suffix(['（', '(']));
        found.any(|name| !name.is_empty())
    };
    text.chars().count() <= NAME * 2 && (text.starts_with("签订") || SEALS.iter().any(|word| is_party(word)))
        || is_signature_line(text)
}

/// True for a line on which the parties of a contract sign and nothing else stands: `甲方（盖章）：　　乙方（盖章）：`,
/// `法定代表人：`, `日期：　年　月　日`, two days beside each other.
pub(super) fn is_signature_line(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let text = without_space(text);
    let (mut rest, mut labels, mut days) = (&*text, 0, 0);
    while !rest.is_empty() {
        rest = match (signed_by(rest), day(rest)) {
            (Some(behind), _) => {
                labels += 1;
                behind
            }
            (None, Some(behind)) => {
                days += 1;
                behind
            }
            (None, None) => return false,
        };
    }
    // One day by itself is a date.
    labels > 0 || days > 1
}

/// What stands behind the label at the beginning of a text whose value a party fills in: `法定代表人：`, `乙方（签字）`.
fn signed_by(text: &str) -> Option<&str> {
    let behind = BLANKS.iter().find_map(|label| text.strip_prefix(label))?;
    let sealed = behind.strip_prefix(['（', '(']).and_then(|inner| inner.split_once(['）', ')']));
    match sealed.filter(|(seal, _)| SEALS.iter().any(|word| seal.contains(word))) {
        Some((_, rest)) => Some(rest.strip_prefix(['：', ':']).unwrap_or(rest)),
        None => behind.strip_prefix(['：', ':']),
    }
}

/// What stands behind the day at the beginning of a text, filled in or not: `2026年3月1日`, `年月日`.
fn day(text: &str) -> Option<&str> {
    let is_digit = |c: char| digit(c).is_some();
    ["年", "月", "日"].into_iter().try_fold(text, |rest, unit| rest.trim_start_matches(is_digit).strip_prefix(unit))
}

/// True for a line that says to whom copies are sent.
pub(super) fn is_copied(text: &str) -> bool {
    says(text) == Some(Says::Copies)
}

/// True for a line that may stand beside a signature.
pub(super) fn is_beside(text: &str) -> bool {
    says(text) == Some(Says::Beside)
}

/// True for a line to whom copies are sent, or who has printed them.
pub(super) fn is_imprint(text: &str) -> bool {
    is_copied(text) || text.len() <= 2 * DATE && text.trim_end().ends_with("印发") && is_signed(text)
}

/// True for the lines of a table in which nothing stands but who signs and when, or to whom copies are sent.
pub fn is_end<'t>(lines: impl Iterator<Item = &'t str> + Clone, signers: &Signers) -> bool {
    let is_last = |line: &str| is_day(line) || is_signed(line) || is_copied(line);
    let is_name = |line: &str| is_body(line) || is_officer(line) || signers.has(line);
    let is_line = |line: &str| is_last(line) || is_name(line) || is_closing(line) || is_beside(line);
    lines.clone().any(is_last) && lines.clone().all(is_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_list_is_a_part_of_another_one() {
        for (at, (one, in_brackets, _)) in BEGINNINGS.iter().enumerate() {
            for (other_at, (other, other_in_brackets, _)) in BEGINNINGS.iter().enumerate() {
                let overlap = in_brackets == other_in_brackets && at != other_at && one.starts_with(other);
                assert!(!overlap, "{one} {other}");
            }
            assert!(!LETTERS.contains(one) && !one.starts_with("特此"), "{one}");
        }
        let ends: Vec<&str> = BODIES.iter().chain(&POSTS).copied().collect();
        for (at, one) in ends.iter().enumerate() {
            let is_part = |(other_at, other): (usize, &&str)| at != other_at && one.ends_with(other);
            assert!(!ends.iter().enumerate().any(is_part), "{one}");
        }
    }

    #[test]
    fn a_line_says_one_thing() {
        for text in [
            "抄送：甲局",
            "抄　报：甲局",
            "主题词：甲",
            "（此件公开发布）",
            "（信息公开形式：主动公开）",
            "（此页无正文）",
        ] {
            assert!(is_closing(text) && !is_beside(text) && !is_sealed(text), "{text}");
        }
        for text in ["（联系人：丁科）", "联系电话：见网站", "附注：甲", "承办单位：甲局"] {
            assert!(is_beside(text) && !is_closing(text) && !is_sealed(text), "{text}");
        }
        for text in [
            "甲方（盖章）：　　乙方（盖章）：",
            "法定代表人（签字）：",
            "签订地点：甲市",
            "日期：　年　月　日　　日期：　年　月　日",
            "2026年3月1日　　2026年3月 日",
            "身份证号：",
        ] {
            assert!(is_sealed(text) && !is_closing(text) && !is_beside(text), "{text}");
        }
        for text in
            ["申报表（盖章）一份。", "申报表（盖章）", "法定代表人（签字）一栏", "2026年3月1日", "地址：甲路1号", ""]
        {
            assert!(!is_signature_line(text), "{text}");
        }
        assert!(is_closing("（盖章）") && !is_sealed("（盖章）"));
        for text in ["公开招聘", "联系群众", "信息", "此件"] {
            assert!(!is_closing(text) && !is_beside(text), "{text}");
        }
    }
}
