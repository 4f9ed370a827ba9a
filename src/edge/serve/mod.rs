//! `mingce serve`: a loop around the functions of a build. A folder that changes → editions, pages on request.

mod connections;
mod http;
mod poll;
mod proof;
mod rebuild;
mod watch;

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::task::Poll;

use tokio::net::TcpListener;

use crate::diagnostic::catalogue::Lang;
use crate::edge::os::shown;
use crate::model::Options;
use crate::preview::state::{Preview, Wishes};
use http::Server;
use rebuild::Loop;

/// Ports that are tried when the one that was asked for is taken.
const PORTS: u16 = 50;

/// What to serve, and to whom.
pub struct Order {
    /// The content folder.
    pub content: PathBuf,
    /// The name or address to listen on.
    pub host: String,
    /// The first port to try; 0 for any.
    pub port: u16,
    /// How the site is made.
    pub options: Options,
    /// The language of the terminal.
    pub lang: Lang,
    /// The language of the preview in the browser; that of the browser when there is none.
    pub shown: Option<Lang>,
    /// The address that opens a place in the editor, with `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
    /// Whether to look through the folder again and again even where the system reports changes.
    pub polling: bool,
}

/// What there is to say in the terminal.
pub enum Saying {
    /// The preview is at this address.
    At(String),
    /// The port that was asked for is taken.
    PortTaken(u16),
    /// Others than this machine can ask.
    Wide,
    /// They can ask at every address of this machine, at this port.
    Others(u16),
    /// The folder is polled, as the system does not report changes.
    Polling,
    /// The folder was read; a report, and how long it took.
    Made {
        /// For the first time.
        first: bool,
        /// What is wrong.
        report: Report,
        /// From noticing the change until it could be shown.
        time: std::time::Duration,
        /// How many files differ.
        files: usize,
        /// How many errors there are; the last good site is shown then.
        errors: usize,
        /// There has been no good site yet.
        partial: bool,
    },
    /// Further diagnostics, of pages that have not been requested yet.
    Found(Report),
}

/// What is wrong, for people.
pub struct Report {
    /// What was not wrong before; nothing when nothing has come.
    pub text: Option<String>,
    /// How many diagnostics are the same as before.
    pub known: usize,
}

/// Serves until it is interrupted, or something cannot be said.
///
/// # Errors
/// Why nothing can be served, or why it could not be said.
pub fn serve(order: Order, say: impl Fn(Saying) -> io::Result<()> + Send + 'static) -> io::Result<()> {
    // A terminal that is held up holds up its own words only.
    let (sender, sayings) = std::sync::mpsc::channel();
    let (failed, failure) = tokio::sync::oneshot::channel();
    let words = move || {
        if let Err(error) = sayings.into_iter().try_for_each(say) {
            // Nobody listens any more when the preview has ended.
            let _ = failed.send(error);
        }
    };
    std::thread::Builder::new().name("words".into()).spawn(words)?;
    let say = move |saying| drop(sender.send(saying));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut stopped = Box::pin(tokio::signal::ctrl_c());
    // An interrupt is listened for from its first poll on, which is before anybody knows of the preview.
    runtime.block_on(std::future::poll_fn(|context| Poll::Ready(stopped.as_mut().poll(context).is_ready())));
    let (listener, address) = runtime.block_on(listen(&order.host, order.port))?;
    let wide = !address.ip().is_loopback();
    if order.port != 0 && address.port() != order.port {
        say(Saying::PortTaken(order.port));
    }
    if wide {
        say(Saying::Wide);
    }
    if address.ip().is_unspecified() {
        say(Saying::Others(address.port()));
    }
    let name = if address.ip().is_unspecified() { "127.0.0.1".to_owned() } else { order.host.clone() };
    let name = if name.contains(':') { format!("[{name}]") } else { name };
    say(Saying::At(format!("http://{name}:{}/", address.port())));
    let folder = shown(&order.content).trim_end_matches('/').to_owned();
    let wishes = Wishes { lang: order.shown, editor: order.editor, folder };
    let preview = Arc::new(Preview::new(wishes));
    // Pages are rendered while a heavy file is looked into: the two do not share threads.
    let pool = rayon::ThreadPoolBuilder::new().build().map_err(io::Error::other)?;
    let turning = Loop { root: order.content, options: order.options, lang: order.lang, polling: order.polling, pool };
    let shown = Arc::clone(&preview);
    std::thread::Builder::new().name("rebuild".into()).spawn(move || turning.run(&shown, &say))?;
    let server = Server { preview: Arc::clone(&preview), host: order.host, wide };
    let done = runtime.block_on(async {
        tokio::select! {
            () = connections::answer(listener, http::router(server)) => Ok(()),
            stopped = stopped => stopped,
            Ok(error) = failure => Err(error),
        }
    });
    // Giving a site back piece by piece would only keep somebody waiting.
    std::mem::forget(preview);
    runtime.shutdown_background();
    done
}

/// The first free port from `port` on.
async fn listen(host: &str, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let ports = if port == 0 { 0..=0 } else { port..=port.saturating_add(PORTS) };
    for port in ports {
        let unknown = |_| io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in (host, port).to_socket_addrs().map_err(unknown)? {
            match TcpListener::bind(address).await {
                Ok(listener) => {
                    let address = listener.local_addr()?;
                    return Ok((listener, address));
                }
                Err(error) => last = error,
            }
        }
        if last.kind() != io::ErrorKind::AddrInUse {
            break;
        }
    }
    Err(last)
}
