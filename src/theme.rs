//! Theme files → templates, strings, style sheet, script, icon.
//!
//! The default theme is part of the program; a site replaces it file by file in its folder `theme/`.

mod assets;
mod colours;
mod complexity;
mod expressions;
pub mod origin;
mod places;
mod rounds;
mod script;
mod spaces;
mod strings;
mod templates;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};
use rustc_hash::{FxHashMap, FxHashSet};
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::catalogue::place;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::source::{FileId, Snapshot, Source, Span};
use crate::syntax::markup::Html;
use assets::assets;
pub use assets::{Asset, Bundle};
use colours::{Colours, Scheme, hexadecimal};
pub use expressions::expression;
use places::places;
use rounds::Page;
use templates::{Form, templates};

/// Bytes for which there is room in a page before it grows.
const PAGE: usize = 16 * 1024;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme, ready to render.
pub struct Theme {
    /// What is published of it, in the order of [`Bundle`].
    assets: Vec<Asset>,
    colours: Arc<Colours>,
    tera: Tera,
    /// What was reported about a page that came to no end.
    endless: OnceLock<Diagnostic>,
    /// The templates as they are written, made when one of them is wrong.
    written: OnceLock<Result<Tera, tera::Error>>,
    files: Arc<BTreeMap<String, ThemeFile>>,
    strings: FxHashMap<String, String>,
    words: Value,
    /// The same theme in other languages, by their tags.
    translated: Vec<(String, Self)>,
}

struct ThemeFile {
    text: Arc<str>,
    file: Option<FileId>,
}

/// The files of a content folder that a theme is made from.
pub fn sources(snapshot: &Snapshot) -> impl Iterator<Item = (FileId, &Source)> {
    snapshot.sources().filter(|(_, source)| source.path.starts_with("theme/"))
}

impl Theme {
    /// What is published of a bundle.
    pub fn asset(&self, bundle: Bundle) -> &Asset {
        &self.assets[bundle as usize]
    }

