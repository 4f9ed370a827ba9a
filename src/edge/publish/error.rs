//! Why a site was not published.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::edge::cause::cause;

/// Why a site was not published. Whatever it is, the output folder is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// There is something at this path that Mingce did not make.
    Foreign {
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
    /// A write failed before, so that the site is not whole. A bug of the caller, who was told.
    Incomplete {
        /// The output folder.
        path: PathBuf,
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
            Self::Foreign { path } | Self::Busy { path } | Self::InContent { path } | Self::Incomplete { path } => {
                path.display().to_string()
            }
            Self::Io { path, .. } => path.display().to_string(),
            Self::BadPath { path } | Self::Twice { path } => path.clone(),
        }
    }

    fn cause(&self) -> String {
        let words = match self {
            Self::Foreign { .. } => "不是明策生成的 (it was not made by Mingce)",
            Self::Busy { .. } => "另一个构建正在写入 (another build is writing it)",
            Self::InContent { .. } => "输出文件夹与内容文件夹重叠 (the output and the content folder overlap)",
            Self::BadPath { .. } => "网站内不能有这样的路径 (no file of a site can have this path)",
            Self::Twice { .. } => "同一路径写了两次 (the same path is written twice)",
            Self::Incomplete { .. } => "有文件未能写入 (some of its files could not be written)",
            Self::Io { cause: error, .. } => return cause(error),
        };
        words.to_owned()
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.cause())
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
            PublishError::InContent { .. } => Self::path(Code::OutputInContent, error.place()),
            _ => Self::path(Code::NotWritten, error.place()).arg("cause", error.cause()),
        }
    }
}
