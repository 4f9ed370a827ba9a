//! Theme files → templates, strings, style sheet, script, icon.
//!
//! The default theme is part of the program; a site replaces it file by file in its folder `theme/`.

mod spaces;
mod templates;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use bytes::Bytes;
use include_dir::{Dir, include_dir};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use rustc_hash::FxHashMap;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::catalogue::place;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Snapshot, Source, Span};
use crate::syntax::markup::Html;
use crate::syntax::yaml;
pub use templates::expression;
use templates::{Form, templates};

/// Bytes for which there is room in a page before it grows.
const PAGE: usize = 16 * 1024;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

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

/// A theme, ready to render.
pub struct Theme {
    /// The style sheet of every page.
    pub css: Asset,
    /// The style sheet that some templates add to it.
    pub pages_css: Asset,
    /// The script.
    pub script: Asset,
    /// The style sheet of checks.
    pub check_css: Asset,
    /// The script of checks.
    pub check_script: Asset,
    /// The script that makes QR codes of results, for checks of a site with an address.
    pub qr_script: Asset,
    /// The icon.
    pub icon: Asset,
    tera: Tera,
    /// The templates as they are written, made when one of them is wrong.
    written: OnceLock<Result<Tera, tera::Error>>,
    files: BTreeMap<String, ThemeFile>,
    strings: FxHashMap<String, String>,
    words: Value,
}

struct ThemeFile {
    text: String,
    file: Option<FileId>,
}

/// The files of a content folder that a theme is made from.
pub fn sources(snapshot: &Snapshot) -> impl Iterator<Item = (FileId, &Source)> {
    snapshot.sources().filter(|(_, source)| source.path.starts_with("theme/"))
}

impl Theme {
    /// Everything that is published of a theme itself.
    pub fn assets(&self) -> [&Asset; 7] {
        let Self { css, pages_css, check_css, script, check_script, qr_script, icon, .. } = self;
        [css, pages_css, check_css, script, check_script, qr_script, icon]
    }

