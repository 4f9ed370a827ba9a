//! The roles of lines of official documents.

use super::*;

#[test]
fn days_are_reported_from_other_lines() {
    for (text, expected) in [
        ("2026年10月1日", true),
        ("二〇二六年十月一日", true),
        ("二○二六年十月三十一日", true),
        ("２０２６年１０月１日", true),
        ("年月日", false),
        ("2026年10月1日起施行", false),
        ("自2026年10月1日", false),
    ] {
        assert_eq!(is_date(text), expected, "{text}");
    }
}

#[test]
fn sentences_are_known_by_the_end_of_their_html() {
    for (html, expected) in [
        ("<p>一、甲。</p>", true),
        ("<p id=a>一、<b>甲</b>：</p>\n", true),
        ("<p>一、甲</p>", false),
        ("<p>一、甲<b>。</b></p>", false),
        ("<p>一、甲&amp;</p>", false),
    ] {
        assert_eq!(is_sentence(html), expected, "{html}");
        assert!(!is_sentence(html) || !is_open(&words(html)), "{html}");
    }
}

#[test]
fn who_signs_is_reported_from_the_last_words() {
    for (text, expected) in [("甲市某局", true), ("甲市附属医院", true), ("张三", true), ("甲市人民政府（代章）", true)]
    {
        assert_eq!(is_name(text), expected, "{text}");
    }
    for text in ["特此通知", "附件1", "（此件公开发布）", "请遵照执行。", "一、总则"] {
        assert!(!is_name(text), "{text}");
    }
}

#[test]
fn addressees_are_reported_from_what_introduces_the_text() {
    for (text, expected) in [
        ("各区（市）人民政府，市政府各部门：", true),
        ("各区:", true),
        ("现将有关事项通知如下：", false),
        ("一、目标：", false),
        ("入选名单：", false),
        ("各区", false),
    ] {
        assert_eq!(is_addressee(text), expected, "{text}");
    }
}

#[test]
fn the_head_of_an_order_has_a_number() {
    for (head, number, expected) in [
        ("某市人民政府令", "第12号", true),
        ("某市某局公告", "2026年第3号", true),
        ("某市人民政府令", "（第十二号）", true),
        ("某市人民政府令", "第12号令", false),
        ("某市人民政府令", "第一条", false),
        ("依照命令。", "第12号", false),
        ("现予公布", "第12号", false),
    ] {
        assert_eq!(is_order(head) && is_order_number(number), expected, "{head} {number}");
    }
}

#[test]
fn who_signs_and_when_may_stand_on_one_line() {
    for (text, expected) in [
        ("某市某局2026年3月1日", true),
        ("某市某局二〇二六年三月一日", true),
        ("2026年3月1日", false),
        ("某市某局2026年3月1日起施行", false),
        ("联系人：张某2026年3月1日", false),
    ] {
        assert_eq!(is_signed_day(text), expected, "{text}");
    }
}
