internal import JSONTree

/// One member of a resource: what it holds, when it must be there, and what it is otherwise.
struct Field: Sendable {
    /// What a member holds.
    indirect enum Kind: Sendable {
        case text(max: Int)
        /// Nine digits that pass the eleven-test: a BSN or an RSIN.
        case citizenNumber
        case date
        case dateTime
        case duration
        case choice([String])
        case boolean
        case integer(ClosedRange<Int>)
        case number
        /// Any URL, not looked up.
        case url
        /// A URL of a resource of this sandbox.
        case reference(ResourceKind)
        /// A URL that the server fetches, and refuses when there is nothing.
        case remote
        case uuid
        case object([Field])
        case list(Kind)
        case geometry
        /// Any JSON, kept as it came.
        case json
    }

    enum Presence: Sendable {
        case optional, required, readOnly, writeOnly
        /// Not stored: worked out by the resource at each answer.
        case derived
    }

    var name: String
    var kind: Kind
    var presence = Presence.optional
    /// The value when none is given.
    var initial: JSON
    var allowsNull: Bool
    var allowsBlank: Bool
    /// Whether a later change is refused with `wijzigen-niet-toegelaten`.
    var isImmutable = false
    /// Whether no two resources may have the same value, refused with `unique`.
    var isUnique = false

    init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
        switch kind {
        case .text, .citizenNumber, .choice, .url, .remote:
            (initial, allowsNull, allowsBlank) = ("", false, true)
        case .boolean: (initial, allowsNull, allowsBlank) = (false, false, false)
        case .list: (initial, allowsNull, allowsBlank) = (.array([]), false, false)
        default: (initial, allowsNull, allowsBlank) = (.null, true, false)
        }
    }
}

extension Field {
    static func text(_ name: String, max: Int = 255) -> Field { Field(name, .text(max: max)) }
    static func rsin(_ name: String) -> Field { Field(name, .citizenNumber) }
    static func date(_ name: String) -> Field { Field(name, .date) }
    static func dateTime(_ name: String) -> Field { Field(name, .dateTime) }
    static func duration(_ name: String) -> Field { Field(name, .duration) }
    static func choice(_ name: String, _ values: [String]) -> Field { Field(name, .choice(values)) }
    static func flag(_ name: String) -> Field { Field(name, .boolean) }
    static func integer(_ name: String, _ range: ClosedRange<Int>) -> Field {
        Field(name, .integer(range))
    }
    static func url(_ name: String) -> Field { Field(name, .url) }
    static func remote(_ name: String) -> Field { Field(name, .remote) }
    static func json(_ name: String) -> Field { Field(name, .json) }
    static func reference(_ name: String, _ kind: ResourceKind) -> Field {
        Field(name, .reference(kind))
    }
    static func references(_ name: String, _ kind: ResourceKind) -> Field {
        Field(name, .list(.reference(kind)))
    }
    static func list(_ name: String, of kind: Kind) -> Field { Field(name, .list(kind)) }
    static func object(_ name: String, _ fields: [Field]) -> Field { Field(name, .object(fields)) }
    /// A member that the resource works out at each answer.
    static func derived(_ name: String) -> Field {
        Field(name, .json).with { $0.presence = .derived }
    }

    /// A member that must be sent, neither null nor, for a text, empty.
    func required() -> Field {
        with {
            $0.presence = .required
            $0.allowsNull = false
            $0.allowsBlank = false
        }
    }

    /// A member that must be sent but may be an empty text.
    func requiredOrBlank() -> Field {
        with {
            $0.presence = .required
            $0.allowsNull = false
        }
    }

    func readOnly() -> Field { with { $0.presence = .readOnly } }
    func writeOnly() -> Field { with { $0.presence = .writeOnly } }
    func immutable() -> Field { with { $0.isImmutable = true } }
    func unique() -> Field { with { $0.isUnique = true } }
    func nullable() -> Field { with { $0.allowsNull = true } }
    func notBlank() -> Field { with { $0.allowsBlank = false } }
    func initially(_ value: JSON) -> Field { with { $0.initial = value } }

    func with(_ change: (inout Field) -> Void) -> Field {
        var copy = self
        change(&copy)
        return copy
    }
}
