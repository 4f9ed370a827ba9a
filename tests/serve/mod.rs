//! `mingce serve` as a process with real files and the real watcher: what it serves is what a build publishes, after every
//! change, and nothing else.

mod again;
#[cfg(target_os = "linux")]
mod machine;
mod odd;
mod soak;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::server::{AS_OF, Server};
use crate::support::{folder, put};
use mingce::diagnostic::Severity;
use mingce::edge::disk;
use mingce::model::Options;
use mingce::preview::{Mark, decorate};
use mingce::syntax::value::{Date, Scalar};
use mingce::{Compiled, compile};
use tempfile::TempDir;

type Tree = BTreeMap<String, Vec<u8>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of a content folder that can be changed.
fn copy(of: &str) -> (TempDir, PathBuf) {
    let made = folder();
    let content = made.path().join("content");
    for entry in walkdir::WalkDir::new(root().join(of)).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root().join(of)).unwrap().to_str().unwrap();
            put(&content, path, fs::read(entry.path()).unwrap());
        }
    }
    (made, content)
}

/// A cold build, unless the content has errors.
fn built(content: &Path) -> Option<(Compiled, Tree)> {
    let (snapshot, read) = disk::load(content);
    let options = Options { as_of: Date::read(AS_OF), drafts: true, ..Options::default() };
    let (compiled, reported) = compile(snapshot, &options);
    if read.count(Severity::Error) + reported.count(Severity::Error) > 0 {
        return None;
    }
    let one = |(path, route): (&str, _)| Some((path.to_owned(), compiled.render(route).ok()?.to_vec()));
    let tree = compiled.plan.routes().map(one).collect::<Option<_>>()?;
    Some((compiled, tree))
}

/// Holds everything that is served to what a cold build makes, once the page at `first` is right.
fn hold(server: &Server, content: &Path, first: &str) {
    let (_, tree) = built(content).unwrap();
    server.until(first, |answer| tree.get(first).map_or(answer.status == 404, |bytes| answer.body == *bytes));
    for (path, bytes) in &tree {
        assert!(server.site(path).body == *bytes, "{path} is not what is published");
    }
}

#[test]
fn served_bytes_are_the_published_ones_but_for_the_script_of_the_preview() {
    for of in ["content", "tests/sites/notices/content", "tests/sites/checks/content", "tests/sites/small/content"] {
        let (_kept, content) = copy(of);
        let server = Server::start(&content, &[]);
        hold(&server, &content, "index.html");
        let (compiled, tree) = built(&content).unwrap();
        for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
            let encoded = path.replace('附', "%E9%99%84");
            let shown = server.ask("GET", &format!("/{encoded}"), &[("Accept", "text/html,*/*")]).body;
            let expected = decorate(bytes, &Mark::of(&compiled, path, bytes));
            assert!(shown == expected, "{path}: {}", String::from_utf8_lossy(&shown));
        }
    }
}

#[test]
fn every_sort_of_change_is_shown_and_leaves_nothing_old() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    let policy = "policies/zz-2023.html";
    hold(&server, &content, policy);
    let replace = |path: &str, old: &str, new: &str| {
        let text = fs::read_to_string(content.join(path)).unwrap();
        assert!(text.contains(old), "{path} has no {old}");
        fs::write(content.join(path), text.replacen(old, new, 1)).unwrap();
    };
    // A clause, a title that other pages name, a value in YAML, a word of the site.
    replace("policies/zz-2023.md", "各区（市）", "各有关区（市）");
    hold(&server, &content, policy);
    replace("policies/zz-2023.md", "\ntitle: ", "\ntitle: 新改的");
    hold(&server, &content, policy);
    replace("benefits.yaml", "  name: ", "  name: 新改的");
    hold(&server, &content, "benefits/index.html");
    replace("site.yaml", "title: ", "title: 新改的");
    hold(&server, &content, "index.html");
    // A template, a style sheet, a word of the theme, a file that is published as it is.
    let theme = root().join("themes/default");
    let header = fs::read_to_string(theme.join("templates/header.html")).unwrap();
    put(&content, "theme/templates/header.html", format!("{header}<!-- own -->"));
    hold(&server, &content, policy);
    put(&content, "theme/css/20-own.css", "body { letter-spacing: 1px }");
    hold(&server, &content, policy);
    put(&content, "theme/strings/zh-CN.yaml", "skip_to_content: 跳过\n");
    hold(&server, &content, policy);
    put(&content, "static/one/two.txt", "文件");
    server.until("one/two.txt", |answer| answer.status == 200);
    hold(&server, &content, "one/two.txt");
    // Files and folders that come, are moved and go.
    let page = |title: &str| format!("---\ntitle: {title}\nsummary: 一句话。\n---\n\n正文。\n");
    put(&content, "pages/new.md", page("新页面"));
    hold(&server, &content, "pages/new.html");
    fs::rename(content.join("pages/new.md"), content.join("pages/newer.md")).unwrap();
    hold(&server, &content, "pages/newer.html");
    assert_eq!(server.site("pages/new.html").status, 404);
    fs::rename(content.join("static/one"), content.join("static/three")).unwrap();
    hold(&server, &content, "three/two.txt");
    assert_eq!(server.site("one/two.txt").status, 404);
    fs::remove_dir_all(content.join("static/three")).unwrap();
    fs::remove_dir_all(content.join("theme")).unwrap();
    fs::remove_file(content.join("pages/newer.md")).unwrap();
    hold(&server, &content, policy);
    assert_eq!(server.site("pages/newer.html").status, 404);
}

