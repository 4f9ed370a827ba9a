//! A text and ranges in it → the few lines, or the part of one long line, that show them.

use std::ops::Range;

use super::places::without_end_of_line;

/// Ends an origin that is already complete. The renderer appends line and column *of the excerpt*, which are not those
/// of the file where a long line is cut; what it appends is taken away again. No text contains this noncharacter.
pub(super) const END_OF_ORIGIN: char = '\u{FFFF}';

/// Columns that an excerpt may be wide; a line that is wider is cut.
const WIDTH: usize = 100;
/// Columns of a cut line from the beginning of the place on.
const AFTER: usize = 70;
/// Lines that an excerpt may be high.
const HEIGHT: usize = 12;
/// What stands where a line is cut: not `…`, which Chinese terminals show in two columns.
const CUT: &str = "...";

/// A piece of a text, and where the places lie in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// What is shown; nothing in it moves the cursor.
    pub text: String,
    /// The places as ranges of bytes in `text`, in the order in which they were asked for.
    pub marks: Vec<Range<usize>>,
    /// Where `text` begins in the whole text, unless it is cut.
    first: Option<usize>,
}

impl Excerpt {
    /// The excerpt that shows `range`.
    pub fn new(text: &str, range: Range<usize>) -> Self {
        let range = without_end_of_line(text, range);
        match lines(text, range.clone()) {
            Some(lines) => Self::whole(text, &lines, vec![range]),
            None => Self::part(text, range),
        }
    }

    /// The excerpt that also shows `range`, when both places are near to each other.
    pub fn with(&self, text: &str, range: Range<usize>) -> Option<Self> {
        let first = self.first?;
        let mut marks: Vec<_> = self.marks.iter().map(|mark| mark.start + first..mark.end + first).collect();
        marks.push(without_end_of_line(text, range));
        let start = marks.iter().map(|mark| mark.start).min()?;
        let end = marks.iter().map(|mark| mark.end).max()?;
        Some(Self::whole(text, &lines(text, start..end)?, marks))
    }

    fn whole(text: &str, lines: &Range<usize>, marks: Vec<Range<usize>>) -> Self {
        let first = lines.start;
        let marks = marks.into_iter().map(|mark| mark.start - first..mark.end - first).collect();
        Self { text: visible(&text[lines.clone()]), marks, first: Some(first) }
    }

    fn part(text: &str, range: Range<usize>) -> Self {
        let (end, _) = rightward(text, range.start, AFTER);
        let (start, cut_left) = leftward(text, range.start, WIDTH.saturating_sub(width(&text[range.start..end])));
        let room = WIDTH.saturating_sub(width(&text[start..range.start]));
        let (end, cut_right) = rightward(text, range.start, room);
        let left = if cut_left { CUT } else { "" };
        let right = if cut_right { CUT } else { "" };
        let shown = format!("{left}{}{right}", visible(&text[start..end]));
        let mark = left.len() + range.start - start..left.len() + range.end.min(end) - start;
        Self { text: shown, marks: vec![mark], first: None }
    }
}

/// The whole lines that hold `range`, when they are few and short enough to be shown.
fn lines(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    if range.len() > HEIGHT * WIDTH * 4 {
        return None;
    }
    let (start, cut_left) = leftward(text, range.start, WIDTH);
    let (end, cut_right) = rightward(text, range.end, WIDTH);
    let lines = &text[start..end];
    let fits = !cut_left && !cut_right && lines.split('\n').all(|line| width(line) <= WIDTH);
    (fits && lines.split('\n').count() <= HEIGHT).then_some(start..end)
}

/// How far one can go left from `from` on its line within `room` columns, and whether that is short of its beginning.
fn leftward(text: &str, from: usize, room: usize) -> (usize, bool) {
    let mut at = from;
    let mut used = 0;
    for character in text[..from].chars().rev().take_while(|&character| character != '\n') {
        used += columns(character);
        if used > room {
            return (at, true);
        }
        at -= character.len_utf8();
    }
    (at, false)
}

/// How far one can go right from `from` on its line within `room` columns, and whether that is short of its end.
fn rightward(text: &str, from: usize, room: usize) -> (usize, bool) {
    let mut at = from;
    let mut used = 0;
    for character in text[from..].chars().take_while(|&character| character != '\n') {
        used += columns(character);
        if used > room {
            return (at, true);
        }
        at += character.len_utf8();
    }
    (at, false)
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Columns that a character takes, near enough to decide where to cut.
fn columns(character: char) -> usize {
    match character {
        '\t' => 4,
        '\u{0}'..='\u{10FF}' => 1,
        _ => 2,
    }
}

/// The text without characters that a terminal obeys or that [`super::text`] uses itself; every character keeps its
/// length in bytes. (Those below U+0020 are shown by the renderer.)
fn visible(text: &str) -> String {
    let shown = |character| match character {
        '\u{80}'..='\u{9F}' => '¿',
        END_OF_ORIGIN => '\u{FFFD}',
        other => other,
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, wrong: &str) -> (String, String) {
        let start = text.find(wrong).unwrap();
        let excerpt = Excerpt::new(text, start..start + wrong.len());
        let mark = excerpt.text[excerpt.marks[0].clone()].to_owned();
        (excerpt.text, mark)
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("第一行\n{}错误{}\n第三行", "前".repeat(500), "后".repeat(500));
        let (shown, mark) = marked(&text, "错误");
        assert_eq!(mark, "错误");
        assert!(shown.starts_with("...前") && shown.ends_with("后..."), "{shown}");
        assert!(width(&shown) <= WIDTH + 2 * CUT.len());
        let (shown, mark) = marked(&format!("错误{}", "后".repeat(500)), "错误");
        assert!(shown.starts_with("错误后"));
        assert_eq!(mark, "错误");
    }

    #[test]
    fn a_place_that_is_too_high_shows_its_first_line() {
        let text = format!("甲\n{}丙", "乙\n".repeat(50));
        let excerpt = Excerpt::new(&text, 0..text.len());
        assert_eq!((excerpt.text.as_str(), &excerpt.text[excerpt.marks[0].clone()]), ("甲", "甲"));
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_text(text in "[a\n\t字\u{85}\u{FFFF}“]{0,400}", ends in prop::array::uniform4(0usize..1600)) {
            let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
            let [a, b, c, d] = ends.map(floor);
            let one = Excerpt::new(&text, a.min(b)..a.max(b));
            let both = one.with(&text, c.min(d)..c.max(d));
            for excerpt in std::iter::once(one).chain(both) {
                for mark in excerpt.marks {
                    prop_assert!(excerpt.text.get(mark).is_some());
                }
            }
        }
    }
}
