#!/bin/sh
# Installs the peer mockttp where the harness looks for it: in the user's cache, outside the repository. Needs node and npm.
set -eu
directory="${XDG_CACHE_HOME:-$HOME/.cache}/testorchestrator-bench/mockttp"
mkdir -p "$directory"
npm install --prefix "$directory" --no-audit --no-fund mockttp@4
