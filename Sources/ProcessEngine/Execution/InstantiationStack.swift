/// The scopes that a modification makes on its way to where it starts, and the target.
struct InstantiationStack {
    /// Where it starts.
    enum Target {
        case activity(Node)
        case flow(Flow)
        /// Nothing yet: the instance was only made.
        case none
    }

    /// From outside in.
    var scopes: [Node]
    let target: Target
    let variables: [ModificationVariable]

    /// The first element that starts.
    var first: Node? {
        if case .activity(let node) = target { node } else { nil }
    }
}

extension Run {
    /// Makes the next scope on the way, or starts the target.
    func buildScopes(_ execution: Execution) throws(Interruption) {
        guard var stack = startStacks.removeValue(forKey: execution.id) else { return }
        guard let scope = stack.scopes.first else {
            return try startTarget(of: stack, on: execution)
        }
        stack.scopes.removeFirst()
        let entering = createExecution(in: execution)
        execution.isActive = false
        execution.activity = nil
        entering.activity = scope
        try createSubscriptions(of: scope, on: entering)
        try startScope(scope, on: entering)
        var inside = entering
        if case .multiInstance(let code) = scope.behavior {
            inside = try initializeBody(entering, code)
        } else if case .adHocSubProcess = scope.behavior {
            inside = try initializeAdHoc(entering, scope)
        }
        inside.activity = nil
        startStacks[inside.id] = stack
        if stack.scopes.isEmpty {
            startStacks[inside.id] = nil
            try startTarget(of: stack, on: inside)
        } else {
            try buildScopes(inside)
        }
    }

    private func startTarget(
        of stack: InstantiationStack, on execution: Execution
    ) throws(Interruption) {
        execution.activityInstanceID = nil
        for variable in stack.variables {
            if variable.isLocal {
                try setLocalVariable(variable.variable, on: execution)
            } else {
                try setVariable(variable.variable, from: execution)
            }
        }
        execution.isEnded = false
        execution.isActive = true
        switch stack.target {
        case .none:
            execution.activity = nil
            execution.isActive = false
        case .activity(let node):
            execution.activity = node
            // What it interrupts or cancels was, before the first scope was made.
            try perform(.enter, on: execution)
        case .flow(let flow):
            execution.activity = execution.process.nodes[flow.source]
            execution.transition = flow
            // Entered as if the source had just been left, whether or not a job stands after it.
            execution.ignoresAsync = true
            try performSynchronously(.takeFlow, on: execution)
            execution.ignoresAsync = false
        }
    }
}
