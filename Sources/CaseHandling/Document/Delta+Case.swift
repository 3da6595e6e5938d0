internal import JSONTree
internal import Records

extension Delta {
    /// A case as the delta leaves it.
    ///
    /// - Parameters:
    ///   - id: The case.
    ///   - stored: The case as it is stored; nil where it is not.
    /// - Returns: nil where neither the store nor the delta has it.
    func instance(_ id: String, storedAs stored: Case?) -> Case? {
        var result = stored
        for change in changes {
            switch change {
            case .insert(CaseTables.instance, let row), .upsert(CaseTables.instance, let row):
                if let made = Case(row: row), made.id == id { result = made }
            case .update(CaseTables.instance, let key, let set, _) where key == [.text(id)]:
                result?.apply(set)
                result?.revision += 1
            default: break
            }
        }
        return result
    }

    /// The zaak of a case as the delta leaves it.
    func zaak(of caseID: String, storedAs stored: ZaakLink?) -> ZaakLink? {
        var result = stored
        for change in changes {
            switch change {
            case .insert(CaseTables.zaak, let row), .upsert(CaseTables.zaak, let row):
                if let made = ZaakLink(row: row), made.caseID == caseID { result = made }
            default: break
            }
        }
        return result
    }
}

extension Case {
    /// Takes new values of the columns that change.
    fileprivate mutating func apply(_ set: [ColumnAssignment]) {
        for assignment in set {
            let value = assignment.value
            switch assignment.column {
            case "internal_status": internalStatus = value.textValue
            case "assignee_id": assigneeID = value.textValue
            case "modified_at": modifiedAt = value.integerValue ?? modifiedAt
            case "document_version": documentVersion = value.integerValue ?? documentVersion
            case "tags":
                let json = value.textValue.flatMap { try? JSON(parsing: $0) }
                tags = (json?.arrayValue ?? []).compactMap(\.stringValue)
            case "document":
                let json = value.textValue.flatMap { try? JSON(parsing: Array($0.utf8)) }
                document = json ?? document
            default: break
            }
        }
    }
}
