"""Questions about the law's papers: one module for each thing."""
