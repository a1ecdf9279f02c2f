"""What needs a conversation: signals found by stated rules, never a league table."""

from measures.signals.finding import RULES, SignalKind
from measures.signals.signals import signals

__all__ = ["RULES", "SignalKind", "signals"]
