"""Every change to incidents and their rules."""
