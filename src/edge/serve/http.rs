//! Requests → responses: pages from memory, files with ranges, and what the script of the preview asks for.
//!
//! What is not a route of the site or a word of the preview does not exist. Only large files are read from the disk, in parts.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::ops::Range;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use percent_encoding::percent_decode_str;

use crate::diagnostic::catalogue::{Lang, word};
use crate::preview::news::{self, Block};
use crate::preview::state::{Answer, Preview, Shown};
use crate::preview::{RESERVED, SCRIPT, STREAM, STYLE, decorate, rooted};
use crate::source::Left;

/// The preview with the names that it answers to.
#[derive(Clone)]
pub(super) struct Server {
    pub preview: Arc<Preview>,
    /// The name or address that it was told to listen on, and whether others than this machine may ask.
    pub host: String,
    pub wide: bool,
}

/// Everything that the preview answers.
pub(super) fn router(server: Server) -> Router {
    Router::new().fallback(respond).with_state(server)
}

async fn respond(State(server): State<Server>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    if parts.method == Method::HEAD {
        // A part can be asked for with GET only.
        parts.headers.remove(header::RANGE);
    }
    let mut response = match server.refusal(&parts.headers, &parts.uri) {
        Some(refusal) => refusal,
        None if ![Method::GET, Method::HEAD].contains(&parts.method) => {
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
        }
        None => server.answer(parts.uri, parts.headers).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

impl Server {
    /// Why a request is not answered: a page of somebody else's made it, by a name that is not ours.
    fn refusal(&self, headers: &HeaderMap, uri: &Uri) -> Option<Response> {
        if headers.get_all(header::HOST).iter().count() > 1 {
            return Some(StatusCode::BAD_REQUEST.into_response());
        }
        let named = || headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = uri.authority().map(|authority| authority.as_str()).or_else(named).unwrap_or_default();
        if !self.is_own(host) {
            let words = word("serve-refused", self.lang(headers)).unwrap_or_default().replace("{host}", host);
            return Some((StatusCode::FORBIDDEN, words).into_response());
        }
        let own =
            |origin: &HeaderValue| origin.to_str().ok().and_then(|name| name.strip_prefix("http://")) == Some(host);
        let foreign = !headers.get_all(header::ORIGIN).iter().all(own);
        foreign.then(|| StatusCode::FORBIDDEN.into_response())
    }

    /// Names of this machine; any address when others may ask, since only names can be made to lead elsewhere.
    fn is_own(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let named = name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case(&self.host);
        named || address.is_ok_and(|address| self.wide || address.is_loopback())
    }

    async fn answer(&self, uri: Uri, headers: HeaderMap) -> Response {
        if self.preview.news.subscribe().wait_for(|count| *count > 0).await.is_err() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let Ok(path) = percent_decode_str(uri.path()).decode_utf8() else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        let path = path.into_owned();
        let lang = self.lang(&headers);
        let ask = |name| asked(&uri, name);
        match path.strip_prefix(RESERVED) {
            Some("preview.js") => file(SCRIPT.as_bytes(), "preview.js"),
            Some("stream.js") => file(STREAM.as_bytes(), "stream.js"),
            Some("preview.css") => file(STYLE.as_bytes(), "preview.css"),
            Some("events") => self.events(),
            Some("news") => {
                let page = ask("page").unwrap_or_default();
                self.work(move |preview| news::news(preview, &page, lang)).await
            }
            Some("report") => self.work(move |preview| Some(news::report(preview, lang))).await,
            Some("origin") => {
                let (page, block) = (ask("page").unwrap_or_default(), block(&self.preview, &uri));
                self.work(move |preview| news::origin(preview, &page, &block)).await
            }
            Some(_) => StatusCode::NOT_FOUND.into_response(),
            None => self.page((path, uri.query()), headers).await,
        }
    }

    /// What the script asks for, as JSON; `null` when there is nothing.
    async fn work<T: serde::Serialize>(&self, make: impl FnOnce(&Preview) -> Option<T> + Send + 'static) -> Response {
        let preview = Arc::clone(&self.preview);
        let json = tokio::task::spawn_blocking(move || serde_json::to_string(&make(&preview)).ok()).await;
        match json {
            Ok(Some(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    fn events(&self) -> Response {
        Sse::new(stream(&self.preview)).keep_alive(KeepAlive::default()).into_response()
    }

    async fn page(&self, (path, query): (String, Option<&str>), headers: HeaderMap) -> Response {
        let preview = Arc::clone(&self.preview);
        let inside = news::inside(&preview, &path);
        let wanted = inside.clone();
        let Ok(Some(answer)) = tokio::task::spawn_blocking(move || preview.answer(&wanted)).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let folder = format!("{inside}/");
        if !answer.found && !inside.ends_with('/') && self.preview.has(&folder) {
            let place = path.rsplit('/').next().unwrap_or_default();
            let place = percent_encoding::utf8_percent_encode(place, percent_encoding::NON_ALPHANUMERIC);
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("{place}/{query}"))]).into_response();
        }
        sent(&answer, &headers).await
    }

    fn lang(&self, headers: &HeaderMap) -> Lang {
        let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let browser = said.map(|said| if said.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En });
        self.preview.wishes.lang.or(browser).unwrap_or_default()
    }
}

/// An answer as a response: decorated where a browser shows it as a page, in part where a part was asked for.
async fn sent(answer: &Answer, headers: &HeaderMap) -> Response {
    let Shown { bytes, mark } = &answer.shown;
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    if answer.path.ends_with(".html") && text(header::ACCEPT).contains("text/html") {
        let (status, page) = match answer.found {
            true => (StatusCode::OK, decorate(bytes, mark)),
            false => (StatusCode::NOT_FOUND, decorate(&rooted(bytes), mark)),
        };
        return (status, [(header::CONTENT_TYPE, media_type(&answer.path))], page).into_response();
    }
    if !answer.found {
        let typed = [(header::CONTENT_TYPE, media_type(&answer.path))];
        return (StatusCode::NOT_FOUND, typed, bytes.clone()).into_response();
    }
    let size = answer.left.as_ref().map_or(bytes.len() as u64, |left| left.size());
    let Some(wanted) = wanted(size, text(header::RANGE)) else { return unsatisfiable(size) };
    let body = match &answer.left {
        Some(left) => parts(Arc::clone(left), wanted.0.clone()).await,
        None => Ok(Body::from(bytes.slice(wanted.0.start as usize..wanted.0.end as usize))),
    };
    // The next edition, which is being made, has the file as it is now.
    let Ok(body) = body else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")]).into_response();
    };
    let mut response = part(size, wanted, body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&answer.path)));
    response
}

