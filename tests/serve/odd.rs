//! What an author's machine does now and then: folders that are replaced, files that are written slowly, a terminal that
//! stands still, mistakes that show on a single page.

use std::fs::{self, File};
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{built, copy, hold, root};
use crate::support::server::Server;
use crate::support::{folder, put};

const SMALL: &str = "tests/sites/notices/content";

const POLICY: &str = "---\ntitle: 又一份文件\nissuer: 某局\nmade_on: 2026-01-01\npublished_on: unpublished\n\
    document_number: unpublished\nvalidity: in-force\nkeywords: [文件]\n---\n\n一、目标\n\n正文。\n";

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\nsummary: 一句话。\n---\n\n正文。\n")
}

#[test]
fn a_content_folder_that_is_replaced_is_watched_like_the_one_before() {
    let (kept, content) = copy(SMALL);
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    let (_other, fresh) = copy(SMALL);
    put(&fresh, "pages/new.md", page("新页面"));
    fs::rename(&content, kept.path().join("old")).unwrap();
    fs::rename(&fresh, &content).unwrap();
    hold(&server, &content, "pages/new.html");
    put(&content, "pages/new.md", page("再改的页面"));
    hold(&server, &content, "pages/new.html");
}

#[test]
fn a_folder_that_is_named_like_a_temporary_file_is_no_file() {
    for args in [&[][..], &["--poll"]] {
        let (kept, content) = copy(SMALL);
        put(&content, "static/x.tmp/a.txt", "一");
        let server = Server::start(&content, args);
        hold(&server, &content, "x.tmp/a.txt");
        put(&content, "static/x.tmp/a.txt", "二");
        hold(&server, &content, "x.tmp/a.txt");
        fs::rename(content.join("static/x.tmp"), kept.path().join("x.tmp")).unwrap();
        server.until("x.tmp/a.txt", |answer| answer.status == 404);
        hold(&server, &content, "index.html");
    }
}

/// A document of 226 bytes whose tags are 10,000 deep, and a workbook of two cells in opposite corners.
#[test]
fn files_that_cost_more_than_they_weigh_do_not_end_the_preview() {
    let (_kept, content) = copy(SMALL);
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    put(&content, "static/deep.docx", fs::read(root().join("tests/invalid/MC712/content/static/deep.docx")).unwrap());
    hold(&server, &content, "deep.docx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "甲").unwrap().write(1_048_575, 16_383, "乙").unwrap();
    put(&content, "static/corner.xlsx", workbook.save_to_buffer().unwrap());
    hold(&server, &content, "corner.xlsx");
    put(&content, "pages/new.md", page("新页面"));
    hold(&server, &content, "pages/new.html");
}

/// Tells how to see a file before it is closed; other systems do not tell of that.
#[cfg(target_os = "linux")]
#[test]
fn a_file_is_shown_when_it_is_written() {
    let (_kept, content) = copy(SMALL);
    put(&content, "pages/new.md", page("旧页面"));
    let server = Server::start(&content, &[]);
    hold(&server, &content, "pages/new.html");
    let old = server.site("pages/new.html").body;
    let tried = (0..5).any(|_| {
        let mut file = File::create(content.join("pages/new.md")).unwrap();
        let start = Instant::now();
        file.write_all(page("新页面").as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(700));
        // Other files are shown meanwhile.
        let about = fs::read_to_string(content.join("pages/about.md")).unwrap();
        fs::write(content.join("pages/about.md"), format!("{about}\n又一段。\n")).unwrap();
        server.until("pages/about.html", |answer| {
            String::from_utf8_lossy(&answer.body).matches("又一段").count() > about.matches("又一段").count()
        });
        let seen = server.site("pages/new.html").body;
        let in_time = start.elapsed() < Duration::from_secs(4);
        file.write_all("还有一段。\n".as_bytes()).unwrap();
        drop(file);
        assert!(!in_time || seen == old, "{}", String::from_utf8_lossy(&seen));
        hold(&server, &content, "pages/new.html");
        put(&content, "pages/new.md", page("旧页面"));
        hold(&server, &content, "pages/new.html");
        in_time
    });
    assert!(tried, "the machine was never fast enough to see it");
}

#[test]
fn a_mistake_that_shows_on_one_page_is_found_before_anybody_asks_for_it() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    let (compiled, _) = built(&content).unwrap();
    let last = compiled.site.content.questions.iter().next_back().unwrap().data.title.clone();
    let template = fs::read_to_string(root().join("themes/default/templates/article.html")).unwrap();
    let wrong = format!("{template}{{% if page.title == \"{last}\" %}}{{{{ view.none.such }}}}{{% endif %}}");
    let wrong = wrong.replace("{% endblock content %}{% if", "{% if") + "{% endblock content %}";
    put(&content, "theme/templates/article.html", wrong);
    server.says("[MC601]");
    server.says("theme/templates/article.html");
    let report = server.get("/.mingce/report");
    assert!(String::from_utf8_lossy(&report.body).contains("MC601"), "{report:?}");
    // Another file that is saved mends nothing: what is shown stays what it was, and so does what is said.
    let about = fs::read_to_string(content.join("pages/about.md")).unwrap();
    fs::write(content.join("pages/about.md"), format!("{about}\n又一段。\n")).unwrap();
    server.says("有 1 处错误，预览仍是上一次正确时的页面");
    let report = server.get("/.mingce/report");
    assert!(String::from_utf8_lossy(&report.body).contains("MC601"), "{report:?}");
    fs::remove_dir_all(content.join("theme")).unwrap();
    hold(&server, &content, "pages/about.html");
}

