//! Templates as the engine gets them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::Tera;

use super::expressions::expression;
use super::places::{self, counted};
use super::rounds;
use super::spaces::joined;
use super::{Theme, ThemeFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::compact::compact;

/// How templates are given to the engine.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    /// As written, so that places are those of the file.
    Written,
    /// Without needless white space and quotes, with the texts for readers in their places: all threads would else
    /// count their uses of the same few words together.
    Tight(&'a BTreeMap<String, String>),
}

/// Templates that the engine takes at once. It has a second place for each of them until all have been found right.
const AT_ONCE: usize = 16_384;

/// All templates of a theme, for the engine.
///
/// # Errors
/// What is wrong with them, as the engine says it.
pub(super) fn templates(files: &BTreeMap<String, ThemeFile>, form: Form<'_>) -> Result<Tera, tera::Error> {
    in_parts(files, form, AT_ONCE)
}

/// All templates, given to the engine so many at once; all of them when one calls another of a later part.
fn in_parts(files: &BTreeMap<String, ThemeFile>, form: Form<'_>, at_once: usize) -> Result<Tera, tera::Error> {
    let parted = if files.len() > at_once { engine(files, form, at_once).ok() } else { None };
    parted.map_or_else(|| engine(files, form, usize::MAX), Ok)
}

fn engine(files: &BTreeMap<String, ThemeFile>, form: Form<'_>, at_once: usize) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    rounds::register(&mut tera);
    // Those of the default theme call each other.
    let is_known = |(name, _): &(&String, &ThemeFile)| Theme::built_in(name).is_some();
    let known = files.iter().filter(is_known);
    let all = known.chain(files.iter().filter(|file| !is_known(file))).filter_map(|(name, file)| {
        let name = name.strip_prefix("templates/").filter(|name| name.ends_with(".html"))?;
        let text = match form {
            // The engine goes down into what is too complex, and it has been reported.
            _ if too_complex(file).is_some() => Cow::Borrowed(""),
            Form::Written => Cow::Borrowed(&*file.text),
            Form::Tight(strings) => {
                let tight = bare(&worded(&joined(&file.text), strings));
                Cow::Owned(if file.file.is_some() { counted(&tight) } else { tight })
            }
        };
        Some((name, text))
    });
    let mut all = all.peekable();
    while all.peek().is_some() {
        tera.add_raw_templates(all.by_ref().take(at_once))?;
    }
    Ok(tera)
}

/// What is reported about a template of the site's own that goes beyond the room of the engine.
pub(super) fn too_complex(file: &ThemeFile) -> Option<Diagnostic> {
    let (range, cause, limit, how) = places::too_complex(file.file.map_or("", |_| &file.text))?;
    let reported = Diagnostic::at(Code::ThemeTooComplex, Span::new(file.file?, range));
    Some(reported.arg("cause", cause).arg("limit", limit).arg("how", how))
}

/// A template in which attribute values have quotes only where they need them, as far as it writes them itself: what will
/// stand where the engine puts something is not known yet, and so are the quotes around it.
fn bare(template: &str) -> String {
    let mut html = String::with_capacity(template.len());
    let mut dynamic = Vec::new();
    let mut rest = template;
    while let Some((start, end)) = expression(rest) {
        html.push_str(&rest[..start]);
        html.push_str(DYNAMIC);
        dynamic.push(&rest[start..end]);
        rest = &rest[end..];
    }
    html.push_str(rest);
    let tight = String::from_utf8(compact(html.as_bytes(), &[])).unwrap_or(html);
    let mut parts = tight.split(DYNAMIC);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.zip(dynamic).fold(first, |template, (part, dynamic)| template + dynamic + part)
}

/// What stands for an expression while nobody knows its value: no value that holds it can do without quotes.
const DYNAMIC: &str = "\u{1} ";

/// A template with the texts for readers in place of `{{ s.KEY }}`, but for those that would have to be escaped.
fn worded(template: &str, strings: &BTreeMap<String, String>) -> String {
    if binds_s(template) {
        return template.to_owned();
    }
    let mut parts = template.split("{{ s.");
    let mut worded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let plain = |text: &&String| !text.contains(['&', '<', '>', '"', '\'', '/', '{', '}']);
        let found = part.split_once(" }}").and_then(|(key, rest)| Some((strings.get(key).filter(plain)?, rest)));
        match found {
            Some((text, rest)) => worded.extend([text, rest]),
            None => worded.extend(["{{ s.", part]),
        }
    }
    worded
}

