#!/bin/bash
# The part of the official image's entry point that Aspire relies on: variables, init files, arguments.
set -euo pipefail

bin=$(echo /usr/lib/postgresql/*/bin)
data=${PGDATA:-/var/lib/postgresql/data}
user=${POSTGRES_USER:-postgres}

if [ "${1:-postgres}" != postgres ] && [ "${1#-}" = "${1:-}" ]; then
  exec "$@"
fi

[ "${1:-}" = postgres ] && shift
mkdir -p "$data" /var/run/postgresql
chown -R postgres:postgres "$data" /var/run/postgresql
chmod 700 "$data"
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

if [ ! -s "$data/PG_VERSION" ]; then
  printf '%s\n' "${POSTGRES_PASSWORD:-}" >/tmp/password
  chown postgres /tmp/password
  # shellcheck disable=SC2086 # Several arguments in one variable, as in the official image.
  as "$bin/initdb" -D "$data" -U "$user" --pwfile=/tmp/password ${POSTGRES_INITDB_ARGS:-} >/dev/null
  rm /tmp/password
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$data/pg_hba.conf"
  if [ -n "${POSTGRES_DB:-}" ] || ls /docker-entrypoint-initdb.d/* >/dev/null 2>&1; then
    export PGPASSWORD=${POSTGRES_PASSWORD:-}
    as "$bin/pg_ctl" -D "$data" -o "-c listen_addresses=''" -w start >/dev/null
    [ -z "${POSTGRES_DB:-}" ] || [ "$POSTGRES_DB" = postgres ] || as "$bin/createdb" -U "$user" "$POSTGRES_DB"
    for file in /docker-entrypoint-initdb.d/*; do
      case $file in
        *.sql) as "$bin/psql" -v ON_ERROR_STOP=1 -U "$user" -d "${POSTGRES_DB:-postgres}" -f "$file" ;;
        *.sh) . "$file" ;;
      esac
    done
    as "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null
  fi
fi

exec setpriv --reuid=postgres --regid=postgres --init-groups "$bin/postgres" -D "$data" -c listen_addresses='*' "$@"
