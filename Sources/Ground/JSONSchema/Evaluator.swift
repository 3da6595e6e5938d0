internal import JSONTree

/// Applies compiled subschemas to one value and what is in it.
struct Evaluator {
    /// A step from a value to one inside it.
    enum Step {
        case member(String)
        case item(Int)
    }

    let nodes: [SchemaNode]
    let options: Schema.Options
    private(set) var violations: [Violation] = []
    private var path: [Step] = []
    private var depth = 0
    private var stepsLeft: Int
    /// Why the work was given up; no verdict counts from then on.
    private var surrender: String?

    init(nodes: [SchemaNode], options: Schema.Options) {
        self.nodes = nodes
        self.options = options
        stepsLeft = options.stepLimit
    }

    mutating func violations(of value: JSON, against root: Int) -> [Violation] {
        var evaluated = Evaluated()
        let isValid = apply(root, to: value, reports: true, &evaluated)
        if let surrender {
            return [
                Violation(instancePath: "", schemaPath: "#", keyword: "$schema", message: surrender)
            ]
        }
        return isValid ? [] : violations
    }

    mutating func isValid(_ value: JSON, against root: Int) -> Bool {
        var evaluated = Evaluated()
        return apply(root, to: value, reports: false, &evaluated) && surrender == nil
    }

    // MARK: Subschemas

    /// Applies a subschema to a value.
    ///
    /// - Parameters:
    ///   - index: The subschema.
    ///   - value: The value, at the current path.
    ///   - reports: Whether violations are wanted; without them the first one ends the work.
    ///   - outer: Gets what was evaluated, if the value is valid.
    /// - Returns: Whether the value is valid.
    mutating func apply(
        _ index: Int, to value: JSON, reports: Bool, _ outer: inout Evaluated
    ) -> Bool {
        guard begin() else { return false }
        defer { depth -= 1 }
        let node = nodes[index]
        if let verdict = node.verdict {
            if !verdict && reports {
                report("is not allowed", keyword: node.holder, at: node.location)
            }
            return verdict
        }
        var own = Evaluated()
        var isValid = true
        for keyword in node.keywords where isValid || !keyword.dependsOnOthers {
            let check = Check(node: node, reports: reports)
            if !holds(keyword, for: value, check, &own) {
                isValid = false
                if !reports || surrender != nil { return false }
            }
        }
        if isValid && node.needsEvaluated { outer.formUnion(own) }
        return isValid
    }

    /// What a keyword's check needs to know of its surroundings.
    struct Check {
        let node: SchemaNode
        let reports: Bool
    }

    private mutating func begin() -> Bool {
        guard surrender == nil else { return false }
        stepsLeft -= 1
        depth += 1
        if depth > options.depthLimit {
            surrender = "the value, or the schema for it, nests too deep to be checked"
        } else if stepsLeft < 0 {
            surrender = "the value takes too many steps to be checked"
        }
        if surrender != nil { depth -= 1 }
        return surrender == nil
    }

    /// Gives up, so that the value counts as not valid.
    mutating func giveUp(_ reason: String) {
        if surrender == nil { surrender = reason }
    }

    /// Applies a subschema to a value inside the current one.
    mutating func apply(
        _ index: Int, to value: JSON, at step: Step, reports: Bool
    ) -> Bool {
        path.append(step)
        defer { path.removeLast() }
        var evaluated = Evaluated()
        return apply(index, to: value, reports: reports, &evaluated)
    }

    // MARK: Violations

    /// Notes a violation of a keyword at the current path.
    mutating func fail(_ check: Check, _ keyword: String, _ message: @autoclosure () -> String)
        -> Bool
    {
        if check.reports {
            let place = check.node.location + "/" + keyword
            report(message(), keyword: keyword, at: place)
        }
        return false
    }

    private mutating func report(_ message: String, keyword: String, at location: String) {
        guard violations.count < options.violationLimit else { return }
        var instancePath = ""
        for step in path {
            switch step {
            case .member(let name): instancePath += "/" + escapedToken(name)
            case .item(let index): instancePath += "/\(index)"
            }
        }
        violations.append(
            Violation(
                instancePath: instancePath, schemaPath: location, keyword: keyword,
                message: message))
    }
}

extension SchemaKeyword {
    /// Whether its answer means something only where all other keywords hold.
    fileprivate var dependsOnOthers: Bool {
        switch self {
        case .unevaluatedMembers, .unevaluatedItems: true
        default: false
        }
    }
}
