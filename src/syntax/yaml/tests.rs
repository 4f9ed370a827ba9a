mod written;

use super::explain::beyond;
use super::*;
use crate::yaml::{Limit, MAX_VALUES};

#[derive(Debug, PartialEq, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Office {
    name: String,
    phone: String,
    open: Option<bool>,
}

fn read(text: &str) -> (Vec<At<Office>>, Vec<Diagnostic>) {
    let (good, bad) = list(FileId(0), text);
    (good, bad.into_iter().map(|(reported, _)| reported).collect())
}

#[test]
fn every_wrong_record_is_reported_and_the_others_are_read() {
    let text = "- name: 甲\n  phone: 0632\n- nmae: 乙\n  phone: '1'\n- name: 丙\n  phone: 07\n- name: 丁\n";
    let (good, bad) = read(text);
    assert_eq!(good.iter().map(|office| office.value.name.as_str()).collect::<Vec<_>>(), ["甲", "丙"]);
    assert_eq!(good[0].value.phone, "0632");
    assert_eq!(good[1].range.start, text.find("name: 丙").unwrap());
    assert_eq!(bad.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::UnknownKey, Code::MissingKey]);
    assert_eq!(&text[bad[0].span.unwrap().range()], "nmae");
    assert_eq!(bad[0].suggestion.as_deref(), Some("name"));
}

/// What is reported about a record, in the order of its places, as codes and what stands there.
fn reported<T: DeserializeOwned + JsonSchema + std::fmt::Debug>(text: &str) -> Vec<(Code, &str)> {
    let place = |reported: Diagnostic| (reported.span.unwrap().range(), reported.code);
    let mut reported: Vec<_> = record::<T>(FileId(0), text).unwrap_err().into_iter().map(place).collect();
    reported.sort_by_key(|(range, code)| (range.start, *code));
    reported.into_iter().map(|(range, code)| (code, &text[range])).collect()
}

#[test]
fn what_is_wrong_because_of_what_was_reported_is_not_reported() {
    use Code::*;
    assert_eq!(reported::<Office>("name: [甲]\nphone: '1'\n"), [(WrongType, "[甲]")]);
    assert_eq!(reported::<Office>("naem: 甲\nphone: '1'\n"), [(UnknownKey, "naem")]);
    assert_eq!(reported::<Office>("naem: 甲\nopen: true\n"), [(UnknownKey, "naem"), (MissingKey, "naem: 甲")]);
    assert_eq!(reported::<Office>("open: true\n"), [(MissingKey, "open: true"); 2]);
    assert_eq!(reported::<Office>("name: &a [甲]\nphone: *a\n"), [(WrongType, "[甲]")]);
    assert_eq!(reported::<Office>("name: !!map 甲\nphone: '1'\n"), [(YamlSyntax, "甲")]);
    assert_eq!(reported::<Office>("- name: 甲\n- name: 乙\n"), [(WrongType, "- name: 甲")]);
    assert_eq!(reported::<Office>("naem: 甲\n"), [(UnknownKey, "naem"), (MissingKey, "naem: 甲")]);
    let (_, bad) = read("- 甲\n- 乙\n");
    assert_eq!(
        bad.iter().map(|reported| (reported.code, reported.span.unwrap().start)).collect::<Vec<_>>().len(),
        2,
        "{bad:?}"
    );
    let many: String = (0..1000).map(|number| format!("key-{number}: 1\n")).collect();
    assert_eq!(reported::<Office>(&many).len(), 20);
}

#[test]
fn what_looks_like_a_key_in_a_text_hides_none_that_is_missing() {
    use Code::*;
    assert_eq!(reported::<Office>("name: \"甲\nphone: 乙\"\n"), [(MissingKey, "name: \"甲")]);
    assert_eq!(reported::<Office>("name: '甲\nphone: 乙'\nopen: 1\n"), [(MissingKey, "name: '甲"), (WrongType, "1")]);
    let (good, bad) = read("- name: \"甲\n  phone: 乙\"\n- name: 丙\n  phone: '1'\n  opne: true\n");
    let codes: Vec<Code> = bad.iter().map(|reported| reported.code).collect();
    assert!(good.is_empty() && codes == [MissingKey, UnknownKey], "{bad:?}");
}

