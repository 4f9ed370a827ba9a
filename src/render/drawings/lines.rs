//! A text → its lines in a drawing, none of them wider than the room for it. Widths are upper bounds: the fonts of browsers
//! differ.

use crate::syntax::phrase;

/// Characters before the end of a line among which a better place to break a long word is looked for.
const NEAR: usize = 4;
/// Parts of the longest title whose lines are made even.
const LONGEST: usize = 120;
/// Signs at which a title pauses.
const PAUSES: [char; 7] = ['，', '：', '、', '；', '？', '！', '》'];
/// What it costs to end a line where nothing pauses; the unit is the square of a character that a line is too long or short.
const ANYWHERE: f64 = 12.0;
/// Characters in brackets that stand with the word before them.
const SHORT: usize = 3;

/// The lines of a text in room for so many characters of full width. They end between words where that can be.
pub fn lines(text: &str, room: f64) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = Vec::new();
    let (mut line, mut wide) = (String::new(), 0.0);
    for part in parts(&text) {
        // A space at the end of a line takes no room.
        let own = width(part.trim_end());
        if !line.is_empty() && wide + own > room {
            lines.push(std::mem::take(&mut line));
            wide = 0.0;
        }
        if own > room {
            let mut pieces = pieces(part, room);
            line = pieces.pop().unwrap_or_default();
            wide = width(&line);
            lines.append(&mut pieces);
        } else {
            line.push_str(part);
            wide += width(part);
        }
    }
    lines.push(line);
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines.retain(|line| !line.is_empty());
    lines
}

/// The lines of a title: as many as it needs, as even as they can be, ended best where it pauses.
pub fn even(text: &str, room: f64) -> Vec<String> {
    let greedy = lines(text, room);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = parts(&text);
    let fits = parts.len() <= LONGEST && parts.iter().all(|part| width(part.trim_end()) <= room);
    if greedy.len() < 2 || !fits {
        return greedy;
    }
    let target = width(&text) / greedy.len() as f64;
    // The least that the parts before each place cost in so many lines, and where the last of these begins.
    let mut ways: Vec<Vec<Option<(f64, usize)>>> = vec![vec![None; parts.len() + 1]];
    ways[0][0] = Some((0.0, 0));
    for count in 0..greedy.len() {
        let way = |to: usize| {
            let is_pause = parts[..to].last().is_some_and(|part| part.ends_with(PAUSES)) || to == parts.len();
            let from = (0..to).rev().scan(0.0, |wide, from| {
                *wide += width(parts[from]);
                (*wide <= room + 1.0).then_some(from)
            });
            let ways = from.filter_map(|from| {
                let wide = width(parts[from..to].concat().trim_end());
                let (before, _) = ways[count][from].filter(|_| wide <= room)?;
                Some((before + (wide - target).powi(2) + if is_pause { 0.0 } else { ANYWHERE }, from))
            });
            ways.min_by(|one, other| one.0.total_cmp(&other.0))
        };
        let next = (0..=parts.len()).map(way).collect();
        ways.push(next);
    }
    let (mut lines, mut to) = (Vec::new(), parts.len());
    for count in (1..ways.len()).rev() {
        let Some((_, from)) = ways[count][to] else { return greedy };
        lines.push(parts[from..to].concat().trim_end().to_owned());
        to = from;
    }
    lines.reverse();
    lines
}

/// The width of a text in characters of full width.
pub fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

