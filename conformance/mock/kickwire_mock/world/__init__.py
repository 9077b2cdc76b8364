"""What the mock remembers: users, apps, and what they granted each other."""
