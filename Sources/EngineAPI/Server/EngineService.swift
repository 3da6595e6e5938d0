import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// What the resources of the API share.
struct EngineService: Sendable {
    let engine: ProcessEngine
    let version: String
    let authenticator: Authenticator

    /// All routes of the API.
    var routes: [APIRoute] {
        [
            systemRoutes, deploymentRoutes, processDefinitionRoutes, staticCallRoutes,
            processInstanceRoutes,
            activityInstanceRoutes, executionRoutes, taskRoutes, taskPeopleRoutes, formRoutes,
            deployedFormRoutes,
            variableRoutes, variableInstanceRoutes, jobRoutes, externalTaskRoutes, eventRoutes,
            decisionRoutes, decisionHistoryRoutes, incidentRoutes, historyRoutes, diagramRoutes,
            migrationRoutes,
            modificationRoutes, suspensionRoutes, commentRoutes, statisticsRoutes,
            adHocRoutes, dataStoreRoutes,
        ].flatMap { $0 }
    }

    /// A route below the root of the API.
    func route(
        _ method: String, _ pattern: String, isOpen: Bool = false, _ handler: @escaping APIHandler
    ) -> APIRoute {
        APIRoute(method, EngineAPI.root + pattern, isOpen: isOpen, handler)
    }

    // MARK: Reading

    /// The rows of a query.
    ///
    /// - Throws: 500 if the database cannot be read.
    func read(_ query: Query) async throws(APIError) -> [Row] {
        do throws(StoreError) { return try await engine.store.read(query) } catch {
            throw APIError(error)
        }
    }

    /// The rows of some queries as of one moment.
    ///
    /// - Throws: 500 if the database cannot be read.
    func read(_ queries: [Query]) async throws(APIError) -> [[Row]] {
        do throws(StoreError) { return try await engine.store.read(queries) } catch {
            throw APIError(error)
        }
    }

    /// The number of rows of a query.
    ///
    /// - Throws: 500 if the database cannot be read.
    func count(_ query: Query) async throws(APIError) -> Int {
        do throws(StoreError) { return try await engine.store.count(query) } catch {
            throw APIError(error)
        }
    }

    /// The row of a table with an id, if the principal may see it; nil if there is none.
    ///
    /// - Throws: 500 if the database cannot be read.
    func find<Element: TableRow>(
        _ type: Element.Type, _ id: String, for principal: Principal
    ) async throws(APIError) -> Element? {
        try await rows(type, where: .equal("id", id), for: principal).first
    }

    /// The rows of a table that the principal may see.
    ///
    /// - Throws: 500 if the database cannot be read.
    func rows<Element: TableRow>(
        _ type: Element.Type, where predicate: Predicate, for principal: Principal,
        ordering: [Ordering] = []
    ) async throws(APIError) -> [Element] {
        var query = Query(type.table, where: predicate, ordering: ordering)
        if let tenants = ListAccess(of: principal).tenants,
            type.table.position(of: "tenant_id") != nil
        {
            let isVisible = Predicate.or([
                .isNull("tenant_id"), .isIn("tenant_id", tenants.map(ColumnValue.text)),
            ])
            query.predicate = .and([predicate, isVisible])
        }
        return try decode(type, await read(query))
    }

    /// Reads rows.
    ///
    /// - Throws: 500 if one does not fit its table.
    func decode<Element: TableRow>(
        _ type: Element.Type, _ rows: [Row]
    ) throws(APIError) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(rows.count)
        for row in rows {
            do throws(RowError) { result.append(try type.init(row: row)) } catch {
                throw APIError(
                    status: 500, type: "ProcessEngineException", error.description, code: 0)
            }
        }
        return result
    }

    /// The query of a list.
    ///
    /// - Throws: 400 for an order or filter that the list does not have.
    func query(
        _ list: ListDefinition, _ wanted: ListRequest, for principal: Principal
    ) throws(APIError) -> Query {
        var groups: [String: [String]] = [:]
        for criteria in [wanted.criteria] + wanted.alternatives {
            for criterion in criteria where criterion.name == "candidateUser" {
                if case .text(let user) = criterion.value {
                    groups[user] = authenticator.groups(of: user)
                }
            }
        }
        do throws(ListRequestError) {
            return try list.query(
                for: wanted, access: ListAccess(of: principal),
                in: ListSurroundings(now: engine.clock.now, groups: groups))
        } catch {
            switch error {
            case .unknownOrder(let order): throw .parameter("sortBy", order)
            case .expression(let name):
                throw APIError(
                    status: 400, type: "BadUserRequestException",
                    "Expressions are forbidden in adhoc queries: \(name)", code: 0)
            }
        }
    }

    // MARK: Commands

    /// Executes a command; a failure is answered as the reference does where it wraps none.
    ///
    /// - Throws: What the engine refuses.
    @discardableResult
    func perform(
        _ command: EngineCommand, _ request: APIRequest
    ) async throws(APIError) -> CommandResult {
        do throws(EngineError) {
            return try await engine.perform(command, as: request.principal)
        } catch { throw APIError(error) }
    }

    /// Executes a command; what the engine refuses is wrapped as `RestException`, what the
    /// reference would not catch is not.
    ///
    /// - Throws: What the engine refuses.
    @discardableResult
    func perform(
        _ command: EngineCommand, _ request: APIRequest, wrappedAs status: Int, _ start: String
    ) async throws(APIError) -> CommandResult {
        do throws(EngineError) {
            return try await engine.perform(command, as: request.principal)
        } catch {
            throw error.wrapped(status, start)
        }
    }
}

extension EngineError {
    /// The failure as `RestException`; one that the reference does not catch there stays as it is.
    func wrapped(_ status: Int, _ start: String) -> APIError {
        // An endless loop is told as what it is wherever it is met.
        guard kind != .authorization, kind != .stepLimit, isEngineException else {
            return APIError(self)
        }
        return .rest(status, start + message, code: code)
    }
}

extension APIError {
    /// A failure of the database.
    init(_ error: StoreError) {
        self.init(
            status: 500, type: "ProcessEnginePersistenceException", error.description, code: 0)
    }
}
