//! Links to checks with what the page that links already knows: a field, a level, the benefit that somebody looks at.

use rustc_hash::FxHashMap;

use crate::eligibility::rules::Question;
use crate::eligibility::{Answers, Ruleset};
use crate::model::eligibility::{Check, Fact, FactKind, OptionsFrom};
use crate::model::records::Benefit;
use crate::model::settings::Word;
use crate::model::{Kind, Vocabulary};
use crate::plan::Route;
use crate::syntax::value::{Id, Ref};

use super::context::RenderContext;
use super::view::{Link, Related};

/// What a page knows of its reader.
#[derive(Clone, Copy, Default)]
pub(super) struct Knows<'a> {
    /// The field.
    pub field: Option<&'a Id>,
    /// The level.
    pub level: Option<&'a Id>,
    /// The benefit.
    pub benefit: Option<&'a Id>,
}

/// Most checks that a page links by what it knows; the site map lists all.
const MOST: usize = 20;

/// Which checks are of use to which pages, each list in the order in which checks are listed.
#[derive(Default)]
pub(super) struct CheckIndex {
    /// Those with an outcome that opens a benefit.
    opening: FxHashMap<Id, Vec<usize>>,
    /// Those that ask for the field.
    of_fields: Vec<usize>,
    /// For each level, those that ask for it or have an outcome about it.
    of_levels: Vec<Vec<usize>>,
    /// Those whose results lead to notices.
    of_notices: Vec<usize>,
    /// For each fact, the levels that its options are about, each with the place of its first option.
    options: Vec<Vec<(usize, usize)>>,
}

impl CheckIndex {
    fn new(cx: &RenderContext<'_>) -> Self {
        let (content, levels) = (&cx.site.content, cx.site.words(Vocabulary::Level).len());
        let options = content.facts.iter().map(|record| options_of_levels(cx, &record.data)).collect();
        let mut made = Self { of_levels: vec![Vec::new(); levels], options, ..Self::default() };
        let mut order: Vec<usize> = (0..content.checks.len()).collect();
        order.sort_by_key(|&index| (content.checks[index].data.order, index));
        for index in order {
            made.add(cx, index);
        }
        made
    }

    fn add(&mut self, cx: &RenderContext<'_>, index: usize) {
        let check = &cx.site.content.checks[index].data;
        let place = |level: &Ref| cx.site.place(Vocabulary::Level, &level.value);
        if check.notices {
            self.of_notices.push(index);
        }
        let outcomes = || check.groups.iter().flat_map(|group| &group.outcomes);
        for benefit in outcomes().flat_map(|outcome| &outcome.grants) {
            let opening = self.opening.entry(benefit.value.clone()).or_default();
            if opening.last() != Some(&index) {
                opening.push(index);
            }
        }
        let Some(proved) = cx.proved(index) else { return };
        let facts = || proved.rules.questions.iter().map(|question| question.fact);
        if facts().any(|fact| cx.site.content.facts.get(fact).is_some_and(|fact| names_field(&fact.data))) {
            self.of_fields.push(index);
        }
        let asked = facts().filter_map(|fact| self.options.get(fact)).flatten().map(|(level, _)| *level);
        let about = outcomes().filter_map(|outcome| outcome.level.as_ref().and_then(place));
        for level in asked.chain(about) {
            if let Some(checks) = self.of_levels.get_mut(level).filter(|checks| checks.last() != Some(&index)) {
                checks.push(index);
            }
        }
    }
}

/// Whether a fact has the fields as its options, of which one is chosen.
fn names_field(fact: &Fact) -> bool {
    fact.options_from == Some(OptionsFrom::Fields) && fact.kind != FactKind::Several
}

