"""Import and export: checklist files, CSV, XLSX, JSON and bundle files."""
