#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh: the half of the widget that is not seen, without a browser. Prints
# TAP.
set -eu
top=$(cd "$(dirname "$0")/../../.." && pwd)
export TOP="$top"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$top/tests/widget/unit"
esbuild ./*.mjs --bundle --platform=node --format=esm --sourcemap=inline \
	--log-level=warning --outdir="$made" --out-extension:.js=.mjs
rm "$made/fakes.mjs"
node --enable-source-maps --test --test-reporter=tap "$made"/*.mjs
