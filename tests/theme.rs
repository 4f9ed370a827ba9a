//! Themes of a site's own: white space of templates, and files that would take the program down.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::support::{folder, put};
use mingce::diagnostic::{Code, Severity};
use mingce::edge::disk::load;
use mingce::model::{Kind, Options};
use mingce::plan::{NOT_FOUND, Route};
use mingce::source::{Snapshot, Source};
use mingce::theme::{Bundle, expression};
use mingce::{Compiled, compile};
use rayon::prelude::*;
use scraper::{Html, Node};

const SITE: &str = "title: 甲\nsummary: 乙\nowner: 丙\ncontact: {}\ncolumns: []\n";

/// A site with this file in its theme, and the codes of its errors.
fn themed(path: &str, text: &str) -> (Compiled, Vec<Code>) {
    themed_all(&[(path, text)])
}

/// The same with several files.
fn themed_all(files: &[(&str, &str)]) -> (Compiled, Vec<Code>) {
    let texts = [("site.yaml", SITE)].into_iter().chain(files.iter().copied());
    let mut texts: Vec<_> = texts.map(|(path, text)| Source::decode(path.to_owned(), text.as_bytes())).collect();
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    let (compiled, reported) = compile(Snapshot { texts, ..Snapshot::default() }, &Options::default());
    let codes =
        reported.iter().map(|reported| reported.code).filter(|code| code.severity() == Severity::Error).collect();
    (compiled, codes)
}

fn not_found(template: &str) -> String {
    let (compiled, codes) = themed("theme/templates/404.html", template);
    assert_eq!(codes, [], "{template}");
    String::from_utf8(compiled.render(&NOT_FOUND).unwrap().to_vec()).unwrap()
}

#[test]
fn white_space_that_parts_words_stays() {
    for (template, expected) in [
        ("<p>Hello\nworld</p>", "<p>Hello\nworld</p>"),
        ("<p>\n  see\n  <a>it</a>,\n\n  <b>too</b>\n</p>\n", "<p>see\n<a>it</a>,\n<b>too</b></p>"),
        ("<input type=checkbox\n    disabled\n>", "<input type=checkbox disabled>"),
        ("<p class=\"one\n  two\" id=\"a\"\ttitle='x\ny'>", "<p class=\"one\n  two\" id=\"a\"\ttitle='x\ny'>"),
        ("<pre>\n  a\n\tb\n</pre>\n<p>\nc", "<pre>\n  a\n\tb\n</pre><p>c"),
        ("<textarea>\n\n a\n</textarea>\nb", "<textarea>\n\n a\n</textarea>\nb"),
        ("<script>\nlet a\nlet b\n</script>\n<div>", "<script>\nlet a\nlet b\n</script><div>"),
        ("a\n<script>b\n</script>\nc\n<!-- d\n e -->\nf", "a\n<script>b\n</script>c\n<!-- d\n e -->f"),
        ("<p>{{ page.title }}\n{{ page.title }}</p>", "<p>找不到这个网页\n找不到这个网页</p>"),
        ("<p>a\n{% if page.title %}\n  b\n{% else %}\n  <div>c</div>\n{% endif %}\nd</p>", "<p>a\nb\nd</p>"),
        ("<p>a\n{% if not page.title %}\n  b\n{% endif %}\nd</p>", "<p>a\nd</p>"),
        ("<p>\n{% for a in range(end=3) %}\n{{ a }}\n{% endfor %}\n</p>", "<p>0\n1\n2\n</p>"),
        ("<ul>\n{% for a in range(end=3) %}\n<li>{{ a }}\n{% endfor %}\n</ul>", "<ul><li>0<li>1<li>2</ul>"),
        ("<p>a {%- if page.title -%}\n b\n{%- endif %}\n c {{- page.title -}}\n d</p>", "<p>ab\nc找不到这个网页d</p>"),
        ("{% raw %}{{ a\n b }}{% endraw %}\n{# c #}\nd", "{{ a\n b }}\nd"),
        ("<p\n{% if page.title %}\nclass=a\n{% endif %}\nid=b>\n　a\n　b", "<p  class=a  id=b>　a\n　b"),
        ("中\n文\u{a0}\n{", "中\n文\u{a0}\n{"),
    ] {
        assert_eq!(not_found(template), expected, "{template}");
    }
}

