//! A site as a test sees it: paths and bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use mingce::Compiled;
use mingce::edge::publish::{MARKER, PublishError, Published, Stage};
use mingce::target::{self, SiteFile, Target};
use rayon::prelude::*;

/// A site, or everything that is in a folder, except its marker.
pub type Site = BTreeMap<String, Vec<u8>>;

/// A site of these files.
pub fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Writes all files, from many threads, and publishes.
pub fn fill(stage: Stage, site: &Site) -> Result<Published, PublishError> {
    site.par_iter().try_for_each(|(path, bytes)| stage.take(path, SiteFile::Bytes(bytes)))?;
    stage.commit()
}

/// A target that holds what it is given.
#[derive(Default)]
struct Memory(Mutex<Site>);

impl Target for Memory {
    type Error = std::io::Error;

    fn take(&self, path: &str, file: SiteFile<'_>) -> std::io::Result<()> {
        let mut all = Vec::new();
        match file {
            SiteFile::Bytes(bytes) => all.extend_from_slice(bytes),
            SiteFile::Left(_, left) => {
                while (all.len() as u64) < left.size() {
                    all.extend(left.part(all.len() as u64)?);
                }
            }
        }
        assert!(self.0.lock().unwrap().insert(path.to_owned(), all).is_none(), "{path} was given before");
        Ok(())
    }
}

/// Every file of a compiled site. Fails when one cannot be rendered.
pub fn rendered(compiled: &Compiled) -> Site {
    let memory = Memory::default();
    let rendered = target::render(compiled, &memory, || ()).unwrap();
    assert_eq!(rendered.diagnostics.count(mingce::diagnostic::Severity::Error), 0, "{:?}", rendered.diagnostics);
    memory.0.into_inner().unwrap()
}

/// Publishes a site, which must succeed.
pub fn publish(target: &Path, site: &Site) -> Published {
    fill(Stage::open(target).unwrap(), site).unwrap()
}

/// Everything in a folder except the marker; none when there is no such folder.
pub fn tree(target: &Path) -> Option<Site> {
    fs::symlink_metadata(target).ok()?;
    let mut tree = Site::new();
    for entry in walkdir::WalkDir::new(target) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(target).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_symlink() {
            tree.insert(path, fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes());
        } else if entry.file_type().is_file() && path != MARKER {
            tree.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    Some(tree)
}

/// The names in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
