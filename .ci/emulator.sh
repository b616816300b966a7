#!/usr/bin/env bash
# Runs a command beside an AWS emulator (MiniStack) that lives exactly as long:
#   .ci/emulator.sh [--iam] [--state DIR] COMMAND [ARGUMENT...]
# --iam        enforces IAM for the functions' roles, over TLS
# --state DIR  keeps what was stored in DIR, and finds it there again
# The command finds the emulator by the SDK's own variables (AWS_ENDPOINT_URL and so on).
set -euo pipefail
cd "$(dirname "$0")/.."

iam='' state=''
while [[ ${1:-} == --* ]]; do
  case $1 in
    --iam) iam=yes; shift ;;
    --state) mkdir -p "$2"; state=$(cd "$2" && pwd); shift 2 ;;
    *) echo "emulator: unknown option $1" >&2; exit 2 ;;
  esac
done
[[ $# -gt 0 ]] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }

version=1.5.33
venv=$PWD/.cache/ministack-$version
if [[ ! -f $venv/installed ]]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "ministack==$version" cryptography
  touch "$venv/installed"
fi

run=$(mktemp -d)
emulator=''
stop() {
  trap - EXIT INT TERM
  if [[ -n $emulator ]]; then
    # The group: functions are processes of their own. A clean stop writes the state down; what hangs is killed.
    kill -TERM "$emulator" 2>/dev/null || true
    for _ in {1..600}; do kill -0 "$emulator" 2>/dev/null || break; sleep .1; done
    kill -KILL -- "-$emulator" 2>/dev/null || true
    wait "$emulator" 2>/dev/null || true
  fi
  rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# 4566 when it is free, as everybody knows it; else another one, below those that systems give out by themselves: nobody takes
# it before we listen.
free_port() {
  "$venv/bin/python" - <<'PYTHON'
import random, socket
for port in (4566, *random.sample(range(20_000, 32_000), 20)):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break
PYTHON
}

settings=(
  HOME="$run" TMPDIR="$run" PATH="$PWD/node_modules/.bin:/usr/bin:/bin" LANG=C.UTF-8 TZ=UTC
  BIND_HOST=127.0.0.1 IOT_MTLS_ENABLED=0 MINISTACK_REGION=us-east-1
)
scheme=http
if [[ -n $iam ]]; then
  scheme=https
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=emulator -keyout "$run/key.pem" -out "$run/certificate.pem" \
    -addext 'basicConstraints=critical,CA:FALSE' -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:*.execute-api.localhost' \
    2>/dev/null
  settings+=(AUTH=true USE_SSL=1 MINISTACK_SSL_CERT="$run/certificate.pem" MINISTACK_SSL_KEY="$run/key.pem")
  export NODE_EXTRA_CA_CERTS=$run/certificate.pem AWS_CA_BUNDLE=$run/certificate.pem
fi
if [[ -n $state ]]; then
  settings+=(PERSIST_STATE=1 STATE_DIR="$state/state" S3_PERSIST=1 S3_DATA_DIR="$state/s3")
fi

log=${EMULATOR_LOG:-$run/log}
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true
start() {
  local port
  port=$(free_port)
  # A clean environment: functions would inherit it whole. A session of its own: so that its group can be ended.
  setsid env -i "${settings[@]}" GATEWAY_PORT="$port" "$venv/bin/ministack" >"$log" 2>&1 &
  emulator=$!
  export AWS_ENDPOINT_URL=$scheme://127.0.0.1:$port
  for _ in {1..1200}; do
    kill -0 "$emulator" 2>/dev/null || return 1
    # Its log tells, too, that it is this one which answers there.
    if curl --silent --fail --max-time 5 ${iam:+--cacert "$run/certificate.pem"} "$AWS_ENDPOINT_URL/_ministack/ready" >/dev/null &&
      grep -q "Running on .*:$port " "$log"; then return; fi
    sleep .1
  done
  return 1
}
# Once more where another one that was started at the same moment took the port.
start || { grep -q 'already in use' "$log" && start; } || {
  echo "emulator: must be ready at $AWS_ENDPOINT_URL within two minutes, is not" >&2
  tail -20 "$log" >&2
  exit 1
}

status=0
"$@" || status=$?
((status == 0)) || { echo "emulator: the last lines of its log:" >&2; tail -${EMULATOR_LOG_LINES:-30} "$log" >&2; }
exit $status
