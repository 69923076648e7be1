//! Wire formats.

pub(crate) mod openai;
