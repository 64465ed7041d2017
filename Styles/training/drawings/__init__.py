"""Style pictures of our own, one technique a file; `draw(width, height)` of each gives an RGB image."""
