import FEEL

/// The elements of all models of a set, by their indices.
struct CompiledElements: Sendable {
    var inputs: [InputElement] = []
    var decisions: [DecisionElement] = []
    var knowledge: [KnowledgeElement] = []
    var services: [ServiceElement] = []
    /// The types of each model.
    var tables: [FEELTypeTable] = []
}

/// One element of a set of models.
enum ElementIndex: Sendable, Hashable {
    case input(Int)
    case decision(Int)
    case knowledge(Int)
    case service(Int)
}

/// Where the value of a slot comes from, before an expression runs.
indirect enum SlotSource: Sendable {
    case element(ElementIndex)
    /// Elements of an imported model, under their names.
    case group([(name: String, source: SlotSource)])
}

struct InputElement: Sendable {
    let name: String
    let namespace: String
    /// The name with those of the imports that lead to it from the main model.
    var path: [String]
    let type: FEELType
    let source: Int
}

struct DecisionElement: Sendable {
    let id: String
    /// The name of its value in expressions.
    let name: String
    /// The name that people read.
    let title: String?
    let source: Int
    let type: FEELType
    /// What the form of its logic tells of its value, where no type is named.
    let shape: FEELType
    let typeReference: String?
    var frame: [SlotSource] = []
    /// The decisions that it needs.
    var required: [Int] = []
    var logic: BoxedExpression = .none
    let versionTag: String?
    let historyTimeToLive: String?
    let line: Int
}

struct KnowledgeElement: Sendable {
    let name: String
    let source: Int
    var frame: [SlotSource] = []
    var parameters: [FEELFunction.Parameter] = []
    var resultType: FEELType = .any
    /// What the form of its logic tells of its result, where no type is named.
    var shape: FEELType = .any
    var body: BoxedExpression = .none
}

struct ServiceElement: Sendable {
    let id: String
    let name: String
    let source: Int
    var resultType: FEELType
    var inputs: [Int] = []
    var inputDecisions: [Int] = []
    var outputs: [Int] = []
    var parameters: [FEELFunction.Parameter] = []
}
