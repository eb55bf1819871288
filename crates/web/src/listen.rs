//! The socket people reach: plain, or TLS by rustls. Hand-shakes wait beside one another, so that
//! a slow one holds up nobody.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::extract::connect_info::Connected;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

/// Hand-shakes done and not yet served.
const WAITING_MAX: usize = 64;
const HANDSHAKE_SECONDS_MAX: u64 = 10;

/// A connection, plain or encrypted.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for T {}

pub struct Listening {
    address: SocketAddr,
    came: mpsc::Receiver<(Box<dyn Stream>, SocketAddr)>,
}

impl Listening {
    /// Listens on `address`; over TLS when a configuration is given.
    pub async fn on(address: SocketAddr, tls: Option<Arc<ServerConfig>>) -> io::Result<Listening> {
        let tcp = TcpListener::bind(address).await?;
        let address = tcp.local_addr()?;
        let (to, came) = mpsc::channel(WAITING_MAX);
        tokio::spawn(accept(tcp, tls.map(TlsAcceptor::from), to));
        Ok(Listening { address, came })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn accept(tcp: TcpListener, tls: Option<TlsAcceptor>, to: mpsc::Sender<(Box<dyn Stream>, SocketAddr)>) {
    loop {
        let (stream, peer) = tokio::select! {
            () = to.closed() => return,
            accepted = tcp.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, most likely: wait for some to be closed.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
        };
        let _ = stream.set_nodelay(true);
        match tls.clone() {
            None => {
                if to.send((Box::new(stream), peer)).await.is_err() {
                    return;
                }
            }
            Some(tls) => {
                tokio::spawn(shake_hands(tls, stream, peer, to.clone()));
            }
        }
    }
}

async fn shake_hands(
    tls: TlsAcceptor,
    stream: TcpStream,
    peer: SocketAddr,
    to: mpsc::Sender<(Box<dyn Stream>, SocketAddr)>,
) {
    let wait = Duration::from_secs(HANDSHAKE_SECONDS_MAX);
    if let Ok(Ok(stream)) = tokio::time::timeout(wait, tls.accept(stream)).await {
        let _ = to.send((Box::new(stream), peer)).await;
    }
}

impl axum::serve::Listener for Listening {
    type Io = Box<dyn Stream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Box<dyn Stream>, SocketAddr) {
        match self.came.recv().await {
            Some(came) => came,
            // The accepting task never ends while this receiver lives.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// Where a connection comes from.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Connected<axum::serve::IncomingStream<'_, Listening>> for Peer {
    fn connect_info(stream: axum::serve::IncomingStream<'_, Listening>) -> Peer {
        Peer(*stream.remote_addr())
    }
}
