"""Who may see or do what. Import from nuangang.policy.guards, .rules and .actor."""
