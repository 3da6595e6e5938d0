/// The members of a JSON object, in order.
public struct JSONObject: Sendable, Equatable {
    /// One member.
    public struct Member: Sendable, Equatable {
        /// The member's name.
        public let key: String
        /// The member's value.
        public var value: JSON

        /// Creates a member.
        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// All members.
    ///
    /// Names are found by a search from the front: objects are small.
    public private(set) var members: [Member]

    /// Creates an object without members.
    public init() {
        members = []
    }

    /// Creates an object from members in order.
    ///
    /// A name that occurs again keeps its first place and takes its last value, in a time that
    /// grows with the number of members and not with its square.
    public init(_ members: [Member]) {
        guard hasRepeatedName(members) else {
            self.members = members
            return
        }
        var places: [ExactName: Int] = [:]
        var unique: [Member] = []
        for member in members {
            if let place = places[ExactName(text: member.key)] {
                unique[place].value = member.value
            } else {
                places[ExactName(text: member.key)] = unique.count
                unique.append(member)
            }
        }
        self.members = unique
    }

    /// The names of all members, in order.
    public var keys: [String] { members.map(\.key) }
    /// How many members there are.
    public var count: Int { members.count }
    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of the member with this name.
    ///
    /// Setting a new name appends; setting nil removes.
    public subscript(key: String) -> JSON? {
        get {
            members.first { areSameName($0.key, key) }?.value
        }
        set {
            let index = members.firstIndex { areSameName($0.key, key) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key, value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object; of equal names the last value counts.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

/// Whether two names have the same characters as written.
///
/// `String` holds `é` and `e` with an accent for equal; to JSON they are two names.
private func areSameName(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left == right && left.utf8.elementsEqual(right.utf8)
}

/// A name that is hashed and compared as written.
private struct ExactName: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool { areSameName(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// Few names are compared with each other; many go into a set, so that the time stays linear.
private func hasRepeatedName(_ members: [JSONObject.Member]) -> Bool {
    if members.count > 12 {
        return Set(members.lazy.map { ExactName(text: $0.key) }).count < members.count
    }
    for later in members.indices {
        for earlier in 0..<later where areSameName(members[earlier].key, members[later].key) {
            return true
        }
    }
    return false
}
