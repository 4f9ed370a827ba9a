//! What the site states, statement by statement, beside the clauses that it cites and the words of them that it pins.
//!
//! A statement is a paragraph, an item or a row of Markdown, or a text value that readers see. It is pinned when it pins
//! words itself, or when its record pins words of every clause that it cites. Plain values and summaries, which hold no
//! links, rest on all sources of their record. A document outside of the site has no words to pin here: its name and the
//! place in it stand for them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mingce::Compiled;
use mingce::model::article::Policy;
use mingce::model::eligibility::Rule;
use mingce::model::{AnyRecord, Kind, Part, Record};
use mingce::syntax::markdown::{Document, HOLE, words};
use mingce::syntax::value::{At, Source, Sources};

/// Words that give a right, set a duty or a limit. Digits carry weight too.
const WEIGHTY: &[&str] = &[
    "可以",
    "可直接",
    "可凭",
    "享受",
    "优先",
    "奖励",
    "应当",
    "应主动",
    "须",
    "必须",
    "不能",
    "不得",
    "负责",
    "除外",
    "不包含",
    "力争",
    "免费",
    "日内",
    "工作日",
    "每季度",
    "当年度",
    "每年",
];

/// Sentences with one of these send the reader somewhere, and state nothing.
const ADVICE: &[&str] = &["请", "咨询", "先问", "问清", "向谁", "见", "自测", "想", "打听", "举例", "不要", "本站"];

/// Names and questions that hold a digit or a word of weight, and state nothing.
const NAMES: &[&str] = &["附件1", "附件2", "能不能", "由谁负责", "负责认定的部门"];

/// A clause, or a place in a document outside of the site, and the words that are pinned there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    pub place: String,
    pub words: String,
}

/// Something that the site states.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The record that states it, `questions/fee`.
    pub owner: String,
    pub text: String,
    /// Clauses that it cites without pinning words of them.
    pub cites: Vec<String>,
    /// What it pins itself.
    pub pins: Vec<Pin>,
    /// It stands in a text with links, and rests on those.
    pub linked: bool,
}

/// A record with what it pins for all that it states.
pub struct Stated {
    pub title: String,
    pub pins: Vec<Pin>,
    pub statements: Vec<Statement>,
}

impl Stated {
    /// True when the words that a statement rests on are pinned.
    pub fn pinned(&self, statement: &Statement) -> bool {
        let known = |place: &String| self.pins.iter().any(|pin| pin.place == *place);
        let cited = !statement.cites.is_empty() && statement.cites.iter().all(known);
        !statement.pins.is_empty() || cited || !statement.linked && !self.pins.is_empty()
    }
}

impl Statement {
    /// True when a sentence of it gives a right, sets a duty or a limit, or holds a number.
    pub fn is_weighty(&self) -> bool {
        self.text.split(['。', '；', '！', '？']).any(|sentence| {
            let own = NAMES.iter().fold(sentence.to_owned(), |text, name| text.replace(name, ""));
            let states = !ADVICE.iter().any(|word| own.contains(word));
            states && (own.contains(|c: char| c.is_ascii_digit()) || WEIGHTY.iter().any(|word| own.contains(word)))
        })
    }
}

/// Every record that states something, in the order of the site.
pub fn all(compiled: &Compiled) -> Vec<Stated> {
    let records = compiled.site.content.records();
    let stated = records.iter().map(|record| match record.kind {
        Kind::Policy => around(&compiled.site.content.policies[record.index]),
        _ => stated(compiled, record),
    });
    [settings(compiled)].into_iter().chain(stated).filter(|stated| !stated.statements.is_empty()).collect()
}

fn settings(compiled: &Compiled) -> Stated {
    let settings = &compiled.site.settings;
    let plain = |text: String, sources: Option<&Sources>| Statement {
        owner: "site".into(),
        text,
        cites: Vec::new(),
        pins: sources.map_or_else(Vec::new, pins),
        linked: true,
    };
    let highlights =
        settings.highlights.iter().map(|one| plain(format!("{}：{}", one.label, one.value), Some(&one.source)));
    let contact = &settings.contact;
    let phone = contact.phone.as_ref().and_then(|phone| phone.get()).cloned().unwrap_or_default();
    let contact = plain(format!("咨询：{phone}"), contact.source.as_ref());
    Stated {
        title: "site：首页".into(),
        pins: Vec::new(),
        statements: highlights.chain([contact, plain(settings.summary.clone(), None)]).collect(),
    }
}

