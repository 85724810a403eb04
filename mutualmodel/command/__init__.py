"""The command line: one word for each question, the case by inputs, by a preset or from a file."""

from mutualmodel.command.run import main

__all__ = ["main"]
