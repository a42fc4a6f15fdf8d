"""What people see and do to book, and what a space's team does with it."""
