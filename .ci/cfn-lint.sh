#!/bin/sh
# Checks the templates of production, as `npm run synth` wrote them, with cfn-lint:
#   .ci/cfn-lint.sh
# W3005: CDK names dependencies that references imply already.
set -eu
cd "$(dirname "$0")/.."

version=1.58.0
folder=$PWD/.cache/cfn-lint-$version
if [ ! -x "$folder/bin/cfn-lint" ]; then
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$version"
fi
"$folder/bin/cfn-lint" --ignore-checks W3005 -- cdk.out/prod/*.template.json
