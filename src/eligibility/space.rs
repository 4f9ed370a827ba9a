//! Every combination of answers of a check, exactly: values that no test tells apart are one class, and what holds of
//! each combination is one bit of a plane.

use super::class::{Class, Dimension, classes, count, dimensions, sizes};
use super::rules::{Basis, Condition, Node, Part, Ruleset};

/// Combinations that a check may have.
const LIMIT: usize = 1 << 21;

/// Conditions with which it may have as many; with more of them it may have fewer, so that the work stays the same.
const MANY: usize = 64;

/// One bit for each combination.
pub type Plane = Vec<u64>;

/// What a part of a rule comes to, for every combination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planes {
    /// At least confirmed by somebody, it is met.
    pub least_confirm: Plane,
    /// It is met.
    pub least_yes: Plane,
    /// It may be met when somebody confirms it.
    pub most_confirm: Plane,
    /// It may be met.
    pub most_yes: Plane,
}

/// The combinations of a check.
pub struct Space<'a> {
    /// The check.
    pub rules: &'a Ruleset,
    /// The classes of each question.
    pub classes: Vec<Vec<Class>>,
    /// The digits of the number of a combination.
    dimensions: Vec<Dimension>,
    /// The digit of each question.
    digits: Vec<usize>,
    /// How far apart combinations lie that differ by one in a digit.
    strides: Vec<usize>,
    /// How many combinations there are.
    pub size: usize,
    /// Where each question is asked.
    pub asked: Vec<Plane>,
    /// Combinations that differ in more than answers to questions that are not asked; one for each of those.
    pub distinct: Plane,
    /// Combinations whose answers do not contradict each other.
    pub allowed: Plane,
    /// Those that are both: what somebody can answer.
    pub canon: Plane,
    /// What each condition comes to.
    leaves: Vec<Planes>,
}

/// What is supposed of a rule that is not so.
#[derive(Clone, Copy, Default)]
pub struct Suppose<'a> {
    /// Parts that are not there.
    pub gone: &'a [*const Part],
    /// A condition that is met or not, whatever the answers are.
    pub leaf: Option<(usize, bool)>,
    /// The delegated conditions that are met; others are not. Nothing is known of them when it is absent.
    pub granted: Option<&'a [usize]>,
}

/// The combinations of a check in blocks, in each of which the earlier answers are the same.
pub struct Blocks {
    /// Where each block begins.
    pub starts: Vec<usize>,
    /// Of each class of the question where its combinations begin in a block: in one place, or in one for each class of
    /// the question after it.
    pub classes: Vec<Vec<usize>>,
    /// How many combinations follow each place.
    pub stride: usize,
    /// How many combinations a block has.
    pub length: usize,
}

/// There are too many combinations to try.
pub struct TooLarge {
    /// How many there may be.
    pub limit: usize,
    /// How many each digit has; there are as many as their product.
    pub sizes: Vec<u128>,
    /// The questions with how many classes they have, those with most first.
    pub largest: Vec<(usize, u128)>,
}

impl<'a> Space<'a> {
    /// The space of a check.
    ///
    /// # Errors
    /// There are more combinations than [`LIMIT`].
    pub fn new(rules: &'a Ruleset) -> Result<Self, TooLarge> {
        let sizes: Vec<u128> = sizes(rules).into_iter().map(|(_, size)| size).collect();
        let limit = limit(rules);
        if sizes.iter().fold(1u128, |all, size| all.saturating_mul(*size)) > limit as u128 {
            let mut largest: Vec<_> = (0..rules.questions.len()).map(|at| (at, count(rules, at))).collect();
            largest.sort_by_key(|(at, size)| (std::cmp::Reverse(*size), *at));
            return Err(TooLarge { limit, sizes, largest });
        }
        let classes: Vec<_> = (0..rules.questions.len()).map(|at| classes(rules, at)).collect();
        let dimensions = dimensions(rules);
        let mut strides = vec![1; dimensions.len()];
        for at in (1..dimensions.len()).rev() {
            strides[at - 1] = strides[at] * dimensions[at].digits.len();
        }
        let size = dimensions.iter().map(|dimension| dimension.digits.len()).product();
        let own = |(at, dimension): (usize, &Dimension)| vec![at; 1 + usize::from(dimension.is_pair)];
        let digits = dimensions.iter().enumerate().flat_map(own).collect();
        let (asked, leaves) = (Vec::new(), Vec::new());
        let (distinct, allowed, canon) = (Vec::new(), Vec::new(), Vec::new());
        let mut space =
            Self { rules, classes, dimensions, digits, strides, size, asked, distinct, allowed, canon, leaves };
        space.fill();
        space.exclude();
        Ok(space)
    }

