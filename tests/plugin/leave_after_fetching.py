"""A QGIS of its own that fetches a part of an online layer on a background thread, and leaves then or meanwhile.

Usage: python leave_after_fetching.py PLUGINS SOURCE FILE done|meanwhile
"""

import sys
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication

plugins, source, target, when = sys.argv[1:]
sys.path.insert(0, plugins)

from landslide_mapper.landslide_plugin.imagery import cache  # noqa: E402
from landslide_mapper.landslide_plugin.imagery.fetching import detached_copy  # noqa: E402
from landslide_mapper.landslide_plugin.imagery.plan import plan_staging  # noqa: E402
from landslide_mapper.landslide_plugin.imagery.service import describe_service  # noqa: E402
from landslide_mapper.landslide_plugin.imagery.staging import Stager  # noqa: E402
from landslide_mapper.landslide_plugin.tasks.background_task import BackgroundTask, cancel_all  # noqa: E402


class Fetching(BackgroundTask):
    """The fetching alone, without an engine."""

    def __init__(self, stager):
        super().__init__("fetching")
        self.stager, self.parts = stager, 0

    def work(self):
        return self.stager.run(self.count, self.isCanceled)

    def count(self, _):
        self.parts += 1


application = QgsApplication([], True)
application.initQgis()
cache.user_home = lambda: Path(target).parent / "home"
layer = QgsRasterLayer(source, "aerial photos", "wms")
QgsProject.instance().addMapLayer(layer)
area = QgsRectangle(*map(float, sys.stdin.read().split()))
plan = plan_staging(describe_service(layer), area, 0.3, file=Path(target))
task, ends = Fetching(Stager(detached_copy(layer.dataProvider()), plan)), []
task.succeeded.connect(ends.append)
task.failed.connect(ends.append)
task.start()
while not ends and not (when == "meanwhile" and task.parts > 1):
    QCoreApplication.processEvents()
    time.sleep(0.01)
begun = time.monotonic()
cancel_all()  # what the plugin does when QGIS closes
sys.stdout.write(f"{time.monotonic() - begun:.2f}")
assert when == "meanwhile" or ends == [plan.file], ends
application.exitQgis()
