public import HTTPServer

/// Answers a request that has found its route.
public typealias APIHandler = @Sendable (APIRequest) async throws -> HTTPResponse

/// A route: a method and a path in which `{…}` stands for any segment.
public struct APIRoute: Sendable {
    /// The method, such as `GET`.
    public let method: String
    /// The path from the root of the server, such as `/api/v1/document/{id}`.
    public let pattern: String
    /// Whether anybody may call it, without log-in.
    public let isOpen: Bool
    /// What answers.
    public let handler: APIHandler

    /// Describes a route.
    public init(
        _ method: String, _ pattern: String, isOpen: Bool = false, _ handler: @escaping APIHandler
    ) {
        self.method = method
        self.pattern = pattern
        self.isOpen = isOpen
        self.handler = handler
    }
}

/// Routes that another room adds to the API.
public protocol APIModule: Sendable {
    /// The routes.
    var routes: [APIRoute] { get }
}

/// Finds routes by the segments of paths.
struct Router: Sendable {
    private final class Node: Sendable {
        let literals: [String: Node]
        let any: Node?
        let routes: [String: APIRoute]

        init(routes: [(path: ArraySlice<String>, route: APIRoute)]) {
            var here: [String: APIRoute] = [:]
            var byLiteral: [String: [(ArraySlice<String>, APIRoute)]] = [:]
            var rest: [(ArraySlice<String>, APIRoute)] = []
            for (path, route) in routes {
                guard let first = path.first else {
                    here[route.method] = route
                    continue
                }
                if first.hasPrefix("{") {
                    rest.append((path.dropFirst(), route))
                } else {
                    byLiteral[first, default: []].append((path.dropFirst(), route))
                }
            }
            self.routes = here
            literals = byLiteral.mapValues { Node(routes: $0) }
            any = rest.isEmpty ? nil : Node(routes: rest)
        }
    }

    /// What a path leads to.
    enum Match {
        case route(APIRoute, [String])
        case wrongMethod(allowed: [String])
        case nothing
    }

    private let root: Node

    init(_ routes: [APIRoute]) {
        root = Node(
            routes: routes.map { route in
                (route.pattern.split(separator: "/").map(String.init)[...], route)
            })
    }

    /// Finds a route; a segment in words goes before a parameter.
    func find(method: String, segments: ArraySlice<String>) -> Match {
        var parameters: [String] = []
        guard let node = find(segments, from: root, &parameters) else { return .nothing }
        if let route = node.routes[method] { return .route(route, parameters) }
        return .wrongMethod(allowed: node.routes.keys.sorted())
    }

    /// Depth is bounded by the patterns, not by the path.
    private func find(
        _ segments: ArraySlice<String>, from node: Node, _ parameters: inout [String]
    ) -> Node? {
        guard let first = segments.first else { return node.routes.isEmpty ? nil : node }
        if let next = node.literals[first],
            let found = find(segments.dropFirst(), from: next, &parameters)
        {
            return found
        }
        guard let next = node.any else { return nil }
        parameters.append(first)
        if let found = find(segments.dropFirst(), from: next, &parameters) { return found }
        parameters.removeLast()
        return nil
    }
}
