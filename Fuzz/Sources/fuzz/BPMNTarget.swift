import BPMNParser
import DiagramRenderer
import XMLTree

/// A model is read and drawn; our verdict and the reference's must agree, and a drawing be XML.
@Sendable func fuzzBPMN(_ bytes: [UInt8]) {
    let result = BPMNParser().parse(bytes)
    let isDeployed = result.reference.outcome == .accepted
    precondition(result.isAccepted == isDeployed, "two verdicts")
    guard let model = result.model else { return }
    for diagram in model.diagrams {
        guard let svg = DiagramRenderer().svg(of: diagram, in: model) else { continue }
        let limits = XMLLimits(bytes: 1 << 30)
        precondition((try? XMLParser.parse(text: svg, limits: limits)) != nil, "no drawing")
    }
}
