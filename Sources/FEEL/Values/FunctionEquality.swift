/// Equality of functions (Table 53): parameters, body and scope are the same.
extension FEELFunction {
    /// Whether two functions are equal, wherever each was made.
    func equals(_ other: FEELFunction) -> Bool {
        if self === other { return true }
        guard parameters == other.parameters, resultType == other.resultType else { return false }
        switch (body, other.body) {
        case (.builtin(let a), .builtin(let b)): return a == b
        case (.lambda(let a, let ownScope), .lambda(let b, let otherScope)):
            return a.isSame(as: b) && ownScope.count == otherScope.count
                && zip(ownScope, otherScope).allSatisfy { $0.equals($1) == true }
        case (.provided(let a as ExternalFunction), .provided(let b as ExternalFunction)):
            return a == b
        default: return false
        }
    }
}

extension Lambda {
    /// Whether two functions have the same code; where it was written plays no part.
    func isSame(as other: Lambda) -> Bool {
        self === other
            || parameters == other.parameters && resultType == other.resultType
                && slots == other.slots && captures.elementsEqual(other.captures, by: ==)
                && isExternal == other.isExternal && program.isSame(as: other.program)
    }
}

extension Program {
    fileprivate func isSame(as other: Program) -> Bool {
        root == other.root && nodes.elementsEqual(other.nodes) { $0.isSame(as: $1) }
            && operands == other.operands && constants == other.constants && names == other.names
            && nameLists == other.nameLists && types == other.types
            && iterations.elementsEqual(other.iterations) { $0.isSame(as: $1) }
            && contexts.elementsEqual(other.contexts) { $0.isSame(as: $1) }
            && lambdas.elementsEqual(other.lambdas) { $0.isSame(as: $1) }
    }
}

extension Node {
    fileprivate func isSame(as other: Node) -> Bool {
        operation == other.operation && a == other.a && b == other.b && c == other.c
    }
}

extension Program.Iteration {
    fileprivate func isSame(as other: Program.Iteration) -> Bool {
        body == other.body && partial == other.partial && every == other.every
            && iterators.elementsEqual(other.iterators) {
                $0.slot == $1.slot && $0.domain == $1.domain && $0.end == $1.end
            }
    }
}

extension Program.ContextShape {
    fileprivate func isSame(as other: Program.ContextShape) -> Bool {
        layout.keys == other.layout.keys && slots == other.slots && values == other.values
    }
}
