//! Templates as the engine gets them.

use std::collections::BTreeMap;

use tera::Tera;

use super::ThemeFile;

/// How templates are given to the engine.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    /// As written, so that places are those of the file.
    Written,
    /// Without indentation and line ends, with the texts for readers in their places: all threads would else count
    /// their uses of the same few words together.
    Tight(&'a BTreeMap<String, String>),
}

/// All templates of a theme, for the engine.
///
/// # Errors
/// What is wrong with them, as the engine says it.
pub(super) fn templates(files: &BTreeMap<String, ThemeFile>, form: Form<'_>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    let all = files.iter().filter_map(|(name, file)| {
        let name = name.strip_prefix("templates/").filter(|name| name.ends_with(".html"))?;
        let text = match form {
            Form::Written => file.text.clone(),
            Form::Tight(strings) => worded(&tight(&file.text), strings),
        };
        Some((name.to_owned(), text))
    });
    tera.add_raw_templates(all.collect::<Vec<_>>())?;
    Ok(tera)
}

/// A template without indentation and line ends, which in templates separate tags and never words.
fn tight(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

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
