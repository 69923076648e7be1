//! Sentences that several kinds of document share.

mod absence;
mod grade;
mod order;
mod problem;
mod result;
mod vital;

pub(crate) use absence::nothing_recorded;
pub(crate) use grade::grade;
pub(crate) use order::{Active, active_orders, order_line, previous_of};
pub(crate) use problem::{active_line, list_active, no_active};
pub(crate) use result::{result_line, result_lines, series};
pub(crate) use vital::{pressure_line, vital_lines};
