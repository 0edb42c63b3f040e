//! Requests that are too large, too slow or of the wrong kind.

use super::{Case, standard};
use crate::trial::{
    client::{How, Request},
    mounts::SMALL,
};

pub(super) fn cases() -> Vec<Case> {
    let of_size = |id, size| standard("/small", id, &format!("{:size$}", "{}")).sign();
    let stalled = standard("/hasty", "msg_s", r#"{"type":"user.created"}"#).sign();
    let put = Request { method: "PUT", ..standard("/standard", "msg_p", "{}").sign() };
    let delete = Request { method: "DELETE", path: "/meta".into(), headers: Vec::new(), body: Vec::new() };

    vec![
        Case::processed("4096 bytes where 4096 are allowed", of_size("msg_l", SMALL)),
        Case::new("4097 bytes announced, none sent", of_size("msg_m", SMALL + 1), "body_too_large", 413, 0)
            .how(How::HeadOnly),
        Case::new("chunks without end", of_size("msg_n", SMALL / 4), "body_too_large", 413, 0).how(How::Endless),
        Case::new("half a body, then silence", stalled, "body_timeout", 408, 0).how(How::Stalled),
        Case::new("PUT", put, "method_not_allowed", 405, 0).allow("POST"),
        Case::new("DELETE to Meta", delete, "method_not_allowed", 405, 0).allow("GET, POST"),
    ]
}