/// How a template is written anew.
#[derive(Clone, Copy, Debug)]
enum Flow {
    AsItIs,
    OneLine,
    Indented,
    Carriage,
    Broken,
}

/// A template with other white space wherever HTML and the engine allow it.
fn reflowed(template: &str, flow: Flow) -> String {
    let mut out = String::new();
    let mut rest = template;
    let mut in_tag = false;
    let mut quote = None;
    while !rest.is_empty() {
        let (start, end) = expression(rest).unwrap_or((rest.len(), rest.len()));
        html(&rest[..start], flow, (&mut in_tag, &mut quote), &mut out);
        let code = &rest[start..end];
        match flow {
            Flow::Broken if code.starts_with("{%") || code.starts_with("{{") => {
                let middle = code[2..code.len() - 2].trim_matches('-').trim();
                let dash = |there| if there { "-" } else { "" };
                let (open, close) = (dash(code[2..].starts_with('-')), dash(code[..code.len() - 2].ends_with('-')));
                out += &format!("{}{open}\n\t{middle}\n  {close}{}", &code[..2], &code[code.len() - 2..]);
            }
            _ => out += code,
        }
        rest = &rest[end..];
    }
    out
}

fn html(text: &str, flow: Flow, (in_tag, quote): (&mut bool, &mut Option<char>), out: &mut String) {
    let mut before = '\n';
    let mut all = text.chars().peekable();
    while let Some(c) = all.next() {
        match (c, *quote) {
            (c, Some(open)) if c == open => *quote = None,
            ('"' | '\'', None) if *in_tag => *quote = Some(c),
            ('<', None) if all.peek().is_some_and(|next| next.is_alphabetic() || "/!".contains(*next)) => {
                *in_tag = true
            }
            ('>', None) => *in_tag = false,
            _ => {}
        }
        match (c, flow) {
            ('\n', Flow::OneLine) => out.push(' '),
            ('\n', Flow::Indented) => *out += "\n\t\t  ",
            ('\n', Flow::Carriage) => *out += "\r\n",
            (' ' | '\n', Flow::Broken) => *out += "  \n\t ",
            ('<', Flow::Broken) if before == '>' => *out += "\n\n<",
            ('/', Flow::Indented) if before == '>' => *out += "/",
            (c, _) => out.push(c),
        }
        before = c;
    }
}

/// Every page of a site whose templates are those of the default theme, written anew.
fn pages(site: &str, flow: Option<Flow>) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut snapshot, _) = load(&root.join("tests/sites").join(site).join("content"));
    let own = |source: &Source| !source.path.starts_with("theme/");
    snapshot.texts.retain(own);
    for entry in std::fs::read_dir(root.join("themes/default/templates")).unwrap().map(Result::unwrap) {
        let Some(flow) = flow else { break };
        let path = format!("theme/templates/{}", entry.file_name().into_string().unwrap());
        let text = reflowed(&std::fs::read_to_string(entry.path()).unwrap(), flow);
        snapshot.texts.push(Source::decode(path, text.as_bytes()));
    }
    snapshot.texts.sort_by(|a, b| a.path.cmp(&b.path));
    let (compiled, reported) = compile(snapshot, &Options::default());
    assert_eq!(reported.count(Severity::Error), 0, "{flow:?}: {reported:?}");
    let routes = compiled.plan.routes().filter(|(path, _)| path.ends_with(".html"));
    let page = |(path, route): (&str, &Route)| {
        let bytes = compiled.render(route).unwrap_or_else(|reported| panic!("{flow:?} {path}: {reported:?}"));
        (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap())
    };
    routes.map(page).collect()
}

/// What a browser makes of a page: elements with attributes, and the text. A space stands for white space within text.
fn read(page: &str) -> Vec<String> {
    let one_space = |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let mut read = Vec::new();
    for node in Html::parse_document(page).tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> =
                    element.attrs().map(|(name, value)| format!(" {name}={}", one_space(value))).collect();
                attributes.sort();
                read.push(format!("<{}{}>", element.name(), attributes.concat()));
            }
            Node::Text(text) if !text.trim_ascii().is_empty() => read.push(one_space(text)),
            _ => {}
        }
    }
    read
}

