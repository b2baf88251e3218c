#!/bin/sh
# Makes the image of the peers docker-compose and docker run from Debian packages, where no image can be pulled. Needs root, debootstrap and a running engine.
# The data directory is made here, which is kinder to the peer than the official image, which runs initdb at each first start.
set -eu
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# The directory is root's alone otherwise, and the user postgres could not enter its own root.
chmod 755 "$root"
debootstrap --variant=minbase --include=postgresql-15,redis-server bookworm "$root"
cat > "$root/start-postgres" <<'START'
#!/bin/sh
exec su postgres -s /bin/sh -c "exec /usr/lib/postgresql/15/bin/postgres -D /data -c listen_addresses='*' -c fsync=off"
START
chmod +x "$root/start-postgres"
mkdir "$root/data"
chroot "$root" sh -c "chown postgres /data && su postgres -s /bin/sh -c '/usr/lib/postgresql/15/bin/initdb -D /data --auth=trust' && echo 'host all all all trust' >> /data/pg_hba.conf"
rm -rf "$root/var/cache/apt" "$root/var/lib/apt/lists"
tar -C "$root" -c . | docker import - testorchestrator-bench/servers
