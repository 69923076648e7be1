//! A model endpoint for tests and demonstrations: drafts from the parts that it is sent, or obeys what they say, or misbehaves.

use clap::{Parser, ValueEnum};
use models::{Act, Style, draft, obey, serve};
use std::io::Write as _;
use std::sync::Arc;

#[derive(Parser)]
struct Arguments {
    /// The port on 127.0.0.1; 0: a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What it does.
    #[arg(long, value_enum, default_value_t = Way::Draft)]
    way: Way,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    /// Drafts from the parts.
    Draft,
    /// Obeys whatever the data says.
    Obey,
    /// Always busy.
    Busy,
    /// Answers what is no JSON.
    NoJson,
    /// Cuts every answer.
    Cut,
    /// Begins and says nothing more.
    Hang,
    /// Never ends.
    Endless,
    /// Declines.
    Decline,
    /// Cites what was never given.
    UnknownAlias,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let act = match arguments.way {
        Way::Draft => Act::Answer(Arc::new(draft)),
        Way::Obey => Act::Answer(Arc::new(obey)),
        Way::Busy => Act::status(503),
        Way::NoJson => Act::say("Certainly! Here is the section."),
        Way::Cut => Act::Cut("{\"statements\":[{\"text\":\"Half of".to_owned()),
        Way::Hang => Act::Hang,
        Way::Endless => Act::Endless,
        Way::Decline => Act::Decline,
        Way::UnknownAlias => {
            Act::say("{\"statements\":[{\"text\":\"x\",\"citations\":[\"a9999\"],\"quote\":null}]}")
        }
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let mock = serve(listener, Style::Compatible, vec![act]);
    writeln!(
        std::io::stdout(),
        "{} (key: test-key, model: test-model)",
        mock.url()
    )?;
    tokio::signal::ctrl_c().await
}
