"""Every component with example data, on `/admin/styleguide/`: what the look is checked against."""
