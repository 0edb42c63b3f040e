//! HTTP/1.1, byte for byte.

use std::{io::Write, net::SocketAddr, time::Duration};

use crate::{
    client::{self, Request, chunk},
    request::{Abuse, End, Step},
    wire::Answer,
};

/// After this, the server should have ended what does not end.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn send(server: SocketAddr, request: &Abuse) -> Answer {
    let raw = raw(request);
    if let [Step::Repeat(piece, times)] = request.body.as_slice() {
        let piece = if request.length.is_some() { piece.to_vec() } else { chunk(piece) };
        let mut socket = raw.open(server);
        let sent_all = (0..*times).all(|_| socket.write_all(&piece).is_ok());
        return Answer { sent_all, ..client::Answer::on(socket).into() };
    }
    // A server may linger before it closes; whether it closes is of interest only where the request has no end.
    if request.end == End::Whole { raw.ask(server).into() } else { raw.to(server).into() }
}

/// The request as it is written.
pub(crate) fn raw(abuse: &Abuse) -> Request {
    let named = Request::new(abuse.method, abuse.path);
    let headed = abuse.headers.iter().fold(named, |request, (name, value)| request.header(name, value));
    let is_chunked = abuse.length.is_none() && (!abuse.body.is_empty() || abuse.end == End::Silence);
    let framed = match &abuse.length {
        Some(length) => headed.header("content-length", length),
        None if is_chunked => headed.header("transfer-encoding", "chunked"),
        None => headed,
    };
    let sent = abuse.body.iter().fold(framed, |request, step| match step {
        Step::Send(bytes) if is_chunked => request.then(chunk(bytes)),
        Step::Send(bytes) => request.then(&**bytes),
        Step::Pause(time) => request.pause(*time),
        // It is sent by the one who has the socket.
        Step::Repeat(..) => request,
    });
    match abuse.end {
        End::Whole if is_chunked && !matches!(abuse.body.as_slice(), [Step::Repeat(..)]) => sent.then("0\r\n\r\n"),
        End::Whole => sent,
        End::Silence if matches!(abuse.body.as_slice(), [Step::Repeat(..)]) => sent,
        End::Silence => sent.pause(PATIENCE),
        End::Cut => sent.half_close(),
    }
}

impl From<client::Answer> for Answer {
    fn from(answer: client::Answer) -> Self {
        let header = |name| answer.header(name).map(str::to_owned);
        Self {
            status: answer.status,
            allow: header("allow"),
            retry_after: header("retry-after"),
            whole: answer.without_date(),
            interim: answer.interim,
            body: answer.body,
            sent_all: answer.sent_all,
        }
    }
}
