use super::*;

mod markup;
mod paste;
mod values;

/// Codes, places and what the text is with all fixes.
fn reported(text: &str, flavor: Flavor) -> (Vec<(Code, String)>, String) {
    mended(text, found(text, flavor))
}

fn found(text: &str, flavor: Flavor) -> Vec<Diagnostic> {
    markdown(text, &Signs::of(text), flavor, Origin::Body(FileId(0), 0))
}

fn mended(text: &str, reported: Vec<Diagnostic>) -> (Vec<(Code, String)>, String) {
    let mut mended = text.to_owned();
    for fix in reported.iter().rev().filter_map(|reported| reported.fix.as_deref()) {
        mended.replace_range(fix.span.range(), &fix.text);
    }
    (
        reported.into_iter().map(|reported| (reported.code, text[reported.span.unwrap().range()].to_owned())).collect(),
        mended,
    )
}

#[test]
fn what_was_never_filled_in_is_reported() {
    for text in ["XX市XX局", "电话：XXXX", "xxxx", "【】", "补贴【 】元", "【待补充】", "【请填写姓名】"]
    {
        for flavor in [Flavor::Policy, Flavor::Article] {
            let (reported, _) = reported(text, flavor);
            assert!(
                !reported.is_empty() && reported.iter().all(|(code, _)| *code == Code::Placeholder),
                "{text} {reported:?}"
            );
        }
    }
    for text in ["时间：待定", "待定。", "费用（待定）", "补贴标准为____元。", "每人___人", "甲|待补充|"]
    {
        for flavor in [Flavor::Policy, Flavor::Article] {
            assert_eq!(reported(text, flavor).0.len(), 1, "{text}");
        }
    }
    for text in ["自____年1月1日起施行。", "甲发〔____〕5号", "甲发〔2026〕__号", "××××年××月", "由××市发放"]
    {
        assert!(!reported(text, Flavor::Policy).0.is_empty(), "{text}");
    }
    // What others fill in: an attachment, a form, a pattern in quotes.
    for text in [
        "附件1\n\n今借到____元。\n时间：待定",
        "附 件\n\n每人___人",
        "承诺书\n\n本人自____年起领取____元。",
        "例如：“××人民法院关于××的司法建议书”",
        "推进××问题治理",
        "×××市场监督管理局：",
        "写明“自××××年××月起”",
    ] {
        assert_eq!(reported(text, Flavor::Policy).0, [], "{text}");
    }
    assert_eq!(reported("附件：1.申请表\n\n补贴____元。", Flavor::Policy).0.len(), 1);
    for text in [
        "兹有________（姓名），________（身份证号码），系我单位________（部门）职工。",
        "现住：______（区/市）______村",
        "日期：____年____月____日",
        "XML、XXL、IPv6",
        "乙学校待定班的说明",
        "等待定级的人员",
        "____元",
        "名字叫“待定”",
        "Windows XX",
        "第XX.1号",
        "Xxx",
        "https://a.cn/xxxx",
        "【重点】",
        "a_b__c 人",
    ] {
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
}

#[test]
fn names_of_templates_and_missing_numbers_are_placeholders() {
    for (text, place) in [
        ("由{{单位}}发放", "{{单位}}"),
        ("{{ name }}", "{{ name }}"),
        ("甲发〔2023〕　号", "〔2023〕　号"),
        ("甲发〔2023〕 号文件", "〔2023〕 号"),
        ("甲发〔2023〕号", "〔2023〕号"),
        ("补贴＿＿元。", "＿＿"),
    ] {
        for flavor in [Flavor::Policy, Flavor::Article] {
            assert_eq!(reported(text, flavor).0, [(Code::Placeholder, place.to_owned())], "{text}");
        }
    }
    for text in ["{{}}", "`{{单位}}`", "甲发〔2023〕5号", "甲发〔2023〕第　号", "＿＿＿＿（姓名）", "（甲〕号"]
    {
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
}

#[test]
fn a_line_of_nothing_but_hashes_in_a_policy_is_reported() {
    for line in ["#", "##", "## ", "　##", "## ##", "＃"] {
        let text = format!("甲。\n\n{line}\n\n乙。\n");
        assert_eq!(reported(&text, Flavor::Policy).0, [(Code::EmptyHeading, line.trim().to_owned())], "{line:?}");
        // The parser sees these.
        assert_eq!(reported(&text, Flavor::Article).0, [], "{line:?}");
    }
    for text in ["## 甲", "\\##", "1# 楼", "甲 ##"] {
        assert_eq!(reported(text, Flavor::Policy).0, [], "{text:?}");
    }
}

#[test]
fn marks_that_a_policy_does_not_have_are_reported() {
    for (text, place) in [
        ("*注*", "*注*"),
        ("***重要***", "***重要***"),
        ("（***重要***）", "***重要***"),
        ("甲（*注*）。", "*注*"),
        ("__四、__ 甲", "__四、__"),
        ("_甲乙_", "_甲乙_"),
        (">", ">"),
        ("> 甲\n> 乙", ">"),
        (">甲", ">"),
    ] {
        assert_eq!(reported(text, Flavor::Policy).0, [(Code::LiteralMark, place.to_owned())], "{text}");
        assert_eq!(reported(text, Flavor::Article).0, [], "{text}");
    }
    for text in [
        "**甲**",
        "5*8*3米",
        "*注：带*号的为必填",
        "***年***月***日",
        "张***、李***",
        "***号***",
        "标*、**的课程",
        "张*、李*",
        "姓名____，电话____",
        "姓名：__张某__",
        "第__年__月__日",
        ">60分",
        ">=60",
        "甲 > 乙",
        "\\*注\\*",
        "\\>",
    ] {
        assert_eq!(reported(text, Flavor::Policy).0, [], "{text}");
    }
}

#[test]
fn hidden_characters_are_reported_and_taken_out() {
    let (codes, text) = reported("甲\u{200B}乙\u{FEFF}\u{200B}丙\n\u{200B}丁", Flavor::Policy);
    assert_eq!(
        codes,
        [(Code::HiddenCharacter, "\u{200B}".to_owned()), (Code::HiddenCharacter, "\u{FEFF}\u{200B}".to_owned())]
    );
    assert_eq!(text, "甲乙丙\n\u{200B}丁");
    assert_eq!(reported("“甲”——乙…丙　丁\u{A0}戊👨\u{200D}👩", Flavor::Article).0, []);
    assert_eq!(reported("مرحبا\u{200F}甲", Flavor::Article).0, []);
}

fn yaml_values(text: &str) -> (Vec<(Code, String)>, String) {
    mended(text, yaml::values(FileId(0), text, &Signs::of(text)))
}

#[test]
fn values_that_say_something_else_are_reported() {
    for (text, code, place) in [
        ("title: 关于 #1 号的通知", Code::CutValue, "#1 号的通知"),
        ("- 甲 #乙", Code::CutValue, "#乙"),
        ("keywords: [示例，样例]", Code::WideComma, "，"),
        ("title: \"\"", Code::EmptyTitle, "\"\""),
        ("  - name: '  '", Code::EmptyTitle, "'  '"),
        ("short_title: \"　\"", Code::EmptyTitle, "\"　\""),
        ("phone: 0632-3314140、0632-3314141", Code::TelephoneNumber, "0632-3314140、0632-3314141"),
        ("phone: \"3314140/3314141\"", Code::TelephoneNumber, "3314140/3314141"),
        ("phone: 0632-3314140 3314141", Code::TelephoneNumber, "0632-3314140 3314141"),
        ("phone: 0632-3314140、41", Code::TelephoneNumber, "0632-3314140、41"),
        ("phone: 0632-3314140至3314149", Code::TelephoneNumber, "0632-3314140至3314149"),
        ("phone: 0632-331414O", Code::TelephoneNumber, "0632-331414O"),
        ("phone: 电话0632-3314140", Code::TelephoneNumber, "电话0632-3314140"),
        ("keywords: [示例、样例]", Code::WideComma, "、"),
        ("keywords: [示例；样例]", Code::WideComma, "；"),
        ("title: “关于某事的通知”", Code::WideQuotes, "“关于某事的通知”"),
        ("levels: [“初级”, 中级]", Code::WideQuotes, "“初级”"),
        ("title: \"\u{200B}\"", Code::EmptyTitle, "\"\u{200B}\""),
        ("title: 说\u{200B}明", Code::HiddenCharacter, "\u{200B}"),
        ("title: \u{3000}说明", Code::HiddenCharacter, "\u{3000}"),
        ("title: XX市某局的通知", Code::Placeholder, "XX"),
        ("issuer: 【请填写】", Code::Placeholder, "【请填写】"),
        ("document_number: 甲发〔2026〕XX号", Code::Placeholder, "XX"),
        ("document_number: 甲发〔____〕9号", Code::Placeholder, "____"),
        ("summary: 补贴标准____", Code::Placeholder, "____"),
        ("summary: 待补充", Code::Placeholder, "待补充"),
        ("fee: TODO", Code::Placeholder, "TODO"),
        ("address: \"××市某路\"", Code::Placeholder, "××"),
        ("- { name: 甲, fee: 待定 }", Code::Placeholder, "待定"),
        ("title: unpublished", Code::WrongType, "unpublished"),
        ("- name: 'not_held'", Code::WrongType, "not_held"),
        ("order: 0x10", Code::WrongType, "0x10"),
        ("fee: 1_000", Code::WrongType, "1_000"),
        ("rows: [0o17, 甲]", Code::WrongType, "0o17"),
        ("phone: +8610", Code::WrongType, "+8610"),
    ] {
        assert_eq!(yaml_values(text).0.first(), Some(&(code, place.to_owned())), "{text}");
    }
    for (text, mend) in [
        ("phone: 0632－3314140", "phone: 0632-3314140"),
        ("phone: '0632——3314140'", "phone: '0632-3314140'"),
        ("phone: 0632～3314140", "phone: 0632-3314140"),
        ("phone: 0632一3314140", "phone: 0632-3314140"),
        ("title: “甲”", "title: \"甲\""),
        ("title: \u{3000}甲\u{200B}乙\u{A0}", "title: 甲乙"),
    ] {
        assert_eq!(yaml_values(text).1, mend);
    }
    for text in [
        "title: 甲 # 备注",
        "title: \"关于 #1 号\"",
        "# 甲 #乙",
        "text: |\n  甲 #乙\n  [a，b]\nphone: 0632-3314140",
        "note: >-\n  甲 #乙\n\n  丙 #丁",
        "title: 甲#乙",
        "who: 甲，乙",
        "levels: [\"甲，乙\", 丙]",
        "phone: 0632-3314140（转 8001）",
        "phone: unpublished",
        "a: 甲 ## 乙",
        "phone: 12345",
        "phone: 0632-3314140-8001",
        "phone: （0632）3314140",
        "phone: ０６３２-３３１４１４０",
        "phone: 0632 3314140",
        "phone: 400 123 4567",
        "phone: 0632-3314140转8001",
        "levels: [初级、中级]",
        "title: “一站式”服务的“通知”",
        "quote: “四有”",
        "title: 甲　乙",
        "# 备\u{200B}注",
        "code: 0632",
        "code: '0x10'",
        "code: 0x",
        "code: 2024-01-01",
        "code: 1_000_甲",
        "phone: +86-10-3314140",
        "fee: 1000",
        "order: -5",
        "decided_by: unpublished",
        "title: unpublished甲",
        "document_number: a__b",
        "label: 日期：____年____月____日",
    ] {
        assert_eq!(yaml_values(text).0, [], "{text}");
    }
}

#[test]
fn values_of_flow_collections_are_looked_at() {
    for (text, code, place) in [
        ("- { id: a, title: \"\", name: 甲 }", Code::EmptyTitle, "\"\""),
        ("- {title: ''}", Code::EmptyTitle, "''"),
        ("\"title\": \"\"", Code::EmptyTitle, "\"\""),
        ("a: { b: { name: '' } }", Code::EmptyTitle, "''"),
        ("a: { title: 甲 #乙 }\nb: 1", Code::CutValue, "#乙 }"),
        ("a: [甲, 乙 #丙]", Code::CutValue, "#丙]"),
        ("a:\n  [甲,\n   乙 #丙\n  ]", Code::CutValue, "#丙"),
        ("- - 甲 #乙", Code::CutValue, "#乙"),
        ("- - title: \"\"", Code::EmptyTitle, "\"\""),
        ("- [甲，乙]", Code::WideComma, "，"),
        ("- { keywords: [甲，乙], name: 丙 }", Code::WideComma, "，"),
        ("a: [[甲，乙], \"丙，丁\"]", Code::WideComma, "，"),
        ("- { phone: 0632-3314140、0632-3314141 }", Code::TelephoneNumber, "0632-3314140、0632-3314141"),
        ("- text: |\n    甲 #乙\n  name: 丙 #丁", Code::CutValue, "#丁"),
        ("- - |\n    甲 #乙\n  - 丙 #丁", Code::CutValue, "#丁"),
    ] {
        assert_eq!(yaml_values(text).0, [(code, place.to_owned())], "{text}");
    }
    assert_eq!(yaml_values("- { phone: 0632－3314140 }").1, "- { phone: 0632-3314140 }");
}

#[test]
fn values_that_are_whole_are_not_reported() {
    for text in [
        "- { title: 甲, note: \"乙 #丙，丁\" }",
        "- { title: 甲，乙 }",
        "- { title: 甲 # 注\n  }",
        "a: [\"甲，乙\", 丙]",
        "a: [{ b: 甲 }, 丙，丁]",
        "a: ['甲 #乙', \"丙 \\\" #丁\"]",
        "a: [甲,\n  # 注\n  乙]",
        "a: { b: '' }",
        "a: {}\nb: []",
        "text: !!str |\n  甲 #乙\n  [丙，丁]\n  title: ''",
        "text: &a >-\n  甲 #乙\n\n  { title: '' }",
        "- |\n  甲 #乙\n  [丙，丁]",
        "- - |+\n    甲 #乙\n    title: ''",
        "- text: |2-\n    甲 #乙\n\n    丙 #丁\n- id: a",
        "a: http://www.example.com/#甲",
        "a: [http://www.example.com/#甲, 乙]",
    ] {
        assert_eq!(yaml_values(text).0, [], "{text}");
    }
}

#[test]
fn characters_in_keys_that_nobody_sees_are_named() {
    let reported = |text: &str| mended(text, hidden::in_keys(FileId(0), text, &Signs::of(text)));
    assert_eq!(reported("ti\u{200B}tle: 甲\nname: 乙\u{200B}").1, "title: 甲\nname: 乙\u{200B}");
    assert_eq!(reported("\u{3000}title: 甲").0, [(Code::HiddenInKey, "\u{3000}".to_owned())]);
    assert_eq!(reported("\u{A0}\u{A0}name: 甲").0.len(), 1);
    assert_eq!(reported("title\u{A0}: 甲").0.len(), 1);
    assert_eq!(reported("title: 甲\u{A0}乙\n# \u{200B}注: 丙\ntext: |\n  甲\u{200B}：乙").0, []);
}

#[test]
fn crosses_of_a_pattern_are_meant() {
    let codes = |text: &str| reported(text, Flavor::Policy).0.into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    for text in [
        "许可证编号的编排方式为：X妆XXXXXXXX。其中，第一位X代表省份的简称。",
        "应当使用的规范用语是：对你处以XX元的罚款。",
        "编号格式为XX〔年份〕XX号。",
    ] {
        assert_eq!(codes(text), [], "{text}");
    }
    assert_eq!(codes("编号格式见附件。\n由XX局发放。"), [Code::Placeholder]);
}

#[test]
fn a_text_has_the_signs_of_every_character_that_is_looked_for() {
    for c in '\u{1}'..=char::MAX {
        let text = format!("甲“{c}”。");
        let signs = Signs::of(&text);
        let is_found = is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}');
        assert_eq!(hidden::holds(&signs), is_found, "{}", c.escape_unicode());
        assert!(!paper::is_private(c) || paper::may_hold_private(&signs), "{}", c.escape_unicode());
        assert!(!tables::WIDE.contains(&c) || tables::may_hold_wide(&text, &signs), "{c}");
    }
}
