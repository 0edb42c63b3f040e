//! actix-web 4: [`Verified`] as an extractor, [`VerifyError`] and [`Outcome`] as responses.

use std::{future::Future, pin::Pin};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, Responder, ResponseError,
    body::BoxBody,
    dev::Payload,
    error::{ErrorInternalServerError, InternalError},
    http::uri::Authority,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::{
    Outcome, Verified, Verifier, VerifyError, VerifyErrorKind, inbox::Reply, intake, scheme::values::Head,
    verifier::Shared,
};

/// Reads and verifies the request. The verifier comes from `app_data`; to forget it is a logged 500.
///
/// A middleware finds the [`VerifyErrorKind`] of a refusal in the extensions of its response.
///
/// It reads the payload's stream itself: actix-web's own `Bytes` decompresses a body and so breaks its signature.
impl<P: 'static> FromRequest for Verified<P> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(verifier) = request.app_data::<Verifier<P>>() else {
                let forgotten = std::any::type_name::<Verifier<P>>();
                log::error!("no `{forgotten}` in this app: give it to `App::app_data`");
                return Err(ErrorInternalServerError(""));
            };
            receive(verifier, &request, &mut payload).await.map_err(|error| {
                let mut response = error.error_response();
                // What is left of the request lives as long as the answer. When actix-web answers a *chunked* request
                // whose payload is gone, it reads the rest to its end, however long that is; if the payload is still
                // there, it closes the connection.
                response.extensions_mut().insert(payload);
                InternalError::from_response(error, response).into()
            })
        })
    }
}

async fn receive<P>(
    verifier: &Verifier<P>,
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<Verified<P>, VerifyError> {
    let shared = verifier.shared();
    let method = Method::from_bytes(request.method().as_str().as_bytes()).unwrap_or(Method::TRACE);
    let headers = headers(request, shared);
    let uri = request.uri();
    let head = Head {
        method: Some(&method),
        authority: uri.authority().map(Authority::as_str),
        path: uri.path(),
        query: uri.query(),
        headers: &headers,
        peer: request.peer_addr().map(|address| address.ip()),
    };
    shared.check_head(&head).map_err(|cause| shared.refuse(cause))?;
    let body = intake::read(payload, shared).await.map_err(|cause| shared.refuse(cause))?;
    intake::verify(verifier, &head, body).await
}

/// The headers of a request in the types of `http` 1.0, of which actix-web still has 0.2: exactly those that the scheme reads.
fn headers(request: &HttpRequest, shared: &Shared) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // The sender may say which headers are signed, and then it may be any.
    let all = shared.plan.lists_headers();
    for (name, value) in request.headers() {
        let name = if all {
            HeaderName::from_bytes(name.as_str().as_bytes()).ok()
        } else {
            // They are few, and most differ in length: to compare them takes less than to parse and hash a name.
            shared.headers().iter().find(|wanted| wanted.as_str() == name.as_str()).cloned()
        };
        let Some(name) = name else { continue };
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.append(name, value);
        }
    }
    headers
}

/// An answer in the types of actix-web.
fn parts(answer: http::Response<Bytes>) -> (HttpResponseBuilder, Bytes) {
    let (head, body) = answer.into_parts();
    let mut builder = HttpResponse::build(status(head.status));
    for (name, value) in &head.headers {
        builder.append_header((name.as_str(), value.as_bytes()));
    }
    if let Some(kind) = head.extensions.get::<VerifyErrorKind>() {
        builder.extensions_mut().insert(*kind);
    }
    (builder, body)
}

fn status(status: StatusCode) -> actix_web::http::StatusCode {
    actix_web::http::StatusCode::from_u16(status.as_u16()).unwrap_or(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR)
}

impl ResponseError for VerifyError {
    fn status_code(&self) -> actix_web::http::StatusCode {
        status(self.status())
    }

    /// Closes the connection. actix-web does so anyway if part of the request had not arrived by then, and an answer that
    /// says `close` one time and not the other would not be the same for all.
    fn error_response(&self) -> HttpResponse {
        let (mut builder, body) = parts(self.response());
        if self.kind() != VerifyErrorKind::Handshake {
            builder.force_close();
        }
        builder.body(body)
    }
}

/// The answer of the policy, with the status of what the handler returned. Its body is not sent: an `HttpResponse` cannot
/// leave the task that the handler runs in, and providers read the status only. For an answer with a body, look at
/// [`Outcome::into_disposition`].
impl<T: Reply, E> Responder for Outcome<T, E> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let (mut builder, body) = parts(self.response());
        builder.body(body)
    }
}