#[test]
fn templates_in_any_flow_give_the_same_pages() {
    for site in ["small", "checks", "notices"] {
        let expected = pages(site, None);
        assert_eq!(pages(site, Some(Flow::AsItIs)), expected);
        for flow in [Flow::OneLine, Flow::Indented, Flow::Carriage, Flow::Broken] {
            let made = pages(site, Some(flow));
            assert_eq!(made.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (path, page) in &expected {
                let (made, kept) = (read(&made[path]), read(page));
                let wrong = made.iter().zip(&kept).position(|(made, kept)| made != kept);
                let at = wrong.unwrap_or(made.len().min(kept.len()));
                assert!(made == kept, "{site}/{path} {flow:?}:\n made {:?}\n kept {:?}", made.get(at), kept.get(at));
            }
            if matches!(flow, Flow::Indented | Flow::Carriage) {
                assert!(made == expected, "{site} {flow:?}: indentation makes pages larger");
            }
        }
    }
}

#[test]
fn scripts_have_the_texts_of_their_site() {
    let own = "alert(STRINGS.skip_to_content, NOSTRINGS.skip_to_content, STRINGS.no_text)";
    let (compiled, codes) = themed("theme/js/95-own.js", own);
    assert_eq!(codes, [Code::MissingString]);
    // The minifier writes strings in backticks.
    let script = |compiled: &Compiled, bundle| {
        std::str::from_utf8(&compiled.theme.asset(bundle).bytes).unwrap().replace('`', "\"")
    };
    let site = script(&compiled, Bundle::SiteJs);
    assert!(site.contains("alert(\"跳到正文\",NOSTRINGS.skip_to_content,STRINGS.no_text)"), "{site}");
    let (compiled, codes) = themed("theme/strings/zh-CN.yaml", "search_start: 甲\\n乙\n");
    assert_eq!(codes, []);
    let search = script(&compiled, Bundle::SearchJs);
    assert!(search.contains(r#""甲\\n乙""#), "{search}");
    for bundle in Bundle::all().filter(|bundle| !bundle.is_sheet()) {
        assert!(!script(&compiled, bundle).contains("STRINGS."), "{bundle:?}");
    }
}

#[test]
fn deep_style_sheets_scripts_and_templates_are_reported() {
    for (path, text) in [
        ("theme/css/95-own.css", "a{".repeat(100_000)),
        ("theme/css/95-own.css", format!("{}c{{d:e}}{}", "a,b{&>".repeat(25), "}".repeat(25))),
        ("theme/js/95-own.js", "(".repeat(100_000)),
        ("theme/js/95-own.js", ["a:{}/`/;", &"a=>".repeat(100_000)].concat()),
        ("theme/templates/404.html", ["{% if a %}", &"{% elif a %}".repeat(1_000), "{% endif %}"].concat()),
        ("theme/templates/404.html", ["{{ 'a'", &" ~ 'a'".repeat(100), " }}"].concat()),
    ] {
        assert_eq!(themed(path, &text).1, [Code::ThemeTooComplex], "{path}");
    }
    let strings = themed_all(&[
        ("theme/js/95-own.js", r#"a="STRINGS.search_start""#),
        ("theme/strings/zh-CN.yaml", &format!("search_start: {}\n", "(".repeat(100_000))),
    ]);
    assert_eq!(strings.1, [Code::ThemeTooComplex]);
}

#[test]
fn style_sheets_and_scripts_that_are_long_are_not_deep() {
    let css = [
        "a{b:c}\n",
        "a{b:\"}{{((\"}",
        "/* {{{{ */",
        "a{b:url({[({}",
        "\\{a",
        "a{b:calc(1px + 2px)}",
        "@media all{a{b:c}}",
    ];
    let js = [
        "let a = b;\n",
        "a()\nlet b = c\n",
        "'((((';",
        "/* (((( */",
        "// ((((\n",
        "a = /[(]\\/(/;",
        "`(((\\``;",
        "`${a}(`;",
        "x = [1,2];\n",
        "function f(a) { return a }\n",
        "if (a) { b() }\n",
        "if (a) /'/.test(b);\n",
        "{ a / b / c };\n",
        "a = { b: 1, c() {} };\n",
    ];
    for (ending, parts) in [("css", &css[..]), ("js", &js[..])] {
        let files = parts.iter().enumerate();
        let files = files.map(|(at, part)| (format!("theme/{ending}/9{at:02}.{ending}"), part.repeat(3_000)));
        let files: Vec<_> = files.collect();
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(themed_all(&files).1, [], "{ending}");
    }
}

/// Rules are compared with those before them within a part of the sheet only: were it all of them, this would not end.
#[test]
fn long_style_sheets_are_minified_in_parts() {
    let (compiled, codes) = themed("theme/css/95-own.css", &"a{b:c}\n".repeat(20_000));
    assert_eq!(codes, []);
    let css = std::str::from_utf8(&compiled.theme.asset(Bundle::SiteCss).bytes).unwrap();
    assert!(css.len() < 20_000 * "b:c;".len() + 20_000, "{}", css.len());
}

#[test]
fn pages_without_an_end_are_reported() {
    let render = |template: &str| {
        let (compiled, codes) = themed("theme/templates/404.html", template);
        assert_eq!(codes, [], "{template}");
        compiled.render(&NOT_FOUND).unwrap_err()
    };
    let inner = "{% for b in s %}{% for c in s %}{% for d in s %}{{ d }}{% endfor %}{% endfor %}{% endfor %}";
    let reported = render(&format!("<p>\n{{% for a in s -%}}\n{inner}{{% endfor %}}"));
    assert_eq!((reported.code, reported.span.is_some()), (Code::EndlessPage, true), "{reported:?}");
    let long = "很长".repeat(1_000);
    let reported = render(&format!("{{% for a in range(end=100000) %}}{long}{{% endfor %}}"));
    assert_eq!(
        (reported.code, reported.path.as_deref()),
        (Code::EndlessPage, Some("theme/templates/404.html")),
        "{reported:?}"
    );
    for values in [
        "{% set a = 'xxxxxxxxxxxxxxxx' %}".to_owned() + &"{% set a = a ~ a %}".repeat(40) + "{{ a }}",
        "{% set a = ['x'] %}".to_owned() + &"{% set a = [a,a,a,a] %}".repeat(30) + "{{ a }}",
        "{% set a = ['x'] %}".to_owned() + &"{% set a = [a] %}".repeat(100),
        "{% set a = 'x' %}{% for b in range(end=40) %}{% set_global a = a ~ a %}{% endfor %}".to_owned(),
        "{% set a %}x{% endset %}".to_owned() + &"{% set a %}{{ a }}{{ a }}{% endset %}".repeat(40),
        "{% component a(b) %}{{ b }}{% endcomponent a %}{% set a = 'x' %}{% set a = a ~ a %}".to_owned()
            + &"{% set a = a ~ a %}".repeat(40),
        "{{ 'x'".to_owned() + &"|replace(from='x', to='xxxxxxxxxxxxxxxx')".repeat(12) + " }}",
        format!("{{{{ 'x'{} }}}}", "|indent(width=1000, first=true, blank=true)|replace(from=' ', to='\n')".repeat(9)),
        "{{ [a for a in range(end=9)]".to_owned() + &"|join(sep='xxxxxxxxx')|split(pat='')".repeat(12) + " }}",
        "{{ ".to_owned()
            + &"[a ~ a ~ a for a in ".repeat(8)
            + "['"
            + &"x".repeat(20_000)
            + "']"
            + &"]".repeat(8)
            + " }}",
        "{{ [[b for b in range(end=90000)]|length for a in range(end=90000)]|length }}".to_owned(),
        "{{ range(end=90000)|unique|length }}".to_owned(),
        "{{ [[1for b in range(end=90000)]|length for a in range(end=90000)]|length }}".to_owned(),
        "{{ [range(end=90000) for a in range(end=40)]|str|length }}".to_owned(),
        "{% for a in range(end=90000) %}{% if range(end=9000)|sort|first == 5 %}{% endif %}{% endfor %}".to_owned(),
        format!("{{% set a %}}{{% for b in range(end=90000) %}}{}{{% endfor %}}{{% endset %}}", "很长".repeat(200)),
        format!(
            "{{% set a = '{}' %}}{{% filter upper %}}{{% for b in range(end=9000) %}}{{{{ a }}}}{{% endfor %}}{{% endfilter %}}",
            "很长".repeat(2_000)
        ),
        "{% component a(b) %}{{ <a b={b ~ b ~ b}/> }}{% endcomponent a %}{{ <a b=\"xxxxxxxxxxxxxxxx\"/> }}".to_owned(),
        "{% for a in ['xxxxxxxxxxxxxxxx'] %}".to_owned()
            + &"{% for a in [a ~ a ~ a ~ a ~ a ~ a ~ a ~ a] %}".repeat(9)
            + &"{% endfor %}".repeat(10),
        "{%- filter replace(from='x', to='xxxxxxxxxxxxxxxx') %}".repeat(12) + "x" + &"{% endfilter %}".repeat(12),
    ] {
        let reported = render(&values);
        assert_eq!((reported.code, reported.span.is_some()), (Code::EndlessPage, true), "{reported:?}");
    }
    let calls =
        "{% component a(b) %}{% if b > 0 %}{{ <a b={b - 1}/> }}{{ <a b={b - 1}/> }}{% endif %}{% endcomponent a %}";
    assert_eq!(not_found(&format!("{calls}{{{{ <a b={{3}}/> }}}}甲")), "甲");
    let calls = calls.replace("}}{% endif", "}}{{ <a b={b - 1}/> }}{{ <a b={b - 1}/> }}{% endif");
    assert_eq!(render(&format!("{calls}{{{{ <a b={{15}}/> }}}}")).code, Code::EndlessPage);
    assert_eq!(
        not_found("{% for a in range(end=1000) %}{% for b in range(end=900) %}{% endfor %}{% endfor %}甲"),
        "甲"
    );
    assert_eq!(
        not_found(
            "{% set b = ['甲', '乙', '甲']|unique %}{{ [a|replace(from='甲', to='丙') for a in b if a]|join(sep='、') }}"
        ),
        "丙、乙"
    );
    assert_eq!(
        not_found("{{ '<i>'|safe|replace(from='i', to='b') }}{{ '<i>'|replace(from='i', to='b') }}"),
        "<b>&lt;b&gt;"
    );
    assert_eq!(
        not_found("{% set a = {'for': '甲'} %}{{ {'甲': '乙'}[a.for] }}{{ [a.for for a in [a]]|join }}"),
        "乙甲"
    );
    assert_eq!(
        not_found(
            "{% component a(b, c = '丙') %}{{ b }}{{ c }}{{ body }}{% endcomponent a %}{% <a b=\"<\"> %}<i>{% </a> %}"
        ),
        "&lt;丙<i>"
    );
    assert_eq!(
        not_found("{% set a %}{% for b, c in {'甲': 1} %}{{- b -}}{{ c }}{% endfor %}{% endset %}{{ a }}"),
        "甲1"
    );
    let text = "q".repeat(2 << 20);
    let replaced = "|replace(from='q', to='r')".repeat(6);
    assert_eq!(
        not_found(&format!("{{% set a %}}{text}{{% endset %}}{{{{ a{replaced}|length }}}}")),
        (2 << 20).to_string()
    );
    assert_eq!(not_found("{{ [a.none|default(value='甲') for a in [{'b': 1}]]|first }}"), "甲");
}

/// Files of a theme, each with what would take down a program that trusts them.
fn hostile() -> Vec<(&'static str, String)> {
    let bytes =
        ["\u{0}\u{1}\u{fffd}", "{{", "}}", "{%", "<", "\"", "'", "/*", "`", "\\", "((((", "\r\r\r", "🏴‍☠️"].concat();
    let mut files = Vec::new();
    for path in [
        "theme/templates/404.html",
        "theme/templates/base.html",
        "theme/css/95-own.css",
        "theme/css/pages/95-own.css",
        "theme/js/95-own.js",
        "theme/js/check/95-own.js",
        "theme/print/form.typ",
        "theme/print/base.typ",
        "theme/strings/zh-CN.yaml",
        "theme/strings/xx.yaml",
        "theme/icon.svg",
        "theme/fonts/NotoSerifSC-Regular.ttf",
    ] {
        files.extend([(path, String::new()), (path, bytes.clone()), (path, "(".repeat(300_000))]);
    }
    for open in [
        "{{ (",
        "{% if a %}",
        "{% for a in s %}",
        "{{ [",
        "{{ -",
        "{{ a.",
        "{{ not ",
        "{{ a ~ ",
        "<a b='",
        "<!--",
        "{% raw %}",
        "{% block a",
    ] {
        files.push(("theme/templates/404.html", open.repeat(20_000)));
    }
    for (path, text) in [
        ("theme/templates/404.html", "{% include \"404.html\" %}"),
        ("theme/templates/404.html", "{% extends \"404.html\" %}"),
        ("theme/templates/404.html", "{% component a() %}{{ <a/> }}{{ <a/> }}{% endcomponent a %}{{ <a/> }}"),
        ("theme/templates/404.html", "{{ range(end=1000000000) }}{{ 1 / 0 }}{{ 9223372036854775807 + 1 }}"),
        ("theme/print/form.typ", "#while true {}"),
        ("theme/print/form.typ", "#let f(x) = f(x + 1)\n#f(1)"),
        ("theme/print/form.typ", "#range(1000000000).len()"),
        ("theme/print/form.typ", "#let x = json(\"/etc/passwd\")"),
        ("theme/print/form.typ", "#include \"form.typ\""),
        ("theme/print/form.typ", "#(1/0)#(9223372036854775807 + 1)#panic()"),
        ("theme/strings/zh-CN.yaml", "a: &a [*a, *a]\nb: *a\n"),
    ] {
        files.push((path, text.to_owned()));
    }
    for open in ["#(", "#[", "$(", "#{", "- ", "#f(", "= ", "*_", "#let a = (", "#if a {", "#show: "] {
        files.push(("theme/print/form.typ", open.repeat(20_000)));
    }
    files
}

#[test]
fn no_file_of_a_theme_takes_the_program_down() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/base/forms.yaml");
    let forms = std::fs::read(base).unwrap();
    hostile().into_par_iter().for_each(|(path, text)| {
        let content = folder();
        put(content.path(), "site.yaml", SITE);
        put(content.path(), path, &text);
        if path.contains("print") {
            put(content.path(), "forms.yaml", &forms);
        }
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "ulimit -v 8000000; exec timeout 300 \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_mingce"),
            "check",
        ]);
        let output = command.arg(content.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let start = text.chars().take(40).collect::<String>();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{path} {start}: {}\n{said}", output.status);
        assert!(!said.contains("panicked"), "{path} {start}: {said}");
    });
}

/// Keys that the program puts together, by how they begin.
const COMPOSED: &[&str] = &["alert_", "column_", "description_", "kind_", "title_"];

/// The texts of all files of a folder with this extension.
fn written(folder: &str, extension: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == extension));
    files.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The words behind each `mark` of a text.
