"""Pure rules and words of custody visiting: no clock, no disk, no randomness, no Qt, no SQL."""
