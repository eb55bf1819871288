//! People's pages and the JSON API: the only crate that knows HTTP.
//!
//! Handlers are plain functions run on blocking threads; what is asynchronous is the edge alone.
//!
//! | file            | what                                                                    |
//! |-----------------|-------------------------------------------------------------------------|
//! | `site.rs`       | [`Site`], what the server holds; [`Settings`]                            |
//! | `serve.rs`      | routes, limits, headers, panics, timings; [`serve`] until told to stop   |
//! | `listen.rs`     | the socket, plain or TLS                                                 |
//! | `gate.rs`       | [`Gate`], how the pages learn who somebody is                            |
//! | `call.rs`       | one request as a value, its cookies and form fields                      |
//! | `visit.rs`      | who visits, in which language, with which token against forgery          |
//! | `page.rs`       | [`Page`], the table of pages: address → questions → template             |
//! | `shell.rs`      | what stands round every page: navigation, account, language              |
//! | `list.rs`       | the one list: columns, filters, sort, pages, bulk                        |
//! | `typed.rs`      | what people type → JSON, by the schema of the question or verb           |
//! | `submit.rs`     | `POST /do/<verb>`: any form → the catalogued command                     |
//! | `api.rs`, `openapi.rs` | `POST /api/<verb>` and its description                            |
//! | `templates.rs`, `parts.rs`, `words.rs` | templates, what they may call, both languages     |
//! | `choices.rs`    | what forms offer beyond the rooms' lists: areas, benefits, banks         |
//! | `<room>.rs`     | the pages of a room, a line each                                         |

mod access;
mod answer;
mod api;
mod applications;
mod assessment;
mod assets;
mod audit;
mod bank;
mod beds;
mod benefits;
mod calendar;
mod call;
mod cases;
mod choices;
mod declared;
mod designer;
mod entrance;
mod entry;
mod export;
mod facilities;
mod family;
mod field;
mod findings;
mod gate;
mod health;
mod house;
mod intake;
mod limit;
mod list;
mod listen;
mod many;
mod map;
mod openapi;
mod opendata;
mod page;
mod pages;
mod parts;
mod payees;
mod providers;
mod public;
mod quotas;
mod recovery;
mod register;
mod runs;
mod schema;
mod screenings;
mod serve;
mod services;
mod settlement;
mod shell;
mod site;
mod submit;
mod templates;
mod typed;
mod visit;
mod visits;
mod words;

#[cfg(test)]
mod checks;
#[cfg(test)]
mod edge;

pub use gate::{Access, At, Door, Gate, GrantChoice, Session, SignIn};
pub use intake::wrong_row_words;
pub use listen::Listening;
pub use openapi::describe;
pub use serve::{router, serve};
pub use site::{Settings, Site};
pub use words::say;
