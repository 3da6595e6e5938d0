public import BPMNParser

/// What has happened in the elements of a diagram.
public struct DiagramMarks: Sendable, Hashable {
    /// The elements in which tokens wait, with their number.
    public var active: [String: Int]
    /// The elements that were completed.
    public var completed: Set<String>
    /// The elements that have open incidents, with their number.
    public var incidents: [String: Int]

    /// Creates marks; without arguments there are none.
    public init(
        active: [String: Int] = [:], completed: Set<String> = [], incidents: [String: Int] = [:]
    ) {
        self.active = active
        self.completed = completed
        self.incidents = incidents
    }
}

/// Draws diagram interchange as SVG.
public struct DiagramRenderer: Sendable {
    /// Creates a renderer.
    public init() {}

    /// Draws the diagram that shows a process: itself, or the collaboration that it is part of.
    /// - Parameters:
    ///   - model: The model.
    ///   - processID: The process; nil for the first diagram of the file.
    ///   - marks: What is to be marked.
    /// - Returns: The text of an SVG file; nil where the file has no such diagram, or an empty one.
    public func svg(
        of model: BPMNModel, processID: String? = nil, marks: DiagramMarks = DiagramMarks()
    ) -> String? {
        let diagram =
            if let processID {
                model.diagrams.first { diagram in
                    diagram.element == processID
                        || model.collaborations.contains { collaboration in
                            collaboration.id == diagram.element
                                && collaboration.participants.contains {
                                    $0.processRef == processID
                                }
                        }
                }
            } else {
                model.diagrams.first
            }
        return diagram.flatMap { svg(of: $0, in: model, marks: marks) }
    }

    /// Draws one diagram of a model.
    /// - Parameters:
    ///   - diagram: The diagram.
    ///   - model: The model that it belongs to.
    ///   - marks: What is to be marked.
    /// - Returns: The text of an SVG file; nil where nothing can be drawn.
    public func svg(
        of diagram: Diagram, in model: BPMNModel, marks: DiagramMarks = DiagramMarks()
    ) -> String? {
        var drawing = Drawing(model: model, diagram: diagram, marks: marks)
        return drawing.draw()
    }
}
