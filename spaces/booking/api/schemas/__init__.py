"""The shapes of what is asked and answered, by subject."""
