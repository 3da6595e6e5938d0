#ifndef RADERWERK_CPOSTGRESQL_SHIM_H
#define RADERWERK_CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>

// Macros of characters, which Swift does not import.
static const int cpostgresql_sqlstate = PG_DIAG_SQLSTATE;
static const int cpostgresql_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int cpostgresql_detail = PG_DIAG_MESSAGE_DETAIL;
static const int cpostgresql_hint = PG_DIAG_MESSAGE_HINT;

#endif
