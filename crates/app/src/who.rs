//! Who a terminal command acts as: `--as LOGIN`, signed in and scoped like a session.
//!
//! Three ways, tried in this order:
//! 1. `--token-file FILE`: an API token of that account; for programs.
//! 2. The one who runs the command owns the key file: a local sign-in, journalled, without a
//!    password. That person can read every secret of the installation as it lies on the disk, so
//!    a password would keep nothing from them; what can be had is that it is written down.
//! 3. Password and code, asked for on the terminal.
//!
//! Whichever it was, approvals are refused: they need a person at a page.

use std::{
    fs,
    io::{self, IsTerminal as _},
    path::PathBuf,
};

use base::{Error, Fault, Result, error::OrBroken};
use platform::{
    Actor, Channel,
    access::session::{self, SignIn, Standing},
};

use crate::{
    keyfile,
    wiring::{Installation, clock, seed},
};

/// As whom a command acts.
#[derive(clap::Args)]
pub struct Who {
    /// The account to act as.
    #[arg(long = "as", value_name = "LOGIN")]
    login: Option<String>,
    /// One of its roles, when it has several.
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// A file that holds an API token of the account.
    #[arg(long, value_name = "FILE", env = "SONGHE_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// Ask for the password even where the key file is one's own.
    #[arg(long)]
    password: bool,
}

impl Who {
    pub fn actor(&self, installation: &Installation) -> Result<Actor> {
        let now = clock();
        if let Some(file) = &self.token_file {
            let text = fs::read_to_string(file).map_err(|why| {
                let fault = Fault::new("token-file", "settings-file-unreadable");
                Error::from(fault.arg("file", file.display()).arg("why", why))
            })?;
            let (store, house) = (&installation.store, &installation.house);
            let actor = session::by_token(store, house, text.trim(), now)?;
            let actor = actor.ok_or_else(|| Error::denied("access-token-unknown"))?;
            return Ok(Actor { channel: Channel::Terminal, ..actor });
        }
        let Some(login) = &self.login else { return Err(Error::invalid("--as", "terminal-as-whom")) };
        let door = installation.door();
        if !self.password && keyfile::is_mine(&installation.settings.key_file()) {
            return session::local(&door, now, seed()?, login, self.role.as_deref());
        }
        if !io::stdin().is_terminal() {
            return Err(Error::denied("terminal-no-terminal"));
        }
        self.asked(installation, login)
    }

    /// Asks for password and code.
    fn asked(&self, installation: &Installation, login: &str) -> Result<Actor> {
        let (door, now) = (installation.door(), clock());
        let password = ask(installation, "terminal-ask-password", &[("login", login.to_owned())])?;
        let it = SignIn {
            login: login.to_owned(),
            password,
            code: None,
            address: "terminal".to_owned(),
            agent: concat!("songhe ", env!("CARGO_PKG_VERSION")).to_owned(),
            channel: Channel::Terminal,
        };
        let opened = session::sign_in(&door, now, seed()?, &it)?;
        let resumed = |standing: Option<Standing>| {
            let found = session::resume(
                &installation.store,
                &installation.house,
                &opened.token,
                now,
                Channel::Terminal,
            )?;
            let found = found.ok_or_else(|| Error::denied("access-no-grant"))?;
            match standing {
                Some(standing) if found.standing != standing => {
                    Err(Error::denied("terminal-finish-at-a-page"))
                }
                _ => Ok(found),
            }
        };
        let mut session = resumed(None)?;
        if session.standing == Standing::NeedsCode {
            let code = ask(installation, "terminal-ask-code", &[])?;
            session::prove(&door, now, seed()?, &session, &opened.token, &code)?;
            session = resumed(Some(Standing::Full))?;
        }
        if let Some(role) = &self.role {
            let grant = session.grants.iter().find(|it| &it.role == role);
            let grant = grant.ok_or_else(|| Error::denied("access-no-grant"))?.id.clone();
            session::switch(&door, now, seed()?, &session, &grant)?;
        }
        let session = resumed(Some(Standing::Full))?;
        // The token is not kept: a terminal command is one session, ended with it.
        session::sign_out(&door, now, seed()?, &session, &opened.token)?;
        Ok(session.actor)
    }
}
/// Asks for something that is not shown, in the terminal's language.
fn ask(installation: &Installation, key: &str, args: &[(&str, String)]) -> Result<String> {
    let text = web::say(installation.settings.language.tag(), key, args);
    rpassword::prompt_password(text.unwrap_or_else(|| key.to_owned()) + " ").or_broken()
}
