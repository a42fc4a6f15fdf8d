"""A real browser on the pages of the site."""

from tests.browsing import _database_beside_a_browser, axe, browser_type_launch_args

__all__ = ["_database_beside_a_browser", "axe", "browser_type_launch_args"]
