//! The server as its neighbours see it: TLS by itself, what `/metrics` tells, and how it stops.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use crate::shell::Shell;

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the real binary on a port of its own and waits until it says where it listens.
    fn start(shell: &Shell) -> Server {
        let mut command = shell.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            line.rsplit_once("://")?.1.trim().parse().ok()
        });
        // Whoever writes to a pipe that nobody reads waits for ever.
        thread::spawn(move || lines.for_each(drop));
        Server { child, address: address.expect("it says where it listens") }
    }

    fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time to wait");
        stream
    }

    fn get(&self, path: &str) -> String {
        asked(&mut self.open(), path)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn asked(stream: &mut (impl Read + Write), path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("asked");
    let mut answer = Vec::new();
    // A connection that is closed without TLS's good-bye has still said what it said.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// A root and a certificate for localhost, made here.
fn certificates(shell: &Shell) {
    let run = |line: &str| {
        let done = Command::new("sh").arg("-c").arg(line).current_dir(shell.path("")).output();
        let done = done.expect("openssl runs");
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    };
    run("openssl req -x509 -newkey rsa:2048 -nodes -days 3 -subj /CN=root -keyout root.key -out root.pem");
    run("openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr");
    run("printf 'subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE\\n' > server.ext");
    run("openssl x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3 \
         -extfile server.ext -out server.pem");
}

fn tls(shell: &Shell, key: &str) {
    let text = fs::read_to_string(shell.path("songhe.toml")).expect("the settings");
    let (certificate, key) = (shell.path("server.pem"), shell.path(key));
    let both = format!("[serve]\ntls = {{ certificate = {certificate:?}, key = {key:?} }}\n");
    fs::write(shell.path("songhe.toml"), text.replace("[serve]\n", &both)).expect("the settings");
}

/// A connection that trusts these roots and nobody else.
fn trusting(server: &Server, roots: RootCertStore) -> StreamOwned<ClientConnection, TcpStream> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let client = ClientConnection::new(Arc::new(config), name).expect("a client");
    StreamOwned::new(client, server.open())
}

#[test]
fn tls_is_served_to_who_trusts_the_certificate() {
    let shell = Shell::demo("tls");
    certificates(&shell);
    let plain = fs::read_to_string(shell.path("songhe.toml")).expect("the settings");
    tls(&shell, "server.key");
    let server = Server::start(&shell);
    let mut roots = RootCertStore::empty();
    let root = fs::read(shell.path("root.pem")).expect("the root");
    roots.add(CertificateDer::from_pem_slice(&root).expect("a certificate")).expect("a root");
    let page = asked(&mut trusting(&server, roots), "/login");
    let head = page.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("strict-transport-security"), "pages over TLS stay there: {head}");
    let cookies = head.lines().filter(|it| it.starts_with("set-cookie"));
    assert!(cookies.clone().count() > 0 && cookies.clone().all(|it| it.contains("secure")), "{head}");
    // Who does not know the root gets nothing, and plain HTTP is not spoken at this port.
    let mut stranger = trusting(&server, RootCertStore::empty());
    assert!(stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").and_then(|()| stranger.flush()).is_err());
    assert!(!server.get("/login").contains("200 OK"));
    drop(server);
    // A key of another certificate is refused before anything listens, and named.
    fs::write(shell.path("songhe.toml"), plain).expect("the settings");
    tls(&shell, "root.key");
    shell.refused(&["serve", "--listen", "127.0.0.1:0"], 2, "server.pem");
    tls(&shell, "no-such.key");
    shell.refused(&["serve", "--listen", "127.0.0.1:0"], 2, "");
}

#[test]
fn metrics_tell_what_waits() {
    let shell = Shell::demo("metrics");
    let server = Server::start(&shell);
    let page = server.get("/login");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let wanted = [
        "songhe_jobs{state=\"waiting\"}",
        "songhe_jobs{state=\"running\"}",
        "songhe_jobs{state=\"failed_24h\"}",
        "songhe_jobs_lag_seconds",
        "songhe_journal_unsealed ",
        "songhe_journal_unsealed_seconds",
        "songhe_http_requests{route=\"/login\"",
    ];
    let mut told = String::new();
    for _ in 0..100 {
        told = server.get("/metrics");
        if wanted.iter().all(|it| told.contains(it)) {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{wanted:?} are not all in\n{told}");
}

#[test]
fn a_stop_lets_requests_under_way_finish() {
    let shell = Shell::demo("stop");
    let mut server = Server::start(&shell);
    let body = "login=nobody&password=nothing";
    let mut under_way = server.open();
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{}",
        body.len(),
        &body[..10]
    );
    under_way.write_all(head.as_bytes()).expect("half a request");
    thread::sleep(Duration::from_millis(300));
    let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status();
    assert!(told.expect("kill runs").success());
    thread::sleep(Duration::from_millis(500));
    assert!(server.child.try_wait().expect("it is there").is_none(), "it waits for the request");
    assert!(TcpStream::connect(server.address).is_err(), "it takes nothing new");
    under_way.write_all(&body.as_bytes()[10..]).expect("the other half");
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    for _ in 0..300 {
        if let Some(status) = server.child.try_wait().expect("it is there") {
            assert_eq!(status.code(), Some(0));
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("it does not end");
}
