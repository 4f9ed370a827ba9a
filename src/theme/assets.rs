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

use super::complexity::{Excess, script_excess, style_parts};
use super::{Theme, ThemeFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::quiet;

/// Bytes of stack for minifying scripts of a site's own, which are nested as deeply as `complexity` lets through.
const STACK: usize = 64 << 20;

type Files = BTreeMap<String, ThemeFile>;

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

/// Files that are published as one.
#[derive(Default)]
struct Bundle {
    text: String,
    /// The files of the site's own, each with its place in the text.
    own: Vec<(Range<usize>, FileId)>,
}

impl Bundle {
    /// The files of folders, without those of folders in them, or one file.
    fn of(files: &Files, prefixes: &[&str], suffix: &str) -> Self {
        let mut bundle = Self::default();
        for prefix in prefixes {
            let is_part = |name: &str| {
                let own = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
                own.is_some_and(|own| !own.contains('/'))
            };
            for (_, file) in files.iter().filter(|(name, _)| is_part(name)) {
                if !bundle.text.is_empty() {
                    bundle.text.push('\n');
                }
                let start = bundle.text.len();
                bundle.text.push_str(&file.text);
                bundle.own.extend(file.file.map(|id| (start..bundle.text.len(), id)));
            }
        }
        bundle
    }

    /// What is told of a part that is too complex.
    fn too_complex(&self, (at, cause, limit, how): Excess) -> Diagnostic {
        // What a file leaves open may become too deep in a file of the default theme.
        let own = self.own.iter().rfind(|(part, _)| part.start <= at);
        let told = match own {
            Some((part, file)) => {
                let [start, end] = [at, at + 1].map(|at| at.min(part.end) - part.start);
                Diagnostic::at(Code::ThemeTooComplex, Span::new(*file, start..end))
            }
            None => Diagnostic::path(Code::ThemeTooComplex, "theme"),
        };
        told.arg("cause", cause).arg("limit", limit).arg("how", how)
    }
}

/// Assets of one sort, and what is wrong with their files.
type Made = ([Asset; 3], Vec<Diagnostic>);

/// The style sheets of every page, of some pages and of checks.
pub(super) fn styles(files: &Files, before: Option<&Theme>) -> Made {
    let known = before.map(|before| [&before.css, &before.pages_css, &before.check_css]);
    let made_of: [(&str, &[&str]); 3] =
        [("site", &["css/"]), ("pages", &["css/shared/", "css/pages/"]), ("check", &["css/shared/", "css/check/"])];
    let mut wrong = Vec::new();
    let assets = std::array::from_fn(|at| {
        let (name, folders) = made_of[at];
        let bundle = Bundle::of(files, folders, ".css");
        let parts = if bundle.own.is_empty() { Ok(vec![&*bundle.text]) } else { style_parts(&bundle.text) };
        let parts = parts.map_err(|excess| wrong.push(bundle.too_complex(excess)));
        let minify = || parts.ok().map(|parts| parts.into_iter().flat_map(|part| minified(part, minify_css)).collect());
        asset((name, "css"), known.map(|known| known[at]), &bundle, minify)
    });
    (assets, wrong)
}

/// The scripts of every page, of checks and of their QR codes.
pub(super) fn scripts(files: &Files, before: Option<&Theme>) -> Made {
    let known = before.map(|before| [&before.script, &before.check_script, &before.qr_script]);
    let made_of = [("site", "js/"), ("check", "js/check/"), ("qr", "js/qr/")];
    let mut wrong = Vec::new();
    let assets = std::array::from_fn(|at| {
        let (name, folder) = made_of[at];
        let bundle = Bundle::of(files, &[folder], ".js");
        let excess = (!bundle.own.is_empty()).then(|| script_excess(&bundle.text)).flatten();
        wrong.extend(excess.map(|excess| bundle.too_complex(excess)));
        let minify = || match excess {
            None if bundle.own.is_empty() => Some(minify_js(&bundle.text)),
            None => {
                let made = with_room(|| minified(&bundle.text, minify_js));
                made.map_err(|error| wrong.push(no_room(folder, &error))).ok()
            }
            Some(_) => None,
        };
        asset((name, "js"), known.map(|known| known[at]), &bundle, minify)
    });
    (assets, wrong)
}

/// The icon.
pub(super) fn icon(files: &Files) -> Asset {
    asset(("icon", "svg"), None, &Bundle::of(files, &["icon"], ".svg"), || None)
}

/// What is published of a bundle: `known`, when that is made of the same. It is published as it is written when it cannot be
/// minified.
fn asset(
    (name, extension): (&str, &str),
    known: Option<&Asset>,
    bundle: &Bundle,
    minify: impl FnOnce() -> Option<Vec<u8>>,
) -> Asset {
    if let Some(known) = known.filter(|known| known.written == bundle.text) {
        return known.clone();
    }
    let bytes = minify().unwrap_or_else(|| bundle.text.as_bytes().to_vec());
    let digest = blake3::hash(&bytes).to_hex();
    let path = format!("assets/{name}.{}.{extension}", &digest[..10]);
    Asset { path, bytes: bytes.into(), written: bundle.text.clone() }
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
