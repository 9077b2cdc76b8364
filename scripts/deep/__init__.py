"""The longer runs, which draw at random: ``make deep``."""
