#!/usr/bin/env bash
# Installs what only the operating system can give: QGIS 3.40 with its Python and, for the tests, its server, a virtual
# screen and fonts.
# On Debian 12 QGIS 3.40 is in the backports; elsewhere this says what to install and stops.
set -euo pipefail

need_version="3.40"

qgis_version() { dpkg-query -W -f='${Version}' python3-qgis 2>/dev/null | sed 's/+.*//' || true; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }
missing() {
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || echo "$package"
    done
}

. /etc/os-release 2>/dev/null || true
if ! command -v apt-get >/dev/null 2>&1; then
    if /usr/bin/env python3 -c "import qgis.core" 2>/dev/null; then exit 0; fi
    echo "This set-up installs packages on Debian and Ubuntu only. On ${PRETTY_NAME:-this system} install QGIS ${need_version}" \
         "or newer with its Python bindings, Python's venv module, make and Xvfb, then run it again." >&2
    exit 2
fi

of_qgis="qgis python3-qgis qgis-server-wms qgis-server-wmts"
support="python3-venv python3-dev xvfb xauth fonts-open-sans fonts-dejavu-core qttools5-dev-tools pyqt5-dev-tools libqt5svg5"
present="$(qgis_version)"
wanted="$(missing $support)"
if [ -n "$present" ] && at_least "$need_version" "$present" && [ -z "$wanted" ] && [ -z "$(missing $of_qgis)" ]; then exit 0; fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
        echo "QGIS ${need_version} must be installed first and this account may not install packages: ask an administrator to run" \
             "tools/install_system_packages.sh once." >&2
        exit 2
    }
    as_root="sudo"
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q

available() { apt-cache policy "$1" | awk '/Candidate:/ {print $2}' | sed 's/+.*//'; }
release_option=()
if ! at_least "$need_version" "$(available qgis)"; then
    if [ "${VERSION_CODENAME:-}" != "bookworm" ]; then
        echo "${PRETTY_NAME:-This system} offers QGIS $(available qgis), and ${need_version} or newer is needed: add the package" \
             "source that QGIS.org names for it, install qgis and python3-qgis, then run this again." >&2
        exit 2
    fi
    # The machine's own Debian mirror also serves the backports.
    mirror="$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk '$2 == "bookworm" {print $1; exit}')"
    $as_root tee /etc/apt/sources.list.d/bookworm-backports.sources >/dev/null <<SOURCE
Types: deb
URIs: ${mirror}
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCE
    $as_root apt-get update -q
    release_option=(-t bookworm-backports)
fi
$as_root apt-get install -y -q --no-install-recommends "${release_option[@]}" $of_qgis
$as_root apt-get install -y -q --no-install-recommends $support
