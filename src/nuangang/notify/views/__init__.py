"""Pages about messages: one's own, those that left the school, and what carries them."""
