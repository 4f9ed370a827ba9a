//! A wrong number, those that are out of order because of it, and the one finding for them.

use super::*;

/// The findings: the label of the clause, the kind of fault, the lines at which it shows besides, and what was meant.
fn found(text: &str) -> Vec<String> {
    let fault = |fault: Fault| match fault {
        Fault::Repeated(first) => format!("again {first}"),
        Fault::Restarted(first) => format!("anew {first}"),
        Fault::Order(_) => "order".to_owned(),
        other => format!("{other:?}"),
    };
    let meant = |finding: &Finding| finding.meant.as_ref().map_or_else(String::new, |meant| format!(" → {meant}"));
    let one = |finding: Finding| {
        let at = finding.unit;
        format!("{at} {} {} {:?}{}", finding.path, fault(finding.fault), finding.others, meant(&finding))
    };
    read(text).1.findings.into_iter().map(one).collect()
}

#[test]
fn a_number_that_is_there_twice_explains_the_gap_behind_it() {
    for (text, expected) in [
        ("第一条 甲。\n第二条 乙。\n第二条 丙。\n第四条 丁。", "2 第二条 again 1 [3] → 第三条"),
        ("一、甲\n二、乙\n二、丙\n四、丁", "2 二 again 1 [3] → 三"),
        ("一、甲\n（一）甲\n（二）乙\n（二）丙\n（四）丁\n二、乙", "3 一（二） again 2 [4] → 一（三）"),
        ("1 甲\n1.1 甲。\n1.2 乙。\n1.2 丙。\n1.4 丁。\n2 乙", "3 1.2 again 2 [4] → 1.3"),
        ("第一章 甲\n第二章 乙\n第二章 丙\n第四章 丁\n第一条 甲。", "2 第二章 again 1 [3] → 第三章"),
        ("附件1\n甲表\n附件1\n乙表\n附件3\n丙表", "2 附件1 again 0 [4] → 附件2"),
        ("一、甲\n二、乙\n三、丙\n二、丁\n五、戊", "3 二 again 1 [4] → 四"),
        // Three of them.
        ("一、甲\n二、乙\n二、丙\n二、丁\n五、戊", "2 二 again 1 [3, 4]"),
        // The first one is wrong.
        ("一、甲\n二、乙\n四、丙\n四、丁\n五、戊", "3 四 again 2 []"),
        ("第一条 甲。\n第三条 乙。\n第三条 丙。\n第四条 丁。", "2 第三条 again 1 []"),
        ("第一条 甲。\n第一条 乙。\n第三条 丙。", "1 第一条 anew 0 [2]"),
    ] {
        assert_eq!(found(text), [expected], "{text}");
    }
}

#[test]
fn a_wrong_number_explains_that_the_next_one_goes_back() {
    for (text, expected) in [
        ("1.甲\n2.乙\n8.丙\n4.丁\n5.戊", &["2 8 order [3] → 3"][..]),
        ("第一条 甲。\n第九条 乙。\n第三条 丙。\n第四条 丁。", &["1 第九条 order [2] → 第二条"]),
        ("一、甲\n三、乙\n二、丙\n四、丁", &["1 三 order [2, 3]"]),
        // The right number comes later, and has no place.
        ("一、甲\n二、乙\n五、丙\n四、丁\n五、戊\n六、己", &["4 五 again 2 [3, 5]"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn mistakes_of_their_own_are_findings_of_their_own() {
    for (text, expected) in [
        ("一、甲\n二、乙\n四、丙\n八、丁", &["2 四 order []", "3 八 order []"][..]),
        ("一、甲\n二、乙\n二、丙\n三、丁\n五、戊", &["2 二 again 1 []", "4 五 order []"]),
        ("一、甲\n二、乙\n二、丙\n六、丁", &["2 二 again 1 []", "3 六 order []"]),
        ("一、甲\n二、乙\n四、丙\n四、丁\n六、戊", &["3 四 again 2 []", "4 六 order []"]),
        ("一、甲\n（一）甲\n（三）丙\n二、乙\n（一）甲\n（三）丙", &["2 一（三） order []", "5 二（三） order []"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}
