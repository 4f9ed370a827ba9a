//! Where a clause stands: its steps from the outermost to its own, what readers call it, and the parts of its anchor.

use std::fmt;
use std::sync::Arc;

use smallvec::SmallVec;

use super::numeral::{circled, to_chinese};
use super::series;

/// A way of numbering. The order is the usual one from the outermost to the innermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `附件`
    Annex,
    /// `附录`
    Appendix,
    /// `附表`
    AnnexTable,
    /// `附图`
    AnnexFigure,
    /// A document with numbering and a title of its own that another one carries.
    Carried,
    /// The end of a document or of a part of it (落款): the list of attachments, who signs, the date.
    Closing,
    /// `附则` without a number, behind the divisions
    Supplement,
    /// `第一编`
    Part,
    /// `第一篇`
    Volume,
    /// `第一部分`
    Portion,
    /// `第一分编`
    SubPart,
    /// `第一章`
    Chapter,
    /// `第一节`
    Section,
    /// `第一类`, as a line of its own
    Class,
    /// `第一条`
    Article,
    /// `第一款`: a paragraph of an article, which is counted and not written.
    Paragraph,
    /// `Ⅰ.`
    Roman,
    /// `壹、`
    Formal,
    /// `甲、`
    Stem,
    /// `一、`
    Chinese,
    /// `（一）`
    Bracketed,
    /// `1.`
    Digit,
    /// `（1）`
    BracketedDigit,
    /// `A.`
    Capital,
    /// `a)`
    Letter,
    /// `1）`
    HalfBracketed,
    /// `①`
    Circled,
    /// One number of `1.3.1`.
    Dotted,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Annex,
        Self::Appendix,
        Self::AnnexTable,
        Self::AnnexFigure,
        Self::Carried,
        Self::Closing,
        Self::Supplement,
        Self::Part,
        Self::Volume,
        Self::Portion,
        Self::SubPart,
        Self::Chapter,
        Self::Section,
        Self::Class,
        Self::Article,
        Self::Paragraph,
        Self::Roman,
        Self::Formal,
        Self::Stem,
        Self::Chinese,
        Self::Bracketed,
        Self::Digit,
        Self::BracketedDigit,
        Self::Capital,
        Self::Letter,
        Self::HalfBracketed,
        Self::Circled,
        Self::Dotted,
    ];
    /// The kinds of [`is_list`](Self::is_list).
    pub const LISTS: &'static [Self] = Self::ALL.split_at(Self::Roman as usize).1;
    /// How many kinds there are.
    pub const COUNT: usize = Self::Dotted as usize + 1;

    /// True for attachments, with numbering of their own.
    pub fn is_annex(self) -> bool {
        self <= Self::AnnexFigure
    }

    /// True for what holds articles and does not number them.
    pub fn is_division(self) -> bool {
        (Self::Supplement..=Self::Class).contains(&self)
    }

    /// True for the numbers of lists, which number what lies below them.
    pub fn is_list(self) -> bool {
        self >= Self::Roman
    }

    /// True for numbers that are no digits and no usual numerals. Their lists are below whatever clause is open.
    pub fn is_rare(self) -> bool {
        matches!(self, Self::Roman | Self::Formal | Self::Stem | Self::Capital | Self::Letter)
    }

    /// What is written behind `第` and the number, or before the number of an attachment.
    pub fn word(self) -> &'static str {
        match self {
            Self::Annex => "附件",
            Self::Appendix => "附录",
            Self::AnnexTable => "附表",
            Self::AnnexFigure => "附图",
            Self::Closing => CLOSING,
            Self::Supplement => SUPPLEMENT,
            Self::Part => "编",
            Self::Volume => "篇",
            Self::Portion => "部分",
            Self::SubPart => "分编",
            Self::Chapter => "章",
            Self::Section => "节",
            Self::Class => "类",
            Self::Article => "条",
            Self::Paragraph => "款",
            _ => "",
        }
    }

    /// The kind of which the word stands at the beginning of a text, behind a number (`第八条`).
    pub fn counted(text: &str) -> Option<Self> {
        // Each word begins with another character.
        let kind = match text.chars().next()? {
            '条' => Self::Article,
            '款' => Self::Paragraph,
            '章' => Self::Chapter,
            '节' => Self::Section,
            '编' => Self::Part,
            '篇' => Self::Volume,
            '分' => Self::SubPart,
            '部' => Self::Portion,
            '类' => Self::Class,
            _ => return None,
        };
        text.starts_with(kind.word()).then_some(kind)
    }

    /// What stands before the number in an anchor; of list numbers only where two lists of one clause differ in kind.
    fn letters(self) -> &'static str {
        match self {
            Self::Annex => "a",
            Self::Appendix => "al",
            Self::AnnexTable => "ab",
            Self::AnnexFigure => "at",
            Self::Carried => "d",
            Self::Closing => "end",
            Self::Supplement => "fz",
            Self::Part => "b",
            Self::Volume => "p",
            Self::Portion => "f",
            Self::SubPart => "s",
            Self::Chapter => "z",
            Self::Section => "j",
            Self::Class => "l",
            Self::Article => "t",
            Self::Paragraph => "k",
            Self::Roman => "r",
            Self::Formal => "q",
            Self::Stem => "g",
            Self::Capital => "u",
            Self::Letter => "w",
            Self::Chinese => "y",
            Self::Bracketed => "e",
            Self::Digit => "d",
            Self::BracketedDigit => "x",
            Self::HalfBracketed => "h",
            Self::Circled => "o",
            Self::Dotted => "n",
        }
    }
}

