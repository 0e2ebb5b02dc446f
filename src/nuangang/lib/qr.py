"""QR codes on slips and for authenticator apps, drawn without an image library."""


def qr_code(address: str, *, scale: int, border: int = 4, mask: int | None = None) -> str:
    """Return the QR code of `address` as an SVG data address, `scale` pixels for each square.

    A fixed `mask` (0 to 7) spares trying all eight, which takes ten times as long.
    """
    import segno  # 8 MB in every worker otherwise

    code = segno.make(address, error="m", boost_error=False, mask=mask)
    return code.svg_data_uri(scale=scale, border=border)