/// The bytes that are asked for of what has `size` bytes, and whether they are a part of it; nothing where no byte is there.
fn wanted(size: u64, range: &str) -> Option<(Range<u64>, bool)> {
    let single = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let number = |text: &str| text.parse::<u64>().ok();
    let range = match single {
        // One that ends before it begins asks for nothing, and the last bytes of a shorter file are all of it.
        Some((first, last)) if number(first).zip(number(last)).is_some_and(|(first, last)| last < first) => "",
        Some(("", last)) if size > 0 && number(last).is_some_and(|last| last > size) => "bytes=0-",
        // The last none are never there, and of an empty file no part is.
        Some(("", last)) if number(last) == Some(0) => return None,
        Some((first, last)) if size == 0 && number(first).or(number(last)).is_some() => return None,
        _ => range,
    };
    let ranges = http_range_header::parse_range_header(range).map(|ranges| ranges.validate(size));
    match ranges.as_ref().map(Result::as_deref) {
        Ok(Ok([one])) => Some((*one.start()..*one.end() + 1, true)),
        Ok(Err(_)) => None,
        // Several ranges at once are rare enough to be given the whole.
        _ => Some((0..size, false)),
    }
}

/// A response with these bytes of what has `size` bytes.
fn part(size: u64, (range, partial): (Range<u64>, bool), body: Body) -> Response {
    let accept = [(header::ACCEPT_RANGES, "bytes")];
    let length = [(header::CONTENT_LENGTH, range.end - range.start)];
    if !partial {
        return (accept, length, body).into_response();
    }
    let place = [(header::CONTENT_RANGE, format!("bytes {}-{}/{size}", range.start, range.end - 1))];
    (StatusCode::PARTIAL_CONTENT, accept, place, length, body).into_response()
}

/// The bytes of a range of a large file, read while they are sent. One that changes meanwhile ends early, and the length
/// that was announced says that it is not whole.
///
/// # Errors
/// The file has changed since it was seen: its first bytes are read before anything is sent.
async fn parts(left: Arc<dyn Left>, range: Range<u64>) -> io::Result<Body> {
    let next = move |range: Range<u64>| {
        let left = Arc::clone(&left);
        async move {
            if range.is_empty() {
                return Ok::<_, io::Error>(None);
            }
            let mut part = tokio::task::spawn_blocking(move || left.part(range.start)).await??;
            part.truncate(usize::try_from(range.end - range.start).unwrap_or(part.len()));
            let rest = range.start + part.len() as u64..range.end;
            Ok(Some((Bytes::from(part), rest)))
        }
    };
    let Some((first, rest)) = next(range).await? else { return Ok(Body::empty()) };
    let rest = futures_util::stream::try_unfold(rest, next);
    Ok(Body::from_stream(futures_util::stream::once(async { Ok(first) }).chain(rest)))
}

