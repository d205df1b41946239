"""The staff page: sign in, see who waits, read the conversation, reply, close it."""
