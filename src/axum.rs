//! axum 0.8: [`Verified`] as an extractor, [`VerifyError`] and [`Outcome`] as responses.

use axum_core::{
    body::Body,
    extract::{FromRef, FromRequest, Request},
    response::{IntoResponse, Response},
};

use crate::{Disposition, Outcome, Verified, Verifier, VerifyError, inbox::Reply, intake, scheme::values::Head};

/// Reads and verifies the request. The verifier comes from the router's state, by [`FromRef`]; to forget it is a
/// compile error.
impl<S, P> FromRequest<S> for Verified<P>
where
    S: Send + Sync,
    P: 'static,
    Verifier<P>: FromRef<S>,
{
    type Rejection = VerifyError;

    async fn from_request(request: Request, state: &S) -> Result<Self, VerifyError> {
        let verifier = Verifier::<P>::from_ref(state);
        let (head, body) = request.into_parts();
        verifier.check_head(&head.method, &head.uri, &head.headers)?;
        let shared = verifier.shared();
        let body = intake::read(body.into_data_stream(), shared).await.map_err(|cause| shared.refuse(cause))?;
        let peer = head.extensions.get().copied();
        intake::verify(&verifier, &Head::new(&head.method, &head.uri, &head.headers, peer), body).await
    }
}

impl IntoResponse for VerifyError {
    fn into_response(self) -> Response {
        self.response().map(Body::from)
    }
}

/// What the handler returned, if it ran to its end; else the answer of the policy.
impl<T, E> IntoResponse for Outcome<T, E>
where
    T: IntoResponse + Reply,
{
    fn into_response(self) -> Response {
        let status = self.status();
        let fixed = self.response();
        let has_answer = self.has_answer();
        match self.into_disposition() {
            Disposition::Processed(reply) if has_answer && reply.status().is_none() => fixed.map(Body::from),
            Disposition::Processed(reply) | Disposition::Declined(reply) => {
                let mut response = reply.into_response();
                *response.status_mut() = status;
                response
            }
            _ => fixed.map(Body::from),
        }
    }
}
