#!/usr/bin/env bash
# Opens QGIS with the plugin of this checkout on and the sample project loaded, in a profile of its own.
# Further arguments go to QGIS.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/profile.sh
root="$PWD"
profile=build/run-profile
sample=build/sample
export LANDSLIDE_MAPPER_ENGINE="$root/.venv/engine/bin/python"
[ -d "$profile" ] || make_profile "$profile"
ln -sfn "$root" "$profile/profiles/default/python/plugins/landslide_mapper"
[ -f "$sample/sample_scene.tif" ] || "$LANDSLIDE_MAPPER_ENGINE" -m landslide_plugin.engine sample-scene "$sample" >/dev/null
[ -f "$sample/sample.qgz" ] || QT_QPA_PLATFORM=offscreen .venv/qgis/bin/python tools/make_sample_project.py "$sample"
exec qgis --profiles-path "$profile" --noversioncheck --nologo "$@" "$sample/sample.qgz"
