internal import JSONTree

/// Who calls: what it may do, and what an audit trail says of it.
struct Caller: Sendable {
    var principal: Principal
    var applicatieID = ""
    var applicatieLabel = ""
    /// The person behind the client, as the token names it.
    var userID = ""
    var userName = ""
    /// Why, by the header `X-Audit-Toelichting`.
    var note = ""

    /// The sandbox itself.
    static let sandbox = Caller(principal: .all)
}
