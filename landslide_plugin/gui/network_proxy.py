"""The proxy of QGIS's settings, for programs that QGIS starts."""

from __future__ import annotations

from typing import Optional
from urllib.parse import quote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy

from ..environment.create import Proxy


def qgis_proxy() -> Optional[Proxy]:
    """The proxy that QGIS uses, with its user and password; None where QGIS leaves it to the system. Main thread."""
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    schemes = {
        QNetworkProxy.ProxyType.HttpProxy: "http",
        QNetworkProxy.ProxyType.HttpCachingProxy: "http",
        QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
    }
    if proxy.type() not in schemes or not proxy.hostName():
        return None
    user = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    hosts = (QUrl.fromUserInput(text).host() for text in manager.excludeList() + manager.noProxyList())
    port = f":{proxy.port()}" if proxy.port() else ""
    return Proxy(f"{schemes[proxy.type()]}://{user}{proxy.hostName()}{port}", tuple(filter(None, hosts)))


def describe(proxy: Optional[Proxy]) -> str:
    """A proxy's address without user and password; empty where there is none."""
    return QUrl(proxy.url).authority().split("@")[-1] if proxy else ""


def without_user(address: str) -> str:
    """An address without user and password, as it may be kept."""
    return QUrl(address).toString(QUrl.UrlFormattingOption.RemoveUserInfo)
