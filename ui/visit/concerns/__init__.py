"""The concerns step: concerns and good practice of this visit."""
