//! A value that must not be printed.

use std::fmt;

/// Holds patient data. It has no `Display`, and its `Debug` tells nothing, so that logs and error texts cannot carry it by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Phi<T>(T);

impl<T> Phi<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for code that must have it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Phi<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phi(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::Phi;

    #[test]
    fn debug_tells_nothing() {
        assert_eq!(
            format!("{:?}", Some(Phi::new("Amina"))),
            "Some(Phi(redacted))"
        );
    }
}
