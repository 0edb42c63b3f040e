//! Genuine deliveries of what may not be signable at all.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static SIGNS: Cell<bool> = const { Cell::new(false) };
    static IS_FINDING: Cell<bool> = const { Cell::new(false) };
}

/// What was signed. `None` if `hookseal::testing` says, by a panic as it is documented, that it cannot be.
///
/// A panic from anywhere else, also from what signer and verifier share, is passed on: it is a finding.
pub(crate) fn attempt<T>(sign: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map(|at| at.file().replace('\\', "/")).unwrap_or_default();
            let is_refusal = SIGNS.get() && file.contains("src/testing/");
            // libFuzzer's hook ends the process.
            if !is_refusal {
                IS_FINDING.set(true);
                usual(info);
            }
        }));
    });
    SIGNS.set(true);
    IS_FINDING.set(false);
    let made = panic::catch_unwind(AssertUnwindSafe(sign));
    SIGNS.set(false);
    match made {
        Ok(made) => Some(made),
        Err(cause) if IS_FINDING.get() => panic::resume_unwind(cause),
        Err(_) => None,
    }
}
