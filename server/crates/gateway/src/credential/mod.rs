//! Who we are to an endpoint: keys, tokens and signatures.

mod entra;
mod google;
mod read;
pub(crate) mod sigv4;
mod token;

pub(crate) use entra::Entra;
pub(crate) use google::Google;
pub(crate) use read::read;
pub(crate) use sigv4::Aws;
pub(crate) use token::Tokens;

use secrecy::SecretString;
use std::path::Path;

/// Reads a file's text.
pub(crate) type ReadFile<'a> = &'a dyn Fn(&Path) -> std::io::Result<String>;

/// How requests are authorized.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// Nothing is sent; for engines on own premises.
    None,
    /// `authorization: Bearer`.
    Bearer(SecretString),
    /// A header of this name.
    Header(&'static str, SecretString),
    /// Azure's tokens.
    Entra(Entra),
    /// Google's tokens.
    Google(Google),
    /// AWS Signature Version 4.
    Aws(Aws),
}
