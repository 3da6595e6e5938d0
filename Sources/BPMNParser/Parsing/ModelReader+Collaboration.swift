internal import XMLTree

extension ModelReader {
    /// Reads pools and message flows.
    mutating func readCollaborations(into model: inout BPMNModel) {
        _ = single("collaboration", in: root)
        let categoryValues = categoryValues()
        for element in root.children("collaboration") {
            var collaboration = Collaboration(id: element.id, name: element.attribute("name"))
            for participant in element.children("participant") {
                let multiplicity = participant.child("participantMultiplicity")
                collaboration.participants.append(
                    Participant(
                        id: participant.id, name: participant.attribute("name"),
                        processRef: participant.token("processRef"),
                        minimum: multiplicity.map { $0.token("minimum").flatMap { Int($0) } ?? 0 },
                        maximum: multiplicity.map { $0.token("maximum").flatMap { Int($0) } ?? 1 },
                        line: participant.line))
                noteExecutedParticipant(participant, in: model)
            }
            collaboration.messageFlows = element.children("messageFlow").map {
                MessageFlow(
                    id: $0.id, name: $0.attribute("name"), sourceRef: $0.token("sourceRef") ?? "",
                    targetRef: $0.token("targetRef") ?? "", messageRef: $0.token("messageRef"))
            }
            collaboration.artifacts = readArtifacts(element, categoryValues)
            model.collaborations.append(collaboration)
        }
    }

    private mutating func noteExecutedParticipant(_ participant: XMLElement, in model: BPMNModel) {
        guard let id = participant.id, let process = participant.token("processRef"),
            model.executableProcesses.contains(where: { $0.id == process })
        else { return }
        drawable.shapesNeedBounds.insert(id)
    }

    /// The texts of category values, by id, which groups show.
    func categoryValues() -> [String: String] {
        var result: [String: String] = [:]
        for category in root.children("category") {
            for value in category.children("categoryValue") {
                if let id = value.id { result[id] = value.attribute("value") }
            }
        }
        return result
    }

    /// Reads notes, groups and associations.
    func readArtifacts(_ element: XMLElement, _ categoryValues: [String: String]) -> [Artifact] {
        element.children.compactMap { child in
            switch child.name {
            case "association":
                let direction = child.token("associationDirection") ?? "None"
                return .association(
                    Association(
                        id: child.id, sourceRef: child.token("sourceRef") ?? "",
                        targetRef: child.token("targetRef") ?? "",
                        direction: Association.Direction(rawValue: direction) ?? .none,
                        line: child.line))
            case "textAnnotation":
                return .textAnnotation(
                    TextAnnotation(id: child.id, text: child.child("text")?.text ?? ""))
            case "group":
                let value = child.token("categoryValueRef").map { resolve($0) ?? $0 }
                return .group(
                    Group(
                        id: child.id, categoryValueRef: value,
                        name: value.flatMap { categoryValues[$0] }))
            default:
                return nil
            }
        }
    }
}
