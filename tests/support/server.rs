//! `mingce serve` as a test sees it: a process with an address, and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The day that counts as today in every test.
pub const AS_OF: &str = "2026-11-22";

/// How long a test waits for something that has to come; one that never comes is a fault.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that runs until it is dropped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`
    pub address: String,
    /// What it has said in the terminal.
    said: Arc<Mutex<String>>,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Server {
    /// Serves a content folder.
    pub fn start(content: &Path, args: &[&str]) -> Self {
        Self::begin(Command::new(env!("CARGO_BIN_EXE_mingce")), content, args)
    }

    /// Serves a content folder with a command that runs Mingce.
    pub fn begin(mut command: Command, content: &Path, args: &[&str]) -> Self {
        command.arg("serve").arg(content).args(["--lang", "zh", "--as-of", AS_OF]).args(args);
        if !args.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (stderr, said) = (BufReader::new(child.stderr.take().unwrap()), Arc::<Mutex<String>>::default());
        let kept = Arc::clone(&said);
        std::thread::spawn(move || {
            stderr.lines().map_while(Result::ok).for_each(|line| *kept.lock().unwrap() += &(line + "\n"))
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.contains(':'), "no address: {line}{}", said.lock().unwrap());
        Self { child, address, said }
    }

    /// Waits until it has said this in the terminal.
    pub fn says(&self, words: &str) {
        let start = Instant::now();
        while !self.said.lock().unwrap().contains(words) {
            assert!(start.elapsed() < PATIENCE, "it never said {words}: {}", self.said.lock().unwrap());
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    /// What it has said in the terminal so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all((request + "\r\n").as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(all[..end].to_vec()).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: all[end + 4..].to_vec() }
    }

    /// Asks for a path of the site, whatever characters are in it.
    pub fn site(&self, path: &str) -> Answer {
        let encoded = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string();
        self.get(&format!("/{}", encoded.replace("%2F", "/").replace("%2E", ".")))
    }

    /// Waits until what it answers for `path` is as it has to be.
    pub fn until(&self, path: &str, right: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.site(path);
            if right(&answer) {
                return answer;
            }
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(start.elapsed() < PATIENCE, "{path} never came right: {}\n{said}", answer.status);
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
