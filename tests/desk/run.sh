#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: the libraries of others, as npm has them, believe what BUILD's
# src/desk signs, and it believes what they sign. Prints TAP.
set -eu
build=$(cd "${1:?the folder with deskproof}" && pwd)
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin desk
PROOF=$build/deskproof node --test-reporter=tap signatures.mjs