/// True for a template in which `s` may be something else than the texts for readers.
fn binds_s(template: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |tag: &str| {
        tag.match_indices('s').any(|(at, _)| {
            let (before, after) = (&tag[..at], &tag[at + 1..]);
            !before.ends_with(|c| inside(c) || c == '.' || c == '@') && !after.starts_with(|c| inside(c) || c == '.')
        })
    };
    template.split("{%").skip(1).any(|tag| alone(tag.split("%}").next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_in_parts_are_those_that_are_given_at_once() {
        let file = |text: &str| ThemeFile { text: text.into(), file: None };
        let calls = |of: &str| format!("{{% include \"{of}.html\" %}}");
        for (a, is_parted) in [("甲".to_owned(), true), (calls("e"), false)] {
            let texts = [("a", a), ("b", "乙".into()), ("c", calls("a")), ("d", calls("b")), ("e", "戊".into())];
            let files = texts.iter().map(|(name, text)| (format!("templates/{name}.html"), file(text))).collect();
            assert_eq!(engine(&files, Form::Written, 2).is_ok(), is_parted);
            let [parted, whole] = [2, usize::MAX]
                .map(|at_once| in_parts(&files, Form::Written, at_once).map_err(|error| error.to_string()));
            let (parted, whole) = (parted.unwrap(), whole.unwrap());
            for (name, _) in &texts {
                let [one, other] =
                    [&parted, &whole].map(|tera| tera.render(&format!("{name}.html"), &Default::default()).unwrap());
                assert_eq!(one, other);
            }
        }
        let wrong = BTreeMap::from([("templates/a.html".into(), file("{{")), ("templates/b.html".into(), file("{{"))]);
        assert!(in_parts(&wrong, Form::Written, 1).is_err());
    }

    #[test]
    fn quotes_go_where_the_template_writes_the_value() {
        for (template, expected) in [
            (r#"<p class="a" id="{{ x.id }}">"b"</p>"#, r#"<p class=a id="{{ x.id }}">"b"</p>"#),
            (r#"<p class="a {{ x }}" title="">{{ "c" }}"#, r#"<p class="a {{ x }}" title>{{ "c" }}"#),
            (r#"<i{% if x == "a" %} class="b"{% endif %}>"#, r#"<i{% if x == "a" %} class="b"{% endif %}>"#),
            (r#"{{ <rows list={x} class="a"/> }}<b id="c">"#, r#"{{ <rows list={x} class="a"/> }}<b id=c>"#),
            (r#"{{ "}} <a" }}<b id="c">{% if x == '%} \'"' %}"#, r#"{{ "}} <a" }}<b id=c>{% if x == '%} \'"' %}"#),
            (
                r#"{#} <a" #}<b id="c">{{ "\"}}" ~ `}}` }}<b id="d">"#,
                r#"{#} <a" #}<b id=c>{{ "\"}}" ~ `}}` }}<b id=d>"#,
            ),
            (r#"{# <b id="a"> #}<h{{ n }} id="b">{"#, r#"{# <b id="a"> #}<h{{ n }} id=b>{"#),
            (r#"<script>if (a<b) c="d";</script>{{ x "#, r#"<script>if (a<b) c="d";</script>{{ x "#),
        ] {
            assert_eq!(bare(template), expected);
        }
    }
}
