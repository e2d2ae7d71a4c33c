"""Data files the application loads: checklists, fonts, icons, style sheets, demo scheme."""
