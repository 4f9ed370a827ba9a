//! Lines of an official document that a page has broken: a text copied from a PDF has a line break at the end of each line
//! of the paper, so that each line is a paragraph.

use crate::syntax::clause::{Form, Unit, is_space};

/// Characters of the shortest line that is taken for one of a page.
const SHORTEST: usize = 16;
/// Characters by which the lines of a page differ: punctuation that hangs, letters and digits.
const DIFFERENCE: usize = 3;
/// Characters of a number with a space behind it.
const NUMBER: usize = 10;
/// Lines that are broken by chance.
const CHANCE: usize = 2;
/// Signs of formulas, which have no stop.
const FORMULA: [char; 6] = ['=', '＝', '×', '÷', '+', '＋'];

/// The first of the lines that a page has broken, and how many there are. `goes_on` says of a unit that it begins no clause
/// with a number, `is_paragraph` that it is counted as a paragraph of an article, of which a single broken line makes two.
pub(super) fn wrapped(
    units: &[Unit<'_>],
    goes_on: impl Fn(usize) -> bool,
    is_paragraph: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let mut lines: Vec<(usize, usize)> = Vec::new();
    // Whether the lines from the unit below on come to the end of a sentence.
    let mut ends = false;
    for at in (0..units.len()).rev() {
        let is_end = ends_sentence(&units[at].text);
        let is_line = !is_end && is_open(&units[at]);
        let is_followed = || units.get(at + 1).is_some_and(|next| next.form == Form::Paragraph) && goes_on(at + 1);
        ends = if is_line { ends && is_followed() } else { is_end };
        if is_line && ends {
            lines.push((at, units[at].text.trim_matches(is_space).chars().count()));
        }
    }
    lines.retain(|&(_, length)| length >= SHORTEST);
    lines.reverse();
    of_page(units, &goes_on, &lines).or_else(|| {
        let is_cut = |&&(at, _): &&(usize, usize)| is_paragraph(at + 1) && !units[at].text.contains(FORMULA);
        let first = lines.iter().find(is_cut)?.0;
        Some((first, lines.iter().filter(is_cut).count()))
    })
}

/// The first of the broken lines, with their lengths, that are about as long as each other, and how many there are.
fn of_page(units: &[Unit<'_>], goes_on: &impl Fn(usize) -> bool, lines: &[(usize, usize)]) -> Option<(usize, usize)> {
    if lines.len() <= CHANCE {
        return None;
    }
    let mut lengths: Vec<usize> = lines.iter().map(|&(_, length)| length).collect();
    lengths.sort_unstable();
    let usual = lengths[lengths.len() / 2];
    let is_usual = |length: usize| length.abs_diff(usual) <= DIFFERENCE;
    let count = lengths.iter().filter(|&&length| is_usual(length)).count();
    let first = lines.iter().find(|&&(_, length)| is_usual(length))?.0;
    // Within a word, and not only behind a comma.
    let is_word =
        |&&(at, _): &&(usize, usize)| units[at].text.trim_end_matches(is_space).ends_with(char::is_alphabetic);
    let is_cut = lines.iter().filter(is_word).count() >= CHANCE && lines.iter().any(|&(at, _)| goes_on(at));
    (count > CHANCE && is_cut && count * 3 > lines.len() * 2).then_some((first, count))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_space).ends_with(['。', '；', '：', '！', '？', '”', '）'])
}

/// True for a paragraph that ends within a sentence, and is no row of a table.
fn is_open(unit: &Unit<'_>) -> bool {
    let last = unit.text.trim_end_matches(is_space).chars().next_back();
    unit.form == Form::Paragraph
        && last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '，' | '、'))
        && !unit.text.trim_matches(is_space).chars().skip(NUMBER).any(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(usize, usize)> {
        let unit = |line: &'static str| Unit { text: line.into(), form: Form::Paragraph, said: None };
        let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
        let units: Vec<_> = text.lines().map(unit).collect();
        let goes_on = |at: usize| crate::syntax::clause::marker(&units[at].text).is_none();
        wrapped(&units, goes_on, |at| units[0].text.starts_with("第一条") && goes_on(at))
    }

    #[test]
    fn lines_of_a_page_are_known_by_their_length_and_their_ends() {
        let page = "第一条 为了规范本市数字技术工程师培育\n项目的组织实施工作，加强培训质量管理，提\n高培训的针对性和实效性，根据有关法律法规\n和本市的实际，制定本办法。\n第二条 本办法适用于本市。";
        assert_eq!(found(page), Some((0, 3)));
        let article = "第一条 为了规范培训，制定本办法。\n第二条 申请人应当在每年三月底前向所在地区（市）人力资源社会保障部门提\n出申请。\n第三条 丙。";
        assert_eq!(found(article), Some((1, 1)));
        assert_eq!(found(&article.replace('第', "据第")), None);
        assert_eq!(found(&article.replace("申请人应当在", "应缴金额＝")), None);
        // Sentences, names of different lengths, short lines.
        for text in [
            "本办法所称的单位是指在本市行政区域内的单位。\n本办法所称的人员是指在本市就业的人员。\n本办法自印发之日起施行，有效期为五年。",
            "某市人力资源和社会保障局职业能力建设科\n某市教育局\n某市某区人力资源和社会保障局人才开发中心\n某市工业和信息化局\n某市某区",
            "市监察委、市中级法院、市检察院、宁波法院\n市级机关各部门、市直属各单位，各驻甬部队\n市人大常委会法工委委员，立法咨询顾问专家\n市人大常委会基层立法工作联系点",
            "一、认真做好培训工作，切实提高依法办事的能力\n培训是基础。\n二、实行质量负责制，大力推进数字技能培训工作\n各单位负责。\n三、建立和完善责任追究制度，加大违规惩戒力度\n各单位落实。",
            "申请人姓名\n申请人住址\n申请人电话\n申请人单位\n申请日期",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
