#!/usr/bin/env bash
# Opens QGIS with the plugin of this checkout on and the sample scene loaded, in a profile of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/profile.sh
root="$PWD"
profile=build/run-profile
[ -d "$profile" ] || make_profile "$profile"
ln -sfn "$root" "$profile/profiles/default/python/plugins/landslide_mapper"
[ -f build/sample/sample_scene.tif ] || .venv/engine/bin/python -m landslide_plugin.engine sample-scene build/sample >/dev/null
exec qgis --profiles-path "$profile" --noversioncheck --nologo build/sample/sample_scene.tif
