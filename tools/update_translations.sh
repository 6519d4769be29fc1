#!/usr/bin/env bash
# Brings the sources in i18n/*.ts up to date with the code; translators fill in what is new with Qt Linguist.
# Usage: update_translations.sh [FILE.ts ...]
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
  python3 tools/engine_sentences.py
  set -- i18n/*.ts
fi
# pylupdate5 passes over a call whose last argument is followed by a comma, so it reads copies without those commas.
copy="$(mktemp -d)"
trap 'rm -rf "$copy"' EXIT
find landslide_plugin -path landslide_plugin/engine -prune -o \( -name '*.py' -o -name '*.ui' \) -print \
  | tar -cf - -T - | tar -xf - -C "$copy"
find "$copy" -name '*.py' -exec perl -0777 -pi -e 's/(["\x27]),(\s*\))/$1$2/g' {} +
python3 tools/engine_sentences.py "$copy/landslide_plugin/translation/engine_sentences.py"
mkdir "$copy/i18n"
for file in "$@"; do
  cp "$file" "$copy/i18n/translation.ts"
  if ! (
    cd "$copy"
    # shellcheck disable=SC2046 # file names without spaces
    pylupdate5 -noobsolete $(find landslide_plugin -type f | LC_ALL=C sort) -ts i18n/translation.ts
  ) >"$copy/log" 2>&1; then
    cat "$copy/log" >&2
    exit 1
  fi
  cp "$copy/i18n/translation.ts" "$file"
done
