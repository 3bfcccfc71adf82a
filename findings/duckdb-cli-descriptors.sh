#!/usr/bin/env bash
# DuckDB's command from PyPI: descriptors that a caller hands over do not reach it, those of the same binary
# without its start script do.
#
# Seen with duckdb-cli 1.5.6 and Python 3.11. A program that streams rows into DuckDB may give it a pipe as
# /dev/fd/N and read_csv('/dev/fd/N'). The `duckdb` that pip installs is a Python script that starts the real binary
# by `subprocess`, which closes every descriptor above 2 (`close_fds`), so that the same call fails with "No files
# found that match the pattern", or waits where the reader is to come later. Standard input reaches it, and so
# does a named pipe.
#
# The script reads one file by descriptor, through the start script and without it, and by a named pipe. Exit 0
# while the first fails and the others work; 1 when a release behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet duckdb-cli==1.5.6
binary=$(venv/bin/python -c "import duckdb_cli, pathlib; print(pathlib.Path(duckdb_cli.__file__).parent / 'duckdb')")
venv/bin/duckdb -version

printf 'a\n42\n' > rows.csv
query="SELECT a FROM read_csv('PLACE', header = true)"
by_descriptor="${query/PLACE//dev/fd/7}"

started=0
venv/bin/duckdb -csv -noheader :memory: "$by_descriptor" 7< rows.csv > out 2>&1 || started=$?
echo "by a descriptor, start script: exit $started: $(head -n 1 out)"
direct=$("$binary" -csv -noheader :memory: "$by_descriptor" 7< rows.csv)
echo "by a descriptor, the binary itself: $direct"
mkfifo pipe
cat rows.csv > pipe &
named=$(timeout 20 venv/bin/duckdb -csv -noheader :memory: "${query/PLACE/pipe}")
echo "by a named pipe, start script: $named"

if [ "$started" != 0 ] && [ "$direct" = 42 ] && [ "$named" = 42 ]; then
  echo "the start script keeps descriptors to itself"
else
  echo "this release behaves otherwise"
  exit 1
fi
