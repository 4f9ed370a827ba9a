//! Why the machine refused something, in words for both kinds of reader.
//!
//! Turns an [`io::Error`] into the `cause` of a diagnostic. It decides nothing.

use std::io::{self, ErrorKind};

/// The cause in Chinese and English where it is a common one, otherwise in the system's words.
pub fn cause(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "不存在 (it does not exist)",
        ErrorKind::PermissionDenied => "没有权限 (permission denied)",
        ErrorKind::NotADirectory => "不是文件夹 (it is not a folder)",
        ErrorKind::AddrNotAvailable => "这台机器没有这个地址或名称 (this machine has no such address or name)",
        ErrorKind::AddrInUse => "端口都被占用 (the ports are taken)",
        ErrorKind::StorageFull => "磁盘已满 (the disk is full)",
        ErrorKind::QuotaExceeded => "超出磁盘配额 (the disk quota is used up)",
        ErrorKind::ReadOnlyFilesystem => "磁盘只读 (the disk is read-only)",
        ErrorKind::ResourceBusy => "正被占用 (it is in use)",
        ErrorKind::InvalidFilename => "名称过长或无效 (the name is too long or not valid)",
        _ => return error.to_string(),
    };
    words.to_owned()
}