    /// The default theme with the site's own files in place of those of the same name. What is made of the same files in
    /// the theme `before` is not made again.
    pub fn load(snapshot: &Snapshot, language: &str, before: Option<&Self>) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut files = default_files();
        for (id, source) in sources(snapshot).filter(|(_, source)| source.flaw.is_none()) {
            let Some(name) = source.path.strip_prefix("theme/") else { continue };
            let known = files.contains_key(name) || is_part(name, language) || is_called(name, snapshot);
            if !known {
                let names = files.keys().map(String::as_str);
                let wrong = Diagnostic::path(Code::UnknownThemeFile, &*source.path).arg("name", name);
                diagnostics.push(wrong.suggest(name, names));
            }
            files.insert(name.to_owned(), ThemeFile { text: source.text.to_string(), file: Some(id) });
        }
        let strings = strings(&files, language, &mut diagnostics);
        let (scripts, (styles, tera)) = rayon::join(
            || scripts(&files, before),
            || (styles(&files, before), templates(&files, Form::Tight(&strings))),
        );
        let ([css, pages_css, check_css], [script, check_script, qr_script]) = (styles, scripts);
        let (tera, error) = tera.map_or_else(|error| (Tera::new(), Some(error)), |tera| (tera, None));
        let theme = Self {
            css,
            pages_css,
            script,
            check_css,
            check_script,
            qr_script,
            icon: asset("icon", "svg", None, joined(&files, "icon", ".svg"), |svg| svg.as_bytes().to_vec()),
            words: Value::from_serializable(&strings),
            strings: strings.into_iter().collect(),
            tera,
            written: OnceLock::new(),
            files,
        };
        if let Some(error) = error {
            let told = theme.complaints(theme.written().as_ref().err().unwrap_or(&error));
            diagnostics.extend(told);
        }
        (theme, diagnostics)
    }

    /// A reader's text. A key that the theme does not have shows as itself.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.get(key).map_or(key, String::as_str)
    }

    /// A reader's text with its `{name}` places filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.text(key);
        let mut filled = String::with_capacity(2 * rest.len());
        while let Some((before, name, after)) = place(rest) {
            filled.push_str(before);
            filled.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
            rest = after;
        }
        filled + rest
    }

    /// The text files of a folder of the theme: name below it, text, and the file when it is the site's own.
    pub fn files<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str, Option<FileId>)> {
        let all = self.files.iter();
        all.filter_map(move |(name, file)| Some((name.strip_prefix(folder)?, file.text.as_str(), file.file)))
    }

    /// A file of the default theme.
    pub fn built_in(path: &str) -> Option<&'static [u8]> {
        DEFAULT.get_file(path).map(include_dir::File::contents)
    }

    /// A page from its template.
    ///
    /// # Errors
    /// What is wrong with the template, at the template's own line.
    pub fn render(&self, template: &str, context: &mut Context) -> Result<Vec<u8>, Diagnostic> {
        context.insert_value("s", self.words.clone());
        let mut page = Vec::with_capacity(PAGE);
        let done = self.tera.render_to(template, context, &mut page);
        done.map(|()| page).map_err(|error| self.failure(template, context, error))
    }

    /// A part of a page, for a template to put in its place.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn part(&self, template: &str, context: &mut Context) -> Result<Html, Diagnostic> {
        context.insert_value("s", self.words.clone());
        let done = self.tera.render(template, context);
        done.map(Html::trusted).map_err(|error| self.failure(template, context, error))
    }

    /// What is wrong with a template that could not be rendered, at its line as it is written.
    fn failure(&self, template: &str, context: &Context, error: tera::Error) -> Diagnostic {
        let rendered;
        let written = match self.written() {
            Ok(tera) => {
                rendered = tera.render(template, context).err().unwrap_or(error);
                &rendered
            }
            Err(written) => written,
        };
        self.complaints(written).swap_remove(0)
    }

    fn written(&self) -> &Result<Tera, tera::Error> {
        self.written.get_or_init(|| templates(&self.files, Form::Written))
    }

    /// The engine's complaints, each at its own line of its template.
    fn complaints(&self, error: &tera::Error) -> Vec<Diagnostic> {
        if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
            let span = report.span();
            let place = ((span.start_line, span.start_col), (span.end_line, span.end_col));
            return vec![self.complaint(report.filename(), place, report.message())];
        }
        if let ErrorKind::MissingParent { current, parent } = error.kind() {
            return vec![self.orphan(current, parent).arg("cause", error)];
        }
        let text = error.to_string();
        let told: Vec<_> = reports(&text)
            .map(|(message, name, (line, column))| self.complaint(name, ((line, column), (line, column + 1)), message))
            .collect();
        if told.is_empty() {
            vec![Diagnostic::path(Code::Template, "theme/templates").arg("cause", text)]
        } else {
            told
        }
    }

    /// The place where a template names the one that it extends, which does not exist.
    fn orphan(&self, current: &str, parent: &str) -> Diagnostic {
        let name = format!("templates/{current}");
        let written = self.files.get(&name).and_then(|file| Some((file.file?, file.text.find(parent)?)));
        match written {
            Some((id, at)) => Diagnostic::at(Code::Template, Span::new(id, at..at + parent.len())),
            None => Diagnostic::path(Code::Template, format!("theme/{name}")),
        }
    }

    fn complaint(&self, template: &str, (start, end): (Position, Position), message: &str) -> Diagnostic {
        let name = format!("templates/{template}");
        let told = match self.files.get(&name).and_then(|file| file.file.map(|id| (id, &file.text))) {
            Some((id, text)) => {
                let range = offset(text, start.0, start.1)..offset(text, end.0, end.1);
                Diagnostic::at(Code::Template, Span::new(id, range))
            }
            None => Diagnostic::path(Code::Template, format!("theme/{name}")),
        };
        told.arg("cause", message)
    }
}

/// A line, from 1, and a column in characters, from 0.
type Position = (usize, usize);

/// The reports in what the engine says of several templates at once: `error: MESSAGE`, then ` --> NAME:LINE:COLUMN`.
fn reports(text: &str) -> impl Iterator<Item = (&str, &str, Position)> {
    text.split("error: ").filter_map(|report| {
        let (message, rest) = report.split_once("\n")?;
        let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some((message, parts.next()?, (line, column.saturating_sub(1))))
    })
}

/// The byte at a line (from 1) and a column in characters (from 0).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// True for a file that needs no namesake in the default theme to have an effect.
fn is_part(name: &str, language: &str) -> bool {
    let (folder, rest) = name.rsplit_once('/').unwrap_or(("", name));
    match folder {
        "css" | "css/shared" | "css/pages" | "css/check" => rest.ends_with(".css"),
        "js" | "js/check" | "js/qr" => rest.ends_with(".js"),
        "print" => rest.ends_with(".typ"),
        "strings" => rest.strip_suffix(".yaml") == Some(language),
        _ => false,
    }
}

