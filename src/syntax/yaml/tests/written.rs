//! Days, durations, ids and words of choice that are written in another way than they are read.

use super::*;

#[test]
fn a_day_written_in_another_way_is_understood() {
    for (written, meant) in [
        ("2024.1.1", Some("2024-01-01")),
        ("2024年3月26日", Some("2024-03-26")),
        ("２０２４－０１－０１", Some("2024-01-01")),
        ("2024/1/1", Some("2024-01-01")),
        ("20240101", Some("2024-01-01")),
        ("二〇二四年一月一日", Some("2024-01-01")),
        ("二零二四年十二月三十一日", Some("2024-12-31")),
        ("２０２４年１月１日", Some("2024-01-01")),
        ("“2024-01-01”", Some("2024-01-01")),
        ("2024-01-01 09:00", Some("2024-01-01")),
        ("2024-01-01T09:00:00+08:00", Some("2024-01-01")),
        ("2024 年 1 月 1 日", Some("2024-01-01")),
        ("20240230", None),
        ("二〇二四年二月三十日", None),
        ("2024年1月1日至5日", None),
        ("0204-1-1", None),
        ("24.1.1", None),
        ("1/1/2024", None),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("2024年", None),
    ] {
        assert_eq!(slips::date(written).as_deref(), meant, "{written}");
    }
}

#[test]
fn a_length_of_time_written_in_another_way_is_understood() {
    for (written, meant) in [
        ("十个工作日", Some("10个工作日")),
        ("10工作日", Some("10个工作日")),
        ("３０ 天", Some("30日")),
        ("三十个自然日", Some("30日")),
        ("30日", None),
        ("两个月", None),
        ("日", None),
        ("10-15个工作日", None),
        ("15日内", None),
    ] {
        assert_eq!(slips::days(written).as_deref(), meant, "{written}");
    }
}

#[test]
fn an_id_written_in_another_way_is_understood() {
    for (written, meant) in [
        ("Data_Analyst", Some("data-analyst")),
        ("plan 2023", Some("plan-2023")),
        ("-plan--2023-", Some("plan-2023")),
        ("plan-2023", None),
        ("方案", None),
        ("_", None),
    ] {
        assert_eq!(slips::id(written).as_deref(), meant, "{written}");
    }
}

#[test]
fn a_chinese_word_for_a_choice_is_understood() {
    let known = ["in-force", "amended", "expired", "superseded"];
    for (word, meant) in [
        ("现行有效", Some("in-force")),
        ("有效", Some("in-force")),
        ("已废止", Some("expired")),
        ("失效", Some("expired")),
        ("被替代", Some("superseded")),
        ("已修订", Some("amended")),
        ("尚未生效", None),
        ("部分失效", None),
        ("无效", None),
        ("有", None),
    ] {
        assert_eq!(explain::choice(word, &known), meant, "{word}");
    }
    assert_eq!(explain::choice("废止", &["landscape"]), None);
}
