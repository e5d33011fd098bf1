//! Packs what would make the program large for no use: the sample session, which few starts need, and the addresses that the
//! loader fills in when the program starts. Those take 1.8 MB of a Linux binary as plain entries and a twentieth of that
//! packed; only where the C library of this machine is known to read them (glibc 2.36, of 2022), elsewhere they stay plain.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The first glibc whose loader reads packed addresses.
const FIRST: (u32, u32) = (2, 36);

/// The folder of the sample session.
const SAMPLE: &str = "assets/sample";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={SAMPLE}");
    pack_sample()?;
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let here = env::var("HOST").ok() == env::var("TARGET").ok();
    let linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if here && linux && is("PROFILE", "release") && glibc().is_some_and(|version| version >= FIRST) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// Writes the files of the sample session into one, compressed: for each its name and its length, a line each, and its
/// bytes.
fn pack_sample() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let mut files = Vec::new();
    list(Path::new(SAMPLE), &mut files)?;
    files.sort();
    let mut packed = ZlibEncoder::new(fs::File::create(Path::new(&out).join("sample.z"))?, Compression::best());
    for file in files {
        let bytes = fs::read(&file)?;
        let name = file.strip_prefix(SAMPLE).map_err(io::Error::other)?;
        let name = name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        write!(packed, "{name}\n{}\n", bytes.len())?;
        packed.write_all(&bytes)?;
    }
    packed.finish()?;
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The version of the C library that this machine runs.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}
