//! Exact bounds of a proportion (Clopper and Pearson).

/// The 95 % bounds of `k` in `n`, as fractions; `(0, 1)` for none.
pub fn exact(k: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let low = if k == 0 {
        0.0
    } else {
        solve(|p| 1.0 - below(k, n, p) - 0.025)
    };
    let high = if k == n {
        1.0
    } else {
        solve(|p| 0.025 - below(k + 1, n, p))
    };
    (low, high)
}

/// The chance of fewer than `k` in `n`.
#[expect(clippy::cast_precision_loss, reason = "counts of statements")]
fn below(k: usize, n: usize, p: f64) -> f64 {
    let (n_f, odds) = (n as f64, p / (1.0 - p));
    // ln of the chance of 0, then each next from the one before.
    let mut ln = n_f * (1.0 - p).ln();
    let mut sum = 0.0;
    for i in 0..k {
        sum += ln.exp();
        ln += ((n_f - i as f64) / (i as f64 + 1.0)).ln() + odds.ln();
    }
    sum.min(1.0)
}

/// Where a rising function is zero, in (0, 1).
fn solve(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_bounds() {
        // From tables: 0/300, 294/300, 5/10, 300/300.
        for (k, n, low, high) in [
            (0, 300, 0.0, 0.0122),
            (294, 300, 0.9570, 0.9926),
            (5, 10, 0.1871, 0.8129),
            (300, 300, 0.9878, 1.0),
        ] {
            let bounds = exact(k, n);
            assert!(
                (bounds.0 - low).abs() < 5e-4 && (bounds.1 - high).abs() < 5e-4,
                "{k}/{n}: {bounds:?}"
            );
        }
        assert_eq!(exact(0, 0), (0.0, 1.0));
    }
}
