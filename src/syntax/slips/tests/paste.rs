//! What a paste from Word, WPS, a PDF, a portal or a terminal leaves in a text.

use super::*;

/// The codes of the diagnostics for a text, which are the same for an official document and for an article.
fn codes(text: &str) -> Vec<Code> {
    let codes = |flavor| reported(text, flavor).0.into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes(Flavor::Policy), codes(Flavor::Article), "{text}");
    codes(Flavor::Policy)
}

#[test]
fn tables_that_characters_draw_are_reported() {
    for text in [
        "+---+---+\n| 甲 | 乙 |\n+===+===+\n| 丙 | 丁 |\n| 续 | 续 |\n+---+---+\n完",
        "╔═══╦═══╗\n║ 甲 ║ 乙 ║\n╠═══╬═══╣\n║ 丙 ║ 丁 ║\n╚═══╩═══╝",
        "┏━┳━┓\n┃甲┃乙┃\n┗━┻━┛",
        "等级丨标准\n初级丨500",
        "等级¦标准\n初级¦500",
        "等级｜标准\n初级｜500",
        "甲\n\n丨等级丨标准丨\n丨初级丨500丨",
        "等级  标准  备注\n初级  500  无\n中级  800  无",
        "　　等级　　标准\n　　初级　　500\n　　中级　　800",
        "甲\u{A0}\u{A0}乙方\n\n丙\u{A0}\u{A0}丁方\n\n戊\u{A0}\u{A0}己方",
        "等级 补贴标准\n初级 500元\n中级 1000元",
        "前文。\n\n等级 标准 人数\n\n初级 500 20\n\n中级 800 30\n\n后文。",
        "等级,标准,备注\n初级,500,无\n中级,800,无",
        "窗口 电话\n甲 0632-1234567\n乙 0632-1234568",
    ] {
        assert_eq!(codes(text), [Code::NoTable], "{text}");
    }
    for text in [
        "政策解读丨关于某事",
        "甲¦乙",
        "+86-1\n+---",
        "+---+",
        "甲  乙方\n丙  丁方",
        "甲  乙方\n丙  丁方  戊方\n己  庚方",
        "姓名：甲  电话：1\n姓名：乙  电话：2\n姓名：丙  电话：3",
        "目　　录\n王　　刚\n李　　明",
        "一、甲  乙方\n二、丙  丁方\n三、戊  己方",
        "句子。  又一句。\n句子。  又一句。\n句子。  又一句。",
        "　　甲乙\n　　丙丁\n　　戊己",
        "等级 标准\n初级 500元",
        "总则 1\n分则 12\n附则 130",
        "1 范围 通用\n2 术语 通用\n3 要求 通用",
        "王甲 李乙 张丙\n王丁 李戊 张己\n王庚 李辛 张壬",
        "甲 500元\n乙方。\n丙 500元\n丁 500元",
        "一、甲 500元\n二、乙 500元\n三、丙 500元",
    ] {
        assert_eq!(codes(text), [], "{text}");
    }
}

#[test]
fn numbers_of_pages_are_reported() {
    for text in [
        "— 2 —",
        "- 3 -",
        "－4－",
        "——12——",
        "　　— 二 —",
        "-6-",
        "· 7 ·",
        "第 3 页 共 10 页",
        "第3页，共10页",
        "第3页/共10页",
        "共10页 第3页",
        "第5页",
        "第五页",
        "Page 3 of 10",
    ] {
        assert_eq!(codes(text), [Code::PageNumber], "{text}");
    }
    for text in [
        "—— 甲",
        "- 甲",
        "-5℃",
        "~3~",
        "第三条",
        "第3页第2行",
        "共10人",
        "——",
        "— 123456 —",
        "Page one",
        "第5页。",
        "3",
    ] {
        assert_eq!(codes(text), [], "{text}");
    }
}

