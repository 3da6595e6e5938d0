import JSONTree

/// What elements keep beside their tokens.
///
/// `trigger` stands on a process instance: the event that has started it and was not passed yet.
/// `part` stands on a token: the part of a multiple event that is thrown next. `complex` and `adHoc`
/// stand on the execution of a scope.
extension Execution {
    var elementState: JSONObject {
        get {
            guard let text = row.elementState else { return [:] }
            return (try? JSON(parsing: text))?.objectValue ?? [:]
        }
        set {
            row.elementState = newValue.isEmpty ? nil : JSON.object(newValue).serializedText
        }
    }

    /// Lets a token take along what it keeps when another execution takes it over.
    func passTokenState(to other: Execution) {
        guard row.elementState != nil else { return }
        var own = elementState
        guard let part = own["part"] else { return }
        own["part"] = nil
        elementState = own
        other.elementState["part"] = part
    }
}