#[test]
fn icon_and_print_templates_of_the_site_take_the_place_of_those_of_the_theme() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    let policy = "policies/zz-2023.html";
    hold(&server, &content, policy);
    let before = server.site("policies/zz-2023.pdf").body;
    put(&content, "theme/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let icon = |body: &[u8]| {
        let html = String::from_utf8_lossy(body);
        let at = html.find("assets/icon.").unwrap();
        html[at..at + 26].to_owned()
    };
    let old = icon(&server.site(policy).body);
    server.until(policy, |answer| icon(&answer.body) != old);
    hold(&server, &content, policy);
    let document = fs::read_to_string(root().join("themes/default/print/document.typ")).unwrap();
    put(&content, "theme/print/document.typ", document.replace("37mm", "40mm"));
    server.until("policies/zz-2023.pdf", |answer| answer.body != before);
    hold(&server, &content, "policies/zz-2023.pdf");
}

#[test]
fn a_terminal_that_stands_still_holds_up_nothing() {
    let (_kept, content) = copy(SMALL);
    let mut command = Command::new("bash");
    // What it says goes into a pipe that nobody reads.
    command.args(["-c", "exec \"$0\" \"$@\" 2> >(sleep 30)", env!("CARGO_BIN_EXE_mingce")]);
    let server = Server::begin(command, &content, &[]);
    hold(&server, &content, "index.html");
    for turn in 0..4 {
        // More words than a pipe holds, twice: wrong, and right.
        for at in 0..200 {
            put(&content, &format!("pages/p{at}.md"), format!("---\ntitle: {}\n---\n", "长".repeat(100 + turn)));
        }
        server.until(".mingce/report", |answer| answer.body.len() > 65_536);
        (0..200).for_each(|at| fs::remove_file(content.join(format!("pages/p{at}.md"))).unwrap());
        hold(&server, &content, "index.html");
        server.until(".mingce/report", |answer| answer.body.len() < 65_536);
    }
}

#[test]
fn a_site_whose_address_ends_like_a_folder_of_its_own_is_shown_whole() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &["--base-url", "https://www.example.com/policies/"]);
    server.until("index.html", |answer| answer.status == 200);
    for path in ["policies/zz-2023.html", "policies/questions/index.html", "questions/index.html"] {
        assert_eq!(server.site(path).status, 200, "{path}");
    }
}

#[test]
fn an_address_where_nothing_is_gets_the_whole_page_that_says_so() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    let shown = server.ask("GET", "/pages/deep/none.html", &[("Accept", "text/html")]);
    let html = String::from_utf8_lossy(&shown.body);
    assert!(shown.status == 404 && html.contains("<head><base href=\"/\">"), "{html}");
}

#[test]
fn before_there_was_a_right_site_nothing_is_said_of_one() {
    let (_kept, content) = copy(SMALL);
    let right = fs::read_to_string(content.join("institutions.yaml")).unwrap();
    fs::write(content.join("institutions.yaml"), right.replacen("name:", "nam:", 1)).unwrap();
    let server = Server::start(&content, &[]);
    server.says("还没有过正确的网站");
    let reported = server.get("/.mingce/news?page=/");
    assert!(String::from_utf8_lossy(&reported.body).contains("\"partial\":true"), "{reported:?}");
    assert!(!server.said().contains("预览仍是上一次正确时的页面"), "{}", server.said());
    fs::write(content.join("institutions.yaml"), &right).unwrap();
    hold(&server, &content, "index.html");
    // From now on there is one, and what is the same as before is not said once more.
    fs::write(content.join("institutions.yaml"), right.replacen("name:", "nam:", 1)).unwrap();
    server.says("预览仍是上一次正确时的页面");
    let before = server.said().matches("/institutions.yaml").count();
    put(&content, "pages/more.md", "---\ntitle: 甲\n");
    server.says("[MC212]");
    server.says("处问题和上次一样");
    assert_eq!(server.said().matches("/institutions.yaml").count(), before, "{}", server.said());
}

#[test]
fn an_empty_file_has_no_parts() {
    let (_kept, content) = copy(SMALL);
    put(&content, "static/empty.txt", "");
    let server = Server::start(&content, &[]);
    server.until("empty.txt", |answer| answer.status == 200);
    let asked = server.ask("GET", "/empty.txt", &[("Range", "bytes=0-")]);
    assert_eq!(asked.status, 416, "{asked:?}");
    assert!(asked.head.contains("content-range: bytes */0"), "{asked:?}");
    assert_eq!(server.get("/empty.txt").status, 200);
}

