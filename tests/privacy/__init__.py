"""The search for identifying text, judged on sentences put aside."""
