//! The numbering of official documents.
//!
//! | room | what |
//! |---|---|
//! | `numeral` | numbers 1 to 9,999, in Chinese, in digits, in one sign |
//! | `marker` | the beginning of a text → the clause number with which it begins, and what speaks against it |
//! | `amount` | words behind a number that say what it counts or measures |
//! | `gap` | spaces around a number |
//! | `annex` | the beginning of a text → the number of an attachment |
//! | `unread` | the sequence of blocks → series of numbers that no official document has |
//! | `signature` | a line → a date, who signs, what else stands at the end of a document |
//! | `outline` | the sequence of blocks → the tree of clauses, and the faults of their numbers |
//! | `path` | where a clause stands: steps, label, anchor |
//! | `cite` | what people write to cite a clause → that clause |
//!
//! A path has a step for each level: a kind (`一、`, `条`, `款` …) and a number. Anchors come from the numbers, never from
//! the wording, and stay when a text grows at its end:
//!
//! | clause | anchor | label |
//! |---|---|---|
//! | 一、（一）1.（1）① | `c1-1-1-1-1` | `一（一）1（1）①` |
//! | 壹、甲、Ⅰ. A. a) | `c1`, `c1-1` | `壹`, `甲`, `Ⅰ`, `A`, `a）` |
//! | 1.3.1 | `c1-3-1` | `1.3.1` |
//! | 第三条, 第三条之一 | `t3`, `t3z1` | `第三条`, `第三条之一` |
//! | its second paragraph, and an item of that | `t3-k2`, `t3-k2-1` | `第三条第二款`, `第三条第二款第一项` |
//! | an item of its first paragraph | `t3-1` | `第三条第一项`, or `第三条第一款第一项` when it has others |
//! | 第二编第一章第一节 | `b2-z1-j1` | `第二编第一章第一节` |
//! | 附则 without a number, behind articles | `fz1` | `附则` |
//! | 第一类, as a line of its own | `l1` | `第一类` |
//! | 附件1, 附件1-2, 附录A, 附表1, 附图1 | `a1`, `a1_2`, `alA`, `ab1`, `at1` | as written |
//! | A.1.1 in 附录A | `alA-c1-1` | `附录A.1.1` |
//! | a document that another one carries, and its 第三条 | `d1`, `d1-t3` | its title, `某某办法第三条` |
//! | the text before the first number | `c0` | `引言` |
//! | the list of attachments, who signs, the date, copies | `end1` | `落款` |
//! | `本决定自公布之日起施行。` behind 二、 | `end3` | `结语` |
//! | copies, where they stand behind attachments | `end2` | `版记` |
//!
//! 编 章 节 hold articles and do not number them, unless articles begin anew in each. Two lists of different kinds below
//! the same clause are distinguished by a letter in the anchors of the second one (`c1-d1`).
//!
//! `\三、四级` says that a number is text, `\条三、四级` that it is a clause; neither mark is shown.

mod amount;
mod annex;
mod brackets;
mod cite;
mod gap;
mod marker;
mod numeral;
mod outline;
mod path;
mod series;
mod signature;
mod signers;
mod unread;
mod wanted;

pub use cite::{ClauseIndex, ClauseRef, Meaning, Placed, is_called};
pub use gap::is_space;
pub use marker::{Marker, marker};
pub use numeral::{LARGEST, Script, digit, is_numeral, number, to_chinese};
pub use outline::{Fault, Finding, Form, Found, Outline, Said, Unit, outline};
pub use path::{ClausePath, Kind, OPENING, Step, written};
pub use signature::{is_date, is_end};
pub use signers::Signers;
pub use unread::{is_unread, unread};
