//! How far the chart is loaded.

mod parts;

pub use parts::{ChartLine, LoadReport, chart_line};