#[test]
fn a_policy_that_is_renamed_is_shown_under_its_new_name_once_everything_names_it_so() {
    let (_kept, content) = copy("content");
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
    fs::rename(content.join("policies/zz-2023.md"), content.join("policies/zz-new.md")).unwrap();
    server.until(".mingce/report", |answer| String::from_utf8_lossy(&answer.body).contains("MC301"));
    assert_eq!(server.site("policies/zz-2023.html").status, 200);
    for entry in walkdir::WalkDir::new(&content).into_iter().map(Result::unwrap) {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            fs::write(entry.path(), text.replace("zz-2023", "zz-new")).unwrap();
        }
    }
    server.until("policies/zz-new.html", |answer| answer.status == 200);
    server.until("policies/zz-2023.html", |answer| answer.status == 404);
    hold(&server, &content, "index.html");
}

#[test]
fn a_site_that_was_begun_is_shown_at_once() {
    let made = folder();
    let content = made.path().join("content");
    let begun = Command::new(env!("CARGO_BIN_EXE_mingce")).arg("init").arg(&content).output().unwrap();
    assert!(begun.status.success(), "{begun:?}");
    let server = Server::start(&content, &[]);
    hold(&server, &content, "index.html");
}

#[test]
fn a_change_leads_to_where_it_shows() {
    let (_kept, content) = copy("tests/sites/checks/content");
    put(&content, "static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    put(&content, "pages/shown.md", page("有图的页面").replace("正文。", "![图](../static/a.svg)"));
    put(&content, "policies/more.md", POLICY);
    let server = Server::start(&content, &[]);
    hold(&server, &content, "pages/shown.html");
    let leads = |to: &str| {
        let named = format!("\"change\":{{\"page\":\"{to}\"");
        server.until(".mingce/news", |answer| String::from_utf8_lossy(&answer.body).contains(&named));
    };
    put(&content, "static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"/>");
    leads("pages/shown.html");
    // What is asked for, to the check that asks for it; what has gone, to the list that it stood in.
    let facts = fs::read_to_string(content.join("facts.yaml")).unwrap();
    fs::write(content.join("facts.yaml"), facts.replacen("name: ", "name: 改", 1)).unwrap();
    let (compiled, _) = built(&content).unwrap();
    let check = compiled.site.content.checks.iter().next().unwrap();
    leads(&format!("checks/{}.html", check.id));
    fs::remove_file(content.join("policies/more.md")).unwrap();
    leads("policies/index.html");
}

#[test]
fn connections_that_stay_half_sent_are_closed() {
    use std::io::Read;
    let dir = folder();
    put(dir.path(), "site.yaml", "title: x\n");
    let server = Server::start(dir.path(), &[]);
    let half = ["", "GET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y"];
    let open = half.iter().cycle().take(40).map(|half| {
        let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
        stream.write_all(half.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    });
    // Others are answered meanwhile.
    let open: Vec<_> = open.collect();
    assert!(server.get("/").status > 0);
    for mut stream in open {
        let mut said = Vec::new();
        // Closed by the other end, or reset; a time-out is a failure.
        match stream.read_to_end(&mut said) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}"),
        }
    }
}

#[test]
fn large_files_are_sent_in_parts() {
    let dir = folder();
    put(dir.path(), "site.yaml", "title: x\n");
    let film: Vec<u8> = (0..5_000_001_u32).map(|n| (n / 7 % 251) as u8).collect();
    put(dir.path(), "static/film.mp4", &film);
    let server = Server::start(dir.path(), &[]);
    let whole = server.until("film.mp4", |answer| answer.status == 200);
    assert!(whole.body == film && whole.head.contains("content-length: 5000001") && whole.head.contains("video/mp4"));
    for (range, place) in [
        ("bytes=0-0", 0..1),
        ("bytes=1048575-1048577", 1_048_575..1_048_578),
        ("bytes=4999999-", 4_999_999..5_000_001),
        ("bytes=-7", 4_999_994..5_000_001),
    ] {
        let answer = server.ask("GET", "/film.mp4", &[("Range", range)]);
        assert_eq!((answer.status, &*answer.body), (206, &film[place]), "{range}");
    }
    let head = server.ask("HEAD", "/film.mp4", &[]);
    assert!(
        head.status == 200 && head.body.is_empty() && head.head.contains("content-length: 5000001"),
        "{}",
        head.head
    );
    assert_eq!(server.ask("GET", "/film.mp4", &[("Range", "bytes=5000001-")]).status, 416);
    // Another film at the same place is sent as soon as it is seen.
    let other: Vec<u8> = film.iter().rev().copied().collect();
    put(dir.path(), "static/film.mp4", &other);
    assert!(server.until("film.mp4", |answer| answer.body == other).status == 200);
}
