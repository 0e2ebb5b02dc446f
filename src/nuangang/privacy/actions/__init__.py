"""What is done with the law's papers: one module for each thing."""
