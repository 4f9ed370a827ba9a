//! What a page of a portal has around a document: where it stands, who edits it, buttons. It is copied along with the text.

/// Characters of a line that may be left over.
const LINE: usize = 100;

/// How a line begins that belongs to the page.
const BEGINNINGS: &[&str] = &[
    "当前位置",
    "您的位置",
    "您当前的位置",
    "您现在的位置",
    "索引号：",
    "索引号:",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "访问次数",
    "点击数",
    "点击率",
    "字号：",
    "字体：",
    "【字体",
    "【字号",
    "[字体",
    "[字号",
    "分享到",
    "【打印",
    "[打印",
    "打印本页",
    "打印此页",
    "关闭窗口",
    "【关闭",
    "[关闭",
    "上一篇",
    "下一篇",
    "上一条：",
    "下一条：",
    "责任编辑",
    "责编：",
    "扫一扫",
    "我要纠错",
    "【我要纠错",
    "返回顶部",
    "相关解读：",
    "相关链接：",
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
    line.chars().nth(LINE).is_none()
        && (BEGINNINGS.iter().any(|begin| line.starts_with(begin))
            || WORDS.iter().filter(|word| line.contains(**word)).take(2).count() == 2 && !line.contains('。'))
}