/// True for a template that another one of the site's includes, extends or imports.
fn is_called(name: &str, snapshot: &Snapshot) -> bool {
    let Some(name) = name.strip_prefix("templates/").filter(|name| name.ends_with(".html")) else { return false };
    let call = format!("\"{name}\"");
    snapshot.texts.iter().any(|source| source.path.starts_with("theme/templates/") && source.text.contains(&call))
}

fn default_files() -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                files.insert(path.replace('\\', "/"), ThemeFile { text: text.to_owned(), file: None });
            }
        }
    }
    files
}

/// The strings of the default theme, with the site's own before them.
fn strings(
    files: &BTreeMap<String, ThemeFile>,
    language: &str,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let name = format!("strings/{language}.yaml");
    let own = files.get(&name);
    let default = DEFAULT.get_file(&name).or_else(|| DEFAULT.get_file("strings/zh-CN.yaml"));
    let default = default.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let mut strings: BTreeMap<String, String> = yaml::record(FileId(0), default).unwrap_or_default();
    let own = own.map(|own| own.file.map(|file| yaml::record::<BTreeMap<String, String>>(file, &own.text)));
    match own {
        Some(Some(Ok(own))) => {
            let missing: Vec<_> = strings.keys().filter(|key| !own.contains_key(*key)).map(String::as_str).collect();
            if DEFAULT.get_file(&name).is_none() && !missing.is_empty() {
                let told = Diagnostic::path(Code::MissingString, format!("theme/{name}"));
                diagnostics.push(told.arg("key", missing.join("、")));
            }
            strings.extend(own);
        }
        Some(Some(Err(wrong))) => diagnostics.extend(wrong),
        Some(None) => {}
        None => diagnostics.push(Diagnostic::path(Code::MissingString, format!("theme/{name}")).arg("key", &name)),
    }
    strings
}

/// The files of a folder, without those of folders in it, or one file.
fn joined(files: &BTreeMap<String, ThemeFile>, prefix: &str, suffix: &str) -> String {
    let is_part = |name: &str| {
        let own = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
        own.is_some_and(|own| !own.contains('/'))
    };
    let parts = files.iter().filter(|(name, _)| is_part(name));
    parts.map(|(_, file)| file.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The style sheets of every page, of some pages and of checks.
fn styles(files: &BTreeMap<String, ThemeFile>, before: Option<&Theme>) -> [Asset; 3] {
    let known = before.map(|before| [&before.css, &before.pages_css, &before.check_css]);
    let made_of: [(&str, &[&str]); 3] =
        [("site", &["css/"]), ("pages", &["css/shared/", "css/pages/"]), ("check", &["css/shared/", "css/check/"])];
    std::array::from_fn(|at| {
        let (name, folders) = made_of[at];
        let parts = folders.iter().map(|folder| joined(files, folder, ".css"));
        asset(name, "css", known.map(|known| known[at]), parts.collect::<Vec<_>>().join("\n"), minify_css)
    })
}

/// The scripts of every page, of checks and of their QR codes.
fn scripts(files: &BTreeMap<String, ThemeFile>, before: Option<&Theme>) -> [Asset; 3] {
    let known = before.map(|before| [&before.script, &before.check_script, &before.qr_script]);
    let made_of = [("site", "js/"), ("check", "js/check/"), ("qr", "js/qr/")];
    std::array::from_fn(|at| {
        let (name, folder) = made_of[at];
        asset(name, "js", known.map(|known| known[at]), joined(files, folder, ".js"), minify_js)
    })
}

/// What is published of the files that `written` joins: `known`, when that is made of the same.
fn asset(
    name: &str,
    extension: &str,
    known: Option<&Asset>,
    written: String,
    minify: impl Fn(&str) -> Vec<u8>,
) -> Asset {
    if let Some(known) = known.filter(|known| known.written == written) {
        return known.clone();
    }
    let bytes = minify(&written);
    let digest = blake3::hash(&bytes).to_hex();
    Asset { path: format!("assets/{name}.{}.{extension}", &digest[..10]), bytes: bytes.into(), written }
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
