//! Makes `dist/` by npm when it is not there: the scripts are embedded in the binary.

use std::{path::Path, process::Command};

fn main() {
    println!("cargo:rerun-if-changed=dist/manifest.json");
    println!("cargo:rerun-if-changed=package-lock.json");
    println!("cargo:rerun-if-changed=build.mjs");
    let edited = |name: &str| std::fs::metadata(name).and_then(|it| it.modified()).ok();
    // A script that the build has learnt to make since is made, too.
    if Path::new("dist/manifest.json").exists() && edited("build.mjs") <= edited("dist/manifest.json") {
        return;
    }
    let npm = |args: &[&str]| Command::new("npm").args(args).status().is_ok_and(|it| it.success());
    if npm(&["ci", "--no-audit", "--no-fund"]) && npm(&["run", "build"]) {
        return;
    }
    panic!(
        "\n\nThe scripts of the pages are missing and could not be made. Install Node.js with npm, then run:\n\n    \
         npm --prefix crates/web ci && npm --prefix crates/web run build\n\n"
    );
}
