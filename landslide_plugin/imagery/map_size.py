"""Whether a WMS draws its maps as large as it is asked.

QGIS lays a map of another size down from the upper left corner of the place that it was asked for, so that all of it
lies in the wrong place. Services answer so whose largest map is smaller, if they do not say it.
"""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsBlockingNetworkRequest, QgsFeedback
from qgis.PyQt.QtCore import QUrlQuery
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtNetwork import QNetworkRequest

Size = tuple[int, int]
"""Width and height, pixels."""


def asked_size(request: QNetworkRequest) -> Optional[Size]:
    """The size that a map is asked for in; None where the request is for no map."""
    wishes = {name.upper(): value for name, value in QUrlQuery(request.url()).queryItems()}
    try:
        return int(wishes["WIDTH"]), int(wishes["HEIGHT"])
    except (KeyError, ValueError):
        return None


def drawn_size(request: QNetworkRequest, feedback: QgsFeedback) -> Optional[Size]:
    """The size of the picture that a service answers with; None where it answers with none.

    The request is repeated, since QGIS hands out no picture as it came; QGIS has the answer in its cache where the
    service allows to keep it.
    """
    again = QgsBlockingNetworkRequest()
    request = QNetworkRequest(request)
    request.setAttribute(
        QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.PreferCache
    )
    if again.get(request, False, feedback) != QgsBlockingNetworkRequest.ErrorCode.NoError:
        return None
    picture = QImage.fromData(again.reply().content())
    return None if picture.isNull() else (picture.width(), picture.height())
