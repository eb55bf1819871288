//! The binary `songhe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    app::main()
}
