# Copy, backup and restore of a whole database.

transfer-table = Table
transfer-rows = Rows
transfer-digest = Digest
transfer-whole = { $rows } rows were copied, and compared in both databases.
backup-done = { $file } holds { $rows } rows as of { $at }. Keep the key file apart from it: without the keys nobody can read it.
restore-done = { $rows } rows of { $at } are restored from { $file }.
restore-other-keys = The data is restored, but { $file } is not the key file it was written under. Put the right key file there before the server is started.
