//! The fonts that come with the program, and characters that no font has.

use std::process::Command;

use mingce::diagnostic::{Code, Severity};
use mingce::model::Kind;
use mingce::plan::Route;
use mingce::theme::Theme;

use super::pdf::{Pdf, run};
use super::{head, with_files};

/// 通用规范汉字表, in its order.
const TONGYONG: &str = include_str!("tongyong.txt");
const NAMES: [&str; 3] = ["NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Medium"];

fn has(name: &str, c: char) -> bool {
    let bytes = Theme::built_in(&format!("fonts/{name}.ttf")).unwrap();
    let font = typst::text::Font::new(typst::foundations::Bytes::new(bytes), 0).unwrap();
    font.info().coverage.contains(u32::from(c))
}

#[test]
fn every_font_has_all_of_the_general_standard_characters() {
    let all: Vec<char> = TONGYONG.chars().filter(|c| *c != '\n').collect();
    assert_eq!((all.len(), all.first(), all.last()), (8_105, Some(&'一'), Some(&'蠼')));
    for name in NAMES {
        let bytes = Theme::built_in(&format!("fonts/{name}.ttf")).unwrap();
        let font = typst::text::Font::new(typst::foundations::Bytes::new(bytes), 0).unwrap();
        let lacking: String = all.iter().filter(|c| !font.info().coverage.contains(u32::from(**c))).collect();
        assert_eq!(lacking, "", "{name}");
    }
    for sign in "☐☑☒✓✔✗☎⚠".chars() {
        assert!(has("NotoSansSymbols2-Regular", sign), "{sign}");
    }
}

/// A policy and an article with the same text, in the small site.
fn texts(body: &str) -> [(&'static str, String); 2] {
    let policy = head("policies/basis.md") + body;
    let article = format!("{}见[二](policy:plan#二)。\n\n{body}", head("interpretations/why.md"));
    [("policies/rare.md", policy), ("interpretations/rare.md", article)]
}

#[test]
fn names_and_signs_that_are_rare_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let text = "张赟旻、王垚犇、李琤玙、赵沄彧、钱叡姮、陈昇堃、周䶮。☐同意 ☑不同意 ✔ ☒ ✓";
    let files = texts(&format!("\n一、名单\n\n{text}\n"));
    let (compiled, reported) = with_files(folder.path(), &files.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert!(reported.iter().all(|reported| reported.code != Code::MissingGlyph), "{reported:?}");
    for kind in [Kind::Policy, Kind::Interpretation] {
        let pdf = Pdf::of(&compiled, kind, "rare");
        pdf.is_sound(if kind == Kind::Policy { "上级通知" } else { "《试验方案》解读" });
        let printed: String = pdf.text().split_whitespace().collect();
        let text: String = text.split_whitespace().collect();
        assert!(printed.contains(&text), "{printed}");
    }
    assert_eq!(compiled.remarks.all(), []);
}

#[test]
fn a_character_that_no_font_has_is_a_warning_and_one_print_out_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let files = texts("\n一、名单\n\n罕字𪚥、表情🎓、私用\u{e123}，变体葛\u{e0100}，软\u{ad}连字。\n");
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let (compiled, reported) = with_files(folder.path(), &files[..1]);
    assert_eq!(reported.count(Severity::Error), 0, "{reported:?}");
    let missing: Vec<_> = reported.iter().filter(|reported| reported.code == Code::MissingGlyph).collect();
    let [one] = missing[..] else { panic!("{missing:?}") };
    assert_eq!(one.args[0].1, "\u{e123} (U+E123)、🎓 (U+1F393)、𪚥 (U+2A6A5)");
    let pdf = Pdf::of(&compiled, Kind::Policy, "rare");
    pdf.is_sound("上级通知");
    let text: String = pdf.text().split_whitespace().collect();
    assert!(text.contains("罕字〓、表情〓、私用〓，变体葛"), "{text}");
    assert!(text.contains("字体里没有U+E123、U+1F393、U+2A6A5，本文以“〓”代替。"), "{text}");
    // The page shows the characters, and other print-outs know nothing of it.
    let page = compiled.render(&Route::Record(Kind::Policy, super::index(&compiled, Kind::Policy, "rare"))).unwrap();
    assert!(String::from_utf8(page.to_vec()).unwrap().contains("罕字𪚥、表情🎓"));
    let other = Pdf::of(&compiled, Kind::Policy, "plan");
    other.is_sound("关于印发《试验方案》的通知");
    assert!(!other.text().contains('〓'));
    // What is reported at its place is not reported once more.
    assert_eq!(compiled.remarks.all(), []);
}

#[test]
fn a_site_with_a_rare_character_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let files = texts("\n一、名单\n\n罕字𪚥。\n");
    with_files(folder.path(), &files.each_ref().map(|(path, text)| (*path, text.as_str()))[..1]);
    let out = tempfile::tempdir().unwrap();
    let mut build = Command::new(env!("CARGO_BIN_EXE_mingce"));
    build.arg("build").arg(folder.path()).arg("-o").arg(out.path().join("site"));
    run(&mut build);
    assert!(out.path().join("site/policies/rare.pdf").is_file());
}
