#!/usr/bin/env bash
# Runs the tests that need a container engine: classes of the example on Aspire's own engine, and containers beside the local engine's
# own programs. Both projects are built.
set -uo pipefail
cd "$(dirname "$0")/../.."

status=0
TESTORCHESTRATOR_LANE=aspire dotnet test --no-build --project tests/Shop.Tests --filter TestCategory=aspire || status=$?
dotnet test --no-build --project tests/TestOrchestrator.Hosting.Tests --filter TestCategory=containers || status=$?
exit $status
