"""What the desk knows of its own day: when it is open."""
