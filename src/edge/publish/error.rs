//! Why a site was not published.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::catalogue::Lang;
use crate::diagnostic::{Code, Diagnostic};
use crate::edge::cause::{cause, said};
use crate::edge::os::shown;

/// Why a site was not published. Whatever it is, the output folder is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// There is something at this path that Mingce did not make.
    Foreign {
        /// What there is.
        path: PathBuf,
    },
    /// Where Mingce works, beside the output folder, is something that it did not make.
    ForeignWork {
        /// What there is.
        path: PathBuf,
    },
    /// Another build is writing the same output folder.
    Busy {
        /// The output folder.
        path: PathBuf,
    },
    /// The output folder lies inside the content folder, or the other way round.
    InContent {
        /// The output folder.
        path: PathBuf,
    },
    /// A disk is mounted on the output folder, which therefore cannot be exchanged.
    Mounted {
        /// The output folder.
        path: PathBuf,
    },
    /// A path that no file of a site can have: absolute, with `..`, with an empty part. A bug of the caller.
    BadPath {
        /// The path inside the site.
        path: String,
    },
    /// The same path was written before. A bug of the caller.
    Twice {
        /// The path inside the site.
        path: String,
    },
    /// A write failed before, so that the site is not whole. A bug of the caller, which got the error.
    Incomplete {
        /// The output folder.
        path: PathBuf,
    },
    /// A file of the content that is published as it is has changed since it was looked into, or cannot be read any more.
    Unread {
        /// The path inside the site, or in the content folder.
        path: String,
    },
    /// The machine refused.
    Io {
        /// What was read or written.
        path: PathBuf,
        /// In the system's words.
        cause: io::Error,
    },
}

impl PublishError {
    /// For `map_err`: the machine refused something about `path`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { path: path.to_owned(), cause }
    }

    fn place(&self) -> String {
        match self {
            Self::Foreign { path }
            | Self::ForeignWork { path }
            | Self::Busy { path }
            | Self::InContent { path }
            | Self::Mounted { path }
            | Self::Incomplete { path }
            | Self::Io { path, .. } => shown(path),
            Self::BadPath { path } | Self::Twice { path } | Self::Unread { path } => path.clone(),
        }
    }

    fn cause(&self) -> String {
        let words = match self {
            Self::Foreign { .. } | Self::ForeignWork { .. } => "@foreign-output",
            Self::Busy { .. } => "@busy-output",
            Self::InContent { .. } => "@output-in-content",
            Self::Mounted { .. } => "@mounted-output",
            Self::BadPath { .. } => "@bad-path",
            Self::Twice { .. } => "@path-twice",
            Self::Incomplete { .. } => "@incomplete-output",
            Self::Unread { .. } => "@changed-meanwhile",
            Self::Io { cause: error, .. } => return cause(error),
        };
        words.to_owned()
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), said(&self.cause(), Lang::En))
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

impl From<PublishError> for Diagnostic {
    fn from(error: PublishError) -> Self {
        match &error {
            PublishError::Foreign { .. } => Self::path(Code::ForeignOutput, error.place()),
            PublishError::ForeignWork { .. } => Self::path(Code::ForeignWork, error.place()),
            PublishError::Unread { .. } => Self::path(Code::FileChanged, error.place()),
            PublishError::InContent { .. } => Self::path(Code::OutputInContent, error.place()),
            _ => Self::path(Code::NotWritten, error.place()).arg("cause", error.cause()),
        }
    }
}
