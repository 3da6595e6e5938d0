/// A drawing of one plane.
public struct Diagram: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The id of the process, collaboration or sub-process that it shows.
    public var element: String?
    /// The shapes, in the order of the file.
    public var shapes: [DiagramShape]
    /// The lines, in the order of the file.
    public var edges: [DiagramEdge]

    /// Creates a diagram.
    public init(
        id: String? = nil, name: String? = nil, element: String? = nil, shapes: [DiagramShape] = [],
        edges: [DiagramEdge] = []
    ) {
        self.id = id
        self.name = name
        self.element = element
        self.shapes = shapes
        self.edges = edges
    }
}

/// The shape of a flow node, pool, lane, data or artifact.
public struct DiagramShape: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The id of the element that it shows.
    public var element: String
    /// Where it is.
    public var bounds: DiagramBounds
    /// Of pools and lanes: whether they lie; nil where the file does not say.
    public var isHorizontal: Bool?
    /// Of sub-processes: whether their inside is drawn; nil where the file does not say.
    public var isExpanded: Bool?
    /// Of exclusive gateways: whether the cross is drawn; nil where the file does not say.
    public var isMarkerVisible: Bool?
    /// Where the label is.
    public var label: DiagramLabel?
    /// The colours.
    public var colors: DiagramColors

    /// Creates a diagram shape.
    public init(
        id: String? = nil, element: String, bounds: DiagramBounds, isHorizontal: Bool? = nil,
        isExpanded: Bool? = nil, isMarkerVisible: Bool? = nil, label: DiagramLabel? = nil,
        colors: DiagramColors = DiagramColors()
    ) {
        self.id = id
        self.element = element
        self.bounds = bounds
        self.isHorizontal = isHorizontal
        self.isExpanded = isExpanded
        self.isMarkerVisible = isMarkerVisible
        self.label = label
        self.colors = colors
    }
}

/// The line of a flow, message flow or association.
public struct DiagramEdge: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The id of the element that it shows.
    public var element: String
    /// The points that it goes through.
    public var waypoints: [DiagramPoint]
    /// The envelope drawn on a message flow.
    public var messageMarker: MessageMarker?
    /// Where the label is.
    public var label: DiagramLabel?
    /// The colours.
    public var colors: DiagramColors

    /// Creates a diagram edge.
    public init(
        id: String? = nil, element: String, waypoints: [DiagramPoint] = [],
        messageMarker: MessageMarker? = nil, label: DiagramLabel? = nil,
        colors: DiagramColors = DiagramColors()
    ) {
        self.id = id
        self.element = element
        self.waypoints = waypoints
        self.messageMarker = messageMarker
        self.label = label
        self.colors = colors
    }
}

/// The envelopes on message flows.
public enum MessageMarker: Sendable, Hashable {
    /// White: the message begins the conversation.
    case initiating
    /// Grey: it does not.
    case nonInitiating
}

/// Where a label is.
public struct DiagramLabel: Sendable, Hashable {
    /// The box; nil where the file gives none.
    public var bounds: DiagramBounds?

    /// Creates a diagram label.
    public init(bounds: DiagramBounds? = nil) {
        self.bounds = bounds
    }
}

/// The colours of a shape or line, as written (`#rrggbb` or a name).
public struct DiagramColors: Sendable, Hashable {
    /// Of lines: `bioc:stroke` or `color:border-color`.
    public var stroke: String?
    /// Of areas: `bioc:fill` or `color:background-color`.
    public var fill: String?
    /// Of labels: `color:color` of the label.
    public var text: String?

    /// Creates a diagram colors.
    public init(stroke: String? = nil, fill: String? = nil, text: String? = nil) {
        self.stroke = stroke
        self.fill = fill
        self.text = text
    }
}

/// A rectangle; y grows downwards.
public struct DiagramBounds: Sendable, Hashable {
    /// The left edge.
    public var x: Double
    /// The upper edge.
    public var y: Double
    /// The width.
    public var width: Double
    /// The height.
    public var height: Double

    /// Creates a diagram bounds.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

/// A point; y grows downwards.
public struct DiagramPoint: Sendable, Hashable {
    /// The distance from the left.
    public var x: Double
    /// The distance from above.
    public var y: Double

    /// Creates a diagram point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
