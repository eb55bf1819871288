//! The binary `songhe`.

use std::process::ExitCode;

/// Rows and documents are many small pieces: an import is shorter with this than with the system's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    app::main()
}
