"""The engine processes of this QGIS, for the dock, Processing and `qgis_process` alike; needs no window."""

from __future__ import annotations

import atexit
import contextlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsSettings

from ..common.errors import InputError, LandslideMapperError
from ..common.paths import plugin_root, use_profile_home, user_home
from ..environment.locate import find_engine, managed_folder
from ..environment.managed import ManagedEnvironment
from ..environment.status import EngineStatus
from ..translation.engine import translate_error, translated, translated_answer
from .client import IsCancelled, JobControl, OnEvent, OnProgress, Progress, WorkerClient, WorkerUnavailable

MAPPING, TRAINING = "mapping", "training"
"""The engine processes: one for what a person waits for, and one for trainings, so that the map stays usable."""

_PYTHON_SETTING = "landslide_mapper/engine_python"
_LOGS = {MAPPING: "engine.log", TRAINING: "training.log"}


class WorkerSession:
    """Knows which engine is set up and holds the clients of its processes; thread-safe.

    From the first one on, the user's models, logs and engine are those of QGIS's active profile.
    """

    def __init__(self) -> None:
        use_profile_home(Path(QgsApplication.qgisSettingsDirPath()) / "landslide_mapper")
        with contextlib.suppress(InputError):  # the status tells what there is
            ManagedEnvironment(self.managed_folder).recover()
        self._lock = threading.Lock()
        self._clients: dict[str, WorkerClient] = {}
        self._calls = 0  # that are not quiet

    @property
    def is_at_work(self) -> bool:
        """Whether a call that somebody wants the answer of runs, or waits for its turn."""
        return self._calls > 0

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
        status = find_engine(self.chosen_python)
        return replace(status, reason=translated(status.reason))

    def client(self, process: str = MAPPING) -> WorkerClient:
        """The client of one of the processes of the engine that is set up now.

        Args:
            process: `MAPPING` or `TRAINING`; each starts when it is first called.

        Raises:
            WorkerUnavailable: none is.
        """
        status = self.status()
        if status.python is None:
            raise WorkerUnavailable(status.reason)
        with self._lock:
            known = self._clients.get(process)
            if known is not None and known.python != str(status.python):
                known.close()
                known = None
            if known is None:
                log_file = self.log_file.with_name(_LOGS[process])
                known = WorkerClient(str(status.python), plugin_root(), user_home(), log_file)
                self._clients[process] = known
            return known

    def call(
        self,
        method: str,
        params: dict[str, Any],
        on_progress: OnProgress = None,
        is_cancelled: IsCancelled = None,
        on_event: OnEvent = None,
        control: Optional[JobControl] = None,
        process: str = MAPPING,
        quiet: bool = False,
    ) -> dict[str, Any]:
        """Runs an engine job in one of the processes, and tells in the language of QGIS; see `WorkerClient.call`.

        Args:
            process: `MAPPING` or `TRAINING`.
            quiet: nothing is lost when the engine is closed meanwhile.
        """

        def tell(progress: Progress) -> None:
            if on_progress is not None:
                on_progress(replace(progress, message=translated(progress.message)))

        wanted = 0 if quiet else 1
        with self._lock:
            self._calls += wanted
        try:
            return translated_answer(self.client(process).call(method, params, tell, is_cancelled, on_event, control))
        except LandslideMapperError as error:
            translate_error(error)
            raise
        finally:
            with self._lock:
                self._calls -= wanted

    def close(self) -> None:
        """Ends the engine processes; the next call starts one anew."""
        with self._lock:
            clients, self._clients = list(self._clients.values()), {}
        for client in clients:
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
    """Ends the engine processes, at unload and at the latest when QGIS ends."""
    global _session
    with _session_lock:
        ended, _session = _session, None
    if ended is not None:
        ended.close()
        atexit.unregister(close_session)
