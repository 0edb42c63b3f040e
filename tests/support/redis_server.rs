//! A Redis of one's own, to configure, kill and start again.

use std::{
    env, fs,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use redis::{Client, aio::MultiplexedConnection};
use tokio::time::{sleep, timeout};

use super::unique;

/// A server on a free port, with its files in a folder of its own. It ends with the test.
pub(crate) struct RedisServer {
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    process: Child,
}

impl RedisServer {
    /// Starts `redis-server` with settings such as `appendonly yes`.
    pub(crate) async fn start(settings: &[&str]) -> Self {
        let folder = env::temp_dir().join(unique("hookseal_redis"));
        fs::create_dir(&folder).unwrap();
        let port = free_port();
        let settings: Vec<_> = settings.iter().map(|&setting| setting.to_owned()).collect();
        let process = spawn(&folder, port, &settings);
        let server = Self { folder, port, settings, process };
        server.answers().await;
        server
    }

    pub(crate) fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    pub(crate) fn client(&self) -> Client {
        Client::open(format!("redis://{}", self.address())).unwrap()
    }

    pub(crate) async fn connection(&self) -> MultiplexedConnection {
        self.client().get_multiplexed_async_connection().await.unwrap()
    }

    /// `kill -9`, and a new start on the same files.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = spawn(&self.folder, self.port, &self.settings);
        self.answers().await;
    }

    async fn answers(&self) {
        let answers = async {
            loop {
                if let Ok(mut connection) = self.client().get_multiplexed_async_connection().await
                    && redis::cmd("PING").query_async::<()>(&mut connection).await.is_ok()
                {
                    return;
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(10), answers).await.expect("redis-server starts");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port that is free, with the one that a cluster adds 10000 to get.
fn free_port() -> u16 {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if port < 55_000 {
            return port;
        }
    }
}

fn spawn(folder: &PathBuf, port: u16, settings: &[String]) -> Child {
    let mut command = Command::new("redis-server");
    command.arg("--port").arg(port.to_string()).arg("--dir").arg(folder).args(["--bind", "127.0.0.1"]);
    for setting in settings {
        let (name, value) = setting.split_once(' ').unwrap();
        command.arg(format!("--{name}")).arg(value);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("redis-server, on the path")
}
