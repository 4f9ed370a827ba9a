//! The colours of a theme: what its style sheets give `:root` in either scheme, and which pairs of text and ground have too
//! little contrast.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lightningcss::properties::Property;
use lightningcss::properties::custom::{CustomPropertyName, Token, TokenOrValue};
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use lightningcss::traits::{Parse, ToCss};
use lightningcss::values::color::CssColor;

use super::ThemeFile;
use super::complexity::style_parts;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::quiet;

/// Variables that stand for others, one after the other, at most.
const STEPS: usize = 8;
/// The ground of a header or a hero has white text.
const WHITE: &str = "#fff";
/// What stands on what, and the contrast that WCAG 2.2 AA wants of it: 4.5 for text, 3 for edges of fields and the focus.
const PAIRS: [(&str, &[&str], f64); 8] = [
    ("--ink", &["--paper", "--soft", "--tint", "--warn-tint"], 4.5),
    ("--muted", &["--paper", "--soft"], 4.5),
    ("--accent", &["--paper", "--soft", "--tint"], 4.5),
    ("--good", &["--paper"], 4.5),
    ("--warn", &["--paper", "--warn-tint"], 4.5),
    (WHITE, &["--band"], 4.5),
    ("--edge", &["--paper"], 3.0),
    ("--focus", &["--paper"], 3.0),
];

/// Light or dark, as readers have set their machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

use Scheme::{Dark, Light};

/// What a name is given.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Colour([u8; 3]),
    Name(String),
}

/// A value, and its place when it stands in a file of the site's own.
type Given = (Value, Option<Place>);

/// The file of a rule, and the byte at which the line of the rule begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    file: FileId,
    start: usize,
}

/// The colours of a theme, by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Colours {
    light: BTreeMap<String, Given>,
    dark: BTreeMap<String, Given>,
}

impl Colours {
    /// Those of the style sheets that every page has.
    pub fn of(files: &BTreeMap<String, ThemeFile>) -> Self {
        static DEFAULT: OnceLock<Colours> = OnceLock::new();
        let sheets = || files.iter().filter(|(name, _)| is_sheet(name)).map(|(_, file)| file);
        if sheets().any(|file| file.file.is_some()) {
            Self::read(sheets())
        } else {
            DEFAULT.get_or_init(|| Self::read(sheets())).clone()
        }
    }

