"""Bundle files with all that is in them in JSON, for whoever writes a reader of their own."""