    fn fill(&mut self) {
        let fixed = |condition: &Condition| match condition.basis {
            Basis::Answer(_) => Planes::default(),
            Basis::Confirmation => Planes::of([&self.full(), &self.nothing(), &self.full(), &self.nothing()]),
            Basis::Delegated => Planes::of([&self.nothing(), &self.nothing(), &self.full(), &self.full()]),
        };
        self.leaves = self.rules.conditions.iter().map(fixed).collect();
        let mut distinct = self.full();
        for question in 0..self.rules.questions.len() {
            let asked = match &self.rules.questions[question].when {
                Some(when) => self.planes(&when.node).least_yes,
                None => self.full(),
            };
            let first = self.plane(question, |class| class == 0);
            for (word, (asked, first)) in distinct.iter_mut().zip(asked.iter().zip(&first)) {
                *word &= asked | first;
            }
            let known = self.plane(question, |class| self.classes[question][class].first.is_some());
            for at in 0..self.rules.conditions.len() {
                let Some(test) = self.rules.conditions[at].test().filter(|test| test.question == question) else {
                    continue;
                };
                let pass = self.plane(question, |class| {
                    self.classes[question][class].first.is_some_and(|value| test.pass.holds(value))
                });
                let least: Plane = asked.iter().zip(&known).zip(&pass).map(|((a, k), p)| a & k & p).collect();
                let full = self.full();
                let most = asked.iter().zip(&known).zip(&pass).zip(&full);
                let most: Plane = most.map(|(((a, k), p), f)| !(a & k & !p) & f).collect();
                self.leaves[at] = Planes::of([&least, &least, &most, &most]);
            }
            self.asked.push(asked);
        }
        self.distinct = distinct;
    }

    /// Takes out the combinations that contradict themselves.
    fn exclude(&mut self) {
        self.allowed = self.full();
        for exclusion in &self.rules.exclusions {
            let mut all = self.full();
            for test in &exclusion.tests {
                let holds = |value: Option<i64>| value.is_some_and(|value| test.pass.holds(value));
                let pass = self.plane(test.question, |class| holds(self.classes[test.question][class].first));
                let asked = &self.asked[test.question];
                all.iter_mut().zip(asked.iter().zip(&pass)).for_each(|(word, (asked, pass))| *word &= asked & pass);
            }
            self.allowed.iter_mut().zip(&all).for_each(|(word, all)| *word &= !all);
        }
        self.canon = self.distinct.iter().zip(&self.allowed).map(|(a, b)| a & b).collect();
    }

    fn nothing(&self) -> Plane {
        vec![0; self.words()]
    }

    fn words(&self) -> usize {
        self.size.div_ceil(64)
    }

    /// Every combination.
    pub fn full(&self) -> Plane {
        let mut plane = vec![u64::MAX; self.words()];
        if let Some(last) = plane.last_mut().filter(|_| !self.size.is_multiple_of(64)) {
            *last = (1 << (self.size % 64)) - 1;
        }
        plane
    }

    /// The combinations whose class of a question is one of these.
    pub fn plane(&self, question: usize, among: impl Fn(usize) -> bool) -> Plane {
        let stride = self.strides[self.digits[question]];
        let classes = self.digit_classes(question);
        let mut plane = vec![0u64; self.words()];
        for (digit, _) in classes.iter().enumerate().filter(|(_, class)| among(**class)) {
            let mut start = digit * stride;
            while start < self.size {
                set(&mut plane, start, stride);
                start += stride * classes.len();
            }
        }
        plane
    }

    /// The class of a question in each value of its digit.
    fn digit_classes(&self, question: usize) -> Vec<usize> {
        let dimension = &self.dimensions[self.digits[question]];
        let is_first = dimension.first == question;
        dimension.digits.iter().map(|(first, second)| if is_first { *first } else { *second }).collect()
    }

    /// The class of a question in a combination.
    pub fn class(&self, combination: usize, question: usize) -> usize {
        let at = self.digits[question];
        let dimension = &self.dimensions[at];
        let (first, second) = dimension.digits[combination / self.strides[at] % dimension.digits.len()];
        if dimension.first == question { first } else { second }
    }

    /// Where the combinations lie that differ in the class of one question.
    pub fn blocks(&self, question: usize) -> Blocks {
        let at = self.digits[question];
        let (dimension, stride) = (&self.dimensions[at], self.strides[at]);
        let of = |class: usize| {
            let own = dimension.digits.iter().enumerate().filter(move |(_, (first, _))| *first == class);
            let places: Vec<usize> = own.map(|(digit, _)| digit * stride).collect();
            places
        };
        let firsts: Vec<Vec<usize>> = (0..self.classes[dimension.first].len()).map(of).collect();
        let all = stride * dimension.digits.len();
        let starts = (0..self.size).step_by(all);
        if dimension.first == question {
            return Blocks { starts: starts.collect(), classes: firsts, stride, length: all };
        }
        // Where it is never asked, all classes are one.
        let count = self.classes[question].len();
        let bases: Vec<usize> = firsts.iter().filter(|places| places.len() == count).map(|places| places[0]).collect();
        let starts = starts.flat_map(|start| bases.iter().map(move |base| start + base)).collect();
        let classes = (0..count).map(|class| vec![class * stride]).collect();
        Blocks { starts, classes, stride, length: stride * count }
    }

