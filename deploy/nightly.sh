#!/bin/sh
# What runs every night, as the app's user: docs/running.md. Each step is tried, whatever became
# of the one before; the exit status is 1 where any failed.
cd "$(dirname "$0")/.." || exit 1
set -a
. "${OVERSIGHT_ENVIRONMENT:-/etc/oversight.env}" || exit 1
set +a
umask 077
python=${PYTHON:-.venv/bin/python}
days=${OVERSIGHT_BACKUP_DAYS:-30}
backups=${OVERSIGHT_VAR:-var}/backups
status=0

oversight() {
    "$python" -m "$@" || status=1
}

back_up() {
    mkdir -p "$backups"
    case ${OVERSIGHT_DATABASE_URL:-sqlite} in
        sqlite*) "$python" -m models backup ;;
        *)
            file=$backups/oversight-$(date -u +%Y%m%dT%H%M%SZ).dump
            address=$(echo "$OVERSIGHT_DATABASE_URL" | sed 's/^postgresql+psycopg:/postgresql:/')
            pg_dump --format=custom --file="$file.part" "$address" && mv "$file.part" "$file"
            ;;
    esac
}

oversight measures complete
oversight measures snapshot
oversight models purge
[ -z "${OVERSIGHT_SMTP_HOST:-}" ] || oversight models remind
# Old copies go once there is a new one.
if back_up; then
    find "$backups" -type f \( -name '*Z.db' -o -name '*Z.dump' \) -mtime +"$days" -delete
else
    status=1
fi
exit $status
