"""The vault: one encrypted SQLite file, its key slots, its backups."""
