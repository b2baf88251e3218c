#!/usr/bin/env bash
# Runs a command with a container engine that has the images of the example:
#   eng/containers/with-engine.sh COMMAND [ARGUMENT...]
# An engine that answers is used as it is, if it has the images or can pull them. Else root gets an engine for this command alone, with
# data of its own and stand-ins for the images, and whatever Debian package is missing for that. Where neither is possible, it says so in
# one line, does not run the command, and exits with 0. Nothing here waits without a limit.
set -uo pipefail

images=(postgres:18.3 redis:8.6)
here=$(dirname "$0")
what="$*"
work=$(mktemp -d)
engine= command=

leave() {
  trap '' INT TERM
  if [ -n "$command" ]; then
    kill "$command" 2>/dev/null
    wait "$command"
  fi
  if [ -n "$engine" ]; then
    # Networks outlive their engine.
    quietly 60 bash -c 'docker rm --force $(docker ps --all --quiet); docker network prune --force'
    kill "$engine" 2>/dev/null
    timeout 60 tail --pid="$engine" -f /dev/null || kill -9 "$engine"
  fi
  timeout 60 rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

not_run() {
  echo "Not run: '$what', because $*"
  exit 0
}

# quietly LIMIT COMMAND...: its output is in a log.
quietly() { timeout --kill-after=10 "$1" "${@:2}" </dev/null >"$work/log" 2>&1; }
last_line() { grep -v '^[[:space:]]*$' "$1" | tail -n 1; }

has_images() {
  local image
  for image in "${images[@]}"; do
    quietly 30 docker image inspect "$image" || quietly 120 docker pull --quiet "$image" || return 1
  done
}

start_engine() {
  [ "$(id -u)" = 0 ] || not_run "no container engine with the images ${images[*]} answers ('docker info'), and only root can start one."
  local missing=()
  command -v dockerd >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || not_run "${missing[*]} is not installed, and there is no apt-get."
    export DEBIAN_FRONTEND=noninteractive
    quietly 120 apt-get update
    quietly 300 apt-get install --yes --no-install-recommends "${missing[@]}" ||
      not_run "'apt-get install ${missing[*]}' failed: $(last_line "$work/log")"
  fi

  export DOCKER_HOST=unix://$work/docker.sock
  setsid dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" --bridge none \
    </dev/null >"$work/engine.log" 2>&1 &
  engine=$!
  local attempt
  for attempt in {1..120}; do
    quietly 10 docker info && return
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.5
  done
  not_run "the container engine did not start: $(last_line "$work/engine.log")"
}

if ! quietly 20 docker info || ! has_images; then
  start_engine
  quietly 300 "$here/build-images.sh" || not_run "the images could not be built: $(last_line "$work/log")"
fi

timeout --kill-after=60 480 "$@" &
command=$!
wait "$command"
code=$?
command=
exit $code