/// The levels that the options of a fact are about, each with the place of its first option.
fn options_of_levels(cx: &RenderContext<'_>, fact: &Fact) -> Vec<(usize, usize)> {
    let levels = cx.site.words(Vocabulary::Level).len();
    if fact.options_from == Some(OptionsFrom::Levels) && fact.kind != FactKind::Several {
        return (0..levels).map(|level| (level, level)).collect();
    }
    let mut is_known = vec![false; levels];
    let options = fact.options.iter().enumerate();
    let of =
        options.filter_map(|(at, option)| Some((cx.site.place(Vocabulary::Level, &option.level.as_ref()?.value)?, at)));
    of.filter(|(level, _)| !std::mem::replace(&mut is_known[*level], true)).collect()
}

impl<'a> RenderContext<'a> {
    /// The address of a check with answers; `complete` when what is not answered is not known.
    pub fn check_with(&self, index: usize, answers: &[Option<i64>], complete: bool) -> Option<String> {
        let rules = &self.proved(index)?.rules;
        let page = self.route(&Route::Record(Kind::Check, index))?;
        Some(format!("{page}#{}", rules.address(answers, complete)))
    }

    /// The checks that ask for what a page knows, or decide on it, with that answered: those first that ask for the level.
    /// [`MOST`] at most.
    pub fn checks_with(&self, knows: Knows<'_>) -> Vec<Link> {
        let level = knows.level.and_then(|level| self.site.place(Vocabulary::Level, level));
        let of_level = level.and_then(|level| self.check_index().of_levels.get(level));
        let listed = match knows {
            Knows { benefit: Some(benefit), .. } => self.check_index().opening.get(benefit),
            Knows { field: Some(_), .. } => Some(&self.check_index().of_fields),
            Knows { level: Some(_), .. } => of_level,
            _ => None,
        };
        let one = |&index: &usize| {
            let record = &self.site.content.checks[index];
            let (asks, href) = self.answered(index, &record.data, knows)?;
            Some((asks, Link { text: record.data.title.clone(), href: Some(href) }))
        };
        let mut links: Vec<_> = listed.into_iter().flatten().filter_map(one).take(MOST).collect();
        links.sort_by_key(|(asks, _)| !asks);
        links.into_iter().map(|(_, link)| link).collect()
    }

