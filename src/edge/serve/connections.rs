//! Connections of the preview: how many there are at once, and how long one may take to say what it wants.
//!
//! A connection on which half a request was sent would otherwise stay for ever, and with it a descriptor.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// How long a connection may take to send the head of a request, and to begin with the next one.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections at once; further ones wait until one of them ends. Every open page has two at most, with the stream of news.
const MOST: usize = 800;
/// How long nothing is accepted when the system has no descriptors left.
const PAUSE: Duration = Duration::from_secs(1);

/// Answers connections for ever.
pub(super) async fn answer(listener: TcpListener, router: Router) {
    answer_at_most(MOST, listener, router).await;
}

/// Answers connections for ever, `most` of them at once.
async fn answer_at_most(most: usize, listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(most));
    loop {
        // It is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let stream = accepted(&listener).await;
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut builder = Builder::new(TokioExecutor::new()).http1_only();
            builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // What goes wrong on a connection concerns nobody but its other end.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

/// The next connection.
async fn accepted(listener: &TcpListener) -> TcpStream {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            // It was gone before it was taken.
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) => {}
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::net::TcpStream as Client;

    use axum::routing::get;

    use super::*;

    #[test]
    fn one_connection_too_many_waits_until_another_ends() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let place = listener.local_addr().unwrap();
        runtime.spawn(answer_at_most(2, listener, Router::new().route("/", get(|| async { "here" }))));

        let ask = || {
            let mut client = Client::connect(place).unwrap();
            client.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
            client
        };
        let answered = |client: &mut Client, within: u64| {
            client.set_read_timeout(Some(Duration::from_millis(within))).unwrap();
            match client.read(&mut [0; 512]) {
                Ok(bytes) => bytes > 0,
                Err(error) => {
                    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
                    false
                }
            }
        };
        let (mut first, mut second) = (ask(), ask());
        assert!(answered(&mut first, 60_000) && answered(&mut second, 60_000));
        let mut third = ask();
        assert!(!answered(&mut third, 300));
        drop(first);
        assert!(answered(&mut third, 60_000));
    }
}
