//! Radicals in the place of characters, which programs copy from a PDF: U+2F08 looks like 人. Searches and quotes do not find
//! them.

use super::Slip;
use crate::diagnostic::Code;
use crate::source::Signs;

/// The character that each of the radicals from U+2F00 on looks like.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾\
    干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生\
    用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷\
    豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黄黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The same for others.
const FURTHER: [(char, char); 27] = [
    ('\u{2E9F}', '母'),
    ('\u{2EA0}', '民'),
    ('\u{2EC1}', '虎'),
    ('\u{2EC4}', '西'),
    ('\u{2EC5}', '见'),
    ('\u{2EC6}', '角'),
    ('\u{2EC9}', '贝'),
    ('\u{2ECB}', '车'),
    ('\u{2ED3}', '长'),
    ('\u{2ED4}', '门'),
    ('\u{2ED8}', '青'),
    ('\u{2ED9}', '韦'),
    ('\u{2EDA}', '页'),
    ('\u{2EDB}', '风'),
    ('\u{2EDC}', '飞'),
    ('\u{2EDD}', '食'),
    ('\u{2EE2}', '马'),
    ('\u{2EE3}', '骨'),
    ('\u{2EE4}', '鬼'),
    ('\u{2EE5}', '鱼'),
    ('\u{2EE6}', '鸟'),
    ('\u{2EE8}', '麦'),
    ('\u{2EE9}', '黄'),
    ('\u{2EEC}', '齐'),
    ('\u{2EEE}', '齿'),
    ('\u{2EF0}', '龙'),
    ('\u{2EF3}', '龟'),
];

/// The character for which a radical stands.
fn usual(c: char) -> Option<char> {
    match c {
        '\u{2F00}'..='\u{2FD5}' => RADICALS.chars().nth((u32::from(c) - 0x2F00) as usize),
        '\u{2E80}'..='\u{2EFF}' => FURTHER.iter().find(|(radical, _)| *radical == c).map(|(_, usual)| *usual),
        _ => None,
    }
}

/// True for a text with these signs that may hold radicals.
pub(super) fn may_hold(signs: &Signs) -> bool {
    signs.has_any(['\u{2E80}', '\u{2EC0}', '\u{2F00}', '\u{2F40}', '\u{2F80}', '\u{2FC0}'])
}

/// Radicals in a text: one finding, at the first, with a fix of all of them.
pub(super) fn find(text: &str, slips: &mut Vec<Slip>) {
    let mut all = text.char_indices().filter_map(|(at, c)| Some((at, c, usual(c)?)));
    let Some((first, radical, character)) = all.next() else { return };
    let (end, count) =
        all.fold((first + radical.len_utf8(), 1), |(_, count), (at, c, _)| (at + c.len_utf8(), count + 1));
    let mended = text[first..end].chars().map(|c| usual(c).unwrap_or(c)).collect::<String>();
    let slip = Slip::new(Code::Radical, first..first + radical.len_utf8());
    slips.push(slip.arg("character", character).arg("count", count.to_string()).fix(first..end, mended));
}
