//! Where a line of a title may end without cutting a word.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::clause::{digit, is_numeral};

/// A word of one character that belongs to what follows; any other word of one character (市, 局, 的) belongs to what
/// stands before it.
fn is_leading(c: char) -> bool {
    matches!(
        c,
        '和' | '与'
            | '及'
            | '或'
            | '在'
            | '对'
            | '为'
            | '将'
            | '由'
            | '向'
            | '从'
            | '按'
            | '以'
            | '因'
            | '把'
            | '被'
            | '给'
            | '第'
    )
}

/// A word of one character that no line begins with, whatever stands before it.
fn is_trailing(c: char) -> bool {
    matches!(c, '的' | '等' | '之')
}

/// What is counted, and stands with its number.
fn is_counted(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '届'
            | '期'
            | '批'
            | '次'
            | '个'
            | '条'
            | '项'
            | '章'
            | '节'
            | '款'
            | '类'
            | '级'
    )
}

/// A sign with which no line begins.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '》' | '）'
            | '〕'
            | '】'
            | '”'
            | '’'
            | ')'
            | ']'
            | '，'
            | '。'
            | '、'
            | '：'
            | '；'
            | '！'
            | '？'
            | '…'
            | '—'
            | ','
            | '.'
            | ':'
            | ';'
            | '!'
            | '?'
    )
}

/// A sign with which no line ends.
pub fn is_opening(c: char) -> bool {
    matches!(c, '《' | '（' | '〔' | '【' | '“' | '‘' | '(' | '[')
}

/// Finds the words of the dictionary in a text.
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The places in `text` at which a line may end and the next one begin, in bytes: between words, and beside signs.
pub fn breaks(text: &str) -> Vec<usize> {
    let ends: Vec<usize> = SEGMENTER.segment_str(text).collect();
    let inner = ends.windows(3).filter(|around| ends_line(&text[around[0]..around[1]], &text[around[1]..around[2]]));
    inner.map(|around| around[1]).collect()
}

/// The last word of a text.
pub fn last_word(text: &str) -> &str {
    let start = SEGMENTER.segment_str(text).filter(|&at| at < text.len()).last().unwrap_or(0);
    &text[start..]
}

/// Those of the [`breaks`] of a title at which it pauses: around 《…》, before what it is about (关于), and at spaces, but for
/// those between words that are always written with spaces.
pub fn pauses(text: &str, breaks: &[usize]) -> Vec<usize> {
    let pause = |&&at: &&usize| {
        let (before, after) = text.split_at(at);
        let words = before.trim_end();
        let is_between_words = words.len() < before.len() && words.ends_with(is_latin) && after.starts_with(is_latin);
        after.starts_with(['《', '—'])
            || after.starts_with("关于")
            || before.ends_with(['》', ' ', '，', '：']) && !is_between_words
    };
    breaks.iter().filter(pause).copied().collect()
}

/// True for a sign of a script in which words have spaces between them.
fn is_latin(c: char) -> bool {
    c.is_ascii_graphic() || matches!(c, '\u{C0}'..='\u{24F}')
}

/// True when a line may end between two words of the dictionary.
fn ends_line(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let is_number = |c: char| digit(c).is_some() || is_numeral(c) || c == '两';
    let is_single = |word: &str, first: char| word.len() == first.len_utf8();
    let is_han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphabetic() && !c.is_ascii();
    let leads = |word: &str, first: char| is_leading(first) && is_single(word, first);
    !(is_closing(first)
        || first.is_whitespace()
        || last.is_ascii_graphic() && first.is_ascii_graphic()
        || is_trailing(first)
        || is_opening(last)
        || leads(before, last)
        || is_number(last) && (is_number(first) || is_counted(first))
        || is_single(after, first) && is_han(first) && is_han(last) && !leads(after, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = String::new();
        let mut start = 0;
        for end in breaks(text).into_iter().chain([text.len()]) {
            words += &text[start..end];
            words.push('|');
            start = end;
        }
        words.pop();
        words
    }

    #[test]
    fn titles_pause_around_titles() {
        let title = "某市某局关于印发《某市实施方案》的通知";
        let places = pauses(title, &breaks(title));
        let parts: Vec<_> = places.iter().map(|&at| &title[at..]).collect();
        assert_eq!(parts, ["关于印发《某市实施方案》的通知", "《某市实施方案》的通知"]);
    }

    #[test]
    fn titles_pause_at_spaces_but_for_those_between_latin_words() {
        let parts = |title: &str| -> Vec<String> {
            pauses(title, &breaks(title)).into_iter().map(|at| title[at..].to_owned()).collect()
        };
        assert_eq!(parts("第一期 招生简章"), ["招生简章"]);
        assert!(parts("Digital Skills 2026, Part 2").is_empty());
        assert_eq!(parts("AI Training 招生简章"), ["招生简章"]);
    }

    #[test]
    fn lines_end_between_words() {
        for (title, expected) in [
            ("数字技术工程师培育项目", "数字|技术|工程师|培育|项目"),
            ("枣庄市人力资源和社会保障局", "枣庄市|人力|资源|和社会|保障局"),
            ("关于印发《实施方案》的通知", "关于印发|《实施|方案》的|通知"),
            ("2026年第一批专业技术人员名单（第二期）", "2026年|第一批|专业|技术|人员|名单|（第二期）"),
            ("某市某区二〇二七年春季培训班招", "某市某区二〇二七年|春季|培训班招"),
            ("长长长", "长长长"),
            ("Digital skills 2026", "Digital |skills |2026"),
            ("Digital-Technology（AI+X）", "Digital-Technology|（AI+X）"),
            ("", ""),
        ] {
            assert_eq!(words(title), expected, "{title}");
        }
    }
}
