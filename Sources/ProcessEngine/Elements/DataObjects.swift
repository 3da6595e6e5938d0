import JSONTree
import ProcessValues
import Records

/// Data objects and data stores, as far as data associations use them.
extension Run {
    /// Makes the variables of the data objects of a scope: null, or an empty list.
    func createDataObjects(of scope: Node, on execution: Execution) throws(Interruption) {
        for object in scope.dataObjects
        where !execution.variables.contains(where: { $0.name == object.name }) {
            try setLocal(
                object.name,
                object.isCollection ? .object(ObjectValue(tree: .array([]))) : .null,
                on: execution)
        }
    }

    /// Copies data into an element, before its input mappings.
    func copyDataInputs(of activity: Node, on execution: Execution) throws(Interruption) {
        for association in activity.dataInputs {
            let stores = try values(ofStores: association.stores, for: execution)
            for assignment in association.assignments {
                let value = try evaluate(
                    assignment.value, on: execution, extra: stores)
                let before = execution.variables.first { $0.name == assignment.path[0] }
                let old = try before.map { (found) throws(Interruption) in
                    try self.value(of: found)
                }
                try setLocal(
                    assignment.path[0],
                    Self.setting(value, at: assignment.path.dropFirst(), in: old), on: execution)
            }
        }
    }

    /// Copies data out of an element, after its output mappings.
    func copyDataOutputs(of activity: Node, on execution: Execution) throws(Interruption) {
        guard let parent = execution.parent else { return }
        for association in activity.dataOutputs {
            for assignment in association.assignments {
                let stores = try values(ofStores: association.stores, for: execution)
                let value = try evaluate(assignment.value, on: execution, extra: stores)
                let name = assignment.path[0]
                if association.targetStore == name {
                    let store = try dataStore(name, for: execution)
                    let old = store.isDeleted ? nil : Self.value(of: store)
                    let new = Self.setting(value, at: assignment.path.dropFirst(), in: old)
                    store.row.value = KeptValue.json(of: new).serializedText
                    store.row.updatedAt = now
                    store.isDeleted = false
                } else {
                    let old = try variableValue(name, from: parent)
                    let new = Self.setting(value, at: assignment.path.dropFirst(), in: old)
                    try setVariable(VariableInput(name, new), from: parent)
                }
            }
        }
    }

    /// A value with another at a place inside of it; members on the way that are missing are made.
    static func setting(
        _ value: ProcessValue, at path: ArraySlice<String>, in old: ProcessValue?
    ) -> ProcessValue {
        if path.isEmpty { return value }
        let isJSON = if case .json = old { true } else { false }
        let tree = setting(value.plainJSON, at: path, in: old?.tree ?? .null)
        return isJSON ? .json(JSONContent(tree: tree)) : .object(ObjectValue(tree: tree))
    }

    private static func setting(_ value: JSON, at path: ArraySlice<String>, in tree: JSON) -> JSON {
        guard let name = path.first else { return value }
        let rest = path.dropFirst()
        if case .array(var elements) = tree, let index = Int(name), index >= 0, index < 10_000 {
            while elements.count <= index { elements.append(.null) }
            elements[index] = setting(value, at: rest, in: elements[index])
            return .array(elements)
        }
        var object = tree.objectValue ?? [:]
        object[name] = setting(value, at: rest, in: object[name] ?? .null)
        return .object(object)
    }

    // MARK: Data stores

    private func values(
        ofStores names: [String], for execution: Execution
    ) throws(Interruption) -> [VariableInput] {
        var result: [VariableInput] = []
        for name in names {
            let store = try dataStore(name, for: execution)
            result.append(
                VariableInput(name, store.isDeleted ? .null : Self.value(of: store) ?? .null))
        }
        return result
    }

    private static func value(of store: Entry<DataStoreRow>) -> ProcessValue? {
        (try? JSON(parsing: store.row.value)).flatMap { KeptValue.value(of: $0) }
    }

    /// The row of a data store; a deleted one if nothing was written to it yet.
    private func dataStore(
        _ name: String, for execution: Execution
    ) throws(Interruption) -> Entry<DataStoreRow> {
        let tenantID = execution.row.tenantID
        let id = DataStoreRow.id(name: name, tenantID: tenantID)
        if let known = dataStores.first(where: { $0.row.id == id }) { return known }
        let stored = try rows(table: DataStoreRow.table, id: id, as: DataStoreRow.self)
        let entry: Entry<DataStoreRow>
        if let stored {
            entry = Entry(stored, original: stored)
        } else {
            entry = Entry(
                DataStoreRow(name: name, value: "null", updatedAt: now, tenantID: tenantID))
            entry.isDeleted = true
        }
        dataStores.append(entry)
        return entry
    }
}
