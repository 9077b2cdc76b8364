"""How what happened reaches apps: signing, sending in time, counting what failed."""
