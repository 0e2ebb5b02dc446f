"""What is done with safety agreements and the directory."""
