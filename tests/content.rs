//! The real content: the notice to the letter, every statement with its clause, nothing that is in no document.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mingce::diagnostic::{Code, Diagnostics};
use mingce::model::{Kind, Options, Owner};
use mingce::syntax::markdown::without_space;
use mingce::syntax::value::Date;
use mingce::{Compiled, compile, edge};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn real() -> (Compiled, Diagnostics) {
    let (snapshot, read) = edge::disk::load(&root());
    assert_eq!(read, Diagnostics::default());
    let as_of = Some(Date("2026-11-22".parse().unwrap()));
    compile(snapshot, &Options { now: jiff::Timestamp::UNIX_EPOCH, as_of, base_url: None })
}

#[test]
fn only_what_nobody_has_announced_or_checked_is_complained_of() {
    let (compiled, diagnostics) = real();
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    diagnostics.iter().for_each(|diagnostic| *codes.entry(diagnostic.code).or_default() += 1);
    let unverified = compiled.site.content.records().iter().filter(|record| !record.entry.verified()).count();
    let expected =
        [(Code::MixedBrackets, 1), (Code::NoBaseUrl, 1), (Code::NoIdentity, 3), (Code::Unverified, unverified)];
    assert_eq!(codes, BTreeMap::from(expected), "{diagnostics:?}");
}

#[test]
fn the_notice_is_kept_to_the_letter() {
    let (snapshot, _) = edge::disk::load(&root());
    let (content, _) = mingce::model::collect(&snapshot);
    let notice = content.policies.iter().find(|policy| policy.id.as_str() == "zz-2023").unwrap();
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/originals/zz-2023.txt");
    let original = without_space(&std::fs::read_to_string(original).unwrap());
    // The text of a document holds its words without white space; of a table, cell by cell.
    let kept: Vec<char> = notice.body.plain.chars().collect();
    let wanted: Vec<char> = original.chars().collect();
    let same = kept.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let near = |text: &[char]| text[same.saturating_sub(10)..].iter().take(30).collect::<String>();
    assert_eq!(kept.len().min(wanted.len()), same, "kept: {} — wanted: {}", near(&kept), near(&wanted));
    assert_eq!(kept.len(), wanted.len());
}

#[test]
fn every_clause_is_explained_and_every_record_cites() {
    let (compiled, _) = real();
    let site = &compiled.site;
    for coverage in site.coverage() {
        assert_eq!(coverage.unexplained, Vec::<String>::new(), "{}", coverage.policy);
    }
    let citing: BTreeSet<Owner> = site.citations.iter().map(|citation| citation.owner).collect();
    for record in site.content.records() {
        // A fact is a question, no statement.
        let states = !matches!(record.kind, Kind::Policy | Kind::Page | Kind::Fact);
        let cites = citing.contains(&Owner::Record(record.kind, record.index));
        assert!(cites || !states, "{} {} cites no clause", record.kind.word(), record.id);
    }
}

#[test]
fn the_main_interpretation_covers_what_interpretations_must() {
    let (compiled, _) = real();
    let content = &compiled.site.content;
    let main = content.interpretations.iter().find(|article| article.id.as_str() == "overview").unwrap();
    let headings: Vec<&str> = main.body.headings.iter().map(|heading| heading.text.as_str()).collect();
    for part in ["背景", "目标", "对象", "内容", "流程", "注意", "关键词", "咨询", "新"] {
        assert!(headings.iter().any(|heading| heading.contains(part)), "no part about {part}: {headings:?}");
    }
    assert!(content.interpretations.len() >= 3);
    assert!(content.questions.len() >= 14);
    assert!(content.questions.iter().any(|question| !question.data.answered));
}

/// Numbers that do not come from the notice, and the document from which each comes.
const OTHER_NUMBERS: &[(&str, &str)] = &[
    ("2021", "人社厅发〔2021〕10号、人社厅发〔2021〕70号"),
    ("70", "人社厅发〔2021〕70号"),
    ("60", "人社厅发〔2021〕10号：两科均达到60分"),
    ("100", "人社厅发〔2021〕10号：每科满分100分"),
];

#[test]
fn no_number_is_made_up() {
    let original = std::fs::read_to_string("tests/originals/zz-2023.txt").unwrap();
    let known: BTreeSet<&str> = numbers(&original).chain(OTHER_NUMBERS.iter().map(|(number, _)| *number)).collect();
    let mut seen = 0;
    for folder in ["interpretations", "questions", "pages", "notices"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let body = text.splitn(3, "---\n").nth(2).unwrap();
            let body: String =
                body.split("](").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
            for number in numbers(&body.replace(CHECKED_ON, "")).filter(|number| number.len() > 1) {
                assert!(known.contains(number), "{}: {number} stands in no document", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "only {seen} numbers were found: the test no longer reads what it should");
}

/// The day on which documents outside of the site were looked at, which `checked_on` says too.
const CHECKED_ON: &str = "2026年11月22日";

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}