#[test]
fn editors_write_in_many_ways_and_all_are_seen() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let server = Server::start(&content, &[]);
    let (page, at) = (content.join("pages/about.md"), "pages/about.html");
    hold(&server, &content, at);
    let text = fs::read_to_string(&page).unwrap();
    // Written beside it and moved over it; moved away and written anew; with a name that is passed over in between.
    fs::write(content.join("pages/.about.md.swp"), "x").unwrap();
    fs::write(content.join("pages/4913"), "").unwrap();
    fs::remove_file(content.join("pages/4913")).unwrap();
    fs::write(content.join("pages/about.md~"), &text).unwrap();
    fs::write(content.join("pages/about.md.tmp"), format!("{text}\n一。\n")).unwrap();
    fs::rename(content.join("pages/about.md.tmp"), &page).unwrap();
    hold(&server, &content, at);
    fs::rename(&page, content.join("pages/about.md~")).unwrap();
    fs::write(&page, format!("{text}\n二。\n")).unwrap();
    fs::remove_file(content.join("pages/about.md~")).unwrap();
    hold(&server, &content, at);
    // One save after the other while the preview is at work: the last one counts.
    for round in 0..200 {
        fs::write(&page, format!("{text}\n第 {round} 次。\n")).unwrap();
    }
    hold(&server, &content, at);
}

#[test]
fn polling_sees_changes_too() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let server = Server::start(&content, &["--poll"]);
    hold(&server, &content, "pages/about.html");
    let text = fs::read_to_string(content.join("pages/about.md")).unwrap();
    fs::write(content.join("pages/about.md"), format!("{text}\n轮询也看得到。\n")).unwrap();
    hold(&server, &content, "pages/about.html");
    put(&content, "pages/other.md", text);
    hold(&server, &content, "pages/other.html");
}

#[test]
fn errors_leave_the_last_good_site_and_a_page_is_mended() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    let (_, good) = built(&content).unwrap();
    let text = fs::read_to_string(content.join("benefits.yaml")).unwrap();
    fs::write(content.join("benefits.yaml"), text.replacen("  name: ", "\tname: ", 1)).unwrap();
    server.until(".mingce/report", |answer| String::from_utf8_lossy(&answer.body).contains("MC202"));
    server.says("有 1 处错误，预览仍是上一次正确时的页面");
    for (path, bytes) in &good {
        assert!(server.site(path).body == *bytes, "{path} is not the last good one");
    }
    fs::write(content.join("benefits.yaml"), text).unwrap();
    server.until(".mingce/report", |answer| !String::from_utf8_lossy(&answer.body).contains("MC202"));
    // A template that only fails when it is rendered.
    put(&content, "theme/templates/footer.html", "{{ page.nothing.at.all }}");
    let reported = server.until(".mingce/report", |answer| String::from_utf8_lossy(&answer.body).contains("MC601"));
    assert!(String::from_utf8_lossy(&reported.body).contains("theme/templates/footer.html"));
    for (path, bytes) in &good {
        assert!(server.site(path).body == *bytes, "{path} is not the last good one");
    }
    fs::remove_dir_all(content.join("theme")).unwrap();
    server.until(".mingce/report", |answer| !String::from_utf8_lossy(&answer.body).contains("MC601"));
    hold(&server, &content, "index.html");
}

#[test]
fn an_invalid_site_and_no_site_at_all_are_no_reason_to_end() {
    let made = folder();
    let content = made.path().join("content");
    let server = Server::start(&content, &[]);
    let reported = server.get("/.mingce/report");
    assert!(String::from_utf8_lossy(&reported.body).contains("MC105"), "{reported:?}");
    put(&content, "pages/a.md", "---\ntitle: 甲\n");
    server.until(".mingce/report", |answer| String::from_utf8_lossy(&answer.body).contains("MC212"));
    let shown = server.ask("GET", "/", &[("Accept", "text/html")]);
    assert!(String::from_utf8_lossy(&shown.body).contains("/.mingce/preview.js"), "{shown:?}");
    fs::remove_dir_all(&content).unwrap();
    let (_kept, right) = copy("tests/sites/notices/content");
    fs::rename(right, &content).unwrap();
    hold(&server, &content, "index.html");
}

