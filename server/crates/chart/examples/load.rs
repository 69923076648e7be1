//! Loads one Bundle and says how long each part took: `cargo run --release -p chart --example load -- FILE`.
#![allow(clippy::print_stdout, reason = "it is a small tool")]

use std::time::Instant;

use chart::Chart;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let bytes = std::fs::read(file)?;
    let start = Instant::now();
    let chart = Chart::from_bundle(&bytes)?;
    println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    let start = Instant::now();
    let notes: usize = chart
        .resources()
        .map(|resource| chart.notes_of(resource).len())
        .sum();
    println!("notes: {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    println!(
        "{} resources, {notes} notes, {} unreadable",
        chart.len(),
        chart.load_report().unreadable.len()
    );
    Ok(())
}
