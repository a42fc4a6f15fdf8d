"""A real browser on the catalogue."""

from tests.browsing import _database_beside_a_browser, axe, browser_type_launch_args

__all__ = ["_database_beside_a_browser", "axe", "browser_type_launch_args"]
