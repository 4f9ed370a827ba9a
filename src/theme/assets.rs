//! Style sheets, scripts and the icon of a theme → what is published of them.

use std::collections::BTreeMap;
use std::ops::Range;

use bytes::Bytes;
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use rayon::prelude::*;

use super::complexity::{Excess, style_parts};
use super::script::excess;
use super::{Theme, ThemeFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ColumnId, Site};
use crate::source::{FileId, Span};
use crate::syntax::quiet;

/// Bytes of stack for minifying scripts of a site's own, which are nested as deeply as `script` lets through.
const STACK: usize = 64 << 20;

type Files = BTreeMap<String, ThemeFile>;

/// The texts for readers, by key.
type Strings = BTreeMap<String, String>;

/// A file of the theme with the path at which it is published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Path in the output, with a digest of the bytes in its name.
    pub path: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// What it is made of.
    written: String,
}

/// True for a file of a folder that ends so, but for those of folders in it.
fn within(name: &str, folder: &str, suffix: &str) -> bool {
    let own = name.strip_prefix(folder).and_then(|rest| rest.strip_suffix(suffix));
    own.is_some_and(|own| !own.contains('/'))
}

/// The text of files that are published as one.
#[derive(Default)]
struct Joined {
    text: String,
    /// The files of the site's own, each with its place in the text.
    own: Vec<(Range<usize>, FileId)>,
}

impl Joined {
    /// The files of folders, without those of folders in them, or one file.
    fn of(files: &Files, prefixes: &[&str], suffix: &str) -> Self {
        let mut joined = Self::default();
        for prefix in prefixes {
            for (_, file) in files.iter().filter(|(name, _)| within(name, prefix, suffix)) {
                if !joined.text.is_empty() {
                    joined.text.push('\n');
                }
                let start = joined.text.len();
                joined.text.push_str(&file.text);
                joined.own.extend(file.file.map(|id| (start..joined.text.len(), id)));
            }
        }
        joined
    }

    /// A diagnostic of a range of the text: in the site's own file that it is in, or that was the last one before it, since
    /// what a file leaves open may be noticed in one of the default theme.
    fn at(&self, code: Code, range: Range<usize>) -> Diagnostic {
        let own = self.own.iter().rfind(|(part, _)| part.start <= range.start);
        match own {
            Some((part, file)) => {
                let [start, end] = [range.start, range.end].map(|at| at.min(part.end) - part.start);
                Diagnostic::at(code, Span::new(*file, start..end))
            }
            None => Diagnostic::path(code, "theme"),
        }
    }

    /// What is reported about a part that is too complex.
    fn too_complex(&self, (at, cause, limit, how): Excess) -> Diagnostic {
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let reported = self.at(Code::ThemeTooComplex, at..at + length);
        reported.arg("cause", cause).arg("limit", limit).arg("how", how)
    }
}

/// Files of a theme that are published as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bundle {
    /// The style sheet of texts and records.
    SiteCss,
    /// The style sheet of policies.
    PolicyCss,
    /// The style sheet of surveys: home, lists, tables.
    PagesCss,
    /// The style sheet of the process.
    StepsCss,
    /// The style sheet of forms.
    FormCss,
    /// The style sheet of checks.
    CheckCss,
    /// The style sheet of the search.
    SearchCss,
    /// The script of every page.
    SiteJs,
    /// The script of checks.
    CheckJs,
    /// The script of the search.
    SearchJs,
    /// The script that makes QR codes of results, which that of checks loads.
    QrJs,
    /// The script that reads aloud, which that of every page loads when it is asked for.
    ReadJs,
    /// The script that has a browser keep copies of pages.
    OfflineJs,
    /// The worker that keeps them, which `worker.js` holds with what it keeps.
    WorkerJs,
    /// The icon.
    Icon,
}

/// What is known of a bundle.
struct Row {
    bundle: Bundle,
    /// The beginning of the name under which it is published.
    name: &'static str,
    sort: Sort,
    /// Where its files are: folders, without those in them, or the beginning of a name.
    prefixes: &'static [&'static str],
    /// Which sites have it.
    is_there: fn(&Site) -> bool,
}

/// How a bundle is made smaller.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Css,
    Js,
    /// It stays as it is.
    Svg,
}

impl Sort {
    fn extension(self) -> &'static str {
        match self {
            Self::Css => "css",
            Self::Js => "js",
            Self::Svg => "svg",
        }
    }
}

