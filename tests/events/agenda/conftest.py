"""A real browser on the pages of the site."""

from tests.browsing import axe, browser_type_launch_args

__all__ = ["axe", "browser_type_launch_args"]
