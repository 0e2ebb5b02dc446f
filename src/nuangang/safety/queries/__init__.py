"""Questions about safety agreements and the directory."""
