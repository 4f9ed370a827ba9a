//! A reference to a clause of a policy → the clause, by what the document calls itself as well.

use super::article::Policy;
use super::entry::Record;
use crate::syntax::clause::{ClauseRef, Meaning, is_called};
use crate::syntax::html::words;
use crate::syntax::markdown::{Block, without_space};

impl Policy {
    /// True for a name of the document itself: one of its titles, or the end of one, or `本办法`.
    pub(super) fn is_itself(&self, name: &str) -> bool {
        let quoted = self.title.split('《').skip(1).filter_map(|rest| Some(rest.split_once('》')?.0));
        let titles = [Some(self.title.as_str()), self.short_title.as_deref(), self.cited_as.as_deref()];
        let is_own = name == "正文" || name.strip_prefix('本').is_some_and(|word| word.chars().count() == 2);
        is_own || titles.into_iter().flatten().chain(quoted).any(|title| is_called(&without_space(title), name))
    }
}

impl Record<Policy> {
    /// What a reference to a clause means in the document. Its own title may stand before a number of its own text, and
    /// before the number of an attachment; so may a line above its first clause, as where several documents stand in one
    /// file: the first of them begins no part.
    pub fn find(&self, clause: &ClauseRef) -> Meaning {
        let found = self.body.find(clause);
        let is_own = |title: &str| self.data.is_itself(title) || self.is_headed(title);
        let bare = clause.without_title().filter(|(_, title)| found == Meaning::Nothing && is_own(title));
        let Some((bare, _)) = bare else { return found };
        let is_own = |at: &usize| !self.body.clauses[*at].path.is_carried() || bare.names_attachment();
        match self.body.find(&bare) {
            Meaning::One(at) if !is_own(&at) => Meaning::Nothing,
            Meaning::Several(mut all) => {
                all.retain(is_own);
                match all[..] {
                    [] => Meaning::Nothing,
                    [one] => Meaning::One(one),
                    _ => Meaning::Several(all),
                }
            }
            found => found,
        }
    }

    /// True for a line above the first clause, what it says in brackets at its end left out.
    fn is_headed(&self, name: &str) -> bool {
        let is_above = |block: &&Block| block.clause.is_none_or(|at| self.body.clauses[at].path.steps.is_empty());
        let mut above = self.body.blocks.iter().take(ABOVE).take_while(is_above);
        above.any(|block| {
            let line = words(self.body.html_of(std::slice::from_ref(block)));
            without_space(line.split(['（', '(']).next().unwrap_or_default()) == name
        })
    }
}

/// Blocks above the first clause in which its title is looked for.
const ABOVE: usize = 16;
