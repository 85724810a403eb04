"""Catalogues of texts, and what finds the texts for them."""