#[test]
fn drafts_and_what_comes_later_are_shown_unless_they_shall_not_be() {
    let (_kept, content) = copy("content");
    let page = |more: &str| format!("---\ntitle: 还没有\nsummary: 一句。\n{more}\n---\n\n正文。\n");
    put(&content, "pages/draft.md", page("draft: true"));
    put(&content, "pages/later.md", page("published_on: 2026-11-23"));
    let (all, public) = (Server::start(&content, &[]), Server::start(&content, &["--no-drafts"]));
    for path in ["pages/draft.html", "pages/later.html"] {
        all.until(path, |answer| answer.status == 200);
        assert_eq!(public.site(path).status, 404);
    }
    put(&content, "pages/draft.md", page("draft: false"));
    public.until("pages/draft.html", |answer| answer.status == 200);
    hold(&all, &content, "pages/draft.html");
}

#[test]
fn the_server_answers_as_a_server_should() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    let (_, tree) = built(&content).unwrap();
    let (xlsx, bytes) = tree.iter().find(|(path, _)| path.ends_with(".xlsx")).unwrap();
    let encoded = percent_encoding::utf8_percent_encode(xlsx, percent_encoding::NON_ALPHANUMERIC).to_string();
    let address = format!("/{}", encoded.replace("%2F", "/"));
    let whole = server.get(&address);
    assert!(whole.head.contains("content-type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
    assert!(whole.head.contains("cache-control: no-store") && whole.head.contains("accept-ranges: bytes"));
    let part = server.ask("GET", &address, &[("Range", "bytes=10-19")]);
    assert_eq!((part.status, part.body), (206, bytes[10..20].to_vec()));
    let tail = server.ask("GET", &address, &[("Range", "bytes=-5")]);
    assert_eq!((tail.status, tail.body), (206, bytes[bytes.len() - 5..].to_vec()));
    assert_eq!(server.ask("GET", &address, &[("Range", "bytes=99999999-")]).status, 416);
    let tail = server.ask("GET", &address, &[("Range", "bytes=-99999999")]);
    assert_eq!((tail.status, &tail.body), (206, bytes));
    // What asks for nothing, and what may not ask for a part, gets the whole.
    assert_eq!(server.ask("GET", &address, &[("Range", "bytes=5-2")]).status, 200);
    assert_eq!(server.ask("HEAD", &address, &[("Range", "bytes=0-1")]).status, 200);
    let head = server.ask("HEAD", &address, &[]);
    assert!(head.head.contains(&format!("content-length: {}", bytes.len())) && head.body.is_empty());
    assert_eq!(server.ask("POST", "/", &[]).status, 405);
    assert_eq!((server.get("/policies").status, server.get("/policies/").status), (308, 200));
    assert!(server.get("/policies?a=b").head.contains("location: policies/?a=b"));
    for path in
        ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/site.yaml", "/.mingce/", "/.git/config", "//etc/passwd", "/%FF"]
    {
        assert!([400, 404].contains(&server.get(path).status), "{path}");
    }
    for host in ["example.com", "127.0.0.1.example.com", "10.0.0.1"] {
        let refused = server.ask("GET", "/", &[("Host", host)]);
        assert_eq!(refused.status, 403, "{host}");
        assert!(String::from_utf8_lossy(&refused.body).contains(host), "{refused:?}");
    }
    assert_eq!(server.ask("GET", "/", &[("Host", &server.address), ("Host", "example.com")]).status, 400);
    assert_eq!(server.ask("GET", "http://example.com/", &[]).status, 403);
    let origins = [("Origin", &*format!("http://{}", server.address)), ("Origin", "http://example.com")];
    assert_eq!(server.ask("GET", "/", &origins).status, 403);
    for (origin, status) in [("http://example.com", 403), ("null", 403), (&*format!("http://{}", server.address), 200)]
    {
        assert_eq!(server.ask("GET", "/", &[("Origin", origin)]).status, status, "{origin}");
    }
    assert_eq!(server.ask("GET", "/", &[("Host", "localhost:1")]).status, 200);
}

#[test]
fn the_next_port_is_taken_when_one_is() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let first = Server::start(&content, &[]);
    let port = first.address.rsplit(':').next().unwrap();
    let second = Server::start(&content, &["--port", port]);
    assert_ne!(first.address, second.address);
    assert!(second.address.starts_with("127.0.0.1:"));
    hold(&second, &content, "index.html");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let (_kept, content) = copy("tests/sites/notices/content");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_mingce"))
        .args(["serve", "--port", "0"])
        .arg(&content)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    // A page in view that waits for news does not hold it up.
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/');
    let mut waiting = std::net::TcpStream::connect(address).unwrap();
    let asked = format!("GET /.mingce/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
    std::io::Write::write_all(&mut waiting, asked.as_bytes()).unwrap();
    std::io::Read::read_exact(&mut waiting, &mut [0; 15]).unwrap();
    let process = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
}
