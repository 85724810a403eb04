"""The insurance page: mutual aid beside commercial cover."""
