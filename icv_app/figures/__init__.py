"""Every published number: one pure function each, with its formula in the docstring."""