#[test]
fn what_is_said_twice_hides_no_mistake_of_syntax() {
    use Code::*;
    assert_eq!(reported::<Office>("name: 甲\nname: 乙\nphone: \"1\n"), [(DuplicateKey, "name"), (YamlSyntax, "\"")]);
    for text in [
        "- name: 甲\n  name: 乙\n  phone: '1'\n- name: 丙\n  phone: \"1\n",
        "- { name: 甲, name: 乙, phone: '1' }\n- { name: 丙, phone: '1'\n",
        "- name: 甲\n  name: 乙\n  phone: '1'\n  phone: \"1\n",
    ] {
        let codes: Vec<Code> = read(text).1.into_iter().map(|reported| reported.code).collect();
        let twice = codes.iter().filter(|code| **code == DuplicateKey).count();
        assert!(twice > 0 && codes[twice..] == [YamlSyntax], "{text}: {codes:?}");
    }
}

#[test]
fn every_line_with_a_wrong_colon_is_reported() {
    for (text, lines) in [
        ("name：甲\nphone：'1'\n", &[1, 2][..]),
        ("name：甲\nphone: '1'\nopen：true\n", &[1, 3]),
        ("name:甲\nphone：'1'\nopen:true\n", &[1, 2, 3]),
        ("# name：甲\nname: |\n  phone：1\nphone：'1'\n", &[4]),
        ("- name：甲\n  phone：'1'\n- name: 乙\n  phone：'1'\n", &[1, 2, 4]),
        ("- { name：甲, phone: '1' }\n", &[1]),
    ] {
        let found = match text.starts_with('-') {
            true => read(text).1,
            false => record::<Office>(FileId(0), text).unwrap_err(),
        };
        let is_colon = |reported: &Diagnostic| reported.code == Code::YamlSyntax && reported.fix.is_some();
        assert!(found.iter().all(is_colon), "{text}");
        let line = |reported: &Diagnostic| text[..reported.span.unwrap().start as usize].matches('\n').count() + 1;
        let mut found: Vec<usize> = found.iter().map(line).collect();
        found.sort_unstable();
        assert_eq!(found, lines, "{text}");
    }
    let many: String = (0..1000).map(|number| format!("key-{number}：1\n")).collect();
    assert_eq!(reported::<Office>(&many).len(), 20);
}

#[test]
fn every_dash_that_is_none_is_reported() {
    for (text, dashes) in [
        ("-name: 甲\n  phone: '1'\n", &["-"][..]),
        ("－ name: 甲\n  phone: '1'\n", &["－ "]),
        ("-　name: 甲\n  phone: '1'\n", &["-　"]),
        ("* name: 甲\n  phone: '1'\n", &["* "]),
        ("- name: 甲\n  phone: '1'\n-name: 乙\n  phone: '1'\n—name: 丙\n  phone: '1'\n", &["-", "—"]),
        ("－name: 甲\n  phone: |\n    -name: 乙\n－name: 丙\n  phone: '1'\n", &["－", "－"]),
        ("- name: 甲\n  phone: '1'\n+ name: 乙\n  phone: '1'\n", &["+ "]),
        ("- name: 甲\n  phone: '1'\n2. name: 乙\n  phone: '1'\n", &["2. "]),
    ] {
        let (_, bad) = read(text);
        let is_dash = |reported: &&Diagnostic| {
            reported.args.iter().any(|(_, cause)| cause == "@yaml-dash") && reported.fix.is_some()
        };
        let mut places: Vec<_> = bad.iter().filter(is_dash).map(|reported| reported.span.unwrap().range()).collect();
        places.sort_by_key(|range| range.start);
        assert_eq!(places.len(), bad.len(), "{text}: {bad:?}");
        assert_eq!(places.into_iter().map(|range| &text[range]).collect::<Vec<_>>(), dashes, "{text}");
    }
    let (_, bad) = read("name: 甲\n  phone: '1'\n");
    assert!(bad[0].args.iter().all(|(_, cause)| cause != "@yaml-no-dash"), "{bad:?}");
    let (_, bad) = read("id: a\n  name: 甲\n");
    assert_eq!((bad[0].span.unwrap().start, &*bad[0].args[0].1), (0, "@yaml-no-dash"));
}

