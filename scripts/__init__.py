"""Tools of this repository: generation, document lint, demo. Not part of the wheel."""