#[test]
fn backslashes_of_paths_that_are_not_shown_are_reported_and_kept() {
    for (text, mend) in [
        ("C:\\temp\\*.doc", "C:\\temp\\\\\\*.doc"),
        ("请把D:\\资料\\(新)\\表.doc打包", "请把D:\\资料\\\\\\(新)\\表.doc打包"),
        ("\\\\server\\share", "\\\\\\server\\share"),
        ("a\\b\\_c，甲", "a\\b\\\\\\_c，甲"),
    ] {
        for flavor in [Flavor::Policy, Flavor::Article] {
            let (reported, mended) = reported(text, flavor);
            assert_eq!(reported.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::LostBackslash], "{text}");
            assert_eq!(mended, mend, "{text}");
            let words = |text: &str| {
                let html = crate::syntax::markdown::parse(text, flavor, Origin::Body(FileId(0), 0)).0.html;
                html.replace("<p>", "").replace("</p>", "")
            };
            assert_eq!(words(&mended), text, "the mended text is shown as the other was written");
            assert_ne!(words(text), text);
            assert_eq!(super::reported(&mended, flavor).0, [], "what is mended stays so");
        }
    }
    assert_eq!(reported("`C:\\a\\*`", Flavor::Article).0, []);
    assert_eq!(reported("`C:\\a\\*`", Flavor::Policy).0.len(), 1);
    for text in [r"C:\\共享\甲", r"D:\数据\\[2024]\甲", r"\\\server\share", r"\\\\server\share"] {
        assert_eq!(codes(text), [], "{text}");
    }
    for text in ["路径C:\\temp\\a。", "1\\. 甲", "\\*甲\\*", "甲\\_乙", "甲和\\或乙", "甲\\", "\\[甲\\]"] {
        assert_eq!(codes(text), [], "{text}");
    }
}

#[test]
fn backslashes_that_say_nothing_are_reported() {
    let marks = |text: &str, flavor| reported(text, flavor).0;
    let mark = [(Code::LiteralMark, "\\".to_owned())];
    for text in ["\\甲", "　　\\甲", "## \\甲", "\\［甲］"] {
        for flavor in [Flavor::Policy, Flavor::Article] {
            assert_eq!(marks(text, flavor), if text.contains('［') { &[][..] } else { &mark }, "{text}");
        }
    }
    for text in ["\\三、四级", "\\条四、甲", "\\1. 甲", "# \\一、甲"] {
        assert_eq!((marks(text, Flavor::Policy), marks(text, Flavor::Article)), (vec![], mark.to_vec()), "{text}");
    }
    assert_eq!(codes("\\# 甲\n甲\\\n乙\n\\*甲"), []);
}

#[test]
fn html_that_is_none_is_reported() {
    for (text, marks) in [
        ("甲<o:p></o:p>", &["<o:p>", "</o:p>"][..]),
        ("<st1:place w=\"a\">甲", &["<st1:place w=\"a\">"]),
        ("甲 <!-- 乙\n\n丙 <!-- 丁 --> 戊", &["<!--"]),
        ("甲&nbsp乙&nbsp；丙&amp;nbsp;", &["&nbsp", "&nbsp；", "&amp;nbsp;"]),
        ("<http://a.cn:80/>和<mailto:a@b.cn>和<a:b", &[]),
        ("甲&nbsp;乙&amp;丙 A&B a?b=1&lt=2&gt=3 &nbspx;", &[]),
        ("\\<o:p> `<o:p>` `&nbsp` \\&nbsp", &[]),
        ("5<6:3>2", &[]),
    ] {
        for flavor in [Flavor::Policy, Flavor::Article, Flavor::Prose] {
            let expected: Vec<_> = marks.iter().map(|mark| (Code::LiteralMark, (*mark).to_owned())).collect();
            assert_eq!(reported(text, flavor).0, expected, "{text}");
        }
    }
}

