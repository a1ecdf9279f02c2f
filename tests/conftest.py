"""What every test shares: settings of Hypothesis, and a store of its own."""

from hypothesis import HealthCheck, settings

# The same examples at every run: a random failure elsewhere must be brought here as a case.
settings.register_profile(
    "same_every_time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("same_every_time")
