"""Calling the people who are on call: what a page says, how it is sent, and the loop that keeps at it.

The rungs and minutes are `bot.desk.ladder`'s; the rows, which survive a restart, are the store's. Without the extra
`[paging]` the desk runs, and says that it can call nobody.
"""
