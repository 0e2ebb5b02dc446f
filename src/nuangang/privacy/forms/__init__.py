"""What is typed into the law's papers: one module for each thing."""