#[test]
fn a_value_with_the_indentation_of_its_key_is_reported_once() {
    use Code::*;
    let text = "name:\nfirst: 甲\nlast: 乙\nphone: '1'\n";
    let reported = record::<Office>(FileId(0), text).unwrap_err();
    let [reported] = &reported[..] else { panic!("{reported:?}") };
    assert_eq!((reported.code, reported.args.last().unwrap()), (WrongType, &("how", "@how-indent".to_owned())));
    assert_eq!(reported.related.iter().map(|(span, _)| &text[span.range()]).collect::<Vec<_>>(), ["first", "last"]);
    // Another key stands between them.
    let reported = record::<Office>(FileId(0), "name:\nphone: '1'\nlast: 乙\n").unwrap_err();
    assert_eq!(reported.iter().map(|reported| reported.code).collect::<Vec<_>>(), [WrongType, UnknownKey]);
}

#[test]
fn the_name_of_a_key_is_understood() {
    /// A letter.
    #[derive(Debug, serde::Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "it is only read")]
    struct Letter {
        /// Who wrote it. 发文机关。
        issuer: String,
        /// When; absent when nobody knows. 成文日期。
        made_on: Option<String>,
    }
    for (text, key, meant) in [
        ("发文机关: 甲\n", "发文机关", Some("issuer")),
        ("issuer: 甲\n成文日期: 乙\n", "成文日期", Some("made_on")),
        ("ｉｓｓｕｅｒ: 甲\n", "ｉｓｓｕｅｒ", Some("issuer")),
        ("issuer: 甲\n日期: 乙\n", "日期", None),
    ] {
        let reported = record::<Letter>(FileId(0), text).unwrap_err();
        let [reported] = &reported[..] else { panic!("{text} {reported:?}") };
        assert_eq!((reported.code, &text[reported.span.unwrap().range()]), (Code::UnknownKey, key));
        assert_eq!(reported.suggestion.as_deref(), meant, "{text}");
    }
}

#[test]
fn what_belongs_in_place_of_a_wrong_value_is_reported() {
    let reported = |text: &str| {
        let reported = record::<Office>(FileId(0), text).unwrap_err().remove(0);
        let how = reported.args.iter().find(|(name, _)| *name == "how").map_or("", |(_, how)| how);
        (how.to_owned(), reported.suggestion)
    };
    for (value, how, meant) in [
        ("open: 是", "@how-boolean", Some("true")),
        ("open: yes", "@how-boolean", Some("true")),
        ("open: [true]", "@how-boolean", None),
    ] {
        let text = format!("name: 甲\nphone: '1'\n{value}\n");
        assert_eq!(reported(&text), (how.to_owned(), meant.map(str::to_owned)), "{value}");
    }
}

#[test]
fn words_for_yes_are_no_booleans() {
    let (_, bad) = read("- name: 甲\n  phone: '1'\n  open: yes\n");
    assert_eq!(bad[0].code, Code::WrongType);
    let (_, bad) = read("- name: 甲\n  phone: '1'\n  open: on\n");
    assert_eq!(bad[0].code, Code::WrongType);
}