/// Parts of a text that stand in one line where that can be: words with their signs, numbers, addresses, numbers of clauses.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for end in phrase::breaks(text) {
        if !holds(&text[..end], &text[end..]) {
            parts.push(&text[start..end]);
            start = end;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// True where no line ends although a word does: within an address or a number, and before brackets around a number or a
/// word or two: 四（二）, 各区（市）.
fn holds(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let inner = after.strip_prefix(['（', '(']).map(|inner| inner.chars().take(SHORT + 1));
    let is_short = inner.is_some_and(|mut inner| inner.any(|c| matches!(c, '）' | ')')));
    last.is_ascii_graphic() && first.is_ascii_graphic() || is_short && last.is_alphanumeric()
}

/// A part that is wider than a line, in pieces that are not.
fn pieces(part: &str, room: f64) -> Vec<String> {
    let letters: Vec<char> = part.chars().collect();
    let (mut pieces, mut start, mut wide) = (Vec::new(), 0, 0.0);
    for at in 0..letters.len() {
        wide += advance(letters[at]);
        if wide <= room || at == start {
            continue;
        }
        let is_good = |cut: &usize| !phrase::is_closing(letters[*cut]) && !phrase::is_opening(letters[*cut - 1]);
        let cut = (start + 1..=at).rev().take(NEAR).find(is_good).unwrap_or(at);
        pieces.push(letters[start..cut].iter().collect());
        start = cut;
        wide = letters[start..=at].iter().copied().map(advance).sum();
    }
    pieces.push(letters[start..].iter().collect());
    pieces
}

/// The width of a character in its size.
fn advance(c: char) -> f64 {
    match c {
        ' ' | '!' | '\'' | ',' | '.' | ':' | ';' | '|' | 'i' | 'j' | 'l' | 'I' => 0.35,
        '%' | '@' | 'm' | 'w' | 'M' | 'W' => 0.95,
        'A'..='Z' => 0.75,
        '\0'..='\x7f' => 0.6,
        // Letters of other alphabets.
        '\u{80}'..='\u{10FF}' => 0.8,
        '\u{1F000}'..='\u{1FAFF}' => 1.4,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        for (text, room, expected) in [
            ("制定计划和方案并备案", 6.0, &["制定计划", "和方案并备案"][..]),
            ("见四（二）和六（四）", 5.0, &["见四（二）", "和六（四）"]),
            ("由各区（市）和有关部门（单位）组织", 7.0, &["由各区（市）", "和有关", "部门（单位）", "组织"]),
            ("电话：0632-3314140", 8.0, &["电话：", "0632-3314140"]),
            ("写信到zzzjk@zz.shandong.cn。", 14.0, &["写信到", "zzzjk@zz.shandong.cn。"]),
            ("Digital  skills\n2026", 5.0, &["Digital", "skills", "2026"]),
            ("一行", 9.0, &["一行"]),
            ("", 9.0, &[]),
        ] {
            assert_eq!(lines(text, room), expected, "{text}");
        }
    }

    #[test]
    fn lines_of_titles_are_even_and_end_where_the_title_pauses() {
        for (title, expected) in [
            ("补贴和其他政策：能得到什么，前提是什么", &["补贴和其他政策：", "能得到什么，前提是什么"][..]),
            ("两种证书与职称：哪张证书管哪件事", &["两种证书与职称：", "哪张证书管哪件事"]),
            ("一文读懂枣庄市数字技术工程师培育项目", &["一文读懂枣庄市数字", "技术工程师培育项目"]),
            ("主要目标", &["主要目标"]),
            ("", &[]),
        ] {
            assert_eq!(even(title, 11.2), expected, "{title}");
        }
        let long = "关于进一步做好数字技术工程师培育项目有关工作的通知".repeat(8);
        let made = even(&long, 11.2);
        assert!(made.concat() == long && made.iter().all(|line| width(line) <= 11.2), "{made:?}");
        assert_eq!(even(&"Unbroken".repeat(25), 11.2), lines(&"Unbroken".repeat(25), 11.2));
    }

    #[test]
    fn no_line_is_wider_than_its_room_and_none_begins_with_a_sign() {
        let long = "数字技术工程师培育项目实施方案（试行），".repeat(40);
        let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk".repeat(4);
        for text in [&*long, &*word, &"（".repeat(60), &"。".repeat(60), "《《《《《《《《甲》》》》》》》》"]
        {
            for room in [3.0, 6.6, 10.0, 25.0] {
                let lines = lines(text, room);
                assert!(lines.iter().all(|line| width(line) <= room + 1e-9), "{room}: {lines:?}");
                assert_eq!(lines.concat(), text);
            }
        }
        assert!(lines(&long, 7.0).iter().all(|line| !line.starts_with(phrase::is_closing)));
    }
}
