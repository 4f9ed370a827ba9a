//! Kinds of files that never belong on a server, known by their names: keys, databases, mail, backups, copies that
//! editors and systems make, logs, programs, sources of designs and software.

/// Kinds of files by the endings of their names.
const ENDINGS: &[(&str, &[&str])] = &[
    (
        "@file-key",
        &[
            "pem", "key", "pfx", "p12", "p8", "kdb", "kdbx", "jks", "keystore", "ppk", "gpg", "ovpn", "env",
            "htpasswd", "htaccess", "pgpass", "npmrc", "agekey", "wallet", "tfstate", "tfvars",
        ],
    ),
    (
        "@file-database",
        &[
            "sql",
            "sqlite",
            "sqlite3",
            "db",
            "db3",
            "mdb",
            "accdb",
            "dbf",
            "dump",
            "mdf",
            "ldf",
            "ndf",
            "frm",
            "ibd",
            "rdb",
            "bson",
            "sqlite-wal",
            "sqlite-shm",
            "sqlite-journal",
            "db-wal",
            "db-shm",
            "db-journal",
        ],
    ),
    ("@file-mail", &["pst", "ost", "eml", "msg", "mbox", "dbx", "olm", "nsf"]),
    (
        "@file-backup",
        &[
            "bak", "bkf", "backup", "old", "orig", "rej", "save", "gho", "wbk", "xlk", "bk", "vhd", "vhdx", "vmdk",
            "vdi", "qcow2",
        ],
    ),
    ("@file-copy", &["tmp", "temp", "swp", "swo", "asd", "part", "crdownload"]),
    ("@file-shortcut", &["lnk", "url", "webloc", "desktop"]),
    ("@file-log", &["log", "dmp", "mdmp", "core", "hprof", "stackdump", "trace", "etl", "evtx", "pcap", "pcapng"]),
    (
        "@file-program",
        &[
            "exe", "msi", "dll", "com", "scr", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "wsf", "hta", "reg", "sh",
            "bash", "zsh", "py", "pyc", "pl", "rb", "php", "phtml", "jsp", "jspx", "asp", "aspx", "ashx", "cgi", "jar",
            "war", "class", "so", "dylib", "deb", "rpm", "go", "rs", "java", "lua",
        ],
    ),
    ("@file-design", &["psd", "psb", "ai", "indd", "cdr", "sketch", "fig", "xd"]),
    ("@file-source", &["ipynb", "conf", "cfg", "ini", "sln", "csproj", "iml", "lock"]),
];

/// Kinds of files by their whole names, in small letters.
const NAMES: &[(&str, &[&str])] = &[
    (
        "@file-key",
        &[
            "passwd",
            "shadow",
            "passwords.txt",
            "password.txt",
            "密码.txt",
            "credentials",
            "credentials.json",
            "secrets.yml",
            "secrets.yaml",
            "secrets.json",
            "htpasswd",
            "htaccess",
            "pgpass",
            "npmrc",
            "authorized_keys",
            "known_hosts",
            "bash_history",
        ],
    ),
    ("@file-log", &["core", "error_log", "access_log", "debug.log"]),
    (
        "@file-source",
        &[
            "web.config",
            "package.json",
            "package-lock.json",
            "composer.json",
            "cargo.toml",
            "pyproject.toml",
            "makefile",
            "dockerfile",
            "docker-compose.yml",
            "docker-compose.yaml",
            "jenkinsfile",
            "tsconfig.json",
            "requirements.txt",
        ],
    ),
    ("@file-copy", &["thumbs.db", "desktop.ini", "ehthumbs.db"]),
];

/// Kinds of files by a folder in which they lie, in small letters.
const FOLDERS: &[(&str, &[&str])] = &[
    ("@file-source", &["node_modules", "bower_components", "__pycache__", "venv", "cvs", "_darcs"]),
    ("@file-backup", &["backup", "backups", "bak", "备份"]),
    ("@file-copy", &["$recycle.bin", "__macosx", "system volume information", "lost+found"]),
];

/// Endings of files in which others are packed.
const PACKED: &[&str] = &["gz", "bz2", "xz", "zst", "zip", "7z", "rar", "tar", "tgz", "z"];

/// Why a file, by its path in the content folder, never belongs on a server: a word of the catalogue of diagnostics.
/// Nothing for all others.
pub(super) fn private_kind(path: &str) -> Option<&'static str> {
    let path = path.to_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let folder = || folders.split('/').find_map(|folder| listed(FOLDERS, folder));
    listed(NAMES, name).or_else(|| kind_of_name(name)).or_else(folder)
}

fn kind_of_name(name: &str) -> Option<&'static str> {
    if is_private_key(name) {
        return Some("@file-key");
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if ending.bytes().all(|byte| byte.is_ascii_digit()) && !ending.is_empty() {
        // `access.log.1`, `core.1234`, `index.html.20230101`.
        let numbered = stem == "core" || stem.ends_with(".log");
        return if numbered { Some("@file-log") } else { has_ending(stem).then_some("@file-copy") };
    }
    if name.ends_with('~') || name.starts_with("~$") || is_copy(stem) {
        return Some("@file-copy");
    }
    if PACKED.contains(&ending) {
        let inner = stem.strip_suffix(".tar").unwrap_or(stem);
        let is_backup = ["backup", "备份", ".bak", "_bak", "-bak", "dump"].iter().any(|word| inner.contains(word));
        return if is_backup { Some("@file-backup") } else { packed(inner) };
    }
    // `server.pem.txt`, as some systems save it.
    let within = || packed(stem).filter(|_| ending == "txt");
    listed(ENDINGS, ending).or_else(within)
}

