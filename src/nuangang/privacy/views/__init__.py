"""The app's pages: one module for each thing."""
