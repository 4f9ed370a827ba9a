//! Cards of lists: which rows of a list each of them fills.

use super::Card;

/// Says of cards which rows of a list they fill, so that none is left with a gap: `first` is the place of the first of them
/// among `all`. Style sheets could find the last one by themselves, but only once it has come.
pub fn fill_rows(cards: &mut [Card], first: usize, all: usize) {
    for (at, card) in cards.iter_mut().enumerate() {
        let left = all - first - at;
        card.fills.extend((left == 1 && all % 2 == 1).then_some("c2"));
        let in_three = match (all % 3, left) {
            _ if all == 4 => Some("c3h"),
            (1, 1) => Some("c3"),
            (2, 1 | 2) => Some("c3h"),
            _ => None,
        };
        card.fills.extend(in_three);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many sixths of a row each card takes, in two columns and in three.
    fn sixths(all: usize) -> [Vec<usize>; 2] {
        let mut cards = vec![Card::default(); all];
        let (front, back) = cards.split_at_mut(all / 2);
        fill_rows(front, 0, all);
        fill_rows(back, all / 2, all);
        let has = |card: &Card, class| card.fills.contains(&class);
        let in_three = |card: &Card| if has(card, "c3") { 6 } else { 2 + usize::from(has(card, "c3h")) };
        [cards.iter().map(|card| if has(card, "c2") { 6 } else { 3 }).collect(), cards.iter().map(in_three).collect()]
    }

    #[test]
    fn rows_are_full() {
        for all in 0..30 {
            for row in sixths(all) {
                let mut filled = 0;
                for width in row {
                    filled += width;
                    assert!(filled <= 6, "{all}");
                    filled %= 6;
                }
                assert_eq!(filled, 0, "{all}");
            }
        }
    }
}
