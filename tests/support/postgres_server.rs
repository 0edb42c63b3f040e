//! A PostgreSQL of one's own, to kill and start again.

use std::{
    env, fs,
    net::{SocketAddr, TcpListener},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::{sleep, timeout};

use super::unique;

/// A server on a free port, with its files in a folder of its own. It ends with the test.
pub(crate) struct PostgresServer {
    folder: PathBuf,
    port: u16,
    programs: PathBuf,
    process: Child,
}

impl PostgresServer {
    /// Makes a cluster with `initdb`, and starts it.
    pub(crate) async fn start() -> Self {
        let programs = programs();
        let folder = env::temp_dir().join(unique("hookseal_postgres"));
        fs::create_dir(&folder).unwrap();
        if let Some((user, group)) = other_user() {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let data = folder.join("data");
        let made = command(&programs, "initdb")
            .args(["--username", "postgres", "--auth", "trust", "--pgdata"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = spawn(&programs, &folder, port);
        let server = Self { folder, port, programs, process };
        server.answers().await;
        server
    }

    pub(crate) fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    pub(crate) fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new().host("127.0.0.1").port(self.port).username("postgres").database("postgres")
    }

    /// `kill -9` of the server and of every process that it has started, as when the machine loses power; then a new
    /// start on the same files.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.kill();
        self.process = spawn(&self.programs, &self.folder, self.port);
        self.answers().await;
    }

    fn kill(&mut self) {
        let server = self.process.id();
        let started = fs::read_to_string(format!("/proc/{server}/task/{server}/children")).unwrap_or_default();
        // The server first, or it starts what it misses again.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let _some_have_ended =
            Command::new("kill").arg("-9").args(started.split_whitespace()).stderr(Stdio::null()).status();
    }

    async fn answers(&self) {
        let answers = async {
            while PgConnection::connect_with(&self.options()).await.is_err() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(30), answers).await.expect("postgres starts");
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where the server's programs are: they are seldom on the path.
fn programs() -> PathBuf {
    let said = Command::new("pg_config").arg("--bindir").output().ok().filter(|said| said.status.success());
    let said = said.map(|said| PathBuf::from(String::from_utf8_lossy(&said.stdout).trim()));
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let installed = versions.map(|version| version.path().join("bin"));
    let on_path: Vec<_> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    let found = said.into_iter().chain(installed).chain(on_path).find(|folder| folder.join("initdb").exists());
    found.expect("PostgreSQL's server programs: `initdb` is neither where `pg_config --bindir` says nor on the path")
}

/// A program of PostgreSQL, which refuses to run as root.
fn command(programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join(name));
    if let Some((user, group)) = other_user() {
        command.uid(user).gid(group);
    }
    command.current_dir("/").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whom to run as, if this is root: `postgres`, or nobody.
fn other_user() -> Option<(u32, u32)> {
    let number = |arguments: &[&str]| -> Option<u32> {
        let said = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
        String::from_utf8(said.stdout).ok()?.trim().parse().ok()
    };
    let nobody = (65_534, 65_534);
    let postgres = || Some((number(&["-u", "postgres"])?, number(&["-g", "postgres"])?));
    (number(&["-u"]) == Some(0)).then(|| postgres().unwrap_or(nobody))
}

fn spawn(programs: &Path, folder: &Path, port: u16) -> Child {
    command(programs, "postgres")
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c"])
        .arg(format!("unix_socket_directories={}", folder.display()))
        .spawn()
        .unwrap()
}
