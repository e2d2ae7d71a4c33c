"""In and out: everything a scheme holds, the national return, tables of visits, past visits."""
