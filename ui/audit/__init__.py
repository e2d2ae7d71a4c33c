"""The office's audit log: read, checked, handed out."""