/// What the site says of a document beside its own words: a summary where the text is not here, and the notes on it. A
/// note rests on its clause, a summary on the document of which it is.
fn around(policy: &Record<Policy>) -> Stated {
    let owner = format!("policies/{}", policy.id);
    let one = |text: &str, place: String, words: &str| Statement {
        owner: owner.clone(),
        text: text.to_owned(),
        cites: Vec::new(),
        pins: vec![Pin { place, words: words.to_owned() }],
        linked: true,
    };
    let data = &policy.data;
    let mark = if data.verified { "只列名称" } else { "只列名称（尚未核实）" };
    let summary = data.summary.iter().filter(|_| !data.full_text).map(|text| one(text, data.title.clone(), mark));
    let notes = data.notes.iter().map(|note| one(&note.text, note.clause.value.clone(), "编者注"));
    Stated { title: format!("{owner}：{}", data.title), pins: Vec::new(), statements: summary.chain(notes).collect() }
}

fn stated(compiled: &Compiled, record: &AnyRecord<'_>) -> Stated {
    let owner = format!("{}/{}", record.kind.collection(), record.id);
    let mut own = Vec::new();
    let mut parts = Vec::new();
    record.entry.parts(&mut |part| {
        if let Part::Sources(name, sources) = part {
            let target = if name.is_empty() { &mut own } else { &mut parts };
            target.extend(pins(sources).into_iter().map(|pin| (name.to_owned(), pin)));
        }
    });
    let pins: Vec<Pin> = own.into_iter().map(|(_, pin)| pin).collect();
    let mut statements = Vec::new();
    for (text, name) in values(compiled, record) {
        let pins: BTreeSet<Pin> = parts.iter().filter(|(part, _)| *part == name).map(|(_, pin)| pin.clone()).collect();
        let pins = pins.into_iter().collect();
        statements.push(Statement { owner: owner.clone(), text, cites: Vec::new(), pins, linked: false });
    }
    for document in record.documents() {
        statements.extend(leaves(document).into_iter().map(|leaf| from_leaf(&owner, leaf, document)));
    }
    Stated { title: format!("{owner}：{}", record.entry.name()), pins, statements }
}

/// What sources pin.
pub fn pins(sources: &Sources) -> Vec<Pin> {
    sources.0.iter().filter_map(|source| pin(&source.value)).collect()
}

fn pin(source: &Source) -> Option<Pin> {
    if let Some(clause) = &source.clause {
        let words = source.quote.as_ref()?.value.clone();
        return Some(Pin { place: label(&clause.value), words });
    }
    let place = source.place.clone().unwrap_or_else(|| "全文".to_owned());
    let mark = if source.verified { "" } else { "（尚未核实）" };
    Some(Pin { place: source.document.clone()?, words: format!("{place}{mark}") })
}

fn label(clause: &str) -> String {
    clause.strip_prefix("zz-2023#").unwrap_or(clause).to_owned()
}

/// Text values of a record that are no Markdown, each with the name of its sources within the record.
fn values(compiled: &Compiled, record: &AnyRecord<'_>) -> Vec<(String, String)> {
    let content = &compiled.site.content;
    let of_record = |text: &str| (text.to_owned(), String::new());
    let at = record.index;
    match record.kind {
        Kind::Question => vec![of_record(&content.questions[at].data.summary)],
        Kind::Interpretation => vec![of_record(&content.interpretations[at].data.summary)],
        Kind::Page => vec![of_record(&content.pages[at].data.summary)],
        Kind::Benefit => {
            let data = &content.benefits[at].data;
            let levels = data.by_level.iter().map(|level| of_record(&level.text));
            let amount = data.amount.iter().filter_map(mingce::syntax::value::Known::get);
            levels.chain(data.decided_by.get().into_iter().chain(amount).map(|text| of_record(text))).collect()
        }
        Kind::Office => {
            let duties = content.offices[at].data.duties.iter();
            duties.map(|duty| (duty.text.clone(), duty.text.clone())).collect()
        }
        Kind::Step => content.steps[at].data.trainee.iter().map(|text| of_record(text)).collect(),
        Kind::Form => {
            let data = &content.forms[at].data;
            vec![of_record(&format!("{}；{}；{}", data.filled_by, data.due_text, data.sent_to))]
        }
        Kind::Field => {
            let data = &content.fields[at].data;
            let code = |code: &mingce::model::records::OccupationCode| {
                (format!("{} {}", code.system, code.code), code.system.clone())
            };
            let standard = data.standard.iter().map(|standard| (standard.name.clone(), standard.name.clone()));
            data.codes.iter().map(code).chain(standard).collect()
        }
        Kind::Check => check(compiled, at),
        _ => Vec::new(),
    }
}

