"""Sending a sound to a browser, which asks for parts of it: Safari plays nothing else.

https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
"""

import re

from django.http import HttpRequest, HttpResponse

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def ranged(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """The content, or the one part of it that is asked for; several at once are answered whole."""
    size = len(content)
    asked = _ONE.fullmatch(request.headers.get("Range", ""))
    response = HttpResponse(content, content_type=kind)
    if asked is not None and (asked[1] or asked[2]):
        first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        last = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
        if first > last:
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            response = HttpResponse(content[first : last + 1], content_type=kind, status=206)
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response
