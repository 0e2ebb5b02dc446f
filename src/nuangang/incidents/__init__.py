"""Incidents: raised in seconds, told to everybody who must be told, led, closed and learnt from."""
