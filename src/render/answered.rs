//! Links to checks with what the page that links already knows: a field, a level, the benefit that somebody looks at.

use crate::eligibility::rules::Question;
use crate::eligibility::{Answers, Ruleset};
use crate::model::eligibility::{Check, Fact, FactKind, OptionsFrom};
use crate::model::records::Benefit;
use crate::model::settings::Word;
use crate::model::{Kind, Record, Vocabulary};
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

impl<'a> RenderContext<'a> {
    /// The address of a check with answers; `complete` when what is not answered is not known.
    pub fn check_with(&self, index: usize, answers: &[Option<i64>], complete: bool) -> Option<String> {
        let rules = &self.proved(index)?.rules;
        let page = self.route(&Route::Record(Kind::Check, index))?;
        Some(format!("{page}#{}", rules.address(answers, complete)))
    }

    /// The checks that ask for what a page knows, or decide on it, with that answered: those first that ask for the level.
    pub fn checks_with(&self, knows: Knows<'_>) -> Vec<Link> {
        let mut checks: Vec<_> = self.site.content.checks.iter().enumerate().collect();
        checks.sort_by_key(|(index, record)| (record.data.order, *index));
        let one = |(index, record): (usize, &'a Record<Check>)| {
            let opens = knows.benefit.is_none_or(|benefit| opens(&record.data, benefit));
            let (asks, href) = self.answered(index, &record.data, knows).filter(|_| opens)?;
            Some((asks, Link { text: record.data.title.clone(), href: Some(href) }))
        };
        let mut links: Vec<_> = checks.into_iter().filter_map(one).collect();
        links.sort_by_key(|(asks, _)| !asks);
        links.into_iter().map(|(_, link)| link).collect()
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
    fn answer_with(&self, rules: &Ruleset, answers: &mut Answers, option: &dyn Fn(&'a Fact) -> Option<usize>) -> bool {
        let place = |(at, question): (usize, &Question)| Some((at, option(&self.fact(question)?.data)?));
        let Some((at, value)) = rules.questions.iter().enumerate().find_map(place) else { return false };
        answers[at] = i64::try_from(value).ok();
        rules.asked(answers)[at]
    }

    fn of_field(&self, fact: &Fact, id: &Id) -> Option<usize> {
        let fields = fact.options_from == Some(OptionsFrom::Fields) && fact.kind != FactKind::Several;
        self.site.find(Kind::Field, id).filter(|_| fields)
    }

    fn of_level(&self, fact: &Fact, id: &Id) -> Option<usize> {
        // Whoever chooses several has one of them at least.
        let several = fact.kind == FactKind::Several;
        if fact.options_from == Some(OptionsFrom::Levels) && !several {
            return self.site.place(Vocabulary::Level, id);
        }
        let place =
            fact.options.iter().position(|option| option.level.as_ref().is_some_and(|level| level.value == *id));
        place.map(|place| if several { 1 << place } else { place })
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
        let checks = self.site.content.checks.iter().enumerate().filter(|(_, record)| opens(&record.data, id));
        let rest = checks.map(|(index, _)| self.record_link(Kind::Check, index));
        links.extend(rest.filter(|link| !levelled.contains(&link.text)));
        links
    }

    /// The checks whose results lead to notices, and those for the fields of a notice, each with its field answered.
    pub fn checks_of_notice(&self, fields: &'a [Ref]) -> Vec<Link> {
        let checks = self.site.content.checks.iter().enumerate().filter(|(_, record)| record.data.notices);
        let mut links: Vec<Link> = checks.map(|(index, _)| self.record_link(Kind::Check, index)).collect();
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

/// True when an outcome of a check opens a benefit.
fn opens(check: &Check, benefit: &Id) -> bool {
    let mut outcomes = check.groups.iter().flat_map(|group| &group.outcomes);
    outcomes.any(|outcome| outcome.grants.iter().any(|grant| grant.value == *benefit))
}
