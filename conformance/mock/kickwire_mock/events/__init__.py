"""What Kick tells apps of: the payload of each event, and what an event that is made up changes."""
