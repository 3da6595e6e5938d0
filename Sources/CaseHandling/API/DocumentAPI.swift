public import JSONTree

/// A request to the API of cases, free of how it came.
public struct CaseRequest: Sendable {
    /// The method, in capitals.
    public var method: String
    /// The parts of the path below `/api`, decoded: `["v1", "document"]`.
    public var path: [String]
    /// The body, if there was one.
    public var body: JSON?
    /// Who asks; nil where nobody need say.
    public var user: String?
    /// Now, in milliseconds since 1970.
    public var instant: Int64
    /// A new identifier for what may be made.
    public var identifier: String

    /// Describes a request.
    public init(
        method: String, path: [String], body: JSON? = nil, user: String? = nil, instant: Int64,
        identifier: String
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.user = user
        self.instant = instant
        self.identifier = identifier
    }
}

/// The answer to a request.
public struct CaseResponse: Sendable, Equatable {
    /// The HTTP status.
    public var status: Int
    /// The body, if there is one.
    public var body: JSON?

    /// Describes an answer.
    public init(status: Int, body: JSON? = nil) {
        self.status = status
        self.body = body
    }
}

/// `/api/v1/document`: cases as GZAC's front ends know them.
public struct DocumentAPI: Sendable {
    private let cases: CaseRepository

    /// Creates the API on the cases of a store.
    public init(_ cases: CaseRepository) {
        self.cases = cases
    }

    /// Answers a request; nil where the path is not one of this API.
    ///
    /// - `POST /api/v1/document` makes a case: `{definition, content}`
    /// - `PUT /api/v1/document` puts a document in the place of the old: `{documentId, content}`
    /// - `GET /api/v1/document/{id}`
    /// - `PATCH /api/v1/document/{id}` changes the members given (RFC 7396)
    public func answer(_ request: CaseRequest) async -> CaseResponse? {
        guard request.path.starts(with: ["v1", "document"]), request.path.count <= 3 else {
            return nil
        }
        let id = request.path.count == 3 ? request.path[2] : nil
        do {
            switch (request.method, id) {
            case ("POST", nil): return try await create(request)
            case ("PUT", nil): return try await replace(request)
            case ("GET", let id?): return try await read(id)
            case ("PATCH", let id?): return try await patch(id, request)
            default: return problem(405, "This path does not take \(request.method)")
            }
        } catch let error as CaseError {
            return refusal(error)
        } catch {
            return problem(503, "\(error)")
        }
    }

    private func create(_ request: CaseRequest) async throws -> CaseResponse {
        guard let body = request.body, let content = body["content"],
            let key = (body["caseDefinitionKey"] ?? body["definition"])?.stringValue
        else {
            throw CaseError.malformed("A new case needs \"definition\" and \"content\"")
        }
        let definition =
            if let tag = body["caseDefinitionVersionTag"]?.stringValue {
                try await cases.definition(id: "\(key):\(tag)")
            } else {
                try await cases.newestDefinition(key: key)
            }
        let change = try CaseChange(
            creating: request.identifier, of: definition, document: content, at: request.instant,
            by: request.user)
        try await cases.insert(change)
        return CaseResponse(
            status: 200, body: ["document": change.current.apiForm, "errors": []])
    }

    private func replace(_ request: CaseRequest) async throws -> CaseResponse {
        guard let id = request.body?["documentId"]?.stringValue,
            let content = request.body?["content"]
        else {
            throw CaseError.malformed("A change needs \"documentId\" and \"content\"")
        }
        let changed = try await cases.change(id, at: request.instant, by: request.user) {
            change throws(CaseError) in
            try change.replaceDocument(content)
        }
        return CaseResponse(status: 200, body: ["document": changed.apiForm, "errors": []])
    }

    private func read(_ id: String) async throws -> CaseResponse {
        guard let found = try await cases.find(id) else { throw CaseError.unknownCase(id) }
        return CaseResponse(status: 200, body: found.apiForm)
    }

    private func patch(_ id: String, _ request: CaseRequest) async throws -> CaseResponse {
        guard let patch = request.body, patch.objectValue != nil else {
            throw CaseError.malformed("A change is a JSON object of the members to change")
        }
        let changed = try await cases.change(id, at: request.instant, by: request.user) {
            change throws(CaseError) in
            try change.replaceDocument(change.current.document.merging(patch))
        }
        return CaseResponse(status: 200, body: changed.apiForm)
    }

    private func refusal(_ error: CaseError) -> CaseResponse {
        switch error {
        case .unknownCase: problem(404, error.description)
        case .invalidDocument(let problems):
            CaseResponse(
                status: 400,
                body: ["document": .null, "errors": .array(problems.map(JSON.string))])
        case .unusableSchema: problem(500, error.description)
        default: problem(400, error.description)
        }
    }

    private func problem(_ status: Int, _ message: String) -> CaseResponse {
        CaseResponse(
            status: status, body: ["status": .integer(Int64(status)), "detail": .string(message)])
    }
}

extension Case {
    /// The case as the API shows it.
    public var apiForm: JSON {
        [
            "id": .string(id),
            "content": document,
            "version": .integer(documentVersion),
            "createdOn": .string(utcText(milliseconds: createdAt)),
            "modifiedOn": .string(utcText(milliseconds: modifiedAt)),
            "createdBy": createdBy.map(JSON.string) ?? .null,
            "assigneeId": assigneeID.map(JSON.string) ?? .null,
            "caseTags": .array(tags.map { JSON.string($0) }),
            "internalStatus": internalStatus.map(JSON.string) ?? .null,
            "definitionId": [
                "name": .string(definitionKey),
                "caseDefinitionId": [
                    "key": .string(definitionKey), "versionTag": .string(versionTag),
                ],
            ],
            "relations": [], "relatedFiles": [],
        ]
    }
}