#[test]
fn what_the_parser_refuses_is_reported_where_it_was_written() {
    for (text, cause, place) in [
        ("name：甲\nphone: '1'\n", "@yaml-wide-colon", "："),
        ("name:甲\nphone: '1'\n", "@yaml-tight-colon", ":"),
        ("name:　甲\nphone: '1'\n", "@yaml-tight-colon", ":"),
        ("name: *甲\nphone: '1'\n", "@yaml-sign", "*甲"),
        ("name: @甲\nphone: '1'\n", "@yaml-sign", &" @甲"[1..]),
        ("name: %甲\nphone: '1'\n", "@yaml-sign", "%甲"),
        ("name: `甲`\nphone: '1'\n", "@yaml-sign", "`甲`"),
        ("name: !甲\nphone: '1'\n", "@yaml-sign", "!甲"),
        ("name: &甲\nphone: '1'\n", "@yaml-sign", "&甲"),
        ("name: >甲\nphone: '1'\n", "@yaml-sign", ">甲"),
        ("name: |甲\nphone: '1'\n", "@yaml-sign", "|甲"),
        ("name: - 甲\nphone: '1'\n", "@yaml-sign", "- 甲"),
        ("name: ? 甲\nphone: '1'\n", "@yaml-sign", "? 甲"),
        ("name: {甲}乙\nphone: '1'\n", "@yaml-sign", "{甲}乙"),
        ("name: [甲]乙\nphone: '1'\n", "@yaml-sign", "[甲]乙"),
        ("name: \"甲”\nphone: '1'\n", "@yaml-wide-quote", "”"),
        ("name: [\"甲\"，\"乙\"]\nphone: '1'\n", "@yaml-wide-comma", "，"),
        ("name: \"C:\\甲\"\nphone: '1'\n", "@yaml-escape", "\""),
        ("name: 甲: 乙\nphone: '1'\n", "@yaml-inner-colon", "甲: 乙"),
        ("name: [甲\nphone: '1'\n", "@yaml-open", "["),
        ("name: 甲\nphone: {甲, [乙]\nopen: true\n", "@yaml-open", "{"),
        ("{ name: 甲，phone: '1' }\n", "@yaml-wide-comma", "，"),
        ("name: [*a]\nphone: '1'\n", "@yaml-name", "*"),
        ("name: &a [*a]\nphone: '1'\n", "@yaml-circle", "*a"),
        ("name: !!set [甲]\nphone: '1'\n", "@yaml-type", "[甲]"),
        ("name: \"\\u12\"\nphone: '1'\n", "@yaml-escape", "\""),
    ] {
        let reported = record::<Office>(FileId(0), text).unwrap_err();
        let found = reported
            .iter()
            .find(|reported| reported.code == Code::YamlSyntax)
            .unwrap_or_else(|| panic!("{text} {reported:?}"));
        assert_eq!((&*found.args[0].1, &text[found.span.unwrap().range()]), (cause, place), "{text}");
    }
}

#[test]
fn a_tab_is_named() {
    let text = "- name: 甲\n\tphone: '1'\n";
    let (_, bad) = read(text);
    assert_eq!(bad[0].code, Code::YamlTab);
    assert_eq!(&text[bad[0].span.unwrap().range()], "\t");
    // Elsewhere a tab is no mistake, and not the one that was made.
    let (_, bad) = read("- name: [甲\n- name: 乙\n  phone: |\n    一\n    \t二\n");
    assert_eq!(bad[0].code, Code::YamlSyntax);
}

#[test]
fn escapes_bring_in_no_control_characters() {
    let reported = |text: &str| {
        read(text).1.into_iter().map(|reported| (reported.code, reported.args[0].1.clone())).collect::<Vec<_>>()
    };
    for (written, name) in
        [("\\u0001", "U+0001"), ("\\a", "U+0007"), ("\\x01", "U+0001"), ("\\uFDD0", "U+FDD0"), ("\\r", "U+000D")]
    {
        let text = format!(
            "- name: 甲\n  phone: \"0\\t\\n\"\n- name: \"乙{written}\"\n  phone: '1'\n- {{ name: 丙, phone: '\\u0001' }}\n"
        );
        let (good, bad) = read(&text);
        assert_eq!(good.iter().map(|office| &*office.value.phone).collect::<Vec<_>>(), ["0\t\n", "\\u0001"]);
        assert_eq!(reported(&text), [(Code::ControlCharacter, name.to_owned())]);
        assert_eq!(&text[bad[0].span.unwrap().range()], format!("\"乙{written}\""));
    }
    assert_eq!(read("- name: !!binary AQ==\n  phone: '1'\n").0[0].value.name, "AQ==");
    let wrong = record::<Office>(FileId(0), "name: \"\\0\"\nphone: '1'\n").unwrap_err();
    assert_eq!(wrong.iter().map(|reported| reported.code).collect::<Vec<_>>(), [Code::ControlCharacter]);
}

