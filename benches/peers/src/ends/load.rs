//! A sender: some connections that are kept alive, on each of which a request follows the answer to the one before.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    runtime::Builder,
    task::JoinSet,
};

use crate::{delivery::body, sender::Sender};

const CONNECTIONS: usize = 16;
/// How long every server may take to become warm.
const WARM_UP: Duration = Duration::from_millis(50);

pub(super) struct Load {
    address: SocketAddr,
    request: Arc<[u8]>,
}

/// What was sent, and what it cost the server.
pub(super) struct Sent {
    pub(super) requests: u32,
    pub(super) wall: Duration,
    pub(super) cpu: Duration,
}

impl Load {
    /// A genuine delivery, signed now, of this size.
    pub(super) fn new(address: SocketAddr, size: usize) -> Self {
        let delivery = Sender::StandardWebhooks.sign(body(size));
        let mut request = format!(
            "POST /hook HTTP/1.1\r\nhost: {address}\r\nuser-agent: sender/1.0\r\naccept: */*\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n",
            delivery.body.len()
        );
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            request.extend([name, ": ", delivery.header(name), "\r\n"]);
        }
        request.push_str("\r\n");
        Self { address, request: [request.as_bytes(), &delivery.body].concat().into() }
    }

    /// Sends for so long. `cpu` is read before the first and after the last request that counts.
    pub(super) fn run(&self, time: Duration, cpu: impl Fn() -> Duration) -> Sent {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut connections = Vec::new();
            for _ in 0..CONNECTIONS {
                let connection = TcpStream::connect(self.address).await.expect("a connection");
                connection.set_nodelay(true).expect("a socket");
                connections.push(connection);
            }
            let (connections, _) = self.send(connections, WARM_UP).await;
            let (start, used) = (Instant::now(), cpu());
            let (_, requests) = self.send(connections, time).await;
            Sent { requests, wall: start.elapsed(), cpu: cpu().saturating_sub(used) }
        })
    }

    async fn send(&self, connections: Vec<TcpStream>, time: Duration) -> (Vec<TcpStream>, u32) {
        let end = Instant::now() + time;
        let repeat = |connection| repeat(connection, Arc::clone(&self.request), end);
        let senders: JoinSet<_> = connections.into_iter().map(repeat).collect();
        senders.join_all().await.into_iter().fold((Vec::new(), 0), |(mut connections, all), (connection, sent)| {
            connections.push(connection);
            (connections, all + sent)
        })
    }
}

async fn repeat(mut connection: TcpStream, request: Arc<[u8]>, end: Instant) -> (TcpStream, u32) {
    let (mut sent, mut answer) = (0, [0; 1024]);
    while Instant::now() < end {
        connection.write_all(&request).await.expect("a server that reads");
        let mut length = 0;
        // No answer here has a body.
        while !answer[..length].ends_with(b"\r\n\r\n") {
            let read = connection.read(&mut answer[length..]).await.expect("a server that answers");
            assert!(read > 0, "the server has closed the connection");
            length += read;
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer[..length]));
        sent += 1;
    }
    (connection, sent)
}
