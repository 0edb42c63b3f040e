//! HTTP/2 with prior knowledge, one connection for each request.

use std::{fmt::Write, future::pending, net::SocketAddr, time::Duration};

use bytes::Bytes;
use h2::{Reason, SendStream, client};
use http::{Request, Version};
use tokio::{
    net::TcpStream,
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    request::{Abuse, End, Step},
    wire::Answer,
};

/// After this, a server counts as hanging.
const PATIENCE: Duration = Duration::from_secs(30);
/// Time for a server to notice that a request was taken back.
const A_MOMENT: Duration = Duration::from_millis(300);

pub(crate) fn send(server: SocketAddr, request: &Abuse) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(send_with(client::Builder::new(), server, request))
}

/// A client whose own window is closed: it takes heads of answers, and nothing else.
pub(crate) fn send_with_no_window(server: SocketAddr, request: &Abuse) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut settings = client::Builder::new();
    settings.initial_window_size(0);
    runtime.block_on(send_with(settings, server, request))
}

/// Sends the request and, when `then` has returned, takes it back or leaves without a word.
pub(crate) fn leave(server: SocketAddr, abuse: &Abuse, takes_back: bool, then: impl FnOnce()) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (mut client, connection) = connect(client::Builder::new(), server).await;
        let (response, mut stream) = client.send_request(head(abuse), false).unwrap();
        for step in &abuse.body {
            let Step::Send(bytes) = step else { panic!("only what is sent at once") };
            assert!(send_piece(&mut stream, bytes.clone()).await);
        }
        stream.send_data(Bytes::new(), true).unwrap();
        tokio::task::block_in_place(then);
        if takes_back {
            stream.send_reset(Reason::CANCEL);
            sleep(A_MOMENT).await;
        }
        drop((response, connection));
    });
}

async fn connect(settings: client::Builder, server: SocketAddr) -> (client::SendRequest<Bytes>, AbortOnDrop) {
    let socket = TcpStream::connect(server).await.unwrap();
    // Small frames are sent as they are made, each by itself.
    socket.set_nodelay(true).unwrap();
    let (client, connection) = settings.handshake(socket).await.unwrap();
    (client, AbortOnDrop(tokio::spawn(async { drop(connection.await) })))
}

/// The task of a connection, which ends with it.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn send_with(settings: client::Builder, server: SocketAddr, abuse: &Abuse) -> Answer {
    let (mut client, _connection) = connect(settings, server).await;
    let ends_at_once = abuse.body.is_empty() && abuse.end == End::Whole;
    let (response, stream) = client.send_request(head(abuse), ends_at_once).unwrap();
    let mut sent_all = false;
    let sending = async {
        sent_all = send_body(stream, abuse, ends_at_once).await;
        if abuse.end == End::Cut {
            sleep(A_MOMENT).await;
            return;
        }
        pending::<()>().await;
    };
    let receiving = async {
        let Ok(response) = response.await else { return Answer::default() };
        let (head, mut stream) = response.into_parts();
        let mut body = Vec::new();
        while let Some(Ok(data)) = stream.data().await {
            let _ = stream.flow_control().release_capacity(data.len());
            body.extend_from_slice(&data);
        }
        answer(&head, body)
    };
    let answer = async {
        tokio::select! {
            biased;
            answer = receiving => answer,
            () = sending => Answer::default(),
        }
    };
    let answer = timeout(PATIENCE, answer).await.expect("the server neither answers nor closes");
    Answer { sent_all, ..answer }
}

fn head(abuse: &Abuse) -> Request<()> {
    let uri = format!("http://example.com{}", abuse.path);
    let named = Request::builder().version(Version::HTTP_2).method(abuse.method).uri(uri);
    let headed = abuse.headers.iter().fold(named, |request, (name, value)| request.header(name, value.as_slice()));
    let framed = match &abuse.length {
        Some(length) => headed.header("content-length", length),
        None => headed,
    };
    framed.body(()).unwrap()
}

/// Whether all of it could be sent.
async fn send_body(mut stream: SendStream<Bytes>, abuse: &Abuse, has_ended: bool) -> bool {
    for step in &abuse.body {
        let sent = match step {
            Step::Send(bytes) => send_piece(&mut stream, bytes.clone()).await,
            Step::Pause(time) => {
                sleep(*time).await;
                true
            }
            Step::Repeat(bytes, times) => {
                let mut left = *times;
                while left > 0 && send_piece(&mut stream, bytes.clone()).await {
                    left -= 1;
                }
                left == 0
            }
        };
        if !sent {
            return false;
        }
    }
    match abuse.end {
        End::Whole => has_ended || stream.send_data(Bytes::new(), true).is_ok(),
        End::Silence => pending().await,
        End::Cut => {
            // What was sent before must have arrived.
            sleep(A_MOMENT).await;
            stream.send_reset(Reason::CANCEL);
            true
        }
    }
}

/// Sends no more than the server's window takes.
async fn send_piece(stream: &mut SendStream<Bytes>, mut piece: Bytes) -> bool {
    while !piece.is_empty() {
        stream.reserve_capacity(piece.len());
        let Some(Ok(capacity)) = std::future::poll_fn(|context| stream.poll_capacity(context)).await else {
            return false;
        };
        let sent = piece.split_to(capacity.min(piece.len()));
        if stream.send_data(sent, false).is_err() {
            return false;
        }
    }
    true
}

fn answer(head: &http::response::Parts, body: Vec<u8>) -> Answer {
    let text = |name: &str| head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut whole = head.status.to_string();
    for (name, value) in head.headers.iter().filter(|(name, _)| *name != "date") {
        write!(whole, "\n{name}: {value:?}").unwrap();
    }
    whole += &String::from_utf8_lossy(&body);
    Answer {
        status: head.status.as_u16(),
        allow: text("allow"),
        retry_after: text("retry-after"),
        whole,
        body,
        ..Answer::default()
    }
}
