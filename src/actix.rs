//! actix-web 4: [`Verified`] as an extractor, [`VerifyError`] and [`Outcome`] as responses.

use std::{future::Future, pin::Pin};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, Responder, ResponseError,
    body::{BoxBody, MessageBody},
    dev::Payload,
    error::ErrorInternalServerError,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use crate::{Disposition, Outcome, Verified, Verifier, VerifyError, inbox::Reply, intake, verifier::Shared};

/// Reads and verifies the request. The verifier comes from `app_data`; to forget it is a logged 500.
///
/// It reads the payload's stream itself: actix-web's own `Bytes` decompresses a body and so breaks its signature.
impl<P: 'static> FromRequest for Verified<P> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let Some(verifier) = request.app_data::<Verifier<P>>() else {
                let forgotten = std::any::type_name::<Verifier<P>>();
                log::error!("no `{forgotten}` in this app: give it to `App::app_data`");
                return Err(ErrorInternalServerError(""));
            };
            let shared = verifier.shared();
            let (method, uri, headers) = head(&request, shared);
            verifier.check_head(&method, &uri, &headers)?;
            let body = intake::read(payload, shared).await.map_err(|cause| shared.refuse(cause))?;
            Ok(verifier.verify_checked(&method, &uri, &headers, body)?)
        })
    }
}

/// The head of a request in the types of `http` 1.0, of which actix-web still has 0.2: of the headers, exactly those
/// that the scheme reads.
fn head(request: &HttpRequest, shared: &Shared) -> (Method, Uri, HeaderMap) {
    let mut headers = HeaderMap::new();
    for name in shared.headers() {
        if headers.contains_key(name) {
            continue;
        }
        for value in request.headers().get_all(name.as_str()) {
            if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                headers.append(name, value);
            }
        }
    }
    let method = Method::from_bytes(request.method().as_str().as_bytes()).unwrap_or(Method::TRACE);
    let uri = request.uri().to_string().parse().unwrap_or_default();
    (method, uri, headers)
}

fn reply(answer: http::Response<Bytes>) -> HttpResponse {
    let (head, body) = answer.into_parts();
    let mut builder = HttpResponse::build(status(head.status));
    for (name, value) in &head.headers {
        builder.append_header((name.as_str(), value.as_bytes()));
    }
    builder.body(body)
}

fn status(status: StatusCode) -> actix_web::http::StatusCode {
    actix_web::http::StatusCode::from_u16(status.as_u16()).unwrap_or(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR)
}

impl ResponseError for VerifyError {
    fn status_code(&self) -> actix_web::http::StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse {
        reply(self.response())
    }
}

impl<B> Reply for HttpResponse<B> {
    fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(HttpResponse::status(self).as_u16()).ok()
    }
}

/// What the handler returned, if it ran to its end; else the answer of the policy.
impl<T, E> Responder for Outcome<T, E>
where
    T: Responder + Reply,
    T::Body: MessageBody + 'static,
{
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let status_code = status(self.status());
        let fixed = self.response();
        match self.into_disposition() {
            Disposition::Processed(answer) | Disposition::Declined(answer) => {
                let mut response = answer.respond_to(request).map_into_boxed_body();
                *response.status_mut() = status_code;
                response
            }
            _ => reply(fixed),
        }
    }
}
