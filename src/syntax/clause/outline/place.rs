//! Where a number would stand in the tree, and how it fits there.

use smallvec::SmallVec;

use super::super::gap::is_space;
use super::super::marker::{Doubt, Marker};
use super::super::numeral::{digit, is_numeral};
use super::super::path::{Kind, Step};
use super::choose::{Chooser, Last};

/// How a number goes with those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It follows the one before it.
    Next,
    /// It begins a list.
    Start,
    /// It follows one below another clause: numbers that go on through all sections.
    Across,
    /// Something is missing before it, behind the one before it when there is one: its unit and number.
    Gap(Option<(u32, u16)>),
    /// It stands there already, at this unit.
    Repeat(u32),
    /// The outermost numbering, which began at this unit, begins again.
    Restart(u32),
}

/// A place in the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// How many of the open clauses stay open.
    pub keep: usize,
    /// The clause above it.
    pub parent: Option<u32>,
    /// The clause below which its number stands only once.
    pub numbered: Option<u32>,
    /// How many of the marker's steps are below the parent, from the last one.
    pub steps: usize,
    /// Articles are numbered anew in the division in which it stands.
    pub anew: bool,
    pub fit: Fit,
}

impl Place {
    pub fn root() -> Self {
        Self { keep: 0, parent: None, numbered: None, steps: 1, anew: false, fit: Fit::Start }
    }

    /// Where something is missing: the unit and the number before it.
    pub fn gap(&self) -> Option<Option<(u32, u16)>> {
        match self.fit {
            Fit::Gap(previous) => Some(previous),
            _ => None,
        }
    }
}