fn unsatisfiable(size: u64) -> Response {
    (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{size}"))]).into_response()
}

fn file(bytes: &'static [u8], name: &str) -> Response {
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    response
}

/// The media type of a path. Texts are UTF-8, as everything that Mingce writes.
fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        other => mime_guess::from_ext(other).first_raw().unwrap_or("application/octet-stream"),
    }
}

/// A value of the query.
fn asked(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// The block that is asked for: its words, the ids around it, where it leads.
fn block(preview: &Preview, uri: &Uri) -> Block {
    let text = |name| asked(uri, name).unwrap_or_default();
    let link = asked(uri, "link").map(|link| {
        let link = percent_decode_str(&link).decode_utf8_lossy();
        let (path, anchor) = link.split_once('#').map_or((&*link, None), |(path, anchor)| (path, Some(anchor)));
        (news::inside(preview, path), anchor.map(str::to_owned))
    });
    let ids = text("ids").split(' ').map(str::to_owned).collect();
    Block { words: text("words"), ids, link, outside: asked(uri, "outside").is_some() }
}

/// An event at once, and whenever something may have changed that a page asks for.
fn stream(preview: &Preview) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let mut news = preview.news.subscribe();
    news.mark_changed();
    futures_util::stream::unfold(news, |mut news| async move {
        news.changed().await.ok()?;
        let count = news.borrow_and_update().to_string();
        Some((Ok(Event::default().data(count)), news))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::Mark;
    use crate::preview::state::Wishes;
    use crate::source::PART;

    fn server(host: &str, wide: bool) -> Server {
        let wishes = Wishes { lang: None, editor: None, folder: "content".into() };
        Server { preview: Arc::new(Preview::new(wishes)), host: host.into(), wide }
    }

    #[test]
    fn only_names_and_addresses_of_this_machine_are_answered_to() {
        let own = server("127.0.0.1", false);
        for host in ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000"] {
            assert!(own.is_own(host), "{host}");
        }
        for host in ["", "example.com", "192.168.0.9:8000", "127.0.0.1.example.com", "localhost.example.com"] {
            assert!(!own.is_own(host), "{host}");
        }
        // Whoever lets others in is asked by an address or by the name that was given; other names could lead anywhere.
        let wide = server("desk.example.com", true);
        assert!(wide.is_own("192.168.0.9:8000") && wide.is_own("desk.example.com:8000"));
        assert!(!wide.is_own("example.com"));
    }

    #[test]
    fn a_part_of_nothing_is_refused() {
        for range in ["bytes=0-", "bytes=0-0", "bytes=0-5", "bytes=5-", "bytes=-1", "bytes=-0", "bytes=0-0,2-3"] {
            assert_eq!(wanted(0, range), None, "{range}");
        }
        for range in ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "lines=0-1"] {
            assert_eq!(wanted(0, range), Some((0..0, false)), "{range}");
        }
        for range in ["bytes=0-", "bytes=-9"] {
            assert_eq!(wanted(1, range), Some((0..1, true)), "{range}");
        }
        for range in ["bytes=1-", "bytes=-0"] {
            assert_eq!(wanted(1, range), None, "{range}");
        }
    }

    /// A file of which only the first parts are still those that were seen.
    #[derive(Debug)]
    struct Changed(u64);

    impl Left for Changed {
        fn size(&self) -> u64 {
            3 * PART as u64
        }

        fn stamp(&self) -> &'static str {
            "seen"
        }

        fn part(&self, start: u64) -> io::Result<Vec<u8>> {
            if start < self.0 { Ok(vec![7; PART]) } else { Err(io::ErrorKind::InvalidData.into()) }
        }
    }

    #[test]
    fn a_large_file_that_has_changed_is_answered_for() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let ask = |same: u64| {
            let shown = Shown { bytes: Bytes::new(), mark: Mark { page: String::new(), rest: String::new() } };
            let answer = Answer { path: "film.mp4".into(), found: true, shown, left: Some(Arc::new(Changed(same))) };
            runtime.block_on(sent(&answer, &HeaderMap::new()))
        };
        let (before, meanwhile) = (ask(0), ask(PART as u64));
        assert_eq!((before.status().as_u16(), meanwhile.status().as_u16()), (503, 200));
        assert!(before.headers().contains_key(header::RETRY_AFTER));
        // What was announced as longer ends in an error, never as a whole file.
        assert!(runtime.block_on(axum::body::to_bytes(meanwhile.into_body(), usize::MAX)).is_err());
    }

    #[test]
    fn every_sort_of_file_has_its_media_type() {
        for (path, expected) in [
            ("a/index.html", "text/html; charset=utf-8"),
            ("calendar.ics", "text/calendar"),
            ("a.pdf", "application/pdf"),
            ("a.json", "application/json"),
            ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("icon.svg", "image/svg+xml"),
            ("a.b/c", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }
}
