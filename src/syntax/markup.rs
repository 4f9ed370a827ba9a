//! Finished HTML, as a type of its own: a text becomes HTML only by being escaped.

use serde::{Serialize, Serializer};

use super::contact::{Scheme, contacts};
use super::html::words;
use super::markdown::{escape, is_han};
use super::phrase;

/// Finished HTML, which templates put in their places as it is. There is no conversion from `String`: a text is escaped by
/// [`text`](Self::text), [`element`](Self::element) and [`script_data`](Self::script_data); the few callers of [`trusted`](Self::trusted) are listed in
/// `tests/structure.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// A text, escaped for content or a double-quoted attribute.
    pub fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// A link to a telephone number or a mail address, with the text that is shown.
    pub fn contact(scheme: Scheme, address: &str, text: &str) -> Self {
        Self::element("a", &[("href", &[scheme.prefix(), address].concat())], &Self::text(text))
    }

    /// A text in which telephone numbers and mail addresses are links.
    pub fn reachable(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        let mut from = 0;
        for (range, scheme) in contacts(text) {
            html.push_str(&escape(&text[from..range.start]));
            html.push_str(&Self::contact(scheme, &text[range.clone()], &text[range.clone()]).0);
            from = range.end;
        }
        html.push_str(&escape(&text[from..]));
        Self(html)
    }

    /// A text whose lines may end at the places `breaks`, in bytes, best at the `pauses` among them: what stands between two
    /// pauses is an element of its own.
    pub fn breakable(text: &str, breaks: &[usize], pauses: &[usize]) -> Self {
        // Both lists are in order.
        let is_pause = |at: usize| pauses.binary_search(&at).is_ok();
        let mut html = String::with_capacity(text.len() + 16 * breaks.len());
        let mut start = 0;
        for &end in breaks.iter().chain([&text.len()]) {
            if !pauses.is_empty() && (start == 0 || is_pause(start)) {
                html.push_str("<span>");
            }
            // A space at the end of an element is not shown, and a line may end at one as it is.
            let part = &text[start..end];
            let (words, space) = part.split_at(part.trim_end().len());
            html.push_str(&escape(words));
            let pause = end == text.len() || is_pause(end);
            match (pause, pauses.is_empty()) {
                (true, false) => html.push_str("</span>"),
                (false, _) if space.is_empty() => html.push_str("<wbr>"),
                _ => {}
            }
            html.push_str(&escape(space));
            start = end;
        }
        Self(html)
    }

    /// A text whose lines end between words, where the style keeps these together.
    pub fn between_words(text: &str) -> Self {
        Self::breakable(text, &phrase::breaks(text), &[])
    }

    /// The same with `lang` around each word that is written in Chinese characters, with the signs of Chinese at its ends, for
    /// HTML in another language that has none of its own.
    pub fn with_chinese_in(self, lang: &str) -> Self {
        if !self.0.contains(is_han) {
            return self;
        }
        let mut html = String::with_capacity(2 * self.0.len());
        let mut is_tag = false;
        let mut rest = &*self.0;
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| !is_tag && (!c.is_ascii() || c.is_ascii_alphanumeric());
            let (part, other) = if is_word(first) {
                rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
            } else {
                rest.split_at(first.len_utf8())
            };
            is_tag = if is_tag { first != '>' } else { first == '<' };
            match (part.find(is_chinese), part.rfind(is_chinese)) {
                (Some(start), Some(end)) if !is_tag && part.contains(is_han) => {
                    let end = end + part[end..].chars().next().map_or(0, char::len_utf8);
                    let word = Self(part[start..end].to_owned());
                    html.extend([&part[..start], &Self::element("span", &[("lang", lang)], &word).0, &part[end..]]);
                }
                _ => html.push_str(part),
            }
            rest = other;
        }
        Self(html)
    }

    /// HTML that is known to be finished: of a sanitised document, or what a template gave. Never for a value of a record.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// An element. Its name and those of its attributes are the program's own, the values of attributes are texts.
    pub fn element(name: &'static str, attributes: &[(&'static str, &str)], content: &Self) -> Self {
        let values: usize = attributes.iter().map(|(attribute, value)| attribute.len() + value.len() + 8).sum();
        let mut html = String::with_capacity(2 * name.len() + values + content.0.len() + 8);
        html.extend(["<", name]);
        for (attribute, value) in attributes {
            html.extend([" ", attribute, "=\"", &escape(value), "\""]);
        }
        html.extend([">", &content.0, "</", name, ">"]);
        Self(html)
    }

    /// JSON for the content of a script element, which nothing in it can end.
    pub fn script_data(json: &str) -> Self {
        Self(json.replace('<', "\\u003c"))
    }

    /// The content of a script: a function of the program's own, called with data.
    pub fn call(function: &'static str, data: &serde_json::Value) -> Self {
        Self(["(", function, ")(", &Self::script_data(&data.to_string()).0, ")"].concat())
    }

    /// Adds HTML at the end.
    pub fn push(&mut self, html: &Self) {
        self.0.push_str(&html.0);
    }

    /// Parts with HTML between them.
    pub fn join(parts: &[Self], separator: &Self) -> Self {
        let parts: Vec<&str> = parts.iter().map(Self::as_str).collect();
        Self(parts.join(&separator.0))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words that readers see, on one line.
    pub fn words(&self) -> String {
        words(&self.0)
    }
}

/// True for a Han character, and for a sign of Chinese texts.
fn is_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(parts: I) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_wherever_they_stand() {
        let text = "<b title=\"'\">&amp;</b>";
        let escaped = "&lt;b title=&quot;'&quot;&gt;&amp;amp;&lt;/b&gt;";
        assert_eq!(Html::text(text).as_str(), escaped);
        let made = Html::element("i", &[("title", text), ("lang", "zh")], &Html::text(text));
        assert_eq!(made.as_str(), format!("<i title=\"{escaped}\" lang=\"zh\">{escaped}</i>"));
        let mixed = Html::text("hours bank (学时银行) & 鲁ICP备0号, (（甲）) 甲");
        let zh = |word: &str| format!("<span lang=\"zh-CN\">{word}</span>");
        let marked =
            format!("hours bank ({}) &amp; {}, ({}) {}", zh("学时银行"), zh("鲁ICP备0号"), zh("（甲）"), zh("甲"));
        assert_eq!(mixed.with_chinese_in("zh-CN").as_str(), marked);
        let link = Html::element("a", &[("href", "甲.html")], &Html::text("甲"));
        assert_eq!(link.with_chinese_in("zh-CN").as_str(), format!("<a href=\"甲.html\">{}</a>", zh("甲")));
        assert_eq!(Html::script_data("[\"</script>\"]").as_str(), "[\"\\u003c/script>\"]");
    }
}
