"""Pages about messages: those that left the school, and what carries them."""
