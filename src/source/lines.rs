//! A text → the line and column of any of its bytes, without going through the text again each time.

use super::{Position, floor_char};

/// Bytes between two known positions.
const STEP: usize = 1024;

/// Known positions in a text, one every `STEP` bytes. Looking up an offset costs the bytes since the last of them,
/// however many lines the text has, and however long they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines(Vec<(usize, Position)>);

impl Lines {
    /// The index of a text.
    pub fn new(text: &str) -> Self {
        let mut known = Vec::with_capacity(text.len() / STEP + 1);
        let mut at = Position { line: 1, column: 1 };
        for (offset, character) in text.char_indices() {
            if offset >= known.len() * STEP {
                known.push((offset, at));
            }
            at = after(at, character);
        }
        Self(known)
    }

    /// Line and column of a byte offset in `text`, which the index was made of; an offset outside the text, or inside a
    /// character, is moved back into it.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_char(text, offset);
        let next = self.0.partition_point(|(known, _)| *known <= offset);
        let start = (0, Position { line: 1, column: 1 });
        let (known, at) = next.checked_sub(1).map_or(start, |last| self.0[last]);
        text[known..offset].chars().fold(at, after)
    }
}

fn after(at: Position, character: char) -> Position {
    match character {
        '\n' => Position { line: at.line + 1, column: 1 },
        _ => Position { line: at.line, column: at.column + 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_that_counting_from_the_start_gives() {
        let text = "一二三四\n五，\n".repeat(2000) + &"长".repeat(5000);
        let lines = Lines::new(&text);
        for offset in (0..=text.len() + 2).step_by(97).chain([0, 1, 1024, 2048, text.len()]) {
            let head = &text[..floor_char(&text, offset)];
            let start = head.rfind('\n').map_or(0, |at| at + 1);
            let counted = Position { line: head.matches('\n').count() + 1, column: head[start..].chars().count() + 1 };
            assert_eq!(lines.position(&text, offset), counted, "{offset}");
        }
        assert_eq!(Lines::new("").position("", 9), Position { line: 1, column: 1 });
    }

    #[test]
    fn looking_up_reads_no_more_than_a_step() {
        let text = "x".repeat(100 * STEP);
        let lines = Lines::new(&text);
        assert_eq!(lines.0.len(), 100);
        assert!(lines.0.windows(2).all(|pair| pair[1].0 - pair[0].0 <= STEP + 3));
    }
}
