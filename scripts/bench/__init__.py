"""``make bench``: medians of interleaved runs, each beside what it is built on, in one run.

Figures of different runs or machines do not compare; ratios of one run do. What is worth keeping
goes into ``docs/measurements.md``.
"""
