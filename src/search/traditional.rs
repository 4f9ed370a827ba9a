//! Traditional characters and the simplified ones as which they are compared.
//!
//! What a script of the theme knows is what the texts of a site need: pairs of characters that stand in them, which it has from
//! the page, and pairs whose simplified one does, which it reads when nothing is found (`File::Traditional`). With all other
//! pairs nothing would be found either.

use std::sync::LazyLock;

/// The pairs, one after the other, in the order of the traditional ones.
const PAIRS: &str = include_str!("traditional/pairs.txt");

/// The characters that may be traditional.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9FFF}';

/// By traditional characters, from the first: the simplified one, or 0.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut simplified = vec![0; place(LAST) + 1];
    for [traditional, other] in pairs() {
        simplified[place(traditional)] = u16::try_from(u32::from(other)).unwrap_or_default();
    }
    simplified
});

fn place(c: char) -> usize {
    c as usize - FIRST as usize
}

fn pairs() -> impl Iterator<Item = [char; 2]> {
    let mut characters = PAIRS.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars);
    std::iter::from_fn(move || Some([characters.next()?, characters.next()?]))
}

/// The character as which one is compared.
pub(super) fn simplified(c: char) -> char {
    if !(FIRST..=LAST).contains(&c) {
        return c;
    }
    let other = SIMPLIFIED.get(place(c)).filter(|other| **other > 0);
    other.and_then(|other| char::from_u32((*other).into())).unwrap_or(c)
}

/// The characters of texts, as bits.
pub(super) struct Characters(Vec<u64>);

impl Characters {
    pub(super) fn new() -> Self {
        Self(vec![0; (place(LAST) + 1).div_ceil(64)])
    }

    pub(super) fn take(&mut self, c: char) {
        if (FIRST..=LAST).contains(&c) {
            self.0[place(c) / 64] |= 1 << (place(c) % 64);
        }
    }

    fn has(&self, c: char) -> bool {
        (FIRST..=LAST).contains(&c) && self.0[place(c) / 64] >> (place(c) % 64) & 1 == 1
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// The pairs of which the traditional character stands in the texts, and those of which only the simplified one does, or
    /// one that is compared as it.
    pub(super) fn pairs(&self) -> [String; 2] {
        let own: Vec<[char; 2]> = pairs().filter(|[traditional, _]| self.has(*traditional)).collect();
        let mut all = Self(self.0.clone());
        own.iter().for_each(|[_, simplified]| all.take(*simplified));
        let others = pairs().filter(|[traditional, simplified]| !self.has(*traditional) && all.has(*simplified));
        [own.iter().flatten().collect(), others.flatten().collect()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_of_a_traditional_character_and_another_one() {
        let all: Vec<[char; 2]> = pairs().collect();
        assert!(all.len() > 2_500 && all.is_sorted_by(|[a, _], [b, _]| a < b), "{}", all.len());
        for [traditional, other] in all {
            assert_eq!((simplified(traditional), simplified(other)), (other, other));
        }
        let of = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(of("職稱資格認定 3 檢"), "职称资格认定 3 检");
        // What simplified texts use themselves stays.
        assert_eq!(of("乾后着著瞭於𠮷㐀A"), "乾后着著瞭於𠮷㐀A");
    }

    #[test]
    fn a_site_has_the_pairs_that_its_texts_need() {
        let mut characters = Characters::new();
        "资格认證a".chars().for_each(|c| characters.take(c));
        let [own, others] = characters.pairs();
        assert_eq!(own, "證证");
        let pairs: Vec<char> = others.chars().collect();
        let pairs: Vec<String> = pairs.chunks(2).map(|pair| pair.iter().collect()).collect();
        assert!(["資资", "認认"].iter().all(|pair| pairs.contains(&(*pair).to_owned())), "{pairs:?}");
        assert!(pairs.len() < 8 && !others.contains('證'), "{pairs:?}");
    }
}
