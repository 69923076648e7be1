//! One style sheet out of many: `main.css` only imports, in order.

use crate::error::Error;
use std::fs;
use std::path::Path;

/// Puts the imported sheets into one, without comments and indentation.
pub(crate) fn bundle(main: &Path) -> Result<String, Error> {
    let folder = main.parent().unwrap_or(main);
    let mut out = String::new();
    for (number, line) in read(main)?.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("/*") {
            continue;
        }
        let name = imported(line).ok_or_else(|| Error::Form {
            path: main.to_path_buf(),
            what: format!("line {} is no `@import \"…\";`", number + 1),
        })?;
        out.push_str(&tight(&read(&folder.join(name))?));
    }
    Ok(out)
}

fn imported(line: &str) -> Option<&str> {
    line.strip_prefix("@import \"")?.strip_suffix("\";")
}

/// Our own sheets hold no `/*` inside a string, so a plain search finds every comment.
fn tight(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_imports_nothing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("main.css");
        for text in ["body {}", "@import url(a.css);", "@import \"missing.css\";"] {
            fs::write(&main, text).unwrap();
            assert!(bundle(&main).is_err(), "{text}");
        }
    }

    #[test]
    fn sheets_come_in_order_without_comments() {
        let folder = tempfile::tempdir().unwrap();
        let main = folder.path().join("main.css");
        fs::write(
            folder.path().join("a.css"),
            "/* one\n two */\na {\n  color: red; /* x */\n}\n",
        )
        .unwrap();
        fs::write(folder.path().join("b.css"), "b {}").unwrap();
        fs::write(&main, "@import \"b.css\";\n@import \"a.css\";\n").unwrap();
        assert_eq!(bundle(&main).unwrap(), "b {}\na {\ncolor: red;\n}\n");
    }
}
