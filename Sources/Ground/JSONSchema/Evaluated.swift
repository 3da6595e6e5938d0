/// Which members and elements of a value subschemas have looked at, with success.
struct Evaluated {
    private var members: Set<Int> = []
    private var items: Set<Int> = []
    private var allMembers = false
    private var allItems = false

    mutating func addMember(_ index: Int) { members.insert(index) }
    mutating func addItem(_ index: Int) { items.insert(index) }
    mutating func addAllMembers() { allMembers = true }
    mutating func addAllItems() { allItems = true }

    func hasMember(_ index: Int) -> Bool { allMembers || members.contains(index) }
    func hasItem(_ index: Int) -> Bool { allItems || items.contains(index) }

    mutating func formUnion(_ other: Evaluated) {
        allMembers = allMembers || other.allMembers
        allItems = allItems || other.allItems
        members.formUnion(other.members)
        items.formUnion(other.items)
    }
}
