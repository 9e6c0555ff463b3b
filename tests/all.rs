//! The integration tests, one binary: what a file of its own would cost in linking is not paid a dozen times.

#[path = "all/session.rs"]
mod session;