    fn read<'a>(sheets: impl Iterator<Item = &'a ThemeFile>) -> Self {
        let mut colours = Self::default();
        for sheet in sheets.filter(|sheet| sheet.text.contains("--")) {
            // A sheet that is too complex is reported where it is minified.
            for part in style_parts(&sheet.text).unwrap_or_default() {
                let start = part.as_ptr() as usize - sheet.text.as_ptr() as usize;
                let found = quiet::caught(|| declared(part)).unwrap_or_default();
                for (scheme, name, value, at) in found {
                    let place = sheet.file.map(|file| Place { file, start: start + at });
                    colours.give(scheme, name, (value, place));
                }
            }
        }
        colours
    }

    /// What is given for both schemes goes before what was given for either.
    fn give(&mut self, scheme: Option<Scheme>, name: String, given: Given) {
        if scheme != Some(Dark) {
            self.light.insert(name.clone(), given.clone());
        }
        if scheme != Some(Light) {
            self.dark.insert(name, given);
        }
    }

    fn given(&self, scheme: Scheme) -> &BTreeMap<String, Given> {
        match scheme {
            Light => &self.light,
            Dark => &self.dark,
        }
    }

    /// The colour of a name in a scheme.
    pub fn colour(&self, scheme: Scheme, name: &str) -> Option<[u8; 3]> {
        let mut name = name;
        for _ in 0..STEPS {
            match &self.given(scheme).get(name)?.0 {
                Value::Colour(colour) => return Some(*colour),
                Value::Name(other) => name = other,
            }
        }
        None
    }

    /// A style sheet with colours in the place of their names: a drawing is opened by programs that know no names. What
    /// follows the word for dark schemes is theirs.
    pub fn filled(&self, css: &str) -> String {
        let dark = css.find("prefers-color-scheme: dark").unwrap_or(css.len());
        let mut filled = String::with_capacity(css.len());
        let mut copied = 0;
        for (at, _) in css.match_indices("var(--") {
            let Some(length) = css[at..].find(')') else { break };
            let scheme = if at < dark { Light } else { Dark };
            if let Some(colour) = self.colour(scheme, css[at + 4..at + length].trim()) {
                filled.push_str(&css[copied..at]);
                filled.push_str(&hexadecimal(colour));
                copied = at + length + 1;
            }
        }
        filled + &css[copied..]
    }

    /// Pairs with too little contrast of which the site gives one colour at least. `files` are those of the theme.
    pub fn faint(&self, files: &BTreeMap<String, ThemeFile>) -> Vec<Diagnostic> {
        let mut reported = Vec::new();
        for scheme in [Light, Dark] {
            for (text, grounds, least) in PAIRS {
                for ground in grounds {
                    reported.extend(self.faint_pair(files, scheme, (text, ground), least));
                }
            }
        }
        reported
    }

    fn faint_pair(
        &self,
        files: &BTreeMap<String, ThemeFile>,
        scheme: Scheme,
        (text, ground): (&str, &str),
        least: f64,
    ) -> Option<Diagnostic> {
        let written = |name| self.given(scheme).get(name).and_then(|(_, place)| Some((name, (*place)?)));
        // The pairs of the built-in theme are proved by a test.
        let (name, place) = written(text).or_else(|| written(ground))?;
        let colour = |name| if name == WHITE { Some([255; 3]) } else { self.colour(scheme, name) };
        let [one, other] = [colour(text)?, colour(ground)?];
        let contrast = contrast(one, other);
        let shown = |name: &str, colour| {
            if name == WHITE { name.to_owned() } else { format!("{name} {}", hexadecimal(colour)) }
        };
        (contrast < least).then(|| {
            let reported = Diagnostic::at(Code::LowContrast, span(files, place, name)).arg("text", shown(text, one));
            let reported = reported.arg("ground", shown(ground, other)).arg("least", least);
            // Never rounded up to what is wanted.
            let reported = reported.arg("contrast", format!("{:.2}", (contrast * 100.0).floor() / 100.0));
            reported.arg("scheme", if scheme == Light { "@scheme-light" } else { "@scheme-dark" })
        })
    }
}

