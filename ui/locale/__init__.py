"""The template of all texts, and what finds them; the catalogues are in ``mutualmodel.locale``."""
