"""Images out of Google Earth: overlays, super-overlays, world files, and pictures that lie nowhere."""

import json
import math
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.errors import NotGeoreferencedWarning
from rasterio.shutil import copy
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.ground_overlay import needs_reading
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.source import RasterSource

WEST, NORTH = 105.0, 27.0
STEP_X, STEP_Y = 5.61e-6, 5e-6  # degrees; about 0.56 m each way at this latitude
IN_PLACE = Affine(STEP_X, 0, WEST, 0, -STEP_Y, NORTH)


def write_picture(path: Path, pixels: np.ndarray, **profile: object) -> Path:
    driver = {".jpg": "JPEG", ".png": "PNG"}[path.suffix]
    colormap = profile.pop("colormap", None)
    size = {"dtype": "uint8", "count": len(pixels), "height": pixels.shape[1], "width": pixels.shape[2]}
    with (
        warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
        rasterio.open(path, "w", driver=driver, **size, **profile) as file,
    ):
        file.write(pixels)
        if colormap is not None:
            file.write_colormap(1, colormap)
    path.with_name(path.name + ".aux.xml").unlink(missing_ok=True)
    return path


def box(left: int, top: int, width: int, height: int, rotation: float = 0) -> str:
    """The LatLonBox of a part of the picture."""
    return (
        f"<LatLonBox><north>{NORTH - top * STEP_Y}</north><south>{NORTH - (top + height) * STEP_Y}</south>"
        f"<east>{WEST + (left + width) * STEP_X}</east><west>{WEST + left * STEP_X}</west>"
        f"<rotation>{rotation}</rotation></LatLonBox>"
    )


def overlay(image: str, place: str) -> str:
    return f"<GroundOverlay><name>hill</name><Icon><href>{image}</href></Icon>{place}</GroundOverlay>"


def kml(*content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" '
        f'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{"".join(content)}</Document></kml>'
    )


def kmz(path: Path, files: dict[str, str | Path]) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content) if isinstance(content, str) else archive.write(content, name)
    return str(path)


def read(path: str) -> tuple[np.ndarray, np.ndarray, Affine]:
    with RasterSource(path) as source:
        grid = source.grid()
        tile = source.read(Window(0, 0, grid.width, grid.height), grid)
        assert source.crs.to_epsg() == 4326
        return tile.pixels, tile.valid, source.transform


@pytest.fixture
def picture(tmp_path, discs) -> Path:
    return write_picture(tmp_path / "hill side.png", discs.pixels)


def detect(raster: str, tmp_path: Path, model: str, **wishes: object) -> dict:
    return run_job(
        "detect", {"raster": raster, "output": str(tmp_path / "out"), "model": model, **wishes}, JobContext()
    )


@pytest.mark.parametrize("packed", [True, False])
def test_an_overlay_lies_where_google_earth_puts_it_and_is_detected_on(tmp_path, picture, discs, discs_model, packed):
    text = kml("<Folder>", overlay("files/hill%20side.png", box(0, 0, 256, 180)), "</Folder>")
    if packed:
        path = kmz(tmp_path / "hill.kmz", {"doc.kml": text, "files/hill side.png": picture})
    else:
        (tmp_path / "files").mkdir()
        picture.rename(tmp_path / "files" / picture.name)
        (tmp_path / "hill.kml").write_text(text)
        path = str(tmp_path / "hill.kml")
    pixels, valid, transform = read(path)
    np.testing.assert_allclose(pixels * 255, discs.pixels, atol=1e-3)
    assert valid.all()
    assert transform.almost_equals(IN_PLACE, 1e-9)
    assert not needs_reading(path), "QGIS's own GDAL puts it in the same place"
    result = detect(path, tmp_path, discs_model)
    assert discs.found(result, IN_PLACE) == [0, 1]
    assert result["gsd_m"] == pytest.approx(0.555, abs=0.01)


