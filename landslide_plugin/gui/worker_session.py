"""The one engine process of this QGIS, for the dock, Processing and `qgis_process` alike; needs no window."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsSettings

from ..common.paths import plugin_root, use_profile_home, user_home
from ..environment.locate import find_engine, managed_folder
from ..environment.status import EngineStatus
from ..worker.client import IsCancelled, OnProgress, WorkerClient, WorkerUnavailable

_PYTHON_SETTING = "landslide_mapper/engine_python"


class WorkerSession:
    """Knows which engine is set up and holds the client of its process; thread-safe.

    From the first one on, the user's models, logs and engine are those of QGIS's active profile.
    """

    def __init__(self) -> None:
        use_profile_home(Path(QgsApplication.qgisSettingsDirPath()) / "landslide_mapper")
        self._lock = threading.Lock()
        self._client: Optional[WorkerClient] = None

    @property
    def log_file(self) -> Path:
        """The engine's log."""
        return user_home() / "logs" / "engine.log"

    @property
    def managed_folder(self) -> Path:
        """Where the plugin makes its own engine."""
        return managed_folder(user_home())

    @property
    def chosen_python(self) -> Optional[Path]:
        """The existing interpreter that the person chose to run the engine; None = the plugin looks for one."""
        text = QgsSettings().value(_PYTHON_SETTING, "", str)
        return Path(text) if text else None

    def choose_python(self, python: Optional[Path]) -> None:
        """Runs the engine with another interpreter from now on; the process that runs is ended.

        Args:
            python: None = look for one: the managed environment first.
        """
        QgsSettings().setValue(_PYTHON_SETTING, str(python) if python else "")
        self.close()

    def status(self) -> EngineStatus:
        """Whether an engine is set up, and which; costs nothing."""
        return find_engine(self.chosen_python)

    def client(self) -> WorkerClient:
        """The client for the engine that is set up now.

        Raises:
            WorkerUnavailable: none is.
        """
        status = self.status()
        if status.python is None:
            raise WorkerUnavailable(status.reason)
        with self._lock:
            if self._client is not None and self._client.python != str(status.python):
                self._client.close()
                self._client = None
            if self._client is None:
                self._client = WorkerClient(str(status.python), plugin_root(), user_home(), self.log_file)
            return self._client

    def call(
        self, method: str, params: dict[str, Any], on_progress: OnProgress = None, is_cancelled: IsCancelled = None
    ) -> dict[str, Any]:
        """Runs an engine job; see `WorkerClient.call`."""
        return self.client().call(method, params, on_progress, is_cancelled)

    def close(self) -> None:
        """Ends the engine process; the next call starts it anew."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()


_session: Optional[WorkerSession] = None
_session_lock = threading.Lock()


def session() -> WorkerSession:
    """The session of this QGIS, made when it is first asked for."""
    global _session
    with _session_lock:
        if _session is None:
            _session = WorkerSession()
            atexit.register(close_session)
        return _session


def close_session() -> None:
    """Ends the engine process, at unload and at the latest when QGIS ends."""
    global _session
    with _session_lock:
        ended, _session = _session, None
    if ended is not None:
        ended.close()
        atexit.unregister(close_session)