/// The title of the last division of a law that does not number it.
pub const SUPPLEMENT: &str = "附则";

/// What readers and authors call the end of a document.
pub const CLOSING: &str = "落款";

/// What they call the lines about copies and printing, where attachments stand between these and the signature; and the
/// number that stands for it.
pub const COPIED: &str = "版记";
pub const IMPRINT: u16 = 2;

/// What a sentence is called that says something of all clauses of a list at its end, and the number that stands for it.
pub const REMARK: &str = "结语";
pub const WHOLE: u16 = 3;

/// The first of the numbers that stand for the letters of attachments: `附录A`.
const LETTERS: u16 = 10_000;

/// The number that stands for a letter.
pub fn letter(c: char) -> Option<u16> {
    let c = match c {
        'Ａ'..='Ｚ' => (c as u32 - 'Ａ' as u32) as u8 + b'A',
        _ => u8::try_from(c).ok()?,
    };
    c.is_ascii_alphabetic().then(|| LETTERS + u16::from(c.to_ascii_uppercase() - b'A'))
}

/// The number of a clause as a reader knows it: the letter of an attachment that has one.
pub fn written(number: u16) -> String {
    match number.checked_sub(LETTERS) {
        Some(letter) => char::from(b'A' + letter.min(25) as u8).to_string(),
        None => number.to_string(),
    }
}

/// One step on the way to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// How it is numbered.
    pub kind: Kind,
    /// Its number.
    pub number: u16,
    /// The number behind `之`, or that of `附件1-1`; 0 without one.
    pub sub: u16,
}

impl Step {
    /// A step without a second number.
    pub fn new(kind: Kind, number: u16) -> Self {
        Self { kind, number, sub: 0 }
    }

    fn digits(self) -> String {
        if self.kind.is_annex() { written(self.number) } else { self.number.to_string() }
    }

    /// Appends its number.
    fn push_digits(self, text: &mut String) {
        match self.number {
            // Most numbers are digits by themselves.
            number @ 0..=9 => text.push(char::from(b'0' + number as u8)),
            _ => text.push_str(&self.digits()),
        }
    }

    /// The anchor of the step below `above`, a clause by its anchor and kind. `distinct` tells it from a step of another
    /// kind with the same number.
    pub fn anchor(self, above: Option<(&str, Kind)>, distinct: bool) -> String {
        let mut anchor = String::with_capacity(above.map_or(0, |(above, _)| above.len()) + 6);
        if let Some((above, _)) = above {
            anchor.push_str(above);
            anchor.push('-');
        }
        if self.kind.is_list() {
            // The outermost number, in the document or in a part of it that is numbered by itself.
            if above.is_none_or(|(_, kind)| kind < Kind::Article) {
                anchor.push('c');
            }
            if distinct {
                anchor.push_str(self.kind.letters());
            }
        } else {
            anchor.push_str(self.kind.letters());
        }
        self.push_digits(&mut anchor);
        match (self.sub, self.kind.is_annex()) {
            (0, _) => {}
            (sub, true) => anchor.push_str(&format!("_{sub}")),
            (sub, false) => anchor.push_str(&format!("z{sub}")),
        }
        anchor
    }
}

/// Where a clause stands: the steps from the outermost to its own.
///
/// Divisions (编 章 节) are no steps of what they hold, unless articles are numbered anew in each of them. Without steps
/// it is the opening of the document, before its first clause (引言).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClausePath {
    /// The steps.
    pub steps: SmallVec<[Step; 4]>,
    /// The title of the carried document or of the attachment in which it stands.
    pub name: Option<Arc<str>>,
}

