//! An HTTP/1.1 client by hand, over real TCP: it can also stall, never end, lie about lengths, and hang up.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::{sleep, timeout},
};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a sender of chunks looks for an answer before it sends the next one.
const GLANCE: Duration = Duration::from_millis(10);

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// How a request is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum How {
    Whole,
    /// In chunks of so many bytes.
    Chunked(usize),
    /// The body over and over, a chunk each, until there is an answer.
    Endless,
    /// Announces the body and does not send it.
    HeadOnly,
    /// Stops in the middle of the body.
    Stalled,
    /// Sends it all and closes the connection after a while, whatever comes.
    HangUp(Duration),
}

#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers as they came, but for `date`.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|field| field.0.eq_ignore_ascii_case(name)).map(|field| field.1)
    }
}

/// Sends a request. There is no answer if the sender hangs up.
pub(crate) async fn send(to: SocketAddr, request: Request, how: How) -> io::Result<Option<Answer>> {
    timeout(PATIENCE, converse(to, request, how)).await?
}

async fn converse(to: SocketAddr, request: Request, how: How) -> io::Result<Option<Answer>> {
    let body = request.body.as_slice();
    let framing = match how {
        How::Chunked(_) | How::Endless => "Transfer-Encoding: chunked".into(),
        _ => format!("Content-Length: {}", body.len()),
    };
    let first = [format!("{} {} HTTP/1.1", request.method, request.path), format!("Host: {to}"), framing];
    let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let last = ["Connection: close", "", ""].map(str::to_owned);
    let head = first.into_iter().chain(headers).chain(last).collect::<Vec<_>>().join("\r\n");
    let mut stream = TcpStream::connect(to).await?;
    stream.set_nodelay(true)?;
    stream.write_all(head.as_bytes()).await?;
    match how {
        How::Whole => stream.write_all(body).await?,
        How::Chunked(size) => {
            for chunk in body.chunks(size) {
                write_chunk(&mut stream, chunk).await?;
            }
            stream.write_all(b"0\r\n\r\n").await?;
        }
        How::Endless => {
            while timeout(GLANCE, stream.readable()).await.is_err() {
                write_chunk(&mut stream, body).await?;
            }
        }
        How::HeadOnly => {}
        How::Stalled => stream.write_all(&body[..body.len() / 2]).await?,
        How::HangUp(after) => {
            stream.write_all(body).await?;
            sleep(after).await;
            return Ok(None);
        }
    }
    receive(&mut stream).await.map(Some)
}

async fn write_chunk(stream: &mut TcpStream, chunk: &[u8]) -> io::Result<()> {
    stream.write_all(&[format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()).await
}

/// Reads an answer by its `Content-Length`: a server may keep a connection whose request it has not read to the end.
async fn receive(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        match line.trim_end() {
            "" => break,
            line if line.to_ascii_lowercase().starts_with("date:") => {}
            line => lines.push(line.to_owned()),
        }
    }
    let status = lines.first().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("closed without an answer"))?;
    let mut answer = Answer { status, head: lines.join("\n"), body: String::new() };
    let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
    stream.take(length).read_to_string(&mut answer.body).await?;
    Ok(answer)
}
