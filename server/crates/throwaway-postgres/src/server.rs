//! Starts and stops the server.

use std::{
    fs, io,
    os::unix::{fs::MetadataExt, net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{Binaries, Missing, find::program};

/// The one user of the throwaway server; the socket's folder is its only protection.
const USER: &str = "countersign";
/// Part of the socket's name; no TCP port is opened.
const PORT: &str = "5432";
/// How often readiness is looked for, and how long between.
const TRIES: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// Why no server came up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A program is missing.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// The system refused something.
    #[error("{0}: {1}")]
    Io(&'static str, #[source] io::Error),
    /// `initdb` or `postgres` failed; this is what it said.
    #[error("{0} failed: {1}")]
    Failed(&'static str, String),
}

/// A running server. Dropping it stops it and deletes its data.
#[derive(Debug)]
pub struct ThrowawayPostgres {
    server: Child,
    folder: TempDir,
}

/// The unprivileged user that root's children become.
struct Nobody {
    setpriv: PathBuf,
    uid: u32,
    gid: u32,
}

impl ThrowawayPostgres {
    /// For tests: starts a server. Where a program is not installed it panics, naming the package,
    /// unless [`crate::ALLOW_MISSING`] is `1`: then it says loudly that `what` is skipped.
    ///
    /// # Panics
    /// Where no server comes up; this is how a test says so.
    pub fn start_or_skip(what: &str) -> Option<Self> {
        match Self::start() {
            Ok(server) => Some(server),
            Err(StartError::Missing(missing)) => {
                let allowed = std::env::var(crate::ALLOW_MISSING).is_ok_and(|value| value == "1");
                assert!(allowed, "{missing}");
                eprintln!("SKIPPED: {what}: {missing}");
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Makes a data folder and starts a server on it.
    pub fn start() -> Result<Self, StartError> {
        let binaries = Binaries::find()?;
        let folder = tempfile::Builder::new()
            .prefix("pg-")
            .tempdir()
            .map_err(|e| StartError::Io("temporary folder", e))?;
        let nobody = Nobody::for_root(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = command(&binaries.initdb, nobody.as_ref());
        initdb
            .current_dir(folder.path())
            .arg("--pgdata")
            .arg(&data)
            .args([
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
                &format!("--username={USER}"),
            ]);
        let output = initdb.output().map_err(|e| StartError::Io("initdb", e))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(StartError::Failed("initdb", said));
        }
        let log = folder.path().join("log");
        let file = fs::File::create(&log).map_err(|e| StartError::Io("log file", e))?;
        let mut postgres = command(&binaries.postgres, nobody.as_ref());
        postgres
            .current_dir(folder.path())
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path());
        // Nothing here must survive a power failure.
        postgres.args(["-c", "listen_addresses=", "-c", "fsync=off", "-p", PORT]);
        let server = postgres
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .map_err(|e| StartError::Io("postgres", e))?;
        let mut started = Self { server, folder };
        started.wait(&log)?;
        Ok(started)
    }

    /// The address of a database on this server; `postgres` is there, others must be created.
    pub fn url(&self, database: &str) -> String {
        let host = self.folder.path().display();
        format!("postgres:///{database}?host={host}&port={PORT}&user={USER}")
    }

    fn wait(&mut self, log: &Path) -> Result<(), StartError> {
        let socket = self.folder.path().join(format!(".s.PGSQL.{PORT}"));
        for _ in 0..TRIES {
            let ended = self
                .server
                .try_wait()
                .map_err(|e| StartError::Io("postgres", e))?;
            let said = fs::read_to_string(log).unwrap_or_default();
            if ended.is_some() {
                return Err(StartError::Failed("postgres", said));
            }
            if said.contains("ready to accept connections") && UnixStream::connect(&socket).is_ok()
            {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        Err(StartError::Failed(
            "postgres",
            "did not become ready".to_owned(),
        ))
    }
}

impl Drop for ThrowawayPostgres {
    fn drop(&mut self) {
        // An orderly, fast stop; killing it alone would leave its children behind for a while.
        let pid = self.server.id().to_string();
        let asked = Command::new("kill").args(["-INT", &pid]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

impl Nobody {
    /// For root: an unprivileged user that owns `folder`; none for everybody else.
    fn for_root(folder: &Path) -> Result<Option<Self>, StartError> {
        let owner = fs::metadata(folder).map_err(|e| StartError::Io("temporary folder", e))?;
        if owner.uid() != 0 {
            return Ok(None);
        }
        let setpriv = program("setpriv").ok_or(Missing {
            program: "setpriv",
            package: "util-linux",
        })?;
        let users =
            fs::read_to_string("/etc/passwd").map_err(|e| StartError::Io("/etc/passwd", e))?;
        let (uid, gid) = ["postgres", "nobody"]
            .iter()
            .find_map(|name| ids(&users, name))
            .ok_or_else(|| StartError::Failed("setpriv", "no unprivileged user".to_owned()))?;
        std::os::unix::fs::chown(folder, Some(uid), Some(gid))
            .map_err(|e| StartError::Io("temporary folder", e))?;
        Ok(Some(Self { setpriv, uid, gid }))
    }
}

/// A command as an unprivileged user, that ends when the test ends.
fn command(binary: &Path, nobody: Option<&Nobody>) -> Command {
    let Some(nobody) = nobody else {
        return Command::new(binary);
    };
    let mut command = Command::new(&nobody.setpriv);
    command
        .arg(format!("--reuid={}", nobody.uid))
        .arg(format!("--regid={}", nobody.gid))
        .args(["--clear-groups", "--pdeathsig=INT"])
        .arg(binary);
    command
}

/// User and group number of a user in `/etc/passwd`; never root's.
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let uid: u32 = fields.next()?.parse().ok()?;
    let gid: u32 = fields.next()?.parse().ok()?;
    (uid != 0 && gid != 0).then_some((uid, gid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_never_chosen() {
        let users = "root:x:0:0:root:/root:/bin/sh\nodd:x:0:5::/:\nnobody:x:65534:65533::/:\n";
        assert_eq!(ids(users, "root"), None);
        assert_eq!(ids(users, "odd"), None);
        assert_eq!(ids(users, "postgres"), None);
        assert_eq!(ids(users, "nobody"), Some((65534, 65533)));
    }

    #[test]
    fn a_server_comes_up_and_leaves_nothing() {
        let Some(server) = ThrowawayPostgres::start_or_skip("a throwaway PostgreSQL") else {
            return;
        };
        let folder = server.folder.path().to_owned();
        assert!(folder.join("data/PG_VERSION").is_file());
        drop(server);
        assert!(!folder.exists());
    }
}
