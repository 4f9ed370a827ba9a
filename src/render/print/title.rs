//! The title of a document → its lines: as even as they can be, broken where the title itself has a pause, and between words.

use crate::syntax::phrase;

/// Sizes of the title of a poster in points, each with the most characters of a title that has it: two or three lines.
const SIZES: [(usize, f64); 3] = [(11, 40.0), (26, 34.0), (45, 28.0)];
/// The size of longer ones.
const SMALLEST: f64 = 22.0;
/// Width of a poster in points: 166 mm.
const WIDTH: f64 = 166.0 * 72.0 / 25.4;

/// Characters of the longest title whose breaks are chosen; a longer one is broken by who prints it.
const LONGEST: usize = 2000;
/// Lines more than needed that a better break is worth.
const MORE: usize = 1;
/// What a break costs where nothing speaks for it; the unit is the square of a character that a line is too long or short.
const ANYWHERE: f64 = 60.0;
/// The same inside of 《…》.
const INSIDE: f64 = 400.0;
/// The same inside of a word, which is only broken where a line cannot hold it.
const IN_WORD: f64 = 10_000.0;

/// The size of the title of a poster in points, and its lines.
pub(super) fn large(title: &str) -> (f64, Vec<String>) {
    let length = title.trim().chars().count();
    let size = SIZES.iter().find(|(most, _)| length <= *most).map_or(SMALLEST, |(_, size)| *size);
    (size, lines(title, WIDTH / size))
}

/// The lines of a title, none of them wider than `room` characters where that can be.
pub(super) fn lines(title: &str, room: f64) -> Vec<String> {
    let letters: Vec<char> = title.trim().chars().collect();
    if letters.len() > LONGEST {
        return vec![title.trim().to_owned()];
    }
    // Width of the letters before each place.
    let mut widths = vec![0.0];
    widths.extend(letters.iter().scan(0.0, |width, c| {
        *width += if c.is_ascii() { 0.55 } else { 1.0 };
        Some(*width)
    }));
    let all = widths[letters.len()];
    let least = (all / room).ceil().max(1.0) as usize;
    let costs = costs(&letters);
    let best = (least..=least + MORE).filter_map(|count| {
        let even = all / count as f64;
        // The cheapest way to each place with so many lines, and the place before it.
        let mut ways: Vec<Option<(f64, Vec<usize>)>> = vec![None; letters.len() + 1];
        ways[0] = Some((0.0, Vec::new()));
        for _ in 0..count {
            let reach = |to: usize| {
                let price = costs[to]?;
                // The empty half of a mark that ends a line is left out.
                let half = letters[..to].last().is_some_and(|last| "，、。；：！？》）”".contains(*last));
                let line = |from: usize| widths[to] - widths[from] - if half { 0.5 } else { 0.0 };
                let fitting = (0..to).rev().map(|from| (from, line(from))).take_while(|(_, line)| *line <= room);
                let from = fitting.filter_map(|(from, line)| {
                    let (before, _) = ways[from].as_ref()?;
                    Some((before + price + (line - even).powi(2), from))
                });
                let (cost, from) = from.min_by(|a, b| (a.0.total_cmp(&b.0)).then(a.1.cmp(&b.1)))?;
                let places = ways[from].iter().flat_map(|(_, places)| places).copied().chain([to]);
                Some((cost, places.collect()))
            };
            ways = (0..=letters.len()).map(reach).collect();
        }
        ways.pop().flatten()
    });
    let Some((_, ends)) = best.min_by(|a, b| a.0.total_cmp(&b.0)) else { return vec![title.trim().to_owned()] };
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts.zip(&ends).map(|(from, &to)| letters[from..to].iter().collect::<String>().trim().to_owned()).collect()
}

/// What it costs to break before each letter and at the end.
fn costs(letters: &[char]) -> Vec<Option<f64>> {
    let title: String = letters.iter().collect();
    let mut breaks = phrase::breaks(&title).into_iter().peekable();
    let starts = title.char_indices().map(|(start, _)| start).chain([title.len()]);
    let costs = starts.enumerate().map(|(at, start)| {
        let between_words = breaks.next_if_eq(&start).is_some();
        let inside = at > 0 && at < letters.len() && !between_words;
        cost(letters, at).map(|cost| if inside { cost + IN_WORD } else { cost })
    });
    costs.collect()
}

