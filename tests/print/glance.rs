//! Pictures of interpretations on paper.

use super::pdf::Pdf;
use super::{real, with_files};
use mingce::diagnostic::Severity;
use mingce::plan::{Glance, Route};

/// A text without white space, as it may be broken anywhere.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn pages_say_what_the_drawing_says() {
    let compiled = real();
    let articles = &compiled.site.content.interpretations;
    let mut read = 0;
    for (index, article) in articles.iter().enumerate().filter(|(_, article)| !article.data.glance.is_empty()) {
        let svg = compiled.render(&Route::Glance(index, Glance::Drawing)).unwrap();
        let svg = String::from_utf8(svg.to_vec()).unwrap();
        let drawing = roxmltree::Document::parse(&svg).unwrap();
        let pdf = Pdf::at(&compiled, &Route::Glance(index, Glance::Print));
        pdf.is_sound(&article.data.title);
        assert_eq!(pdf.info("Page size:"), "595.276 x 841.89 pts (A4)");
        let text = pdf.text();
        let is_number = |text: &str| text.trim().parse::<usize>().is_ok();
        let is_footer = |line: &str| line.split_once('/').is_some_and(|(at, all)| is_number(at) && is_number(all));
        let said: String = text.lines().filter(|line| !is_footer(line)).map(close).collect();
        // The end stands beside the code.
        let lines = drawing.descendants().filter(|node| node.has_tag_name("text"));
        for line in lines.filter(|node| !matches!(node.attribute("class"), Some("n" | "f"))) {
            let texts = line.descendants().filter(|node| node.is_text());
            let drawn: String = texts.filter_map(|node| node.text()).collect();
            assert!(said.contains(&close(&drawn)), "{}: {drawn}: {said}", article.id);
            read += 1;
        }
    }
    assert!(read > 200, "only {read} lines were read");
}

#[test]
fn long_titles_sections_without_anything_and_long_lists_are_printed() {
    let title = "关于进一步做好数字技术工程师培育项目有关工作的通知".repeat(8);
    let items = "- 取得的学时记入证书，当年度全国有效。\n".repeat(30);
    let text = format!(
        "---\ntitle: {title}\nsummary: 说明\npolicies: [plan]\nglance: [空, 长]\n---\n\n见[一](policy:plan#一)。\n\n## 空\n\n## 长\n\n{items}\n{}\n",
        "Unbroken".repeat(40)
    );
    let folder = tempfile::tempdir().unwrap();
    let (compiled, diagnostics) = with_files(folder.path(), &[("interpretations/why.md", &text)]);
    assert_eq!(diagnostics.count(Severity::Error), 0, "{diagnostics:?}");
    let pdf = Pdf::at(&compiled, &Route::Glance(0, Glance::Print));
    pdf.is_sound(&title);
    assert!(compiled.remarks.all().is_empty());
    assert_eq!(close(&pdf.text()).matches("记入证书").count(), 30);
}
