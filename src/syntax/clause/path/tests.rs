//! Labels and anchors of clauses.

use super::*;

fn path(steps: &[(Kind, u16)]) -> ClausePath {
    ClausePath { steps: steps.iter().map(|&(kind, number)| Step::new(kind, number)).collect(), name: None }
}

#[test]
fn labels_are_those_of_official_documents() {
    use Kind::*;
    for (steps, label) in [
        (&[][..], "引言"),
        (&[(Chinese, 4), (Bracketed, 2)], "四（二）"),
        (&[(Chinese, 4), (Bracketed, 2), (Digit, 1), (BracketedDigit, 3), (Circled, 2)], "四（二）1（3）②"),
        (&[(Article, 8), (Paragraph, 2), (Bracketed, 3)], "第八条第二款第三项"),
        (&[(Article, 108), (Bracketed, 3), (Digit, 2)], "第一百零八条第三项第二目"),
        (&[(Dotted, 1), (Dotted, 3), (Dotted, 1)], "1.3.1"),
        (&[(Chapter, 2), (Section, 1)], "第二章第一节"),
        (&[(Annex, 1), (Chinese, 2), (Bracketed, 3)], "附件1二（三）"),
        (&[(Annex, 1), (Dotted, 2), (Dotted, 3)], "附件1 2.3"),
        (&[(Digit, 1), (HalfBracketed, 2)], "1 2）"),
        (&[(Annex, 2), (Article, 3)], "附件2第三条"),
        (&[(Appendix, 10_000)], "附录A"),
    ] {
        assert_eq!(path(steps).label(), label);
    }
    let after = Step { sub: 1, ..Step::new(Article, 3) };
    assert_eq!(ClausePath::default().with(after).label(), "第三条之一");
    let annex = Step { sub: 2, ..Step::new(Annex, 1) };
    assert_eq!(ClausePath::default().with(annex).label(), "附件1-2");
    let name = Some("培训办法".into());
    assert_eq!(ClausePath { name, ..path(&[(Carried, 1), (Article, 3)]) }.label(), "培训办法第三条");
}

#[test]
fn kinds_behind_a_number_are_known_by_their_words() {
    use Kind::*;
    for kind in [Article, Paragraph, Chapter, Section, Part, Volume, SubPart, Portion, Class] {
        assert_eq!(Kind::counted(&[kind.word(), "甲"].concat()), Some(kind));
    }
    assert_eq!(["项", "分公司", "部门", ""].map(Kind::counted), [None; 4]);
}

#[test]
fn anchors_come_from_numbers() {
    let anchor = |steps: &[Step]| {
        let add = |above: Option<(String, Kind)>, step: &Step| {
            Some((step.anchor(above.as_ref().map(|(above, kind)| (above.as_str(), *kind)), false), step.kind))
        };
        steps.iter().fold(None, add).unwrap().0
    };
    let new = Step::new;
    assert_eq!(anchor(&[new(Kind::Chinese, 4), new(Kind::Bracketed, 2)]), "c4-2");
    assert_eq!(anchor(&[new(Kind::Article, 8), new(Kind::Paragraph, 2), new(Kind::Bracketed, 3)]), "t8-k2-3");
    assert_eq!(anchor(&[new(Kind::Annex, 2), new(Kind::Chinese, 3)]), "a2-c3");
    assert_eq!(anchor(&[Step { sub: 1, ..new(Kind::Article, 3) }]), "t3z1");
    assert_eq!(anchor(&[Step { sub: 1, ..new(Kind::Annex, 1) }]), "a1_1");
    assert_eq!(new(Kind::Digit, 1).anchor(Some(("c1", Kind::Chinese)), true), "c1-d1");
    assert_eq!(anchor(&[new(Kind::Appendix, letter('B').unwrap())]), "alB");
}
