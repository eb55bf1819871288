//! Stories of the pages for anybody that decide: the basic-service list and what one is entitled to.

use serde_json::{Value, json};
