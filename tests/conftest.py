"""What every test shares."""

from __future__ import annotations

from hypothesis import settings

# The same examples every time, and no deadline: how fast a machine is says nothing about what is right.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
