//! The key file: made once, mode 0600, beside the database but in no backup of it.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use base::{Error, Fault, Instant, Result, error::OrBroken};
use platform::keys::{Algorithm, Ring, RingFault};

use crate::wiring;

/// Reads the key file; refuses one that others may read.
pub fn read(path: &Path, now: Instant) -> Result<Ring> {
    let said = |key: &'static str| Fault::new("keys", key).arg("file", path.display());
    let meta = fs::metadata(path).map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => Error::from(said("keys-file-missing")),
        _ => Error::from(said("keys-file-unreadable").arg("why", why)),
    })?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(said("keys-file-open-to-others").arg("mode", format!("{mode:o}")).into());
    }
    let text =
        fs::read_to_string(path).map_err(|why| Error::from(said("keys-file-unreadable").arg("why", why)))?;
    Ring::parse(&text, now).map_err(|fault| {
        let fault = match fault {
            RingFault::Form(why) => said("keys-file-wrong").arg("why", why),
            RingFault::Lacks(kind) => said("keys-file-lacks").arg("kind", kind),
            RingFault::Twice(kind, id) => said("keys-file-twice").arg("kind", kind).arg("id", id),
            RingFault::Key(kind, id) => said("keys-file-bad-key").arg("kind", kind).arg("id", id),
        };
        Error::from(fault)
    })
}

/// Makes a new key file; never writes over one.
pub fn create(path: &Path, algorithm: Algorithm) -> Result<Ring> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).or_broken()?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|why| {
        let fault = match why.kind() {
            std::io::ErrorKind::AlreadyExists => Fault::new("keys", "keys-file-exists"),
            _ => Fault::new("keys", "keys-file-unwritable").arg("why", why),
        };
        Error::from(fault.arg("file", path.display()))
    })?;
    let ring = Ring::single(algorithm, wiring::secret()?, wiring::secret()?, wiring::secret()?);
    file.write_all(ring.to_text().as_bytes()).or_broken()?;
    file.sync_all().or_broken()?;
    Ok(ring)
}

/// Exchanges the key file for one with other keys: written whole beside it, then renamed.
pub fn replace(path: &Path, ring: &Ring) -> Result<()> {
    let beside = path.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).or_broken()?;
    file.write_all(ring.to_text().as_bytes()).or_broken()?;
    file.sync_all().or_broken()?;
    fs::rename(&beside, path).or_broken()
}

/// Whether the one who runs this program owns the key file: who does holds every secret anyway.
pub fn is_mine(path: &Path) -> bool {
    let owner = fs::metadata(path).map(|it| it.uid());
    let me = fs::metadata("/proc/self").map(|it| it.uid());
    matches!((owner, me), (Ok(owner), Ok(me)) if owner == me)
}
