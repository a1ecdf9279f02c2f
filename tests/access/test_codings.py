"""Which codings of a file a browser takes."""

import pytest

from access.codings import accepted


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("gzip, deflate, br", {"gzip", "deflate", "br"}),
        ("BR;q=1.0, GZip ; q=0.5", {"br", "gzip"}),
        ("br;q=0, gzip;q=0.000, deflate; Q=0.0", set()),
        ("br;q=0.001", {"br"}),
        ("bridge", {"bridge"}),
        ("", set()),
        (" , ;q=1", set()),
    ],
)
def test_codings_that_are_named_and_not_refused(header, found):
    assert accepted(header) == found