/// What readers and authors call the text before the first clause.
pub const OPENING: &str = "引言";

impl ClausePath {
    /// The path with one more step.
    #[must_use]
    pub fn with(&self, step: Step) -> Self {
        let mut path = self.clone();
        path.steps.push(step);
        path
    }

    /// Its own step; none for the opening.
    pub fn own(&self) -> Option<Step> {
        self.steps.last().copied()
    }

    /// True within an attachment, or a document that another one carries.
    pub fn is_carried(&self) -> bool {
        self.steps.first().is_some_and(|first| first.kind <= Kind::Carried)
    }

    /// True within a list with a name that lies below another clause: `一（一）办理流程`.
    pub fn is_labelled(&self) -> bool {
        let is_below = |pair: &[Step]| pair[0].kind > Kind::Carried && pair[1].kind == Kind::Carried;
        self.steps.windows(2).any(is_below)
    }

    /// True for an attachment as a whole.
    pub fn is_attachment(&self) -> bool {
        self.own().is_some_and(|own| own.kind.is_annex())
    }

    /// What readers and authors call it: `四（二）`, `第八条第二款第三项`, `1.3.1`, `附件1`; `引言` for the opening.
    pub fn label(&self) -> String {
        if self.steps.is_empty() {
            return OPENING.into();
        }
        let mut label = String::with_capacity(32);
        let mut last: Option<Kind> = None;
        // How deep in an article: 1 for 项, 2 for 目.
        let mut depth = 0;
        for &step in &self.steps {
            match step.kind {
                Kind::Article | Kind::Paragraph => depth = 1,
                kind if depth > 0 && kind.is_list() && kind != Kind::Dotted => depth += 1,
                _ => depth = 0,
            }
            self.push(&mut label, step, (last, depth));
            last = Some(step.kind);
        }
        label
    }

    fn push(&self, label: &mut String, step: Step, (last, depth): (Option<Kind>, usize)) {
        let chinese = to_chinese(step.number);
        let parts: [&str; 3] = match (step.kind, depth) {
            (Kind::Carried, _) => {
                label.push_str(self.name.as_deref().unwrap_or_default());
                return;
            }
            (kind, _) if kind.is_annex() => [kind.word(), &step.digits(), ""],
            (Kind::Closing, _) if step.number == IMPRINT => ["", COPIED, ""],
            (Kind::Closing, _) if step.number == WHOLE => ["", REMARK, ""],
            (Kind::Closing | Kind::Supplement, _) => ["", step.kind.word(), ""],
            (kind, 2) if kind.is_list() => ["第", &chinese, "项"],
            (kind, 3) if kind.is_list() => ["第", &chinese, "目"],
            (Kind::Letter, _) => ["", &series::written(step.kind, step.number), "）"],
            (kind, _) if kind.is_rare() => ["", &series::written(kind, step.number), ""],
            (Kind::Chinese, _) => ["", &chinese, ""],
            (Kind::Bracketed, _) => ["（", &chinese, "）"],
            (Kind::Digit, _) => ["", &step.number.to_string(), ""],
            (Kind::BracketedDigit, _) => ["（", &step.number.to_string(), "）"],
            (Kind::HalfBracketed, _) => ["", &step.number.to_string(), "）"],
            (Kind::Circled, _) => ["", &circled(step.number), ""],
            (Kind::Dotted, _) => {
                // `附录A.1.1`
                let is_lettered = last == Some(Kind::Appendix) && label.ends_with(|c: char| c.is_ascii_uppercase());
                let goes_on = is_lettered || matches!(last, Some(Kind::Dotted | Kind::Digit));
                [if goes_on { "." } else { "" }, &step.number.to_string(), ""]
            }
            (kind, _) => ["第", &chinese, kind.word()],
        };
        // A number behind another one, or behind a letter, would be read as one with it.
        let begins = parts.iter().find(|part| !part.is_empty()).and_then(|part| part.chars().next());
        if label.ends_with(|c: char| c.is_ascii_alphanumeric()) && begins.is_some_and(|c| c.is_ascii_digit()) {
            label.push(' ');
        }
        parts.iter().for_each(|part| label.push_str(part));
        match (step.sub, step.kind.is_annex()) {
            (0, _) => {}
            (sub, true) => label.push_str(&format!("-{sub}")),
            (sub, false) => label.push_str(&format!("之{}", to_chinese(sub))),
        }
    }
}

impl fmt::Display for ClausePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

#[cfg(test)]
mod tests;
