"""One method per thing a person wants done, and the ports the outer layers implement."""
