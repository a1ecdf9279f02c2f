"""The same figures make the same bytes: every zip is rewritten with one moment."""

import io
import re
import zipfile
from datetime import datetime

_ZIP = b"PK\x03\x04"
_MOMENTS = re.compile(
    rb"(<(?:dcterms:created|dcterms:modified|meta:creation-date|dc:date)\b[^>]*>)[^<]*(</)"
)


def same_bytes(content: bytes, moment: datetime) -> bytes:
    """The zip with every date in it set to `moment`; entries keep their order.

    Office documents are zips. Zips inside (the workbooks behind charts) are
    rewritten too. Anything that is not a zip comes back unchanged.
    """
    if not content.startswith(_ZIP):
        return content
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for entry in before.infolist():
            kept = _entry(entry, moment)
            after.writestr(kept, _settled(entry.filename, before.read(entry), moment))
    return out.getvalue()


def _entry(entry: zipfile.ZipInfo, moment: datetime) -> zipfile.ZipInfo:
    kept = zipfile.ZipInfo(entry.filename, (moment.year, moment.month, moment.day, 12, 0, 0))
    # An OpenDocument file must begin with its type, uncompressed.
    stored = entry.filename == "mimetype"
    kept.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    kept.create_system = 0
    return kept


def _settled(name: str, content: bytes, moment: datetime) -> bytes:
    if content.startswith(_ZIP):
        return same_bytes(content, moment)
    if name in {"docProps/core.xml", "meta.xml"}:
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return _MOMENTS.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
    return content
