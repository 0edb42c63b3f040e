//! Reading a body that anyone may have sent: so much, so long, and nothing on the sender's word.

use std::{
    fmt::Display,
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
};

use bytes::Bytes;
use futures_core::Stream;

use crate::{Verified, Verifier, VerifyError, error::Cause, scheme::values::Head, verifier::Shared};

/// Reads a body to its end. The limit holds while it streams; memory is taken as bytes arrive, never by
/// `Content-Length`. Nothing is decompressed: what is signed is what was sent.
pub(crate) async fn read<E: Display>(
    stream: impl Stream<Item = Result<Bytes, E>>,
    shared: &Shared,
) -> Result<Bytes, Cause> {
    let mut body = pin!(collect(stream, shared.body_limit));
    // What comes in one packet with the head is there at the second look; only the others need a timer.
    if let Some(body) = look_twice(body.as_mut()).await {
        return body;
    }
    let deadline = shared.body_deadline;
    tokio::time::timeout(deadline, body).await.unwrap_or(Err(Cause::BodyTimeout { deadline }))
}

/// What a future comes to, if it does so at once, or as soon as all else that is ready has had its turn.
async fn look_twice<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    let mut has_waited = false;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if has_waited => Poll::Ready(None),
        Poll::Pending => {
            has_waited = true;
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

async fn collect<E: Display>(stream: impl Stream<Item = Result<Bytes, E>>, limit: usize) -> Result<Bytes, Cause> {
    let mut stream = pin!(stream);
    // Most bodies come in one piece, which is then the body, uncopied.
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(chunk) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
        let chunk = chunk.map_err(|error| Cause::BodyUnreadable { why: error.to_string() })?;
        let len = first.len().max(all.len()).saturating_add(chunk.len());
        if len > limit {
            return Err(Cause::BodyTooLarge { limit });
        }
        if first.is_empty() && all.is_empty() {
            first = chunk;
        } else {
            if len > all.capacity() {
                grow(&mut all, len, limit);
            }
            if all.is_empty() {
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&chunk);
        }
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

/// Makes room for `len` bytes, and for more to come: in few steps, since an allocator keeps what it was given back at
/// each of them, and never for more than a body may have.
fn grow(all: &mut Vec<u8>, len: usize, limit: usize) {
    let room = len.max(all.capacity().saturating_mul(4)).min(limit);
    all.reserve_exact(room.saturating_sub(all.len()));
}

/// Verifies what was read, and fetches the key that it needs, if there is a source.
#[cfg(feature = "public-keys")]
pub(crate) async fn verify<P>(
    verifier: &Verifier<P>,
    head: &Head<'_>,
    body: Bytes,
) -> Result<Verified<P>, VerifyError> {
    verifier.open_fetching(head, body).await
}

/// Verifies what was read.
#[cfg(not(feature = "public-keys"))]
pub(crate) async fn verify<P>(
    verifier: &Verifier<P>,
    head: &Head<'_>,
    body: Bytes,
) -> Result<Verified<P>, VerifyError> {
    std::future::ready(verifier.open(head, body)).await
}
