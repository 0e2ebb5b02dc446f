"""Pages of safety agreements and the directory."""
