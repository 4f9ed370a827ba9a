//! Fonts of the theme and of the site → what each part of a document is printed with.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Site;
use crate::theme::Theme;

/// The fonts of the theme: 宋体 in two weights, 黑体, and signs that neither has (☐ ☑ ✔).
const OWN: [&str; 4] = [
    "fonts/NotoSerifSC-Regular.ttf",
    "fonts/NotoSerifSC-Bold.ttf",
    "fonts/NotoSansSC-Medium.ttf",
    "fonts/NotoSansSymbols2-Regular.ttf",
];

/// Characters that a font for Chinese has.
const COMMON: &str = "的一是在不了有和人这中大为上个国，。";

static STAND_INS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let bytes = OWN.iter().filter_map(|path| Theme::built_in(path));
    bytes.filter_map(|bytes| Font::new(Bytes::new(bytes), 0)).collect()
});

/// The first of them, to measure text with.
static REGULAR: LazyLock<Option<FontInstance>> = LazyLock::new(|| {
    let font = STAND_INS.first()?.clone();
    Some(font.instantiate(FontVariant::default(), Abs::pt(12.0), &FontVariations::default()))
});

/// The fonts of a site.
pub(super) struct Fonts {
    /// All of them, those of the theme first.
    pub all: Vec<Font>,
    /// The same for the engine.
    pub book: LazyHash<FontBook>,
    /// Names of the fonts of each part, the site's own first: what templates read.
    pub parts: Value,
}

impl Fonts {
    /// The fonts that `site.yaml` names, with those of the theme. A file that is no font, or one without the characters of
    /// the site's language, is reported.
    pub fn of(site: &Site) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut all = STAND_INS.clone();
        let mut parts = Map::new();
        let family = |at: usize| STAND_INS.get(at).map_or("", |font| font.info().family.as_str());
        for (part, named) in site.settings.print.fonts.parts() {
            let mut names = Vec::new();
            if let Some(path) = named {
                let font =
                    site.files.get(&path.value).and_then(|blob| Font::new(Bytes::new(Owned(blob.bytes().ok()?)), 0));
                let is_chinese = site.settings.language.starts_with("zh");
                let has = |font: &Font| COMMON.chars().all(|c| font.info().coverage.contains(u32::from(c)));
                match font {
                    Some(font) if !is_chinese || has(&font) => {
                        names.push(font.info().family.as_str().to_owned());
                        all.push(font);
                    }
                    Some(_) => diagnostics.push(useless(site, path, "@font-without-chinese")),
                    None => diagnostics.push(useless(site, path, "@font-unreadable")),
                }
            }
            names.push(family(if part == "heading" { 2 } else { 0 }).to_owned());
            names.push(family(OWN.len() - 1).to_owned());
            parts.insert(part.to_owned(), json!(names));
        }
        let book = LazyHash::new(FontBook::from_fonts(&all));
        (Self { all, book, parts: Value::Object(parts) }, diagnostics)
    }

    /// The width of a character in its size, in the font of the theme; 1 for one that this lacks.
    pub fn advance(c: char) -> f64 {
        let advance = |font: &FontInstance| Some(font.x_advance(font.ttf().glyph_index(c)?.0)?.get());
        REGULAR.as_ref().and_then(advance).unwrap_or(1.0)
    }

    /// True when no font has a character that is printed. Those of private use have no meaning outside of one font, and
    /// PDF/A refuses them.
    pub fn lack(&self, c: char) -> bool {
        let is_unseen = c.is_whitespace() || c.is_control() || typst::text::is_default_ignorable(c);
        let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
        !is_unseen && (is_private || self.all.iter().all(|font| !font.info().coverage.contains(u32::from(c))))
    }
}

fn useless(site: &Site, path: &crate::syntax::value::At<String>, why: &str) -> Diagnostic {
    let reported = match &site.content.settings {
        Some((file, _)) => Diagnostic::at(Code::Font, crate::source::Span::new(*file, path.range.clone())),
        None => Diagnostic::path(Code::Font, "site.yaml"),
    };
    reported.arg("path", &path.value).arg("why", why)
}

/// Bytes that the site shares with the engine.
struct Owned(std::sync::Arc<[u8]>);

impl AsRef<[u8]> for Owned {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
