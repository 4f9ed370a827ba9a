//! The parts of a document that are numbered by themselves: documents that it carries, its end.

use smallvec::{SmallVec, smallvec};

use super::super::gap::is_space;
use super::super::marker::Doubt;
use super::super::path::{Kind, Step, WHOLE};
use super::choose::Chooser;
use super::place::Place;
use super::survey::{Begun, Title, is_line};
use super::{Fault, Form};
use crate::syntax::markdown::without_space;

/// Characters of a line that names a list right below it, and of one that leads to it with a colon.
const LABEL: usize = 16;
const LEAD: usize = 40;
/// Bytes of such a line.
const LONGEST_LABEL: usize = 200;

impl Chooser<'_> {
    /// Opens the carried document of which the title is at `at`, when its numbers would meet those above.
    pub(super) fn carried(&mut self, at: usize) {
        if is_behind_all(&self.units[at].text) && !self.survey.apart[at] && !self.stack.is_empty() {
            self.part(at, 0, self.units[at].text.len());
            return self.renumber();
        }
        let Some(&Title { last, first }) = self.survey.carried.get(&at) else { return };
        let Some(marker) = &self.survey.markers[first] else { return };
        let kind = marker.own().kind;
        let is_heading = self.units[at].form == Form::Heading;
        let is_named = named(&self.units[last].text);
        let is_label = last + 1 == first && self.units[last].text.chars().count() <= LABEL;
        let outermost = self.stack.get(self.scope).and_then(|&at| self.kind(at));
        let restarts = match kind {
            Kind::Digit | Kind::Dotted => outermost == Some(kind) && (is_heading || is_named || is_label),
            // Only behind a signature is it no list of a clause.
            Kind::Bracketed => false,
            Kind::Chinese => self.article().is_none() && self.last[kind as usize].is_some(),
            _ => self.last[kind as usize].is_some(),
        };
        let lists =
            [Kind::Chinese, Kind::Digit, Kind::Bracketed].iter().any(|&kind| self.last[kind as usize].is_some());
        let others = (kind == Kind::Article || kind.is_division()) && lists && self.article().is_none()
            || kind == Kind::Chinese && self.last[Kind::Article as usize].is_some();
        if restarts && (kind != Kind::Section && kind != Kind::Chapter || is_named) || others && is_named {
            self.chosen.titles.insert(self.chosen.nodes.len() as u32, (at, last));
            self.carry(at, self.units[at].text.len());
        }
    }

    /// Opens a part of the document with numbering of its own.
    pub(super) fn carry(&mut self, at: usize, length: usize) {
        let annex = self.stack.iter().rposition(|&at| self.kind(at).is_some_and(Kind::is_annex));
        self.part(at, annex.map_or(0, |annex| annex + 1), length);
        self.renumber();
    }

    /// Opens a part with a name, below so many of the open clauses.
    fn part(&mut self, at: usize, keep: usize, length: usize) {
        let parent = keep.checked_sub(1).map(|top| self.stack[top]);
        let last = self.parts.get(&(parent, Kind::Carried)).map_or(0, |last| last.step.number);
        let step = Step::new(Kind::Carried, last.saturating_add(1));
        self.open(at, Place { keep, parent, ..Place::root() }, smallvec![step], length);
    }

    /// Opens what a line names that leads to a list, where the list above it has begun: `【办理流程】`, `重点：`.
    pub(super) fn labelled(&mut self, at: usize) {
        let unit = &self.units[at];
        let Some(Some(next)) = self.survey.markers.get(at + 1) else { return };
        let own = next.own();
        let is_first = own == Step::new(own.kind, 1) && next.steps.len() == 1 && next.doubt < Doubt::Reference;
        let is_list = own.kind > Kind::Chinese && own.kind != Kind::Dotted && !own.kind.is_rare();
        let is_free = self.survey.markers[at].is_none() && !self.survey.apart[at] && unit.form.is_text();
        if !is_first || !is_list || !is_free || self.article().is_some() || !is_label(&unit.text) {
            return;
        }
        let Some(frame) = (self.scope..self.stack.len()).rfind(|&frame| self.kind(self.stack[frame]) == Some(own.kind))
        else {
            return;
        };
        if frame == self.scope {
            return self.carry(at, unit.text.len());
        }
        let is_labelled = self.kind(self.stack[frame - 1]) == Some(Kind::Carried);
        self.part(at, frame - usize::from(is_labelled && frame > self.scope + 1), unit.text.len());
    }

    /// Opens what a sentence at the end of a part says of all of it: `本决定自公布之日起施行。`
    pub(super) fn whole(&mut self, at: usize) {
        let parent = self.scope.checked_sub(1).map(|top| self.stack[top]);
        let place = Place { keep: self.scope, parent, ..Place::root() };
        self.open(at, place, smallvec![Step::new(Kind::Closing, WHOLE)], 0);
    }

    /// Opens the document that begins at a unit behind a signature.
    pub(super) fn begin(&mut self, at: usize, Begun { title, is_plain }: Begun) {
        match title {
            Some(title) => {
                let node = self.chosen.nodes.len();
                self.chosen.titles.insert(node as u32, title);
                self.carry(at, self.units[at].text.len());
                self.chosen.nodes[node].is_plain = is_plain;
            }
            // Its numbers follow the signature.
            None => {
                self.stack.truncate(self.scope.saturating_sub(1));
                self.renumber();
            }
        }
    }

    /// Opens the end of the part that is numbered by itself.
    pub(super) fn close(&mut self, at: usize, number: u16) {
        let parent = self.scope.checked_sub(1).map(|top| self.stack[top]);
        let place = Place { keep: self.scope, parent, ..Place::root() };
        self.open(at, place, smallvec![Step::new(Kind::Closing, number)], 0);
        self.renumber();
    }

    /// Tells what is doubtful about a signature.
    pub(super) fn ends(&mut self, at: usize) {
        if self.survey.amid.contains(&at) {
            self.note(at, Fault::Amid, None, SmallVec::new());
        } else if self.survey.behind.contains(&at) {
            self.note(at, Fault::Behind, None, SmallVec::new());
        }
    }

    /// Begins a part that is numbered by itself below the innermost clause.
    pub(super) fn renumber(&mut self) {
        self.scope = self.stack.len();
        self.last = [None; Kind::COUNT];
        (self.repeated, self.joined) = (None, None);
        self.holds = [0; Kind::COUNT];
    }
}