impl Chooser<'_> {
    /// Where the number of a marker would stand.
    pub fn place(&self, at: usize, marker: &Marker) -> Place {
        let own = marker.own();
        match own.kind {
            kind if kind.is_annex() => self.annex(at, own),
            kind if kind.is_division() => self.division(own),
            Kind::Article => self.place_article(own, marker.doubt),
            Kind::Dotted => self.dotted(at, marker),
            _ => self.list(at, own),
        }
    }

    /// A place below the open clauses up to `keep`.
    fn below(&self, keep: usize, fit: Fit) -> Place {
        let parent = keep.checked_sub(1).map(|top| self.stack[top]);
        Place { keep, parent, numbered: parent, fit, ..Place::root() }
    }

    fn step(&self, at: u32) -> Option<Step> {
        self.node(at).steps.last().copied()
    }

    /// What a number is that does not follow `last`, the one before it in the same list.
    fn out_of_order(&self, place: Place, own: Step, last: Option<Last>) -> Place {
        let steps = SmallVec::from_iter([own]);
        let fit = match self.seen.get(&(place.numbered, steps)) {
            Some(&first) if own.number == 1 && place.keep == self.scope => Fit::Restart(first),
            Some(&first) => Fit::Repeat(first),
            None => Fit::Gap(last.map(|last| (last.unit, last.step.number))),
        };
        Place { fit, ..place }
    }

    /// True for an attachment of an attachment: `附件1` behind the only `附件`, `附1` behind `附件1`.
    fn holds_attachments(&self, outer: u32, at: usize) -> bool {
        let begins = |at: usize| {
            let text = self.units[at].text.trim_start_matches(is_space);
            let number = text.strip_prefix("附件").or_else(|| text.strip_prefix('附')).unwrap_or(text);
            let is_numbered = number.trim_start_matches(is_space).starts_with(|c| digit(c).is_some() || is_numeral(c));
            (is_numbered, text.starts_with("附件"))
        };
        let (outer, own) = (begins(self.node(outer).unit as usize), begins(at));
        own.0 && (!outer.0 || outer.1 && !own.1)
    }

    fn annex(&self, at: usize, own: Step) -> Place {
        let outer = self.stack.first().copied().filter(|&at| self.kind(at) == Some(Kind::Annex));
        // They are counted from 1 on.
        let is_begun =
            |outer: u32| own == Step::new(Kind::Annex, 1) || self.parts.contains_key(&(Some(outer), Kind::Annex));
        let is_within = |outer: u32| own.kind != Kind::Annex || is_begun(outer) && self.holds_attachments(outer, at);
        let keep = usize::from(outer.is_some_and(is_within));
        let place = self.below(keep, Fit::Next);
        let last = self.parts.get(&(place.parent, own.kind)).copied();
        match last {
            _ if self.seen.contains_key(&(place.numbered, SmallVec::from_iter([own]))) => {
                let place = self.out_of_order(place, own, last);
                match place.fit {
                    Fit::Restart(first) => Place { fit: Fit::Repeat(first), ..place },
                    _ => place,
                }
            }
            None if own.number == 1 || own.number >= 10_000 => place,
            Some(last) if own.number == last.step.number + 1 || own.number == last.step.number => place,
            last => self.out_of_order(place, own, last),
        }
    }

    /// 编 章 节, which are below the next greater division.
    fn division(&self, own: Step) -> Place {
        let divisions = |&&at: &&u32| self.kind(at).is_some_and(Kind::is_division);
        let open = self.stack[self.scope..].iter().take_while(divisions);
        let keep = self.scope + open.take_while(|&&at| self.kind(at) < Some(own.kind)).count();
        let place = self.below(keep, Fit::Next);
        let sibling = self.stack.get(keep).and_then(|&at| self.step(at)).filter(|step| step.kind == own.kind);
        let last = self.last[own.kind as usize];
        match (sibling, last) {
            (Some(step), _) if own.number == step.number + 1 => place,
            (None, _) if own.number == 1 => match self.seen.contains_key(&(place.numbered, SmallVec::from_iter([own])))
            {
                true => self.out_of_order(place, own, last),
                false => Place { fit: Fit::Start, ..place },
            },
            (None, Some(last)) if own.number == last.step.number + 1 => Place { fit: Fit::Across, ..place },
            _ => self.out_of_order(place, own, last),
        }
    }

    /// 条, which go on through all divisions, unless they begin anew in each.
    fn place_article(&self, own: Step, doubt: Doubt) -> Place {
        let last = self.last[Kind::Article as usize];
        let keep = self.article().unwrap_or_else(|| self.around_articles(own));
        let scope = self.scope.checked_sub(1).map(|top| self.stack[top]);
        let division =
            self.stack[self.scope..keep].iter().copied().rfind(|&at| self.kind(at).is_some_and(Kind::is_division));
        let anew = match (last, division) {
            (Some(last), Some(division)) if division > last.node => own.number == 1 && own.sub == 0,
            (Some(last), Some(_)) => self.node(last.node).anew,
            _ => false,
        };
        let numbered = if anew { division } else { scope };
        let place = Place { numbered, anew, ..self.below(keep, Fit::Next) };
        let Some(last) = last else {
            return match own.number {
                1 => Place { fit: Fit::Start, ..place },
                // A part of a text that begins further on.
                3.. if doubt == Doubt::None && own.sub == 0 => Place { fit: Fit::Start, ..place },
                _ => self.out_of_order(place, own, None),
            };
        };
        let after = (own.number, own.sub) == (last.step.number, last.step.sub + 1);
        match own.number == last.step.number + 1 && own.sub == 0 || after {
            true => place,
            false if anew && own.number == 1 && division.is_some_and(|division| division > last.node) => {
                Place { fit: Fit::Start, ..place }
            }
            false => self.out_of_order(place, own, Some(last)),
        }
    }

    /// How many of the open clauses hold articles: divisions, and 一、 above the first article.
    fn around_articles(&self, own: Step) -> usize {
        let last = self.last[Kind::Article as usize];
        let kind = |&&at: &&u32| self.kind(at);
        let divisions =
            self.stack[self.scope..].iter().take_while(|at| kind(at).is_some_and(Kind::is_division)).count();
        let keep = self.scope + divisions;
        let list = self.stack.get(keep).copied().filter(|&at| self.kind(at) == Some(Kind::Chinese));
        let Some(step) = list.and_then(|at| self.step(at)) else { return keep };
        let holds = match last {
            None => step.number == 1 && own.number == 1,
            // It held articles before.
            Some(last) => self.above(last.node).contains(&Some(Kind::Chinese)),
        };
        if !holds {
            return keep;
        }
        // （一） right below it, which holds articles too.
        let below = self.stack.get(keep + 1).copied().filter(|&at| self.kind(at) == Some(Kind::Bracketed));
        let is_new = |at: u32| last.is_none_or(|last| at > last.node);
        let holds = below.is_some_and(|at| {
            is_new(at) || last.is_some_and(|last| self.above(last.node).contains(&Some(Kind::Bracketed)))
        });
        keep + 1 + usize::from(holds)
    }

    /// The kinds of the two clauses above one.
    fn above(&self, node: u32) -> [Option<Kind>; 2] {
        let parent = self.node(node).parent;
        let outer = parent.and_then(|parent| self.node(parent).parent);
        [parent, outer].map(|above| above.and_then(|above| self.kind(above)))
    }

    /// 一、（一） 1.（1） ①
    fn list(&self, at: usize, own: Step) -> Place {
        let article = self.article();
        let floor = article.map_or(self.scope, |article| article + 1);
        let frames =
            |from: usize, to: usize| (from..to).rev().filter(|&at| self.kind(self.stack[at]) == Some(own.kind));
        let follows = |&at: &usize| self.step(self.stack[at]).is_some_and(|step| own.number == step.number + 1);
        // A list outside of the article goes on only when it is no list of it.
        let next = frames(floor, self.stack.len()).find(follows).or_else(|| {
            let outer = frames(self.scope, floor).find(follows);
            outer.filter(|_| frames(floor, self.stack.len()).next().is_none())
        });
        if let Some(next) = next {
            return self.below(next, Fit::Next);
        }
        let open = frames(floor, self.stack.len()).next();
        if let Some(open) = open {
            let node = self.stack[open];
            let last = self.step(node).map(|step| Last { step, node, unit: self.node(node).unit });
            return self.out_of_order(self.below(open, Fit::Next), own, last);
        }
        let keep = self.nested(at, own.kind, floor);
        let place = self.below(keep, Fit::Start);
        let last =
            self.last[own.kind as usize].filter(|last| article.is_none_or(|article| last.node > self.stack[article]));
        if self.seen.contains_key(&(place.numbered, SmallVec::from_iter([own]))) {
            return self.out_of_order(place, own, last);
        }
        match last {
            _ if own.number == 1 => place,
            Some(last) if own.number == last.step.number + 1 => Place { fit: Fit::Across, ..place },
            // Lists of other clauses say nothing of this one.
            _ => self.out_of_order(place, own, None),
        }
    }

    /// How many clauses stay open above a list that begins: those of greater kinds, or all when the innermost list goes on
    /// behind it.
    fn nested(&self, at: usize, kind: Kind, floor: usize) -> usize {
        if kind.is_rare() {
            return self.stack.len();
        }
        let is_above = |&at: &u32| {
            let above = self.kind(at);
            above.is_some_and(|above| !above.is_list() || above < kind || above == Kind::Dotted || above.is_rare())
        };
        let keep = self.stack[floor..].iter().take_while(|at| is_above(at)).count() + floor;
        let inner = self.top().filter(|_| keep < self.stack.len()).and_then(|top| self.step(top));
        match inner {
            // The item before it has such a list below it.
            Some(inner) if self.holds[inner.kind as usize] & 1 << kind as usize != 0 => self.stack.len(),
            Some(inner) if self.survey.goes_on(at, inner) => self.stack.len(),
            _ => keep,
        }
    }

    /// `1.3.1`
    fn dotted(&self, at: usize, marker: &Marker) -> Place {
        let numbers: SmallVec<[u16; 8]> = marker.steps.iter().map(|step| step.number).collect();
        let base = self.base();
        let mut keep = base;
        let mut above = 0;
        for &open in &self.stack[base..] {
            let open = self.numbers(open);
            if open.len() >= numbers.len() || open[..] != numbers[..open.len()] {
                break;
            }
            above = open.len();
            keep += 1;
        }
        let before = self.stack.get(keep).map(|&at| (self.numbers(at), at));
        let last = before.as_ref().map(|&(ref numbers, node)| Last {
            step: Step::new(Kind::Dotted, *numbers.last().unwrap_or(&0)),
            node,
            unit: self.node(node).unit,
        });
        let place = Place { steps: numbers.len() - above, ..self.below(keep, Fit::Next) };
        // 1.0.1 is the first of a chapter too.
        let firsts = |from: usize| numbers[from..].iter().all(|&number| number <= 1);
        let fit = match &before {
            Some((before, _)) if before.len() > above => {
                let same = before.iter().zip(&numbers).take_while(|(one, other)| one == other).count();
                let follows = |at: usize| Some(before.get(at)?.saturating_add(1) == *numbers.get(at)?);
                let next = follows(same).unwrap_or_default() && firsts(same + 1);
                next.then_some(Fit::Next)
            }
            _ if firsts(above) || self.is_of_parent(keep, &numbers[above..]) => Some(self.begins(at, marker)),
            _ => None,
        };
        match fit {
            Some(fit @ (Fit::Next | Fit::Start)) => Place { fit, ..place },
            _ => {
                let steps: SmallVec<[Step; 4]> = marker.steps[above..].into();
                let gap = Fit::Gap(last.map(|last| (last.unit, last.step.number)));
                let fit = self.seen.get(&(place.numbered, steps)).map_or(gap, |&first| Fit::Repeat(first));
                Place { fit, ..place }
            }
        }
    }

    /// True for the first of the dotted numbers that begin with the number of what holds them: 2.1 below 第二条.
    fn is_of_parent(&self, keep: usize, numbers: &[u16]) -> bool {
        let steps = self.stack[self.scope.min(keep)..keep].iter().rev().filter_map(|&at| self.step(at));
        let parent = steps.into_iter().find(|step| step.kind != Kind::Paragraph);
        let holds = |step: Step| step.kind == Kind::Article || step.kind == Kind::Chinese || step.kind.is_division();
        let is_first = numbers.len() > 1 && numbers[1..].iter().all(|&number| number == 1);
        is_first && parent.is_some_and(|step| holds(step) && step.number == numbers[0])
    }

    /// Where dotted numbers begin in the stack: at those that are open, else at a list `1.`, else above all lists but 一、.
    fn base(&self) -> usize {
        let kind = |at: &u32| self.kind(*at);
        let is = |what: fn(Kind) -> bool| move |at: &u32| kind(at).is_some_and(what);
        let open = self.stack[self.scope..].iter().position(is(|kind| kind == Kind::Dotted));
        let dotted = open.map(|open| match open.checked_sub(1) {
            Some(above) if kind(&self.stack[self.scope + above]) == Some(Kind::Digit) => above,
            _ => open,
        });
        let digit = || self.stack[self.scope..].iter().position(is(|kind| kind == Kind::Digit));
        let list = || self.stack[self.scope..].iter().position(is(|kind| kind > Kind::Bracketed));
        self.scope + dotted.or_else(digit).or_else(list).unwrap_or(self.stack.len() - self.scope)
    }

    /// The numbers of an open clause `1.` or `1.3.1`, all of them.
    pub(super) fn numbers(&self, at: u32) -> SmallVec<[u16; 8]> {
        let mut numbers: SmallVec<[u16; 8]> = SmallVec::new();
        let mut next = Some(at);
        while let Some(at) = next {
            let steps = &self.node(at).steps;
            if !steps.iter().all(|step| matches!(step.kind, Kind::Dotted | Kind::Digit))
                || numbers.len() >= super::DEEPEST
            {
                break;
            }
            numbers.extend(steps.iter().rev().map(|step| step.number));
            next = self.node(at).parent;
        }
        numbers.reverse();
        numbers
    }

    /// A number without a sign begins a standard when others follow that belong to it.
    fn begins(&self, at: usize, marker: &Marker) -> Fit {
        if marker.doubt != Doubt::Bare {
            return Fit::Start;
        }
        let own = marker.own().number;
        let behind = self.survey.markers.iter().skip(at + 1).take(20).flatten();
        let next = behind.filter(|next| next.own().kind == Kind::Dotted).find(|next| next.doubt <= Doubt::Bare);
        let belongs = next.is_some_and(|next| {
            let first = next.steps[0].number;
            (first == own && next.steps.len() > 1) || (first == own + 1 && next.steps.len() == 1)
        });
        if belongs { Fit::Start } else { Fit::Gap(None) }
    }
}