    /// True where the bit of a combination is set.
    pub fn holds(plane: &Plane, combination: usize) -> bool {
        plane[combination / 64] >> (combination % 64) & 1 == 1
    }

    /// The answers of a combination, to the questions that are asked.
    pub fn answers(&self, combination: usize) -> Vec<Option<i64>> {
        let questions = 0..self.rules.questions.len();
        let answer = |at: usize| self.classes[at][self.class(combination, at)].first;
        questions.map(|at| answer(at).filter(|_| Self::holds(&self.asked[at], combination))).collect()
    }

    /// How many combinations of single values a combination of classes stands for.
    pub fn weight(&self, combination: usize) -> u64 {
        let asked = (0..self.rules.questions.len()).filter(|&at| Self::holds(&self.asked[at], combination));
        asked.fold(1u64, |all, at| all.saturating_mul(self.classes[at][self.class(combination, at)].count))
    }

    /// The first combination in a plane and in the space.
    pub fn first(&self, plane: impl Iterator<Item = u64>) -> Option<usize> {
        let both = plane.zip(&self.canon).map(|(word, canon)| word & canon);
        both.enumerate().find(|(_, word)| *word != 0).map(|(at, word)| at * 64 + word.trailing_zeros() as usize)
    }

    /// What a part of a rule comes to.
    pub fn planes(&self, node: &Node) -> Planes {
        self.supposing(node, &Suppose::default())
    }

    /// What a part of a rule would come to.
    pub fn supposing(&self, node: &Node, suppose: &Suppose<'_>) -> Planes {
        let fold = |parts: &[Part], all: bool| {
            let mut sum = self.same(all);
            for part in parts.iter().filter(|part| !suppose.gone.contains(&std::ptr::from_ref(*part))) {
                match &part.node {
                    Node::Leaf(leaf) if self.supposed(*leaf, suppose).is_none() => sum.join(&self.leaves[*leaf], all),
                    node => sum.join(&self.supposing(node, suppose), all),
                }
            }
            sum
        };
        match node {
            Node::All(parts) => fold(parts, true),
            Node::Any(parts) => fold(parts, false),
            Node::Not(inner) => {
                let inner = self.supposing(&inner.node, suppose);
                let full = self.full();
                let not = |plane: Plane| plane.iter().zip(&full).map(|(word, full)| !word & full).collect();
                Planes {
                    least_confirm: not(inner.most_yes),
                    least_yes: not(inner.most_confirm),
                    most_confirm: not(inner.least_yes),
                    most_yes: not(inner.least_confirm),
                }
            }
            Node::Leaf(leaf) => match self.supposed(*leaf, suppose) {
                Some(met) => self.same(met),
                None => self.leaves[*leaf].clone(),
            },
        }
    }

    /// Whether a condition is supposed to be met, or not to be; nothing when it comes to what the answers say.
    fn supposed(&self, leaf: usize, suppose: &Suppose<'_>) -> Option<bool> {
        let own = suppose.leaf.filter(|(supposed, _)| *supposed == leaf).map(|(_, met)| met);
        let granted = suppose.granted.filter(|_| self.rules.conditions[leaf].basis == Basis::Delegated);
        own.or_else(|| granted.map(|granted| granted.contains(&leaf)))
    }

    /// Met everywhere, or nowhere.
    fn same(&self, met: bool) -> Planes {
        let plane = if met { self.full() } else { self.nothing() };
        Planes::of([&plane, &plane, &plane, &plane])
    }
}

impl Planes {
    fn of([least_confirm, least_yes, most_confirm, most_yes]: [&Plane; 4]) -> Self {
        Self {
            least_confirm: least_confirm.clone(),
            least_yes: least_yes.clone(),
            most_confirm: most_confirm.clone(),
            most_yes: most_yes.clone(),
        }
    }

    fn join(&mut self, other: &Self, all: bool) {
        let pairs = [
            (&mut self.least_confirm, &other.least_confirm),
            (&mut self.least_yes, &other.least_yes),
            (&mut self.most_confirm, &other.most_confirm),
            (&mut self.most_yes, &other.most_yes),
        ];
        for (own, other) in pairs {
            for (a, b) in own.iter_mut().zip(other) {
                *a = if all { *a & b } else { *a | b };
            }
        }
    }
}

fn set(plane: &mut Plane, start: usize, length: usize) {
    let end = start + length;
    let mut at = start;
    while at < end {
        let in_word = (64 - at % 64).min(end - at);
        let bits = if in_word == 64 { u64::MAX } else { ((1 << in_word) - 1) << (at % 64) };
        plane[at / 64] |= bits;
        at += in_word;
    }
}

/// The combinations that a check may have. Each condition is tried with and without every other.
fn limit(rules: &Ruleset) -> usize {
    let times = rules.conditions.len().div_ceil(MANY);
    LIMIT / (times * times).max(1)
}

#[cfg(test)]
mod tests;
