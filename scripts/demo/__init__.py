"""``make demo``: the main job, told as a story that fails if any step is not as told."""
