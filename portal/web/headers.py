"""The headers on every answer, errors included."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR_OF_TLS = "max-age=31536000; includeSubDomains"


def register(app: Flask, *, https: bool) -> None:
    """Put the headers on everything that the application answers."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if https:
            response.headers["Strict-Transport-Security"] = ONE_YEAR_OF_TLS
        # Pages hold what a mother told or what an office knows: no copy stays in a cache or a history.
        # The API tells what was released to everybody, and says itself how long it may be kept.
        if response.status_code >= 400 or (request.endpoint != "assets.asset" and request.blueprint != "api"):
            response.headers["Cache-Control"] = "no-store"
        return response
