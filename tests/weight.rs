//! Pages are as light as a minifier would make them.

#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::path::Path;

use mingce::model::Options;
use mingce::{compile, edge};

#[test]
fn a_minifier_finds_nothing_to_take_out_of_the_pages() {
    let (snapshot, _) = edge::disk::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let base_url = Some("https://www.example.com/ztzl/szjs/".to_owned());
    let options = Options { base_url, ..Options::default() };
    let (compiled, _) = compile(snapshot, &options);
    let cfg =
        minify_html::Cfg { keep_closing_tags: true, keep_html_and_head_opening_tags: true, ..minify_html::Cfg::new() };
    let (mut ours, mut theirs) = (0, 0);
    for (_, route) in compiled.plan.routes().filter(|(path, _)| path.ends_with(".html")) {
        let page = compiled.render(route).unwrap();
        let minified = minify_html::minify(&page, &cfg);
        ours += page.len();
        theirs += minified.len();
    }
    assert!(ours > 300_000, "only {ours} bytes of pages were looked at");
    let more = (ours as f64 / theirs as f64 - 1.0) * 100.0;
    assert!(more < 0.5, "{ours} bytes of pages, and {theirs} when minified: {more:.2} % more");
}
