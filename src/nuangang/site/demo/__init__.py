"""The demonstration school: generated, seeded, no real person (see `build.build_demo`)."""