#[test]
fn line_breaks_that_no_editor_shows_are_reported_within_a_line() {
    for c in ['\u{2028}', '\u{2029}'] {
        let text = format!("{c}　甲{c}乙{c}\n{c}\n丙");
        let hidden = (Code::HiddenCharacter, c.to_string());
        assert_eq!(reported(&text, Flavor::Policy), (vec![hidden.clone(); 2], format!("{c}　甲\n乙\n{c}\n丙")));
        assert_eq!(reported(&text, Flavor::Article), (vec![hidden.clone(); 2], format!("{c}　甲\n\n乙\n{c}\n丙")));
        assert_eq!(yaml_values(&format!("title: 甲{c}乙")).0, [hidden]);
    }
}

#[test]
fn characters_of_one_font_are_reported_once() {
    let expected = |c: &str| (Code::PrivateCharacter, c.to_owned());
    for flavor in [Flavor::Policy, Flavor::Article, Flavor::Prose] {
        let found = reported("\u{F06C} 甲\n\u{F06C} 乙\u{E010}5\n\u{F0000}\u{10FFFD}", flavor).0;
        assert_eq!(found, ["\u{F06C}", "\u{E010}", "\u{F0000}", "\u{10FFFD}"].map(expected));
    }
    assert_eq!(codes("甲，乙！（丙）＋"), []);
}

#[test]
fn lines_of_a_portal_around_a_text_are_found() {
    for line in [
        "当前位置：首页 > 政策文件",
        "来源：某市某局　发布日期：2026-03-01　浏览次数：12",
        "【字体：大 中 小】【打印】【关闭】",
        "上一篇：关于甲的通知",
        "责任编辑：丁科",
        "　　打印本页",
    ] {
        for text in [format!("{line}\n\n一、甲。\n\n二、乙。\n"), format!("一、甲。\n\n二、乙。\n\n{line}\n")]
        {
            let found = found(&text, Flavor::Policy);
            let codes: Vec<_> =
                found.iter().map(|reported| (reported.code, &text[reported.span.unwrap().range()])).collect();
            assert_eq!(codes, [(Code::PortalLeftover, line.trim())], "{text}");
        }
    }
    for line in ["来源：甲局。", "一、发布日期", "请在网上打印、关闭页面。", "编辑：丁科"]
    {
        let found = found(&format!("{line}\n\n甲。\n"), Flavor::Policy);
        assert!(found.is_empty(), "{line}: {found:?}");
    }
}

#[test]
fn a_day_that_was_not_filled_in_is_found() {
    for (line, day) in [
        ("2026年3月　日", "2026年3月　日"),
        ("自2026年　月　日起施行。", "2026年　月　日"),
        ("二〇二六年 月 日", "二〇二六年 月 日"),
    ] {
        let found = found(line, Flavor::Policy);
        let codes: Vec<_> =
            found.iter().map(|reported| (reported.code, &line[reported.span.unwrap().range()])).collect();
        assert_eq!(codes, [(Code::Placeholder, day)], "{line}");
    }
    for line in
        ["　　年　月　日", "2026 年 3 月 1 日", "2026年3月1 日", "申报表\n2026年　月　日", "|2026年 月 日|", "3月 日"]
    {
        let found = found(line, Flavor::Policy);
        assert!(found.is_empty(), "{line}: {found:?}");
    }
}

#[test]
fn radicals_in_the_place_of_characters_are_one_finding_with_its_fix() {
    let text = "\u{2F00}、\u{2F08}才\u{2F64}工\n（\u{2F06}）\u{2ED3}期";
    let (expected, mended) = ((Code::Radical, "\u{2F00}".to_owned()), "一、人才用工\n（二）长期".to_owned());
    for flavor in [Flavor::Policy, Flavor::Article] {
        assert_eq!(reported(text, flavor), (vec![expected.clone()], mended.clone()));
    }
    assert_eq!(reported(text, Flavor::Prose).0, []);
    assert_eq!(
        yaml_values("title: \u{2F08}才\n"),
        (vec![(Code::Radical, "\u{2F08}".to_owned())], "title: 人才\n".to_owned())
    );
    // Parts of characters that are none themselves.
    assert_eq!(reported("偏旁\u{2EA1}、\u{2E85}", Flavor::Policy).0, []);
}
