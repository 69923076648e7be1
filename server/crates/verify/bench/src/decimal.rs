//! Decimal numbers as charts write them, rounded half up as people do.

/// A decimal: `mantissa` tenths, hundredths and so on, by `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Reads `95.34880304458446`, `-3.3`, `1e-3`.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let part: String = part.chars().take(20).collect();
        let mantissa: i128 = format!("{whole}{part}").parse().ok()?;
        let scale = i32::try_from(part.len()).ok()? - exponent;
        if scale >= 0 {
            Some(Self {
                mantissa,
                scale: u32::try_from(scale).ok()?.min(30),
            })
            .filter(|_| scale <= 30)
        } else {
            let factor = 10_i128.checked_pow(scale.unsigned_abs())?;
            Some(Self {
                mantissa: mantissa.checked_mul(factor)?,
                scale: 0,
            })
        }
    }

    /// The nearest decimal with `digits` after the point.
    pub fn of(value: f64, digits: u32) -> Option<Self> {
        Self::parse(&format!("{value:.12}")).map(|exact| exact.rounded(digits))
    }

    /// Half up (away from zero) to `digits` after the point; shorter ones stay as they are.
    #[must_use]
    pub fn rounded(self, digits: u32) -> Self {
        if self.scale <= digits {
            return self;
        }
        let factor = 10_i128.pow(self.scale - digits);
        let half = if self.mantissa < 0 {
            -factor / 2
        } else {
            factor / 2
        };
        Self {
            mantissa: (self.mantissa + half) / factor,
            scale: digits,
        }
    }

    /// The same number without zeros at its end.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    /// Digits after the point.
    pub const fn digits(self) -> u32 {
        self.scale
    }

    /// As a float, for comparing and converting.
    #[expect(clippy::cast_precision_loss, reason = "chart values are short")]
    pub fn float(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::try_from(self.scale).unwrap_or(0))
    }

    /// Multiplied by a power of ten.
    #[must_use]
    pub fn shifted(self, places: i32) -> Self {
        let scale = i64::from(self.scale) - i64::from(places);
        if scale >= 0 {
            Self {
                mantissa: self.mantissa,
                scale: u32::try_from(scale).unwrap_or(0),
            }
        } else {
            let factor = 10_i128.pow(u32::try_from(-scale).unwrap_or(0));
            Self {
                mantissa: self.mantissa * factor,
                scale: 0,
            }
        }
    }

    /// Whether it lies half way between two numbers of `digits` after the point: what "half up" means for it can be argued.
    pub fn halfway(self, digits: u32) -> bool {
        self.scale > digits && {
            let factor = 10_i128.pow(self.scale - digits);
            (self.mantissa % factor).abs() * 2 == factor
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::try_from(self.scale).unwrap_or(0);
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, digits: u32) -> String {
        Decimal::parse(text).unwrap().rounded(digits).to_string()
    }

    #[test]
    fn rounding_is_half_up() {
        for (text, digits, wanted) in [
            ("7.45", 1, "7.5"),
            ("7.449", 1, "7.4"),
            ("95.34880304458446", 0, "95"),
            ("-3.31", 1, "-3.3"),
            ("0.125", 2, "0.13"),
            ("9.96", 1, "10.0"),
            ("7", 1, "7"),
            ("1e-2", 2, "0.01"),
            ("1.5e3", 0, "1500"),
        ] {
            assert_eq!(shown(text, digits), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "x", "1.x", "--1", "1e99"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn shifting_moves_the_point() {
        let value = Decimal::parse("7.4").unwrap();
        assert_eq!(value.shifted(1).to_string(), "74");
        assert_eq!(value.shifted(2).to_string(), "740");
        assert_eq!(value.shifted(-1).to_string(), "0.74");
        assert!(Decimal::parse("7.45").unwrap().halfway(1));
        assert!(!value.halfway(1));
    }
}