/// What it costs to break before the letter at `at`, wherever words end; nothing where no line may end.
fn cost(letters: &[char], at: usize) -> Option<f64> {
    let (Some(&before), Some(&after)) = (at.checked_sub(1).and_then(|last| letters.get(last)), letters.get(at)) else {
        return Some(0.0);
    };
    let is_word = |c: char| c.is_ascii_alphanumeric();
    if is_word(before) && is_word(after)
        || "《（〔“‘([".contains(before)
        || "》）〕”’)]，。、：；！？…—,.:;!?".contains(after)
    {
        return None;
    }
    let is_pause = " 　，、：；！？》）”的和与及".contains(before)
        || "《".contains(after)
        || letters[at..].starts_with(&['关', '于']);
    let opened = letters[..at].iter().rposition(|&c| c == '《');
    let is_inside = opened.is_some_and(|open| !letters[open..at].contains(&'》'));
    Some(match (is_inside, is_pause) {
        (true, _) => INSIDE,
        (false, true) => 0.0,
        (false, false) => ANYWHERE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_poster_is_a_remnant() {
        for (title, size, broken) in [
            ("我能不能参加培训", 40.0, &["我能不能参加培训"][..]),
            ("我能不能申报等级考核吗", 40.0, &["我能不能申报等级考核吗"]),
            ("我能不能参加这次的培训吗", 34.0, &["我能不能参加这次的培训吗"]),
            ("我的等级证书能认定什么职称、由谁认定", 34.0, &["我的等级证书能认定什么职称、", "由谁认定"]),
            ("中国石油大学（华东）大数据方向培训招生信息", 34.0, &["中国石油大学（华东）", "大数据方向培训招生信息"]),
            ("某市某区二〇二七年春季培训班招", 34.0, &["某市某区二〇二七年", "春季培训班招"]),
        ] {
            assert_eq!(large(title), (size, broken.iter().map(|line| (*line).to_owned()).collect()), "{title}");
        }
        for length in 1..120 {
            let (size, lines) = large(&"长".repeat(length));
            let widths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
            let (least, most) = (widths.iter().min().copied(), widths.iter().max().copied());
            assert!(
                most.zip(least).is_some_and(|(most, least)| most - least <= 1 && most as f64 * size <= WIDTH),
                "{widths:?}"
            );
            assert!(lines.len() <= 3 || length > 45, "{widths:?}");
        }
    }

    #[test]
    fn titles_are_broken_where_they_pause() {
        assert_eq!(lines("一文读懂培育项目", 20.0), ["一文读懂培育项目"]);
        assert_eq!(
            lines("枣庄市人力资源和社会保障局关于印发《枣庄市数字技术工程师培育项目实施方案》的通知", 20.0),
            ["枣庄市人力资源和社会保障局", "关于印发《枣庄市数字技术", "工程师培育项目实施方案》的通知"]
        );
        assert_eq!(
            lines("山东省人力资源和社会保障厅关于实施专业技术人才知识更新工程数字技术工程师培育项目的通知", 20.0).len(),
            3
        );
        assert_eq!(
            lines("甲市发展和改革委员会关于印发《试验方案》的通知", 20.0),
            ["甲市发展和改革委员会", "关于印发《试验方案》的通知"]
        );
        for (title, broken) in [
            (
                "某市关于开展2026年数字技术工程师培育项目报名工作的通知",
                &["某市关于开展2026年数字技术", "工程师培育项目报名工作的通知"][..],
            ),
            ("某省专业技术人员继续教育基地管理办法", &["某省专业技术人员继续教育基地管理办法"]),
        ] {
            assert_eq!(lines(title, 20.0), broken);
        }
        // What is too long for a line by itself is broken inside.
        let long = format!("《{}》", "长".repeat(50));
        let broken = lines(&long, 20.0);
        assert!(broken.len() == 3 && broken.iter().all(|line| line.chars().count() <= 20), "{broken:?}");
        assert_eq!(lines(&"Unbroken".repeat(9), 20.0).len(), 1);
        assert_eq!(lines("", 20.0), [""]);
        assert_eq!(lines(&"长".repeat(1_000), 20.0).len(), 50);
        assert_eq!(lines(&"长".repeat(LONGEST + 1), 20.0).len(), 1);
    }
}
