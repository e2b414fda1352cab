#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: the libraries of others, as npm has them, believe what BUILD's
# src/desk signs, and it believes what they sign; what its faqd asks of a desk's
# API is what a client of that API asks. Prints TAP.
set -eu
build=$(cd "${1:?the folder with deskproof}" && pwd)
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin desk
export PROOF="$build/deskproof" PROGRAM="$build/faqd"
export CONTENT="$top/tests/server/content" SAMPLES="$top/tests/desk/samples"
node --test --test-reporter=tap signatures.mjs chatwoot.mjs
