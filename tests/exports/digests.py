"""Prints the hash of each format of a sample pack: run in other processes by a test."""

import hashlib

from tests.exports.conftest import WRITERS
from tests.exports.sample import sample

if __name__ == "__main__":
    for name, write in WRITERS.items():
        print(name, hashlib.sha256(write(sample())).hexdigest())