/// Outcomes of a check, each with its conditions, and with what narrows its group.
fn check(compiled: &Compiled, at: usize) -> Vec<(String, String)> {
    let mut reported = Vec::new();
    for group in &compiled.site.content.checks[at].data.groups {
        let when = group.when.as_ref().map(|when| format!("（只在：{}）", said(when).join("；"))).unwrap_or_default();
        for outcome in &group.outcomes {
            let conditions = said(&outcome.rule).join("；");
            reported.push((format!("{}{when}：{conditions}", outcome.name), outcome.name.clone()));
        }
    }
    reported
}

/// The parts of a rule in the words of its author.
pub fn said(rule: &At<Rule>) -> Vec<String> {
    let mut said = Vec::new();
    Rule::walk(rule, &mut |part| {
        let words = part.value.confirm.as_ref().or(part.value.delegated.as_ref()).or(part.value.text.as_ref());
        said.extend(words.cloned());
    });
    said
}

/// The smallest parts of a text that stand for themselves, as HTML with holes: paragraphs, items, rows. Headings state
/// nothing.
fn leaves(document: &Document) -> Vec<String> {
    let html = document.html.as_str();
    let mut leaves = Vec::new();
    let mut leaf = String::new();
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.rfind('<').map_or((piece, ""), |start| piece.split_at(start));
        leaf.push_str(text);
        let name: String = tag.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.as_str() {
            "td" | "th" if !words(&leaf).is_empty() => leaf.push_str(" | "),
            "p" | "li" | "tr" | "dt" | "dd" | "/p" | "/li" | "/tr" | "/dt" | "/dd" | "/thead" => {
                leaves.push(std::mem::take(&mut leaf));
            }
            "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => leaf.clear(),
            _ => leaf.push_str(tag),
        }
    }
    leaves.push(leaf);
    leaves.retain(|leaf| !words(leaf).is_empty());
    leaves
}

fn from_leaf(owner: &str, leaf: String, document: &Document) -> Statement {
    let (mut cites, mut pins) = (Vec::new(), Vec::new());
    for hole in leaf.split(HOLE).skip(1).step_by(2) {
        let Some(link) = hole.parse::<usize>().ok().and_then(|at| document.links.get(at)) else { continue };
        let Some(target) = link.target.strip_prefix("policy:") else { continue };
        let place = label(target);
        match (link.title.is_empty(), target.contains('#')) {
            (false, _) => pins.push(Pin { place, words: link.title.clone() }),
            (true, true) if !cites.contains(&place) => cites.push(place),
            // A document that is here by its name only.
            (true, false) => pins.push(Pin { place, words: "只列名称".into() }),
            _ => {}
        }
    }
    Statement { owner: owner.to_owned(), text: words(&leaf), cites, pins, linked: true }
}

/// The statements as a text that can be read from top to bottom, those with weight and without pinned words at its end.
pub fn report(all: &[Stated]) -> String {
    let mut text = String::from(
        "# 本站的每一条说法，和它钉住的原文。每条下面是这一条自己钉住的；记录名下面的，整条记录都依据。\n",
    );
    let mut loose = Vec::new();
    for record in all {
        let _ = writeln!(text, "\n## {}", record.title);
        for pin in &record.pins {
            let _ = writeln!(text, "  {} 「{}」", pin.place, pin.words);
        }
        for statement in &record.statements {
            let _ = writeln!(text, "- {}", statement.text);
            for pin in &statement.pins {
                let _ = writeln!(text, "    {} 「{}」", pin.place, pin.words);
            }
            if statement.is_weighty() && !record.pinned(statement) {
                loose.push(format!("- {}：{}", statement.owner, statement.text));
            }
        }
    }
    let _ = writeln!(text, "\n# 讲到权利、义务、数字或者时间，没有钉住原文的：{}条", loose.len());
    loose.iter().for_each(|line| {
        let _ = writeln!(text, "{line}");
    });
    text
}
