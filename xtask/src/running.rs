//! The sandbox EHR and the application, started side by side as a person would meet them.

use crate::error::Error;
use crate::{command, say};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What to start.
pub(crate) struct Plan {
    /// Which EHR the sandbox plays.
    pub(crate) ehr: String,
    /// A folder of R4 bundles instead of the built-in patients.
    pub(crate) patients: Option<PathBuf>,
    /// Where the database, the configuration and the logs go.
    pub(crate) folder: PathBuf,
    /// The sandbox's port and the application's.
    pub(crate) ports: (u16, u16),
    /// Where the binaries are: `debug` or `release`.
    pub(crate) binaries: PathBuf,
}

/// Both, running; they end with this value.
pub(crate) struct Pair {
    children: Vec<(Child, &'static str)>,
    plan: Plan,
}

impl Pair {
    /// Starts both and waits until they answer.
    pub(crate) fn start(plan: Plan) -> Result<Self, Error> {
        fs::create_dir_all(&plan.folder).map_err(Error::at(&plan.folder))?;
        let config = plan.folder.join("config.toml");
        fs::write(&config, plan.config()).map_err(Error::at(&config))?;
        let mut pair = Self {
            children: Vec::new(),
            plan,
        };
        let plan = &pair.plan;
        let mut sandbox = Command::new(plan.binaries.join("sandbox"));
        sandbox.args([
            "--ehr",
            &plan.ehr,
            "--listen",
            &format!("127.0.0.1:{}", plan.ports.0),
            "--public-url",
            &plan.ehr_url(),
        ]);
        sandbox.args([
            "--app-launch-url",
            &format!("{}/launch", plan.app_url()),
            "--redirect-uri",
            &format!("{}/callback", plan.app_url()),
        ]);
        if let Some(patients) = &plan.patients {
            sandbox.arg("--patients").arg(patients);
        }
        let mut app = Command::new(plan.binaries.join("countersign"));
        app.arg("serve")
            .arg("--config")
            .arg(&config)
            .env("LEPTOS_OUTPUT_NAME", crate::web::OUTPUT_NAME)
            .current_dir(command::root());
        let started = [
            (
                child(&mut sandbox, &plan.log("sandbox"))?,
                "sandbox",
                plan.ports.0,
            ),
            (
                child(&mut app, &plan.log("countersign"))?,
                "countersign",
                plan.ports.1,
            ),
        ];
        let ports = started.each_ref().map(|(_, name, port)| (*name, *port));
        pair.children
            .extend(started.map(|(child, name, _)| (child, name)));
        for (name, port) in ports {
            pair.wait(name, port)?;
        }
        Ok(pair)
    }

    /// The chart page of the sandbox EHR.
    pub(crate) fn ehr_url(&self) -> String {
        self.plan.ehr_url()
    }

    /// The application's base URL.
    pub(crate) fn app_url(&self) -> String {
        self.plan.app_url()
    }

    /// The application's log so far.
    pub(crate) fn app_log(&self) -> Result<String, Error> {
        let path = self.plan.log("countersign");
        let mut text = String::new();
        File::open(&path)
            .and_then(|mut file| file.read_to_string(&mut text))
            .map_err(Error::at(&path))?;
        Ok(text)
    }

    /// The application's process id.
    pub(crate) fn app_process(&self) -> Option<u32> {
        self.children
            .iter()
            .find(|(_, name)| *name == "countersign")
            .map(|(child, _)| child.id())
    }

    /// Waits until one of them ends, which is a failure.
    pub(crate) fn join(mut self) -> Result<(), Error> {
        loop {
            for (child, name) in &mut self.children {
                if let Ok(Some(status)) = child.try_wait() {
                    return Err(Error::Failed {
                        command: (*name).to_owned(),
                        status: status.to_string(),
                    });
                }
            }
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    fn wait(&mut self, name: &str, port: u16) -> Result<(), Error> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_mins(2) {
            if answers(port) {
                return Ok(());
            }
            for (child, running) in &mut self.children {
                if let Ok(Some(status)) = child.try_wait() {
                    let log = self.plan.log(running);
                    say::problem(&fs::read_to_string(&log).unwrap_or_default());
                    return Err(Error::Failed {
                        command: (*running).to_owned(),
                        status: status.to_string(),
                    });
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(Error::Failed {
            command: name.to_owned(),
            status: format!("no answer on port {port} within two minutes"),
        })
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        for (child, _) in &mut self.children {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Plan {
    fn ehr_url(&self) -> String {
        format!("http://localhost:{}", self.ports.0)
    }

    fn app_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.1)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    fn config(&self) -> String {
        let path = |name: &str| toml_string(&self.folder.join(name));
        format!(
            "[server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"{app}\"\nframe_ancestors = [\"{ehr}\"]\nsite_root = {site}\n\n\
             [database]\nurl = {database}\n\n[keys]\nmaster_key_file = {key}\n\n\
             [[issuer]]\nurl = \"{ehr}/fhir/r4\"\nname = \"Sandbox EHR\"\ntenant = \"demo\"\nprofile = \"{profile}\"\nclient_id = \"countersign-demo\"\n",
            port = self.ports.1,
            app = self.app_url(),
            ehr = self.ehr_url(),
            site = toml_string(&command::target().join("site")),
            database = toml_text(&format!(
                "sqlite:{}",
                self.folder.join("countersign.db").display()
            )),
            key = path("master.key"),
            profile = self.ehr,
        )
    }
}

fn toml_string(path: &Path) -> String {
    toml_text(&path.display().to_string())
}

fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn child(program: &mut Command, log: &Path) -> Result<Child, Error> {
    let file = File::create(log).map_err(Error::at(log))?;
    let copy = file.try_clone().map_err(Error::at(log))?;
    program.stdin(Stdio::null()).stdout(file).stderr(copy);
    let shown = program.get_program().to_string_lossy().into_owned();
    program.spawn().map_err(|cause| Error::NotRun {
        command: shown,
        cause,
    })
}

/// Whether something speaks HTTP there.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(500)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut first = [0_u8; 5];
    stream
        .write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .is_ok()
        && stream.read_exact(&mut first).is_ok()
        && &first == b"HTTP/"
}

/// A port that is free now, the wanted one where it is.
pub(crate) fn free_port(wanted: u16) -> Result<u16, Error> {
    let bound =
        TcpListener::bind(("127.0.0.1", wanted)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    bound
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|cause| Error::NotRun {
            command: "listen on a port".to_owned(),
            cause,
        })
}