/// A colour as style sheets write it.
pub(super) fn hexadecimal([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// True for a style sheet that every page has.
fn is_sheet(name: &str) -> bool {
    name.strip_prefix("css/").is_some_and(|name| name.ends_with(".css") && !name.contains('/'))
}

/// The colours that a style sheet gives `:root`, in its order, each with the scheme for which it stands and the beginning of the
/// line of its rule.
fn declared(css: &str) -> Vec<(Option<Scheme>, String, Value, usize)> {
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let Ok(sheet) = StyleSheet::parse(css, options) else { return Vec::new() };
    let lines: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', css.as_bytes()).map(|at| at + 1)).collect();
    let mut found = Vec::new();
    for rule in &sheet.rules.0 {
        match rule {
            CssRule::Media(media) => {
                let wanted = media.query.to_css_string(Default::default()).unwrap_or_default();
                let scheme = match wanted.as_str() {
                    "(prefers-color-scheme: dark)" => Dark,
                    "(prefers-color-scheme: light)" => Light,
                    _ => continue,
                };
                media.rules.0.iter().for_each(|rule| given_by(rule, Some(scheme), &lines, &mut found));
            }
            rule => given_by(rule, None, &lines, &mut found),
        }
    }
    found
}

fn given_by(
    rule: &CssRule<'_>,
    scheme: Option<Scheme>,
    lines: &[usize],
    found: &mut Vec<(Option<Scheme>, String, Value, usize)>,
) {
    let CssRule::Style(style) = rule else { return };
    let selectors = style.selectors.to_css_string(Default::default()).unwrap_or_default();
    if !selectors.split(',').any(|one| matches!(one.trim(), ":root" | "html" | "html:root")) {
        return;
    }
    let at = lines.get(style.loc.line as usize).copied().unwrap_or_default();
    for property in &style.declarations.declarations {
        let Property::Custom(custom) = property else { continue };
        let CustomPropertyName::Custom(name) = &custom.name else { continue };
        let mut tokens = custom.value.0.iter().filter(|token| !token.is_whitespace());
        let value = match (tokens.next(), tokens.next()) {
            (Some(TokenOrValue::Color(colour)), None) => opaque(colour).map(Value::Colour),
            (Some(TokenOrValue::Token(Token::Ident(word))), None) => {
                CssColor::parse_string(word).ok().and_then(|colour| opaque(&colour)).map(Value::Colour)
            }
            (Some(TokenOrValue::Var(other)), None) => Some(Value::Name(other.name.ident.0.to_string())),
            _ => None,
        };
        found.extend(value.map(|value| (scheme, name.0.to_string(), value, at)));
    }
}

/// A colour through which nothing is seen.
fn opaque(colour: &CssColor) -> Option<[u8; 3]> {
    match colour.to_rgb().ok()? {
        CssColor::RGBA(colour) if colour.alpha == 255 => Some([colour.red, colour.green, colour.blue]),
        _ => None,
    }
}

/// The place of a name to which a rule gives a value.
fn span(files: &BTreeMap<String, ThemeFile>, Place { file, start }: Place, name: &str) -> Span {
    let sheet = files.values().find(|sheet| sheet.file == Some(file));
    let rest = sheet.and_then(|sheet| sheet.text.get(start..)).unwrap_or_default();
    let is_given = |at: &usize| rest[at + name.len()..].trim_start().starts_with(':');
    let at = rest.match_indices(name).map(|(at, _)| at).find(is_given);
    let (at, length) = at.map_or((0, 0), |at| (at, name.len()));
    Span::new(file, start + at..start + at + length)
}

/// The contrast of two colours, as WCAG counts it.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let [one, other] = [luminance(one), luminance(other)];
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(css: &str) -> Colours {
        Colours::read([ThemeFile { text: css.into(), file: None }].iter())
    }

    #[test]
    fn every_pair_of_the_theme_can_be_read() {
        let colours = Colours::of(&super::super::default_files());
        for scheme in [Light, Dark] {
            for (text, grounds, least) in PAIRS {
                for ground in grounds {
                    let text = if text == WHITE { [255; 3] } else { colours.colour(scheme, text).unwrap() };
                    let found = contrast(text, colours.colour(scheme, ground).unwrap());
                    assert!(found >= least, "{scheme:?} {text:?} {ground}: {found}");
                }
            }
        }
    }

    #[test]
    fn what_is_given_later_goes_before() {
        let css = "@media (prefers-color-scheme: dark) { :root { --a: #111; --b: rgb(1 2 3) } }\n:root { --a: white; --c: var(--b) }\n\
                   @media print { :root { --a: #000 } }";
        let colours = colours(css);
        assert_eq!(colours.colour(Light, "--a"), Some([255; 3]));
        assert_eq!(colours.colour(Dark, "--a"), Some([255; 3]));
        assert_eq!((colours.colour(Light, "--c"), colours.colour(Dark, "--c")), (None, Some([1, 2, 3])));
    }

    #[test]
    fn names_without_end_are_no_colour() {
        assert_eq!(colours(":root { --a: var(--b); --b: var(--a) }").colour(Light, "--a"), None);
    }

    #[test]
    fn a_drawing_gets_the_colours_of_both_schemes() {
        let colours = colours(":root{--a:#123456}@media (prefers-color-scheme:dark){:root{--a:#abcdef}}");
        let css = ".a { fill: var(--a) } .b { fill: var(--b) }\n@media (prefers-color-scheme: dark) { .a { fill: var(--a) } }";
        let filled =
            ".a { fill: #123456 } .b { fill: var(--b) }\n@media (prefers-color-scheme: dark) { .a { fill: #abcdef } }";
        assert_eq!(colours.filled(css), filled);
    }

    #[test]
    fn only_what_is_written_is_reported() {
        let css = "a { color: var(--accent) }\n:root { --paper: #fff; --accent: #ccc }";
        let reported = |file| {
            let files = BTreeMap::from([("css/05-own.css".to_owned(), ThemeFile { text: css.into(), file })]);
            let reported = Colours::read(files.values()).faint(&files);
            reported.iter().map(|reported| reported.span.unwrap().range()).collect::<Vec<_>>()
        };
        assert!(reported(None).is_empty());
        let at = css.rfind("--accent").unwrap();
        assert_eq!(reported(Some(FileId(0))), [at..at + 8, at..at + 8]);
    }
}
