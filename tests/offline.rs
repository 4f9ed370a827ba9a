//! What a site has for readers without a network: nothing, a worker with its manifest, or a worker that takes all away.

use std::path::Path;

use mingce::diagnostic::Severity;
use mingce::edge::disk::load;
use mingce::model::Options;
use mingce::source::Source;
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};
use serde_json::Value;

const BASE: &str = "https://www.example.gov.cn/szjn/";

/// The base site with these settings, and with one file changed.
fn site(settings: &str, base: Option<&str>, day: &str, (path, from, to): (&str, &str, &str)) -> Compiled {
    let (mut snapshot, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base"));
    for source in &mut snapshot.texts {
        if &*source.path == "site.yaml" {
            let text = source.text.replace(&format!("base_url: {BASE}\n"), "") + settings;
            *source = Source::decode("site.yaml", text.as_bytes());
        }
        if &*source.path == path {
            assert!(source.text.contains(from), "{path}: {from}");
            *source = Source::decode(path, source.text.replace(from, to).as_bytes());
        }
    }
    let options = Options { base_url: base.map(str::to_owned), as_of: Date::read(day), ..Options::default() };
    let (compiled, reported) = compile(snapshot, &options);
    assert!(!reported.iter().any(|one| one.code.severity() == Severity::Error), "{reported:?}");
    compiled
}

const NOTHING: (&str, &str, &str) = ("", "", "");

fn text(compiled: &Compiled, path: &str) -> Option<String> {
    let bytes = compiled.render(compiled.plan.route(path)?).unwrap();
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

/// What the worker of a site keeps.
fn kept(compiled: &Compiled) -> Value {
    let worker = text(compiled, "worker.js").unwrap();
    let build = worker.strip_prefix("self.BUILD=").unwrap();
    serde_json::Deserializer::from_str(build).into_iter().next().unwrap().unwrap()
}

#[test]
fn a_site_keeps_copies_only_over_https_and_where_it_says_so() {
    for (settings, base, files, in_pages) in [
        ("", Some(BASE), [false, false], false),
        ("offline: true\n", Some(BASE), [true, true], true),
        ("offline: true\n", Some("http://www.example.gov.cn/"), [false, false], false),
        ("offline: true\n", None, [false, false], false),
        ("offline: false\n", Some(BASE), [true, false], false),
        ("offline: false\n", None, [true, false], false),
    ] {
        let compiled = site(settings, base, "2024-03-01", NOTHING);
        let found = ["worker.js", "manifest.webmanifest"].map(|path| compiled.plan.route(path).is_some());
        assert_eq!(found, files, "{settings}{base:?}");
        for path in ["index.html", "policies/plan-2023.html", "404.html"] {
            let page = text(&compiled, path).unwrap();
            for part in ["rel=manifest", "worker-src 'self'; manifest-src 'self'", "assets/offline.", "name=as-of"] {
                assert_eq!(page.contains(part), in_pages, "{settings}{base:?} {path}: {part}");
            }
        }
        assert!(!in_pages || kept(&compiled).is_object());
    }
    let dropped = text(&site("offline: false\n", None, "2024-03-01", NOTHING), "worker.js").unwrap();
    assert!(dropped.starts_with("self.BUILD=null;"), "{dropped}");
}

#[test]
fn a_worker_keeps_what_is_needed_most_and_knows_its_state() {
    let of = |day: &str, change| kept(&site("offline: true\n", Some(BASE), day, change));
    let compiled = site("offline: true\n", Some(BASE), "2024-03-01", NOTHING);
    let first = kept(&compiled);
    let files: Vec<&str> = first["files"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    for path in &files {
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        assert!(compiled.plan.route(&path).is_some(), "{path}");
    }
    for path in ["index.html", "checks/index.html", "process/index.html", "offices/index.html"] {
        assert!(files.contains(&path), "{path}: {files:?}");
    }
    assert!(files.iter().any(|path| path.starts_with("forms/")) && !files.iter().any(|path| path.ends_with(".xlsx")));
    assert!(!files.iter().any(|path| path.starts_with("policies/") || path.contains("/worker.")), "{files:?}");
    let pages = first["pages"].as_array().unwrap();
    assert!(pages.iter().all(|page| files.contains(&page[0].as_str().unwrap()) && page[1].is_string()));
    assert!(files.contains(&first["css"].as_str().unwrap()));
    // The same content has the same state; another day, or another word, has another one.
    assert_eq!(of("2024-03-01", NOTHING), first);
    for other in [of("2024-03-02", NOTHING), of("2024-03-01", ("steps.yaml", "各单位组织报名。", "各单位组织报名了。"))]
    {
        assert_ne!(other["state"], first["state"]);
        assert_eq!(other["look"], first["look"]);
    }
}

#[test]
fn a_manifest_says_what_the_site_is() {
    let compiled = site("offline: true\n", Some(BASE), "2024-03-01", NOTHING);
    let manifest: Value = serde_json::from_str(&text(&compiled, "manifest.webmanifest").unwrap()).unwrap();
    assert_eq!(
        [&manifest["name"], &manifest["lang"], &manifest["start_url"]],
        ["数字技能培训政策", "zh-CN", "index.html"]
    );
    assert!(compiled.plan.route(manifest["icons"][0]["src"].as_str().unwrap()).is_some());
}
