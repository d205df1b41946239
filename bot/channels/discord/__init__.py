"""Discord: patients, where they may, and staff."""
