//! A page → the page as the preview shows it: one script more, and leave for it to load the preview's own and ask for news.
//!
//! Only what a browser shows as a page is decorated; to everything else the preview gives the bytes that would be
//! published.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::parts;
use crate::render::Compiled;
use crate::render::csp;
use crate::theme::Bundle;

/// Where everything of the preview itself lies. The site has nothing there: hidden files are passed over.
pub const RESERVED: &str = "/.mingce/";

/// Loads the script of the preview when a page is read, as pages load their own: their policies let in scripts that have a
/// digest, and what these load. What is said of the page goes on to it.
const LOAD: &str = "(function(d,o){d.addEventListener(\"DOMContentLoaded\",function(){var s=d.createElement(\"script\");\
    s.src=\"/.mingce/preview.js\";s.dataset.page=o.page;s.dataset.rest=o.rest;d.head.appendChild(s)})})\
    (document,document.currentScript.dataset)";

/// What policies call that script.
static SOURCE: LazyLock<String> = LazyLock::new(|| csp::source(LOAD));

/// Digests of a page and of the files that it is shown with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Mark {
    /// A digest of its bytes.
    pub page: String,
    /// A digest of its bytes but for the addresses of style sheets.
    pub rest: String,
}

impl Mark {
    /// The mark of the page, or of any other bytes, at a path of a site.
    pub fn of(site: &Compiled, path: &str, bytes: &[u8]) -> Self {
        let (head, body) = bytes.split_at(head_end(bytes));
        let mut hasher = blake3::Hasher::new();
        hasher.update(body);
        if path.ends_with(".html") {
            hasher.update(parts::digest(site, path, &String::from_utf8_lossy(bytes)).as_bytes());
        }
        let body = hasher.finalize();
        let mut rest = Cow::Borrowed(head);
        for sheet in Bundle::sheets() {
            rest = without(rest, site.theme.asset(sheet).path.as_bytes());
        }
        Self { page: digest(head, &body), rest: digest(&rest, &body) }
    }
}

/// Where the head of a page ends, in which its style sheets are named.
fn head_end(page: &[u8]) -> usize {
    memchr::memmem::find(page, b"</head>").unwrap_or(page.len())
}

fn digest(head: &[u8], body: &blake3::Hash) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(body.as_bytes()).update(head);
    hasher.finalize().to_hex()[..16].to_owned()
}

fn without<'a>(bytes: Cow<'a, [u8]>, part: &[u8]) -> Cow<'a, [u8]> {
    let found: Vec<usize> = memchr::memmem::find_iter(&bytes, part).collect();
    if found.is_empty() {
        return bytes;
    }
    let mut kept = Vec::with_capacity(bytes.len());
    let mut end = 0;
    for at in found {
        kept.extend_from_slice(&bytes[end..at]);
        end = at + part.len();
    }
    kept.extend_from_slice(&bytes[end..]);
    Cow::Owned(kept)
}

/// The page with the script of the preview in its head.
pub fn decorate(page: &[u8], mark: &Mark) -> Vec<u8> {
    let (page_digest, rest) = (&mark.page, &mark.rest);
    let script = format!("<script data-page=\"{page_digest}\" data-rest=\"{rest}\">{LOAD}</script>");
    let at = head_end(page);
    let mut decorated = Vec::with_capacity(page.len() + script.len() + 64);
    decorated.extend(relaxed(&page[..at]));
    decorated.extend_from_slice(script.as_bytes());
    decorated.extend_from_slice(&page[at..]);
    decorated
}

/// A page that is shown at any address, with its own addresses counted from the root unless it says from where.
pub fn rooted(page: &[u8]) -> Vec<u8> {
    const HEAD: &[u8] = b"<head>";
    let head = &page[..head_end(page)];
    let start = memchr::memmem::find(head, HEAD).filter(|_| memchr::memmem::find(head, b"<base ").is_none());
    let at = start.map_or(0, |start| start + HEAD.len());
    let base: &[u8] = if start.is_some() { b"<base href=\"/\">" } else { b"" };
    [&page[..at], base, &page[at..]].concat()
}

