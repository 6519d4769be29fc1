#!/usr/bin/env bash
# Brings the sources in i18n/*.ts up to date with the code; translators fill in what is new with Qt Linguist.
# Usage: update_translations.sh [FILE.ts ...]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- i18n/*.ts
sources="$(find landslide_plugin -path landslide_plugin/engine -prune -o \( -name '*.py' -o -name '*.ui' \) -print | sort)"
# shellcheck disable=SC2086 # file names without spaces
pylupdate5 -noobsolete $sources -ts "$@" 2>&1 | grep -v -E 'DeprecationWarning|getdefaultlocale' || true
