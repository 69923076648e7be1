//! How the built-in composer says things: dates, amounts, names, lines with their citations.

mod amount;
mod line;
mod name;
mod often;
mod unit;
mod when;

pub(crate) use amount::{amount, compare, number, range, unit, whole};
pub(crate) use line::{Line, Lines, Stands};
pub(crate) use name::{capital, concept, drug, inside, join, plain, sentence};
pub(crate) use often::often_in_words;
pub(crate) use unit::printed;
pub(crate) use when::{When, months, years};
