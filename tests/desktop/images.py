"""The sample scene as a drone, a satellite and Google Earth would show it."""

import json
import math
import zipfile

import numpy as np
from osgeo import gdal, ogr, osr

METRES = 111_320  # per degree of latitude
NAMES = ("blue", "green", "red", "nir")
CLOUD = 9  # in the scene classification
MOST = 3500  # counts of the satellite


def make_images(scene, folder):
    """Writes drone.tif, satellite.tif with clouds.tif, and overlay.kmz into a folder.

    Args:
        scene: GeoTIFF of red, green and blue in metres.
        folder: exists.
    """
    gdal.UseExceptions()
    _drone(scene, folder / "drone.tif")
    _satellite(scene, folder / "satellite.tif", folder / "clouds.tif")
    _overlay(scene, folder / "overlay.kmz")


def _middle(scene):
    """Of the scene on the map, and its side in metres."""
    file = gdal.Open(str(scene))
    left, pixel, _, top, _, _ = file.GetGeoTransform()
    side = file.RasterXSize * pixel
    return left + side / 2, top - side / 2, side


def _drone(scene, target):
    """4 cm pixels; beyond the outermost photographs of the flight alpha is 0."""
    x, y, side = _middle(scene)
    x, y = x - 0.2 * side, y + 0.03 * side  # where landslides are
    random = np.random.default_rng(3)
    flown = ogr.Geometry(ogr.wkbPolygon)
    for across in np.linspace(-110, 110, 7):  # metres
        for along in np.linspace(-75, 75, 6):
            turn = math.radians(random.uniform(-12, 12))
            left, up = x + across + random.uniform(-9, 9), y + along + random.uniform(-7, 7)
            corners = [
                (left + 32 * math.cos(turn + at), up + 32 * math.sin(turn + at)) for at in (0.64, 2.5, 3.78, 5.64)
            ]
            text = ",".join(f"{east} {north}" for east, north in [*corners, corners[0]])
            flown = flown.Union(ogr.CreateGeometryFromWkt(f"POLYGON(({text}))"))
    code = osr.SpatialReference(gdal.Open(str(scene)).GetProjection()).GetAuthorityCode(None)
    border = {**json.loads(flown.ExportToJson()), "crs": {"type": "name", "properties": {"name": f"EPSG:{code}"}}}
    gdal.Warp(
        str(target), str(scene), cutlineDSName=json.dumps(border), cropToCutline=True, dstAlpha=True,
        xRes=0.04, yRes=0.04, resampleAlg="bilinear",
        creationOptions=["TILED=YES", "COMPRESS=JPEG", "PHOTOMETRIC=RGB", "ALPHA=YES"],
    )  # fmt: skip
    file = gdal.Open(str(target), gdal.GA_Update)
    file.BuildOverviews("AVERAGE", [4, 16])


def _satellite(scene, target, classes):
    """16-bit counts of four named bands with two clouds, and the classification of the scene at 10 m."""
    seen = gdal.Open(str(scene))
    red, green, blue = (band.astype(float) for band in seen.ReadAsArray()[:3])
    height, width = red.shape
    rows, columns = np.mgrid[0:height, 0:width]
    waves = sum(np.sin(columns / scale + scale) * np.cos(rows / scale) for scale in (28, 52, 96)) / 9
    clouds = np.zeros(red.shape)
    for row, column, radius in ((0.3, 0.27, 0.16), (0.8, 0.75, 0.13)):
        away = np.hypot(rows / height - row, (columns / width - column) * 0.8) / radius
        clouds = np.maximum(clouds, np.clip(1.5 * (1 + 0.6 * waves - away), 0, 1))
    infrared = 0.5 * green + 2 * np.clip(green - red, 0, None)
    bands = [(300 + 9 * band) * (1 - clouds) + MOST * clouds for band in (blue, green, red, infrared)]
    made = gdal.GetDriverByName("GTiff").Create(
        str(target), width, height, 4, gdal.GDT_UInt16, ["PHOTOMETRIC=MINISBLACK", "COMPRESS=DEFLATE"]
    )
    made.SetGeoTransform(seen.GetGeoTransform())
    made.SetProjection(seen.GetProjection())
    made.WriteArray(np.round(bands).astype(np.uint16))
    for number, name in enumerate(NAMES, 1):
        made.GetRasterBand(number).SetDescription(name)
    cover = gdal.GetDriverByName("MEM").Create("", width, height, 1)
    cover.SetGeoTransform(seen.GetGeoTransform())
    cover.SetProjection(seen.GetProjection())
    cover.WriteArray(np.where(clouds > 0.05, CLOUD, 4).astype(np.uint8))
    gdal.Warp(str(classes), cover, xRes=10, yRes=10, resampleAlg="max")


def _overlay(scene, target, width=960, height=840, metres=0.5, turn=25.0):
    """A picture of part of the scene as a ground overlay that is turned on the ground."""
    x, y, _ = _middle(scene)
    source = osr.SpatialReference(gdal.Open(str(scene)).GetProjection())
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    for system in (source, degrees):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    longitude, latitude, _ = osr.CoordinateTransformation(source, degrees).TransformPoint(x, y)
    up, across = metres / METRES, metres / METRES / math.cos(math.radians(latitude))  # degrees per pixel
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    picture = gdal.GetDriverByName("MEM").Create("", width, height, 3)
    picture.SetProjection(degrees.ExportToWkt())
    picture.SetGeoTransform(
        (
            longitude - across * (width * cosine + height * sine) / 2, across * cosine, across * sine,
            latitude - up * (width * sine - height * cosine) / 2, up * sine, -up * cosine,
        )
    )  # fmt: skip
    gdal.Warp(picture, str(scene), resampleAlg="bilinear")
    bright = np.clip(1.15 * picture.ReadAsArray() + 12, 0, 255).astype(np.uint8)  # another day than the scene
    plain = gdal.GetDriverByName("MEM").Create("", width, height, 3)
    plain.WriteArray(bright)
    gdal.GetDriverByName("JPEG").CreateCopy(str(target.with_suffix(".jpg")), plain, options=["QUALITY=92"])
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><GroundOverlay>'
        "<name>hill</name><Icon><href>files/hill.jpg</href></Icon><LatLonBox>"
        f"<north>{latitude + up * height / 2}</north><south>{latitude - up * height / 2}</south>"
        f"<east>{longitude + across * width / 2}</east><west>{longitude - across * width / 2}</west>"
        f"<rotation>{turn}</rotation></LatLonBox></GroundOverlay></kml>"
    )
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("doc.kml", document)
        archive.write(target.with_suffix(".jpg"), "files/hill.jpg")
    target.with_suffix(".jpg").unlink()
