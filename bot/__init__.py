"""The front desk of a clinic's chat: answers what is reviewed, hands the rest to people, misses no danger."""

__version__ = "0.1.0"
