//! Sixty-four clients that send bodies at the same time, and wait for each other in the middle of them.

use std::{fmt::Write, net::SocketAddr, sync::Arc};

use bytes::Bytes;
use h2::{SendStream, client};
use hookseal::{provider::StandardWebhooks, testing::sign};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, tcp::OwnedWriteHalf},
    sync::Barrier,
    task::JoinSet,
};

use crate::server::{LIMIT, SECRET};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Http1,
    /// All of them on one connection.
    Http2,
}

/// What each of the clients sends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body {
    /// What `Content-Length` says; without it, the body is a stream of chunks.
    pub(crate) announced: Option<usize>,
    pub(crate) size: usize,
    pub(crate) signed: bool,
}

/// What is sent at a time.
const PIECE: usize = 16 << 10;
/// Up to where they wait for each other: as much as a server may have to keep of each of them.
pub(crate) const HELD: usize = LIMIT - PIECE;

/// The headers of a delivery that was signed for another body than the one that is sent.
fn headers(body: Body) -> Vec<(String, String)> {
    let delivery = sign::<StandardWebhooks>(SECRET, "{}");
    let headers = delivery.headers().iter().filter(|(name, _)| body.signed || *name != "webhook-signature");
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    let signed = headers.map(|(name, value)| (name.to_string(), text(value)));
    signed.chain(body.announced.map(|length| ("content-length".to_owned(), length.to_string()))).collect()
}

/// Sends the body so often at once; all meet at `halfway` twice when they have sent what must be held. The statuses.
pub(crate) async fn send(
    server: SocketAddr,
    wire: Wire,
    body: Body,
    clients: usize,
    halfway: &Arc<Barrier>,
) -> Vec<u16> {
    let mut sending = JoinSet::new();
    let connection = match wire {
        Wire::Http1 => None,
        Wire::Http2 => {
            let socket = TcpStream::connect(server).await.unwrap();
            let (client, connection) = client::handshake(socket).await.unwrap();
            tokio::spawn(connection);
            Some(client)
        }
    };
    for _ in 0..clients {
        let halfway = Arc::clone(halfway);
        match &connection {
            None => sending.spawn(by_http1(server, body, halfway)),
            Some(client) => sending.spawn(by_http2(client.clone(), body, halfway)),
        };
    }
    sending.join_all().await
}

/// Where a body goes.
enum Pipe {
    Http1 { socket: OwnedWriteHalf, is_chunked: bool },
    Http2(SendStream<Bytes>),
}

impl Pipe {
    /// The two halves of the body, and between them the others.
    async fn send(&mut self, body: Body, halfway: &Barrier) {
        let sent = self.send_bytes(HELD).await;
        halfway.wait().await;
        halfway.wait().await;
        if sent && self.send_bytes(body.size - HELD).await {
            self.end().await;
        }
    }

    /// Whether the server has taken so many bytes.
    async fn send_bytes(&mut self, mut left: usize) -> bool {
        while left > 0 {
            let piece = PIECE.min(left);
            let bytes = Bytes::from(vec![b' '; piece]);
            let sent = match self {
                Self::Http1 { socket, is_chunked: false } => socket.write_all(&bytes).await.is_ok(),
                Self::Http1 { socket, is_chunked: true } => {
                    let chunk = [format!("{piece:x}\r\n").as_bytes(), &bytes, b"\r\n"].concat();
                    socket.write_all(&chunk).await.is_ok()
                }
                Self::Http2(stream) => push(stream, bytes).await,
            };
            if !sent {
                return false;
            }
            left -= piece;
        }
        true
    }

    /// Nobody has to wait for the end of a body.
    async fn end(&mut self) {
        match self {
            Self::Http1 { is_chunked: false, .. } => {}
            Self::Http1 { socket, is_chunked: true } => drop(socket.write_all(b"0\r\n\r\n").await),
            Self::Http2(stream) => drop(stream.send_data(Bytes::new(), true)),
        }
    }
}

async fn by_http1(server: SocketAddr, body: Body, halfway: Arc<Barrier>) -> u16 {
    let mut head = "POST /hook HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n".to_owned();
    for (name, value) in headers(body) {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    let is_chunked = body.announced.is_none();
    head += if is_chunked { "Transfer-Encoding: chunked\r\n\r\n" } else { "\r\n" };
    let (mut reading, mut socket) = TcpStream::connect(server).await.unwrap().into_split();
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut pipe = Pipe::Http1 { socket, is_chunked };
    let receiving = async {
        let mut raw = Vec::new();
        let _ends_with_the_connection = reading.read_to_end(&mut raw).await;
        String::from_utf8_lossy(&raw).split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    };
    tokio::join!(pipe.send(body, &halfway), receiving).1
}

async fn by_http2(client: client::SendRequest<Bytes>, body: Body, halfway: Arc<Barrier>) -> u16 {
    let request = http::Request::post("http://example.com/hook").version(http::Version::HTTP_2);
    let request = headers(body).iter().fold(request, |request, (name, value)| request.header(name, value));
    let mut client = client.ready().await.unwrap();
    let (response, stream) = client.send_request(request.body(()).unwrap(), false).unwrap();
    let mut pipe = Pipe::Http2(stream);
    let receiving = async { response.await.map_or(0, |response| response.status().as_u16()) };
    tokio::join!(pipe.send(body, &halfway), receiving).1
}

/// Sends no more than the server's window takes.
async fn push(stream: &mut SendStream<Bytes>, mut bytes: Bytes) -> bool {
    while !bytes.is_empty() {
        stream.reserve_capacity(bytes.len());
        let Some(Ok(capacity)) = std::future::poll_fn(|context| stream.poll_capacity(context)).await else {
            return false;
        };
        if stream.send_data(bytes.split_to(capacity.min(bytes.len())), false).is_err() {
            return false;
        }
    }
    true
}
