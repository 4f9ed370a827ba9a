//! How texts are compared: letters without case and width, traditional characters as simplified ones, without white space but
//! between words of letters, without brackets and quotation marks.
//!
//! `js/search/10-text.js` does the same.

use super::traditional::simplified;

/// What of a text is compared: the characters that it is compared by, lines apart.
pub fn normalised(text: &str) -> String {
    compared(text.chars()).collect()
}

/// The characters by which a text is compared. What has space in it is found as one word, but for words of letters.
pub(super) fn compared(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let (mut before, mut is_apart) = ('\0', false);
    text.flat_map(move |c| {
        let Some(c) = folded(c) else {
            is_apart |= is_space(c);
            return [None, None];
        };
        let gap = (is_apart && is_letter(before) && is_letter(c)).then_some(' ');
        (before, is_apart) = (c, false);
        [gap, Some(c)]
    })
    .flatten()
}

/// True for letters of words that white space parts.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{DF}'..='\u{24F}' | '\u{370}'..='\u{52F}')
}

/// What is looked for, word by word: all of them in one unit.
pub fn words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in query.split(is_space).map(normalised).filter(|word| !word.is_empty()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// True for white space, lines included. None stands behind U+3000.
#[inline]
pub(super) fn is_space(c: char) -> bool {
    c <= '\u{3000}'
        && matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}'
            | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// The character as which one is compared; nothing for those that are passed over. `\n` parts lines, across which nothing
/// is found.
#[inline]
fn folded(c: char) -> Option<char> {
    let c = match c {
        // Most are.
        '\u{3400}'..='\u{9FFF}' => return Some(simplified(c)),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        c => c,
    };
    Some(match c {
        '\n' => c,
        c if is_space(c) => return None,
        // What is not seen.
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
            return None;
        }
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\'' => return None,
        '\u{2018}'..='\u{201F}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}' | '\u{301D}'..='\u{301F}' => {
            return None;
        }
        '\u{FE59}'..='\u{FE5E}' | '\u{FF5F}' | '\u{FF60}' | '\u{FF62}' | '\u{FF63}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{DE}' | 'Α'..='Ρ' | 'Σ'..='Ω' | 'А'..='Я' => {
            char::from_u32(c as u32 + 0x20)?
        }
        '\u{2160}'..='\u{216F}' => char::from_u32(c as u32 + 0x10)?,
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_are_the_same_in_any_brackets() {
        let expected = "鲁人社字2022156号";
        for written in [
            "鲁人社字〔2022〕156号",
            "鲁人社字[2022]156号",
            "鲁人社字（２０２２）１５６ 号",
            "鲁人社字【2022】 156\u{3000}号",
        ] {
            assert_eq!(normalised(written), expected);
        }
        assert_eq!(words("鲁人社字2022  156号\u{3000}〔2022〕"), ["鲁人社字2022", "156号", "2022"]);
        assert_eq!(words(" （） \u{200B}"), [""; 0]);
        assert_eq!(normalised("ＡPI《办法》—Ⅳ ÄΣЯ“<a>”"), "api办法-ⅳäσя<a>");
        assert_eq!(normalised("一\r\n 二"), "一\n二");
        assert_eq!(words("資格 资格 職稱"), ["资格", "职称"]);
        assert_eq!(normalised("The  area （of） art 1 000 元 App 商店"), "the area of art1000元app商店");
    }
}
