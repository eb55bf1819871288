//! Each kind of fault of a declaration, with the message it gets.
