//! How much room a text takes in a Chinese font: every ideograph is one em wide, every Latin letter half an em.
//!
//! An estimate for fixed-width fonts such as 宋体, in integers, so that every machine comes to the same result.

/// Room between the text of a cell and its borders, left and right together, in millimetres.
pub(super) const PADDING: u32 = 4;

/// Height of a line of text, in twips for each two half points of its size: as high as the lines of Noto Serif CJK, which
/// stands in for 宋体.
const LEADING: u32 = 29;

/// Height of a line of text of a size in half points, in twips.
pub(super) fn leading(size: u32) -> u32 {
    size * LEADING / 2
}

/// Width of a text on one line, in half ems.
pub(super) fn half_ems(text: &str) -> u32 {
    text.chars().map(half_ems_of).sum()
}

fn half_ems_of(c: char) -> u32 {
    match c {
        '\0'..='\u{1f}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        ..'\u{250}' => 1,
        _ => 2,
    }
}

/// Millimetres, rounded up, that so many half ems take at a size in half points.
pub(super) fn millimetres(half_ems: u32, size: u32) -> u32 {
    let micrometres = u64::from(half_ems) * u64::from(size) * 25_400 / 288;
    u32::try_from(micrometres.div_ceil(1000)).unwrap_or(u32::MAX)
}

/// How many lines a text takes in a cell of this width (millimetres) at a size in half points.
pub(super) fn lines(text: &str, width: u32, size: u32) -> u32 {
    let room = u64::from(width.saturating_sub(PADDING / 2)) * 288_000 / (u64::from(size) * 25_400);
    let room = u32::try_from(room).unwrap_or(u32::MAX).max(1);
    text.split('\n').map(|line| broken(line, room)).sum()
}

/// Lines of one paragraph: Han text breaks anywhere, a Latin word only before it, unless it is wider than a line.
fn broken(text: &str, room: u32) -> u32 {
    let (mut lines, mut used, mut word) = (1, 0, 0);
    for c in text.chars() {
        let width = half_ems_of(c);
        let inside = width == 1 && c != ' ';
        word = if inside { word + 1 } else { 0 };
        if used > 0 && used + width > room {
            lines += 1;
            used = if inside && word <= room { word } else { width };
        } else {
            used += width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_text_is_twice_as_wide_as_latin() {
        assert_eq!(half_ems("数字技术（IT）“培训”"), 8 + 2 + 2 + 2 + 4 + 4);
        assert_eq!(millimetres(2, 24), 5);
        assert_eq!(millimetres(20, 24), 43);
    }

    #[test]
    fn lines_break_between_ideographs_but_not_inside_words() {
        assert_eq!(lines("", 30, 24), 1);
        assert_eq!(lines("领取培训补贴人数（人）", 30, 24), 2);
        assert_eq!(lines("一\n二\n三", 30, 24), 3);
        assert_eq!(lines("人工智能 Python", 30, 24), 2);
        assert_eq!(lines(&"a".repeat(100), 24, 24), 10);
        // Less room than an ideograph takes.
        assert_eq!(lines("第10列", 4, 18), 4);
    }
}
