internal import JSONTree
internal import ProcessValues

/// `valueResolverDelegateService`: reads and writes what texts such as `doc:/naam` name.
struct ResolverBean {
    static let methods: Set = ["resolveValue", "handleValue"]

    private let resolvers: ValueResolvers

    init(_ resolvers: ValueResolvers) {
        self.resolvers = resolvers
    }

    func invoke(
        _ method: String, _ arguments: [ProcessValue], on facts: inout StepFacts
    ) throws -> ProcessValue {
        switch method {
        case "resolveValue":
            guard let text = arguments.last?.text else {
                throw BeanError.arguments("resolveValue(execution, text)")
            }
            return try resolvers.resolve(text, from: facts).map(ProcessValue.init(untyped:))
                ?? .null
        case "handleValue":
            guard arguments.count >= 2, let text = arguments[arguments.count - 2].text else {
                throw BeanError.arguments("handleValue(execution, text, value)")
            }
            try resolvers.write(arguments[arguments.count - 1].plainJSON, to: text, in: &facts)
            return .null
        default: throw BeanError.unknownMethod
        }
    }
}

/// `documentDelegateService`: the case document, its status and who handles the case.
struct DocumentBean {
    static let methods: Set = [
        "getDocument", "getDocumentVersion", "getDocumentCreatedOn", "getDocumentCreatedBy",
        "getDocumentModifiedOn", "getDocumentAssigneeId", "getDocumentAssigneeFullName",
        "findValueByJsonPointer", "findValueByJsonPointerOrDefault", "setAssignee", "unassign",
        "setInternalStatus", "addCaseTag", "removeCaseTag",
    ]

    func invoke(
        _ method: String, _ arguments: [ProcessValue], on facts: inout StepFacts
    ) throws -> ProcessValue {
        guard let current = facts.currentCase() else { throw BeanError.noCase }
        let texts = arguments.compactMap(\.text)
        switch method {
        case "setInternalStatus":
            guard let status = texts.last else {
                throw BeanError.arguments("setInternalStatus(execution, status)")
            }
            let id = facts.nextIdentifier()
            try facts.changeCase { change throws(CaseError) in
                try change.setInternalStatus(status, historyID: id)
            }
            return .null
        case "setAssignee":
            guard let user = texts.last else {
                throw BeanError.arguments("setAssignee(execution, user)")
            }
            try facts.changeCase { change throws(CaseError) in change.setAssignee(user) }
            return .null
        case "addCaseTag", "removeCaseTag":
            guard let tag = texts.last else {
                throw BeanError.arguments("\(method)(execution, tag)")
            }
            try facts.changeCase { change throws(CaseError) in
                change.setTag(tag, isPresent: method == "addCaseTag")
            }
            return .null
        case "unassign":
            try facts.changeCase { change throws(CaseError) in change.setAssignee(nil) }
            return .null
        case "findValueByJsonPointer":
            guard let pointer = texts.first(where: { $0.hasPrefix("/") }) else {
                throw BeanError.arguments("findValueByJsonPointer(pointer, execution)")
            }
            return current.document.value(at: DocumentPath(pointer))
                .map(ProcessValue.init(untyped:)) ?? .null
        case "findValueByJsonPointerOrDefault":
            guard let pointer = texts.first(where: { $0.hasPrefix("/") }),
                let other = arguments.last
            else {
                throw BeanError.arguments(
                    "findValueByJsonPointerOrDefault(pointer, execution, value)")
            }
            return current.document.value(at: DocumentPath(pointer))
                .map(ProcessValue.init(untyped:)) ?? other
        case "getDocumentVersion": return .long(current.documentVersion)
        case "getDocument":
            return ProcessValue(untyped: [
                "id": .string(current.id), "definitionKey": .string(current.definitionKey),
                "version": .integer(current.documentVersion), "content": current.document,
                "internalStatus": current.internalStatus.map { .string($0) } ?? .null,
                "assigneeId": current.assigneeID.map { .string($0) } ?? .null,
            ])
        // There is no directory of people here: a user's name is the id.
        case "getDocumentAssigneeFullName", "getDocumentAssigneeId":
            return current.assigneeID.map(ProcessValue.string) ?? .null
        case "getDocumentCreatedBy": return current.createdBy.map(ProcessValue.string) ?? .null
        case "getDocumentCreatedOn": return .date(Instant(milliseconds: current.createdAt))
        case "getDocumentModifiedOn": return .date(Instant(milliseconds: current.modifiedAt))
        default: throw BeanError.unknownMethod
        }
    }
}
