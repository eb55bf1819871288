# Paper and audit
audit-batch-dropped = The bank file was dropped
audit-line-changed = A line changed
audit-roll-drawn-again = The roll was drawn again
audit-run-void = The run was given up
