//! The patients, one file each.

mod p01_delgado;
mod p02_tennant;
mod p03_oakes;
mod p04_pryce;
mod p05_kuroki;

use crate::build::Chart;

/// Patient id and chart, in the order of the patient list.
pub(crate) const ALL: &[(&str, fn() -> Chart)] = &[
    (p01_delgado::ID, p01_delgado::chart),
    (p02_tennant::ID, p02_tennant::chart),
    (p03_oakes::ID, p03_oakes::chart),
    (p04_pryce::ID, p04_pryce::chart),
    (p05_kuroki::ID, p05_kuroki::chart),
];
