"""What the pages show, worked out of records: `pages/list.py` prepares what `catalogue/pages/list.html` says."""
