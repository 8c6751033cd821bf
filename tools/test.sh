#!/bin/sh
# Install what the tests need and pass them:   sh tools/test.sh [pytest arguments]
#
# CORRIDOR_VENV      environment to use (default .venv, made when missing)
# CORRIDOR_PYTHON    Python 3.11 or newer to make it with (default: the first one found)
# CORRIDOR_CHROMIUM  Chrome or Chromium for the map tests (default: the first one found)
# CORRIDOR_LONGER    1: every drawn pair and example of tests/longer.py, not a share of them
#
# Exit 0: everything passed and nothing was skipped. 1: a check failed. 2: something is
# missing that this script may not install; the line to type is printed.
set -eu
cd "$(dirname "$0")/.."

as_root="sudo "
[ "$(id -u)" != 0 ] || as_root=""

stop() {
    echo "tools/test.sh: $1" >&2
    echo "  Type: $2" >&2
    exit 2
}

# ---------------------------------------------------------------- Python
new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in ${CORRIDOR_PYTHON:-python3 python3.11 python3.12 python3.13 python3.14 python}; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
}

venv=${CORRIDOR_VENV:-.venv}
if ! new_enough "$venv/bin/python"; then
    python=$(find_python)
    [ -n "$python" ] || stop "no Python 3.11 or newer found" \
        "CORRIDOR_PYTHON=/path/to/python3.11 sh tools/test.sh"
    "$python" -m venv --clear "$venv" || stop "$python cannot make an environment" \
        "${as_root}apt-get install -y python3-venv"
fi
bin=$venv/bin
"$bin/python" -m pip install --quiet --disable-pip-version-check \
    -r requirements-test.lock --editable .
# eslint and textlint, by the node that the test extra brings; both files pin it.
PATH="$PWD/$bin:$PATH" "$bin/npm" ci --silent </dev/null

# ---------------------------------------------------------------- Chromium
# Asked for its version, because some systems put a name there that only points to a shop.
runs() {
    "$1" --version >/dev/null 2>&1
}

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        found=$(command -v "$name" 2>/dev/null) || continue
        if runs "$found"; then
            echo "$found"
            return
        fi
    done
}

if [ -n "${CORRIDOR_CHROMIUM:-}" ]; then
    runs "$CORRIDOR_CHROMIUM" || stop "CORRIDOR_CHROMIUM=$CORRIDOR_CHROMIUM does not run" \
        "unset CORRIDOR_CHROMIUM"
    chromium=$CORRIDOR_CHROMIUM
else
    chromium=$(find_chromium)
fi
if [ -z "$chromium" ]; then
    if command -v apt-get >/dev/null 2>&1; then
        line="${as_root}apt-get update && ${as_root}apt-get install -y chromium"
        [ -z "$as_root" ] || stop "the map tests need Chrome or Chromium" "$line"
        echo "tools/test.sh: no Chrome or Chromium found, installing Debian's chromium"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq && apt-get install -y -qq chromium; } </dev/null >/dev/null ||
            stop "chromium could not be installed" "$line"
        chromium=$(find_chromium)
        [ -n "$chromium" ] || stop "the installed chromium does not run" "chromium --version"
    elif command -v dnf >/dev/null 2>&1; then
        stop "the map tests need Chrome or Chromium" "${as_root}dnf install -y chromium"
    elif command -v brew >/dev/null 2>&1; then
        stop "the map tests need Chrome or Chromium" "brew install --cask chromium"
    else
        stop "the map tests need Chrome or Chromium" \
            "CORRIDOR_CHROMIUM=/path/to/chrome sh tools/test.sh"
    fi
fi
export CORRIDOR_CHROMIUM="$chromium"

# ---------------------------------------------------------------- checks
# All of them run, so that one call names everything that is wrong.
failed=""
check() {
    echo "== $*"
    name=$1
    shift
    "$bin/$name" "$@" </dev/null || failed="$failed $name"
}

check ruff check .
check ruff format --check .
check mypy
check lint-imports
check npx eslint corridor/report/js
check npx textlint README.md docs/*.md NOTICE.md
check python -m tools.prose --lint
# Files in the order of tests/conftest.py, the long ones first.
check pytest -n auto --dist loadfile --no-loadscope-reorder "$@"

if [ -n "$failed" ]; then
    echo "tools/test.sh: failed:$failed" >&2
    exit 1
fi
