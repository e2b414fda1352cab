#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD [PART]: the widget of BUILD/faqd in Chromium; PART is a regular
# expression of titles. Prints TAP.
set -eu
BUILD=$(cd "${1:?the folder with faqd}" && pwd)
PART=${2-}
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"
TOP=$top
export BUILD TOP PART

npm_begin widget
node --test-reporter=tap all.mjs