    fn check_index(&self) -> &'a CheckIndex {
        self.layout.checks.get_or_init(|| CheckIndex::new(self))
    }

    /// Whether a check asks for the level, and its address with what is known; nothing when it has no use for it.
    fn answered(&self, index: usize, check: &'a Check, knows: Knows<'_>) -> Option<(bool, String)> {
        let rules = &self.proved(index)?.rules;
        let mut answers: Answers = vec![None; rules.questions.len()];
        let field = knows.field.map(|id| self.answer_with(rules, &mut answers, &|fact| self.of_field(fact, id)));
        let level = knows.level.map(|id| self.answer_with(rules, &mut answers, &|fact| self.of_level(fact, id)));
        if field == Some(false) {
            return None;
        }
        let known = rules.heard(&answers);
        let address = self.check_with(index, &known, false)?;
        let level = level.zip(knows.level);
        let Some((asks, level)) = level else {
            return known.iter().any(Option::is_some).then_some((false, address));
        };
        if asks {
            return Some((true, address));
        }
        // What the level decides is not asked: the outcome about this level is what the reader wants to know.
        let outcomes = check.groups.iter().flat_map(|group| &group.outcomes).zip(&rules.outcomes);
        let mut about = outcomes.filter(|(outcome, _)| outcome.level.as_ref().is_some_and(|own| own.value == *level));
        let possible = about.find(|(_, outcome)| rules.outcome(outcome, &known).most > 0);
        possible.map(|(outcome, _)| (false, format!("{address}&for={}", outcome.id.value)))
    }

    /// Answers the first question that has an option for what is known. False when there is none, or when it is not
    /// asked from the start.
    fn answer_with(&self, rules: &Ruleset, answers: &mut Answers, option: &dyn Fn(usize) -> Option<usize>) -> bool {
        let place = |(at, question): (usize, &Question)| Some((at, option(question.fact)?));
        let Some((at, value)) = rules.questions.iter().enumerate().find_map(place) else { return false };
        answers[at] = i64::try_from(value).ok();
        rules.asked(answers)[at]
    }

    fn of_field(&self, fact: usize, id: &Id) -> Option<usize> {
        let fact = &self.site.content.facts.get(fact)?.data;
        self.site.find(Kind::Field, id).filter(|_| names_field(fact))
    }

    fn of_level(&self, fact: usize, id: &Id) -> Option<usize> {
        let level = self.site.place(Vocabulary::Level, id)?;
        let options = self.check_index().options.get(fact)?;
        let (_, option) = options.iter().find(|(of, _)| *of == level)?;
        // Whoever chooses several has one of them at least.
        let several = self.site.content.facts.get(fact)?.data.kind == FactKind::Several;
        Some(if several { 1 << option } else { *option })
    }

    /// Levels as links, each to the first check that knows what to do with it; those without one are left as words.
    pub fn levels_with(&self, levels: &[Ref], knows: Knows<'_>) -> Vec<Link> {
        let word = |level: &Ref| {
            let word = self.site.word(Vocabulary::Level, level)?;
            Some(self.level_with(word, knows))
        };
        levels.iter().filter_map(word).collect()
    }

    /// A level as [`Self::levels_with`].
    pub fn level_with(&self, word: &Word, knows: Knows<'_>) -> Link {
        let found = self.checks_with(Knows { level: Some(&word.id.value), ..knows }).into_iter().next();
        Link { text: word.name.clone(), href: found.and_then(|link| link.href) }
    }

    /// What each level of the site has to do with checks.
    pub fn checks_of_levels(&self) -> Vec<Related> {
        let one = |word: &'a Word| Related {
            title: word.name.clone(),
            links: self.checks_with(Knows { level: Some(&word.id.value), ..Knows::default() }),
        };
        self.site.words(Vocabulary::Level).iter().map(one).collect()
    }

    /// The checks that open a benefit: with each of its levels answered, and those that no level concerns.
    pub fn checks_of_benefit(&self, benefit: &Benefit, id: &Id) -> Vec<Link> {
        let mut links = Vec::new();
        let mut levelled: Vec<String> = Vec::new();
        for word in benefit.levels.iter().filter_map(|level| self.site.word(Vocabulary::Level, level)) {
            let knows = Knows { level: Some(&word.id.value), benefit: Some(id), ..Knows::default() };
            for link in self.checks_with(knows) {
                levelled.push(link.text.clone());
                let text = self.fill("check_of", &[("check", &link.text), ("of", &word.name)]);
                links.push(Link { text, ..link });
            }
        }
        let opening = self.check_index().opening.get(id).into_iter().flatten().take(MOST);
        let rest = opening.map(|&index| self.record_link(Kind::Check, index));
        links.extend(rest.filter(|link| !levelled.contains(&link.text)));
        links
    }

    /// The checks whose results lead to notices, and those for the fields of a notice, each with its field answered.
    pub fn checks_of_notice(&self, fields: &'a [Ref]) -> Vec<Link> {
        let checks = self.check_index().of_notices.iter().take(MOST);
        let mut links: Vec<Link> = checks.map(|&index| self.record_link(Kind::Check, index)).collect();
        let of_fields = self.checks_of_fields(fields);
        links.retain(|link| !of_fields.iter().any(|other| other.text == link.text));
        links.extend(of_fields);
        links
    }

    /// The checks for the fields of a page, each with its field answered.
    fn checks_of_fields(&self, fields: &'a [Ref]) -> Vec<Link> {
        let one = |field: &'a Ref| {
            let name = self.site.get(Kind::Field, &field.value).map_or("", |field| field.entry.name());
            let links = self.checks_with(Knows { field: Some(&field.value), ..Knows::default() });
            links.into_iter().map(move |link| match fields {
                [_] => link,
                _ => Link { text: self.fill("check_of", &[("check", &link.text), ("of", name)]), ..link },
            })
        };
        fields.iter().flat_map(one).collect()
    }
}
