"""What needs a conversation: signals found by stated rules, never a league table."""

from measures.signals.finding import RULES, SignalKind
from measures.signals.signals import in_part, signals

__all__ = ["RULES", "SignalKind", "in_part", "signals"]
