"""Rows for tests. Numbers in names are padded: sorted by name they stand as they were made, however many came before."""
