//! The document around every page: head, style, script.
