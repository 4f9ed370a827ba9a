//! What the engine sees while it makes one document: templates, data, pictures, fonts, and nothing else.

use std::sync::LazyLock;

use typst::comemo::Track;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::visualize::{ImageFormat, RasterImage, SvgImage, VectorFormat};
use typst::{Feature, Library, LibraryExt, World};

use super::engine::PrintEngine;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Headings of rows are an extra of tagged documents.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The engine's name of a file. Nothing for what is no path.
pub(super) fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The world of one document.
pub(super) struct PrintWorld<'a> {
    pub engine: &'a PrintEngine,
    pub main: FileId,
    pub data: (FileId, Bytes),
    pub files: Vec<(FileId, Bytes)>,
}

impl PrintWorld<'_> {
    /// Whether the engine can read a picture; the reason why not. A picture in SVG may not link to other files.
    pub fn readable(&self, bytes: &Bytes) -> Result<(), String> {
        match ImageFormat::detect(bytes) {
            Some(ImageFormat::Raster(format)) => {
                RasterImage::plain(bytes.clone(), format).map(drop).map_err(|why| why.to_string())
            }
            Some(ImageFormat::Vector(VectorFormat::Svg)) => {
                let world: &dyn World = self;
                let read = SvgImage::with_fonts_images(bytes.clone(), world.track(), &[], None);
                read.map(drop).map_err(|_| "not a whole SVG, or one that links to other files".to_owned())
            }
            _ => Err("unknown image format".to_owned()),
        }
    }
}

impl World for PrintWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.engine.templates.get(&id).map(|template| template.source.clone()).ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let files = std::iter::once(&self.data).chain(&self.files);
        files.into_iter().find(|(own, _)| *own == id).map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.all.get(index).cloned()
    }

    /// There is no today: a document says the as-of date of its site.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
