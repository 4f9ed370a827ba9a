//! What numbers are found, and how surely: a corpus of lines as public documents have them, each with its right answer.

use std::io::Write;

use super::*;

/// The example of the standard itself.
const CARD: &str = "11010519491231002X";

/// Lines with what is to be found in each, by words with spaces between them, or `none`. `⏎` ends a line, `⟨U+200B⟩` is a
/// character that nobody sees.
const CORPUS: &str = include_str!("../../../tests/numbers/corpus.txt");

fn numbers(text: &str) -> Vec<(&str, Number)> {
    find(text).into_iter().map(|(range, number)| (&text[range], number)).collect()
}

/// A line of the corpus with its signs read.
fn read(line: &str) -> String {
    let mut parts = line.split("⟨U+");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_once('⟩').unwrap();
        text.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text.replace('⏎', "\n")
}

#[test]
fn every_number_of_the_corpus_is_found_and_nothing_else() {
    let (mut hits, mut misses, mut alarms) = (0, Vec::new(), Vec::new());
    let lines: Vec<&str> = CORPUS.lines().filter(|line| !line.starts_with('#')).collect();
    for line in &lines {
        let (answer, text) = line.split_once('\t').unwrap();
        let text = read(text);
        let expected: Vec<&str> = answer.split(' ').filter(|word| *word != "none").collect();
        let word = |number| if number == Number::Identity { "identity" } else { "mobile" };
        let found: Vec<&str> = find(&text).into_iter().map(|(_, number)| word(number)).collect();
        let right = found.iter().zip(&expected).filter(|(found, expected)| found == expected).count();
        hits += right;
        misses.extend((right < expected.len()).then_some((line, found.clone())));
        alarms.extend((right < found.len()).then_some((line, found)));
    }
    let share = |wrong: usize| 100.0 * hits as f64 / (hits + wrong) as f64;
    let (recall, precision) = (share(misses.len()), share(alarms.len()));
    let measured = format!("{} lines, {hits} numbers: recall {recall:.1} %, precision {precision:.1} %", lines.len());
    writeln!(std::io::stdout(), "{measured}").unwrap();
    assert!(
        lines.len() >= 300 && misses.is_empty() && alarms.is_empty(),
        "missed: {misses:#?}\nfalse alarms: {alarms:#?}"
    );
}

#[test]
fn a_number_is_reported_where_it_stands() {
    assert_eq!(numbers(&format!("身份证{CARD}，")), [(CARD, Number::Identity)]);
    for written in [
        "13800138000",
        "１３８００１３８０００",
        "138.0013.8000",
        "138—0013—8000",
        "1380-0138-000",
        "138**0013**8000",
        "138<!-- -->0013<b>8000",
        "138&nbsp;0013&nbsp;8000",
        "138\u{200b}0013\u{feff}8000",
        "1&#51;800138000",
        "008613800138000",
        "86-138-0013-8000",
        "86138-0013-8000",
    ] {
        assert_eq!(numbers(&format!("电话：**{written}**，")), [(written, Number::Mobile)]);
    }
}

#[test]
fn in_scripts_only_quoted_numbers_and_those_in_words_are_reported() {
    let count = |text: &str| find_in(text, Writing::Script).len();
    for text in [
        "a = '13800138000';",
        "// 张三13800138000",
        "// tel: 13800138000",
        "b=\"138-0013-8000\"",
        "c=\"11010519491231002X\"",
    ] {
        assert_eq!(count(text), 1, "{text}");
    }
    for text in ["a=17179869184;", "if(a>13800138000)b()", "a=110105491231002", "138 0013 8000"] {
        assert_eq!(count(text), 0, "{text}");
    }
}

/// Ten times as many take ten times as long; were it a hundred times, this would not end.
#[test]
fn many_numbers_on_one_line_are_found() {
    assert_eq!(numbers(&"13800138000,".repeat(100_000)).len(), 100_000);
}

/// Nothing is read twice, whatever a text is made of.
#[test]
fn what_looks_like_the_beginning_of_a_number_ends_soon() {
    for part in [
        "1<!--",
        "1&#",
        "1<b ",
        "1 ",
        "1,",
        "1\\u",
        "1%",
        "1\u{200b}",
        "138 0013 ",
        "电话1 3 8 0 0 1 3 8 0 0 ",
        "&#49;",
        "1\n",
        "<i>1",
    ] {
        numbers(&part.repeat(50_000));
    }
}

#[test]
fn masked_numbers_keep_their_ends() {
    assert_eq!(masked("13000000012"), "130******12");
}

#[test]
fn a_number_that_is_split_over_cells_is_found() {
    let digits = |cells: &[&str], heading: &str| {
        let found = split(cells, |_| heading);
        found.into_iter().map(|split| (split.cell, split.digits)).collect::<Vec<_>>()
    };
    let card: Vec<String> = CARD.chars().map(String::from).collect();
    let card: Vec<&str> = card.iter().map(String::as_str).collect();
    assert_eq!(digits(&card, ""), [(0, CARD.to_owned())]);
    assert_eq!(digits(&["张三", "110105", "19491231", "002X"], ""), [(1, CARD.to_owned())]);
    assert_eq!(digits(&["张三", "138", "0013", "8000", "市中区"], ""), [(1, "13800138000".to_owned())]);
    assert_eq!(digits(&["手机", "1391", "234", "5678"], ""), [(1, "13912345678".to_owned())]);
    assert_eq!(digits(&["张三", "1391", "234", "5678"], "手机号码"), [(1, "13912345678".to_owned())]);
    for row in
        [&["张三", "150", "2023", "1200"][..], &["1500", "200", "3000"], &["13800138000", "1"], &["150", "20230726"]]
    {
        assert_eq!(digits(row, "人数"), [], "{row:?}");
    }
}
