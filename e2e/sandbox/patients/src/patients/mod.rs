//! The patients, one file each; the very large one is in [`crate::large`].

mod p01_delgado;
mod p02_tennant;
mod p03_oakes;
mod p04_pryce;
mod p05_kuroki;
mod p06_quist;
mod p07_adeyemi;
mod p08_solheim;
mod p09_marchetti;
mod p10_whitlock;
mod p11_brooks;
mod p12_vanterpool;
mod p13_norwood;
mod p14_ambrose;

use crate::build::Chart;
use crate::large;

/// A patient's id and how to make the chart.
type Entry = (&'static str, fn() -> Chart);

/// Every patient, in the order of the patient list.
pub(crate) const ALL: &[Entry] = &[
    (p01_delgado::ID, p01_delgado::chart),
    (p02_tennant::ID, p02_tennant::chart),
    (p03_oakes::ID, p03_oakes::chart),
    (p04_pryce::ID, p04_pryce::chart),
    (p05_kuroki::ID, p05_kuroki::chart),
    (p06_quist::ID, p06_quist::chart),
    (p07_adeyemi::ID, p07_adeyemi::chart),
    (p08_solheim::ID, p08_solheim::chart),
    (p09_marchetti::ID, p09_marchetti::chart),
    (p10_whitlock::ID, p10_whitlock::chart),
    (p11_brooks::ID, p11_brooks::chart),
    (p12_vanterpool::ID, p12_vanterpool::chart),
    (p13_norwood::ID, p13_norwood::chart),
    (p14_ambrose::ID, p14_ambrose::chart),
    (large::ID, large::chart),
];