/// True for a name that ends as those of files do (`index.html`): in letters behind a point.
fn has_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// The kind of what is packed in an archive, when its name says it (`site.sql.gz`).
fn packed(inner: &str) -> Option<&'static str> {
    let (_, ending) = inner.rsplit_once('.')?;
    listed(ENDINGS, ending).filter(|kind| ["@file-key", "@file-database", "@file-mail", "@file-log"].contains(kind))
}

/// Private keys of SSH; the public ones end in `.pub`.
fn is_private_key(name: &str) -> bool {
    let is_key = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"].iter().any(|key| name.starts_with(key));
    is_key && !name.ends_with(".pub")
}

/// True for the name, without its ending, of a copy as systems and offices call them: `x 副本`, `x - 副本 (2)`, `副本 x`,
/// `x - Copy`, `Copy of x`, `复件 x`, `x的副本`, `x_old`. A title that ends in a bracket with 副本 is none.
fn is_copy(stem: &str) -> bool {
    let counted = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '（' | '）');
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let without_number = if stem.ends_with([')', '）']) {
        let open = stem.rfind(['(', '（']).filter(|open| stem[*open..].chars().all(counted));
        open.map_or(bare, |open| stem[..open].trim_end())
    } else {
        bare
    };
    let separated = |word: &str| {
        let before = without_number.strip_suffix(word);
        before.is_some_and(|before| before.ends_with([' ', '-', '_', '\u{3000}']))
    };
    let begins = |word: &str| stem.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '-', '_', '\u{3000}']));
    ["副本", "复件", "copy", "拷贝"].into_iter().any(separated)
        || ["副本", "复件", "copy of", "复制"].into_iter().any(begins)
        || ["的副本", "_old", "-old", ".old"].into_iter().any(|end| stem.ends_with(end))
        || stem.contains("冲突副本")
        || stem.contains(".sync-conflict-")
        || stem.contains("conflicted copy")
}

fn listed(kinds: &[(&'static str, &[&str])], word: &str) -> Option<&'static str> {
    kinds.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_never_belong_on_a_server_are_known_by_their_names() {
        for (kind, paths) in [
            (
                "@file-key",
                "id_rsa id_ed25519_old a.PEM server.key 证书.pfx a/b.kdbx passwords.txt prod.env a.htpasswd server.pem.txt authorized_keys",
            ),
            ("@file-database", "a.sql a.sql.gz a.SQLite a.mdb a.dbf a.db b.sql.zip a.sqlite-wal"),
            ("@file-mail", "a.pst a.eml a.msg b.ost"),
            (
                "@file-backup",
                "a.old a.orig a.rej a.bak backup/site.yaml 网站备份.zip site-backup-2026.tar.gz a.bak.rar",
            ),
            (
                "@file-copy",
                "a~ a.docx.asd a.swp $RECYCLE.BIN/a.txt Thumbs.db ~$a.docx index.html.20230101 index_old.html",
            ),
            ("@file-shortcut", "a.lnk a.url"),
            ("@file-log", "a.log a.log.1 access.log.gz core core.4711 a.dmp"),
            ("@file-program", "a.exe deploy.sh a.bat a.ps1 a.php a.jsp"),
            ("@file-design", "a.psd a.ai"),
            ("@file-source", "a.ipynb web.config node_modules/a/b.js package.json Makefile php.ini CVS/Entries"),
        ] {
            for path in paths.split(' ') {
                assert_eq!(private_kind(&format!("static/{path}")), Some(kind), "{path}");
            }
        }
        for copy in [
            "通知 副本.docx",
            "通知 - 副本.txt",
            "通知 - 副本 (2).txt",
            "通知 副本 2.docx",
            "副本 通知.xlsx",
            "x - Copy.txt",
            "x - Copy (3).txt",
            "x copy 2.pdf",
            "Copy of x.docx",
            "复件 通知.doc",
            "通知（冲突副本）.docx",
            "通知_副本.docx",
            "通知的副本.docx",
            "通知.sync-conflict-20260101-120000-ABCDEFG.txt",
        ] {
            assert_eq!(private_kind(copy), Some("@file-copy"), "{copy}");
        }
    }

    #[test]
    fn what_sites_publish_is_none_of_them() {
        for path in [
            "robots.txt",
            "favicon.ico",
            "a.pdf",
            "附件1.docx",
            "附件1(2).xlsx",
            "营业执照（副本）样式.pdf",
            "营业执照副本.pdf",
            "js/app.js",
            "app.min.js.map",
            "style.css",
            "图 1.png",
            "a.zip",
            "附件.rar",
            "data.json",
            "list.csv",
            "a.html",
            "sitemap.xml",
            "id_rsa.pub",
            "通知2.1",
            "v1.2",
            "core.js",
            "copyright.txt",
            "BingSiteAuth.xml",
            "a.mp4",
            "LICENSE",
            "复制件办理须知.pdf",
            "logo.svg",
            "keynote.pdf",
            "备份管理办法.pdf",
            "a.ttf",
            "manifest.webmanifest",
            "backup.html",
        ] {
            assert_eq!(private_kind(&format!("static/{path}")), None, "{path}");
        }
    }
}
