"""What the pages show, worked out of records: `pages/list.py` prepares what `agenda/pages/list.html` says."""
