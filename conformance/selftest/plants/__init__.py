"""The bugs, by what they spoil."""
