//! Packs the addresses that the loader fills in when the program starts: they take 1.8 MB of a Linux binary as plain
//! entries and a twentieth of that packed. Only where the C library of this machine is known to read them (glibc 2.36,
//! of 2022); everywhere else the binary is as large as it was.

use std::env;
use std::process::Command;

/// The first glibc whose loader reads packed addresses.
const FIRST: (u32, u32) = (2, 36);

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let here = env::var("HOST").ok() == env::var("TARGET").ok();
    let linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if here && linux && is("PROFILE", "release") && glibc().is_some_and(|version| version >= FIRST) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the C library that this machine runs.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}
