//! What a page of a portal has around a document: where it stands, who edits it, buttons. It is copied along with the text.

/// Characters of a line that may be left over.
const LINE: usize = 100;

/// How a line begins that belongs to the page.
const BEGINNINGS: &[&str] = &[
    "[关闭",
    "[字体",
    "[字号",
    "[打印",
    "【关闭",
    "【字体",
    "【字号",
    "【我要纠错",
    "【打印",
    "- END -",
    "Copyright",
    "上一条：",
    "上一篇",
    "下一条：",
    "下一篇",
    "供稿：",
    "关闭窗口",
    "分享到",
    "字体：",
    "字号：",
    "当前位置",
    "往期推荐",
    "打开微信，点击底部",
    "您当前的位置",
    "您当前所在位置",
    "您现在的位置",
    "您的位置",
    "我要纠错",
    "打印本页",
    "打印此页",
    "扫一扫",
    "浏览次数",
    "浏览量",
    "点击数",
    "点击率",
    "点击上方蓝字",
    "点击下方关注",
    "点击蓝字",
    "无障碍阅读",
    "相关解读：",
    "相关链接：",
    "相关阅读",
    "索引号:",
    "索引号：",
    "访问次数",
    "责任编辑",
    "责编：",
    "返回顶部",
    "阅读次数",
    "阅读量",
    "首页 >",
    "首页>",
];

/// Words of a line about the page itself, of which two are enough.
const WORDS: &[&str] = &[
    "来源：",
    "发布时间：",
    "发布日期：",
    "浏览",
    "阅读：",
    "作者：",
    "编辑：",
    "字体",
    "打印",
    "关闭",
    "收藏",
    "分享",
];

/// Which of some words have a byte in their first, second or third place, as bits. A word begins where all three do.
type Starts = [[u64; 256]; 3];

const fn starts(words: &[&str]) -> Starts {
    let mut starts = [[0; 256]; 3];
    let mut word = 0;
    while word < words.len() {
        let mut place = 0;
        while place < starts.len() {
            starts[place][words[word].as_bytes()[place] as usize] |= 1 << word;
            place += 1;
        }
        word += 1;
    }
    starts
}

static BEGINNING_STARTS: Starts = starts(BEGINNINGS);
static WORD_STARTS: Starts = starts(WORDS);

/// The words, as bits, with which a text begins.
fn begun(text: &[u8], words: &[&str], starts: &Starts) -> u64 {
    let [a, b, c, ..] = text else { return 0 };
    let mut may = starts[0][usize::from(*a)] & starts[1][usize::from(*b)] & starts[2][usize::from(*c)];
    let mut begun = 0;
    while may != 0 {
        let word = may.trailing_zeros();
        begun |= u64::from(text.starts_with(words[word as usize].as_bytes())) << word;
        may &= may - 1;
    }
    begun
}

/// True for a line that belongs to the page around a document.
pub fn is_of_portal(line: &str) -> bool {
    let bytes = line.as_bytes();
    let begins = begun(bytes, BEGINNINGS, &BEGINNING_STARTS) != 0;
    // Most sentences end with their line.
    if !begins && (line.ends_with('。') || line.contains('。')) {
        return false;
    }
    let words = || (0..bytes.len()).fold(0, |found, at| found | begun(&bytes[at..], WORDS, &WORD_STARTS));
    (begins || words().count_ones() > 1) && line.chars().nth(LINE).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_is_found() {
        assert!(BEGINNINGS.iter().all(|begin| is_of_portal(begin) && is_of_portal(&format!("{begin}甲。"))));
    }

    #[test]
    fn two_words_are_enough_and_one_is_not() {
        for (at, word) in WORDS.iter().enumerate() {
            let other = WORDS[(at + 1) % WORDS.len()];
            assert!(is_of_portal(&format!("甲{word}乙{other}")), "{word}");
            assert!(!is_of_portal(&format!("甲{word}乙{word}")), "{word}");
            assert!(!is_of_portal(&format!("甲{word}乙{other}。丙")), "{word}");
        }
        assert!(!is_of_portal("浏") && !is_of_portal(""));
    }
}
