//! Which signs a text has, found in one pass over it: whoever looks for one asks here first.

/// The signs of a text: each of the ASCII and Latin-1 characters, general punctuation, Chinese punctuation and full-width
/// forms. Of other characters there is one answer for many, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// U+0000 to U+00FF.
    latin: [u64; 4],
    /// U+2000 to U+207F.
    general: [u64; 2],
    /// U+3000 to U+303F.
    chinese: u64,
    /// U+FE00 to U+FFFF.
    wide: [u64; 8],
    /// Second bytes of what begins with 0xE2.
    rows: u64,
    /// First bytes of all others but Han.
    firsts: u64,
}

/// First bytes of Han, and of little else: U+4000 to U+9FFF.
const FIRST_HAN: std::ops::RangeInclusive<u8> = 0xE4..=0xE9;

/// The bit of a byte that is one of 64.
fn bit(byte: u8) -> u64 {
    1 << (byte & 0x3F)
}

impl Signs {
    /// The signs of a text that may have any.
    pub const ANY: Self = Self {
        latin: [u64::MAX; 4],
        general: [u64::MAX; 2],
        chinese: u64::MAX,
        wide: [u64::MAX; 8],
        rows: u64::MAX,
        firsts: u64::MAX,
    };

    /// The signs of a text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut signs = Self::default();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            at += match bytes[at..] {
                // Han most often stands beside Han.
                [a, _, _, b, _, _, c, ..] if [a, b, c].iter().all(|first| FIRST_HAN.contains(first)) => 9,
                _ if FIRST_HAN.contains(&first) => 3,
                _ if first.is_ascii() => {
                    signs.latin[usize::from(first >> 6)] |= bit(first);
                    1
                }
                [0xC2..=0xC3, second, ..] => {
                    signs.latin[usize::from(first & 3)] |= bit(second);
                    2
                }
                [0xE0..=0xEF, second, third, ..] => {
                    signs.note([first, second, third]);
                    3
                }
                // The bytes behind the first one of a character come one by one.
                _ => {
                    signs.firsts |= if first >> 6 == 3 { bit(first) } else { 0 };
                    1
                }
            };
        }
        signs
    }

    /// Notes a character of three bytes.
    fn note(&mut self, bytes: [u8; 3]) {
        let [first, second, third] = bytes;
        match bytes {
            [0xE3, 0x80, _] => self.chinese |= bit(third),
            [0xEF, 0xB8..=0xBF, _] => self.wide[usize::from(second & 7)] |= bit(third),
            [0xE2, _, _] => {
                self.rows |= bit(second);
                if let Some(general) = self.general.get_mut(usize::from(second & 0x3F)) {
                    *general |= bit(third);
                }
            }
            _ => self.firsts |= bit(first),
        }
    }

    /// False only when the text does not have the sign. Characters that share a bit may give true without being there: Han
    /// always, others by their first bytes.
    #[inline]
    pub fn has(&self, sign: char) -> bool {
        let code = sign as usize;
        let bit = 1 << (code & 0x3F);
        let noted = match code {
            0..0x100 => self.latin[code >> 6],
            0x2000..0x2080 => self.general[(code >> 6) & 1],
            0x3000..0x3040 => self.chinese,
            0xFE00..0x1_0000 => self.wide[(code >> 6) & 7],
            0x2080..0x3000 => return self.rows >> ((code >> 6) & 0x3F) & 1 == 1,
            0x4000..0xA000 => return true,
            0x100..0x800 => return self.firsts >> (code >> 6) & 1 == 1,
            0x800..0x1_0000 => return self.firsts >> (0x20 | code >> 12) & 1 == 1,
            _ => return self.firsts >> (0x30 | code >> 18) & 1 == 1,
        };
        noted & bit != 0
    }

    /// False when the text has none of these [signs](Self::has).
    #[inline]
    pub fn has_any(&self, signs: impl IntoIterator<Item = char>) -> bool {
        signs.into_iter().any(|sign| self.has(sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_found_where_it_is() {
        for c in (0..0x3100).chain((0x3100..0x11_0000).step_by(61)).chain(0xE000..0x1_0000).filter_map(char::from_u32) {
            let signs = Signs::of(&format!("甲乙丙丁{c}戊"));
            assert!(signs.has(c) && Signs::ANY.has(c), "{}", c.escape_unicode());
        }
    }

    #[test]
    fn signs_that_are_reported_apart_are_not_found_where_others_are() {
        let apart = |c: u32| matches!(c, 0..0x100 | 0x2000..0x2080 | 0x3000..0x3040 | 0xFE00..0x1_0000);
        let all: Vec<char> = (0..0x11_0000).filter(|&c| apart(c)).filter_map(char::from_u32).collect();
        for &c in &all {
            let signs = Signs::of(&format!("{c}甲乙丙丁{c}"));
            assert!(all.iter().all(|&other| signs.has(other) == (other == c)), "{}", c.escape_unicode());
        }
        let others = Signs::of("甲é一ж①丁\u{1F9FF}丁\u{E000}ã");
        assert!(!others.has_any(all.into_iter().filter(|c| !"éã".contains(*c))));
        assert!(!others.has_any(['│', '┃', 'カ', '\u{F0000}', '\u{F900}', 'א']));
        assert!(!Signs::of("").has_any(['a', '。', '│', '\u{E000}', '\u{F0000}']));
    }
}
