"""Bugs that are planted to see whether the suite finds them."""
