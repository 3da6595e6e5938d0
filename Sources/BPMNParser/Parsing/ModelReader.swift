internal import Diagnostics
internal import XMLTree

/// Reads the tree of a BPMN file into a model, in the order of the reference.
///
/// Each part of BPMN has an extension in a file of its own.
struct ModelReader {
    let root: XMLElement
    let options: BPMNParser.Options
    var findings: [Finding] = []
    /// Set while a process is read that is not executable: what is wrong in it harms nobody.
    var isMuted = false

    /// All ids of the file, of unknown elements too.
    var elementIDs: Set<String> = []
    var messages: [String: BPMNMessage] = [:]
    var signals: [String: BPMNSignal] = [:]
    var signalNames: Set<String> = []
    var errors: [String: BPMNError] = [:]
    var escalations: [String: BPMNEscalation] = [:]
    /// The link events of the file that can be jumped to: name of the link to id of the event.
    var linkTargets: [String: String?] = [:]
    /// The link events of the file that jump: id of the event to name of the link.
    var linkSources: [String: String] = [:]

    /// The id of the process that is being read.
    var processID = ""
    /// What catches events on a scope, by the scope's key, for one process.
    var catchers: [String: Catchers] = [:]
    /// The ids of the activities of the process that is being read.
    var activityIDs: Set<String> = []
    /// What the checks at the end of a process look at.
    var finished: [FinishedNode] = []
    /// The things that shapes and edges may show.
    var drawable = Drawable()
    private var numberOfInventedIDs = 0

    init(root: XMLElement, options: BPMNParser.Options) {
        self.root = root
        self.options = options
    }

    /// Reads the file.
    mutating func read() -> BPMNModel {
        checkSchema()
        collectIDs()
        var model = BPMNModel()
        readDefinitions(into: &model)
        for element in root.children("process") { model.processes.append(readProcess(element)) }
        readCollaborations(into: &model)
        readDiagrams(into: &model)
        adviseOnDrawing(model)
        return model
    }

    /// An id for an element that has none; the `@` keeps it apart from all ids of files.
    mutating func inventedID(for element: XMLElement) -> String {
        numberOfInventedIDs += 1
        return "\(element.name)@\(numberOfInventedIDs)"
    }

    private mutating func collectIDs() {
        var pending = [root]
        while let element = pending.popLast() {
            if let id = element.id { elementIDs.insert(id) }
            pending += element.children
        }
    }
}

/// What catches events on one scope.
struct Catchers {
    /// The names of messages that events on the scope wait for.
    var messages: Set<String> = []
    /// Whether events wait for a message at all, those that start the process too.
    var hasMessages = false
    /// Whether one of these messages has no name.
    var hasUnnamedMessage = false
    var signals: Set<String> = []
    var boundaryEscalations = EscalationCodes()
    var subProcessEscalations = EscalationCodes()
}

/// The escalations that one sort of events handles on one scope.
struct EscalationCodes {
    var codes: Set<String> = []
    var isEmpty = true
    /// Whether a handler is for all codes.
    var includesAll = false
}

/// What is known of a flow node when its process has been read.
struct FinishedNode {
    var id: String?
    var line: Int
    var isExclusiveGateway: Bool
    var isAsyncAfter: Bool
    var defaultFlow: String?
    var outgoing: [(id: String?, hasCondition: Bool)] = []
}

/// The ids that diagram interchange may refer to.
struct Drawable {
    /// The number of executable processes.
    var numberOfExecutableProcesses = 0
    /// The activities and lanes of each executable process.
    var shapesNeedBounds: Set<String> = []
    /// The sequence flows of the process that was read last.
    var flowsOfLastProcess: Set<String> = []
}
