#!/bin/sh
# Run once, by PostgreSQL's image, when there is no data yet: ChatMux owns its database and no more.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$CHATMUX_DB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE chatmux LOGIN PASSWORD :'password';
CREATE DATABASE chatmux OWNER chatmux;
SQL
