#!/usr/bin/env bash
# DuckDB's command: where the database that is named is a file of data, tables that are made "in it" are lost, and
# the exit code is 0.
#
# Seen with DuckDB 1.5.6 (PyPI's duckdb-cli 1.5.6). `duckdb NAME` opens an existing CSV or Parquet file as views of
# a database in memory, which is meant for looking at it. A script that was to write a table into a database, and
# names the wrong file, is told that all went well: CREATE TABLE and the SELECT after it work, the file is as it
# was, and the next run finds no table. SQLite's command refuses such a file ("file is not a database").
#
# The script makes a table in a CSV file and in a Parquet file, and looks for it in a run of its own. Exit 0 while
# the table is gone without an error; 1 when a release behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet duckdb-cli==1.5.6
duckdb=venv/bin/duckdb
"$duckdb" -version

printf 'a,b\n1,2\n' > sales.csv
"$duckdb" -c "COPY (SELECT 1 AS a) TO 'sales.parquet' (FORMAT parquet)"
for file in sales.csv sales.parquet; do
  before=$(sha256sum "$file")
  status=0
  rows=$("$duckdb" -csv -noheader "$file" "CREATE TABLE scores AS SELECT 42 AS score; SELECT * FROM scores") || status=$?
  after=$(sha256sum "$file")
  found=0
  "$duckdb" "$file" "SELECT * FROM scores" > again 2>&1 || found=$?
  echo "$file: exit $status, read back in the same run: $rows; in the next run: exit $found, $(head -n 1 again)"
  if [ "$status" != 0 ] || [ "$rows" != 42 ] || [ "$before" != "$after" ] || [ "$found" = 0 ]; then
    echo "this release behaves otherwise"
    exit 1
  fi
done
echo "the tables are gone, and nothing said so"
