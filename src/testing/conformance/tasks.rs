//! What the suite needs of a runtime, without asking which it is: to wait, to do things at once, to use threads.

use std::{
    future::{Future, poll_fn},
    panic::{self, AssertUnwindSafe},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use tokio::runtime::Handle;

/// Waits in real time, as the clocks of databases are real.
pub(super) async fn sleep(time: Duration) {
    in_thread(move || thread::sleep(time)).await;
}

/// Drives all of them at once.
pub(super) async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        for (future, output) in running.iter_mut().filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                *output = Some(value);
            }
        }
        if running.iter().all(|(_, output)| output.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}

/// Polls the future so many times and drops it, unless it is ready by then.
pub(super) async fn cancelled_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Drives the future that `work` makes in a thread of its own, within the runtime of the caller if that is tokio.
pub(super) fn drive_in_thread<T, F>(work: impl FnOnce() -> F + Send + 'static) -> InThread<T>
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    let runtime = Handle::try_current().ok();
    in_thread(move || {
        let _within = runtime.as_ref().map(Handle::enter);
        block_on(work())
    })
}

fn in_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> InThread<T> {
    let ours = Arc::new(Mutex::new(Handover { output: None, waiting: None }));
    let theirs = Arc::clone(&ours);
    thread::spawn(move || {
        let output = panic::catch_unwind(AssertUnwindSafe(work));
        let mut handover = lock(&theirs);
        handover.output = Some(output);
        if let Some(waiting) = handover.waiting.take() {
            waiting.wake();
        }
    });
    InThread(ours)
}

/// What a thread will have worked out; its panic is passed on.
pub(super) struct InThread<T>(Arc<Mutex<Handover<T>>>);

struct Handover<T> {
    output: Option<thread::Result<T>>,
    waiting: Option<Waker>,
}

impl<T> Future for InThread<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut handover = lock(&self.0);
        match handover.output.take() {
            Some(Ok(output)) => Poll::Ready(output),
            Some(Err(payload)) => panic::resume_unwind(payload),
            None => {
                handover.waiting = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn lock<T>(handover: &Mutex<Handover<T>>) -> MutexGuard<'_, Handover<T>> {
    handover.lock().unwrap_or_else(PoisonError::into_inner)
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