/// The table of bundles, in the order of [`Bundle`].
const BUNDLES: [Row; 15] = {
    use Bundle::*;
    const ALWAYS: fn(&Site) -> bool = |_| true;
    const POLICIES: fn(&Site) -> bool = |site| !site.content.policies.is_empty();
    const STEPS: fn(&Site) -> bool = |site| {
        let columns = &site.settings.columns;
        !site.content.steps.is_empty() || columns.iter().any(|column| column.id.value == ColumnId::Process)
    };
    const FORMS: fn(&Site) -> bool = |site| !site.content.forms.is_empty();
    const CHECKS: fn(&Site) -> bool = |site| !site.content.checks.is_empty();
    const RESULTS: fn(&Site) -> bool = |site| CHECKS(site) && site.base_url.is_some();
    const fn row(
        bundle: Bundle,
        (name, sort): (&'static str, Sort),
        prefixes: &'static [&'static str],
        is_there: fn(&Site) -> bool,
    ) -> Row {
        Row { bundle, name, sort, prefixes, is_there }
    }
    [
        row(SiteCss, ("site", Sort::Css), &["css/", "css/text/"], ALWAYS),
        row(PolicyCss, ("policy", Sort::Css), &["css/", "css/text/", "css/policy/"], POLICIES),
        row(PagesCss, ("pages", Sort::Css), &["css/", "css/shared/", "css/clock/", "css/pages/"], ALWAYS),
        row(StepsCss, ("steps", Sort::Css), &["css/", "css/shared/", "css/clock/", "css/steps/"], STEPS),
        row(FormCss, ("form", Sort::Css), &["css/", "css/shared/", "css/form/"], FORMS),
        row(CheckCss, ("check", Sort::Css), &["css/", "css/shared/", "css/check/"], CHECKS),
        row(SearchCss, ("search", Sort::Css), &["css/", "css/shared/", "css/search/"], ALWAYS),
        row(SiteJs, ("site", Sort::Js), &["js/"], ALWAYS),
        row(CheckJs, ("check", Sort::Js), &["js/check/"], CHECKS),
        row(SearchJs, ("search", Sort::Js), &["js/search/"], ALWAYS),
        row(QrJs, ("qr", Sort::Js), &["js/qr/"], RESULTS),
        row(ReadJs, ("read", Sort::Js), &["js/read/"], ALWAYS),
        row(OfflineJs, ("offline", Sort::Js), &["js/offline/"], Site::keeps_copies),
        row(WorkerJs, ("worker", Sort::Js), &["js/worker/"], |_| false),
        row(Icon, ("icon", Sort::Svg), &["icon"], ALWAYS),
    ]
};

impl Bundle {
    /// Every bundle.
    pub fn all() -> impl Iterator<Item = Self> {
        BUNDLES.iter().map(|row| row.bundle)
    }

    /// The scripts of every page.
    pub fn of_every_page() -> impl Iterator<Item = Self> {
        [Self::SiteJs, Self::ReadJs, Self::OfflineJs].into_iter()
    }

    /// The style sheets.
    pub fn sheets() -> impl Iterator<Item = Self> {
        BUNDLES.iter().filter(|row| row.sort == Sort::Css).map(|row| row.bundle)
    }

    /// True for a bundle that a site has.
    pub fn is_there(self, site: &Site) -> bool {
        (BUNDLES[self as usize].is_there)(site)
    }

    /// True for a style sheet.
    pub fn is_sheet(self) -> bool {
        BUNDLES[self as usize].sort == Sort::Css
    }
}

/// True for a file that would be part of a bundle: the folders of the table, and what is in them.
pub(super) fn is_part(name: &str) -> bool {
    BUNDLES.iter().filter(|row| row.sort != Sort::Svg).any(|row| {
        let end = [".", row.sort.extension()].concat();
        row.prefixes.iter().any(|prefix| within(name, prefix, &end))
    })
}

/// Every bundle as it is published, and the diagnostics of its files. What is made of the same files in the theme `before`
/// is not made again.
pub(super) fn assets(files: &Files, strings: &Strings, before: Option<&Theme>) -> (Vec<Asset>, Vec<Diagnostic>) {
    let made = BUNDLES.par_iter().map(|row| {
        let mut wrong = Vec::new();
        let joined = Joined::of(files, row.prefixes, &[".", row.sort.extension()].concat());
        let written = match row.sort {
            Sort::Js => worded(&joined, strings, &mut wrong),
            Sort::Css | Sort::Svg => joined.text.clone(),
        };
        let known = before.map(|before| before.asset(row.bundle)).filter(|known| known.written == written);
        let asset = known.cloned().unwrap_or_else(|| {
            let bytes = match row.sort {
                Sort::Css => sheet(&joined, &mut wrong),
                Sort::Js => script(&joined, &written, row.prefixes[0], &mut wrong),
                Sort::Svg => None,
            };
            // It is published as it is written when it cannot be minified.
            let bytes = bytes.unwrap_or_else(|| written.as_bytes().to_vec());
            let digest = blake3::hash(&bytes).to_hex();
            let path = format!("assets/{}.{}.{}", row.name, &digest[..10], row.sort.extension());
            Asset { path, bytes: bytes.into(), written }
        });
        (asset, wrong)
    });
    let (assets, wrong): (Vec<_>, Vec<_>) = made.unzip();
    (assets, wrong.into_iter().flatten().collect())
}

