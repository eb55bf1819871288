//! Where the server is, and how the way there is protected.
//!
//! `postgres://user:password@host/database?sslmode=…&sslrootcert=…`
//!
//! | `sslmode`       | the line is encrypted | the server must prove its name                     |
//! |-----------------|-----------------------|----------------------------------------------------|
//! | `disable`       | no                    | no                                                 |
//! | `require`       | yes                   | no, unless a root file is given                    |
//! | `verify-full`   | yes                   | yes, by the given root file or the system's         |
//! | *(not given)*   | `disable` on this machine (socket, loopback), else `verify-full`            ||
//!
//! `sslrootcert=system` (or nothing) means the roots of the operating system, and where it has
//! none those of the web.

use std::{net::IpAddr, path::Path, sync::Arc, time::Duration};

use base::{Result, error::OrBroken};
use postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::lines::say;
use crate::{Kind, Trouble};

const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Where operating systems keep their roots.
const SYSTEM_ROOTS: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

pub(crate) struct Place {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// The URL without what only we understand.
    url: String,
    mode: Option<String>,
    roots: Option<String>,
}

impl Place {
    pub(crate) fn parse(url: &str) -> Result<Place> {
        let asked = split(url);
        // The library's own error can quote the URL, and with it the password.
        let unfit = |text: &str| Trouble::new(Kind::Unfit, text);
        let mut config: Config = asked.url.parse().map_err(|_| {
            unfit("not a database address: write sqlite:FILE or postgres://user:password@host/database")
        })?;
        config.connect_timeout(CONNECT_MAX).application_name("songhe").keepalives(true);
        let near = config.get_hosts().iter().all(is_near);
        let mode = asked.mode.as_deref().unwrap_or(if near { "disable" } else { "verify-full" });
        let tls = match mode {
            "disable" => None,
            "require" => Some(client(asked.roots.is_some(), asked.roots.as_deref())?),
            "verify-full" => Some(client(true, asked.roots.as_deref())?),
            _ => return Err(unfit("sslmode is disable, require or verify-full").into()),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Place { config, tls: tls.map(MakeRustlsConnect::new) })
    }

    pub(crate) fn connect(&self) -> Result<Client> {
        let opened = match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        };
        opened.map_err(|error| {
            let hosts: Vec<String> = self.config.get_hosts().iter().map(name).collect();
            let text = format!("{}: {}", hosts.join(", "), say(&error, "connect"));
            Trouble::new(Kind::Unreachable, text).into()
        })
    }
}

fn name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    }
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|it: IpAddr| it.is_loopback()),
    }
}

fn split(url: &str) -> Asked {
    let Some((head, query)) = url.split_once('?') else {
        return Asked { url: url.to_owned(), ..Asked::default() };
    };
    let mut asked = Asked::default();
    let mut rest = Vec::new();
    for part in query.split('&') {
        match part.split_once('=') {
            Some(("sslmode", mode)) => asked.mode = Some(mode.to_owned()),
            Some(("sslrootcert", path)) => asked.roots = Some(path.replace("%2F", "/").replace("%20", " ")),
            _ => rest.push(part),
        }
    }
    asked.url = if rest.is_empty() { head.to_owned() } else { format!("{head}?{}", rest.join("&")) };
    asked
}

fn client(verify: bool, roots: Option<&str>) -> Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .or_broken()?;
    if verify {
        return Ok(builder.with_root_certificates(root_store(roots)?).with_no_client_auth());
    }
    let anybody = Arc::new(Anybody(provider));
    Ok(builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth())
}

fn root_store(roots: Option<&str>) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    let file = match roots {
        Some(path) if path != "system" => Some(path),
        _ => SYSTEM_ROOTS.into_iter().find(|path| Path::new(path).is_file()),
    };
    let Some(file) = file else {
        store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        return Ok(store);
    };
    let unfit = |why: String| Trouble::new(Kind::Unfit, format!("root certificates in {file}: {why}"));
    let certificates = CertificateDer::pem_file_iter(file).map_err(|error| unfit(error.to_string()))?;
    // Systems carry odd old roots that rustls does not read; those are passed over.
    store.add_parsable_certificates(certificates.flatten());
    if store.is_empty() {
        return Err(unfit("none found, a PEM file is wanted".to_owned()).into());
    }
    Ok(store)
}

/// `sslmode=require`: encrypts, and trusts whoever answers, as libpq does.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer,
        _: &[CertificateDer],
        _: &ServerName,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_words_leave_the_url() {
        let asked =
            split("postgres://u@h/d?sslmode=verify-full&options=-csearch_path%3Da&sslrootcert=%2Froot.pem");
        assert_eq!(asked.url, "postgres://u@h/d?options=-csearch_path%3Da");
        assert_eq!(asked.mode.as_deref(), Some("verify-full"));
        assert_eq!(asked.roots.as_deref(), Some("/root.pem"));
        assert_eq!(split("postgres://u@h/d").url, "postgres://u@h/d");
    }

    #[test]
    fn a_server_elsewhere_must_prove_itself() {
        let tls = |url| Place::parse(url).unwrap().tls.is_some();
        assert!(!tls("postgres://u@127.0.0.1/d"));
        assert!(!tls("postgres:///d?host=/run/postgresql&user=u"));
        assert!(tls("postgres://u@db.example.org/d"));
        assert!(!tls("postgres://u@db.example.org/d?sslmode=disable"));
        assert!(tls("postgres://u@127.0.0.1/d?sslmode=require"));
    }

    #[test]
    fn a_wrong_address_is_answered_without_its_password() {
        for url in ["mysql://root:secret@h/d", "postgres://u:secret@h/d?sslmode=sometimes", "file.db"] {
            let said = Place::parse(url).err().unwrap().to_string();
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
