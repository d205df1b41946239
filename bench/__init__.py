"""Measures of the desk, beside what they are to be compared with."""

import bot.meaning  # noqa: F401 - ahead of numpy, which then reads that one thread is enough, as it does in a desk
