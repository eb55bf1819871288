//! How long `songhe serve` takes on an existing database until it answers a page: 57,459 elders,
//! the real binary, from the start of the process to the first good answer.
//!
//! `cargo bench -p app --bench ready`; the median of five starts.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

mod county;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant as Clock},
};

use app::{settings::Settings, wiring::Installation};

use county::{Folder, MIANNING, Verdict, fill, median, peak_megabytes};

const STARTS: usize = 5;
const GIVE_UP: Duration = Duration::from_mins(1);

fn main() {
    let folder = Folder::new("ready");
    let data = folder.0.display().to_string();
    let songhe = env!("CARGO_BIN_EXE_songhe");
    let set_up = ["demo", "--bare", "--setup-only", "--dir", &data];
    let done = Command::new(songhe).args(set_up).stdout(Stdio::null()).status().expect("the binary runs");
    assert!(done.success(), "an installation");
    let config = folder.0.join("songhe.toml");
    {
        let settings = Settings::read(Some(&config)).expect("the settings");
        let here = Installation::open(settings).expect("an installation");
        fill(&here.store, &here.house, MIANNING);
    }
    let size = fs::metadata(folder.0.join("songhe.db")).map_or(0, |it| it.len() / 1_000_000);
    let (mut took, mut peak) = (Vec::new(), 0);
    for _ in 0..STARTS {
        let address = free();
        let begun = Clock::now();
        let listen = address.to_string();
        let words = ["--config", config.to_str().expect("a path"), "serve", "--listen", &listen];
        let mut child = Command::new(songhe).args(words).stderr(Stdio::null()).spawn().expect("it starts");
        while !answers(address, "/readyz") {
            assert!(begun.elapsed() < GIVE_UP, "it never answered");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(answers(address, "/login"), "a page is served");
        took.push(begun.elapsed().as_secs_f64());
        peak = peak.max(peak_megabytes(&child.id().to_string()).unwrap_or(0));
        end(&mut child);
    }
    println!("a database of {size} MB, {STARTS} starts, {peak} MB resident at most");
    let mut verdict = Verdict::default();
    verdict.at_most("from start to the first page, median", median(took), 2.0, " s");
    verdict.end();
}

fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address")
}

/// Whether a path is answered well.
fn answers(address: SocketAddr, path: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    stream.write_all(asked.as_bytes()).is_ok()
        && stream.read_to_end(&mut answer).is_ok()
        && answer.starts_with(b"HTTP/1.1 200")
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