#[test]
fn what_is_beyond_a_limit_names_it() {
    use crate::diagnostic::catalogue::{Lang, explain, message};
    let repeated = format!("- name: &a [{}]\n- name: [{}]\n", "1,".repeat(1000), "*a,".repeat(1000));
    let many = format!("- name: [{}]\n", "1,".repeat(MAX_VALUES));
    let long = "- name: *a\n  phone: *a\n".repeat(40);
    let long = format!("- name: 甲\n  phone: &a {}\n{long}", "长".repeat(40_000));
    let all = [("[".repeat(25), Limit::Deep), (repeated, Limit::Repeated), (many, Limit::Many), (long, Limit::Long)];
    for (text, limit) in all {
        let (cause, limit, how) = beyond(limit);
        let (_, bad) = read(&text);
        let [reported] = &bad[..] else { panic!("{bad:?}") };
        let args = [("cause", cause.to_owned()), ("limit", limit.to_string()), ("how", how.to_owned())];
        assert_eq!((reported.code, &reported.args[..]), (Code::YamlTooComplex, &args[..]));
        for lang in [Lang::Zh, Lang::En] {
            assert!(explain(reported.code, lang).contains(&limit.to_string()));
            assert!(!message(reported, lang).contains(cause));
        }
    }
}

#[test]
fn a_value_may_be_repeated_many_times() {
    let text = format!("- name: &a 甲\n  phone: '1'\n{}", "- name: *a\n  phone: '1'\n".repeat(500));
    assert_eq!(read(&text).0.len(), 501);
}

#[test]
fn hostile_nesting_ends_soon() {
    let text = "[".repeat(100_000);
    assert_eq!(read(&text).1.len(), 1);
}

thread_local! {
    static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// An office that counts how often one is read.
#[derive(Debug, JsonSchema)]
struct Counted(#[expect(dead_code, reason = "only read")] Office);

impl<'de> serde::Deserialize<'de> for Counted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READ.set(READ.get() + 1);
        Office::deserialize(deserializer).map(Self)
    }
}

#[test]
fn a_record_that_lacks_a_key_is_read_once() {
    for unit in ["- name: 甲\n", "- { name: 甲 }\n"] {
        READ.set(0);
        let (good, bad) = list::<Counted>(FileId(0), &unit.repeat(50));
        assert_eq!((good.len(), bad.len()), (0, 50));
        assert_eq!(READ.get(), 50, "{unit}");
    }
    READ.set(0);
    let (good, bad) = list::<Counted>(FileId(0), &"- name: [甲]\n  phone: '1'\n".repeat(50));
    assert_eq!((good.len(), bad.len()), (0, 50));
    // Once more without the mistakes.
    assert_eq!(READ.get(), 100);
}

#[test]
fn what_is_left_of_a_conflict_is_reported_where_it_is_met() {
    let far = "- name: 丙\n  phone: '1'\n".repeat(3);
    let text = format!("- name: \"甲\n  phone: 0632\n{far}- name: 乙\n=======\n  phone: '1'\n");
    let reported: Vec<_> =
        read(&text).1.into_iter().map(|reported| (reported.code, reported.span.unwrap().range().start)).collect();
    assert_eq!(
        reported,
        [(Code::YamlSyntax, text.find('"').unwrap()), (Code::ConflictMark, text.find("===").unwrap())]
    );
}
