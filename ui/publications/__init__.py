"""The annual report and the export of visits."""
