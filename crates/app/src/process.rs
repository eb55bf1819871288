//! Processes that do jobs, and those that are gone: a job that was killed goes on at once.
//!
//! Each process holds the lock of a file beside the data that bears its name; its leases bear the
//! name too. The operating system lets the lock go with the process, however it ends. Whose lock can
//! be had is gone, and what it held is taken back; whoever lives, here or on another machine with
//! data of its own, keeps its leases until they run out.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use base::{Error, Fault, Result, error::OrBroken};
use platform::{
    door::Door,
    jobs::{self, Runner, accounts},
};

use crate::wiring::{Installation, clock, secret};

/// Beside the data: a file for each process that does jobs.
const FOLDER: &str = "processes";
/// A file whose process has not locked it yet.
const BEGINNING: &str = "new-";

/// This process among those of the database, for as long as this lives.
pub struct Process {
    pub name: String,
    path: PathBuf,
    _lock: File,
}

impl Process {
    /// Begins, and takes back what processes that are gone held.
    pub fn begin(installation: &Installation) -> Result<Process> {
        let process = Process::lock(&installation.settings.data)?;
        take_back(&installation.settings.data, &installation.door())?;
        Ok(process)
    }

    fn lock(data: &Path) -> Result<Process> {
        let folder = data.join(FOLDER);
        let unwritable = |why: std::io::Error| {
            let fault = Fault::new("data", "settings-data-unwritable");
            Error::from(fault.arg("folder", folder.display()).arg("why", why))
        };
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let name = format!("{}-{:08x}", std::process::id(), u32::from_le_bytes(secret()?));
        let (beginning, path) = (folder.join(format!("{BEGINNING}{name}")), folder.join(&name));
        // Under its name it is locked from the first moment on: nobody takes it for one that is gone.
        let file = File::create(&beginning).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => fs::rename(&beginning, &path).map_err(unwritable)?,
            // A file system without locks tells nobody who is gone: leases run out by themselves.
            Err(_) => fs::remove_file(&beginning).map_err(unwritable)?,
        }
        Ok(Process { name, path, _lock: file })
    }

    /// One that does jobs, the `number`-th of this process.
    pub fn runner(&self, number: usize) -> Runner {
        Runner::new(format!("{}/{number}", self.name), accounts::whois)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Gives back the jobs of processes that are gone; answers how many there were.
pub fn take_back(data: &Path, door: &Door) -> Result<u64> {
    let mut jobs = 0;
    for name in gone(&data.join(FOLDER))? {
        let taken = jobs::take_back(door, clock(), &format!("{name}/"))?;
        if 0 < taken {
            tracing::info!(process = name, jobs = taken, "a process is gone; its jobs go on here");
        }
        jobs += taken;
        // Only now: a process that is killed before this is done leaves it for the next.
        let _ = fs::remove_file(data.join(FOLDER).join(&name));
    }
    Ok(jobs)
}

/// The names of processes whose lock nobody holds.
fn gone(folder: &Path) -> Result<Vec<String>> {
    let mut gone = Vec::new();
    for entry in fs::read_dir(folder).or_broken()? {
        let name = entry.or_broken()?.file_name().to_string_lossy().into_owned();
        if name.starts_with(BEGINNING) {
            continue;
        }
        let Ok(file) = File::open(folder.join(&name)) else { continue };
        match file.try_lock() {
            Ok(()) => gone.push(name),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => (),
        }
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lives_is_not_gone() {
        let data = std::env::temp_dir().join(format!("songhe-process-{}", std::process::id()));
        let folder = data.join(FOLDER);
        let living = Process::lock(&data).expect("a process");
        let killed = Process::lock(&data).expect("another");
        assert_eq!(gone(&folder).expect("names"), Vec::<String>::new());
        // Killed, it does not clean up behind itself.
        let left = killed.name.clone();
        drop(killed);
        fs::write(folder.join(&left), "").expect("its file");
        assert_eq!(gone(&folder).expect("names"), [left.clone()]);
        fs::remove_file(folder.join(&left)).expect("cleaned up");
        drop(living);
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0, "whoever ends well leaves nothing");
        fs::remove_dir_all(&data).expect("gone");
    }
}
