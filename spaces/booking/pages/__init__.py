"""What the pages show, worked out of records: `pages/board.py` prepares what `booking/pages/board.html` says."""
