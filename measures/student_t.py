"""The quantile of Student's t distribution that a 95% interval needs."""

from functools import lru_cache
from itertools import count
from math import exp, fsum, lgamma, log1p, pi, sqrt

Z_95 = 1.959963984540054
# From so many degrees of freedom on, what the expansion leaves out is under 1e-12.
_MANY = 300
_SMALL = 1e-17


@lru_cache(maxsize=1024)
def t_95(freedom: float) -> float:
    """The 0.975 quantile of t with `freedom` degrees of freedom, whole or not, from 1 on.

    Right to 1e-11. From 300 on by the expansion in powers of 1 ÷ freedom
    (Abramowitz and Stegun 1964, 26.7.5), below by Newton's method on the
    distribution function, begun there. Our own, for scipy's costs a server 13 MB.
    """
    t = _expansion(freedom)
    if freedom >= _MANY:
        return t
    # The expansion lies below the quantile, and above 0 the function is concave: no step overshoots.
    step = t
    while abs(step) > 1e-12 * t:
        density = _density(t, freedom)
        step = (0.025 - _upper_tail(t, freedom, density)) / -density
        t += step
    return t


def _expansion(freedom: float) -> float:
    z = Z_95
    return z + fsum(
        (
            (z**3 + z) / 4 / freedom,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96 / freedom**2,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / freedom**3,
            (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160 / freedom**4,
        )
    )


def _density(t: float, freedom: float) -> float:
    half = (freedom + 1) / 2
    return exp(lgamma(half) - lgamma(freedom / 2) - half * log1p(t * t / freedom)) / sqrt(
        freedom * pi
    )


def _upper_tail(t: float, freedom: float, density: float) -> float:
    """P(T > t) as an incomplete beta function (26.7.1), by its power series.

    The series is that of NIST's Digital Library of Mathematical Functions,
    8.17.8, at whichever of x and 1 - x is smaller; all its terms are positive.
    """
    x = t * t / (freedom + t * t)
    if x < 0.5:
        return 0.5 - t * density * _series((freedom + 1) / 2, 1.5, x)
    return t * density * _series((freedom + 1) / 2, freedom / 2 + 1, 1 - x) / freedom


def _series(a: float, b: float, x: float) -> float:
    """1 + (a ÷ b) x + (a (a + 1) ÷ b (b + 1)) x² + …"""
    total = term = 1.0
    for k in count():
        term *= (a + k) / (b + k) * x
        total += term
        if not term > _SMALL * total:
            return total
