//! Prints the snippets of a chart: `cargo run -p sources --example show -- CHART [Type]`.

#[allow(clippy::print_stdout, reason = "it is what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which chart?")?;
    let wanted = arguments.next();
    let now = std::time::Instant::now;
    let started = now();
    let chart = chart::Chart::from_bundle(&std::fs::read(path)?)?;
    let read = started.elapsed();
    let began = now();
    let set = sources::SourceSet::freeze(&chart);
    let frozen = began.elapsed();
    let began = now();
    let index = sources::search::Index::build(&set);
    let indexed = began.elapsed();
    for snippet in set.snippets() {
        if wanted
            .as_deref()
            .is_none_or(|kind| snippet.resource_type() == Some(kind) || snippet.id.as_str() == kind)
        {
            println!(
                "== {} | {} | {:?}\n{}",
                snippet.id,
                set.label(&snippet.id),
                snippet.subject,
                snippet.text
            );
            if wanted.as_deref() == Some(snippet.id.as_str()) {
                for fact in &snippet.facts {
                    println!(
                        "  {} g{} {:?} {:?} {:?}",
                        fact.path,
                        fact.group,
                        fact.role,
                        fact.span.and_then(|span| span.of(&snippet.text)),
                        fact.value
                    );
                }
            }
        }
    }
    let hits = index.search("hemoglobin a1c", &sources::search::Filter::All, 3);
    println!(
        "read {read:?} freeze {frozen:?} index {indexed:?} snippets {} hits {hits:?}",
        set.snippets().len()
    );
    Ok(())
}