def test_a_small_file_that_unpacks_to_a_huge_document_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "bomb.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", "<kml>" + 6_000_000 * "<a/>" + "</kml>")
    assert path.stat().st_size < 100_000
    for attempt in (needs_reading, RasterSource):
        with pytest.raises(InputError, match=r"The KML in bomb\.kmz has 24 MB, too much for an image's place"):
            attempt(str(path))


def test_an_overlay_is_read_once_and_anew_when_it_was_written_anew(tmp_path, picture, monkeypatch):
    path = kmz(tmp_path / "hill.kmz", {"doc.kml": kml(overlay("a.png", box(0, 0, 256, 180))), "a.png": picture})
    assert not needs_reading(path)
    with monkeypatch.context() as without_zips:
        without_zips.delattr(zipfile, "ZipFile")
        assert not needs_reading(path), "each forecast asks"
    assert kmz(tmp_path / "hill.kmz", {"doc.kml": kml(overlay("a.png", box(0, 0, 256, 180, 30))), "a.png": picture})
    assert needs_reading(path)


def test_a_rotated_overlay_is_turned_on_the_ground_about_its_middle(tmp_path, picture, discs, discs_model):
    path = kmz(tmp_path / "turned.kmz", {"doc.kml": kml(overlay("a.png", box(0, 0, 256, 180, 30))), "a.png": picture})
    _, _, transform = read(path)
    middle = IN_PLACE @ (128, 90)
    assert transform @ (128, 90) == pytest.approx(middle)
    shrink = math.cos(math.radians(middle[1]))
    east, north = np.subtract(transform @ (129, 90), middle) * (shrink, 1)
    assert math.degrees(math.atan2(north, east)) == pytest.approx(30), "counterclockwise, an angle on the ground"
    assert math.hypot(east, north) == pytest.approx(STEP_X * shrink), "the pixels keep their size"
    assert needs_reading(path), "GDAL ignores the rotation"
    result = detect(path, tmp_path, discs_model)
    assert discs.found(result, transform) == [0, 1]


def test_the_corners_of_a_turned_overlay_agree_with_an_overlay_whose_corners_are_known(tmp_path, picture):
    place = (
        "<LatLonBox><north>60.406505416667</north><south>60.400570555556</south><east>5.3351572222222</east>"
        "<west>5.3190577777778</west><rotation>3.7088732260919</rotation></LatLonBox>"
    )
    path = kmz(tmp_path / "known.kmz", {"doc.kml": kml(overlay("a.png", place)), "a.png": picture})
    _, _, transform = read(path)
    # A published example; its corners were rounded to a few metres.
    assert transform @ (0, 180) == pytest.approx((5.3194425, 60.400316388889), abs=3e-5)
    assert transform @ (256, 0) == pytest.approx((5.3347738888889, 60.406759444444), abs=3e-5)


def test_a_quadrilateral(tmp_path, picture):
    corners = [(105, 27), (105.002, 27.0004), (105.0016, 27.002), (104.9996, 27.0016)]  # from lower left, as it turns
    text = " ".join(f"{x},{y},0" for x, y in corners)
    quad = f"<gx:LatLonQuad><coordinates>{text}</coordinates></gx:LatLonQuad>"
    path = kmz(tmp_path / "quad.kmz", {"doc.kml": kml(overlay("a.png", quad)), "a.png": picture})
    _, _, transform = read(path)
    for pixel, corner in zip(((0, 180), (256, 180), (256, 0), (0, 0)), corners, strict=True):
        assert transform @ pixel == pytest.approx(corner, abs=1e-9)
    pulled = quad.replace("105.0016,27.002", "105.0022,27.0025")
    path = kmz(tmp_path / "pulled.kmz", {"doc.kml": kml(overlay("a.png", pulled)), "a.png": picture})
    with pytest.raises(InputError, match="Georeferencer"):
        read(path)


