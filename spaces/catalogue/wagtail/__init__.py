"""Spaces, resources and the network's dates in Wagtail."""
