//! What a page of a portal has around a document: where it stands, who edits it, buttons. It is copied along with the text.

/// Characters of a line that may be left over.
const LINE: usize = 100;

/// How a line begins that belongs to the page, in order.
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
    "您当前的位置",
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
    "点击蓝字",
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

/// True for a line that belongs to the page around a document.
pub fn is_of_portal(line: &str) -> bool {
    // No beginning begins with another one.
    let near = BEGINNINGS.partition_point(|begin| *begin <= line).checked_sub(1);
    let begins = near.is_some_and(|near| line.starts_with(BEGINNINGS[near]));
    let has_words = || WORDS.iter().filter(|word| line.contains(**word)).take(2).count() == 2;
    (begins || !line.contains('。') && has_words()) && line.chars().nth(LINE).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_in_order_and_each_is_found() {
        assert!(BEGINNINGS.windows(2).all(|two| two[0] < two[1] && !two[1].starts_with(two[0])));
        assert!(BEGINNINGS.iter().all(|begin| is_of_portal(begin) && is_of_portal(&format!("{begin}甲。"))));
    }
}