def test_several_overlays_become_one_image_with_nodata_between_them(tmp_path, discs):
    left = write_picture(tmp_path / "left.png", discs.pixels[:, :, :120])
    right = write_picture(tmp_path / "right.jpg", discs.pixels[:, :, 130:], quality=95)
    text = kml(overlay("left.png", box(0, 0, 120, 180)), overlay("right.jpg", box(130, 0, 126, 180)))
    path = kmz(tmp_path / "two.kmz", {"doc.kml": text, "left.png": left, "right.jpg": right})
    pixels, valid, transform = read(path)
    assert pixels.shape == (3, 180, 256)
    assert transform.almost_equals(IN_PLACE, 1e-9)
    assert valid[:, :120].all() and valid[:, 130:].all() and not valid[:, 120:130].any()
    np.testing.assert_allclose(pixels[:, :, :120] * 255, discs.pixels[:, :, :120], atol=1e-3)
    assert np.abs(pixels[:, :, 130:] * 255 - discs.pixels[:, :, 130:]).mean() < 12


def test_transparent_grey_and_indexed_pictures_keep_their_colours(tmp_path):
    alpha = np.full((4, 20, 20), 200, "uint8")
    alpha[3, :, :8] = 0
    grey = np.full((1, 20, 20), 90, "uint8")
    indexed = np.zeros((1, 20, 20), "uint8")
    indexed[0, :10] = 1
    for name, values, profile in (
        ("alpha.png", alpha, {}), ("grey.png", grey, {}),
        ("indexed.png", indexed, {"colormap": {0: (10, 20, 30), 1: (200, 100, 50)}}),
    ):  # fmt: skip
        image = write_picture(tmp_path / name, values, **profile)
        path = kmz(tmp_path / f"{name}.kmz", {"doc.kml": kml(overlay(name, box(0, 0, 20, 20, 1))), name: image})
        pixels, valid, _ = read(path)
        if name == "alpha.png":
            assert not valid[:, :8].any() and valid[:, 8:].all()
        elif name == "grey.png":
            np.testing.assert_allclose(pixels[:, 5, 5] * 255, 90, atol=1e-3)
        else:
            np.testing.assert_allclose(pixels[:, 5, 5] * 255, (200, 100, 50), atol=1e-3)
            np.testing.assert_allclose(pixels[:, 15, 5] * 255, (10, 20, 30), atol=1e-3)


def test_a_super_overlay_of_linked_levels_is_read_at_its_finest(tmp_path, discs):
    """As tilers write it: a coarse picture of all, and links to the fine ones, with regions."""
    coarse = discs.pixels.reshape(3, 90, 2, 128, 2).mean((2, 4)).astype("uint8")
    files: dict[str, str | Path] = {"0/0.png": write_picture(tmp_path / "c.png", coarse)}
    links = []
    for number, (left, top) in enumerate([(0, 0), (128, 0), (0, 90), (128, 90)]):
        part = discs.pixels[:, top : top + 90, left : left + 128]
        files[f"1/{number}.png"] = write_picture(tmp_path / f"f{number}.png", part)
        files[f"1/{number}.kml"] = kml(overlay(f"{number}.png", box(left, top, 128, 90)))
        links.append(
            "<NetworkLink><Region><LatLonAltBox/><Lod><minLodPixels>128</minLodPixels></Lod></Region>"
            f"<Link><href>../1/{number}.kml</href></Link></NetworkLink>"
        )
    files["doc.kml"] = kml("<NetworkLink><Link><href>0/0.kml</href></Link></NetworkLink>")
    files["0/0.kml"] = kml(overlay("0.png", box(0, 0, 256, 180)), *links)
    pixels, valid, transform = read(kmz(tmp_path / "levels.kmz", files))
    assert pixels.shape == (3, 180, 256)
    assert transform.almost_equals(IN_PLACE, 1e-9)
    assert valid.all()
    np.testing.assert_allclose(pixels * 255, discs.pixels, atol=1e-3)


def test_a_super_overlay_that_gdal_wrote(tmp_path, write_raster, discs, discs_model):
    scene = write_raster(discs.pixels, crs="EPSG:4326", transform=IN_PLACE)
    path = tmp_path / "levels.kmz"
    with rasterio.open(scene) as file:
        copy(file, path, driver="KMLSUPEROVERLAY", format="PNG")
    with RasterSource(str(path)) as source:
        assert source.dataset.driver == "KMLSUPEROVERLAY", "its driver knows the levels"
    assert discs.found(detect(str(path), tmp_path, discs_model), IN_PLACE) == [0, 1]


