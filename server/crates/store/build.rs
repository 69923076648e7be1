//! Migrations are compiled in: a new one must cause a new build.
#![allow(clippy::print_stdout, reason = "this is how a build script talks")]

fn main() {
    println!("cargo::rerun-if-changed=../../../migrations");
}
