//! Databases for tests: each has its own, and it goes when the test lets go of it.
//!
//! On `PostgreSQL` a migrated template is made once for each set of migrations and copied, which
//! takes a fraction of migrating.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use base::Result;

use crate::{
    Store, migrate,
    pg::{lines::say, place::Place},
};

/// The lock of those who make the template.
const TEMPLATE_LOCK: i64 = 0x536f_5465;

/// A database of a test.
pub struct Scratch {
    url: String,
    kind: Kind,
}

enum Kind {
    File(PathBuf),
    Database { admin: String, name: String },
}

impl Scratch {
    /// A file on the memory file system; migrated when it is opened.
    pub fn lite() -> Scratch {
        let folder = Path::new("/dev/shm");
        let folder = if folder.is_dir() { folder } else { Path::new("/tmp") };
        let path = folder.join(format!("songhe-{}.db", name()));
        Scratch { url: format!("sqlite:{}", path.display()), kind: Kind::File(path) }
    }

    /// A migrated database on the server of `admin`, a URL whose user may create databases.
    pub fn postgres(admin: &str) -> Result<Scratch> {
        let template = template(admin)?;
        create(admin, Some(&template))
    }

    /// A database on that server with nothing in it.
    pub fn bare_postgres(admin: &str) -> Result<Scratch> {
        create(admin, None)
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn open(&self) -> Result<Store> {
        Store::open(&self.url)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        match &self.kind {
            Kind::File(path) => {
                for end in ["", "-wal", "-shm"] {
                    fs::remove_file(format!("{}{end}", path.display())).ok();
                }
            }
            Kind::Database { admin, name } => {
                run(admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).ok();
            }
        }
    }
}

fn name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("scratch_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn create(admin: &str, template: Option<&str>) -> Result<Scratch> {
    let name = name();
    run(admin, &format!("DROP DATABASE IF EXISTS {name}"))?;
    run(admin, &format!("CREATE DATABASE {name} TEMPLATE {}", template.unwrap_or("template0")))?;
    let url = of_database(admin, &name);
    Ok(Scratch { url, kind: Kind::Database { admin: admin.to_owned(), name } })
}

/// The name of the migrated template, made if it is not there.
fn template(admin: &str) -> Result<String> {
    let name = format!("songhe_template_{}", &migrate::fingerprint()[..16]);
    let mut client = Place::parse(admin)?.connect()?;
    let fault = |error: postgres::Error| say(&error, "template");
    client.execute("SELECT pg_advisory_lock($1)", &[&TEMPLATE_LOCK]).map_err(fault)?;
    let there = client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).map_err(fault)?;
    if there.is_empty() {
        let growing = format!("{name}_growing");
        run(admin, &format!("DROP DATABASE IF EXISTS {growing}"))?;
        run(admin, &format!("CREATE DATABASE {growing} TEMPLATE template0"))?;
        drop(Store::open(&of_database(admin, &growing))?);
        // The server notices closed connections a moment later; FORCE is for DROP only.
        let away =
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{growing}'");
        run(admin, &away)?;
        run(admin, &format!("ALTER DATABASE {growing} RENAME TO {name}"))?;
    }
    Ok(name)
}

fn run(admin: &str, sql: &str) -> Result<()> {
    let mut client = Place::parse(admin)?.connect()?;
    client.batch_execute(sql).map_err(|error| say(&error, sql).into())
}

/// The same URL with another database in it.
pub fn of_database(url: &str, name: &str) -> String {
    let (head, query) = url.split_once('?').map_or((url, None), |(head, query)| (head, Some(query)));
    let (scheme, rest) = head.split_once("://").unwrap_or(("postgres", head));
    let server = rest.split('/').next().unwrap_or(rest);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{server}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_leads_to_another_database() {
        assert_eq!(of_database("postgres://u@h:1/a?x=y", "b"), "postgres://u@h:1/b?x=y");
        assert_eq!(of_database("postgres://u@h", "b"), "postgres://u@h/b");
    }
}