def test_an_overlay_across_the_antimeridian(tmp_path, picture):
    place = "<LatLonBox><north>-17</north><south>-17.001</south><east>-179.9993</east><west>179.9993</west></LatLonBox>"
    path = kmz(tmp_path / "fiji.kmz", {"doc.kml": kml(overlay("a.png", place)), "a.png": picture})
    with rasterio.open(picture) as image, RasterSource(path) as source:
        assert source.dataset.width == image.width
        assert source.ground_sample_distance == pytest.approx(0.53, abs=0.1)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"doc.kml": kml("<Placemark/>")}, "holds no ground overlay"),
        ({"doc.kml": kml(overlay("https://example.org/a.png", box(0, 0, 9, 9)))}, "from the web"),
        ({"doc.kml": kml(overlay("gone.png", box(0, 0, 9, 9)))}, "image gone.png cannot be read"),
        ({"doc.kml": kml(overlay("gone.png", ""))}, "has no place"),
        ({"doc.kml": "<kml>"}, "no KML that can be read"),
        ({"readme.txt": "hello"}, "holds no KML document"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_sentence(tmp_path, files, said):
    with pytest.raises(InputError, match=said):
        RasterSource(kmz(tmp_path / "odd.kmz", files))


def test_a_kmz_that_is_no_archive(tmp_path):
    (tmp_path / "odd.kmz").write_text("not a zip")
    with pytest.raises(InputError, match="cannot be opened as a KMZ"):
        RasterSource(str(tmp_path / "odd.kmz"))


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_saved_picture_with_a_world_file_is_measured_in_the_crs_that_the_person_names(
    tmp_path, discs, discs_model, suffix
):
    path = write_picture(tmp_path / f"saved{suffix}", discs.pixels)
    world = {".jpg": ".jgw", ".png": ".pgw"}[suffix]
    numbers = (STEP_X, 0.0, 0.0, -STEP_Y, WEST + STEP_X / 2, NORTH - STEP_Y / 2)  # middle of the first pixel
    path.with_suffix(world).write_text("\n".join(map(repr, numbers)))
    unknown = detect(str(path), tmp_path, discs_model)
    assert unknown["gsd_m"] is None
    assert discs.found(unknown, IN_PLACE) == [0, 1]
    pixels = sum(math.pi * radius**2 for *_, radius in discs.places)
    assert unknown["area_m2"] == pytest.approx(pixels, rel=0.15), "in pixels, as the degrees of the file are not known"
    assert any("no usable coordinate reference system" in sentence for sentence in unknown["warnings"])
    named = detect(str(path), tmp_path, discs_model, crs="EPSG:4326")
    assert named["gsd_m"] == pytest.approx(0.555, abs=0.01)
    assert discs.found(named, IN_PLACE) == [0, 1]
    assert named["area_m2"] == pytest.approx(pixels * 0.555**2, rel=0.15)
    with rasterio.open(named["mask"]) as mask:
        assert mask.crs.to_epsg() == 4326
    with pytest.raises(InputError, match="'EPSG:xyz' is no coordinate reference system"):
        detect(str(path), tmp_path, discs_model, crs="EPSG:xyz")


def test_a_picture_without_any_place_is_worked_on_in_pixels_and_says_so(tmp_path, discs, discs_model):
    path = write_picture(tmp_path / "bare.jpg", discs.pixels)
    result = detect(str(path), tmp_path, discs_model, min_area=50)
    assert discs.found(result, Affine.scale(1, -1)) == [0, 1], "where QGIS draws it"
    areas = sum(math.pi * radius**2 for *_, radius in discs.places)
    assert result["area_m2"] == pytest.approx(areas, rel=0.15), "in pixels"
    assert "sizes are in pixels" in result["warnings"][0]
    assert "Georeferencer" in result["warnings"][0]
    assert json.loads(Path(result["run"]).read_text())["result"]["gsd_m"] is None
