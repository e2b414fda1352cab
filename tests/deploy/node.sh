#!/bin/sh
# SPDX-License-Identifier: MIT
# node.sh BUILD NAME: NAME.mjs with BUILD/faqd as its PROGRAM. Prints TAP.
set -eu
PROGRAM=$(cd "${1:?the folder with faqd}" && pwd)/faqd
name=${2:?a test in JavaScript}
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin deploy
# shellcheck disable=SC2154 # npm.sh makes the folder, and removes it
export PROGRAM TOP="$top" SAID="$said"
node --test-reporter=tap "$name.mjs"
