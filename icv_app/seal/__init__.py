"""Keys, envelopes, roster and slots: bytes in, verified object out, or an error.

Nothing here reads a clock, a disk or a network; randomness comes from `cryptography` and
`os.urandom` alone. The formats are described in docs/formats.md.
"""
