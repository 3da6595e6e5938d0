import ProcessEngine

/// BPMN files that tests write.
enum Models {
    /// A file around some root elements.
    static func file(_ content: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="tests">
            \(content)
            </definitions>
            """.utf8)
    }

    /// A process with one user task.
    static func oneTask(
        _ key: String = "one-task", name: String = "One task", start: String = "",
        attributes: String = "", roots: String = ""
    ) -> [UInt8] {
        file(
            """
            \(roots)
            <process id="\(key)" name="\(name)" isExecutable="true" \(attributes)>
              <startEvent id="start">\(start)</startEvent>
              <sequenceFlow id="f1" sourceRef="start" targetRef="task"/>
              <userTask id="task" name="Decide"/>
              <sequenceFlow id="f2" sourceRef="task" targetRef="end"/>
              <endEvent id="end"/>
            </process>
            """)
    }

    /// A process that starts by a message.
    static func byMessage(_ key: String, message: String) -> [UInt8] {
        oneTask(
            key, start: "<messageEventDefinition messageRef=\"m\"/>",
            roots: "<message id=\"m\" name=\"\(message)\"/>")
    }

    /// A DMN file with one decision, an expression in FEEL.
    static func decision(_ key: String, _ expression: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="\(key)Graph"
                name="\(key)" namespace="http://example.org/decisions">
              <decision id="\(key)" name="\(key)">
                <variable name="\(key)"/>
                <literalExpression><text>\(expression)</text></literalExpression>
              </decision>
            </definitions>
            """.utf8)
    }

    /// A DMN file with decisions that say their own key.
    static func decisions(_ keys: String...) -> [UInt8] {
        let content = keys.map { key in
            """
            <decision id="\(key)" name="Decision \(key)">
              <variable name="\(key)"/>
              <literalExpression><text>"\(key)"</text></literalExpression>
            </decision>
            """
        }
        return Array(
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graph"
                name="Graph" namespace="tests">
            \(content.joined())
            </definitions>
            """.utf8)
    }

    /// A deployment of files by name.
    static func deployment(
        _ files: KeyValuePairs<String, [UInt8]>, name: String? = "tests",
        filtersDuplicates: Bool = false, deploysChangedOnly: Bool = false
    ) -> NewDeployment {
        NewDeployment(
            name: name,
            resources: files.map { NewDeployment.Resource(name: $0.key, content: $0.value) },
            filtersDuplicates: filtersDuplicates, deploysChangedOnly: deploysChangedOnly)
    }
}
