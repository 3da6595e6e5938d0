/// What can be given made-up inputs, in the order in which run.sh does so.
///
/// To add a target: write a function in a file of its own, name it here, and put small inputs of
/// our own into Seeds/NAME. A target breaks by trapping: on a failed precondition, an overflow.
let targets: [(name: String, run: @Sendable ([UInt8]) -> Void)] = [
    ("bpmn", fuzzBPMN),
    ("juel", fuzzJUEL),
    ("json", fuzzJSON),
    ("http", fuzzHTTP),
    ("multipart", fuzzMultipart),
    ("schema", fuzzSchema),
    ("pattern", fuzzPattern),
    ("yaml", fuzzYAML),
    ("feel", fuzzFEEL),
]
