//! "Did you mean": the name in a list that is nearest to a wrong one, with bounded work.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// Steps that suggestions from one list may take: so many for each character of the list, and so many at least. With
/// them some hundred different wrong names are compared with all names of a short list, and some thirty with those of a
/// very long one; further ones get no suggestion.
const STEPS: (usize, usize) = (256, 2_000_000);

/// The name of `known` that `wrong` was probably meant to be, if any is near enough.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    Names::new(known).nearest(wrong)
}

/// A list of names of which many wrong ones may be looked up. What was looked up once is known, and the work for all
/// look-ups together is bounded by the size of the list.
pub struct Names<'a> {
    /// In the order of their lengths.
    all: Vec<Name<'a>>,
    steps: usize,
    known: FxHashMap<String, Option<String>>,
}

/// A name, how many characters it has, and which, as bits of their hashes.
struct Name<'a> {
    text: Cow<'a, str>,
    length: usize,
    letters: u64,
}

impl<'a> Name<'a> {
    fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let (mut length, mut letters) = (0, 0);
        for c in text.chars() {
            length += 1;
            letters |= 1 << (u32::from(c) % u64::BITS);
        }
        Self { text, length, letters }
    }

    /// What the distance is at least: characters that only one of two names has must go, or come.
    fn least_distance(&self, other: &Self) -> usize {
        let only = |one: u64, other: u64| (one & !other).count_ones() as usize;
        let letters = only(self.letters, other.letters).max(only(other.letters, self.letters));
        letters.max(self.length.abs_diff(other.length))
    }
}

impl<'a> Names<'a> {
    /// A list of names, in any order.
    pub fn new<T: Into<Cow<'a, str>>>(known: impl IntoIterator<Item = T>) -> Self {
        let mut all: Vec<_> = known.into_iter().map(Name::new).collect();
        all.sort_unstable_by(|one, other| (one.length, &one.text).cmp(&(other.length, &other.text)));
        let letters: usize = all.iter().map(|name| name.length).sum();
        let steps = letters.saturating_mul(STEPS.0).max(STEPS.1);
        Self { all, steps, known: FxHashMap::default() }
    }

    /// The name that `wrong` was probably meant to be, if any is near enough.
    pub fn nearest(&mut self, wrong: &str) -> Option<String> {
        self.nearest_of(wrong, |_| true)
    }

    /// The same among the names for which `may_be` holds, which depends on the wrong name only.
    pub fn nearest_of(&mut self, wrong: &str, may_be: impl Fn(&str) -> bool) -> Option<String> {
        if let Some(known) = self.known.get(wrong) {
            return known.clone();
        }
        let found = self.search(&Name::new(wrong), may_be);
        self.known.insert(wrong.to_owned(), found.clone());
        found
    }

    /// Compares names of near lengths first, so that a near name keeps others from being compared at all.
    fn search(&mut self, wrong: &Name<'_>, may_be: impl Fn(&str) -> bool) -> Option<String> {
        let mut best: Option<(usize, &str)> = None;
        for name in by_length(&self.all, wrong.length) {
            let most = best.map_or(usize::MAX, |(distance, _)| distance);
            if name.length.abs_diff(wrong.length) > most {
                break;
            }
            let least = name.least_distance(wrong);
            let compared = least <= most && is_near(least, wrong, name) && may_be(&name.text);
            let steps = if compared { wrong.length.saturating_mul(name.length) } else { 1 };
            self.steps = self.steps.checked_sub(steps)?;
            if compared {
                let distance = strsim::damerau_levenshtein(&wrong.text, &name.text);
                let found = (distance > 0 && is_near(distance, wrong, name)).then_some((distance, &*name.text));
                best = best.into_iter().chain(found).min();
            }
        }
        best.map(|(_, text)| text.to_owned())
    }
}

/// All names that are long enough and not too long to be near, those of nearer lengths first.
fn by_length<'n, 'a>(all: &'n [Name<'a>], length: usize) -> impl Iterator<Item = &'n Name<'a>> {
    let longer_than = |length: usize| all.partition_point(|name| name.length <= length);
    let (first, end) = (longer_than((length * 3).div_ceil(5).saturating_sub(1)), longer_than(length * 5 / 3));
    let middle = longer_than(length).clamp(first, end);
    let (mut shorter, mut longer) = (all[first..middle].iter().rev().peekable(), all[middle..end].iter().peekable());
    std::iter::from_fn(move || {
        let far = |name: Option<&&Name<'_>>| name.map_or(usize::MAX, |name| name.length.abs_diff(length));
        if far(shorter.peek()) <= far(longer.peek()) { shorter.next() } else { longer.next() }
    })
}

/// True when a distance is at most two fifths of the longer name.
fn is_near(distance: usize, one: &Name<'_>, other: &Name<'_>) -> bool {
    distance * 5 <= one.length.max(other.length) * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same by comparing all of them.
    fn compared(wrong: &str, known: &[String]) -> Option<String> {
        let near =
            known.iter().map(|name| (strsim::damerau_levenshtein(wrong, name), name)).filter(|(distance, name)| {
                let longest = wrong.chars().count().max(name.chars().count());
                *distance > 0 && distance * 5 <= longest * 2
            });
        near.min().map(|(_, name)| name.clone())
    }

    proptest! {
        #[test]
        fn the_nearest_is_that_of_all_comparisons(
            wrong in "[ab培训-]{0,9}", known in prop::collection::vec("[abc培训-]{0,12}", 0..30),
        ) {
            prop_assert_eq!(nearest(&wrong, known.iter().map(String::as_str)), compared(&wrong, &known));
        }
    }

    /// The steps that looking up `wrong` names in a list of `known` ones takes.
    fn steps(wrong: usize, known: usize) -> usize {
        let known: Vec<String> = (0..known).map(|number| format!("record-{number:06}")).collect();
        let mut names = Names::new(known.iter().map(String::as_str));
        let before = names.steps;
        for number in 0..wrong {
            names.nearest(&format!("rekord-{:06}", number * 7));
        }
        before - names.steps
    }

    #[test]
    fn the_work_grows_with_the_list_and_not_with_its_square() {
        let (once, twice) = (steps(4000, 8000), steps(8000, 16_000));
        assert!(twice < once * 5 / 2, "{once} steps, {twice} for twice as many");
    }

    #[test]
    fn what_was_looked_up_is_not_looked_up_again() {
        let mut names = Names::new(["apply", "assess"]);
        assert_eq!(names.nearest("asess").as_deref(), Some("assess"));
        let steps = names.steps;
        assert_eq!(names.nearest("asess").as_deref(), Some("assess"));
        assert_eq!(names.steps, steps);
    }
}
