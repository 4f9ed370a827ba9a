//! Values of YAML that are lost, empty, written twice or in an unusual way.

use super::*;

#[test]
fn values_that_are_lost_empty_or_written_twice_are_reported() {
    for (text, code, place) in [
        ("amount: &500元", Code::MarkedValue, "&500元"),
        ("amount: &a 500元\nfee: *b", Code::MarkedValue, "&a 500元"),
        ("- { amount: !500 }", Code::MarkedValue, "!500"),
        ("amount:", Code::EmptyValue, "amount"),
        ("- id: a\n  amount:\n- id: b", Code::EmptyValue, "amount"),
        ("- amount: # 元\n  fee: 1", Code::EmptyValue, "amount"),
        ("a:\n  b:\nc: 1", Code::EmptyValue, "b"),
        ("- { amount: , fee: 1 }", Code::EmptyValue, "amount"),
        ("issuer: ''", Code::EmptyValue, "''"),
        ("amount: ~", Code::EmptyValue, "~"),
        ("- { amount: null, fee: 1 }", Code::EmptyValue, "null"),
        ("email: a@b", Code::MailAddress, "a@b"),
        ("email: \"甲@b.cn\"", Code::MailAddress, "甲@b.cn"),
        ("amount: #500", Code::CutValue, "#500"),
        ("materials:\n  - XXXX证", Code::Placeholder, "XXXX"),
        ("materials: [身份证, XXXX证]", Code::Placeholder, "XXXX"),
        ("fields: [甲, 乙, 甲]", Code::ListedTwice, "甲"),
        ("fields:\n- 甲\n- \"甲\"", Code::ListedTwice, "\"甲\""),
        ("a:\n  - fields:\n      - 甲\n      - 乙\n      - 甲\n  - fields:\n      - 甲", Code::ListedTwice, "甲"),
        ("document_number: 甲发[2023]9号", Code::YearBrackets, "[2023]"),
        ("document_number: \"甲发［2023］9号\"", Code::YearBrackets, "［2023］"),
        ("document: 甲发（2023）第9号通知", Code::YearBrackets, "（2023）"),
        ("trainee: unpublished", Code::WrongType, "unpublished"),
        ("owner: ｕｎｐｕｂｌｉｓｈｅｄ", Code::WrongType, "ｕｎｐｕｂｌｉｓｈｅｄ"),
        ("name: unpublished。", Code::WrongType, "unpublished。"),
        ("phone: 0632--3331234", Code::TelephoneNumber, "--"),
        ("phone: 0632-3331234-", Code::TelephoneNumber, "0632-3331234-"),
        ("title: 关于培训\n  工作的通知", Code::FoldedValue, "工作的通知"),
        ("- id: a\n  who: 甲，\n    乙\n  fee: 1", Code::FoldedValue, "乙"),
        ("materials:\n  - 身份证\n    复印件", Code::FoldedValue, "复印件"),
        ("summary: >\n  甲\n  乙", Code::FoldedValue, "乙"),
        ("title: |\n  甲\n  乙\nfee: 1", Code::FoldedValue, "乙"),
        ("keywords: [培训 方案]", Code::WideComma, " "),
    ] {
        assert_eq!(yaml_values(text).0, [(code, place.to_owned())], "{text}");
    }
    assert_eq!(yaml_values("document_number: 甲发[2023]9号").1, "document_number: 甲发〔2023〕9号");
    assert_eq!(yaml_values("phone: 0632--3331234").1, "phone: 0632-3331234");
    assert_eq!(yaml_values("title: 关于培训\n  工作\n  的通知").1, "title: 关于培训工作的通知");
    assert_eq!(yaml_values("title: |\n  甲\n  乙\nfee: 1").1, "title: |\n  甲乙\nfee: 1");
}

#[test]
fn values_that_stand_elsewhere_are_not_empty() {
    for text in [
        "a: &b 甲\nc: *b",
        "title: 甲\nissuer: 乙",
        "- name: 甲\n  who: 乙\n- name: 丙",
        "title: Digital\n  Skills",
        "title: 甲\n# 乙\nwho: 丙",
        "title: 甲\n  # 乙\nwho: 丙",
        "summary: |\n  甲\n\n  乙",
        "materials:\n  - 甲\n  - 乙",
        "keywords: [培训 2023, Word 文档]",
        "a: &b\n  - 甲\nc: *b",
        "a: !!str 5",
        "a: &b [甲]",
        "a: &b \"甲\"",
        "- a:\n\t- 甲",
        "a:\n  b: 1",
        "a:\n- b",
        "a: # 说明\n\n  # 说明\n  - b",
        "a:\n  [甲, 乙]",
        "- a:\n    b: 1",
        "- a:\n  - b",
        "a: { b: { c: 1 }, d: [1, 1] }",
        "a: [5, 5]\nb:\n  - 5\n  - 5",
        "a: [甲]\nb: [甲]\nc:\n  - 甲\nd:\n  - 甲",
        "- a: [甲]\n- a: [甲]",
        "a: |\n  b:\n  c: &d",
        "summary: \"甲\n  note:\n  乙\"\nb: 1",
        "source:\n  quote:",
        "document_number: 甲发〔2023〕9号",
        "document_number: （2023）鲁01民初1号",
        "document: 国家职业分类大典（2022年版）",
        "title: 甲发[2023]9号",
        "index_number: 370400/2023-00009",
    ] {
        assert_eq!(yaml_values(text).0, [], "{text}");
    }
}