/// The head of a page whose policy allows what the preview needs of its own server: scripts, a style sheet and news.
fn relaxed(head: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(head) else { return head.to_vec() };
    let mut relaxed = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((tag, content)) = policy(rest) {
        relaxed.push_str(&rest[..content.start]);
        relaxed.push_str(&allowing(&rest[content.clone()]));
        relaxed.push_str(&rest[content.end..tag]);
        rest = &rest[tag..];
    }
    relaxed.push_str(rest);
    relaxed.into_bytes()
}

/// The end of the first tag that holds a policy, and where the policy stands.
fn policy(text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    let at = text.find("Content-Security-Policy")?;
    let end = at + text[at..].find('>')?;
    let start = at + text[at..end].find("content=\"")? + "content=\"".len();
    Some((end, start..start + text[start..end].find('"')?))
}

fn allowing(policy: &str) -> String {
    let mut parts: Vec<String> = policy.split(';').map(|part| part.trim().to_owned()).collect();
    parts.retain(|part| !part.is_empty());
    for name in ["script-src", "style-src", "connect-src", "worker-src"] {
        match parts.iter_mut().find(|part| part.split(' ').next() == Some(name)) {
            Some(part) if part.split(' ').any(|source| source == "'self'") => {}
            Some(part) => *part = format!("{} 'self'", part.replace(" 'none'", "")),
            None => parts.push(format!("{name} 'self'")),
        }
    }
    // A digest would forbid the inline scripts of a policy that allows all of them.
    let scripts = parts.iter_mut().find(|part| part.starts_with("script-src "));
    if let Some(part) = scripts.filter(|part| !part.contains("'unsafe-inline'")) {
        part.extend([" ", &SOURCE]);
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_relaxed_for_the_own_server_only() {
        let strict = "default-src 'none'; style-src 'self'; script-src 'none'; base-uri 'self'";
        let relaxed = format!(
            "default-src 'none'; style-src 'self'; script-src 'self' {}; base-uri 'self'; connect-src 'self'; worker-src 'self'",
            *SOURCE
        );
        assert_eq!(allowing(strict), relaxed);
        let own =
            "script-src 'sha256-x' 'strict-dynamic' 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'";
        assert_eq!(allowing(own), own.replace("'self'; style", &format!("'self' {}; style", *SOURCE)));
        let open = "script-src 'self' 'unsafe-inline'; style-src 'self'; connect-src 'self'; worker-src 'self'";
        assert_eq!(allowing(open), open);
        let page = format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{strict}\"><p></head><body>");
        let mark = Mark { page: "a".into(), rest: "b".into() };
        let made = String::from_utf8(decorate(page.as_bytes(), &mark)).unwrap();
        assert!(made.contains(&relaxed), "{made}");
        assert!(made.contains("<script data-page=\"a\" data-rest=\"b\">(function"), "{made}");
        assert!(made.ends_with("</script></head><body>"), "{made}");
    }

    #[test]
    fn a_page_without_a_head_is_shown_all_the_same() {
        let mark = Mark { page: "a".into(), rest: "b".into() };
        assert!(decorate(b"<p>\xFF", &mark).starts_with(b"<p>\xFF<script data-page"));
    }

    #[test]
    fn a_page_that_is_nowhere_counts_from_the_root() {
        assert_eq!(rooted(b"<html><head><p></head><body>"), b"<html><head><base href=\"/\"><p></head><body>");
        for page in ["<head><base href=/a/></head>", "<p>", ""] {
            assert_eq!(rooted(page.as_bytes()), page.as_bytes());
        }
    }

    #[test]
    fn parts_are_taken_out_everywhere() {
        assert_eq!(&*without(b"ab-ab".into(), b"ab"), b"-");
        assert_eq!(&*without(b"-".into(), b"ab"), b"-");
    }
}
