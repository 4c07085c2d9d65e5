"""Writes the pictures of this folder and what Pillow reads from them.

    python generate.py [SHARED]        needs pillow 13, numpy and opencv-python-headless

expected.json: size and SHA-256 of the RGB bytes, upright. Where decoders differ (lossy WebP, 4:4:0
JPEG), NAME.png is what Pillow reads.
shared.json: SHA-256 of the RGB bytes of pictures in the folder SHARED, which is not committed.
"""
import hashlib
import io
import json
import pathlib
import struct
import sys
import zlib

import cv2
import numpy
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parent
FORMATS = {".jpg": "jpeg", ".tif": "tiff"}
files = {}


def card(width, height):
    """The test card of goldens/README.md."""
    y, x = numpy.meshgrid(numpy.arange(height), numpy.arange(width), indexing="ij")
    red = (7 * x + 3 * y + ((x * y) >> 5)) & 255
    green = (2 * x + 11 * y + (x ^ y)) & 255
    blue = ((x >> 4) + (y >> 4)) % 2 * 120 + (((x * x + y * y) >> 6) & 127)
    picture = numpy.stack([red, green, blue], -1)
    inside = 9 * (x - width // 2) ** 2 + 16 * (y - height // 2) ** 2 < height * height
    picture[inside] = 255 - picture[inside]
    return picture.astype(numpy.uint8)


RGB = card(35, 27)
ALPHA = numpy.dstack([RGB, RGB[::-1, ::-1, 0]])
GRAY = RGB[..., 1]
SMOOTH = numpy.array(Image.fromarray(card(16, 12)).resize((80, 60), Image.BICUBIC))
WIDE = (RGB.astype(numpy.uint16) << 8) + RGB[::-1]  # 16 bits per sample


def save(name, picture, **options):
    if not isinstance(picture, Image.Image):
        picture = Image.fromarray(picture)
    out = io.BytesIO()
    suffix = pathlib.Path(name).suffix
    picture.save(out, FORMATS.get(suffix, suffix[1:]), **options)
    files[name] = out.getvalue()
    return files[name]


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def without(jpeg, marker):
    """A JPEG without its segments of a marker."""
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] != marker:
            out += jpeg[at : at + length]
        at += length
    return out + jpeg[at:]


def opencv(name, picture, *options):
    files[name] = cv2.imencode(pathlib.Path(name).suffix, picture, options)[1].tobytes()


def png(name, rows, width, height, bits, kind, chunks=(), interlaced=False):
    """A PNG of packed rows, all of filter 0: for the sorts that Pillow does not write."""

    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(interlaced))
    files[name] = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(chunk(tag, data) for tag, data in chunks)
        + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9))
        + chunk(b"IEND", b"")
    )


