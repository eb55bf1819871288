//! Questions of the field.
//!
//! | file          | what                                                            |
//! |---------------|-----------------------------------------------------------------|
//! | `snapshot.rs` | what a phone lacks of what it should carry                      |
//! | `standing.rs` | whether a phone may send, and what                               |
//! | `devices.rs`  | the desk's list of phones                                        |
//! | `visits.rs`   | whom to see, and the forms of a visit                            |
//! | `parcel.rs`   | how much of a photo has arrived                                  |

pub mod devices;
pub mod parcel;
pub mod snapshot;
pub mod standing;
mod visits;
