"""Random numbers that belong to something: the same for it in every plan with that seed.

A number is a hash of the seed and of what it is for, such as a path, a settlement and a place. So
nothing that is drawn for one moves what is drawn for another, however paths are cut into groups.
"""

import numpy as np
from numpy.typing import NDArray

from mutualmodel.arrays import FloatArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.intp] | int


def keys_of(seed: int, *numbers: Numbers) -> Keys:
    """Return a key for a seed and whole numbers, 0 or above, that fit together."""
    keys = np.full(np.broadcast_shapes(*(np.shape(one) for one in numbers)), seed, dtype=np.uint64)
    for number in numbers:
        keys = mixed(keys, number)
    return keys


def mixed(keys: Keys, number: Numbers) -> Keys:
    """Mix a number into keys: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    # Whole numbers wrap around; numpy would warn of single ones only.
    step = np.atleast_1d(np.asarray(number).astype(np.uint64)) + np.uint64(1)
    found = np.asarray(keys + step * np.uint64(0x9E3779B97F4A7C15))
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(found ^ (found >> np.uint64(31)))


def uniforms(keys: Keys, place: Numbers) -> FloatArray:
    """Return a number between 0 and 1 for each key and place."""
    return np.asarray(((mixed(keys, place) >> np.uint64(11)) + 0.5) * 2.0**-53)
