//! Scores the verifier on perturbed statements and on drafts with gold labels, and prints a table.

mod cli;
mod print;

fn main() -> std::process::ExitCode {
    cli::main()
}
