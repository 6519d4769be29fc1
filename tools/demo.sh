#!/usr/bin/env bash
# The main job from end to end: the plugin, installed from its zip, detects landslides on the sample scene through QGIS.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/profile.sh
root="$PWD"
export QT_QPA_PLATFORM=offscreen LANDSLIDE_MAPPER_ENGINE="$root/.venv/engine/bin/python"

rm -rf demo build/demo-profile
mkdir -p demo
make_profile build/demo-profile
python3 -m zipfile -e dist/landslide_mapper-*.zip build/demo-profile/profiles/default/python/plugins
export QGIS_CUSTOM_CONFIG_PATH="$root/build/demo-profile"

echo "Generating the sample scene"
"$LANDSLIDE_MAPPER_ENGINE" -m landslide_plugin.engine sample-scene demo >/dev/null
echo "Detecting landslides through QGIS"
qgis_process run landslide_mapper:detect --INPUT=demo/sample_scene.tif --OUTPUT=demo > demo/qgis_process.log 2>&1 || {
    cat demo/qgis_process.log >&2
    exit 1
}
"$LANDSLIDE_MAPPER_ENGINE" -m landslide_plugin.engine preview demo/sample_scene.tif demo demo/preview.png >/dev/null
"$LANDSLIDE_MAPPER_ENGINE" -m landslide_plugin.engine evaluate --raster demo/sample_scene.tif --truth demo/sample_scene_truth.tif |
    grep -E '^(precision|recall|f1|iou):'
echo "Done. Look at demo/preview.png; the layers lie beside it:"
ls demo
