"""Addresses of people and organisations."""

from maillage.curation.services.slugs import free_slug

__all__ = ["free_slug"]