    /// The default theme with the site's own files in place of those of the same name, in the language of the site and in
    /// others. What is made of the same files in the theme `before` is not made again.
    pub fn load(snapshot: &Snapshot, language: &str, others: &[String], before: Option<&Self>) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut files = default_files();
        let default = files.keys().cloned().collect::<Vec<_>>();
        let (called, mut names) = (called(snapshot), Names::new(default.iter().map(String::as_str)));
        for (id, source) in sources(snapshot).filter(|(_, source)| source.flaw.is_none()) {
            let Some(name) = source.path.strip_prefix("theme/") else { continue };
            let is_part = || others.iter().map(String::as_str).chain([language]).any(|tag| is_part(name, tag));
            let known = files.contains_key(name) || is_part() || called.contains(name);
            if !known {
                let wrong = Diagnostic::path(Code::UnknownThemeFile, &*source.path).arg("name", name);
                diagnostics.push(Diagnostic { suggestion: names.nearest(name), ..wrong });
            }
            let text = match origin::parted(&source.text) {
                (_, None) => Arc::clone(&source.text),
                (text, Some(_)) => text.into(),
            };
            files.insert(name.to_owned(), ThemeFile { text, file: Some(id) });
        }
        let files = Arc::new(files);
        let strings = strings::strings(&files, language, &BTreeMap::new(), &mut diagnostics);
        let colours = Arc::new(Colours::of(&files));
        diagnostics.extend(colours.faint(&files));
        let (mut theme, wrong) = Self::of(Arc::clone(&files), &strings, &colours, before);
        diagnostics.extend(wrong);
        let translated = others.iter().map(|tag| {
            // What a language lacks is reported, and shown in the site's; so has been what is wrong with other files.
            let mut words = strings.clone();
            words.extend(strings::strings(&files, tag, &strings, &mut diagnostics));
            let before = before.and_then(|before| before.in_language(tag));
            (tag.clone(), Self::of(Arc::clone(&files), &words, &colours, before).0)
        });
        theme.translated = translated.collect();
        (theme, diagnostics)
    }

    /// A theme of files and its texts, and what is wrong with the files.
    fn of(
        files: Arc<BTreeMap<String, ThemeFile>>,
        strings: &BTreeMap<String, String>,
        colours: &Arc<Colours>,
        before: Option<&Self>,
    ) -> (Self, Vec<Diagnostic>) {
        let ((assets, mut wrong), tera) =
            rayon::join(|| assets(&files, strings, before), || templates(&files, Form::Tight(strings)));
        let (tera, error) = tera.map_or_else(|error| (Tera::new(), Some(error)), |tera| (tera, None));
        let theme = Self {
            assets,
            colours: Arc::clone(colours),
            words: Value::from_serializable(strings),
            strings: strings.iter().map(|(key, text)| (key.clone(), text.clone())).collect(),
            tera,
            endless: OnceLock::new(),
            written: OnceLock::new(),
            files,
            translated: Vec::new(),
        };
        wrong.extend(theme.files.values().filter_map(templates::too_complex));
        if let Some(error) = error {
            wrong.extend(theme.diagnostics(theme.written().as_ref().err().unwrap_or(&error)));
        }
        (theme, wrong)
    }

    /// The theme in another language, when it was loaded for that.
    pub fn in_language(&self, tag: &str) -> Option<&Self> {
        self.translated.iter().find(|(known, _)| known == tag).map(|(_, theme)| theme)
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

    /// A text of the theme with HTML in its places.
    pub fn fill_html(&self, key: &str, values: &[(&str, Html)]) -> Html {
        let mut rest = self.text(key);
        let mut filled = Html::default();
        while let Some((before, name, after)) = place(rest) {
            filled.push(&Html::text(before));
            values.iter().filter(|(key, _)| *key == name).for_each(|(_, value)| filled.push(value));
            rest = after;
        }
        filled.push(&Html::text(rest));
        filled
    }

    /// The text files of a folder of the theme: name below it, text, and the file when it is the site's own.
    pub fn files<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str, Option<FileId>)> {
        let all = self.files.iter();
        all.filter_map(move |(name, file)| Some((name.strip_prefix(folder)?, &*file.text, file.file)))
    }

    /// The style sheet of drawings, with the colours of the others.
    pub fn drawing_css(&self) -> String {
        self.files("picture.css").next().map_or_else(String::new, |(_, css, _)| self.colours.filled(css))
    }

    /// A colour on paper, by its name in style sheets.
    pub fn colour(&self, name: &str) -> Option<String> {
        self.colours.colour(Scheme::Light, name).map(hexadecimal)
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
        // A loop without an end in one page is in many.
        if let Some(reported) = self.endless.get() {
            return Err(reported.clone());
        }
        context.insert_value("s", self.words.clone());
        let mut page = Page(Vec::with_capacity(PAGE));
        rounds::begin();
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page.0),
            Err(error) => Err(self.failure(template, context, error)),
        }
    }

    /// A part of a page, for a template to put in its place.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn part(&self, template: &str, context: &mut Context) -> Result<Html, Diagnostic> {
        let part = String::from_utf8(self.render(template, context)?);
        Ok(Html::trusted(part.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())))
    }

    /// What is wrong with a template that could not be rendered, at its line as it is written.
    fn failure(&self, template: &str, context: &Context, error: tera::Error) -> Diagnostic {
        let endless = match error.kind() {
            ErrorKind::RenderingError(report) => {
                rounds::endless().map(|place| self.endless_place(report.filename(), place))
            }
            ErrorKind::Io(_) => {
                let reported = Diagnostic::path(Code::EndlessPage, format!("theme/templates/{template}"));
                Some(reported.arg("cause", "@many-bytes").arg("limit", rounds::MAX_BYTES))
            }
            _ => None,
        };
        if let Some(reported) = endless {
            return self.endless.get_or_init(|| reported).clone();
        }
        let rendered;
        let written = match self.written() {
            Ok(tera) => {
                rendered = tera.render(template, context).err().unwrap_or(error);
                &rendered
            }
            Err(written) => written,
        };
        self.diagnostics(written).swap_remove(0)
    }

    /// What is reported about a place for which a page had nothing left.
    fn endless_place(&self, template: &str, (at, cause, limit): rounds::Endless) -> Diagnostic {
        let name = format!("templates/{template}");
        let place = self
            .files
            .get(&name)
            .and_then(|file| Some(Span::new(file.file?, places(&file.text).into_iter().nth(at)?.span)));
        let reported = match place {
            Some(span) => Diagnostic::at(Code::EndlessPage, span),
            None => Diagnostic::path(Code::EndlessPage, format!("theme/{name}")),
        };
        reported.arg("cause", cause).arg("limit", limit)
    }

    fn written(&self) -> &Result<Tera, tera::Error> {
        self.written.get_or_init(|| templates(&self.files, Form::Written))
    }

    /// The engine's diagnostics, each at its own line of its template.
    fn diagnostics(&self, error: &tera::Error) -> Vec<Diagnostic> {
        if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
            let span = report.span();
            let place = ((span.start_line, span.start_col), (span.end_line, span.end_col));
            return vec![self.diagnostic(report.filename(), place, report.message())];
        }
        if let ErrorKind::MissingParent { current, parent } = error.kind() {
            return vec![self.orphan(current, parent).arg("cause", error)];
        }
        let text = error.to_string();
        let reported: Vec<_> = reports(&text)
            .map(|(message, name, (line, column))| self.diagnostic(name, ((line, column), (line, column + 1)), message))
            .collect();
        if reported.is_empty() {
            vec![Diagnostic::path(Code::Template, "theme/templates").arg("cause", text)]
        } else {
            reported
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

    fn diagnostic(&self, template: &str, (start, end): (Position, Position), message: &str) -> Diagnostic {
        let name = format!("templates/{template}");
        let reported = match self.files.get(&name).and_then(|file| file.file.map(|id| (id, &file.text))) {
            Some((id, text)) => {
                let range = offset(text, start.0, start.1)..offset(text, end.0, end.1);
                Diagnostic::at(Code::Template, Span::new(id, range))
            }
            None => Diagnostic::path(Code::Template, format!("theme/{name}")),
        };
        reported.arg("cause", message)
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
        "print" => rest.ends_with(".typ"),
        "strings" => rest.strip_suffix(".yaml") == Some(language),
        _ => assets::is_part(name),
    }
}

/// The templates that one of the site's includes, extends or imports: whatever stands between two quotes and may be one.
fn called(snapshot: &Snapshot) -> FxHashSet<String> {
    let texts = snapshot.texts.iter().filter(|source| source.path.starts_with("theme/templates/"));
    let quoted = texts.flat_map(|source| source.text.split('"').filter(|quoted| quoted.ends_with(".html")));
    quoted.map(|name| format!("templates/{name}")).collect()
}

fn default_files() -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                files.insert(path.replace('\\', "/"), ThemeFile { text: text.into(), file: None });
            }
        }
    }
    files
}
