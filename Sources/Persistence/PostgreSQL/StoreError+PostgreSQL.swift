#if PostgreSQL
internal import PostgreSQL
internal import Records

extension StoreError {
    /// Tells what a failure of PostgreSQL means to a store's caller.
    init(_ error: PostgreSQLError) {
        self =
            if error.isUniqueViolation {
                .duplicate(error.message)
            } else if error.isDiskFull {
                .full(error.message)
            } else if error.isMisuse {
                .invalid(error.description)
            } else if error.isLoginRefused {
                .unavailable(
                    "\(error.message); look at the user and database in database.url and at "
                        + "database.password or database.passwordFile")
            } else {
                .unavailable(error.description)
            }
    }
}
#endif