fn keys<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(mark).skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap())
}

#[test]
fn every_kind_and_column_has_a_name_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for language in ["zh-CN", "en"] {
        let text = std::fs::read_to_string(root.join(format!("themes/default/strings/{language}.yaml"))).unwrap();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.has_page() || kind.column().is_some()) {
            let column = kind.column().map(|column| format!("column_{}: ", column.folder()));
            for key in column.into_iter().chain([format!("kind_{}: ", kind.word())]) {
                assert!(text.lines().any(|line| line.starts_with(&key)), "{language} has no {key}");
            }
        }
    }
}

#[test]
fn every_text_of_the_theme_is_there_and_used() {
    let templates = written("themes/default/templates", "html");
    let scripts = written("themes/default/js", "js");
    let (rust, pages) = (written("src", "rs"), written("src/render", "rs"));
    let known = |language: &str| -> BTreeSet<String> {
        let path = format!("themes/default/strings/{language}.yaml");
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with(['#', ' ']));
        lines.filter_map(|line| Some(line.split_once(':')?.0.trim_matches('"').to_owned())).collect()
    };
    let chinese = known("zh-CN");
    assert_eq!(known("en"), chinese);
    let in_templates = [" s.", "{s."].into_iter().flat_map(|mark| keys(&templates, mark));
    let in_holes = keys(&rust, "{HOLE}@").filter(|key| !key.is_empty());
    let calls = [".text(\"", ".fill(\"", "self.row(\"", ".badge(\"", ".unpublished(\""].into_iter();
    let by_name = calls.flat_map(|call| keys(&pages, call));
    let in_scripts = keys(&scripts, "STRINGS.");
    let wanted: BTreeSet<&str> = in_templates.chain(in_scripts).chain(in_holes).chain(by_name).collect();
    let missing: Vec<_> = wanted.iter().filter(|key| !chinese.contains(**key) && !key.ends_with('_')).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    let is_used = |key: &&String| {
        wanted.contains(key.as_str())
            || rust.contains(&format!("\"{key}\""))
            || COMPOSED.iter().any(|start| key.starts_with(start))
    };
    let unused: Vec<_> = chinese.iter().filter(|key| !is_used(key)).collect();
    assert_eq!(unused, Vec::<&String>::new());
}
