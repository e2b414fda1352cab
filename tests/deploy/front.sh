#!/bin/sh
# SPDX-License-Identifier: MIT
# front.sh BUILD: BUILD/faqd behind nginx and HAProxy. Prints TAP.
set -eu
PROGRAM=$(cd "${1:?the folder with faqd}" && pwd)/faqd
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin deploy
# shellcheck disable=SC2154 # npm.sh makes the folder, and removes it
export PROGRAM TOP="$top" SAID="$said"
node --test-reporter=tap front.mjs
