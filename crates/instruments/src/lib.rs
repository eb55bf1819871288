//! Instruments: scales and assessments as data, and the one engine that scores them all.
