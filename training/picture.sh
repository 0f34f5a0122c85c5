#!/usr/bin/env bash
# docs/demo.png: the demo's brief as a browser shows it (needs Debian's chromium). docs/tension.svg: made-up acts.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/detente demo "$folder/demo"
"$(command -v chromium)" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars \
    --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$folder/profile" \
    --window-size=1100,1500 --screenshot="$PWD/docs/demo.png" "file://$folder/demo/russia-azerbaijan.html" 2>/dev/null
.venv/bin/python training/write_example_events.py "$folder/acts.jsonl"
.venv/bin/detente run "$folder/acts.jsonl" --dataset plover --store "$folder/desk"
.venv/bin/detente measure Veldonia Tarmark --store "$folder/desk" --picture docs/tension.svg
