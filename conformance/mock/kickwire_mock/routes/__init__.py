"""The mock's hosts: what each of them answers, and how it says no."""
