"""Slack: patients, where they may, and staff."""
