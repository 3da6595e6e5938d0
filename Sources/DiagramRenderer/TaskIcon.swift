internal import BPMNParser

/// The sign of a task's kind, in a square of 18.
struct TaskIcon {
    /// One path of a sign.
    struct Part {
        /// How a path is filled.
        enum Fill {
            case none
            case paper
            case ink
        }

        let path: String
        var fill = Fill.paper
        /// Whether the line has the colour of the paper.
        var isInverse = false
    }

    let parts: [Part]

    /// The sign of a kind; nil for kinds without one.
    init?(_ kind: FlowNode.Kind) {
        switch kind {
        case .userTask: parts = Self.user
        case .serviceTask: parts = Self.service
        case .sendTask:
            parts = [
                Part(path: "M0,2 H18 V14 H0 Z", fill: .ink),
                Part(path: "M0.5,2.5 L9,9 L17.5,2.5", fill: .none, isInverse: true),
            ]
        case .receiveTask(let task):
            let envelope = Part(path: "M2,4 H16 V13 H2 Z M2,4 L9,9.5 L16,4")
            parts =
                task.isInstantiating
                ? [Part(path: "M9,-1 A9.5,9.5 0 1 1 8.9,-1 Z"), envelope]
                : [Part(path: "M0,2 H18 V14 H0 Z M0,2 L9,9 L18,2")]
        case .scriptTask:
            parts = [
                Part(path: "M5,1 H16 C11,5 18,11 12,16 H1 C8,11 0,6 5,1 Z"),
                Part(path: "M5.5,4.5 H11.5 M5.5,8 H12 M6,11.5 H12.5", fill: .none),
            ]
        case .manualTask:
            parts = [
                Part(
                    path: "M1,8 L5,3.5 C6,2.5 7.5,3 7.5,4.2 L6.5,6 H15 C16.8,6 16.8,8.2 15,8.2 H16 "
                        + "C17.6,8.2 17.6,10.4 16,10.4 H15.5 C17,10.4 17,12.6 15.5,12.6 H14.5 "
                        + "C15.8,12.6 15.8,14.8 14,14.8 H6 C3,14.8 1,13 1,11 Z"),
                Part(path: "M9,8.2 H15 M9,10.4 H15.5 M9,12.6 H14.5", fill: .none),
            ]
        case .businessRuleTask:
            parts = [
                Part(path: "M0,2 H18 V15 H0 Z"), Part(path: "M0,2 H18 V6 H0 Z", fill: .ink),
                Part(path: "M0,10.5 H18 M6,6 V15", fill: .none),
            ]
        default: return nil
        }
    }

    private static let user = [
        Part(path: "M1,17 C1,11.5 3,10.5 6,9.5 C7,11.5 11,11.5 12,9.5 C15,10.5 17,11.5 17,17 Z"),
        Part(path: "M4.5,17 V14 M13.5,17 V14", fill: .none),
        Part(path: "M9,0.5 A4.5,5 0 1 1 8.9,0.5 Z"),
        Part(
            path: "M4.6,5.5 C4,1.5 7,0 9,0.3 C11.5,0 14,1.5 13.4,5.5 C12,4 10.5,4.6 9,3.6 "
                + "C8,4.6 6,4 4.6,5.5 Z", fill: .ink),
    ]

    private static let service = [
        Part(path: gear(x: 7, y: 7, outer: 6.8, inner: 5)),
        Part(path: "M7,4.8 A2.2,2.2 0 1 1 6.9,4.8 Z"),
        Part(path: gear(x: 11.5, y: 11.5, outer: 6.8, inner: 5)),
        Part(path: "M11.5,9.3 A2.2,2.2 0 1 1 11.4,9.3 Z"),
    ]

    /// A wheel with eight teeth.
    private static func gear(x: Double, y: Double, outer: Double, inner: Double) -> String {
        // Sine and cosine of 11.25, 33.75, 56.25 and 78.75 degrees make sixteen directions.
        let sines = [0.195, 0.556, 0.831, 0.981, 0.981, 0.831, 0.556, 0.195]
        var points: [DiagramPoint] = []
        for step in 0..<16 {
            let isUpper = step < 8
            let sine = sines[step % 8] * (isUpper ? 1 : -1)
            let quarter = (step + 4) % 16
            let cosine = sines[quarter % 8] * (quarter < 8 ? 1 : -1)
            let radius = step.isMultiple(of: 2) ? outer : inner
            points.append(DiagramPoint(x: x + radius * cosine, y: y + radius * sine))
        }
        return SVGCanvas.path(points, isClosed: true)
    }
}
