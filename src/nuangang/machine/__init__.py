"""The machine that all of it runs on: backups, the certificate, and what its keeper has to know."""
