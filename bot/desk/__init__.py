"""What staff do, as pure functions: when the desk is open, where an escalation stands, what happens to it by itself."""