/// True for the title of what stands behind the attachments of a standard.
fn is_behind_all(text: &str) -> bool {
    text.starts_with(['条', '参'])
        && text.len() <= LONGEST_LABEL
        && matches!(&*without_space(text), "条文说明" | "参考文献")
}

/// True for a line that leads to a list: a short one without a stop, or one with a colon behind it.
fn is_label(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    let length = if text.len() <= LONGEST_LABEL { text.chars().count() } else { usize::MAX };
    match text.ends_with(['：', ':']) {
        true => length <= LEAD && !text.contains('。'),
        false => length <= LABEL && is_line(text),
    }
}

/// True for the title of a document that another one carries.
pub(super) fn named(text: &str) -> bool {
    const WORDS: [&str; 32] = [
        "办法",
        "方案",
        "细则",
        "规定",
        "条例",
        "措施",
        "意见",
        "计划",
        "规程",
        "指南",
        "标准",
        "制度",
        "章程",
        "规则",
        "要点",
        "清单",
        "规划",
        "通知",
        "决定",
        "公告",
        "须知",
        "规范",
        "目录",
        "简章",
        "合同",
        "协议",
        "修正案",
        "说明",
        "解读",
        "分工表",
        "一览表",
        "名词解释",
    ];
    let text = text.trim_matches(is_space);
    let core = match text.strip_suffix(['）', ')']).and_then(|text| text.rfind(['（', '(']).map(|open| &text[..open]))
    {
        Some(core) => core,
        None => text,
    };
    WORDS.iter().any(|word| core.trim_end_matches('》').ends_with(word))
}
