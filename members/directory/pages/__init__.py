"""What the pages show, worked out of records: `pages/list.py` prepares what `directory/pages/list.html` says."""
