//! What an outer level keeps from the levels inside it.

/// One lock: a file, a folder's files (`policies/*`), everything (`*`), or one key of a file (`phrases.toml#phrase.ros`) with all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lock {
    file: String,
    key: Option<String>,
}

/// The locks of all outer levels.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locks(Vec<Lock>);

impl Lock {
    /// Reads one; what is wrong with it otherwise.
    pub(super) fn read(text: &str, known: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        let (file, key) = match text.split_once('#') {
            Some((file, key)) => (file, Some(key.to_owned())),
            None => (text, None),
        };
        let folder = [
            "*",
            "templates/*",
            "policies/*",
            "guidelines/*",
            "panel/*",
            "triage/*",
            "coding/*",
        ];
        let fits = match &key {
            None => known(file) || folder.contains(&file),
            Some(key) => known(file) && !key.is_empty(),
        };
        if fits {
            Ok(Self {
                file: file.to_owned(),
                key,
            })
        } else {
            Err(format!(
                "`lock`: `{text}` names no file, folder or key of an overlay"
            ))
        }
    }

    fn covers(&self, file: &str) -> bool {
        match self.file.strip_suffix('*') {
            Some(start) => file.starts_with(start),
            None => self.file == file,
        }
    }
}

impl Locks {
    pub(super) fn add(&mut self, locks: Vec<Lock>) {
        self.0.extend(locks);
    }

    /// Whether the whole file is locked.
    pub(crate) fn file(&self, file: &str) -> bool {
        self.0
            .iter()
            .any(|lock| lock.key.is_none() && lock.covers(file))
    }

    /// Whether a key, something above it or something below it is locked: none of it may be replaced.
    pub(crate) fn key(&self, file: &str, key: &str) -> bool {
        let within = |inner: &str, outer: &str| {
            inner == outer
                || inner
                    .strip_prefix(outer)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        self.0
            .iter()
            .filter(|lock| lock.covers(file))
            .any(|lock| match &lock.key {
                None => true,
                Some(locked) => within(key, locked) || within(locked, key),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locks(texts: &[&str]) -> Locks {
        let known = |file: &str| matches!(file, "phrases.toml" | "policies/a.json");
        Locks(
            texts
                .iter()
                .map(|text| Lock::read(text, &known).unwrap())
                .collect(),
        )
    }

    #[test]
    fn a_lock_on_nothing_is_refused() {
        for text in [
            "",
            "phrases",
            "phrases.toml#",
            "../x",
            "polic*",
            "other.toml#a",
            "policies/*#a",
        ] {
            assert!(
                Lock::read(text, &|file| file == "phrases.toml").is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_key_is_locked_with_what_is_above_and_below_but_not_beside() {
        let locks = locks(&["phrases.toml#phrase.ros"]);
        for key in ["phrase", "phrase.ros", "phrase.ros.text"] {
            assert!(locks.key("phrases.toml", key), "{key}");
        }
        for key in ["phrase.rose", "phrase.exam", "other"] {
            assert!(!locks.key("phrases.toml", key), "{key}");
        }
        assert!(!locks.file("phrases.toml"));
    }

    #[test]
    fn files_and_folders_are_locked_whole() {
        let locks = locks(&["policies/*"]);
        assert!(locks.file("policies/a.json") && locks.key("policies/b.json", "x"));
        assert!(!locks.file("phrases.toml"));
        assert!(self::locks(&["*"]).file("anything"));
    }
}
