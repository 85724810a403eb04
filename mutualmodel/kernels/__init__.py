"""Compiled kernels: the engine's step as loops over cells, for whoever has numba.

numpy is the reference and does all that kernels do; :mod:`~mutualmodel.kernels.choice` says when
which of the two is taken. Importing this room loads no numba.
"""

from mutualmodel.kernels.choice import SETTING, Way, carried, held, installed, ready, set_ready, way

__all__ = ["SETTING", "Way", "carried", "held", "installed", "ready", "set_ready", "way"]
