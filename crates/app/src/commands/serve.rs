//! `songhe serve`: pages and API.

use std::net::SocketAddr;

use base::Result;
use clap::Args;

use crate::{commands::Start, serve, wiring::Installation};

/// Serves pages and API until told to stop.
#[derive(Args)]
pub struct Serve {
    /// Where to listen, instead of what the settings say.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub fn run(self, start: &Start) -> Result<()> {
        let mut settings = start.settings()?;
        if let Some(listen) = self.listen {
            settings.serve.listen = listen;
        }
        let scheme = if settings.serve.tls.is_some() { "https" } else { "http" };
        let installation = Installation::open(settings)?;
        serve::serve(&installation, |address| {
            start.out.note("terminal-serving", &[("url", format!("{scheme}://{address}"))]);
        })
    }
}
