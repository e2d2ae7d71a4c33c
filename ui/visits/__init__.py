"""A visitor's visits: drafts and filed reports."""
