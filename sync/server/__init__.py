"""The courier: keeps sealed envelopes and hands them out; it can neither read nor forge them."""
