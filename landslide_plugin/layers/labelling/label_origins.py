"""Which label was copied from which detected landslide: by name, and by the ground that both lie on."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Optional

from qgis.core import Qgis, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVariantUtils, QgsVectorLayer

from ...common.errors import InputError
from ..inventory import on_same_ground
from ..moving import moved
from .label_index import LabelIndex, name_in
from .labels import source_of

NUMBER_FIELD = "ls_id"


class LabelOrigins:
    """Finds the labels of a landslide again, also after a restart.

    Folder, file and number are not enough: the halves of a split landslide, landslides of layers that were merged into
    one, and those of a later detection into the same file have them in common. The label must lie on the same ground
    too, except where this review has seen which it is: then its outline may have become any other. A reviewed landslide
    whose file was renamed or copied, or that got another number, has the label on its ground that no other has.

    Args:
        detections: detected landslides.
        labels: that were copied from them, and others.
    """

    def __init__(self, detections: QgsVectorLayer, labels: QgsVectorLayer) -> None:
        self.labels = LabelIndex(labels)
        self._detections, self._label_layer, self._begin = detections, labels, origin_of_all(detections)
        self._seen: dict[int, str] = {}
        self._owners: dict[str, int] = {}
        self._numbers: Optional[dict[str, list[int]]] = None

    def origin_of(self, landslide: QgsFeature, reviewed: bool) -> Optional[str]:
        """The origin that the labels of a landslide have; None where it has no label.

        Args:
            landslide: of the layer.
            reviewed: whether there is a verdict on it, so that there should be a label.

        Raises:
            InputError: it has no place in the labels' CRS.
        """
        if landslide.id() in self._seen:
            seen = self._seen[landslide.id()]
            return seen if self.labels.of(seen) else None
        outline = moved(landslide.geometry(), self._detections.crs(), self._label_layer.crs())
        named = [origin for origin in self.labels.named(self._name(landslide)) if origin not in self._owners]
        outlines = self._outlines(self._number(landslide), {landslide.id(): outline}) if named else {}
        owners = {origin: _most_alike(self.labels.ground(origin), outlines) for origin in named}
        own = [origin for origin, owner in owners.items() if owner == landslide.id()]
        if own or not reviewed:
            return self._most_like(own, outline)
        astray = [origin for origin, owner in owners.items() if owner is None]
        return astray[0] if len(astray) == 1 else self._unclaimed(outline)

    def landslide_of(self, origin: str) -> Optional[int]:
        """The landslide that labels of an origin were copied from, also where all of them are gone by now."""
        if origin in self._owners:
            return self._owners[origin]
        there, same = bool(self.labels.of(origin)), self._by_number().get(self._number_in(origin), [])
        for identity in same if there or len(same) == 1 else ():
            with suppress(InputError):  # it has no place where the labels lie
                if self.origin_of(self._detections.getFeature(identity), True) == (origin if there else None):
                    return identity
        return None

    def left_over(self) -> list[str]:
        """The origins that name a landslide of the layer, and are remembered of none."""
        return [one for one in self.labels.origins() if self._number_in(one) is not None and one not in self._owners]

    def new_name(self, landslide: QgsFeature) -> str:
        """What the field `origin` of a landslide's new label holds: no other label has it."""
        if landslide.id() in self._seen:
            return self._seen[landslide.id()]
        name = self._name(landslide)
        used = self.labels.named(name)
        names = chain([name], (f"{name} ({n})" for n in count(2)))
        return next(one for one in names if one not in used and one not in self._owners)

    def remember(self, identity: int, origin: str) -> None:
        """From now on the landslide's labels are those of this origin."""
        self._seen[identity], self._owners[origin] = origin, identity

    def rename(self, old: int, new: int) -> None:
        """Saving gave a landslide another id."""
        self.forget_numbers()
        if old in self._seen:
            self.remember(new, self._seen.pop(old))

    def forget_numbers(self) -> None:
        """To be called when landslides have come, gone or changed their numbers."""
        self._numbers = None

    def _number(self, landslide: QgsFeature) -> str:
        index = landslide.fields().lookupField(NUMBER_FIELD)
        number = landslide.attribute(index) if index >= 0 else None
        return str(landslide.id() if QgsVariantUtils.isNull(number) else number)

    def _name(self, landslide: QgsFeature) -> str:
        """Folder, file and number of a landslide."""
        return self._begin + self._number(landslide)

    def _outlines(self, number: str, known: dict[int, QgsGeometry]) -> dict[int, QgsGeometry]:
        """Where in the labels' CRS the landslides of a number lie, with those that are known already."""
        outlines = dict(known)
        for identity in set(self._by_number().get(number, ())) - known.keys():
            with suppress(InputError):  # then no label lies there
                outline = self._detections.getGeometry(identity)
                outlines[identity] = moved(outline, self._detections.crs(), self._label_layer.crs())
        return outlines

    def _by_number(self) -> dict[str, list[int]]:
        if self._numbers is None:
            self._numbers = {}
            request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
            index = self._detections.fields().lookupField(NUMBER_FIELD)
            request.setSubsetOfAttributes([index] if index >= 0 else [])
            for landslide in self._detections.getFeatures(request):
                self._numbers.setdefault(self._number(landslide), []).append(landslide.id())
        return self._numbers

    def _number_in(self, origin: str) -> Optional[str]:
        """The number of the landslide that an origin names; None where it names one of another layer."""
        return name_in(origin)[len(self._begin) :] if origin.startswith(self._begin) else None

    def _unclaimed(self, outline: QgsGeometry) -> Optional[str]:
        """The origin of labels on an outline's ground that no landslide of the layer has by name."""
        there = [
            origin
            for origin in self.labels.near(outline)
            if origin not in self._owners
            and on_same_ground(self.labels.ground(origin), outline)
            and not self._is_claimed(origin)
        ]
        return self._most_like(there, outline)

    def _is_claimed(self, origin: str) -> bool:
        number = self._number_in(origin)
        return number is not None and _most_alike(self.labels.ground(origin), self._outlines(number, {})) is not None

    def _most_like(self, origins: list[str], outline: QgsGeometry) -> Optional[str]:
        if len(origins) < 2:
            return origins[0] if origins else None
        return max(sorted(origins), key=lambda origin: likeness(self.labels.ground(origin), outline))


def origin_of_all(detections: QgsVectorLayer) -> str:
    """What the field `origin` of all labels begins with that were copied from a layer: its folder and file."""
    file, _ = source_of(detections)
    return (f"{Path(file).parent.name}/{Path(file).stem}" if file else detections.id()) + "#"


def likeness(one: QgsGeometry, other: QgsGeometry) -> float:
    """Intersection over union."""
    one, other = one.makeValid(), other.makeValid()
    common = max(0.0, one.intersection(other).area())
    return common / max(one.area() + other.area() - common, 1e-30)


def _most_alike(label: QgsGeometry, outlines: dict[int, QgsGeometry]) -> Optional[int]:
    """The landslide on a label's ground that is most like it, the oldest of equal ones; None where none is there."""
    oldest_first = sorted(outlines, key=abs)
    copied = next((identity for identity in oldest_first if outlines[identity].equals(label)), None)
    if copied is not None:
        return copied
    there = [identity for identity in oldest_first if on_same_ground(outlines[identity], label)]
    if len(there) < 2:
        return there[0] if there else None
    return max(there, key=lambda identity: likeness(outlines[identity], label))