def packed(samples, bits):
    """Samples of less than 8 bits, packed into bytes row by row."""
    rows = []
    for row in samples:
        text = "".join(format(int(s), f"0{bits}b") for s in row)
        text += "0" * (-len(text) % 8)
        rows.append(int(text, 2).to_bytes(len(text) // 8, "big"))
    return rows


def adam7(picture):
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    for x, y, dx, dy in passes:
        part = picture[y::dy, x::dx]
        if part.size:
            yield from (row.tobytes() for row in part)


def bmp(name, bits, compression, body, extra=b"", colors=0):
    """A BMP of 35x27 pixels: for the sorts that Pillow does not write."""
    offset = 14 + 40 + len(extra)
    size = (len(body), 0, 0, colors, 0)
    header = struct.pack("<IiiHHIIiiII", 40, 35, 27, 1, bits, compression, *size)
    start = b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset)
    files[name] = start + header + extra + body


def padded(rows):
    return b"".join(row + bytes(-len(row) % 4) for row in rows)


# JPEG
for sampling in ("4:4:4", "4:2:2", "4:2:0"):
    short = sampling.replace(":", "")
    save(f"rgb-{short}.jpg", RGB, subsampling=sampling)
    save(f"rgb-{short}-progressive.jpg", RGB, subsampling=sampling, progressive=True)
FACTOR = cv2.IMWRITE_JPEG_SAMPLING_FACTOR
opencv("rgb-411.jpg", RGB, FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411)
opencv("smooth-440.jpg", SMOOTH, FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_440)
save("rgb-restart.jpg", RGB, restart_marker_blocks=2)
save("rgb-optimized-q95.jpg", RGB, quality=95, optimize=True)
save("rgb-q5.jpg", RGB, quality=5)
save("rgb-icc.jpg", RGB, icc_profile=b"not a profile")
save("rgb-kept.jpg", RGB, keep_rgb=True)
files["rgb-444-without-jfif.jpg"] = without(files["rgb-444.jpg"], 0xE0)
files["rgb-420-without-jfif.jpg"] = without(files["rgb-420.jpg"], 0xE0)
save("rgb-1x1.jpg", card(1, 1))
save("rgb-1x200.jpg", card(1, 200))
save("rgb-200x1.jpg", card(200, 1))
save("gray.jpg", GRAY)
save("gray-progressive.jpg", GRAY, progressive=True)
cmyk = Image.fromarray(RGB).convert("CMYK")
cmyk = Image.merge("CMYK", (*cmyk.split()[:3], Image.fromarray(GRAY // 2)))
save("cmyk-adobe.jpg", cmyk)
files["cmyk-without-adobe.jpg"] = without(files["cmyk-adobe.jpg"], 0xEE)
at = files["cmyk-adobe.jpg"].index(b"Adobe") + 11
files["ycck-adobe.jpg"] = files["cmyk-adobe.jpg"][:at] + b"\2" + files["cmyk-adobe.jpg"][at + 1 :]
for orientation in range(1, 9):
    save(f"orientation-{orientation}.jpg", RGB, exif=exif(orientation))
save("orientation-9.jpg", RGB, exif=exif(9))
files["orientation-6-big-endian.jpg"] = (
    files["rgb-420.jpg"][:2]
    + b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
    + files["rgb-420.jpg"][2:]
)

# PNG
save("rgb.png", RGB)
save("rgba.png", ALPHA)
save("gray.png", GRAY)
save("gray-alpha.png", numpy.dstack([GRAY, ALPHA[..., 3]]))
save("bilevel.png", Image.fromarray(GRAY).convert("1"))
save("gray-transparent.png", Image.fromarray(GRAY), transparency=7)
save("rgb-transparent.png", Image.fromarray(RGB), transparency=(0, 0, 0))
palette = Image.fromarray(RGB).quantize(200)
save("palette.png", palette)
save("palette-transparent.png", palette, transparency=bytes(range(200)))
for bits in (1, 2, 4):
    save(f"palette-{bits}bit.png", Image.fromarray(RGB).quantize(2**bits), bits=bits)
    png(f"gray-{bits}bit.png", packed(GRAY >> (8 - bits), bits), 35, 27, bits, 0)
opencv("rgb-16bit.png", WIDE)
opencv("rgba-16bit.png", numpy.dstack([WIDE, WIDE[..., 0]]))
save("gray-16bit.png", WIDE[..., 1] >> 7)
png("gray-alpha-16bit.png", [row.tobytes() for row in WIDE[..., :2].astype(">u2")], 35, 27, 16, 4)
png("rgb-interlaced.png", adam7(RGB), 35, 27, 8, 2, interlaced=True)
png("gray-interlaced.png", adam7(GRAY), 35, 27, 8, 0, interlaced=True)
gamma = [(b"gAMA", struct.pack(">I", 100000))]
png("rgb-gamma.png", [row.tobytes() for row in RGB], 35, 27, 8, 2, gamma)
png("gray-gamma.png", [row.tobytes() for row in GRAY], 35, 27, 8, 0, gamma)
save("rgb-icc.png", RGB, icc_profile=b"not a profile")
save("orientation-6.png", RGB, exif=exif(6))
flipped = Image.fromarray(RGB[::-1])
save("rgb-animated.png", Image.fromarray(RGB), save_all=True, append_images=[flipped])
save("rgb-1x1.png", card(1, 1))

# BMP
save("rgb.bmp", RGB)
save("rgba.bmp", ALPHA)
save("gray.bmp", GRAY)
save("palette.bmp", palette)
save("bilevel.bmp", Image.fromarray(GRAY).convert("1"))
files["rgb-top-down.bmp"] = files["rgb.bmp"][:22] + struct.pack("<i", -27) + files["rgb.bmp"][26:]
red, green, blue = (RGB[::-1, :, c].astype("<u2") for c in range(3))
five = (red >> 3 << 10) + (green >> 3 << 5) + (blue >> 3)
bmp("rgb-555.bmp", 16, 0, padded(row.tobytes() for row in five))
six = (red >> 3 << 11) + (green >> 2 << 5) + (blue >> 3)
masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
bmp("rgb-565.bmp", 16, 3, padded(row.tobytes() for row in six), masks)
bmp("rgb-32bit.bmp", 32, 0, numpy.dstack([RGB[::-1, :, ::-1], GRAY[::-1]]).tobytes())
colors = b"".join(bytes((b, g, r, 0)) for r, g, b in RGB[5, :16])
bmp("palette-4bit.bmp", 4, 0, padded(packed(GRAY[::-1] >> 4, 4)), colors, colors=16)
runs = b"".join(b"".join(bytes((1, s)) for s in row) + b"\0\0" for row in GRAY[::-1] >> 4) + b"\0\1"
bmp("palette-rle8.bmp", 8, 1, runs, colors, colors=16)
runs = b"".join(b"\x10\x12\x10\x34\3\x56" + b"\0\0" for _ in range(27)) + b"\0\1"
bmp("palette-rle4.bmp", 4, 2, runs, colors, colors=16)

# GIF
save("palette.gif", palette)
save("palette-interlaced.gif", palette, interlace=1)
save("gray.gif", GRAY)
save("palette-transparent.gif", palette, transparency=3)
save("animated.gif", palette, save_all=True, append_images=[flipped.quantize(99)])
screen = struct.pack("<HH", 41, 31)
files["smaller-than-screen.gif"] = files["palette.gif"][:6] + screen + files["palette.gif"][10:]
gif = files["palette-transparent.gif"]
at = gif.index(b"\x2c\0\0\0\0\x23\0\x1b\0")
inside = gif[:6] + screen + gif[10:at] + b"\x2c\3\0\2\0" + gif[at + 5 :]
files["inside-transparent-screen.gif"] = inside

# WebP
save("rgb-lossless.webp", RGB, lossless=True)
save("rgba-lossless.webp", ALPHA, lossless=True, exact=True)
save("palette-lossless.webp", Image.fromarray(RGB).quantize(7).convert("RGB"), lossless=True)
save("smooth-lossy.webp", SMOOTH, quality=50)
smooth_alpha = numpy.dstack([SMOOTH, SMOOTH[..., 0]])
save("smooth-alpha-lossy.webp", smooth_alpha, quality=50, exact=True)
frames = [Image.fromarray(RGB), Image.fromarray(RGB[::-1])]
save("animated-lossless.webp", frames[0], save_all=True, lossless=True, append_images=frames[1:])
save("orientation-6-lossless.webp", RGB, lossless=True, exif=exif(6))

# TIFF
for compression in ("lzw", "adobe_deflate"):
    save(f"rgb-{compression}.tif", RGB, compression="tiff_" + compression)
for compression in ("packbits", "jpeg"):
    save(f"rgb-{compression}.tif", RGB, compression=compression)
for compression in ("group3", "group4", "raw"):
    save(f"bilevel-{compression}.tif", Image.fromarray(GRAY).convert("1"), compression=compression)
save("gray.tif", GRAY)
save("gray-jpeg.tif", GRAY, compression="jpeg")
save("gray-white-is-zero.tif", GRAY, tiffinfo={262: 0})
save("gray-alpha.tif", numpy.dstack([GRAY, ALPHA[..., 3]]))
save("gray-16bit.tif", WIDE[..., 1] >> 7)
save("rgba.tif", ALPHA)
save("cmyk.tif", cmyk)
save("float.tif", Image.fromarray(GRAY.astype(numpy.float32) * 1.5 - 20))
save("int.tif", Image.fromarray(GRAY.astype(numpy.int32) * 2 - 20))
save("pages.tif", Image.fromarray(RGB), save_all=True, append_images=[flipped])
save("predictor-lzw.tif", RGB, compression="tiff_lzw", tiffinfo={317: 2})
for orientation in (3, 6):
    save(f"orientation-{orientation}.tif", RGB, tiffinfo={274: orientation})



def read(file):
    return ImageOps.exif_transpose(Image.open(file)).convert("RGB")


def sha256(picture):
    return hashlib.sha256(picture.tobytes()).hexdigest()


def write_json(name, rows):
    lines = ",\n".join(f'  "{key}": {json.dumps(row)}' for key, row in rows.items())
    (HERE / name).write_text("{\n" + lines + "\n}\n")


expected = {}
for name, data in files.items():
    (HERE / name).write_bytes(data)
    picture = read(io.BytesIO(data))
    if name.startswith("smooth"):
        picture.save(HERE / (name + ".png"), optimize=True)
    else:
        size = {"width": picture.width, "height": picture.height}
        expected[name] = {**size, "sha256": sha256(picture)}
write_json("expected.json", expected)

if len(sys.argv) > 1:
    shared = pathlib.Path(sys.argv[1])
    photos = sorted((shared / "data/photos").glob("*.jpg"))
    smears = sorted((shared / "data/bccd/BCCD/JPEGImages").glob("*.jpg"))[::10]
    rows = {str(file.relative_to(shared)): sha256(read(file)) for file in photos + smears}
    write_json("shared.json", rows)
