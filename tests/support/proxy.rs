//! A TCP proxy that fails on demand: it cuts, swallows and holds back what passes through it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// Which way something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the client.
    Requests,
    /// From the server.
    Answers,
}

/// What happens on the connections that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Pass,
    /// Nothing passes this way; it is kept, and passes later.
    Hold(Way),
    /// Both ends lose the connection.
    Cut,
}

/// When these bytes pass this way, the connection is cut before they get there.
type Trigger = Arc<Mutex<Option<(Way, &'static [u8])>>>;

/// A proxy in front of a server.
pub(crate) struct Proxy {
    address: SocketAddr,
    mode: Mutex<watch::Sender<Mode>>,
    newest: Arc<Mutex<watch::Receiver<Mode>>>,
    refuse: Arc<AtomicBool>,
    trigger: Trigger,
    accepted: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        Self::at(Ipv4Addr::LOCALHOST, server).await
    }

    /// A proxy at another address of this machine.
    pub(crate) async fn at(address: Ipv4Addr, server: SocketAddr) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (mode, newest) = watch::channel(Mode::Pass);
        let newest = Arc::new(Mutex::new(newest));
        let (refuse, trigger, accepted) = (Arc::new(AtomicBool::new(false)), Trigger::default(), Arc::default());
        let task = tokio::spawn(accept(
            listener,
            server,
            Arc::clone(&newest),
            Arc::clone(&refuse),
            Arc::clone(&trigger),
            Arc::clone(&accepted),
        ));
        Self { address, mode: Mutex::new(mode), newest, refuse, trigger, accepted, task }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there have been.
    pub(crate) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    /// On the connections that are open, nothing passes this way any more. New ones are not affected.
    pub(crate) fn hold(&self, way: Way) -> Held {
        let old = self.renew();
        old.send_replace(Mode::Hold(way));
        Held(old)
    }

    /// Cuts the connections that are open.
    pub(crate) fn cut(&self) {
        self.renew().send_replace(Mode::Cut);
    }

    /// Cuts the connection on which these bytes pass this way next, before they get there.
    pub(crate) fn cut_at(&self, way: Way, bytes: &'static [u8]) {
        *self.trigger.lock().unwrap() = Some((way, bytes));
    }

    /// Whether that has happened.
    pub(crate) fn has_cut(&self) -> bool {
        self.trigger.lock().unwrap().is_none()
    }

    /// Packets vanish: nothing passes on any connection, new ones included, until [`heal`](Self::heal).
    pub(crate) fn swallow(&self, way: Way) {
        self.mode.lock().unwrap().send_replace(Mode::Hold(way));
    }

    /// What was swallowed arrives after all.
    pub(crate) fn heal(&self) {
        self.mode.lock().unwrap().send_replace(Mode::Pass);
    }

    /// The server is gone, or back: no connection lives.
    pub(crate) fn down(&self, down: bool) {
        self.refuse.store(down, Ordering::SeqCst);
        if down {
            self.cut();
        }
    }

    /// Gives new connections a mode of their own, and returns that of the old ones.
    fn renew(&self) -> watch::Sender<Mode> {
        let (mode, newest) = watch::channel(Mode::Pass);
        *self.newest.lock().unwrap() = newest;
        std::mem::replace(&mut *self.mode.lock().unwrap(), mode)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Connections on which something is held back.
pub(crate) struct Held(watch::Sender<Mode>);

impl Held {
    /// What was held back goes on its way.
    pub(crate) fn let_go(&self) {
        self.0.send_replace(Mode::Pass);
    }
}

async fn accept(
    listener: TcpListener,
    server: SocketAddr,
    newest: Arc<Mutex<watch::Receiver<Mode>>>,
    refuse: Arc<AtomicBool>,
    trigger: Trigger,
    accepted: Arc<AtomicUsize>,
) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        accepted.fetch_add(1, Ordering::SeqCst);
        let mode = newest.lock().unwrap().clone();
        if refuse.load(Ordering::SeqCst) {
            continue;
        }
        let Ok(server) = TcpStream::connect(server).await else { continue };
        for stream in [&client, &server] {
            stream.set_nodelay(true).unwrap();
        }
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        let (cut, was_cut) = watch::channel(false);
        for (from, to, way) in [(from_client, to_server, Way::Requests), (from_server, to_client, Way::Answers)] {
            let (mode, trigger) = (mode.clone(), Arc::clone(&trigger));
            let (cut, mut was_cut) = (cut.clone(), was_cut.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = pass(from, to, way, mode, trigger) => {}
                    _ = was_cut.changed() => {}
                }
                cut.send_replace(true);
            });
        }
    }
}

/// Passes bytes on until the connection ends or is cut.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    way: Way,
    mut mode: watch::Receiver<Mode>,
    trigger: Trigger,
) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read,
            () = until_cut(mode.clone()) => return,
        };
        let Ok(read @ 1..) = read else { return };
        if is_triggered(&trigger, way, &buffer[..read]) {
            return;
        }
        // Whoever drops what is held back has cut it.
        let allowed = mode.wait_for(|mode| *mode != Mode::Hold(way)).await.map(|mode| *mode);
        if allowed.unwrap_or(Mode::Cut) == Mode::Cut || to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

async fn until_cut(mut mode: watch::Receiver<Mode>) {
    if mode.wait_for(|mode| *mode == Mode::Cut).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn is_triggered(trigger: &Trigger, way: Way, bytes: &[u8]) -> bool {
    let mut trigger = trigger.lock().unwrap();
    let hit = trigger.is_some_and(|(on, wanted)| on == way && bytes.windows(wanted.len()).any(|part| part == wanted));
    if hit {
        *trigger = None;
    }
    hit
}
