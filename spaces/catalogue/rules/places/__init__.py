"""Lists of places: read (`reading`), compared with what is known (`matching`), decided upon (`plan`)."""
