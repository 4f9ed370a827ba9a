//! Words before a quote that deny it: 不得申报 does not say `申报`.

use super::Around;

impl Around<'_> {
    /// True behind a word that turns what follows into its opposite: 不予补贴 does not say `予补贴`.
    pub(super) fn is_denied(&self, at: usize) -> bool {
        let denies = |word: &&str| self.text[..at].ends_with(word);
        // A word in another cell or paragraph says nothing of this one.
        let seams = self.seams[self.seams.partition_point(|seam| seam.at < at)..].iter();
        let is_apart = seams.take_while(|seam| seam.at == at).any(|seam| seam.is_block || seam.is_cell);
        !is_apart && DENYING.iter().any(denies)
            || self.before(at).is_some_and(|(c, start)| match c {
                '不' | '未' | '勿' | '禁' | '莫' => true,
                // 免收学费; 以免, 难免 and 减免 say it.
                '免' => !self.before(start).is_some_and(|(c, _)| "以难避减未".contains(c)),
                // 副高级 is another level; 正副主任 says both.
                '副' => self.before(start).is_none_or(|(c, _)| c != '正'),
                // 除非, 莫非
                '非' | '无' => !self.before(start).is_some_and(|(c, _)| "除并若莫岂有".contains(c)),
                _ => false,
            })
    }
}

/// Words that turn what follows into its opposite.
const DENYING: [&str; 64] = [
    "并非",
    "严禁",
    "禁止",
    "不予",
    "免予",
    "停止",
    "不得",
    "不再",
    "不能",
    "不可",
    "不应",
    "不宜",
    "不准",
    "不许",
    "不要",
    "不用",
    "不会",
    "不必",
    "不需",
    "不需要",
    "不要求",
    "无需",
    "无须",
    "毋需",
    "毋须",
    "免于",
    "免除",
    "免收",
    "免交",
    "免缴",
    "没有",
    "暂停",
    "终止",
    "取消",
    "拒绝",
    "谢绝",
    "避免",
    "防止",
    "杜绝",
    "不同意",
    "不视为",
    "不计入",
    "不纳入",
    "不列入",
    "不作为",
    "不包括",
    "不含",
    "不予以",
    "不得擅自",
    "不得以任何形式",
    "不应再",
    "无法",
    "未能",
    "无权",
    "未予",
    "豁免",
    "免考",
    "免试",
    "免征",
    "停征",
    "缓缴",
    "排除",
    "废止",
    "撤销",
];
