"""PDFs to print or to hand over: the aide-memoire, the visit report and the police copy."""