/// A style sheet, minified part by part.
fn sheet(joined: &Joined, wrong: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    let parts = if joined.own.is_empty() { Ok(vec![&*joined.text]) } else { style_parts(&joined.text) };
    let parts = parts.map_err(|excess| wrong.push(joined.too_complex(excess))).ok()?;
    Some(parts.into_iter().flat_map(|part| minified(part, minify_css)).collect())
}

/// What stands before the key of a reader's text in a script.
const STRING: &str = "STRINGS.";

/// A script with the texts for readers in place of `STRINGS.key`, as literals. A key that the theme does not have is
/// reported and stays.
fn worded(joined: &Joined, strings: &Strings, wrong: &mut Vec<Diagnostic>) -> String {
    let mut written = String::with_capacity(joined.text.len());
    let mut copied = 0;
    for (at, _) in joined.text.match_indices(STRING) {
        if joined.text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.')) {
            continue;
        }
        let rest = &joined.text[at + STRING.len()..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let end = at + STRING.len() + length;
        match strings.get(&rest[..length]) {
            Some(text) => {
                written.push_str(&joined.text[copied..at]);
                written.push_str(&serde_json::Value::from(&**text).to_string());
                copied = end;
            }
            None => wrong.push(joined.at(Code::MissingString, at..end).arg("key", &rest[..length])),
        }
    }
    written.push_str(&joined.text[copied..]);
    written
}

/// A script, minified: `written` is `joined` with its texts for readers.
fn script(joined: &Joined, written: &str, folder: &str, wrong: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    if joined.own.is_empty() {
        return Some(minify_js(written));
    }
    // Words of readers that stand in the wrong place become code: the script is counted with them as well.
    let first = joined.own[0].0.start;
    let in_texts = || excess(written).map(|(_, cause, limit, how)| (first, cause, limit, how));
    if let Some(excess) = excess(&joined.text).or_else(in_texts) {
        wrong.push(joined.too_complex(excess));
        return None;
    }
    with_room(|| minified(written, minify_js)).map_err(|error| wrong.push(no_room(folder, &error))).ok()
}

/// Does `work` on a thread with a large stack.
fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn no_room(folder: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::path(Code::Unreadable, format!("theme/{folder}")).arg("cause", error)
}

/// Browsers that must understand the scripts, as [`browsers`].
const SCRIPT_BROWSERS: &[&str] = &["chrome75", "edge79", "firefox68", "ios12", "safari12"];

/// Browsers that must understand the style sheet: those of 2019, for the older hardware of readers and offices.
fn browsers() -> Targets {
    let version = |major: u32| Some(major << 16);
    Targets::from(Browsers {
        chrome: version(75),
        edge: version(79),
        firefox: version(68),
        ios_saf: version(12),
        safari: version(12),
        ..Browsers::default()
    })
}

/// What a minifier makes of a text; the text as it is written when the minifier panics.
fn minified(text: &str, minify: impl FnOnce(&str) -> Vec<u8>) -> Vec<u8> {
    quiet::caught(|| minify(text)).unwrap_or_else(|| text.as_bytes().to_vec())
}

/// The style sheet without what no browser needs; as written where it cannot be read.
fn minify_css(css: &str) -> Vec<u8> {
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let printed = StyleSheet::parse(css, options).ok().and_then(|mut sheet| {
        let targets = browsers();
        sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).ok()?;
        sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).ok()
    });
    printed.map_or_else(|| css.as_bytes().to_vec(), |printed| printed.code.into_bytes())
}

/// The script without what no browser needs, with shorter names inside of functions; as written where it cannot be read.
fn minify_js(script: &str) -> Vec<u8> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::cjs()).parse();
    let target = EngineTargets::from_target_list(SCRIPT_BROWSERS);
    let (true, Ok(target)) = (parsed.errors.is_empty(), target) else { return script.as_bytes().to_vec() };
    let mut program = parsed.program;
    let compress = CompressOptions { target, ..CompressOptions::safest() };
    let options = MinifierOptions { mangle: Some(MangleOptions::default()), compress: Some(compress) };
    let scoping = Minifier::new(options).minify(&allocator, &mut program).scoping;
    let notices = CommentOptions { legal: LegalComment::Inline, ..CommentOptions::disabled() };
    let options = CodegenOptions { comments: notices, ..CodegenOptions::minify() };
    Codegen::new().with_options(options).with_scoping(scoping).build(&program).code.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_minifier_cannot_read_is_published_as_written() {
        assert_eq!(minified("a { b: c }", minify_css), b"a{b:c}");
        assert_eq!(minified("a { b: c }", |_| panic!("a mistake of the minifier")), b"a { b: c }");
    }
}
