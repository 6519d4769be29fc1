# Sourced by the demo and by `make run`: a QGIS profile of its own, so that nobody's own profile is touched.
# Usage: make_profile FOLDER (with the plugin already in FOLDER/profiles/default/python/plugins)
make_profile() {
    local settings="$1/profiles/default/QGIS"
    mkdir -p "$settings" "$1/profiles/default/python/plugins"
    cat > "$settings/QGIS3.ini" <<INI
[PythonPlugins]
landslide_mapper=true

[qgis]
checkVersion=false
enableMacros=SessionOnly

[app]
projections\\unknownCrsBehavior=NoAction
INI
}
